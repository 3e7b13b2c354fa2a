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
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fieldref.core.model import Card
from fieldref.printing.card_layout import CardDrawing
from fieldref.printing.cut_marks import RULER_LENGTH, draw_fold, draw_ruler
from fieldref.printing.fonts import CAP_HEIGHT
from fieldref.printing.foot import PANEL_NUMBER, FootWords, draw_foot
from fieldref.printing.formats import MM, Measures
from fieldref.printing.imprint import Imprint
from fieldref.printing.marks import Canvas, Line, Mark, Shape, moved
from fieldref.printing.typesetting import DESCENT
from fieldref.printing.wallet_cover import WalletSet, cover_marks

PANELS = 8
CARDS_PER_WALLET = PANELS - 1
NOTES_WORDS = "Notes (may become evidence)"
FOLD_WORDS = (
    "Fold 1: top half back, print outside.",
    "Folds 2 to 4: zigzag, cover in front.",
    "50 mm mark above the cover: print at 100 %.",
)
_TRAINED_WAY = re.compile(r"\bhigh (?:and tight|on the|up)|\bas high\b")
_PUBLIC_WAY = re.compile(r"\b2(?: to |-|–)3 in|\binches above\b")


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
    panels: list[tuple[Mark, ...]] = [cover_marks(wallet, measures, imprint)]
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
    off = 6 * MM
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


@dataclass(frozen=True, slots=True)
class WalletGroup:
    """The cards of one wallet: a phase's role cards or some of its topics, the `number`th of `count` of that kind."""

    part: str
    kind: Literal["roles", "topics"]
    number: int
    count: int
    cards: tuple[Card, ...]

    @property
    def numbering(self) -> str:
        """Words such as "2 of 3", or nothing when it is the only one."""
        return f"{self.number} of {self.count}" if self.count > 1 else ""


def wallet_groups(cards: Sequence[Card]) -> list[WalletGroup]:
    """A set of cards phase by phase, its role cards apart from its topics, evenly filled.

    When a phase has one role's card only (a set for one role), that card comes first and its topics follow.
    """
    groups = []
    for part in dict.fromkeys(card.part for card in cards):
        of_part = [card for card in cards if card.part == part]
        roles = [card for card in of_part if card.kind == "role"]
        topics = [card for card in of_part if card.kind != "role"]
        if len(roles) == 1:
            roles, topics = [], roles + topics
        kinds: tuple[tuple[Literal["roles", "topics"], list[Card]], ...] = (("roles", roles), ("topics", topics))
        for kind, some in kinds:
            parts = _evenly(some, CARDS_PER_WALLET)
            groups += [WalletGroup(part, kind, n, len(parts), of_one) for n, of_one in enumerate(parts, 1)]
    return groups


def _evenly(cards: Sequence[Card], most: int) -> list[tuple[Card, ...]]:
    """The cards in order, in groups of at most `most` and of nearly equal size."""
    count = -(-len(cards) // most)
    bounds = [number * len(cards) // count for number in range(count + 1)] if count else []
    return [tuple(cards[start:end]) for start, end in itertools.pairwise(bounds)]


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
