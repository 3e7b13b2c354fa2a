"""Touch alone: a finger presses every function, drags what is long, and never needs to hover; all by touch events."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QScroller,
    QWidget,
)

from fieldref.gui.look import CONTROL_MM, TILE_MM
from fieldref.gui.row_list import AddressRole
from fieldref.gui.tiles import TileButton

PAGE = "mitigate/first-officers"
pytestmark = pytest.mark.qt_log_ignore("QGestureManager::deliverEvents")  # says so of touches that QTest makes
DENSITIES = [(60.0, 1.0), (96.0, 1.0), (144.0, 1.5), (192.0, 2.0), (240.0, 2.5), (300.0, 1.0), (300.0, 2.5)]
"""Pixels an inch of a screen, and the scale factor that its system sets for it."""


class Finger:
    """A finger on the window."""

    def __init__(self, user) -> None:
        self.user = user
        self.device = QTest.createTouchDevice()

    def press(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Touch a place and lift the finger."""
        window = widget.window()
        spot = widget.mapTo(window, place or widget.rect().center())
        assert window.rect().contains(spot)
        QTest.touchEvent(window, self.device).press(1, spot, window)
        QTest.touchEvent(window, self.device).release(1, spot, window)
        self.user.settle()

    def drag(self, widget: QWidget, by: int) -> None:
        """Drag up (negative) or down and let go."""
        window = widget.window()
        start = widget.mapTo(window, widget.rect().center())
        QTest.touchEvent(window, self.device).press(1, start, window)
        for step in range(1, 9):
            QTest.qWait(16)
            QTest.touchEvent(window, self.device).move(1, start + QPoint(0, by * step // 8), window)
        QTest.touchEvent(window, self.device).release(1, start + QPoint(0, by), window)
        self.user.settle()

    def bring(self, widget: QWidget) -> None:
        """Drag what scrolls until a control can be touched."""
        area = widget.parentWidget()
        while area is not None and not isinstance(area, QAbstractScrollArea):
            area = area.parentWidget()
        for _ in range(40):
            middle = widget.mapTo(self.user.window, widget.rect().center())
            if area is None or area.viewport().rect().contains(widget.mapTo(area.viewport(), widget.rect().center())):
                assert self.user.window.rect().contains(middle)
                return
            self.drag(area.viewport(), -200)
            QTest.qWait(350)

    def button(self, name: str) -> None:
        """Press the button of that name."""
        found = [
            button
            for button in self.user.window.findChildren(QAbstractButton)
            if button.isVisible() and button.accessibleName() == name
        ]
        assert found, name
        self.bring(found[0])
        self.press(found[0])

    def row(self, rows: QAbstractItemView, number: int = 0) -> str:
        """Press a row of a list and return its address."""
        index = rows.model().index(number, 0)
        self.press(rows.viewport(), rows.visualRect(index).center())
        return str(index.data(AddressRole))

    def link(self, prefix: str) -> None:
        """Press a link of the page that is in view."""
        browser = self.user.reader.browser
        area = browser.viewport()
        for _ in range(60):
            for y in range(8, area.height() - 8, 8):
                for x in range(8, area.width() - 8, 12):
                    if browser.anchorAt(QPoint(x, y)).startswith(prefix):
                        self.press(
                            area, QPoint(x + 4, y + 4) if browser.anchorAt(QPoint(x + 4, y + 4)) else QPoint(x, y)
                        )
                        return
            browser.verticalScrollBar().setValue(browser.verticalScrollBar().value() + area.height() // 2)
        raise AssertionError(f"no link {prefix}")


@pytest.fixture
def finger(user) -> Iterator[Finger]:
    yield Finger(user)
    for area in user.window.findChildren(QAbstractScrollArea):  # what still glides would take the next test's touch
        if QScroller.hasScroller(area.viewport()):
            QScroller.scroller(area.viewport()).stop()
    user.settle()


def wait(user, true: Callable[[], bool]) -> None:
    user.qtbot.waitUntil(true, timeout=5000)


def test_every_tile_and_the_way_home(user, finger: Finger) -> None:
    for tile in [tile.tile for tile in user.window.home.tiles]:
        finger.press(next(shown for shown in user.window.home.tiles if shown.tile == tile))
        wait(user, lambda tile=tile: user.place.id == tile.target)
        finger.press(user.window.top.home)
        wait(user, lambda: user.at_home)


def test_a_role_a_chain_link_and_a_row(user, finger: Finger) -> None:
    finger.button("Fire and EMS")
    assert user.program.choices.settings.role == "FE"
    chain = user.window.home.chain
    finger.press(chain, chain.rect_of("page:mitigate/run-hide-fight").center())
    wait(user, lambda: user.place.id == "mitigate/run-hide-fight")
    finger.press(user.window.top.back)
    wait(user, lambda: user.at_home)
    address = finger.row(user.window.home.now.list)
    wait(user, lambda: f"page:{user.place.id}" == address)


def test_pages_are_found_without_any_typing(user, finger: Finger) -> None:
    finger.button("A to Z")
    finger.link("page:")
    wait(user, lambda: user.place.kind == "page")
    user.settle()
    finger.row(user.window.left.tree, 1)
    assert user.window.left.tree.isExpanded(user.window.left.tree.model().index(1, 0))


def test_results_are_dragged_and_pressed(user, finger: Finger) -> None:
    user.search("triage")
    rows = user.results.list
    finger.drag(rows.viewport(), -250)
    QTest.qWait(300)
    assert rows.verticalScrollBar().value() > 50
    finger.button(next(b.accessibleName() for b in user.window.findChildren(QAbstractButton)
                       if b.isVisible() and "more for other roles" in b.accessibleName()))  # fmt: skip
    finger.button("Clear the search")
    assert user.at_home


def test_a_drag_over_a_row_opens_nothing(user, finger: Finger) -> None:
    user.visit("page", PAGE)
    rows = user.window.left.tree
    user.settle()
    finger.drag(rows.viewport(), -60)
    assert user.place.id == PAGE
    user.window.go_home()
    user.window.setGeometry(0, 0, 1024, 500)
    user.settle()
    finger.drag(user.window.home.tiles[0], -150)
    assert user.at_home


def test_two_quick_touches_are_two_presses(user, finger: Finger) -> None:
    user.visit("preferences")
    pane = user.window.center.currentWidget()
    finger.press(pane.larger)
    finger.press(pane.larger)
    assert user.program.choices.settings.scale == 125


def test_a_page_is_dragged_and_goes_on_by_itself(user, finger: Finger) -> None:
    user.window.setGeometry(0, 0, 780, 700)  # wholly on the offscreen platform's screen: Qt looks there for the widget
    user.visit("page", PAGE)
    finger.drag(user.reader.browser.viewport(), -300)
    at_release = user.reader.scroll_place
    assert at_release > 100
    QTest.qWait(400)
    assert user.reader.scroll_place >= at_release
    assert not user.reader.browser.textCursor().hasSelection()


def test_ticks_folds_citations_and_links_on_the_page(user, finger: Finger) -> None:
    user.visit("page", PAGE)
    finger.link("tick:")
    wait(user, lambda: "1 line ticked" in user.page_text)
    finger.link("fold:")
    wait(user, lambda: bool(user.window.screens.desk._opened))
    finger.link("source:")
    wait(user, user.reader.panel.isVisible)
    finger.button("Close this panel")
    finger.link("section:")
    wait(user, user.reader.panel.isVisible)
    finger.button("Bookmark this section")
    assert user.program.data.bookmarks()
    finger.link("page:")
    wait(user, lambda: user.place.id != PAGE)


def test_headings_bookmark_note_find_and_print(user, finger: Finger) -> None:
    user.visit("page", PAGE)
    address = finger.row(user.reader.rail.headings, 3)
    wait(user, lambda: user.reader.current_heading == address)
    finger.button("Bookmark")
    assert user.program.data.is_bookmarked(PAGE)
    finger.button("Note")
    assert user.window.screens.note.isVisible()
    finger.button("Close the note")
    finger.button("Find")
    assert user.reader.find_bar.isVisible()
    finger.button("Close the find bar")
    finger.button("Card")
    wait(user, lambda: user.place.kind == "card")
    finger.button("Print")
    pane = user.window.center.currentWidget()
    user.qtbot.waitUntil(pane.pdf.isEnabled, timeout=20000)
    finger.button("4 x 6 in")
    assert user.program.choices.settings.card_format == "index"


def test_a_press_is_not_lost_when_the_page_is_set_anew_under_the_finger(user, finger: Finger) -> None:
    """The page is set anew when its pane gets another size, which may fall between finger down and finger up."""
    user.visit("page", PAGE)
    rows = user.reader.rail.headings
    index = rows.model().index(3, 0)
    window = user.window
    spot = rows.viewport().mapTo(window, rows.visualRect(index).center())
    QTest.touchEvent(window, finger.device).press(1, spot, window)
    window.desk.refresh()
    user.settle()
    QTest.touchEvent(window, finger.device).release(1, spot, window)
    wait(user, lambda: user.reader.current_heading == index.data(AddressRole))


def test_settings_theme_and_size(user, finger: Finger) -> None:
    finger.button("Size of text and controls")
    finger.button("125 %")
    assert user.program.choices.settings.scale == 125
    finger.button("Red")
    assert user.program.look.theme.name == "red"
    box = user.window.center.currentWidget().color
    finger.bring(box)
    finger.press(box, QPoint(20, box.height() // 2))
    assert user.program.choices.settings.color_cards is box.isChecked()
    finger.button("Next theme: Day, Dark, Red, Amber")
    assert user.program.look.theme.name == "amber"


def test_local_details_are_dragged_to_and_take_the_focus(user, finger: Finger) -> None:
    finger.button("Fill in")
    pane = user.window.center.currentWidget()
    field = list(pane.rows.values())[9].edit
    finger.bring(field)
    finger.press(field)
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_a_small_window_can_be_used_too(user, finger: Finger) -> None:
    user.window.setGeometry(0, 0, 800, 600)
    user.settle()
    finger.press(user.window.top.role_button)
    assert user.place.kind == "roles"
    finger.button("Fire and EMS")
    assert user.program.choices.settings.role == "FE"
    finger.button("Contents") if user.window.top.contents.isVisible() else None


def test_the_touch_that_ends_the_black_screen_does_nothing_else(user, finger: Finger) -> None:
    tile = user.window.home.tiles[0]
    finger.button("Black screen")
    black = user.program.actions.blackout
    assert black.isVisible()
    spot = black.mapFromGlobal(tile.mapToGlobal(tile.rect().center()))
    QTest.touchEvent(black, finger.device).press(1, spot, black)
    assert black.isVisible()
    QTest.touchEvent(black, finger.device).release(1, spot, black)
    user.settle()
    assert not black.isVisible()
    QTest.qWait(100)
    assert user.at_home


def test_nothing_is_learned_by_hovering_alone(user) -> None:
    """What a tool tip says is in the control's name, its description or its words."""
    for kind, identifier in (("home", ""), ("page", PAGE), ("preferences", ""), ("roles", "")):
        user.visit(kind, identifier)
        for widget in user.window.findChildren(QWidget):
            tip = widget.toolTip()
            if tip and widget.isVisible():
                words = " ".join(
                    (widget.accessibleName(), widget.accessibleDescription(), getattr(widget, "text", str)())
                )
                main = tip.split(" (")[0].split(": ")[0]
                assert main.lower() in words.lower() or main.startswith(("Alt+", "Choose")), tip


@pytest.mark.parametrize(("ppi", "factor"), DENSITIES)
def test_controls_and_tiles_are_large_enough_on_every_screen(start, ppi: float, factor: float) -> None:
    logical = ppi / factor
    user = start()
    user.program.look.update(ppi=logical)
    user.window.setGeometry(0, 0, 1366, 768)
    user.settle()
    density = logical if 60 <= logical <= 300 else 96
    small = []
    for kind, identifier in (("home", ""), ("page", PAGE), ("preferences", ""), ("roles", ""), ("bookmarks", "")):
        user.visit(kind, identifier)
        for widget in user.window.findChildren(QWidget):
            if not widget.isVisible() or not isinstance(widget, QAbstractButton | QAbstractItemView):
                continue
            height = row_height(widget) if isinstance(widget, QAbstractItemView) else widget.height()
            least = TILE_MM if isinstance(widget, TileButton) else CONTROL_MM
            if height and height / density * 25.4 < least - 0.3:
                small.append((kind, widget.accessibleName(), round(height / density * 25.4, 1)))
    assert not small


def row_height(rows: QAbstractItemView) -> int:
    """The height of a list's first row, 0 when it has none."""
    index = rows.model().index(0, 0)
    return rows.visualRect(index).height() if index.isValid() else 0


def test_lists_pages_and_panes_scroll_by_touch(user) -> None:
    """Everything that scrolls has taken the touch gesture."""
    user.search("triage")
    user.key(Qt.Key.Key_Return)
    user.visit("local")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    without = [
        type(area).__name__
        for area in user.window.findChildren(QAbstractScrollArea)
        if not isinstance(area, QPlainTextEdit)
        and area.verticalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        and not QScroller.hasScroller(area.viewport())
    ]
    assert not without
