"""Printing as a reader does it: makes a set, looks at every sheet, saves, sends, is told what went wrong."""

from __future__ import annotations

import errno
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldref.core.errors import PrintError
from fieldref.gui import print_ways
from fieldref.gui.buttons import WordButton
from fieldref.printing import batch, device, pdf
from tests.gui.user import User

CARD = "card:cards/mitigate/le"


@pytest.fixture
def pane(start: Callable[..., User]) -> SimpleNamespace:
    """The pane as it opens from a card, with a few words for what is done in it."""
    user = start()
    user.visit("print", CARD)
    screen = user.window.center.currentWidget()

    def press(name: str) -> None:
        buttons = [b for b in screen.findChildren(WordButton) if b.isVisible() and b.accessibleName() == name]
        assert buttons, name
        buttons[0].click()
        user.settle()

    def ready() -> None:
        user.qtbot.wait(150)
        user.qtbot.waitUntil(screen.pdf.isEnabled, timeout=20000)

    def save_as(path: Path) -> None:
        screen.path.edit.setText(str(path))
        screen.path.go.click()
        user.settle()

    def said(words: str) -> None:
        user.qtbot.waitUntil(lambda: words in screen.ways.said.text(), timeout=20000)

    def told(words: str) -> None:
        user.qtbot.waitUntil(lambda: words in screen.ways.sent.text(), timeout=20000)

    ready()
    return SimpleNamespace(user=user, screen=screen, press=press, ready=ready, save_as=save_as, said=said, told=told)


def own_set(pane: SimpleNamespace):
    pane.press("Choose cards")
    pane.ready()
    return pane.screen.set


# The set


def test_a_set_begins_with_all_cards_of_the_role_ticked(pane) -> None:
    cards = own_set(pane).cards()
    assert cards == pane.user.program.library.cards("LE")
    assert pane.screen.state.text() == f"{len(cards)} cards on {-(-len(cards) // 2)} sheets."


def test_phases_roles_and_kinds_narrow_the_set(pane) -> None:
    own_set(pane)
    for name in ("Prevent", "Follow up", "Topic cards", "Fire and EMS"):
        if name in ("Prevent", "Follow up"):
            name = next(b.text() for key, b in pane.screen.set.phases.items() if key == name.lower().replace(" ", "-"))
        pane.press(name)
    pane.ready()
    assert [card.code for card in pane.screen.set.cards()] == ["M-LE", "M-FE"]
    assert pane.screen.state.text() == "2 cards on 1 sheet."


def test_one_card_is_unticked_with_the_keys(pane) -> None:
    chooser = own_set(pane)
    before = chooser.cards()
    chooser.list.setFocus()
    pane.user.key(Qt.Key.Key_Down)
    pane.user.key(Qt.Key.Key_Space)
    assert chooser.cards() == before[:1] + before[2:]


def test_one_press_anywhere_on_a_row_unticks_it(pane) -> None:
    chooser = own_set(pane)
    before = chooser.cards()
    row = chooser.list.visualItemRect(chooser.list.item(0))
    for spot in (QPoint(20, row.center().y()), QPoint(300, row.center().y())):
        count = len(chooser.cards())
        QTest.mouseClick(chooser.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert abs(len(chooser.cards()) - count) == 1
    assert chooser.cards() == before


def test_nothing_chosen_is_said_and_cannot_be_saved(pane) -> None:
    own_set(pane)
    pane.press("Tick none")
    pane.user.qtbot.waitUntil(lambda: "No card is chosen" in pane.screen.state.text(), timeout=5000)
    assert not pane.screen.pdf.isEnabled()
    pane.press("Tick all")
    pane.ready()
    assert pane.screen.state.text().startswith(f"{len(pane.screen.set.cards())} cards on ")


def test_rows_and_choices_have_names(pane) -> None:
    chooser = own_set(pane)
    assert chooser.roles["LE"].accessibleName() == "Law enforcement"
    assert chooser.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("P-LE ")


# How


def test_card_stock_is_offered_for_index_cards_only(pane) -> None:
    assert not pane.screen.papers["card"].isVisible()
    pane.press("4 x 6 in")
    pane.press("4 x 6 in card stock")
    pane.ready()
    assert pane.screen.state.text() == "1 card on 1 sheet."
    assert pane.screen.preview.labels[0].width() < pane.screen.preview.labels[0].height()
    pane.press("Half page")
    assert not pane.screen.papers["card"].isVisible()


def test_both_sides_halve_the_paper(pane) -> None:
    own_set(pane)
    pane.press("Full page")
    pane.screen.duplex.click()
    pane.ready()
    count = len(pane.screen.set.cards())
    assert pane.screen.state.text() == f"{count} cards on {-(-count // 2)} sheets, printed on both sides."


# The preview


def test_every_sheet_has_its_place_and_is_drawn_when_scrolled_to(pane) -> None:
    own_set(pane)
    labels = pane.screen.preview.labels
    assert len(labels) == 25
    pane.user.settle()
    pane.screen.verticalScrollBar().setValue(pane.screen.verticalScrollBar().maximum())
    pane.user.qtbot.waitUntil(lambda: not labels[-1].pixmap().isNull(), timeout=10000)
    assert labels[5].pixmap().isNull()
    assert labels[-1].accessibleName().startswith("Preview of sheet 25 of 25: ")


# PDF


def test_one_pdf_holds_the_whole_set(pane, tmp_path) -> None:
    own_set(pane)
    pane.press("Save as PDF")
    pane.save_as(tmp_path / "cards")
    pane.said("Saved")
    assert (tmp_path / "cards.pdf").read_bytes().startswith(b"%PDF")
    assert not pane.screen.path.isVisible()


def test_a_pdf_for_each_sheet(pane, tmp_path) -> None:
    own_set(pane)
    pane.press("Save as PDF")
    pane.press("A PDF for each sheet")
    pane.save_as(tmp_path / "set")
    pane.said("Saved 25 PDFs")
    assert len(list((tmp_path / "set").glob("*.pdf"))) == 25


@pytest.mark.parametrize(("answer", "files", "kept"), [("Keep both", 2, True), ("Replace it", 1, False)])
def test_an_existing_file_is_asked_about(pane, tmp_path, answer: str, files: int, kept: bool) -> None:
    target = tmp_path / "card.pdf"
    target.write_text("mine")
    pane.press("Save as PDF")
    pane.save_as(target)
    pane.said("card.pdf is already in")
    assert QApplication.focusWidget().accessibleName() == "Keep both"
    pane.press(answer)
    pane.said("Saved")
    assert len(list(tmp_path.glob("card*.pdf"))) == files
    assert (target.read_bytes() == b"mine") is kept


def test_existing_files_of_a_set_are_kept_beside_a_new_folder(pane, tmp_path) -> None:
    own_set(pane)
    folder = tmp_path / "set"
    for _ in range(2):
        pane.press("Save as PDF")
        pane.press("A PDF for each sheet")
        pane.save_as(folder)
        pane.user.qtbot.waitUntil(lambda: bool(pane.screen.ways.said.text()), timeout=20000)
    pane.said("25 files of these names are already in")
    pane.press("Keep both, in a new folder")
    pane.said("set (2)")
    assert len(list((tmp_path / "set (2)").glob("*.pdf"))) == 25


def test_a_folder_that_is_not_there_is_said_and_the_path_stays(pane, tmp_path) -> None:
    pane.press("Save as PDF")
    pane.save_as(tmp_path / "nowhere" / "card.pdf")
    pane.said("no such folder")
    assert pane.screen.path.isVisible()
    assert pane.screen.pdf.isEnabled()


def test_a_full_disk_is_said_and_leaves_no_file(pane, tmp_path, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pdf, "write_atomically", full)
    pane.press("Save as PDF")
    pane.save_as(tmp_path / "card.pdf")
    pane.said("No space left on device")
    assert not list(tmp_path.glob("card*"))


def test_a_folder_that_vanishes_amid_a_set_is_told_once_for_all_its_files(pane, tmp_path, monkeypatch) -> None:
    real, written = batch.write_pdf, []

    def pulled(path: Path, *rest: object, **named: object) -> None:
        written.append(path)
        if len(written) == 4:
            shutil.rmtree(path.parent)
        real(path, *rest, **named)

    monkeypatch.setattr(batch, "write_pdf", pulled)
    own_set(pane)
    pane.press("Save as PDF")
    pane.press("A PDF for each sheet")
    pane.save_as(tmp_path / "stick")
    pane.said("Nothing was saved.")
    assert "21 files, the first of them" in pane.screen.ways.said.text()
    assert "3 files, the first of them 1-prevent-p-le+pc01-half.pdf: written to" in pane.screen.ways.said.text()
    assert not (tmp_path / "stick").exists()
    assert pane.screen.pdf.isEnabled()


def test_a_path_without_a_folder_is_told_whole(pane, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    pane.press("Save as PDF")
    pane.save_as(Path("card.pdf"))
    pane.said(f"Saved {tmp_path / 'card.pdf'}")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("W" * 200, "is too long for its cell"),
        ("five hundred characters " * 20, "is too long for its cell"),
        ("TAC \U0001f6a8 שער", "The character U+1F6A8 cannot be printed"),
    ],
)
def test_a_detail_that_cannot_be_printed_is_named_with_its_card(start, value: str, words: str) -> None:
    user = start()
    key = user.program.library.card("cards/mitigate/le").blanks[0]
    user.program.data.set_local_value(key, value.strip())
    user.visit("print", CARD)
    state = user.window.center.currentWidget().state
    user.qtbot.waitUntil(lambda: words in state.text(), timeout=20000)
    label = user.program.library.local_detail(key).label
    assert state.text().startswith("Nothing can be printed.\nCard M-LE cannot be printed in the format half.")
    assert f"The local detail “{label}”" in state.text()


def test_saving_is_cancelled(pane, tmp_path, monkeypatch) -> None:
    own_set(pane)
    real = pdf.paint_sheet

    def slow(*arguments: object, **named: object) -> None:
        time.sleep(0.1)
        real(*arguments, **named)

    monkeypatch.setattr(pdf, "paint_sheet", slow)
    pane.press("Save as PDF")
    pane.save_as(tmp_path / "cards.pdf")
    pane.user.qtbot.waitUntil(lambda: "Saving 3 of 25" in pane.screen.ways.progress.text(), timeout=10000)
    assert not pane.screen.pdf.isEnabled()
    pane.press("Cancel")
    pane.said("Cancelled. Nothing was saved.")
    assert not (tmp_path / "cards.pdf").exists()
    assert pane.screen.pdf.isEnabled()


def test_a_card_that_cannot_be_printed_is_named_and_the_rest_goes_on(pane, tmp_path, monkeypatch) -> None:
    pane.user.program.data.set_local_value("dispatch", "w" * 500)
    from fieldref.printing import sheets

    real = sheets.lay_out_card

    def faulty(card, *rest):
        if card.code == "P-LE":
            raise PrintError("P-LE does not fit.")
        return real(card, *rest)

    monkeypatch.setattr(sheets, "lay_out_card", faulty)
    own_set(pane)
    assert "48 cards" in pane.screen.state.text()
    assert "P-LE does not fit." in pane.screen.state.text()
    pane.press("Save as PDF")
    pane.save_as(tmp_path / "cards.pdf")
    pane.said("P-LE does not fit.")
    assert (tmp_path / "cards.pdf").exists()


def test_another_place_is_chosen_for_files_that_are_there(pane, tmp_path) -> None:
    own_set(pane)
    (tmp_path / "cards.pdf").write_text("mine")
    pane.press("Save as PDF")
    pane.save_as(tmp_path / "cards.pdf")
    pane.said("is already in")
    assert not pane.screen.path.isVisible()
    pane.press("Choose another place")
    assert pane.screen.path.isVisible()
    pane.press("A PDF for each sheet")
    pane.save_as(tmp_path / "set")
    pane.said("Saved 25 PDFs")
    assert (tmp_path / "cards.pdf").read_text() == "mine"


# Printers


@pytest.fixture
def printer(monkeypatch) -> SimpleNamespace:
    """A printer that knows Letter only."""
    state = SimpleNamespace(sent=[], outcome=device.Outcome("printed", "taken by it whole"), asked=0)

    def printers():
        state.asked += 1
        return (device.Printer("office", "Office printer", True, False, True),)

    def missing(name, sheets):
        return tuple(device.PAPERS[sheet.paper] for sheet in sheets if sheet.paper != "letter")[:1]

    def send(name, sheets, title, **how):
        state.sent.append((name, [sheet.paper for sheet in sheets], title, how))
        return device.Ticket(name, title, frozenset())

    monkeypatch.setattr(device, "printers", printers)
    monkeypatch.setattr(device, "missing_papers", missing)
    monkeypatch.setattr(device, "print_sheets", send)
    monkeypatch.setattr(device, "outcome", lambda ticket, wait: state.outcome)
    return state


def test_printers_are_asked_for_only_when_wanted_and_the_outcome_is_told(pane, printer) -> None:
    assert printer.asked == 0
    pane.press("Send to a printer")
    pane.said("Choose a printer")
    pane.press("Office printer (usual printer)")
    pane.told("taken by it whole")
    assert printer.sent[0][:3] == ("office", ["letter"], "Quick cards M-LE")


def test_the_outcome_does_not_overwrite_a_question(pane, printer) -> None:
    printer.outcome = device.Outcome("waiting", "waits at office")
    pane.press("Send to a printer")
    pane.said("Choose a printer")
    pane.press("Office printer (usual printer)")
    pane.told("waits at office")
    pane.press("Send to a printer")
    pane.said("Choose a printer")
    printer.outcome = device.Outcome("failed", "office did not print it")
    pane.told("did not print it")
    assert pane.screen.ways.said.text() == "Choose a printer:"


def test_a_job_that_the_system_dropped_is_told(pane, printer) -> None:
    printer.outcome = device.Outcome("failed", "office did not print it")
    pane.press("Send to a printer")
    pane.said("Choose a printer")
    pane.press("Office printer (usual printer)")
    pane.said("did not print it")
    pane.press("Save a PDF instead")
    assert pane.screen.path.isVisible()


def test_a_job_that_the_system_never_shows_is_asked_about_in_the_end(pane, printer, monkeypatch) -> None:
    monkeypatch.setattr(print_ways, "ASKS", 2)
    monkeypatch.setattr(print_ways, "ASK_EVERY", 10)
    printer.outcome = device.Outcome("unknown", "office shows no such job")
    pane.press("Send to a printer")
    pane.said("Choose a printer")
    pane.press("Office printer (usual printer)")
    pane.said("shows no such job")
    pane.press("Save a PDF instead")
    assert pane.screen.path.isVisible()


def test_a_paper_that_the_printer_lacks_is_asked_about_before_anything_is_sent(pane, printer) -> None:
    pane.press("A4 paper")
    pane.ready()
    pane.press("Send to a printer")
    pane.said("Choose a printer")
    pane.press("Office printer (usual printer)")
    pane.said("does not offer A4 paper")
    assert not printer.sent
    pane.press("Print on Letter")
    pane.told("taken by it whole")
    assert printer.sent[0][1] == ["letter"]


def test_no_printer_offers_pdf(pane, monkeypatch) -> None:
    monkeypatch.setattr(device, "printers", lambda: ())
    pane.press("Send to a printer")
    pane.said("knows no printer")
    pane.press("Save a PDF instead")
    assert pane.screen.path.isVisible()


# Pages


def test_a_page_is_printed_whole_or_for_the_role(start, tmp_path) -> None:
    user = start()
    user.visit("print", "page:mitigate/first-officers")
    screen = user.window.center.currentWidget()
    user.qtbot.waitUntil(screen.pdf.isEnabled, timeout=20000)
    assert not screen.formats["half"].isVisible()
    screen.pdf.click()
    screen.path.edit.setText(str(tmp_path / "page.pdf"))
    screen.path.go.click()
    user.qtbot.waitUntil(lambda: (tmp_path / "page.pdf").exists(), timeout=20000)
