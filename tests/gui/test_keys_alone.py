"""Keys alone: Tab, arrows, F6 and Enter reach and press every function from home, and each stop can be seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser, QWidget

from fieldref.gui.chain import ChainButton
from fieldref.gui.places import place_of_hit
from fieldref.gui.reading_keys import link_at_keys
from fieldref.gui.row_list import AddressRole
from fieldref.gui.tab_order import stops
from fieldref.gui.tiles import TileButton

Key = Qt.Key
MOST = 120
PAGE = "mitigate/first-officers"


class Keys:
    """A user who has only these keys."""

    def __init__(self, user) -> None:
        self.user = user

    def tab_to(self, wanted: Callable[[QWidget], bool], key: Key = Key.Key_Tab, *, links: bool = False) -> QWidget:
        """Press a key until the focus is where it is wanted."""
        for _ in range(3 * MOST if links else MOST):
            focused = QApplication.focusWidget()
            if focused is not None and wanted(focused):
                return focused
            # F6 leaves a page at once; Tab would go through all of its links.
            page = isinstance(focused, QTextBrowser) and not links
            self.user.key(Key.Key_F6 if page else key)
        raise AssertionError("not reached")

    def named(self, name: str) -> QWidget:
        return self.tab_to(lambda widget: widget.accessibleName() == name)

    def press(self, name: str) -> None:
        self.named(name)
        self.user.key(Key.Key_Return)

    def tool(self, name: str) -> None:
        """Press a tool of the page: they stand before its headings, which F6 goes to."""
        self.named("Headings of this page")
        self.tab_to(lambda widget: widget.accessibleName() == name, Key.Key_Backtab)
        self.user.key(Key.Key_Return)

    def link(self, prefix: str) -> str:
        """Tab to a link of the page."""
        browser = self.user.reader.browser
        self.tab_to(lambda widget: widget is browser and link_at_keys(browser).startswith(prefix), links=True)
        return link_at_keys(browser)

    def row(self, name: str, number: int = 0) -> str:
        """Choose a row of a list with the arrow keys and press it; return its address."""
        rows = self.named(name)
        self.user.key(Key.Key_Home)
        for _ in range(number):
            self.user.key(Key.Key_Down)
        address = str(rows.currentIndex().data(AddressRole))
        self.user.key(Key.Key_Return)
        return address


@pytest.fixture
def keys(user) -> Keys:
    return Keys(user)


def test_tab_goes_round_the_window_as_it_is_read(user, keys: Keys) -> None:
    user.visit("page", PAGE)
    user.window.top.search.take_focus()
    order = list(stops(user.window))
    seen = [QApplication.focusWidget()]
    for _ in range(3 * MOST):
        user.key(Key.Key_Tab)
        if QApplication.focusWidget() is not seen[-1]:
            seen.append(QApplication.focusWidget())
        if len(seen) > 1 and seen[-1] is seen[0]:
            break
    names = [widget.accessibleName() for widget in seen]
    assert set(seen) == set(order)
    assert names.index("Contents") < names.index("First arriving officers") < names.index("Headings of this page")


def test_a_role_is_chosen_with_the_arrow_keys(user, keys: Keys) -> None:
    keys.named("Law enforcement")
    user.key(Key.Key_Right)
    assert user.program.choices.settings.role == "FE"


def test_every_tile_is_pressed(user, keys: Keys) -> None:
    for tile in [tile.tile for tile in user.window.home.tiles]:
        keys.tab_to(lambda widget, tile=tile: isinstance(widget, TileButton) and widget.tile == tile)
        user.key(Key.Key_Return)
        assert user.place.id == tile.target
        keys.press("Home")
        assert user.at_home


def test_a_link_of_the_chain_is_pressed(user, keys: Keys) -> None:
    link = keys.tab_to(lambda widget: isinstance(widget, ChainButton) and widget.kind == "link")
    address = link.step.address
    user.key(Key.Key_Return)
    assert f"page:{user.place.id}" == address


def test_search_results_are_chosen_and_opened(user, keys: Keys) -> None:
    keys.named("Search")
    QTest.keyClicks(QApplication.focusWidget(), "triage")
    user.qtbot.waitUntil(lambda: user.window.left.results.result.query == "triage", timeout=15000)
    user.key(Key.Key_Down)
    hit = user.results.current_hit
    user.key(Key.Key_Return)
    chosen = place_of_hit(hit.page, hit.anchor)
    assert (user.place.kind, user.place.id, user.place.anchor) == (chosen.kind, chosen.id, chosen.anchor)
    user.key(Key.Key_F6)
    assert QApplication.focusWidget() is user.results.list
    user.key(Key.Key_Down)
    user.key(Key.Key_Return)
    assert QApplication.focusWidget() is user.reader.browser


def test_more_for_other_roles_is_pressed(user, keys: Keys) -> None:
    user.search("reunification")
    keys.tab_to(lambda widget: widget.accessibleName().endswith("more for other roles"))
    before = len(user.results.result.hits)
    user.key(Key.Key_Return)
    user.qtbot.waitUntil(lambda: len(user.results.result.hits) > before, timeout=5000)


def test_a_page_opened_with_a_key_has_the_focus(user, keys: Keys) -> None:
    keys.row("Now")
    assert user.place.kind == "page"
    assert QApplication.focusWidget() is user.reader.browser


def test_arrow_keys_scroll_the_page(user) -> None:
    user.visit("page", PAGE)
    user.reader.browser.setFocus()
    user.key(Key.Key_Down)
    assert user.reader.scroll_place > 0


def test_lines_are_ticked_one_after_the_other(user, keys: Keys) -> None:
    user.visit("page", PAGE)
    first = keys.link("tick:")
    user.key(Key.Key_Return)
    user.qtbot.waitUntil(lambda: "1 line ticked" in user.page_text)
    assert link_at_keys(user.reader.browser) == first
    user.key(Key.Key_Tab)
    second = keys.link("tick:")
    assert second != first
    user.key(Key.Key_Return)
    user.qtbot.waitUntil(lambda: "2 lines ticked" in user.page_text)
    user.key(Key.Key_Tab)
    keys.link("ticks:")
    user.key(Key.Key_Return)
    user.qtbot.waitUntil(lambda: "ticked" not in user.page_text)


def test_a_citation_a_fold_and_a_link_are_pressed(user, keys: Keys) -> None:
    user.visit("page", PAGE)
    keys.link("fold:")
    user.key(Key.Key_Return)
    user.qtbot.waitUntil(lambda: bool(user.window.screens.desk._opened))
    keys.link("source:")
    user.key(Key.Key_Return)
    user.qtbot.waitUntil(user.reader.panel.isVisible)
    keys.press("Close this panel")
    assert not user.reader.panel.isVisible()
    keys.link("page:")
    user.key(Key.Key_Return)
    user.qtbot.waitUntil(lambda: user.place.id != PAGE)


def test_a_section_is_copied(user, keys: Keys) -> None:
    user.visit("page", PAGE)
    keys.link("section:")
    user.key(Key.Key_Return)
    user.qtbot.waitUntil(user.reader.panel.isVisible)
    keys.press("Copy text with code and sources")
    assert "M21.1" in QApplication.clipboard().text()


def test_the_headings_lead_to_their_sections(user, keys: Keys) -> None:
    user.visit("page", PAGE)
    address = keys.row("Headings of this page", 3)
    assert user.reader.current_heading == address


def test_see_also_is_pressed(user, keys: Keys) -> None:
    user.visit("page", PAGE)
    address = keys.row("See also")
    user.settle()
    assert address.endswith(user.place.id)


def test_the_contents_unfold_and_open_a_page(user, keys: Keys) -> None:
    user.visit("page", PAGE)
    keys.named("Contents")
    user.key(Key.Key_Down)
    user.key(Key.Key_Return)
    assert user.place.id == "mitigate/still-active"


def test_bookmark_and_note(user, keys: Keys) -> None:
    user.visit("page", PAGE)
    keys.tool("Bookmark")
    assert user.program.data.is_bookmarked(PAGE)
    keys.tool("Note")
    QTest.keyClicks(QApplication.focusWidget(), "gate code")
    user.key(Key.Key_Escape)
    assert user.program.data.note(PAGE) == "gate code"
    keys.press("Home")
    keys.press("Bookmarks")
    keys.press("First arriving officers")
    assert user.place.id == PAGE


def test_the_print_pane_is_used(user, keys: Keys) -> None:
    user.visit("card", "cards/mitigate/le")
    keys.tool("Print")
    assert user.place.kind == "print"
    pane = user.window.center.currentWidget()
    user.qtbot.waitUntil(pane.pdf.isEnabled, timeout=20000)
    keys.tab_to(lambda widget: widget in pane.formats.values())
    keys.tab_to(lambda widget: widget is pane.formats["index"], Key.Key_Right)
    user.key(Key.Key_Return)
    assert user.program.choices.settings.card_format == "index"
    user.qtbot.waitUntil(pane.pdf.isEnabled, timeout=20000)
    keys.press("Save as PDF")
    assert QApplication.focusWidget() is pane.path.edit
    keys.press("Cancel")
    assert not pane.path.isVisible()


@pytest.mark.parametrize(
    ("button", "kind"),
    [("All cards", "cards"), ("Directory", "directory"), ("A to Z", "index"), ("Help", "page"), ("Start here", "page")],
)
def test_what_stands_below_the_tiles_is_pressed(user, keys: Keys, button: str, kind: str) -> None:
    keys.press(button)
    assert user.place.kind == kind
    assert QApplication.focusWidget() is user.reader.browser


def test_cards_directory_glossary_and_index_lead_on(user, keys: Keys) -> None:
    user.visit("cards")
    keys.link("card:")
    user.key(Key.Key_Return)
    user.qtbot.waitUntil(lambda: user.place.kind == "card")
    user.visit("directory")
    keys.row("Categories of the directory", 2)
    assert user.place.kind == "directory"
    user.visit("index")
    keys.link("page:")
    user.key(Key.Key_Return)
    user.qtbot.waitUntil(lambda: user.place.kind == "page")
    user.visit("directory")
    rows = keys.named("Categories of the directory")
    for _ in range(rows.model().rowCount()):
        user.key(Key.Key_Down)
        if rows.currentIndex().data() == "Glossary":
            break
    user.key(Key.Key_Return)
    assert user.place.kind == "glossary"


def test_settings_change_theme_size_and_role(user, keys: Keys) -> None:
    keys.press("Size of text and controls")
    assert user.place.kind == "preferences"
    keys.tab_to(lambda widget: widget.accessibleName().endswith(" %"))
    keys.tab_to(lambda widget: widget.accessibleName() == "125 %", Key.Key_Right)
    assert user.program.choices.settings.scale == 100
    user.key(Key.Key_Return)
    assert user.program.choices.settings.scale == 125
    keys.tab_to(lambda widget: widget.accessibleName() in ("Day", "Dark"))
    keys.tab_to(lambda widget: widget.accessibleName() == "Red", Key.Key_Right)
    user.key(Key.Key_Return)
    assert user.program.look.theme.name == "red"
    keys.press("Change the role")
    assert user.place.kind == "roles"
    pane = user.window.center.currentWidget()
    keys.tab_to(lambda widget: widget in pane.buttons.values())
    keys.tab_to(lambda widget: widget is pane.buttons["SO"], Key.Key_Down)
    assert user.place.kind == "roles"
    user.key(Key.Key_Return)
    assert user.program.choices.settings.role == "SO"


def test_a_check_box_answers_to_enter(user, keys: Keys) -> None:
    user.visit("preferences")
    box = keys.tab_to(lambda widget: getattr(widget, "text", str)() == "Print cards in color")
    before = box.isChecked()
    user.key(Key.Key_Return)
    assert user.program.choices.settings.color_cards is not before


def test_local_details_are_typed(user, keys: Keys) -> None:
    keys.tab_to(lambda widget: widget.accessibleName().startswith("Fill in"))
    user.key(Key.Key_Return)
    assert user.place.kind == "local"
    pane = user.window.center.currentWidget()
    field = keys.tab_to(lambda widget: widget in [row.edit for row in pane.rows.values()])
    QTest.keyClicks(field, "TAC 3")
    user.key(Key.Key_Tab)
    assert "TAC 3" in [value.value for value in user.program.data.local_values().values()]
    last = list(pane.rows.values())[-1].edit
    keys.tab_to(lambda widget: widget is last)
    assert pane.viewport().rect().contains(last.mapTo(pane.viewport(), last.rect().center()))


def test_theme_and_black_screen_and_back(user, keys: Keys) -> None:
    keys.press("Next theme: Day, Dark, Red, Amber")
    assert user.program.look.theme.name == "dark"
    keys.press("Black screen")
    black = user.program.actions.blackout
    assert black.isVisible()
    QTest.keyClick(black, Key.Key_Space)
    assert not black.isVisible()
    assert user.at_home


def test_a_message_is_read_and_closed(user, keys: Keys) -> None:
    user.window.messages.show_message("Something did not work.")
    user.key(Key.Key_F6)
    assert QApplication.focusWidget().accessibleName() == "Close this message"
    user.key(Key.Key_Return)
    assert not user.window.messages.isVisible()


PLACES = [
    ("home", ""), ("page", PAGE), ("card", "cards/mitigate/le"), ("cards", ""), ("directory", ""), ("local", ""),
    ("preferences", ""), ("roles", ""), ("bookmarks", ""), ("print", "card:cards/mitigate/le"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "identifier"), PLACES)
def test_every_stop_can_be_seen(user, kind: str, identifier: str) -> None:
    user.visit(kind, identifier)
    if kind == "print":
        pane = user.window.center.currentWidget()
        user.qtbot.waitUntil(pane.pdf.isEnabled, timeout=20000)
    if kind == "local":  # sixty fields of one kind
        unlike = {type(stop) for stop in stops(user.window)}
        assert len(unlike) > 2
    hidden = []
    count = min(MOST, len(list(stops(user.window))), 40)
    user.window.top.search.take_focus()
    for _ in range(count):
        user.key(Key.Key_Tab)
        target = QApplication.focusWidget()
        shown = user.picture()
        user.window.centralWidget().setFocus()
        target.clearFocus()
        user.settle()
        without = user.picture()
        if not differ(shown, without, around(user.window, target)):
            hidden.append(target.accessibleName() or type(target).__name__)
        target.setFocus(Qt.FocusReason.TabFocusReason)
    assert not hidden


def around(window: QWidget, widget: QWidget) -> QRect:
    """Where a control and its ring stand in the window."""
    corner = widget.mapTo(window, widget.rect().topLeft())
    return QRect(corner, widget.size()).adjusted(-8, -8, 8, 8).intersected(window.rect())


def differ(first: QImage, second: QImage, rect: QRect) -> bool:
    """Whether at least a ring's worth of pixels differ within a rectangle."""
    one, two = first.copy(rect), second.copy(rect)
    count = 0
    for y in range(0, one.height(), 1):
        for x in range(0, one.width(), 3):
            if one.pixel(x, y) != two.pixel(x, y):
                count += 1
                if count > 20:
                    return True
    return False
