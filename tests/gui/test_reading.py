"""What happens on a page: folds, ticks, sources, sections, links outside, notes, bookmarks, local details."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage, QTextCursor
from PySide6.QtTest import QTest

from fieldref.core.user_data import UserData
from fieldref.gui.words import long_date

PAGE = "mitigate/first-officers"


def test_head_says_review_state_and_edition(user) -> None:
    user.visit("page", PAGE)
    assert "Not yet reviewed by" in user.page_text
    edited = user.program.library.page_meta(PAGE).edited
    assert f"Edition {user.program.library.edition}, edited {long_date(edited)}" in user.page_text


def test_section_codes_stand_in_the_margin(user) -> None:
    user.visit("page", PAGE)
    assert "M21.1" in user.page_text


def test_a_page_opened_at_a_section_keeps_its_full_form(user) -> None:
    user.visit("page", PAGE, "do-not")
    assert not user.reader.document.tight


def test_finding_in_the_page_and_plain_html_need_no_key(user) -> None:
    user.visit("page", PAGE)
    assert user.reader.rail.tools["plain-html"].isEnabled()
    user.press(user.reader.rail.tools["find"])
    assert user.reader.find_bar.isVisible()


def test_a_local_blank_is_not_named_twice(user) -> None:
    user.visit("page", "mitigate/zones")
    assert "Command channel: Command channel" not in user.page_text


def test_a_page_shows_no_caret(user) -> None:
    user.visit("page", PAGE)
    assert user.reader.browser.cursorWidth() == 0


def test_a_figure_is_never_wider_than_the_column(user) -> None:
    user.visit("page", "prevent/warning-signs")
    browser = user.reader.browser
    user.qtbot.waitUntil(lambda: browser._figures_at == browser._figure_width(), timeout=3000)
    assert browser.document().size().width() <= browser.viewport().width() + 2


def test_what_is_for_other_roles_folds_to_a_line_with_its_code(user) -> None:
    user.visit("page", PAGE)
    assert "For fire and EMS" in user.page_text
    assert user.reader.document.hidden_note == "1 section for other roles"


def test_a_press_on_a_fold_opens_it(user) -> None:
    user.visit("page", PAGE)
    fold = next(iter(set(user.reader.document.folded.values())))
    folded = [anchor for anchor, name in user.reader.document.folded.items() if name == fold]
    user.follow(f"fold:{fold}")
    assert not set(folded) & set(user.reader.document.folded)


def test_do_not_never_folds(user) -> None:
    user.visit("page", PAGE)
    assert "do-not" not in user.reader.document.folded


def test_a_link_into_a_fold_opens_it(user) -> None:
    user.visit("page", PAGE, "fire-ems")
    assert "fire-ems" not in user.reader.document.folded


def test_all_roles_fold_nothing_for_roles(start) -> None:
    user = start(role=None, role_asked=True)
    user.visit("page", PAGE)
    assert user.reader.document.hidden_note == ""


def test_a_tick_shows_its_time_and_can_be_cleared(user) -> None:
    user.visit("page", PAGE)
    user.follow("tick:0")
    assert "1 line ticked in this sitting" in user.page_text
    user.follow("ticks:clear")
    assert "ticked" not in user.page_text


def source_numbers(user) -> list[QTextCursor]:
    """Where the numbers of the source list stand."""
    block, places, below = user.reader.browser.document().begin(), [], False
    while block.isValid():
        below = below or block.text() == "Sources"
        if below and re.fullmatch(r"\[\d+\]", block.text()):
            places.append(QTextCursor(block))
        block = block.next()
    return places


def test_the_whole_row_of_a_source_takes_the_press_and_is_nine_millimetres_high(user) -> None:
    user.visit("page", "mitigate/first-officers", "sources")
    browser = user.reader.browser
    rows = source_numbers(user)
    sources = user.program.library.page("mitigate/first-officers").sources
    assert len(rows) == len(sources) > 2
    tops = [browser.cursorRect(row).top() for row in rows]
    assert min(after - before for before, after in pairwise(tops)) >= user.program.look.control(0)
    user.press(browser.viewport(), browser.cursorRect(rows[1]).center() + QPoint(160, 0))
    assert user.reader.panel.isVisible()
    assert user.reader.panel._address.text().replace("\u200b", "") == sources[1].address


def test_the_whole_row_of_an_action_takes_the_press(user) -> None:
    user.visit("page", PAGE)
    browser = user.reader.browser
    cursor = browser.document().find("Put on the air")
    place = browser.cursorRect(cursor).center() + QPoint(200, 0)
    QTest.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=place)
    user.settle()
    assert "1 line ticked" in user.page_text


def test_ticks_are_gone_after_a_restart(start) -> None:
    user = start()
    user.visit("page", PAGE)
    user.follow("tick:0")
    user.window.close()
    again = start()
    again.visit("page", PAGE)
    assert "ticked" not in again.page_text


def test_a_source_opens_in_place(user) -> None:
    user.visit("page", PAGE)
    source = user.program.library.page(PAGE).sources[0]
    user.follow(f"source:{source.key}")
    assert user.reader.panel.isVisible()
    assert source.title in user.reader.panel.words
    assert user.place.id == PAGE


def test_an_address_outside_is_shown_and_opens_only_on_a_press(user, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    user.visit("page", PAGE)
    user.follow("https://example.org/a")
    assert "https://example.org/a" in user.reader.panel.words
    assert not opened
    user.press(user.reader.panel._copy)
    assert QGuiApplication.clipboard().text() == "https://example.org/a"
    user.press(user.reader.panel._open)
    assert opened == ["https://example.org/a"]


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "\\\\server\\share\\x.png", "data:image/png;base64,AAAA", "https://x/y.png"]
)
def test_no_image_comes_from_outside(user, address: str) -> None:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QTextDocument

    user.visit("page", PAGE)
    image = user.reader.browser.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(address))
    assert image.isNull()


def test_a_section_is_copied_with_code_and_source(user) -> None:
    user.visit("page", PAGE, "do-not")
    user.program.window.screens.desk.copy_section("do-not")
    text = QGuiApplication.clipboard().text()
    assert text.startswith("M21.7 Do not")
    assert "edition" in text
    assert "[" in text


def test_next_and_previous_section_keys(user) -> None:
    user.visit("page", PAGE)
    user.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert user.reader.current_heading == user.reader.document.headings[1].anchor
    user.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert user.reader.current_heading == user.reader.document.headings[0].anchor


def test_outline_lists_headings_and_see_also(user) -> None:
    user.visit("page", PAGE)
    rows = user.reader.rail.headings.model()
    assert [rows.index(n, 0).data() for n in range(2)] == ["What to do", "Go in"]
    assert user.reader.rail.links.model().rowCount() == len(user.program.library.page_meta(PAGE).see)


def test_previous_and_next_in_the_chain(user) -> None:
    user.visit("page", PAGE)
    before, after = user.program.library.neighbours(PAGE)
    user.key(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert user.place.id == after.id
    user.visit("page", PAGE)
    user.key(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert user.place.id == before.id


def test_a_bookmark_is_kept_at_once(user) -> None:
    user.visit("page", PAGE)
    user.ctrl(Qt.Key.Key_D)
    assert UserData(user.program.data.path).is_bookmarked(PAGE)


def test_a_bookmark_of_a_retired_section_stays_and_says_so(user) -> None:
    user.program.data.add_bookmark(PAGE, "gone-since", "First arriving officers")
    user.program.data.add_bookmark("mitigate/gone", "", "A page that was")
    user.visit("bookmarks")
    words = [
        button.accessibleName()
        for button in user.window.center.currentWidget().findChildren(type(user.window.top.role_button))
    ]
    assert any("no longer in this edition" in word and "A page that was" in word for word in words)
    assert any("section no longer in this edition" in word for word in words)


def test_the_first_note_warns_and_is_kept(user) -> None:
    user.visit("page", PAGE)
    user.ctrl(Qt.Key.Key_N)
    note = user.window.screens.note
    assert note._warning.isVisible()
    assert "evidence" in note._warning.text()
    QTest.keyClicks(note.edit, "Gate 4 sticks")
    user.qtbot.waitUntil(lambda: UserData(user.program.data.path).note(PAGE) == "Gate 4 sticks", timeout=3000)


def test_a_note_of_a_megabyte_is_refused_and_nothing_is_lost(user) -> None:
    user.visit("page", PAGE)
    user.program.data.set_note(PAGE, "before")
    user.ctrl(Qt.Key.Key_N)
    user.window.screens.note.edit.setPlainText(("x" * 99 + "\n") * 10_000)
    user.window.screens.note.keep()
    assert "1,000,000" in user.window.messages.last
    assert user.program.data.note(PAGE) == "before"


def test_a_local_detail_is_shown_on_home_and_card(user) -> None:
    user.visit("local", "")
    pane = user.window.center.currentWidget()
    row = pane.rows["command-channel"]
    row.edit.setFocus()
    QTest.keyClicks(row.edit, "TAC 4")
    QTest.keyClick(row.edit, Qt.Key.Key_Return)
    assert UserData(user.program.data.path).local_values()["command-channel"].value == "TAC 4"
    card = next(card for card in user.program.library.cards() if "command-channel" in card.blanks)
    user.visit("card", card.id)
    assert "TAC 4" in user.page_text


def test_a_file_that_is_not_ours_is_refused(user, tmp_path: Path) -> None:
    strange = tmp_path / "strange.json"
    strange.write_text('{"hello": 1}')
    user.visit("local")
    pane = user.window.center.currentWidget()
    pane.files.ask("import")
    pane.files.path.accepted.emit(strange)
    assert "Nothing was changed" in user.window.messages.last


def test_local_details_go_out_and_come_in(user, tmp_path: Path) -> None:
    user.program.data.set_local_value("command-channel", "TAC 4")
    user.visit("local")
    pane = user.window.center.currentWidget()
    pane.files.ask("export")
    pane.files.path.accepted.emit(tmp_path / "out.json")
    user.program.data.set_local_value("command-channel", "")
    pane.files.ask("import")
    pane.files.path.accepted.emit(tmp_path / "out.json")
    assert user.program.data.local_values()["command-channel"].value == "TAC 4"


def test_clear_everything_asks_once_more_and_leaves_no_byte(user, tmp_path: Path) -> None:
    marker = "ZEBRA-MARKER-71"
    user.program.data.set_note(PAGE, marker)
    user.program.data.set_local_value("command-channel", marker)
    user.visit("preferences")
    pane = user.window.center.currentWidget()
    pane.clear.click()
    assert user.program.data.note(PAGE) == marker
    pane.clear.click()
    user.settle()
    user.window.close()
    everything = b"".join(path.read_bytes() for path in (tmp_path / "user").rglob("*") if path.is_file())
    assert marker.encode() not in everything


def test_shared_laptop_keeps_nothing(start, tmp_path: Path) -> None:
    user = start(shared_laptop=True)
    user.visit("page", PAGE)
    user.ctrl(Qt.Key.Key_D)
    user.window.close()
    assert not (tmp_path / "user" / "data.sqlite3").exists()
    assert "nothing is kept" in user.window.status.words


def test_a_damaged_page_is_shown_with_a_warning(bundle_copy: Path, qapp, qtbot) -> None:
    from fieldref.core.library import Library
    from fieldref.gui.app import Program
    from tests.gui.user import User

    path = bundle_copy / "pages" / f"{PAGE}.json"
    path.write_bytes(path.read_bytes().replace(b"threat", b"thrext", 1))
    program = Program(Library.open(bundle_copy), settings_path=None, user_data_path=None, session_path=None)
    program.show()
    qtbot.addWidget(program.window)
    reader = User(program, qtbot)
    reader.visit("page", PAGE)
    assert "has changed or is damaged" in reader.page_text
    program.window.close()


def test_plain_html_is_semantic_and_whole(user, tmp_path: Path) -> None:
    from fieldref.gui.plain_html import write_page

    page = user.program.library.page(PAGE)
    text = write_page(page, user.program.library, {}, tmp_path).read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert text.count("<h2") == len(page.sections) + 1
    assert "source:" not in text
    assert "page:" not in text


def test_a_figure_can_be_enlarged_and_closed(user) -> None:
    library = user.program.library
    found = next(
        (page.meta.id, block.source)
        for page in map(lambda meta: library.page(meta.id), library.pages())
        for section in page.sections
        for block in section.blocks
        if block.kind == "figure"
    )
    user.visit("page", found[0])
    user.follow(f"figure:{found[1]}")
    view = user.window.screens._figure_view
    assert view.isVisible()
    assert isinstance(view.grab().toImage(), QImage)
    user.press(view)
    assert not view.isVisible()


def test_a_page_that_was_set_tighter_is_left_in_peace(user) -> None:
    user.visit("page", "mitigate/first-officers")
    desk = user.window.screens.desk
    set_anew: list[int] = []
    QTest.qWait(600)
    show = user.reader.show_document

    def counted(*args: object, **options: object) -> None:
        set_anew.append(1)
        show(*args, **options)

    user.reader.show_document = counted
    QTest.qWait(1000)
    assert desk._density > 0
    assert len(set_anew) <= 4  # a late resize may still set it once, in up to four forms; for ever would be many more
