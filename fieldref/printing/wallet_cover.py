"""The wallet's cover: phase, title, what stands on which panel, the numbers to call, two blanks, the foot."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fieldref.core.model import PHASES, REVIEWERS, ROLE_CODES, Card, Review
from fieldref.printing.blanks import Grid, draw_grid, make_grid
from fieldref.printing.card_frame import Title, draw_title, split_title, titles
from fieldref.printing.chain import draw_plate, phase_ink
from fieldref.printing.faults import DetailFault, TooLong
from fieldref.printing.fonts import CAP_HEIGHT
from fieldref.printing.foot import FootWords, draw_foot
from fieldref.printing.formats import MM, Measures
from fieldref.printing.imprint import Imprint
from fieldref.printing.marks import Box, Canvas, Line, Mark, cap_baseline, text_width
from fieldref.printing.typesetting import Lines, Run, block_height, break_lines, cut, set_lines

COVER_SENTENCE = "911 for any emergency. 988 for a suicide crisis."
_TITLE_SIZES = (13.0, 24.0)
_LIST_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
_SENTENCE = 9.0
_LEADING = 1.14


@dataclass(frozen=True, slots=True)
class WalletSet:
    """The cards of one wallet sheet in the order of panels 2 to 8, under the cover's title, with its own blanks."""

    title: str
    cards: tuple[Card, ...]
    cells: Grid | None = None

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


def cover_marks(wallet: WalletSet, measures: Measures, imprint: Imprint) -> tuple[Mark, ...]:
    """The cover: the blanks if there is room, the list as large as can be, the title as large as they leave it."""
    m = measures
    grids = (wallet.cells, None) if wallet.cells is not None else (None,)
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


def cover_cells(cards: Sequence[Card], m: Measures, imprint: Imprint) -> tuple[Grid | None, tuple[DetailFault, ...]]:
    """One row of the local details that most of the cards ask for, two or a long one, and those that do not fit."""
    fitting: list[str] = []
    faults = []
    for key in _common_blanks(cards):
        try:
            _cells([key], m, imprint)
            fitting.append(key)
        except DetailFault as fault:
            faults.append(DetailFault(f"{fault} The wallet's cover goes without it."))
    for keys in (fitting, fitting[:1]):
        grid = _cells(keys, m, imprint) if keys else None
        if grid is not None and len(grid.rows) == 1:
            return grid, tuple(faults)
    return None, tuple(faults)


def _cells(keys: Sequence[str], m: Measures, imprint: Imprint) -> Grid:
    """Cells for the cover; raises DetailFault."""
    return make_grid(keys, imprint, width=m.text_width, label=m.label, least=m.cell.least, value=11)


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
    one_role = len({card.roles for card in wallet.cards}) == 1 and wallet.part is None  # its square stands above
    for number, card in enumerate(wallet.cards, 2):
        square = card.roles[0] if wallet.by_role else ""
        words = imprint.roles[square].name if square else split_title(card)[1]
        if not square and card.kind == "role" and not one_role:
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
