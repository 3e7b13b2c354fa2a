"""Cards on sheets of paper: one a sheet, two to be cut, or a wallet to be folded; front and back where asked.

`sheets_for` makes plain values that `paint_sheet` and `render_preview` draw; so does everything that prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QColor, QImage, QPainter

from fieldref.core.errors import PrintError
from fieldref.core.model import Card
from fieldref.printing.card_frame import split_title
from fieldref.printing.card_layout import CardDrawing, lay_out_card
from fieldref.printing.cut_marks import (
    RULER_LENGTH,
    RULER_SHORT,
    RULER_WORDS,
    draw_crop_marks,
    draw_ruler,
    draw_scissors,
)
from fieldref.printing.formats import MM, PAPERS, Measures, PaperName, measures, paper_for
from fieldref.printing.imprint import Imprint
from fieldref.printing.marks import Canvas, Line, Mark, moved
from fieldref.printing.painting import paint
from fieldref.printing.wallet import CARDS_PER_WALLET, group_panels, wallet_groups, wallet_marks
from fieldref.printing.wallet_cover import WalletSet, cover_cells

CUT_WORDS = "4 x 6 in cards. Cut on the marks: three cuts down, two across."


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of a sheet as it is read; `width` and `height` in points, so landscape is wider than high.

    `codes` name the cards on it. With duplex, fronts and backs alternate and the sheet is turned like a book's page.
    """

    paper: PaperName
    width: float
    height: float
    marks: tuple[Mark, ...]
    codes: tuple[str, ...]

    @property
    def landscape(self) -> bool:
        """Whether the sheet is wider than high."""
        return self.width > self.height


@dataclass(frozen=True, slots=True)
class SheetSet:
    """The sheets of a job, and what was left out with the reason: one card's fault does not stop the others."""

    sheets: tuple[Sheet, ...]
    faults: tuple[PrintError, ...] = ()


def sheets_for(
    cards: Sequence[Card],
    format_name: str,
    imprint: Imprint,
    *,
    paper: str = "letter",
    duplex: bool = False,
    title: str | None = None,
    numbering: str = "",
) -> SheetSet:
    """Cards on sheets in the given order.

    `paper` is letter, a4 or, for index cards alone on 4 x 6 in stock, card. `duplex` puts every second card on the
    back of the one before it (not on wallets). `title` and `numbering` ("2 of 3") are for a wallet's cover. Raises
    PrintError for a format that does not exist on that paper; faults of single cards are collected in the result.
    """
    on = paper_for(format_name, paper)
    form = measures(format_name, paper)
    if form.name == "wallet":
        return _wallets(cards, form, on, imprint, title, numbering)
    drawings, faults = _drawn(cards, form, imprint)
    if form.name == "half" or (form.name == "index" and on != "card"):
        pairs = _pairs(drawings, duplex=duplex)
        compose = _half_sheet if form.name == "half" else _index_sheet
        return SheetSet(tuple(compose(pair, form, on) for pair in pairs), faults)
    return SheetSet(tuple(_single(drawing, on) for drawing in drawings), faults)


def _drawn(cards: Sequence[Card], form: Measures, imprint: Imprint) -> tuple[list[CardDrawing], tuple[PrintError, ...]]:
    drawings: list[CardDrawing] = []
    faults: list[PrintError] = []
    for card in cards:
        try:
            drawings.append(lay_out_card(card, form, imprint))
        except PrintError as fault:
            faults.append(fault)
    return drawings, tuple(faults)


def _single(drawing: CardDrawing, paper: PaperName) -> Sheet:
    return Sheet(paper, drawing.width, drawing.height, drawing.marks, (drawing.card.code,))


# Two to a sheet

_Pair = tuple[CardDrawing | None, CardDrawing | None]


def _pairs(drawings: Sequence[CardDrawing], *, duplex: bool) -> list[_Pair]:
    """Left and right of each side. A last single card stands twice; in duplex each back lies behind its front.

    The sheet is turned over its short, left edge, so the back of the left card is on the right.
    """
    if not duplex:
        paired: list[_Pair] = []
        for start in range(0, len(drawings), 2):
            two = drawings[start : start + 2]
            paired.append((two[0], two[-1]))
        return paired
    sides: list[_Pair] = []
    for start in range(0, len(drawings), 4):
        four: list[CardDrawing | None] = [*drawings[start : start + 4], None, None, None][:4]
        sides.append((four[0], four[2]))
        sides.append((four[3], four[1]))
    return sides


def _codes(pair: _Pair) -> tuple[str, ...]:
    return tuple(dict.fromkeys(drawing.card.code for drawing in pair if drawing is not None))


def _half_sheet(pair: _Pair, form: Measures, paper: PaperName) -> Sheet:
    canvas = Canvas()
    for drawing, x in zip(pair, (0.0, form.width), strict=True):
        if drawing is not None:
            canvas.add(moved(drawing.marks, x, 0.0))
    cut, edge = form.width, 6 * MM
    canvas.add(Line(cut, edge, cut, form.height - edge, 0.5, "dash"))
    draw_scissors(canvas, cut, edge + 12 * MM, 3.2 * MM)
    ruler = form.height - 12 * MM - RULER_LENGTH
    draw_ruler(canvas, cut, ruler, upright=True)
    words = Canvas()
    words.text(0, 0, RULER_SHORT, 6)
    canvas.add(moved(words.frozen(), cut + 3.2 * MM, ruler + 0.66 * RULER_LENGTH, -90))
    return Sheet(paper, 2 * form.width, form.height, canvas.frozen(), _codes(pair))


def _index_sheet(pair: _Pair, form: Measures, paper: PaperName) -> Sheet:
    width, height = PAPERS[paper].height, PAPERS[paper].width
    left, top = (width - 2 * form.width) / 2, (height - form.height) / 2
    canvas = Canvas()
    for drawing, x in zip(pair, (left, left + form.width), strict=True):
        if drawing is not None:
            canvas.add(moved(drawing.marks, x, top))
    middle, right, bottom = left + form.width, left + 2 * form.width, top + form.height
    draw_crop_marks(canvas, (left, middle, right), (top, bottom))
    canvas.add(Line(middle, top, middle, bottom, 0.5, "dash"))
    draw_scissors(canvas, middle, top - 10 * MM, 3.2 * MM)
    ruler = bottom + 14 * MM
    draw_ruler(canvas, left, ruler)
    canvas.text(left + 1 * MM, ruler + 11, RULER_WORDS, 7)
    canvas.text(middle + 4 * MM, ruler + 11, CUT_WORDS, 7)
    return Sheet(paper, width, height, canvas.frozen(), _codes(pair))


# Wallets


def _wallets(
    cards: Sequence[Card], form: Measures, paper: PaperName, imprint: Imprint, title: str | None, numbering: str
) -> SheetSet:
    """Up to seven cards make one wallet in their order; more are sorted into one for each phase and kind."""
    drawings, card_faults = _drawn(cards, form, imprint)
    drawn = {drawing.card.id: drawing for drawing in drawings}
    fitting = [drawing.card for drawing in drawings]
    if len(fitting) <= CARDS_PER_WALLET:
        sets = [(tuple(fitting), numbering)] if fitting else []
    else:
        sets = [(group.cards, group.numbering) for group in wallet_groups(fitting)]
    sheets: list[Sheet] = []
    faults = list(card_faults)
    for chosen, counted in sets:
        groups = group_panels(chosen)
        for number, group in enumerate(groups, 1):
            numbers = f"{number} of {len(groups)}" if len(groups) > 1 else counted
            name = title or wallet_title(group, imprint)
            cells, left_out = cover_cells(group, form, imprint)
            faults.extend(left_out)
            wallet = WalletSet(f"{name}, {numbers}" if numbers else name, group, cells)
            try:
                marks = wallet_marks(wallet, [drawn[card.id] for card in group], form, imprint)
            except PrintError as fault:
                faults.append(fault)
                continue
            codes = tuple(card.code for card in group)
            sheets.append(Sheet(paper, 4 * form.width, 2 * form.height, marks, codes))
    return SheetSet(tuple(sheets), tuple(faults))


def wallet_title(cards: Sequence[Card], imprint: Imprint) -> str:
    """What the cover calls these cards when nobody named them."""
    roles_only = all(card.kind == "role" for card in cards)
    names = {split_title(card)[1] for card in cards}
    if len(names) == 1 and roles_only:
        return names.pop()
    if imprint.role and not roles_only and all(imprint.role in card.roles for card in cards):
        return imprint.roles[imprint.role].name
    if len({card.part for card in cards}) == 1:
        return "Cards by role" if roles_only else "Topic cards"
    common = set.intersection(*(set(card.roles) for card in cards))
    return imprint.roles[common.pop()].name if len(common) == 1 else "Pocket cards"


# Painting


def paint_sheet(painter: QPainter, sheet: Sheet, pixels_per_point: float, *, color: bool = False) -> None:
    """Paint a sheet with its upper left corner at the painter's origin, on whatever lies there."""
    paint(painter, sheet.marks, pixels_per_point, color=color)


def render_preview(sheet: Sheet, dpi: float, *, color: bool = False) -> QImage:
    """The sheet as a picture on white paper. May be called on a worker thread."""
    image = QImage(round(sheet.width * dpi / 72), round(sheet.height * dpi / 72), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    painter = QPainter(image)
    try:
        paint_sheet(painter, sheet, dpi / 72, color=color)
    finally:
        painter.end()
    return image
