"""The blocks of a page as pieces that never break: lines, steps, do-not frames, table rows, figures, blanks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape

from fieldref.core.errors import BundleError, PrintError
from fieldref.core.model import Block, Section
from fieldref.printing.blanks import draw_grid, make_grid
from fieldref.printing.card_body import Columns, DontColumns, Plate, draw_box, draw_donts, row_of
from fieldref.printing.faults import DetailFault
from fieldref.printing.fonts import CAP_HEIGHT
from fieldref.printing.formats import MM
from fieldref.printing.imprint import Imprint
from fieldref.printing.inline import inline_runs, local_words, only_locals
from fieldref.printing.marks import Box, Canvas, Line, Mark, Picture, cap_baseline
from fieldref.printing.page_flow import Piece, TwoColumns, kept_together
from fieldref.printing.page_tables import table_pieces
from fieldref.printing.typesetting import (
    DESCENT,
    Lines,
    Run,
    Words,
    block_height,
    break_lines,
    cut,
    set_lines,
    splittable,
)

BODY, BODY_LEADING = 11.5, 1.36
STEP, STEP_LEADING, STEP_BOX = 12.5, 1.24, 5.2 * MM
HEADING, SMALL_HEADING = 15.0, 12.5
CODE = 9.5
CAPTION = 9.5
BLANK_HEIGHT, BLANK_LABEL = 13 * MM, 9.0
SMALL, SMALL_LEADING = 9.0, 1.25
REFERENCE_GAP, REFERENCE_GUTTER = 0.5 * SMALL, 6 * MM
_FIGURE_HEIGHT = 110 * MM
_FORBIDS = re.compile(r"(?:<[^>]+>|\s)*(?:do not|never)\b", re.IGNORECASE)
_PLAIN_LEAD = re.compile(r"^(\s*(?:do not|never))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """The text column of a page: its left edge, its width, and where section codes hang."""

    left: float
    width: float
    code_left: float


@dataclass(frozen=True, slots=True)
class Reference:
    """A row of a list at a page's end: its mark ("[3]" or none), its bold title, and what follows."""

    mark: str
    title: str
    parts: tuple[str, ...]


class BlockSetter:
    """Sets blocks into one column with one imprint; `figure` gives the SVG of a figure by its name."""

    def __init__(self, column: Column, imprint: Imprint, figure: Callable[[str], bytes]) -> None:
        self._column = column
        self._imprint = imprint
        self._figure = figure

    # Sections

    def section(self, section: Section) -> list[Piece]:
        """A section: its code hanging beside its heading, then its blocks."""
        donts_only = section.meta.heading.strip().lower() == "do not" and any(map(_is_dont, section.blocks))
        pieces: list[Piece] = [] if donts_only else [self.heading(section.meta.heading, section.meta.code)]
        for block in section.blocks:
            made = self.block(block, boxes=section.meta.kind == "act")
            if donts_only and made and not pieces:
                made[0] = self._with_code(made[0], section.meta.code)
            pieces.extend(made)
        if pieces:
            pieces[0] = replace(pieces[0], before=BODY * 1.5)
        return pieces

    def heading(self, text: str, code: str) -> Piece:
        """A section's heading with its code in the margin."""
        piece = self._heading_lines(text, HEADING)
        return self._with_code(piece, code) if code else piece

    def _with_code(self, piece: Piece, code: str) -> Piece:
        canvas = Canvas()
        canvas.text(self._column.code_left, CAP_HEIGHT * HEADING, code, CODE, bold=True)
        return replace(piece, marks=canvas.frozen() + piece.marks)

    def _heading_lines(self, text: str, size: float, left: float | None = None) -> Piece:
        lines = break_lines(self._cut((Run(text, bold=True),), self._column.width, size), self._column.width / size)
        canvas = Canvas()
        height = set_lines(canvas, lines, self._column.left if left is None else left, 0, size, leading=1.15)
        return Piece(height + 0.25 * size, canvas.frozen(), before=1.1 * BODY, keep=True, heading=True)

    # Blocks

    def block(self, block: Block, *, boxes: bool) -> list[Piece]:
        """The pieces of one block; `boxes` gives steps a tick box."""
        if block.kind == "heading":
            return [self._heading_lines(_plain(block.html), SMALL_HEADING)]
        if block.kind in ("actions", "steps"):
            return self._steps(block.items, boxes=boxes or block.kind == "actions")
        if block.kind == "bullets":
            return self._bullets(block)
        if block.kind == "table":
            return table_pieces(block, self._column.left, self._column.width, self._imprint)
        if block.kind == "figure":
            return self._picture(block)
        keys = only_locals(block.html)
        if keys:
            return self._blanks(keys)
        return self._paragraph(block.html, quote=block.kind == "quote")

    def _paragraph(self, html: str, *, quote: bool = False) -> list[Piece]:
        indent = 5 * MM if quote else 0.0
        pieces = self._lines(html, self._column.left + indent, self._column.width - indent, BODY, BODY_LEADING)
        if quote:
            bar = Line(self._column.left + 1, 0, self._column.left + 1, BODY * BODY_LEADING, 1.2)
            pieces = [replace(piece, marks=(*piece.marks, bar)) for piece in pieces]
        return _opened(pieces, 0.55 * BODY)

    def _lines(self, html: str, left: float, width: float, size: float, leading: float) -> list[Piece]:
        """Running text line by line, so that a paragraph may go on overleaf."""
        pieces = []
        for runs in inline_runs(html, self._imprint):
            for line in break_lines(self._cut(runs, width, size), width / size):
                canvas = Canvas()
                set_lines(canvas, (line,), left, (leading - CAP_HEIGHT) / 2 * size, size, leading=leading)
                pieces.append(Piece(leading * size, canvas.frozen()))
        return kept_together(pieces)

    def _cut(self, runs: Sequence[Run], width: float, size: float) -> Words:
        return splittable(cut(runs), width / size)

    def _steps(self, items: Sequence[str], *, boxes: bool) -> list[Piece]:
        if all(map(only_locals, items)):
            return self._blanks([key for item in items for key in only_locals(item)])
        columns = Columns.at(STEP, STEP_BOX, digits=len(str(len(items))))
        shift = 0.0 if boxes else columns.number
        width = self._column.width - columns.text + shift
        pieces = []
        for number, item in enumerate(items, 1):
            lines = self._item_lines(item, width, STEP, pull=True)
            row = row_of(len(lines), STEP, STEP_LEADING, columns.box if boxes else CAP_HEIGHT * STEP)
            canvas = Canvas()
            if boxes:
                draw_box(canvas, self._column.left, row.box, columns, 0.9, str(number))
            else:
                baseline = cap_baseline(row.text + CAP_HEIGHT * STEP / 2, STEP)
                canvas.text(self._column.left, baseline, str(number), STEP, bold=True)
            left = self._column.left + columns.text - shift
            set_lines(canvas, lines, left, row.text, STEP, leading=STEP_LEADING)
            pieces.append(Piece(row.height, canvas.frozen(), before=0.5 * STEP))
        return pieces

    def _item_lines(self, html: str, width: float, size: float, *, pull: bool = False) -> Lines:
        lines: Lines = ()
        for runs in inline_runs(html, self._imprint):
            lines += break_lines(self._cut(runs, width, size), width / size, pull=pull)
        return lines

    def _bullets(self, block: Block) -> list[Piece]:
        if _is_dont(block):
            return self._donts(block.items)
        if all(map(only_locals, block.items)):
            return self._blanks([key for item in block.items for key in only_locals(item)])
        pieces: list[Piece] = []
        indent = 1.5 * BODY
        for item in block.items:
            lines = self._lines(item, self._column.left + indent, self._column.width - indent, BODY, BODY_LEADING)
            if lines:
                dot = 0.3 * BODY
                middle = BODY_LEADING * BODY / 2
                mark = Box(self._column.left + 0.45 * BODY, middle - dot / 2, dot, dot, fill="black", radius=dot / 2)
                lines[0] = replace(lines[0], marks=(mark, *lines[0].marks))
            pieces.extend(_opened(lines, (0.3 if pieces else 0.55) * BODY))
        return pieces

    def _donts(self, items: Sequence[str]) -> list[Piece]:
        """One frame; several only when all the lines together are too high for half a sheet."""
        columns = DontColumns.at(STEP, STEP_BOX)
        width = self._column.width - columns.text - columns.right - 1.6
        lines = [self._item_lines(_bold_lead(item), width, STEP, pull=True) for item in items]
        frames: list[list[Lines]] = [[]]
        for item in lines:
            if sum(map(len, frames[-1])) + len(item) > 20:
                frames.append([])
            frames[-1].append(item)
        return [self._dont_frame(frame) for frame in frames if frame]

    def _dont_frame(self, donts: Sequence[Lines]) -> Piece:
        canvas = Canvas()
        bottom = draw_donts(
            canvas,
            donts,
            plate=Plate(11, straddles=False),
            box=STEP_BOX,
            heavy=1.6,
            leading=STEP_LEADING,
            size=STEP,
            spacing=0.9,
            left=self._column.left,
            top=0,
            width=self._column.width,
        )
        return Piece(bottom, canvas.frozen(), before=0.8 * BODY)

    def _blanks(self, keys: Sequence[str]) -> list[Piece]:
        width = self._column.width
        try:
            grid = make_grid(keys, self._imprint, width=width, label=BLANK_LABEL, least=BLANK_HEIGHT, value=15)
        except DetailFault:  # a page has room for a detail that no cell holds
            return [piece for key in keys for piece in self._paragraph(escape(local_words(key, self._imprint)))]
        pieces = []
        for number, row in enumerate(grid.rows):
            canvas = Canvas()
            bottom = draw_grid(canvas, replace(grid, rows=(row,)), self._column.left, 0, BLANK_HEIGHT)
            pieces.append(Piece(bottom, canvas.frozen(), before=0.0 if number else 0.8 * BODY, keep=False))
        return pieces

    # Figures

    def _picture(self, block: Block) -> list[Piece]:
        from PySide6.QtCore import QByteArray
        from PySide6.QtSvg import QSvgRenderer

        try:
            svg = self._figure(block.source)
        except BundleError:
            return self._paragraph(f"<strong>Figure missing from this copy:</strong> {block.alt}", quote=True)
        size = QSvgRenderer(QByteArray(svg)).defaultSize()
        if size.width() <= 0 or size.height() <= 0:
            raise PrintError(f"The figure {block.source} is damaged. Install fieldref again.")
        scale = min(self._column.width / size.width(), _FIGURE_HEIGHT / size.height())
        width, height = size.width() * scale, size.height() * scale
        marks: tuple[Mark, ...] = (Picture(self._column.left, 0, width, height, svg),)
        picture = Piece(height, marks, before=0.9 * BODY, keep=bool(block.caption))
        caption = self._lines(block.caption, self._column.left, self._column.width, CAPTION, 1.3)
        return [picture, *_opened([replace(line, keep=line is not caption[-1]) for line in caption], 0.4 * BODY)]

    # Lists at the end

    def references(self, title: str, rows: Sequence[Reference]) -> list[Piece]:
        """A list in small type under a short rule, in two columns over the whole width: sources, or named entries."""
        left = self._column.code_left
        rule = Line(left, 0, left + 40 * MM, 0, 0.6)
        head = replace(self._heading_lines(title, 11.0, left), before=0.7 * BODY, height=16.0)
        indent = 7 * MM if any(row.mark for row in rows) else 0.0
        whole = self._column.left + self._column.width - left
        width = (whole - REFERENCE_GUTTER) / 2
        entries = tuple(self._reference(row, left, indent, width - indent) for row in rows)
        columns = TwoColumns(entries, width + REFERENCE_GUTTER)
        return [Piece(0.6, (rule,), before=1.6 * BODY, keep=True), head, Piece(entries[0].height, (), columns=columns)]

    def _reference(self, row: Reference, left: float, indent: float, room: float) -> Piece:
        words = [Run(f"{row.title.rstrip('.')}.", bold=True), *(Run(f" {part}") for part in row.parts if part)]
        lines = break_lines(self._cut(words, room, SMALL), room / SMALL)
        canvas = Canvas()
        if row.mark:
            canvas.text(left, CAP_HEIGHT * SMALL, row.mark, SMALL, bold=True)
        set_lines(canvas, lines, left + indent, 0, SMALL, leading=SMALL_LEADING)
        height = block_height(len(lines), SMALL, SMALL_LEADING) - DESCENT * SMALL + REFERENCE_GAP
        return Piece(height, canvas.frozen())


def _opened(pieces: list[Piece], before: float) -> list[Piece]:
    """The pieces with a gap above the first."""
    return [replace(pieces[0], before=before), *pieces[1:]] if pieces else []


def _is_dont(block: Block) -> bool:
    """Whether a list is nothing but prohibitions, each complete in itself."""
    return block.kind == "bullets" and bool(block.items) and all(map(_FORBIDS.match, block.items))


def _bold_lead(html: str) -> str:
    """The item with its "Do not" or "Never" in bold, so that it cannot be read as an instruction."""
    return _PLAIN_LEAD.sub(r"<strong>\1</strong>", html, count=1)


def _plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)
