"""A card's steps and do-nots, measured and drawn by the same functions: without a canvas they only measure.

The body has one size and one spacing factor; its height is linear in the factor, which `BodyHeight` uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldref.core.model import CardLine
from fieldref.printing.fonts import CAP_HEIGHT
from fieldref.printing.formats import Measures
from fieldref.printing.marks import Box, Canvas, Hatch, Line, cap_baseline, text_width
from fieldref.printing.typesetting import DESCENT, Lines, Run, Words, break_lines, cut, set_lines

BEFORE_FIRST = 0.56
BETWEEN_STEPS = 0.78
BETWEEN_DONTS = 0.8
BEFORE_FRAME = 0.7
BEFORE_STRADDLING_FRAME = 0.45
INSIDE_FRAME = 0.5
DONT_WORDS = "DO NOT"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where box, number and text stand at a body size, from the left edge of the text."""

    box: float
    number: float
    number_size: float
    text: float

    @classmethod
    def at(cls, size: float, box: float, digits: int = 1) -> Columns:
        """The columns of steps with numbers of so many digits."""
        side = max(box, 0.92 * size)
        number = side + 0.42 * size
        number_size = min(1.4 * size, side)
        width = text_width("0" * digits, number_size, bold=True)
        return cls(side, number, number_size, number + width + 0.55 * size)


@dataclass(frozen=True, slots=True)
class DontColumns:
    """Where bar, cross and text stand in a DO NOT frame, from its left edge."""

    bar: float
    cross: float
    cross_size: float
    text: float
    right: float

    @classmethod
    def at(cls, size: float, box: float) -> DontColumns:
        """The columns at a body size; `box` is the size of the format's tick box."""
        bar = 0.42 * box
        cross = bar + 0.5 * size
        return cls(bar, cross, 0.66 * size, cross + (0.66 + 0.52) * size, 0.4 * size)


def card_words(lines: Sequence[CardLine]) -> tuple[Words, ...]:
    """Steps or do-nots cut into tokens, the leading words bold; raises Unprintable."""
    return tuple(cut([Run(line.lead, bold=True), Run(line.rest)]) for line in lines)


@dataclass(frozen=True, slots=True)
class Row:
    """A step's place in its row: from the row's top to the box, to the first capitals, and to the row's end."""

    box: float
    text: float
    height: float


def row_of(count: int, size: float, leading: float, box: float) -> Row:
    """Box and number stand centered on one or two lines, and at the first of three or more."""
    capitals = ((count - 1) * leading + CAP_HEIGHT) * size
    if count <= 2:
        middle = max(box, capitals) / 2
        top = middle - capitals / 2
        return Row(middle - box / 2, top, max(box, top + capitals + DESCENT * size))
    middle = max(box, CAP_HEIGHT * size) / 2
    top = middle - CAP_HEIGHT * size / 2
    return Row(middle - box / 2, top, top + capitals + DESCENT * size)


def draw_steps(
    canvas: Canvas | None,
    steps: Sequence[Lines],
    measures: Measures,
    size: float,
    spacing: float,
    left: float,
    top: float,
    width: float,
    *,
    forbidding: Sequence[bool] = (),
) -> float:
    """Measure or draw the steps and give the y of their lower edge.

    Those marked in `forbidding` have a cross and neither box nor number, so that nobody ticks what must not be done.
    """
    columns = Columns.at(size, measures.box)
    gap = BETWEEN_STEPS * size * spacing
    y = top
    number = 0
    for place, lines in enumerate(steps):
        if place:
            if canvas is not None:
                middle = y + gap / 2
                canvas.add(Line(left + columns.number, middle, left + width, middle, measures.hairline))
            y += gap
        row = row_of(len(lines), size, measures.leading, columns.box)
        forbids = place < len(forbidding) and forbidding[place]
        number += not forbids
        if canvas is not None:
            if forbids:
                side = 0.8 * size
                draw_cross(canvas, left + (columns.box - side) / 2, y + row.box + columns.box / 2, side, 0.16 * size)
            else:
                draw_box(canvas, left, y + row.box, columns, measures.box_stroke, str(number))
            set_lines(canvas, lines, left + columns.text, y + row.text, size, leading=measures.leading)
        y += row.height
    return y


def draw_box(canvas: Canvas, left: float, top: float, columns: Columns, stroke: float, number: str) -> None:
    """An open tick box and the step's number beside it ("" for none)."""
    canvas.add(Box(left + stroke / 2, top + stroke / 2, columns.box - stroke, columns.box - stroke, stroke))
    if number:
        baseline = cap_baseline(top + columns.box / 2, columns.number_size)
        canvas.text(left + columns.number, baseline, number, columns.number_size, bold=True)


@dataclass(frozen=True, slots=True)
class Plate:
    """The DO NOT plate of a frame: type size, height, and whether it stands across the frame's upper rule."""

    size: float
    straddles: bool

    @property
    def height(self) -> float:
        """The plate's height in points."""
        return 1.5 * self.size

    @property
    def above(self) -> float:
        """How much of it stands above the frame."""
        return self.height / 2 if self.straddles else 0.0


def draw_donts(
    canvas: Canvas | None,
    donts: Sequence[Lines],
    *,
    plate: Plate,
    box: float,
    heavy: float,
    leading: float,
    size: float,
    spacing: float,
    left: float,
    top: float,
    width: float,
) -> float:
    """Measure or draw the DO NOT frame whose upper edge is `top` and give its lower edge."""
    columns = DontColumns.at(size, box)
    text = Canvas() if canvas is not None else None
    pad = INSIDE_FRAME * size * spacing
    y = top + heavy + pad + (plate.height / 2 if plate.straddles else plate.height)
    for number, lines in enumerate(donts):
        if number:
            y += BETWEEN_DONTS * size * spacing
        if text is not None:
            draw_cross(text, left + columns.cross, y + CAP_HEIGHT * size / 2, columns.cross_size, 0.16 * size)
        y += set_lines(text, lines, left + columns.text, y, size, leading=leading)
    bottom = y + pad + heavy
    if canvas is not None and text is not None:
        _draw_frame(canvas, plate, columns.bar, heavy, left, top, width, bottom)
        canvas.add(*text.marks)  # after the plate, so that the words are read in their order
    return bottom


def _draw_frame(
    canvas: Canvas, plate: Plate, bar: float, heavy: float, left: float, top: float, width: float, bottom: float
) -> None:
    canvas.add(Hatch(left + heavy, top + heavy, bar - heavy, bottom - top - 2 * heavy, 1.3 * bar, "warning"))
    thin = heavy / 3
    canvas.add(Line(left + bar + thin / 2, top + heavy, left + bar + thin / 2, bottom - heavy, thin))
    canvas.add(Box(left + heavy / 2, top + heavy / 2, width - heavy, bottom - top - heavy, heavy))
    word = text_width(DONT_WORDS, plate.size, bold=True)
    x = left + bar + (0.8 * plate.size if plate.straddles else 0.0)
    y = top - plate.above + (0.0 if plate.straddles else heavy / 2)
    canvas.add(Box(x, y, word + 1.7 * plate.size, plate.height, fill="black"))
    baseline = cap_baseline(y + plate.height / 2, plate.size)
    canvas.text(x + 0.85 * plate.size, baseline, DONT_WORDS, plate.size, bold=True, ink="white")


def draw_cross(canvas: Canvas, left: float, middle: float, size: float, stroke: float) -> None:
    """The cross of a do-not, drawn, so that it is the same in every viewer."""
    half = size / 2
    canvas.add(Line(left, middle - half, left + size, middle + half, stroke))
    canvas.add(Line(left, middle + half, left + size, middle - half, stroke))


def broken(words: Sequence[Words], room: float, size: float) -> tuple[Lines, ...]:
    """Steps or do-nots in lines for a column of `room` points; raises TooLong for a word wider than that."""
    return tuple(break_lines(tokens, room / size, pull=True) for tokens in words)
