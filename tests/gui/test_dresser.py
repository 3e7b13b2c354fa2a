"""A change of theme dresses what is in sight; whatever is hidden wears the new colors when it is next shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldref.core import paths
from fieldref.gui.app import Program
from fieldref.gui.style import style_sections

SCREENS = ("preferences", "bookmarks", "local", "roles", "print")
LATER = {
    "home": lambda user: user.window.go_home(),
    "find bar": lambda user: user.reader.open_find(),
    "note": lambda user: user.window.screens.use_tool("note"),
    "results": lambda user: user.search("triage"),
    "settings": lambda user: user.visit("preferences"),
}


def parts_of(program: Program) -> list[QWidget]:
    return list(program.dresser.parts)


def worn_now(user, part: QWidget) -> bool:
    return part.styleSheet() == user.program.dresser.sheet(part) != ""


def test_a_theme_dresses_no_widget_that_is_hidden(user) -> None:
    user.visit("page", "mitigate/first-officers")
    home = user.window.home.styleSheet()
    user.program.actions.next_theme()
    user.settle()
    assert user.window.home.styleSheet() == home
    assert worn_now(user, user.reader.browser)


@pytest.mark.parametrize("part", LATER)
def test_what_is_shown_later_wears_the_theme_in_force(user, part: str) -> None:
    for place in ("preferences", "bookmarks"):
        user.visit(place)
    user.visit("page", "mitigate/first-officers")
    user.program.actions.next_theme()
    LATER[part](user)
    user.settle()
    for shown in (part for part in parts_of(user.program) if part.isVisible()):
        assert worn_now(user, shown)


def test_in_another_size_nothing_that_was_shown_keeps_the_old_one(user) -> None:
    user.visit("page", "mitigate/first-officers")
    user.reader.open_find()
    user.reader.find_bar.close_bar()
    user.program.actions.larger()
    user.settle()
    assert worn_now(user, user.window.home)
    assert worn_now(user, user.reader.find_bar)


def test_no_part_lies_inside_another(user) -> None:
    user.visit("page", "mitigate/first-officers")
    for place in SCREENS:
        user.visit(place)
    parts = parts_of(user.program)
    assert not [
        (outer, inner) for outer in parts for inner in parts if outer is not inner and outer.isAncestorOf(inner)
    ]


def test_every_control_in_sight_is_inside_a_part(user) -> None:
    """A control outside all parts would have no colors of ours."""
    for place in SCREENS:
        user.visit(place)
        parts = parts_of(user.program)
        for widget in user.window.findChildren(QWidget):
            if widget.isVisible() and widget.metaObject().className() in ("QLineEdit", "LineField", "WordButton"):
                assert any(part.isAncestorOf(widget) for part in parts), widget


def selectors() -> dict[str, list[str]]:
    """What each section of the style sheet is about: its selectors."""
    sections = style_sections((paths.resources_dir() / "style.qss").read_text(encoding="utf-8"))
    return {
        name: [part.strip() for group in re.findall(r"([^{}]+){", rules) for part in group.split(",")]
        for name, rules in sections.items()
    }


def concerns(selector: str, widget: QWidget) -> bool:
    """Whether a rule can ever style this widget; what it looks like at the moment (pressed, focused) is left out."""
    *around, selector = selector.split()
    found = re.match(r"(\w+)(?:#(\w+))?((?:\[[^]]+])*)", selector)
    assert found is not None, selector
    kind, name, marks = found.groups()
    fixed = [mark for mark in re.findall(r'\[(\w+)="(\w+)"]', marks) if mark[0] != "focused"]
    return (
        widget.inherits(kind)
        and name in (None, widget.objectName())
        and all(widget.property(key) == value for key, value in fixed)
        and all(any(concerns(outer, above) for above in ancestors(widget)) for outer in around)
    )


def ancestors(widget: QWidget) -> Iterator[QWidget]:
    while (widget := widget.parentWidget()) is not None:
        yield widget


def use_everything(user) -> None:
    """Open every screen, bar and panel, so that whatever a part makes late is there."""
    user.search("triage")
    user.key(Qt.Key.Key_Escape)
    user.visit("page", "mitigate/first-officers")
    user.reader.open_find()
    user.window.screens.use_tool("note")
    for place in SCREENS:
        user.visit(place)
    user.visit("print", "card:cards/mitigate/le")
    user.visit("print", "cards")
    user.window.messages.show_message("Something was said.", "Name them", behind=True)
    user.program._show_report("a report")
    user.settle()


def test_no_part_lacks_a_rule_for_what_is_in_it(user) -> None:
    """In whatever state: what it lacked would be light in Red, or without a border."""
    rules = selectors()
    use_everything(user)
    parts = user.program.dresser.parts
    assert len(parts) >= 18
    lacking = {
        (part.metaObject().className(), selector, widget.metaObject().className())
        for part, worn in parts.items()
        for section in rules.keys() - set(worn)
        for selector in rules[section]
        for widget in (part, *part.findChildren(QWidget))
        if concerns(selector, widget)
    }
    user.program._report.close()
    assert lacking == set()


def test_every_rule_concerns_something(user) -> None:
    """A rule for nothing costs every part 4 kB."""
    use_everything(user)
    widgets = [widget for part in parts_of(user.program) for widget in (part, *part.findChildren(QWidget))]
    late = {"QToolTip", "QMenu"}  # made when they are asked for
    idle = {
        selector
        for group in selectors().values()
        for selector in group
        if re.split(r"\W", selector)[0] not in late and not any(concerns(selector, widget) for widget in widgets)
    }
    user.program._report.close()
    assert idle == set()
