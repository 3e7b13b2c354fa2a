"""Figures in the theme's own colors."""

from __future__ import annotations

from fieldref.core.library import Library
from fieldref.gui.figures import TOKENS, Figures, in_theme
from fieldref.gui.look import Look


def test_day_leaves_a_drawing_as_it_is() -> None:
    drawing = "".join(f'<rect fill="{color}"/>' for color in TOKENS).encode()
    assert in_theme(drawing, Look("day")).upper() == drawing.upper()


def test_red_leaves_no_green_and_no_blue(qapp, library: Library) -> None:
    image = Figures(library, Look("red")).image("zones.svg", 300, 1.0)
    colors = {image.pixelColor(x, y).getRgb()[1:3] for x in range(0, 300, 7) for y in range(0, image.height(), 7)}
    assert colors == {(0, 0)}
