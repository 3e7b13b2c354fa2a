"""Breaks the pieces of a page over sheets: headings keep company, paragraphs leave no single line, rows stay whole.

Lists at a page's end stand in two columns, filled sheet by sheet and made level where they end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fieldref.core.errors import PrintError
from fieldref.printing.formats import MM
from fieldref.printing.marks import Mark

COMPANY = 26 * MM
"""What a heading keeps with it on its sheet."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that is never broken: a line, a row, a frame; its marks stand at y = 0.

    `before` is the gap above it, dropped at the top of a sheet. `keep` binds it to the next piece. `again` is set anew
    at the top of a sheet that begins with this piece (a table's header row). With `columns` the piece is nothing but
    the rows of a list, `height` the first of them.
    """

    height: float
    marks: tuple[Mark, ...]
    before: float = 0.0
    keep: bool = False
    heading: bool = False
    again: Piece | None = None
    columns: TwoColumns | None = None


@dataclass(frozen=True, slots=True)
class TwoColumns:
    """Rows that are read down the left column, then down the right one, which stands `shift` points further."""

    rows: tuple[Piece, ...]
    shift: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece and the y of its upper edge on its sheet; `x` moves it to the right."""

    piece: Piece
    y: float
    x: float = 0.0


def flow(pieces: Sequence[Piece], first_top: float, later_top: float, bottom: float) -> list[list[Placed]]:
    """The pieces sheet by sheet; raises PrintError when one is higher than a sheet."""
    sheets: list[list[Placed]] = [[]]
    y = first_top
    for index, piece in enumerate(pieces):
        gap = piece.before if sheets[-1] else 0.0
        if sheets[-1] and y + gap + _needed(pieces, index) > bottom:
            sheets.append([])
            y, gap = later_top, 0.0
            if piece.again is not None:
                sheets[-1].append(Placed(piece.again, y))
                y += piece.again.height
        y += gap
        if piece.columns is not None:
            y = _spread(piece.columns, sheets, y, later_top, bottom)
            continue
        if y + piece.height > bottom and not (len(sheets) == 1 and not sheets[-1]):
            raise PrintError("A table row or frame of this page is higher than a sheet and cannot be printed.")
        if y + piece.height > bottom:
            sheets.append([])
            y = later_top
        sheets[-1].append(Placed(piece, y))
        y += piece.height
    return sheets


def _spread(columns: TwoColumns, sheets: list[list[Placed]], top: float, later_top: float, bottom: float) -> float:
    """Place the rows in two columns from `top` on, over as many sheets as they need; gives the lower edge."""
    rows = list(columns.rows)
    y = top
    while rows:
        left, right = _most_rows(rows, bottom - y)
        if not left and sheets[-1]:
            sheets.append([])
            y = later_top
            continue
        if not left:
            raise PrintError("A row of a list on this page is higher than a sheet and cannot be printed.")
        for x, column in ((0.0, left), (columns.shift, right)):
            at = y
            for row in column:
                sheets[-1].append(Placed(row, at, x))
                at += row.height
        rows = rows[len(left) + len(right) :]
        if rows:
            sheets.append([])
            y = later_top
    return y + max(_height(left), _height(right))


def _most_rows(rows: Sequence[Piece], room: float) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """As many rows as two columns of that height hold, shared out so that the columns are as level as can be."""
    for count in range(len(rows), 0, -1):
        splits = ((rows[:at], rows[at:count]) for at in range(1, count + 1))
        left, right = min(splits, key=lambda pair: (max(map(_height, pair)), len(pair[1])))
        if max(_height(left), _height(right)) <= room:
            return left, right
    return (), ()


def _height(rows: Sequence[Piece]) -> float:
    return sum(row.height for row in rows)


def _needed(pieces: Sequence[Piece], index: int) -> float:
    """The height that must be free below the gap for this piece to stand here."""
    need = pieces[index].height
    at = index
    while pieces[at].keep and at + 1 < len(pieces):
        at += 1
        need += pieces[at].before + pieces[at].height
    if not pieces[index].heading:
        return need
    company = need - pieces[index].height
    while company < COMPANY and at + 1 < len(pieces) and not pieces[at + 1].heading:
        at += 1
        company += pieces[at].before + pieces[at].height
    return pieces[index].height + company


def kept_together(pieces: Sequence[Piece]) -> list[Piece]:
    """The lines of a paragraph so bound that no sheet begins or ends with a single one."""
    last = len(pieces) - 1
    return [replace(piece, keep=number < last and number in (0, last - 1)) for number, piece in enumerate(pieces)]
