"""Lays out one card in one format: the largest type that fits, nothing cut, or a CardFault (CARDS.md section 4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fieldref.core.errors import PrintError
from fieldref.core.model import Card
from fieldref.printing.blanks import Grid, draw_grid, make_grid
from fieldref.printing.card_body import (
    BEFORE_FIRST,
    BEFORE_FRAME,
    BEFORE_STRADDLING_FRAME,
    Columns,
    DontColumns,
    Plate,
    broken,
    card_words,
    draw_donts,
    draw_steps,
)
from fieldref.printing.card_frame import (
    Title,
    draw_role_row,
    draw_thumb_index,
    draw_title,
    role_words,
    split_title,
    titles,
)
from fieldref.printing.chain import draw_chain, phase_ink
from fieldref.printing.faults import CardFault, DetailFault, TooLong
from fieldref.printing.foot import card_foot, draw_foot
from fieldref.printing.formats import Measures
from fieldref.printing.imprint import Imprint
from fieldref.printing.marks import Canvas, Line, Mark, cap_baseline
from fieldref.printing.typesetting import Lines, Words

NOTES_LABEL = "Times and notes (may become evidence)"
_BEFORE_GRID = 0.47
_STEP = 0.25
_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class CardDrawing:
    """A card as it is printed, with what its layout came to (sizes in points, `spacing` the factor k)."""

    card: Card
    format_name: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    body_size: float
    spacing: float
    title_size: float
    title_lines: int
    note_lines: int


def lay_out_card(card: Card, measures: Measures, imprint: Imprint) -> CardDrawing:
    """The card in this format; raises CardFault, or DetailFault when a local detail is to blame.

    On the wallet the short form is set, with room for the panel's number at its foot.
    """
    try:
        return _Layout(card, measures, imprint).draw()
    except CardFault:
        raise
    except DetailFault as error:
        raise DetailFault(f"Card {card.code} cannot be printed in the format {measures.name}. {error}") from error
    except PrintError as error:
        raise CardFault(card.id, card.code, measures.name, str(error)) from error


@dataclass(frozen=True, slots=True)
class _Fit:
    """One body size with its lines: everything of a card's body that depends on the size."""

    size: float
    steps: tuple[Lines, ...]
    donts: tuple[Lines, ...]
    grid: Grid | None


class _Layout:
    def __init__(self, card: Card, measures: Measures, imprint: Imprint) -> None:
        self.card = card
        self.m = measures
        self.imprint = imprint
        self.short = measures.name == "wallet"
        lines = card.wallet if self.short else card.steps
        self.steps = card_words(lines)
        self.forbidding = tuple(line.text.startswith(("Do not ", "Never ")) for line in lines)
        self.donts: tuple[Words, ...] = () if self.short else card_words(card.donts)
        self.plate = Plate(measures.dont_plate, measures.plate_straddles)
        self.tightest = measures.tight if measures.tightest is None else measures.tightest
        self.fits: dict[float, _Fit | None] = {}
        if not self.steps:
            raise TooLong(
                "it has no steps for this format. Write its short form." if self.short else "it has no steps."
            )
        if len(self.steps) > 9:
            raise TooLong("it has more than 9 steps. Split the card.")

    # The whole card

    def draw(self) -> CardDrawing:
        m = self.m
        canvas = Canvas()
        role_bottom = self.draw_head(canvas)
        foot = Canvas()
        foot_top = draw_foot(
            foot,
            card_foot(self.card, self.imprint, numbered=self.short),
            left=m.left,
            bottom=m.height - m.bottom,
            width=m.text_width,
            policy=m.policy,
            size=m.foot,
        )
        title, fit, spacing = self.search(role_bottom, foot_top)
        rule = draw_title(canvas, title, m.left, role_bottom)
        canvas.add(
            Line(
                m.left,
                rule + m.heavy / 2,
                m.width - m.right,
                rule + m.heavy / 2,
                m.heavy,
                ink=phase_ink(self.card.part),
            )
        )
        notes = self.draw_body(canvas, fit, spacing, rule + m.heavy, foot_top)
        canvas.add(*foot.frozen())
        draw_thumb_index(canvas, self.card, m)
        return CardDrawing(
            self.card,
            m.name,
            m.width,
            m.height,
            canvas.frozen(),
            fit.size,
            spacing,
            title.size,
            len(title.lines),
            notes,
        )

    def draw_head(self, canvas: Canvas) -> float:
        m, card = self.m, self.card
        draw_chain(canvas, card.part, m.left, m.top, m.text_width, m.chain_height, m.chain_word)
        words = split_title(card)[0] or role_words(card.roles, self.imprint)
        top = m.top + m.chain_height + m.chain_gap
        return draw_role_row(canvas, card.roles, words, card.code, m.left, top, m.text_width, m.role_size)

    # The search

    def search(self, top: float, bottom: float) -> tuple[Title, _Fit, float]:
        """The title, the body and its spacing: the first title whose body fits, titles falling in half points."""
        m = self.m
        for title in titles(split_title(self.card)[1], m.text_width, m.title.least, m.title.most):
            room = bottom - (top + title.height + m.heavy)
            found = self.search_body(room)
            if found is not None:
                fit, spacing = found
                return title, fit, self.spread(fit, spacing, room)
        return self.fail(room)

    def fail(self, room: float) -> tuple[Title, _Fit, float]:
        m = self.m
        if self.fit_at(m.body.least) is None:
            broken(self.steps, m.text_width - Columns.at(m.body.least, m.box).text, m.body.least)  # names the word
            self.break_donts(m.body.least)
        fit = self.fit_at(m.body.least)
        over = (self.height(fit, self.tightest) - room) if fit else 0.0
        raise TooLong(f"at the least size of {m.body.least:g} pt it is {over * 25.4 / 72:.1f} mm too high. Shorten it.")

    def search_body(self, room: float) -> tuple[_Fit, float] | None:
        m = self.m
        for size in _sizes(m.body.most, m.comfort_floor * m.body.least):
            fit = self.fit_at(size)
            if fit is not None and self.height(fit, m.comfortable) <= room + _TOLERANCE:
                return fit, m.comfortable
        for size in _sizes(m.body.most, m.body.least):
            fit = self.fit_at(size)
            if fit is not None and self.height(fit, m.tight) <= room + _TOLERANCE:
                return self.eased(fit, room)
        fit = self.fit_at(m.body.least)
        if fit is not None and self.height(fit, self.tightest) <= room + _TOLERANCE:
            return fit, self.tightest
        return None

    def eased(self, fit: _Fit, room: float) -> tuple[_Fit, float]:
        """A tight fit, or one up to half a point smaller whose steps stand freer: white space before type size.

        Not where type is small already: there every quarter point counts.
        """
        m = self.m
        enough = (m.tight + m.comfortable) / 2
        for smaller in (fit.size, fit.size - _STEP, fit.size - 2 * _STEP):
            other = self.fit_at(smaller) if smaller >= m.comfort_floor * m.body.least else None
            if other is not None and self.spread(other, m.tight, room) >= enough:
                return other, m.tight
        return fit, m.tight

    def fit_at(self, size: float) -> _Fit | None:
        """The body's lines at a size, or None when a word is wider than its column."""
        if size not in self.fits:
            m = self.m
            try:
                steps = broken(self.steps, m.text_width - Columns.at(size, m.box).text, size)
                self.fits[size] = _Fit(size, steps, self.break_donts(size), self.grid_at(size))
            except TooLong:
                self.fits[size] = None
        return self.fits[size]

    def break_donts(self, size: float) -> tuple[Lines, ...]:
        columns = DontColumns.at(size, self.m.box)
        return broken(self.donts, self.m.text_width - columns.text - columns.right - self.m.heavy, size)

    def grid_at(self, size: float) -> Grid | None:
        m = self.m
        if self.short or not self.card.blanks:
            return None
        return make_grid(
            self.card.blanks, self.imprint, width=m.text_width, label=m.label, least=m.cell.least, value=size
        )

    # The body

    def height(self, fit: _Fit, spacing: float) -> float:
        """The body's height from the heavy rule to the foot's rule, with blanks at their least."""
        return self.set_body(None, fit, spacing, 0.0, self.m.cell.least)

    def set_body(self, canvas: Canvas | None, fit: _Fit, spacing: float, top: float, cell: float) -> float:
        """Measure or draw steps, do-nots and blanks; gives the lower edge with the gap above the foot."""
        m, unit = self.m, fit.size * spacing
        y = top + BEFORE_FIRST * unit
        y = draw_steps(canvas, fit.steps, m, fit.size, spacing, m.left, y, m.text_width, forbidding=self.forbidding)
        if fit.donts:
            y += (BEFORE_STRADDLING_FRAME if self.plate.straddles else BEFORE_FRAME) * unit + self.plate.above
            y = draw_donts(
                canvas,
                fit.donts,
                plate=self.plate,
                box=m.box,
                heavy=m.heavy,
                leading=m.leading,
                size=fit.size,
                spacing=spacing,
                left=m.left,
                top=y,
                width=m.text_width,
            )
        if fit.grid is not None:
            y += _BEFORE_GRID * unit
            y = y + fit.grid.height(cell) if canvas is None else draw_grid(canvas, fit.grid, m.left, y, cell)
        return y + (_BEFORE_GRID if fit.grid or fit.donts else 0.6) * unit

    def spread(self, fit: _Fit, spacing: float, room: float) -> float:
        """Give what is left over to the spacing; the body's height is linear in it."""
        tight = self.height(fit, spacing)
        airy = self.height(fit, self.m.airy)
        if airy <= room:
            return self.m.airy
        if airy - tight < _TOLERANCE:
            return spacing
        return spacing + max(0.0, room - tight) / (airy - tight) * (self.m.airy - spacing)

    def draw_body(self, canvas: Canvas, fit: _Fit, spacing: float, top: float, bottom: float) -> int:
        m = self.m
        left_over = bottom - top - self.height(fit, spacing)
        rows = len(fit.grid.rows) if fit.grid else 0
        cell = m.cell.least
        if rows:
            grown = min(m.cell.most - m.cell.least, max(0.0, left_over) / rows)
            cell += grown
            left_over -= grown * rows
        y = self.set_body(canvas, fit, spacing, top, cell)
        if m.note_spacing is None or left_over < m.note_least:
            return 0
        return self.draw_notes(canvas, y, bottom, m.note_spacing)

    def draw_notes(self, canvas: Canvas, top: float, bottom: float, spacing: float) -> int:
        m = self.m
        canvas.text(m.left, cap_baseline(top + m.label, m.label), NOTES_LABEL, m.label)
        first = top + m.label + spacing
        count = int((bottom - first) // spacing)
        for number in range(count):
            y = first + number * spacing
            canvas.add(Line(m.left, y, m.width - m.right, y, m.hairline * 2))
        return count


def _sizes(most: float, least: float) -> Iterator[float]:
    size = most
    while size > least + 1e-9:
        yield size
        size -= _STEP
    yield least
