"""Lays out every card in every format: a card that does not fit is a fault, type that is small a warning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldref.core.errors import PrintError
from fieldref.core.model import Card, LocalValue
from fieldref.printing.batch import plan
from fieldref.printing.card_layout import CardDrawing, lay_out_card
from fieldref.printing.faults import CardFault
from fieldref.printing.fonts import ensure_application
from fieldref.printing.formats import VARIANTS, measures
from fieldref.printing.imprint import Imprint, imprint_of
from fieldref.printing.sheets import sheets_for
from fieldref.printing.wallet import public_way, trained_way

if TYPE_CHECKING:
    from fieldref.core.library import Library

SMALL_INDEX_BODY = 10.0
"""Points below which an index card is legal but not good; alone on card stock it may be half a point smaller."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a card in a format on a paper; a fault stops the release, a warning tells the editor."""

    severity: Literal["fault", "warning"]
    card: str
    code: str
    format_name: str
    paper: str
    message: str

    def __str__(self) -> str:
        where = self.format_name if self.format_name == self.paper else f"{self.format_name} on {self.paper}"
        return f"{self.severity}: {self.code} ({self.card}), {where}: {self.message}"


def check(
    library: Library, values: Mapping[str, LocalValue] | None = None, cards: Iterable[Card] | None = None
) -> list[Finding]:
    """All findings of all cards (or of `cards`) in all formats on all papers, in that order; empty: all fit.

    With `values` the agency's own details are laid out as well.
    """
    ensure_application()
    imprint = imprint_of(library, values)
    chosen = tuple(library.cards() if cards is None else cards)
    findings: list[Finding] = []
    for card in chosen:
        findings.extend(check_card(card, imprint))
    findings.extend(_covers(chosen, imprint))
    return findings


def check_card(card: Card, imprint: Imprint) -> list[Finding]:
    """The findings of one card in all formats."""
    findings = list(_words(card))
    for format_name, paper in VARIANTS:
        if format_name == "index" and paper == "a4":
            continue  # the same card as on letter
        try:
            drawing = lay_out_card(card, measures(format_name, paper), imprint)
        except PrintError as error:
            reason = error.reason if isinstance(error, CardFault) else str(error)
            findings.append(Finding("fault", card.id, card.code, format_name, paper, reason))
            continue
        findings.extend(_small(drawing, paper))
    return findings


def _small(drawing: CardDrawing, paper: str) -> Iterator[Finding]:
    if drawing.format_name == "index" and paper == "letter" and drawing.body_size < SMALL_INDEX_BODY:
        card = drawing.card
        message = f"the body is {drawing.body_size:g} pt; 7 steps of 70 characters read better."
        yield Finding("warning", card.id, card.code, "index", paper, message)


def _words(card: Card) -> Iterator[Finding]:
    """What no layout can mend: a do-not that reads as an instruction, both ways of the tourniquet on one card."""
    for line in card.donts:
        if not line.text.startswith(("Do not ", "Never ")):
            message = f"“{line.text}” does not begin with “Do not” or “Never”."
            yield Finding("fault", card.id, card.code, "all", "all", message)
    if trained_way(card) and public_way(card):
        message = "the public's and the trained's way of tourniquet use stand on one card."
        yield Finding("fault", card.id, card.code, "all", "all", message)


def _covers(cards: tuple[Card, ...], imprint: Imprint) -> Iterator[Finding]:
    """Covers of the wallets that a batch of these cards makes."""
    for paper in ("letter", "a4"):
        for job in plan(cards, "wallet", paper=paper):
            for fault in sheets_for(job.cards, "wallet", imprint, paper=paper).faults:
                if not isinstance(fault, CardFault):
                    first = job.cards[0]
                    yield Finding("fault", first.id, first.code, "wallet", paper, str(fault))
