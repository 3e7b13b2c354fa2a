"""Tables of a page: columns as wide as what they hold, rows that never break, a header that returns on each sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fieldref.core.model import Block
from fieldref.printing.imprint import Imprint
from fieldref.printing.inline import inline_runs
from fieldref.printing.marks import Canvas, Line
from fieldref.printing.page_flow import Piece
from fieldref.printing.typesetting import Lines, break_lines, cut, line_width, set_lines, splittable

SIZE, LEADING = 10.0, 1.25
_GUTTER = 0.9 * SIZE
_RULE, _HAIRLINE = 1.0, 0.35


@dataclass(frozen=True, slots=True)
class _Table:
    left: float
    width: float
    columns: tuple[float, ...]
    imprint: Imprint


def table_pieces(block: Block, left: float, width: float, imprint: Imprint) -> list[Piece]:
    """One piece for each row, the header kept with the first."""
    rows = [block.header, *block.rows] if block.header else list(block.rows)
    if not any(rows):
        return []
    table = _Table(left, width, _column_widths(rows, width, imprint), imprint)
    header = _row(table, block.header, bold=True) if block.header else None
    pieces = [replace(header, before=_GUTTER, keep=True)] if header else []
    pieces.extend(replace(_row(table, row), again=header) for row in block.rows)
    return pieces


def _column_widths(rows: Sequence[Sequence[str]], width: float, imprint: Imprint) -> tuple[float, ...]:
    """Widths by what the cells hold: all of it if there is room, else shared out by how much each holds."""
    count = max(map(len, rows))
    natural, least = [0.0] * count, [0.0] * count
    for row in rows:
        for number, cell in enumerate(row):
            for runs in inline_runs(cell, imprint, bold=row is rows[0]):
                words = cut(runs)
                natural[number] = max(natural[number], line_width(words) * SIZE + _GUTTER)
                widest = max((token.width for token in words), default=0.0)
                least[number] = max(least[number], min(widest * SIZE + _GUTTER, width / count))
    if sum(natural) <= width:
        spare = (width - sum(natural)) / count
        return tuple(column + spare for column in natural)
    extra = width - sum(least)
    wish = [max(0.0, whole - part) ** 0.5 for whole, part in zip(natural, least, strict=True)]
    return tuple(part + extra * share / (sum(wish) or 1.0) for part, share in zip(least, wish, strict=True))


def _row(table: _Table, cells: Sequence[str], *, bold: bool = False) -> Piece:
    canvas = Canvas()
    x, height, top = table.left, 0.0, 0.45 * SIZE
    for cell, width in zip(cells, table.columns, strict=False):
        room = (width - _GUTTER) / SIZE
        lines: Lines = ()
        for runs in inline_runs(cell, table.imprint, bold=bold):
            lines += break_lines(splittable(cut(runs), room), room)
        height = max(height, set_lines(canvas, lines, x, top, SIZE, leading=LEADING))
        x += width
    bottom = top + height + 0.35 * SIZE
    canvas.add(Line(table.left, bottom, table.left + table.width, bottom, _RULE if bold else _HAIRLINE))
    return Piece(bottom, canvas.frozen())
