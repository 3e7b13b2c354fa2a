"""Bookmarks with long titles: wrapped, never wider than the window, and each can be removed at every size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from fieldref.gui.kept_rows import AT_ONCE, KeptRow

LONG = "A page that is gone, with Q&A and a title that goes on and on " * 3


def rows(user) -> list[KeptRow]:
    return [row for row in user.window.center.currentWidget().findChildren(KeptRow) if row.isVisible()]


@pytest.mark.parametrize(("width", "height", "scale"), [(1366, 768, 100), (800, 600, 200), (1366, 768, 300)])
def test_a_long_title_wraps_and_its_cross_stays_in_the_window(start, width: int, height: int, scale: int) -> None:
    user = start(scale=scale)
    user.window.setGeometry(0, 0, width, height)
    user.program.data.add_bookmark("gone/page", "", LONG)
    user.program.data.add_bookmark("mitigate/first-officers", "no-such-section", "First arriving officers")
    user.visit("bookmarks")
    user.qtbot.wait(100)
    pane = user.window.center.currentWidget()
    assert len(rows(user)) == 2
    for row in rows(user):
        right = row.cross.mapTo(pane.viewport(), QPoint(row.cross.width(), 0)).x()
        assert right <= pane.viewport().width()
        metrics = QFontMetrics(row.title.font())
        for line in row.title.text().replace("&&", "&").splitlines():
            assert metrics.horizontalAdvance(line) <= row.title.width()
    shown = {row.title.accessibleName() for row in rows(user)}
    assert f"{LONG} (no longer in this edition)" in shown
    for _ in range(2):
        rows(user)[0].cross.click()
        user.settle()
    assert not user.program.data.bookmarks()


def test_a_long_detail_shows_how_it_begins(user) -> None:
    user.program.data.set_local_value("command-channel", "First words " + "and many more " * 10)
    user.visit("local")
    assert user.window.center.currentWidget().rows["command-channel"].edit.cursorPosition() == 0


def bookmark_many(user, count: int) -> None:
    with user.program.data._change() as database:
        rows = [("mitigate/triage", f"section-{number}", f"Title {number}", "2026-01-01") for number in range(count)]
        database.executemany("INSERT INTO bookmarks VALUES (?, ?, ?, ?)", rows)


def test_many_bookmarks_come_some_at_a_time_and_each_can_be_removed(user) -> None:
    bookmark_many(user, 2 * AT_ONCE + 5)
    user.visit("bookmarks")
    assert len(rows(user)) == AT_ONCE
    marks = user.window.center.currentWidget()._bookmarks
    assert marks.more.accessibleName() == f"Show {AT_ONCE} more of {AT_ONCE + 5}"
    user.press(marks.more)
    assert len(rows(user)) == 2 * AT_ONCE
    assert QApplication.focusWidget() is marks.rows[AT_ONCE].cross
    user.press(marks.more)
    assert marks.more.isHidden()
    first, second = marks.rows[:2]
    first.cross.click()
    user.settle()
    assert len(user.program.data.bookmarks()) == len(rows(user)) == 2 * AT_ONCE + 4
    assert user.window.focusWidget() is second.cross
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [user.window]


def test_opening_and_removing_make_no_more_rows_than_are_shown(user, monkeypatch) -> None:
    made: list[str] = []
    begin = KeptRow.__init__
    monkeypatch.setattr(KeptRow, "__init__", lambda row, *args: (made.append(""), begin(row, *args))[1])
    bookmark_many(user, 400)
    user.visit("bookmarks")
    assert len(made) == AT_ONCE
    rows(user)[0].cross.click()
    assert len(made) == AT_ONCE + 1


def note_rows(user) -> list[KeptRow]:
    user.visit("bookmarks")
    return user.window.center.currentWidget()._notes.rows


def test_a_long_note_on_a_page_that_is_gone_can_be_read_and_removed(user) -> None:
    text = "Words of a long note. " * 100 + "The end."
    user.program.data.set_note("gone/page", text)
    row = note_rows(user)[0]
    assert row.remark.text().endswith("...")
    user.press(row.more)
    assert row.whole.isVisible()
    assert row.whole.isReadOnly()
    assert row.whole.toPlainText() == text
    user.press(row.cross)
    assert user.program.data.note("gone/page") == text
    user.press(row.sure)
    assert user.program.data.notes() == []
    assert note_rows(user) == []


def test_a_note_to_be_removed_can_be_kept(user) -> None:
    user.program.data.set_note("mitigate/triage", "kept")
    row = note_rows(user)[0]
    row.cross.click()
    assert QApplication.focusWidget().accessibleName() == "Keep it"
    QApplication.focusWidget().click()
    user.settle()
    assert row.sure is None
    assert user.program.data.note("mitigate/triage") == "kept"


def test_a_note_that_another_window_changed_is_not_removed(start) -> None:
    user = start()
    user.program.data.set_note("mitigate/triage", "before")
    row = note_rows(user)[0]
    start().program.data.set_note("mitigate/triage", "before, and more")
    row.cross.click()
    row.sure.click()
    assert user.program.data.note("mitigate/triage") == "before, and more"
    assert "not removed" in user.window.messages.last


def test_a_note_is_shown_as_it_was_typed(user) -> None:
    user.program.data.set_note("mitigate/triage", "<b>door</b> & <img src='x'>")
    assert note_rows(user)[0].remark.textFormat() == Qt.TextFormat.PlainText


def test_a_bookmark_that_cannot_be_removed_stays_in_the_list(user) -> None:
    bookmark_many(user, 1)
    user.visit("bookmarks")
    user.program.data._database.execute("PRAGMA query_only = ON")
    rows(user)[0].cross.click()
    assert len(rows(user)) == 1
    assert user.window.messages.isVisible()
