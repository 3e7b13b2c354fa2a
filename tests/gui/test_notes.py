"""Notes: two windows on one page, another window that clears everything, a file that cannot be read or written."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from fieldref.core.user_data import UserData
from fieldref.gui.notes import KEPT, NOT_KEPT, PASSING

PAGE = "mitigate/triage"


def open_note(user, page: str = PAGE):
    user.visit("page", page)
    user.window.screens.use_tool("note")
    return user.window.screens.note


def test_a_note_only_looked_at_overwrites_nothing(start) -> None:
    first = start()
    first.program.data.set_note(PAGE, "before")
    note = open_note(first)
    start().program.data.set_note(PAGE, "written in the other window")
    note.close_panel()
    assert first.program.data.note(PAGE) == "written in the other window"


def test_a_note_written_in_two_windows_keeps_both_and_says_so(start) -> None:
    first = start()
    first.program.data.set_note(PAGE, "before")
    note = open_note(first)
    start().program.data.set_note(PAGE, "written in the other window")
    note.edit.moveCursor(note.edit.textCursor().MoveOperation.End)
    QTest.keyClicks(note.edit, " and here")
    note.keep()
    assert first.program.data.note(PAGE) == "before and here\n\nwritten in the other window"
    assert note.edit.toPlainText() == first.program.data.note(PAGE)
    assert "Another window" in first.window.messages.last
    QTest.keyClicks(note.edit, " and more")
    note.close_panel()
    assert first.program.data.note(PAGE) == "before and here and more\n\nwritten in the other window"


def test_what_another_window_cleared_does_not_come_back(start, tmp_path: Path) -> None:
    first, second = start(), start()
    first.program.data.set_note(PAGE, "marker")
    note = open_note(second)
    note.edit.setPlainText("marker and more")
    first.program.clear_everything()
    note.close_panel()
    second.window.close()
    assert UserData(tmp_path / "user" / "data.sqlite3").notes() == []
    assert "cleared in another window" in second.window.messages.last
    assert note.edit.toPlainText() == ""


def test_a_note_that_cannot_be_read_is_not_written_over(user, tmp_path: Path) -> None:
    user.program.data.set_note(PAGE, "kept")
    user.visit("page", PAGE)
    with contextlib.closing(sqlite3.connect(tmp_path / "user" / "data.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        user.window.screens.use_tool("note")
        note = user.window.screens.note
        assert note.edit.isReadOnly()
        assert "Wait a moment" in user.window.messages.last
    QTest.keyClicks(note.edit, "words")
    note.close_panel()
    assert user.program.data.note(PAGE) == "kept"
    assert open_note(user).edit.toPlainText() == "kept"
    assert not note.edit.isReadOnly()


def test_a_note_left_open_under_another_screen_undoes_no_import(user, tmp_path: Path) -> None:
    other = UserData(None)
    other.set_note(PAGE, "imported")
    other.export_bookmarks(tmp_path / "b.json")
    note = open_note(user)
    QTest.keyClicks(note.edit, "mine")
    user.ctrl(Qt.Key.Key_B)
    assert note.isHidden()
    user.program.data.import_bookmarks(tmp_path / "b.json")
    user.alt(Qt.Key.Key_Left)
    assert user.program.data.note(PAGE) == "mine\n\nimported"


def test_a_note_closes_when_one_goes_home(user) -> None:
    note = open_note(user)
    QTest.keyClicks(note.edit, "typed")
    user.window.go_home()
    assert note.isHidden()
    assert user.program.data.note(PAGE) == "typed"


def test_a_note_says_how_long_it_is_kept(start) -> None:
    user = start()
    note = open_note(user)
    QTest.keyClicks(note.edit, "typed")
    note.keep()
    assert note._state.text() == KEPT
    user.program.choices.change(shared_laptop=True)
    QTest.keyClicks(note.edit, " on")
    note.keep()
    assert note._state.text() == PASSING


def full(user) -> None:
    """Let every change of the user's data be refused as on a full disk."""
    user.program.data._database.execute("PRAGMA max_page_count = 1")


def test_a_window_with_a_note_that_cannot_be_kept_offers_a_way_out_before_it_closes(start) -> None:
    user = start()
    note = open_note(user)
    full(user)
    note.edit.setPlainText("words " * 20_000)
    user.window.close()
    assert user.window.isVisible()
    assert note._state.text() == NOT_KEPT
    bar = user.window.messages
    assert [button.text() for button in bar._buttons] == ["Copy the note", "Close anyway"]
    bar._buttons[0].click()
    assert QGuiApplication.clipboard().text().startswith("words words")
    bar._buttons[0].click()
    assert not user.window.isVisible()


def test_a_second_wish_to_close_is_granted(start) -> None:
    user = start()
    note = open_note(user)
    full(user)
    note.edit.setPlainText("words " * 20_000)
    user.window.close()
    user.window.close()
    assert not user.window.isVisible()


def test_a_note_that_could_not_be_kept_is_tried_again_at_the_end(start) -> None:
    user = start()
    note = open_note(user)
    full(user)
    note.edit.setPlainText("words " * 20_000)
    note.close_panel()
    user.program.data._database.execute("PRAGMA max_page_count = 100000")
    user.visit("page", "mitigate/zones")
    user.window.close()
    assert start().program.data.note(PAGE).startswith("words words")


def test_clear_everything_forgets_what_was_ticked_and_when(user) -> None:
    user.visit("page", "mitigate/first-officers")
    user.follow("tick:0")
    desk = user.window.screens.desk
    assert desk._ticks
    user.program.clear_everything()
    assert desk._ticks == {}
    assert desk._opened == {}


def test_a_note_that_closes_for_a_search_takes_no_keys_from_it(user) -> None:
    note = open_note(user)
    QTest.keyClicks(note.edit, "typed")
    user.search("tourniquet")
    user.qtbot.waitUntil(note.isHidden, timeout=5000)
    assert user.window.top.search.has_focus()


def test_a_bookmark_refused_by_a_held_file_is_said_once(user, tmp_path: Path) -> None:
    user.visit("page", PAGE)
    with contextlib.closing(sqlite3.connect(tmp_path / "user" / "data.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        user.ctrl(Qt.Key.Key_D)
        bar = user.window.messages
        assert "could not be kept" in bar.last
        assert "Free some space" not in bar.last
        assert bar._waiting == []
    user.ctrl(Qt.Key.Key_D)
    assert user.program.data.is_bookmarked(PAGE)


def test_a_window_that_hears_of_a_clearing_drops_everything_typed_before(start, tmp_path: Path) -> None:
    first, second = start(), start()
    second.visit("local")
    row = second.window.center.currentWidget().rows["command-channel"]
    row.edit.setFocus()
    row.edit.setText("marker " * 200)
    QTest.keyClick(row.edit, Qt.Key.Key_Return)
    assert row.refused
    note = open_note(second)
    QTest.keyClicks(note.edit, "marker")
    first.program.clear_everything()
    note.keep()
    second.settle()
    second.visit("local")
    assert second.window.center.currentWidget().rows["command-channel"].edit.text() == ""
    second.window.close()
    assert b"marker" not in (tmp_path / "user" / "data.sqlite3").read_bytes()
