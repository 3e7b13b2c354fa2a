"""Marks for scissors and hands: cut and fold lines, corner marks, the 50 mm line that shows a scaled print."""

from __future__ import annotations

import math

from fieldref.printing.formats import MM
from fieldref.printing.marks import Box, Canvas, Line

RULER_LENGTH = 50 * MM
RULER_WORDS = "This line is 50 mm. If not, print again at 100 %."
RULER_SHORT = "50 mm at 100 %"
_TICKS = 5


def draw_ruler(canvas: Canvas, x: float, y: float, *, upright: bool = False) -> None:
    """The 50 mm line from (x, y) to the right, or downward, with a tick every 10 mm and longer ends."""
    if upright:
        canvas.add(Line(x, y, x, y + RULER_LENGTH, 1.0))
    else:
        canvas.add(Line(x, y, x + RULER_LENGTH, y, 1.0))
    for tick in range(_TICKS + 1):
        at = tick * RULER_LENGTH / _TICKS
        reach = (1.9 if tick in (0, _TICKS) else 1.0) * MM
        if upright:
            side = reach if tick in (0, _TICKS) else 0.0
            canvas.add(Line(x - reach, y + at, x + side, y + at, 0.8))
        else:
            side = reach if tick in (0, _TICKS) else 0.0
            canvas.add(Line(x + at, y - reach, x + at, y + side, 0.8))


def draw_scissors(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Scissors standing on a downward cut line, their point at (x, y)."""
    ring = 0.3 * size
    for side in (-1, 1):
        middle = (x + side * 0.28 * size, y - size)
        canvas.add(Box(middle[0] - ring / 2, middle[1] - ring / 2, ring, ring, 0.09 * size, radius=ring / 2))
        angle = math.atan2(0.28 * side, 1.0)
        start = (middle[0] - math.sin(angle) * ring / 2, middle[1] + math.cos(angle) * ring / 2)
        canvas.add(Line(start[0], start[1], x - side * 0.10 * size, y, 0.1 * size))


def draw_crop_marks(canvas: Canvas, xs: tuple[float, ...], ys: tuple[float, ...]) -> None:
    """Marks 8 mm long, 2 mm off the rectangle, at each cut down (xs) and across (ys)."""
    off, length = 2 * MM, 8 * MM
    for x in xs:
        canvas.add(Line(x, ys[0] - off - length, x, ys[0] - off, 0.5))
        canvas.add(Line(x, ys[-1] + off, x, ys[-1] + off + length, 0.5))
    for y in ys:
        canvas.add(Line(xs[0] - off - length, y, xs[0] - off, y, 0.5))
        canvas.add(Line(xs[-1] + off, y, xs[-1] + off + length, y, 0.5))


def draw_fold(canvas: Canvas, x1: float, y1: float, x2: float, y2: float) -> None:
    """A dotted fold line."""
    canvas.add(Line(x1, y1, x2, y2, 0.4, "dot"))
