"""A change of theme dresses what is in sight; whatever is hidden wears the new colors when it is next shown."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from fieldref.gui.app import Program

LATER = {
    "home": lambda user: user.window.go_home(),
    "find bar": lambda user: user.reader.open_find(),
    "note": lambda user: user.window.screens.use_tool("note"),
    "results": lambda user: user.search("triage"),
    "settings": lambda user: user.visit("preferences"),
}


def parts_of(program: Program) -> list[QWidget]:
    return list(program.dresser._worn)


def test_a_theme_dresses_no_widget_that_is_hidden(user) -> None:
    user.visit("page", "mitigate/first-officers")
    home = user.window.home.styleSheet()
    user.program.actions.next_theme()
    user.settle()
    assert user.window.home.styleSheet() == home
    assert user.reader.browser.styleSheet() == user.program.dresser._sheet


@pytest.mark.parametrize("part", LATER)
def test_what_is_shown_later_wears_the_theme_in_force(user, part: str) -> None:
    for place in ("preferences", "bookmarks"):
        user.visit(place)
    user.visit("page", "mitigate/first-officers")
    user.program.actions.next_theme()
    LATER[part](user)
    user.settle()
    for shown in (part for part in parts_of(user.program) if part.isVisible()):
        assert shown.styleSheet() == user.program.dresser._sheet


def test_in_another_size_nothing_that_was_shown_keeps_the_old_one(user) -> None:
    user.visit("page", "mitigate/first-officers")
    user.reader.open_find()
    user.reader.find_bar.close_bar()
    user.program.actions.larger()
    user.settle()
    assert user.window.home.styleSheet() == user.program.dresser._sheet
    assert user.reader.find_bar.styleSheet() == user.program.dresser._sheet


def test_no_part_lies_inside_another(user) -> None:
    user.visit("page", "mitigate/first-officers")
    for place in ("preferences", "bookmarks", "local", "roles", "print"):
        user.visit(place)
    parts = parts_of(user.program)
    assert not [
        (outer, inner) for outer in parts for inner in parts if outer is not inner and outer.isAncestorOf(inner)
    ]


def test_every_control_in_sight_is_inside_a_part(user) -> None:
    """A control outside all parts would have no colors of ours."""
    for place in ("preferences", "bookmarks", "local", "roles", "print"):
        user.visit(place)
        parts = parts_of(user.program)
        for widget in user.window.findChildren(QWidget):
            if widget.isVisible() and widget.metaObject().className() in ("QLineEdit", "LineField", "WordButton"):
                assert any(part.isAncestorOf(widget) for part in parts), widget
