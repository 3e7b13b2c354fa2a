"""The wallet booklet: one side of one sheet, a cover and up to seven short forms, folded in half, then in a zigzag.

+-----+-----+-----+-----+
|  8  |  7  |  6  |  5  |   upside down
+-----+-----+-----+-----+   fold 1
|  1  |  2  |  3  |  4  |   upright
+-----+-----+-----+-----+
      2     3     4         folds
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fieldref.core.model import PHASES, REVIEWERS, ROLE_CODES, Card, Review
from fieldref.printing.blanks import draw_grid, make_grid
from fieldref.printing.card_frame import (
    PANEL_NUMBER,
    FootWords,
    Title,
    draw_foot,
    draw_plate,
    draw_title,
    phase_ink,
    split_title,
    titles,
)
from fieldref.printing.card_layout import CardDrawing
from fieldref.printing.cut_marks import RULER_LENGTH, draw_fold, draw_ruler
from fieldref.printing.faults import TooLong
from fieldref.printing.fonts import CAP_HEIGHT
from fieldref.printing.formats import MM, Measures
from fieldref.printing.imprint import Imprint
from fieldref.printing.marks import Box, Canvas, Line, Mark, Shape, cap_baseline, moved, text_width
from fieldref.printing.typesetting import DESCENT, Lines, Run, block_height, break_lines, cut, set_lines

PANELS = 8
CARDS_PER_WALLET = PANELS - 1
COVER_SENTENCE = "911 for any emergency. 988 for a suicide crisis."
NOTES_WORDS = "Notes (may become evidence)"
FOLD_WORDS = (
    "Fold 1: top half back, print outside.",
    "Folds 2 to 4: zigzag, cover in front.",
    "50 mm mark above the cover: print at 100 %.",
)
_TITLE_SIZES = (13.0, 24.0)
_LIST_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
_SENTENCE = 9.0
_LEADING = 1.14
_TRAINED_WAY = re.compile(r"\bhigh (?:and tight|on the|up)|\bas high\b")
_PUBLIC_WAY = re.compile(r"\b2(?: to |-|–)3 in|\binches above\b")


@dataclass(frozen=True, slots=True)
class WalletSet:
    """The cards of one wallet sheet in the order of panels 2 to 8, under the cover's title."""

    title: str
    cards: tuple[Card, ...]

    @property
    def part(self) -> str | None:
        """The one phase of all cards, or None."""
        parts = {card.part for card in self.cards}
        part = parts.pop() if len(parts) == 1 else None
        return part if part in PHASES else None

    @property
    def by_role(self) -> bool:
        """Whether the cover lists roles: each card is another role's card of one phase."""
        return (
            self.part is not None
            and all(card.kind == "role" and len(card.roles) == 1 for card in self.cards)
            and len({card.roles for card in self.cards}) == len(self.cards)
        )


def panel_place(panel: int, measures: Measures) -> tuple[float, float, float]:
    """Where a panel (1 to 8) stands on the sheet: its origin x and y, and its turn in degrees.

    Panels 5 to 8 are turned by 180 degrees, so their origin is their lower right corner.
    """
    if panel <= 4:
        return (panel - 1) * measures.width, measures.height, 0.0
    return (PANELS + 1 - panel) * measures.width, measures.height, 180.0


def wallet_marks(
    wallet: WalletSet, drawings: Sequence[CardDrawing], measures: Measures, imprint: Imprint
) -> tuple[Mark, ...]:
    """The whole sheet; `drawings` are the short forms for panels 2 on; panels left over are ruled for notes."""
    canvas = Canvas()
    panels: list[tuple[Mark, ...]] = [_cover(wallet, measures, imprint)]
    panels.extend(drawing.marks for drawing in drawings)
    panels.extend(_notes(measures, imprint) for _ in range(len(panels), PANELS))
    for number, marks in enumerate(panels, 1):
        x, y, angle = panel_place(number, measures)
        canvas.add(moved((*marks, *_panel_number(number, measures)), x, y, angle))
    _draw_folds(canvas, measures)
    return canvas.frozen()


def _panel_number(number: int, m: Measures) -> tuple[Mark, ...]:
    canvas = Canvas()
    size = PANEL_NUMBER * m.foot
    canvas.text(m.width - m.right, m.height - m.bottom - DESCENT * m.foot, str(number), size, bold=True, align="right")
    return canvas.frozen()


def _draw_folds(canvas: Canvas, measures: Measures) -> None:
    off = 4 * MM
    width, height = 4 * measures.width, 2 * measures.height
    draw_fold(canvas, off, measures.height, width - off, measures.height)
    for fold in (1, 2, 3):
        draw_fold(canvas, fold * measures.width, off, fold * measures.width, height - off)
    draw_ruler(canvas, (measures.width - RULER_LENGTH) / 2, measures.height)
    for panel, words in enumerate(FOLD_WORDS, 1):
        x, y = panel * measures.width + measures.left, measures.height
        drawing = (_draw_first_fold, _draw_zigzag)[panel - 1] if panel < 3 else None
        shift = drawing(canvas, x, y + 3.2) if drawing else 0.0
        canvas.text(x + shift, y + 9.2, words, 5.2, room=measures.text_width - shift)


def _draw_first_fold(canvas: Canvas, x: float, y: float) -> float:
    """A sheet whose upper half goes back; gives the width it takes."""
    canvas.add(Shape(((x, y + 3.5), (x + 12, y + 3.5), (x + 12, y + 7), (x, y + 7)), 0.5))
    canvas.add(Shape(((x, y + 3.5), (x + 2, y), (x + 14, y), (x + 12, y + 3.5)), 0.5))
    return 18.0


def _draw_zigzag(canvas: Canvas, x: float, y: float) -> float:
    """A strip of four panels seen from its edge; gives the width it takes."""
    corners = [(x, y + 6.5), (x + 4, y + 1), (x + 8, y + 6.5), (x + 12, y + 1), (x + 16, y + 6.5)]
    for (x1, y1), (x2, y2) in itertools.pairwise(corners):
        canvas.add(Line(x1, y1, x2, y2, 0.6))
    return 20.0


# Cover


def _cover(wallet: WalletSet, measures: Measures, imprint: Imprint) -> tuple[Mark, ...]:
    """The cover: the blanks if there is room, the list as large as can be, the title as large as they leave it."""
    m = measures
    keys = _common_blanks(wallet.cards)
    grid = make_grid(keys, imprint, width=m.text_width, label=m.label, least=m.cell.least, value=11)
    grids = (grid, None) if len(grid.rows) == 1 else (None,)
    for cells, size, title in itertools.product(grids, _LIST_SIZES, _cover_titles(wallet, m)):
        canvas = Canvas()
        y = _draw_cover_head(canvas, wallet, title, m)
        end = _draw_cover_foot(canvas, wallet, m, imprint) - 2 * MM
        if cells is not None:
            end = draw_grid(canvas, cells, m.left, end - m.cell.least, m.cell.least) - m.cell.least - 2 * MM
        rows = _list_rows(wallet, m, imprint, size)
        if _list_height(rows, size, tight=True) <= end - y:
            _draw_list(canvas, rows, m, size, y, end - y)
            return canvas.frozen()
    raise TooLong("The list on the wallet's cover does not fit. Choose fewer cards or shorten their titles.")


def _cover_titles(wallet: WalletSet, m: Measures) -> tuple[Title, ...]:
    return titles(wallet.title, m.text_width, *_TITLE_SIZES, one_line_from=0.7)


def _draw_cover_foot(canvas: Canvas, wallet: WalletSet, m: Measures, imprint: Imprint) -> float:
    reviews = _union([card.reviews for card in wallet.cards])
    meta = (f"Edition {imprint.edition}", f"Content {imprint.content_date}")
    return draw_foot(
        canvas,
        FootWords(reviews, meta, numbered=True, bold_first=False),
        left=m.left,
        bottom=m.height - m.bottom,
        width=m.text_width,
        policy=m.policy,
        size=m.foot,
    )


def _draw_cover_head(canvas: Canvas, wallet: WalletSet, title: Title, m: Measures) -> float:
    height = 9 * MM
    if wallet.part is not None:
        draw_plate(canvas, wallet.part, m.left, m.top, m.text_width, height, 13)
    else:
        _draw_cards_row(canvas, wallet, m, height)
    y = draw_title(canvas, title, m.left, m.top + height + 1.6 * MM)
    lead = "Pocket cards, one for each role. " if wallet.by_role else "Pocket cards. "
    sentence = break_lines(cut([Run(lead + COVER_SENTENCE)]), m.text_width / _SENTENCE, pull=True)
    y += set_lines(canvas, sentence, m.left, y, _SENTENCE, leading=_LEADING) + 1.9 * MM
    canvas.add(Line(m.left, y, m.width - m.right, y, m.heavy, ink=phase_ink(wallet.part or "")))
    return y + 1.6 * MM


def _draw_cards_row(canvas: Canvas, wallet: WalletSet, m: Measures, height: float) -> None:
    """Several phases: no plate, the word CARDS and the square of the one role, if it is one."""
    x = m.left
    common = [code for code in ROLE_CODES if all(code in card.roles for card in wallet.cards)]
    if common:
        code = common[0] if len(common) == 1 else "ALL" if len(common) == len(ROLE_CODES) else ""
        if code:
            square = text_width(code, 14, bold=True) + 12
            canvas.add(Box(x, m.top, square, height, fill="black"))
            baseline = cap_baseline(m.top + height / 2, 14)
            canvas.text(x + square / 2, baseline, code, 14, bold=True, ink="white", align="center")
            x += square + 8
    canvas.text(x, cap_baseline(m.top + height / 2, 14), "CARDS", 14, bold=True)


@dataclass(frozen=True, slots=True)
class _ListRow:
    number: int
    square: str
    lines: Lines


def _list_rows(wallet: WalletSet, m: Measures, imprint: Imprint, size: float) -> list[_ListRow]:
    room = m.text_width - _list_text(wallet, size)
    rows = []
    for number, card in enumerate(wallet.cards, 2):
        square = card.roles[0] if wallet.by_role else ""
        words = imprint.roles[square].name if square else split_title(card)[1]
        if not square and card.kind == "role":
            words = card.title
        lines = break_lines(cut([Run(words)]), room / size)
        if len(lines) > 2:
            return []
        rows.append(_ListRow(number, square, lines))
    return rows


def _list_text(wallet: WalletSet, size: float) -> float:
    return (1.1 * size + 3.1 * size + 0.8 * size) if wallet.by_role else 1.7 * size


def _list_height(rows: Sequence[_ListRow], size: float, *, tight: bool) -> float:
    if not rows:
        return float("inf")
    gap = (0.35 if tight else 0.9) * size
    return sum(max(1.25 * size, block_height(len(row.lines), size, 1.1)) + gap for row in rows)


def _draw_list(canvas: Canvas, rows: Sequence[_ListRow], m: Measures, size: float, top: float, room: float) -> None:
    tight = _list_height(rows, size, tight=True)
    gap = min(0.9 * size, 0.35 * size + (room - tight) / len(rows))
    text = m.left + (5.0 * size if rows[0].square else 1.7 * size)
    y = top
    for row in rows:
        block = ((len(row.lines) - 1) * 1.1 + CAP_HEIGHT) * size
        height = max(1.25 * size, block_height(len(row.lines), size, 1.1))
        middle = y + height / 2
        canvas.text(m.left, cap_baseline(middle, size), str(row.number), size, bold=True)
        if row.square:
            square = 2.9 * size
            canvas.add(Box(m.left + 1.2 * size, middle - 0.62 * size, square, 1.24 * size, fill="black"))
            canvas.text(
                m.left + 1.2 * size + square / 2,
                cap_baseline(middle, size),
                row.square,
                size,
                bold=True,
                ink="white",
                align="center",
            )
        set_lines(canvas, row.lines, text, middle - block / 2, size, leading=1.1)
        y += height + gap


def _common_blanks(cards: Sequence[Card]) -> tuple[str, ...]:
    """The two blanks that most of the cards ask for."""
    asked = Counter(key for card in cards for key in card.blanks)
    return tuple(key for key, _ in asked.most_common(2))


def _union(reviews: Sequence[tuple[Review, ...]]) -> tuple[Review, ...]:
    """All kinds of review of the panels; a kind is outstanding while any panel's is."""
    every = [review for of_card in reviews for review in of_card]
    union: list[Review] = []
    for kind in REVIEWERS:
        of_kind = [review for review in every if review.kind == kind]
        if any(not review.by for review in of_kind):
            union.append(Review(kind))
        elif of_kind:
            names = dict.fromkeys(review.by for review in of_kind if review.by)
            union.append(Review(kind, "; ".join(names)))
    return tuple(union)


# Panels left over


def _notes(m: Measures, imprint: Imprint) -> tuple[Mark, ...]:
    canvas = Canvas()
    foot = draw_foot(
        canvas,
        FootWords((), (f"Edition {imprint.edition}",), numbered=True, bold_first=False),
        left=m.left,
        bottom=m.height - m.bottom,
        width=m.text_width,
        policy=m.policy,
        size=m.foot,
    )
    canvas.text(m.left, m.top + CAP_HEIGHT * m.label, NOTES_WORDS, m.label)
    y = m.top + 11 * MM
    while y < foot - 3 * MM:
        canvas.add(Line(m.left, y, m.width - m.right, y, m.hairline))
        y += 7.5 * MM
    return canvas.frozen()


# Which cards share a sheet


def trained_way(card: Card) -> bool:
    """Whether the card applies a tourniquet the way of the trained under threat: high on the limb, over clothing."""
    return "tourniquet" in _all_words(card) and _TRAINED_WAY.search(_all_words(card)) is not None


def public_way(card: Card) -> bool:
    """Whether the card applies a tourniquet the way of the public: 2 to 3 inches above the wound."""
    return "tourniquet" in _all_words(card) and _PUBLIC_WAY.search(_all_words(card)) is not None


def _all_words(card: Card) -> str:
    lines = (*card.steps, *card.wallet)
    return " ".join((card.title, *(line.text for line in lines))).lower()


def group_panels(cards: Sequence[Card]) -> list[tuple[Card, ...]]:
    """The cards in sheets of at most seven, in order.

    The public's and the trained's way of tourniquet use only meet on a sheet when the title of the card for the
    trained says "trained only"; else the later card goes to another sheet.
    """
    sheets: list[list[Card]] = []
    for card in cards:
        for sheet in sheets:
            if len(sheet) < CARDS_PER_WALLET and not any(_clash(other, card) for other in sheet):
                sheet.append(card)
                break
        else:
            sheets.append([card])
    return [tuple(sheet) for sheet in sheets]


def _clash(first: Card, second: Card) -> bool:
    for trained, public in ((first, second), (second, first)):
        if trained_way(trained) and public_way(public) and "trained only" not in trained.title.lower():
            return True
    return False
