"""The grid of labelled cells: empty to be written in, or with the agency's own detail and its date."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fieldref.printing.faults import DetailFault, TooLong, Unprintable
from fieldref.printing.fonts import CAP_HEIGHT, is_right_to_left
from fieldref.printing.imprint import Imprint
from fieldref.printing.marks import Box, Canvas, Line, text_width
from fieldref.printing.typesetting import Lines, Run, block_height, break_lines, cut, line_width, set_lines, splittable

_PAD = 0.6
_TOP, _BELOW_LABEL, _BOTTOM = 0.45, 0.32, 0.2
_VALUE_LEADING = 1.06


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid: its label, what is filled in (no lines: nothing), at what size, and whether it is wide."""

    key: str
    label: str
    lines: Lines
    size: float
    date: str
    date_beside_value: bool
    wide: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells row by row; a row holds two cells or one wide one."""

    rows: tuple[tuple[Cell, ...], ...]
    label: float
    width: float

    def height(self, cell: float) -> float:
        """The height of the grid when its cells are `cell` high."""
        return len(self.rows) * cell


def make_grid(keys: Sequence[str], imprint: Imprint, *, width: float, label: float, least: float, value: float) -> Grid:
    """Lay out cells at least `least` high with values of at most `value` points.

    Raises DetailFault for a detail that does not fit a wide cell in two lines at the label's size, and TooLong for a
    label that does not fit its cell.
    """
    rows: list[tuple[Cell, ...]] = []
    waiting: Cell | None = None

    def widened(cell: Cell) -> Cell:
        """A cell that stands alone in its row, its value as large as the row lets it be."""
        return _cell(cell.key, imprint, width, label, least, value, wide=True) or replace(cell, wide=True)

    for key in keys:
        cell = _cell(key, imprint, width / 2, label, least, value, wide=False)
        if cell is None:
            wide = _cell(key, imprint, width, label, least, value, wide=True)
            if wide is None:
                named = f"The local detail “{imprint.label(key)}”"
                raise DetailFault(f"{named} is too long for its cell. Shorten it in the local details.")
            if waiting is not None:
                rows.append((widened(waiting),))
                waiting = None
            rows.append((wide,))
        elif waiting is not None:
            rows.append((waiting, cell))
            waiting = None
        else:
            waiting = cell
    if waiting is not None:
        rows.append((widened(waiting),))
    return Grid(tuple(rows), label, width)


def unprintable_detail(label: str, error: Unprintable) -> DetailFault:
    """What is wrong with a detail that holds such a character."""
    return DetailFault(f"The local detail “{label}” cannot be printed. {error}")


def _cell(
    key: str, imprint: Imprint, width: float, label: float, height: float, most: float, *, wide: bool
) -> Cell | None:
    """The cell, or None when its content needs a wider one; a label too long for a wide cell raises TooLong."""
    words = imprint.label(key)
    room = width - 2 * _PAD * label
    label_width = text_width(words, label)
    if label_width > room:
        if wide:
            raise TooLong(f"the label “{words}” is too long for its cell. Shorten the label.")
        return None
    value = imprint.value(key)
    if value is None:
        return Cell(key, words, (), 0, "", date_beside_value=False, wide=wide)
    date_width = text_width(value.date, label) + label
    beside = label_width + date_width > room
    try:
        fitted = _fit_value(value.value, room, date_width if beside else 0.0, label, height, most, split=wide)
    except Unprintable as error:
        raise unprintable_detail(words, error) from error
    if fitted is None:
        return None
    lines, size = fitted
    return Cell(key, words, lines, size, value.date, beside, wide)


def _fit_value(
    text: str, room: float, date: float, label: float, height: float, most: float, *, split: bool
) -> tuple[Lines, float] | None:
    """The value on one line as large as can be, else on two of the label's size; `split` breaks a long address."""
    tokens = cut([Run(text, bold=True)])
    below = height - _label_height(label) - _BOTTOM * label
    tallest = below / (CAP_HEIGHT + 0.24)
    natural = line_width(tokens)
    size = min(most, tallest, math.floor((room - date) / natural * 4) / 4)
    if size >= label:
        return (tokens,), size
    words = splittable(tokens, (room - date) / label) if split and not is_right_to_left(text) else tokens
    try:
        lines = break_lines(words, (room - date) / label)
    except TooLong:
        return None
    if len(lines) <= 2 and block_height(len(lines), label, _VALUE_LEADING) <= below:
        return lines, label
    return None


def _label_height(label: float) -> float:
    """From the cell's upper edge to where a value may begin."""
    return (_TOP + CAP_HEIGHT + _BELOW_LABEL) * label


def draw_grid(canvas: Canvas, grid: Grid, left: float, top: float, cell: float) -> float:
    """Draw the grid with cells of the given height and give its lower edge."""
    line = 0.07 * grid.label
    bottom = top + grid.height(cell)
    for number, row in enumerate(grid.rows):
        y = top + number * cell
        if number:
            canvas.add(Line(left, y, left + grid.width, y, line))
        width = grid.width / len(row)
        for column, item in enumerate(row):
            _draw_cell(canvas, item, left + column * width, y, width, cell, grid.label)
        if len(row) == 2:
            canvas.add(Line(left + width, y, left + width, y + cell, line))
    canvas.add(Box(left + line / 2, top + line / 2, grid.width - line, bottom - top - line, line))
    return bottom


def _draw_cell(canvas: Canvas, cell: Cell, x: float, y: float, width: float, height: float, label: float) -> None:
    left, right = x + _PAD * label, x + width - _PAD * label
    baseline = y + (_TOP + CAP_HEIGHT) * label
    canvas.text(left, baseline, cell.label, label, room=right - left)
    if not cell.lines:
        return
    begin = y + _label_height(label)
    room = y + height - _BOTTOM * label - begin
    block = block_height(len(cell.lines), cell.size, _VALUE_LEADING)
    top = begin + max(0.0, (room - block) / 2)
    set_lines(canvas, cell.lines, left, top, cell.size, leading=_VALUE_LEADING)
    if cell.date_beside_value:
        baseline = top + CAP_HEIGHT * cell.size
    canvas.text(right, baseline, cell.date, label, align="right", room=right - left)
