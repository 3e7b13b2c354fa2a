"""With a screen reader the lines to tick stand in a list beside the page, with their states; keys tick them there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

PAGE = "mitigate/first-officers"
STATE = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def reading_aloud(user) -> Iterator[None]:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def states(user) -> list[Qt.CheckState]:
    rows = user.reader.rail.lines.model()
    return [Qt.CheckState(rows.index(number, 0).data(STATE)) for number in range(rows.rowCount())]


def test_nobody_else_sees_the_lines_twice(user) -> None:
    user.visit("page", PAGE)
    assert not user.reader.rail.lines.isVisible()


@pytest.mark.usefixtures("reading_aloud")
@pytest.mark.parametrize(("kind", "identifier"), [("page", PAGE), ("card", "cards/mitigate/le")])
def test_space_and_enter_tick_a_line_and_the_focus_stays_at_it(user, kind: str, identifier: str) -> None:
    user.visit(kind, identifier)
    rows = user.reader.rail.lines
    assert set(states(user)) == {Qt.CheckState.Unchecked}
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    rows.setCurrentIndex(rows.model().index(2, 0))
    user.key(Qt.Key.Key_Space)
    assert states(user)[2] == Qt.CheckState.Checked
    assert states(user).count(Qt.CheckState.Checked) == 1
    assert rows.hasFocus()
    assert rows.currentIndex().row() == 2
    assert "1 line ticked" in user.page_text
    user.key(Qt.Key.Key_Return)
    assert Qt.CheckState.Checked not in states(user)


@pytest.mark.usefixtures("reading_aloud")
def test_a_line_is_said_without_its_source_numbers(user) -> None:
    user.visit("page", PAGE)
    rows = user.reader.rail.lines.model()
    words = [rows.index(number, 0).data() for number in range(rows.rowCount())]
    assert words[2] == "Stop the killing first; then stop the dying (ALERRT)."
    assert not [line for line in words if "[" in line or "<" in line]


@pytest.mark.usefixtures("reading_aloud")
def test_a_press_ticks_once(user) -> None:
    user.visit("page", PAGE)
    rows = user.reader.rail.lines
    spot = rows.visualRect(rows.model().index(0, 0))
    # At the left edge, where Qt looks for a box to toggle by itself.
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot.left() + 8, spot.center().y()))
    user.settle()
    assert states(user)[0] == Qt.CheckState.Checked
