"""No pixel of any screen is brighter than its theme's brightest color; in Red none has green or blue."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu, QToolTip

from fieldref.gui.theme import channels, luminance
from tests.gui.test_theme import all_colors

SCREENS = [
    ("home", ""), ("page", "mitigate/first-officers"), ("card", "cards/mitigate/le"), ("cards", ""), ("directory", ""),
    ("glossary", ""), ("index", ""), ("local", ""), ("bookmarks", ""), ("preferences", ""), ("roles", ""),
]  # fmt: skip


def colors_of(image: QImage) -> set[int]:
    """The colors of every third pixel in both directions, and of every pixel of each tenth line."""
    small = image.convertToFormat(QImage.Format.Format_RGB32)
    found: set[int] = set()
    for y in range(0, small.height(), 3):
        line = bytes(small.constScanLine(y))[: small.width() * 4]
        step = 4 if y % 30 == 0 else 12
        found |= {int.from_bytes(line[x : x + 3], "little") for x in range(0, len(line), step)}
    return found


def brightest(colors: set[int]) -> float:
    return max(luminance(f"#{color:06X}") for color in colors)


@pytest.mark.parametrize(("kind", "identifier"), SCREENS)
def test_red_screens_give_red_light_only(start, kind: str, identifier: str) -> None:
    user = start(theme="red")
    user.visit(kind, identifier)
    colors = colors_of(user.picture())
    assert all(channels(f"#{color:06X}")[1:] == (0, 0) for color in colors)


@pytest.mark.parametrize("name", ["dark", "amber"])
def test_nothing_is_brighter_than_the_theme(start, name: str) -> None:
    user = start(theme=name)
    limit = max(map(luminance, all_colors(name))) + 0.001
    for kind, identifier in SCREENS:
        user.visit(kind, identifier)
        assert brightest(colors_of(user.picture())) <= limit, kind


def test_first_frame_is_in_the_theme(start) -> None:
    user = start(theme="red")
    assert all(channels(f"#{color:06X}")[1:] == (0, 0) for color in colors_of(user.picture()))


def test_print_preview_is_in_the_theme(start) -> None:
    user = start(theme="red")
    user.visit("print", "card:cards/mitigate/le")
    pane = user.window.center.currentWidget()
    user.qtbot.waitUntil(lambda: pane.pdf.isEnabled(), timeout=15000)
    assert all(channels(f"#{color:06X}")[1:] == (0, 0) for color in colors_of(user.picture()))


def test_menus_and_tool_tips_are_in_the_theme(start) -> None:
    user = start(theme="red")
    menu = QMenu(user.window)
    menu.addAction("Copy")
    menu.ensurePolished()
    menu.adjustSize()
    shown = colors_of(menu.grab().toImage())
    menu.deleteLater()
    assert all(channels(f"#{color:06X}")[1:] == (0, 0) for color in shown)
    assert channels(QToolTip.palette().toolTipBase().color().name())[1:] == (0, 0)
