"""The chain row: which phase of the defense chain a card or page belongs to, by word, shape, place and color."""

from __future__ import annotations

from typing import cast

from fieldref.core.model import PHASES
from fieldref.printing.marks import Box, Canvas, Ink, Line, Mark, Shape, cap_baseline, text_width

PHASE_WORDS = {"prevent": "PREVENT", "mitigate": "MITIGATE", "follow-up": "FOLLOW UP"}


def phase_ink(part: str) -> Ink:
    """The ink of a phase; black for everything outside the chain."""
    return cast(Ink, part) if part in PHASES else "black"


def draw_chain(canvas: Canvas, part: str, left: float, top: float, width: float, height: float, word: float) -> None:
    """The chain across the text width: the active phase a plate with its word, the others small hollow shapes.

    Outside the chain (`part` is no phase) all three are hollow.
    """
    middle = top + height / 2
    plate = 0.0
    if part in PHASES:
        plate = max(0.30 * width, text_width(PHASE_WORDS[part], word, bold=True) + 1.25 * height)
    small = 0.42 * height
    line = 0.04 * height
    spans = {"prevent": (left, left + small), "mitigate": _around(left + width / 2, small)}
    spans["follow-up"] = (left + width - small, left + width)
    if part == "prevent":
        spans[part] = (left, left + plate)
    elif part == "mitigate":
        spans[part] = _around(left + width / 2, plate)
    elif part == "follow-up":
        spans[part] = (left + width - plate, left + width)
    for before, after in (("prevent", "mitigate"), ("mitigate", "follow-up")):
        canvas.add(Line(spans[before][1], middle, spans[after][0], middle, line))
    for phase in PHASES:
        start, end = spans[phase]
        if phase == part:
            draw_plate(canvas, phase, start, top, end - start, height, word)
        else:
            canvas.add(_hollow(phase, start, middle - small / 2, small, line))


def _around(middle: float, width: float) -> tuple[float, float]:
    return middle - width / 2, middle + width / 2


def _hollow(phase: str, x: float, y: float, size: float, line: float) -> Mark:
    inset = line / 2
    if phase == "mitigate":
        half = size / 2
        grow = 0.1 * size  # a diamond looks smaller than circle and square of the same width
        return Shape(
            (
                (x + half, y - grow + inset),
                (x + size + grow - inset, y + half),
                (x + half, y + size + grow - inset),
                (x - grow + inset, y + half),
            ),
            line,
        )
    radius = (size - line) / 2 if phase == "prevent" else 0.0
    return Box(x + inset, y + inset, size - line, size - line, line, radius=radius)


def draw_plate(canvas: Canvas, phase: str, x: float, y: float, width: float, height: float, word: float) -> None:
    """The solid plate of the active phase: round, pointed or square at its ends, its word in white capitals."""
    ink = phase_ink(phase)
    if phase == "prevent":
        canvas.add(Box(x, y, width, height, fill=ink, radius=height / 2))
    elif phase == "mitigate":
        point = height / 2
        canvas.add(
            Shape(
                (
                    (x, y + point),
                    (x + point, y),
                    (x + width - point, y),
                    (x + width, y + point),
                    (x + width - point, y + height),
                    (x + point, y + height),
                ),
                fill=ink,
            )
        )
    else:
        canvas.add(Box(x, y, width, height, fill=ink))
    canvas.text(
        x + width / 2,
        cap_baseline(y + height / 2, word),
        PHASE_WORDS[phase],
        word,
        bold=True,
        ink="white",
        room=width - height / 2,
        align="center",
    )
