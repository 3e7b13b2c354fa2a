"""Bookmarks with long titles: wrapped, never wider than the window, and each can be removed at every size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetrics

from fieldref.gui.kept_rows import KeptRow

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
