"""Panes are made wider and narrower by pointer, finger and keys, put back, kept, and never take the page's room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldref.gui.look import CONTROL_MM
from fieldref.gui.pane_widths import PANES
from fieldref.gui.tab_order import stops

PAGE = "mitigate/first-officers"
Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("QGestureManager::deliverEvents")  # says so of touches that QTest makes


def left_handle(user):
    return user.window._left_handle


def grip(handle) -> QPoint:
    return handle._grip().center()


def drag(user, handle, by: int) -> None:
    """Drag the grip sideways with the pointer."""
    spot = grip(handle)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=spot)
    # The handle moves along with the pointer: each place is told in its own coordinates.
    for step in (by // 2, by):
        goal = handle.mapFrom(user.window, handle.mapTo(user.window, QPoint(0, 0))) + spot + QPoint(step, 0)
        QTest.mouseMove(handle, goal - QPoint(min(0, handle._shift), 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=spot + QPoint(by - min(0, handle._shift), 0))
    user.settle()


def test_the_contents_are_dragged_wider_and_narrower(user) -> None:
    user.visit("page", PAGE)
    assert user.window.left.width() == 300
    drag(user, left_handle(user), 80)
    assert user.window.left.width() == 380
    drag(user, left_handle(user), -120)
    assert user.window.left.width() == 260


def test_the_outline_is_dragged_the_other_way(user) -> None:
    user.visit("page", PAGE)
    drag(user, user.reader._handle, -40)
    assert user.reader.rail.width() == 320


def test_results_have_a_width_of_their_own(user) -> None:
    user.search("triage")
    user.preview()
    drag(user, left_handle(user), -60)
    assert user.window.left.width() == 400
    user.key(Key.Key_Escape)
    user.visit("page", PAGE)
    assert user.window.left.width() == 300


def test_a_finger_drags_the_grip(user) -> None:
    user.visit("page", PAGE)
    handle, window = left_handle(user), user.window
    device = QTest.createTouchDevice()
    start = handle.mapTo(window, grip(handle))
    QTest.touchEvent(window, device).press(1, start, window)
    for step in range(1, 6):
        QTest.touchEvent(window, device).move(1, start + QPoint(10 * step, 0), window)
    QTest.touchEvent(window, device).release(1, start + QPoint(50, 0), window)
    user.settle()
    assert window.left.width() == 350


@pytest.mark.parametrize("press", ["pointer", "finger"])
def test_two_presses_put_the_usual_width_back(user, press: str) -> None:
    user.visit("page", PAGE)
    user.window.widths.choose("tree", 420)
    user.settle()
    handle, window = left_handle(user), user.window
    device = QTest.createTouchDevice()
    for _ in range(2):
        if press == "pointer":
            QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=grip(handle))
        else:
            spot = handle.mapTo(window, grip(handle))
            QTest.touchEvent(window, device).press(1, spot, window)
            QTest.touchEvent(window, device).release(1, spot, window)
    user.settle()
    assert window.left.width() == 300
    assert window.widths.chosen == {}


def test_keys_reach_the_handle_after_its_pane_and_move_it(user) -> None:
    user.visit("page", PAGE)
    handle = left_handle(user)
    order = list(stops(user.window))
    assert user.window.left.isAncestorOf(order[order.index(handle) - 1])
    handle.setFocus(Qt.FocusReason.TabFocusReason)
    user.key(Key.Key_Right)
    user.key(Key.Key_Right)
    assert user.window.left.width() == 320
    assert QApplication.focusWidget() is handle
    user.key(Key.Key_Left)
    assert user.window.left.width() == 310
    user.key(Key.Key_Return)
    assert user.window.left.width() == 300
    rail = user.reader._handle
    rail.setFocus(Qt.FocusReason.TabFocusReason)
    user.key(Key.Key_Left)
    assert user.reader.rail.width() == 290


def test_widths_are_kept_in_the_session(start) -> None:
    user = start()
    user.visit("page", PAGE)
    drag(user, left_handle(user), 70)
    drag(user, user.reader._handle, -30)
    user.window.close()
    again = start()
    again.visit("page", PAGE)
    assert again.window.left.width() == 370
    assert again.reader.rail.width() == 310


@pytest.mark.parametrize(
    ("width", "scale"), [(800, 100), (900, 100), (1024, 100), (1366, 300), (1920, 200), (3840, 100)]
)
@pytest.mark.parametrize("wanted", [1, 10_000])
def test_no_width_takes_the_page_its_room(start, width: int, scale: int, wanted: int) -> None:
    user = start(scale=scale)
    user.window.setGeometry(0, 0, width, 700)
    for pane in PANES:
        user.window.widths.choose(pane, wanted)
    user.visit("page", PAGE)
    user.search("triage")
    user.preview() if user.window.side_by_side else None
    for place in ("results", "page"):
        user.settle()
        window = user.window
        if window.left.isVisible() and window.center.isVisible():
            assert user.program.look.units(window.center.width()) >= 419, place
            assert window.left.width() + window.center.width() == width
        if user.reader.rail.isVisible():
            assert user.program.look.units(user.reader.browser.width()) >= 419, place
        user.key(Key.Key_Escape)


def test_the_grip_is_nine_millimetres_and_only_there_where_a_width_is_free(user) -> None:
    user.visit("page", PAGE)
    handle = left_handle(user)
    assert handle._grip().width() / 96 * 25.4 >= CONTROL_MM - 0.3
    user.window.setGeometry(0, 0, 600, 700)
    user.window.toggle_contents()
    user.settle()
    assert user.window.left.width() == 600
    assert not handle.isVisible()
    user.window.go_home()
    user.settle()
    assert not handle.isVisible()


@pytest.mark.parametrize("widths", ['"x"', "[1]", '{"tree": "wide"}', '{"tree": -5, "cellar": 3}', '{"tree": 1e99}'])
def test_damaged_widths_are_no_loss(start, tmp_path, widths: str) -> None:
    folder = tmp_path / "user"
    folder.mkdir(exist_ok=True)
    (folder / "window.json").write_text(f'{{"widths": {widths}}}')
    user = start()
    user.visit("page", PAGE)
    assert user.window.left.width() == 300


def test_the_outline_follows_when_a_pane_changed_the_pages_width(user) -> None:
    """The section in view is told from places that hold for the width the page has."""
    user.window.setGeometry(0, 0, 1400, 768)
    user.visit("page", "mitigate/tourniquets")
    _ = user.reader.current_heading
    user.window.widths.choose("tree", 480)
    user.settle()
    for anchor in user.reader._anchors[:-2]:
        user.reader.go_to_heading(anchor)
        user.settle()
        assert user.reader.current_heading == anchor
