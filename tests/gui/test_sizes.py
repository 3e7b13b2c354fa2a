"""Small windows and large type: everything stays within reach of a finger, and nothing is wider than the window."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QScrollArea, QWidget

from fieldref.core import paths
from fieldref.core.library import Library
from fieldref.gui.app import NAME_THEM, Program, damage_words
from fieldref.gui.buttons import WordButton
from fieldref.gui.look import Look
from fieldref.gui.page_bar import _two_lines
from fieldref.gui.places import HOME
from fieldref.gui.session import Session
from fieldref.gui.style import style_sheet
from fieldref.gui.words import long_date, short_date
from tests.gui.user import User

Start = Callable[..., User]
SCREENS = (
    ("home", ""), ("roles", ""), ("preferences", ""), ("local", ""), ("bookmarks", ""),
    ("print", "card:cards/mitigate/le"),
)  # fmt: skip
DAMAGED = ("pages/mitigate-first-officers.html", "pages/prevent-wellness-checks.html", "c", "d")


def at(start: Start, width: int, height: int, scale: int) -> User:
    user = start(scale=scale)
    user.window.setGeometry(0, 0, width, height)
    user.settle()
    return user


def button(user: User, name: str) -> QAbstractButton:
    every = user.window.findChildren(QAbstractButton)
    return next(found for found in every if found.isVisible() and found.accessibleName() == name)


# Within reach


@pytest.mark.parametrize("scale", [100, 200, 300])
def test_the_list_of_roles_has_every_button_that_the_bar_leaves_out(start: Start, scale: int) -> None:
    user = at(start, 800, 600, scale)
    top = user.window.top
    user.press(top.role_button)
    for bar, name in (
        (top.home, "Home"), (top.contents, "Contents"), (top.forward, "Forward"),
        (top.size_button, "Size and settings"), (top.theme, "Next theme"), (top.black, "Black screen"),
    ):  # fmt: skip
        assert bar.isVisible() or button(user, name).isVisible()


def test_who_set_300_percent_by_finger_can_go_back(start: Start) -> None:
    user = at(start, 800, 600, 300)
    user.press(user.window.top.role_button)
    user.press(button(user, "Size and settings"))
    assert user.place.kind == "preferences"
    user.press(button(user, "100 %"))
    assert user.program.choices.settings.scale == 100


def test_home_contents_theme_and_black_screen_answer_from_the_list_of_roles(start: Start) -> None:
    user = at(start, 800, 600, 300)
    for name, happened in (
        ("Next theme", lambda: user.program.look.theme.name == "dark"),
        ("Contents", user.window.left.isVisible),
        ("Home", lambda: user.at_home),
    ):
        user.press(user.window.top.role_button)
        user.press(button(user, name))
        assert happened(), name
    user.press(user.window.top.role_button)
    user.press(button(user, "Black screen"))
    assert user.program.actions.blackout.isVisible()


def test_the_way_forward_is_kept_on_the_way_through_the_list_of_roles(start: Start) -> None:
    user = at(start, 800, 600, 100)
    user.visit("page", "mitigate/first-officers")
    user.press(user.window.top.back)
    user.press(user.window.top.role_button)
    user.press(button(user, "Forward"))
    assert user.place.id == "mitigate/first-officers"


def test_forward_is_off_where_there_is_no_way_forward(start: Start) -> None:
    user = at(start, 800, 600, 100)
    user.press(user.window.top.role_button)
    assert not button(user, "Forward").isEnabled()


def test_a_roomy_window_has_no_button_twice(user: User) -> None:
    user.visit("roles")
    assert [name for name, twice in user.window.center.currentWidget().from_bar.items() if twice.isVisible()] == []


def test_the_contents_lead_to_the_settings(start: Start) -> None:
    user = at(start, 1366, 768, 200)
    user.press(user.window.top.contents)
    tree = user.window.left.tree
    index = tree.model().index_of("screen:preferences")
    tree.scrollTo(index)
    user.press(tree.viewport(), tree.visualRect(index).center())
    assert user.place.kind == "preferences"


def test_in_one_column_the_contents_give_way_to_the_page_chosen_in_them(start: Start) -> None:
    user = at(start, 800, 600, 200)
    user.press(user.window.top.contents)
    assert not user.window.center.isVisible()
    user.window.left.opened.emit("page:mitigate/first-officers")
    user.settle()
    assert user.window.center.isVisible()
    assert not user.window.left.isVisible()
    user.press(user.window.top.contents)
    user.press(user.window.top.back)
    assert user.at_home
    assert user.window.home.isVisible()


# Not wider than the window


@pytest.mark.parametrize("scale", [200, 300])
def test_no_screen_of_controls_is_wider_than_a_small_window(start: Start, scale: int) -> None:
    user = at(start, 800, 600, scale)
    wide = []
    for kind, identifier in SCREENS:
        user.visit(kind, identifier)
        area = user.window.home if kind == HOME.kind else user.window.center.currentWidget()
        assert isinstance(area, QScrollArea)
        if area.widget().width() > area.viewport().width():
            wide.append((kind, area.widget().width() - area.viewport().width()))
    assert wide == []


@pytest.mark.parametrize("scale", [200, 300])
def test_the_bar_fits_a_small_window(start: Start, scale: int) -> None:
    user = at(start, 800, 600, scale)
    user.search("turniq")
    top = user.window.top
    assert top.minimumSizeHint().width() <= 800
    clear = top.search._clear
    assert clear.geometry().right() <= top.search.width()
    assert clear.width() >= clear.minimumSizeHint().width()


def test_the_phases_of_home_stand_one_below_the_other_where_their_names_would_be_cut(start: Start) -> None:
    user = at(start, 800, 600, 300)
    chain = user.window.home.chain
    places = [chain.rect_of(phase.address) for phase in chain._phases]
    assert [place.width() for place in places] == [chain.width() - 2] * 3
    assert places[0].bottom() < places[1].top() < places[2].top() <= chain.height() - places[2].height()
    user.window.setGeometry(0, 0, 1366, 768)
    user.settle()
    assert len({chain.rect_of(phase.address).top() for phase in chain._phases}) == 1


def test_the_names_of_roles_share_a_left_edge_and_go_on_in_the_next_line(start: Start) -> None:
    user = at(start, 800, 600, 300)
    user.visit("roles")
    rows = user.window.center.currentWidget().buttons
    assert len(rows["AC"]._name_lines()) > 1
    assert rows["AC"].height() > rows["LE"].height()


# Messages


@pytest.mark.parametrize(("width", "height", "scale"), [(800, 600, 200), (800, 600, 300), (1366, 768, 300)])
def test_a_long_message_is_whole_and_leaves_room_for_what_it_is_about(
    start: Start, width: int, height: int, scale: int
) -> None:
    user = at(start, width, height, scale)
    bar = user.window.messages
    bar.dismiss()
    bar.show_message(damage_words(DAMAGED), NAME_THEM)
    user.settle()
    assert bar.height() <= height * 0.27
    words, action = bar._words, button(user, NAME_THEM)
    assert words.height() >= words.heightForWidth(words.width())
    assert action.width() >= action.minimumSizeHint().width()
    area = bar.findChild(QScrollArea)
    assert area.widget().width() == area.viewport().width()
    assert inside(action, area.widget())
    assert inside(words, area.widget())
    assert area.widget().height() - area.viewport().height() == area.verticalScrollBar().maximum()


def inside(part: QWidget, whole: QWidget) -> bool:
    """Whether a part lies wholly in what scrolls it."""
    corner = part.mapTo(whole, part.rect().bottomRight())
    return whole.rect().contains(part.mapTo(whole, part.rect().topLeft())) and whole.rect().contains(corner)


def test_a_short_message_stays_one_line_high(user: User) -> None:
    bar = user.window.messages
    bar.show_message(damage_words(DAMAGED), NAME_THEM)
    user.settle()
    assert bar.height() < 2 * user.program.look.control()


# The page


def open_page(user: User, page: str = "mitigate/first-officers") -> None:
    user.visit("page", page)
    QTest.qWait(50)


@pytest.mark.parametrize(("width", "height", "scale"), [(800, 600, 200), (1366, 768, 300)])
def test_the_outline_takes_the_place_of_a_narrow_page_and_gives_it_back(
    start: Start, width: int, height: int, scale: int
) -> None:
    user = at(start, width, height, scale)
    open_page(user)
    reader = user.reader
    reader.toggle_rail()
    user.settle()
    assert reader.rail.width() == reader.width()
    assert not reader.browser.isVisible()
    anchor = reader.anchors[3]
    reader.rail.headings.opened.emit(anchor)
    user.settle()
    assert reader.browser.isVisible()
    assert not reader.rail.isVisible()
    assert reader.current_heading == anchor


def test_what_the_outline_leads_to_is_seen(start: Start) -> None:
    user = at(start, 800, 600, 200)
    open_page(user)
    reader = user.reader
    reader.toggle_rail()
    user.follow("page:mitigate/still-active")
    assert reader.browser.isVisible()
    reader.toggle_rail()
    user.press(reader.rail.tools["bookmark"])
    assert reader.rail.tools["bookmark"].accessibleName() == "Marked"
    user.window.screens.close_extras()
    assert reader.browser.isVisible()


def test_a_roomy_page_keeps_its_outline_beside_it(user: User) -> None:
    open_page(user)
    assert user.reader.rail.isVisible()
    assert user.reader.browser.isVisible()


@pytest.mark.parametrize(("width", "height", "scale"), [(1024, 768, 200), (800, 600, 200)])
def test_the_field_that_has_the_focus_is_in_view(start: Start, width: int, height: int, scale: int) -> None:
    user = at(start, width, height, scale)
    user.visit("local")
    QTest.qWait(50)
    pane = user.window.center.currentWidget()
    field = pane.start
    assert field.hasFocus()
    assert field.visibleRegion().boundingRect().height() == field.height()


@pytest.mark.parametrize(("width", "height", "scale", "lines"), [(800, 600, 100, 3), (800, 600, 200, 2)])
def test_a_note_has_lines_below_its_whole_warning(
    start: Start, width: int, height: int, scale: int, lines: int
) -> None:
    user = at(start, width, height, scale)
    open_page(user)
    user.window.screens.use_tool("note")
    user.settle()
    note = user.window.screens.note
    assert note._warning.height() >= note._warning.heightForWidth(note._warning.width())
    assert note.edit.viewport().height() >= lines * note.edit.fontMetrics().lineSpacing()
    assert note.edit.y() - note._warning.geometry().bottom() > 4


def test_where_not_even_the_warning_has_room_typing_brings_the_field(start: Start) -> None:
    user = at(start, 800, 600, 300)
    open_page(user)
    user.window.screens.use_tool("note")
    user.settle()
    note = user.window.screens.note
    assert note._warning.visibleRegion().boundingRect().top() == 0
    assert note._warning.height() >= note._warning.heightForWidth(note._warning.width())
    QTest.keyClicks(note.edit, "x")
    user.settle()
    assert note.edit.visibleRegion().boundingRect().top() == 0


def test_the_whole_address_of_a_source_is_read(start: Start) -> None:
    user = at(start, 800, 600, 200)
    open_page(user)
    sources = user.program.library.page("mitigate/first-officers").sources
    source = max(sources, key=lambda found: len(found.address))
    user.follow(f"source:{source.key}")
    shown = user.reader.panel._address
    assert shown.text().replace("\u200b", "") == source.address
    assert shown.height() >= shown.heightForWidth(shown.width())
    assert max(map(shown.fontMetrics().horizontalAdvance, shown.text().split("\u200b"))) <= shown.width()


@pytest.mark.parametrize(("width", "height", "scale"), [(800, 600, 300), (800, 600, 200), (1024, 768, 300)])
def test_in_a_low_window_the_hits_have_the_room_and_the_ways_on_come_after_the_last(
    start: Start, width: int, height: int, scale: int
) -> None:
    user = at(start, width, height, scale)
    user.search("turniquet")
    pane = user.results
    bar = pane.list.verticalScrollBar()
    assert pane._said.height() >= pane._said.heightForWidth(pane._said.width())
    assert "tourniquet" in pane._said.text()
    assert not pane._exact.isVisible()
    assert not pane._foot_box.isVisible()
    user.search("tourniquet")
    assert pane.list.height() == pane.height()
    for _ in range(3):  # further hits come at each end
        bar.setValue(bar.maximum())
        user.qtbot.wait(300)
    assert len(pane.result.hits) == pane.result.total
    assert pane._foot_box.isVisible()
    assert bar.value() == bar.maximum()
    bar.setValue(bar.value() - pane._foot_box.height() - 40)
    user.settle()
    assert not pane._foot_box.isVisible()
    user.window.setGeometry(0, 0, 1920, 1080)
    user.program.choices.change(scale=100)
    user.settle()
    assert pane._head.isVisible()
    assert pane._foot_box.isVisible()


def test_a_low_window_says_the_whole_of_finding_nothing(start: Start) -> None:
    user = at(start, 800, 600, 300)
    user.search("zzqqxy")
    said = user.results._said
    assert said.isVisible()
    assert said.height() >= said.heightForWidth(said.width())


def test_the_end_key_goes_to_the_end_of_the_preview(start: Start) -> None:
    user = at(start, 1024, 768, 100)
    user.visit("print", "cards")
    pane = user.window.center.currentWidget()
    user.qtbot.waitUntil(lambda: pane.verticalScrollBar().maximum() > 500, timeout=20000)
    pane.formats["letter"].setFocus()
    user.key(Qt.Key.Key_End)
    assert pane.verticalScrollBar().value() == pane.verticalScrollBar().maximum()
    user.key(Qt.Key.Key_Home)
    assert pane.verticalScrollBar().value() == 0


def test_the_bar_says_with_a_sign_that_a_long_title_goes_on(look: Look) -> None:
    measure = QFontMetrics(look.font(15, bold=True))
    title = "A title much too long for the bar above a page in a window as narrow as this one"
    lines = _two_lines(title, measure, 200)
    assert len(lines) == 2
    assert " ".join(lines) == title  # its end is left to be elided, not dropped


@pytest.mark.parametrize(("width", "height", "scale"), [(1366, 768, 100), (800, 600, 100), (1024, 768, 150)])
def test_every_head_of_a_page_says_its_edition(start: Start, width: int, height: int, scale: int) -> None:
    user = at(start, width, height, scale)
    library = user.program.library
    for page in ("overview/first-hour", "mitigate/first-officers", "mitigate/secondary-devices"):
        open_page(user, page)
        words = f"Edition {library.edition}, edited {short_date(library.page_meta(page).edited)}"
        long = words.replace(short_date(library.page_meta(page).edited), long_date(library.page_meta(page).edited))
        head = user.page_text[:900] + user.reader.document.state
        assert words in head or long in head, page


# Fingers


@pytest.mark.parametrize(("width", "height", "scale"), [(800, 600, 100), (1366, 768, 100), (1024, 768, 150)])
@pytest.mark.parametrize("ppi", [96.0, 192.0])
def test_lines_to_tick_and_folds_are_as_high_as_a_finger(
    start: Start, width: int, height: int, scale: int, ppi: float
) -> None:
    user = at(start, width, height, scale)
    user.program.look.update(ppi=ppi)
    open_page(user)
    user.window.desk.refresh()
    assert min(pitches(user, "tick:")) >= user.program.look.control(0) - 1


def pitches(user: User, prefix: str) -> list[int]:
    """The pixels from each row that can be pressed to the next one in its table."""
    document = user.reader.browser.document()
    tops, block = [], document.begin()
    while block.isValid():
        iterator = block.begin()
        if not iterator.atEnd() and iterator.fragment().charFormat().anchorHref().startswith(prefix):
            tops.append(round(document.documentLayout().blockBoundingRect(block).center().y()))
        block = block.next()
    return [after - before for before, after in pairwise(tops)]


def test_buttons_are_as_wide_as_a_finger_on_a_dense_screen(start: Start) -> None:
    user = at(start, 1366, 768, 100)
    user.program.look.update(ppi=192.0)
    narrow = []
    for kind in ("home", "preferences", "roles"):
        user.visit(kind)
        for shown in user.window.findChildren(QAbstractButton):
            if shown.isVisible() and not isinstance(shown, QCheckBox) and shown.width() < user.program.look.control(0):
                narrow.append((kind, shown.accessibleName(), shown.width()))
    assert narrow == []


def test_links_of_the_chain_are_as_high_as_a_finger(start: Start) -> None:
    user = at(start, 1366, 768, 100)
    user.program.look.update(ppi=192.0)
    user.settle()
    chain = user.window.home.chain
    assert not chain.folded
    assert min(shape.height() for shape in chain.findChildren(QAbstractButton)) >= user.program.look.control(0)


def test_rows_of_a_menu_are_as_high_as_a_finger(start: Start) -> None:
    user = at(start, 1366, 768, 100)
    user.program.look.update(ppi=192.0)
    open_page(user)
    menu = user.reader.browser.createStandardContextMenu()
    menu.ensurePolished()
    assert min(menu.actionGeometry(action).height() for action in menu.actions() if not action.isSeparator()) >= 68
    menu.deleteLater()


def test_the_roles_fold_into_one_button_where_a_dense_screen_leaves_the_field_no_room(start: Start) -> None:
    user = at(start, 1366, 768, 100)
    assert user.window.top.segments.isVisible()
    user.program.look.update(ppi=300.0)
    user.settle()
    assert user.window.top.role_button.isVisible()
    assert user.window.top.search.width() > 200


def test_another_screen_brings_its_own_density(user: User) -> None:
    class Dense:
        def physicalDotsPerInch(self) -> float:
            return 192.0

    user.program._on_screen(Dense())
    assert user.program.look.control(0) == 68
    assert user.window.windowHandle().screen() is not None


def test_the_first_window_opens_maximized_where_its_usual_size_has_no_room(library: Library, qtbot) -> None:
    program = Program(library, settings_path=None, user_data_path=None, session_path=None)
    program.show()  # the offscreen platform's screen is smaller
    qtbot.addWidget(program.window)
    assert program.window.isMaximized()
    program.window.close()


def test_a_window_as_high_as_the_screen_has_no_room_for_its_frame(user: User) -> None:
    room = user.window.screen().availableGeometry()
    user.window.resize(room.width(), room.height())
    assert not user.program._has_room(Session())
    user.window.resize(room.width(), room.height() - 40)
    assert user.program._has_room(Session())
    assert user.program._has_room(Session((0, 0, 4000, 4000)))  # where it was closed, it opens


# What is off


def test_a_tool_that_is_off_says_why(user: User) -> None:
    for kind in ("directory", "glossary", "index"):
        user.visit(kind)
        for name in ("print", "bookmark", "note", "plain-html"):
            tool = user.reader.rail.tools[name]
            assert not tool.isEnabled()
            assert "Open one first" in tool.toolTip()
            assert tool.accessibleDescription() == tool.toolTip()
    open_page(user)
    assert user.reader.rail.tools["print"].isEnabled()
    assert user.reader.rail.tools["print"].toolTip() == ""
    assert user.reader.bar.tools["print"].toolTip() == "Print this page (Ctrl+P)"


def test_a_first_button_that_is_off_looks_off(look: Look) -> None:
    sheet = style_sheet((paths.resources_dir() / "style.qss").read_text(encoding="utf-8"), look)
    around = QWidget()
    around.setStyleSheet(f"background: {look.code('surface')};")
    button = WordButton(look, "Save as PDF", kind="first", parent=around)
    button.setStyleSheet(sheet)
    button.resize(200, 60)
    assert around.grab().toImage().pixelColor(12, 30) == look.color("chip")
    button.setEnabled(False)
    assert around.grab().toImage().pixelColor(12, 30) == look.color("surface")


def test_a_card_among_the_results_names_its_phase(user: User) -> None:
    user.search("attack under way")
    cards = [hit for hit in user.results.result.hits if hit.page.startswith("cards/mitigate")]
    assert cards
    assert user.window.screens.trail(cards[0]) == "Quick card › Mitigate"


def test_the_ring_of_a_pane_handle_covers_no_words(user: User) -> None:
    open_page(user)
    handle = user.reader._handle
    before = handle.grab().toImage()
    handle.setFocus()
    user.settle()
    after = handle.grab().toImage()
    line = handle._line
    changed = [
        x for x in range(after.width()) for y in range(0, after.height(), 3) if before.pixel(x, y) != after.pixel(x, y)
    ]
    assert changed
    assert max(changed) <= line + user.program.look.px(16)
