"""Failed starts, unexpected exceptions, odd sessions, a retired section: the window goes on and says what happened."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from fieldref.core.bundle import CheckReport
from fieldref.core.errors import BundleDamaged
from fieldref.core.start_marker import StartMarker
from fieldref.core.user_data import UserData
from fieldref.gui import app
from fieldref.gui.crash import FILES_KEPT, MOST_BYTES, ProblemLog
from tests.durability.harm import words_in


def press_ok(seen: list[QMessageBox], words: list[str]) -> None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QMessageBox) and widget.isVisible():
            seen.append(widget)
            words += [widget.text(), widget.detailedText()]
            widget.accept()
            return
    QTimer.singleShot(50, lambda: press_ok(seen, words))


def run_main(folder: Path, bundle: Path) -> tuple[int, list[str]]:
    words: list[str] = []
    QTimer.singleShot(50, lambda: press_ok([], words))
    code = app.main(
        [], library_dir=bundle, settings_path=folder / "settings.json", user_data_path=folder / "data.sqlite3"
    )
    return code, words


def test_a_missing_bundle_is_one_clear_window(qapp, tmp_path: Path) -> None:
    code, words = run_main(tmp_path / "user", tmp_path / "nothing")
    assert code == 1
    assert "Install fieldref again" in words[0]


def test_a_newer_bundle_is_one_clear_window(qapp, tmp_path: Path, bundle_copy: Path) -> None:
    values = json.loads((bundle_copy / "manifest.json").read_text(encoding="utf-8"))
    (bundle_copy / "manifest.json").write_text(json.dumps({**values, "format": 99}))
    code, words = run_main(tmp_path / "user", bundle_copy)
    assert code == 1
    assert "Install the update" in words[0]


def test_a_start_that_fails_is_shown_with_its_report_and_logged(
    qapp, tmp_path: Path, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("at the start")

    monkeypatch.setattr(app, "Program", fail)
    code, words = run_main(tmp_path / "user", bundle)
    assert code == 1
    assert "could not start" in words[0]
    assert "ZeroDivisionError" in words[1]
    assert b"ZeroDivisionError" in words_in(tmp_path / "user")


def test_windows_opened_at_once_are_no_crashes(tmp_path: Path) -> None:
    marks = [StartMarker(tmp_path) for _ in range(3)]
    for mark in marks:
        mark.begin()
    fourth = StartMarker(tmp_path)
    assert (fourth.failed, fourth.safe_mode, fourth.unclean) == (0, False, False)
    for mark in marks:
        mark.end()
    assert [*tmp_path.iterdir()] == []


def test_safe_mode_says_so_touches_nothing_and_exports_what_is_kept(start, tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "user"
    start().window.close()
    data = UserData(folder / "data.sqlite3")
    data.add_bookmark("mitigate/triage", "", "Triage")
    data.set_local_value("pio", "Pat")
    data.close()
    before = (folder / "data.sqlite3").read_bytes()
    for number in range(2):
        (folder / f"starting-{number}").touch()
    user = start()
    monkeypatch.setattr("fieldref.gui.path_row.documents_folder", lambda: tmp_path)
    assert "safe mode" in user.window.messages.last
    user.window.messages._button.click()
    assert "2 bookmarks" in user.window.messages.last
    assert "mitigate/triage" in (tmp_path / "fieldref-bookmarks-and-notes.json").read_text(encoding="utf-8")
    assert "Pat" in (tmp_path / "fieldref-local-details.json").read_text(encoding="utf-8")
    user.program.data.add_bookmark("mitigate/zones")
    user.window.close()
    assert (folder / "data.sqlite3").read_bytes() == before
    again = start()
    assert not again.program.marker.safe_mode
    assert again.program.data.is_bookmarked("mitigate/triage")


def test_a_killed_program_is_spoken_of_at_the_next_start(start, tmp_path: Path) -> None:
    start().window.close()
    (tmp_path / "user" / "running-dead").touch()
    assert "was not closed the last time" in start().window.messages.last
    assert not (tmp_path / "user" / "running-dead").exists()


def test_an_exception_in_a_worker_shows_one_report_to_copy_and_is_logged(user, tmp_path: Path) -> None:
    def fail() -> None:
        raise RuntimeError("in a " + "worker")

    for number in range(3):
        user.program.tasks.run(user.window, f"task {number}", fail, lambda _: None)
    user.qtbot.waitUntil(lambda: user.program._report is not None and user.program._report.isVisible(), timeout=5000)
    user.settle()
    report = user.program._report
    assert report.report.toPlainText().count("\nRuntimeError") == 1
    report._copy.click()
    assert "RuntimeError" in QGuiApplication.clipboard().text()
    report.close()
    user.search("triage")
    assert user.results.result.hits
    logged = (tmp_path / "user" / "fieldref.log").read_bytes()
    assert b"RuntimeError" in logged
    assert b"in a worker" not in logged


def test_an_error_meant_for_the_reader_is_a_message_wherever_it_was_raised(user) -> None:
    def fail() -> None:
        raise BundleDamaged("This is damaged. Install fieldref again.")

    user.program.tasks.run(user.window, "task", fail, lambda _: None)
    user.qtbot.waitUntil(lambda: user.window.messages.last.startswith("This is damaged"), timeout=5000)
    assert user.program._report is None


def test_the_button_checks_the_copy_again(user, monkeypatch) -> None:
    calls: list[Path] = []
    monkeypatch.setattr(
        "fieldref.core.installed.check_copy", lambda folder: (calls.append(folder), CheckReport(1, ()))[1]
    )
    user.visit("preferences")
    user.window.center.currentWidget().check.click()
    user.qtbot.waitUntil(lambda: bool(calls), timeout=20000)


def test_every_damaged_file_is_named_in_the_window(user, monkeypatch) -> None:
    damaged = ("PySide6/Qt/lib/libQt6Gui.so.6", "fieldref/_bundle/pages/mitigate/triage.html", "x.so", "y.so")
    monkeypatch.setattr("fieldref.core.installed.check_copy", lambda folder: CheckReport(9, damaged))
    user.program._check()
    user.qtbot.waitUntil(lambda: "Damaged in this copy" in user.window.messages.last, timeout=20000)
    assert "libQt6Gui.so.6, triage.html and 2 more" in user.window.messages.last
    assert "4 damaged files" in user.window.status.words
    user.window.messages._button.click()
    assert user.place.kind == "preferences"
    pane = user.window.center.currentWidget()
    assert pane.damage.isVisible()
    assert pane.damage.text().replace("\u200b", "").splitlines()[1:] == list(damaged)
    monkeypatch.setattr("fieldref.core.installed.check_copy", lambda folder: CheckReport(9, ()))
    pane.check.click()
    user.qtbot.waitUntil(lambda: not pane.damage.isVisible(), timeout=20000)


def test_the_log_stays_small(tmp_path: Path) -> None:
    log = ProblemLog(tmp_path / "fieldref.log")
    log.begin()
    for _ in range(3000):
        logging.getLogger("fieldref").error("x" * 1000)
    log.end()
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= MOST_BYTES * (FILES_KEPT + 1)


@pytest.mark.parametrize(
    "session",
    ['{"geometry": [9000, 9000, 1366, 768]}', '{"geometry": [0, 0, 1000000000000, 900]}',
     '{"geometry": [1e999, 0, 9, 9]}',
     '{"place": {"kind": "page", "id": "mitigate/triage", "scroll": "far", "words": [3]}}', "[" * 100_000, "[]", "\x00",
     '{"place": {"kind": "page", "id": "mitigate/no-such-page"}}', '{"place": {"kind": "nothing"}}',
     '{"place": {"kind": "page", "id": "mitigate/triage", "scroll": 99999999999999999999}}'],
)  # fmt: skip
def test_a_session_of_any_form_opens_a_window_that_can_be_reached(start, tmp_path: Path, session: str) -> None:
    (tmp_path / "user").mkdir(exist_ok=True)
    (tmp_path / "user" / "window.json").write_text(session)
    user = start()
    area = user.window.geometry()
    assert any(screen.availableGeometry().intersects(area) for screen in QGuiApplication.screens())
    assert user.program._report is None


def test_a_bookmark_to_a_retired_section_opens_its_page(start, tmp_path: Path) -> None:
    (tmp_path / "user").mkdir(exist_ok=True)
    data = UserData(tmp_path / "user" / "data.sqlite3")
    data.add_bookmark("mitigate/triage", "retired-section", "Triage: an old section")
    data.add_bookmark("mitigate/retired-page", "", "An old page")
    data.close()
    user = start()
    user.visit("bookmarks")
    user.window.open_address("page:mitigate/triage#retired-section")
    user.settle()
    assert user.title.startswith("Triage")
    assert len(user.program.data.bookmarks()) == 2


def test_user_data_that_vanish_while_the_window_runs_do_not_stop_the_reader(start, tmp_path: Path) -> None:
    user = start()
    user.program.data.add_bookmark("mitigate/triage")
    (tmp_path / "user" / "data.sqlite3").write_bytes(b"\x00" * 50)
    user.visit("page", "mitigate/zones")
    assert user.title == "Hot, warm and cold zones"
    for kind in ("bookmarks", "local", "preferences"):
        user.visit(kind)
    user.window.go_home()
    assert user.program._report is None
    assert user.window.messages.last


@pytest.mark.parametrize("text", ["~nobody-of-that-name/x.pdf", "/proc/x.pdf", "a" * 5000, "/dev/null/x.pdf"])
def test_a_path_that_cannot_be_is_a_message(user, text: str) -> None:
    user.program.data.add_bookmark("mitigate/triage")
    user.visit("bookmarks")
    pane = user.window.center.currentWidget()
    pane.files.ask("export")
    pane.files.path.edit.setText(text)
    pane.files.path.go.click()
    user.settle()
    assert "cannot be written" in user.window.messages.last
    assert user.program._report is None


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7", b"\x00" * 400, b"[" * 100_000, b'{"file": "fieldref bookmarks and notes"}',
     b'{"file": "fieldref bookmarks and notes", "version": 1, "entries": {"bookmarks": ["abcd"], "notes": []}}'],
)  # fmt: skip
def test_an_import_file_that_is_not_ours_changes_nothing(user, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file.json").write_bytes(content)
    user.visit("bookmarks")
    pane = user.window.center.currentWidget()
    pane.files.ask("import")
    pane.files.path.edit.setText(str(tmp_path / "file.json"))
    pane.files.path.go.click()
    user.settle()
    assert "Nothing was changed" in user.window.messages.last
    assert user.program.data.bookmarks() == []


def test_a_note_of_a_megabyte_is_refused_and_stays_where_it_was_typed(user) -> None:
    user.visit("page", "mitigate/triage")
    user.window.screens.use_tool("note")
    note = user.window.screens.note
    note.edit.setPlainText("word " * 200_000)
    note.keep()
    assert "Shorten it" in user.window.messages.last
    user.visit("page", "mitigate/zones")
    user.visit("page", "mitigate/triage")
    user.window.screens.use_tool("note")
    assert len(note.edit.toPlainText()) == 1_000_000


def test_a_pasted_megabyte_is_refused_before_it_stops_the_window(user) -> None:
    user.visit("page", "mitigate/triage")
    user.window.screens.use_tool("note")
    note = user.window.screens.note
    note.edit.setPlainText("kept")
    QGuiApplication.clipboard().setText("x" * 1_000_000)
    note.edit.paste()
    assert "Nothing was pasted" in user.window.messages.last
    assert note.edit.toPlainText() == "kept"


def test_a_note_under_way_is_kept_when_the_window_closes(start) -> None:
    user = start()
    user.visit("page", "mitigate/triage")
    user.window.screens.use_tool("note")
    user.window.screens.note.edit.setPlainText("typed a moment ago")
    user.window.close()
    assert start().program.data.note("mitigate/triage") == "typed a moment ago"
