"""Which cards changed their words between two editions, so that paper in visors can be replaced."""

from __future__ import annotations

from dataclasses import dataclass

from fieldref.core.library import Library
from fieldref.core.model import Card


@dataclass(frozen=True, slots=True)
class CardChange:
    """A card that is new, changed or gone."""

    code: str
    title: str
    what: str


def printed_words(library: Library, card: Card) -> tuple[object, ...]:
    """Everything of a card that is printed and would make paper out of date."""
    lines = tuple(line.text for group in (card.steps, card.donts, card.wallet) for line in group)
    labels = tuple(library.local_detail(key).label for key in card.blanks)
    return (card.code, card.title, card.roles, lines, card.blanks, labels, card.page_codes, card.reviews)


def changed_cards(older: Library, newer: Library) -> list[CardChange]:
    """The cards that differ, in the newer edition's order, those that are gone last."""
    before = {card.id: card for card in older.cards()}
    changes = []
    for card in newer.cards():
        old = before.pop(card.id, None)
        if old is None:
            changes.append(CardChange(card.code, card.title, "new"))
        elif printed_words(older, old) != printed_words(newer, card):
            changes.append(CardChange(card.code, card.title, "changed"))
    changes += [CardChange(card.code, card.title, "gone") for card in before.values()]
    return changes
