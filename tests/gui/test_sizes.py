"""Small windows and large type: everything stays within reach of a finger, and nothing is wider than the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

from fieldref.gui.app import NAME_THEM, damage_words
from fieldref.gui.places import HOME
from tests.gui.user import User

Start = Callable[..., User]
SCREENS = (
    ("home", ""), ("roles", ""), ("preferences", ""), ("local", ""), ("bookmarks", ""), ("print", "card:cards/mitigate/le"),
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
        (top.home, "Home"), (top.contents, "Contents"), (top.forward, "Forward"), (top.size_button, "Size and settings"),
        (top.theme, "Next theme"), (top.black, "Black screen"),
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
    assert user.window.center.isVisible() and not user.window.left.isVisible()
    user.press(user.window.top.contents)
    user.press(user.window.top.back)
    assert user.at_home and user.window.home.isVisible()


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
    bar.show_message(damage_words(DAMAGED), NAME_THEM, NAME_THEM)
    user.settle()
    assert bar.height() <= height * 0.27
    words, action = bar.findChild(QLabel), button(user, NAME_THEM)
    assert words.height() >= words.heightForWidth(words.width())
    assert action.width() >= action.minimumSizeHint().width()
    area = bar.findChild(QScrollArea)
    assert area.widget().width() == area.viewport().width()
    assert inside(action, area.widget()) and inside(words, area.widget())
    assert area.widget().height() - area.viewport().height() == area.verticalScrollBar().maximum()


def inside(part: QWidget, whole: QWidget) -> bool:
    """Whether a part lies wholly in what scrolls it."""
    corner = part.mapTo(whole, part.rect().bottomRight())
    return whole.rect().contains(part.mapTo(whole, part.rect().topLeft())) and whole.rect().contains(corner)


def test_a_short_message_stays_one_line_high(user: User) -> None:
    bar = user.window.messages
    bar.show_message(damage_words(DAMAGED), NAME_THEM, NAME_THEM)
    user.settle()
    assert bar.height() < 2 * user.program.look.control()
