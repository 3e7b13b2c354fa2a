"""The phrasebook: whole phrases that people type who need a page, and how like a query is to the nearest of each page.

Single words say little where all of them are small ("is it over yet", "keep folks back"), so here every word counts, a
stop word too, by how rare it is among the phrases: a phrase is as like the query as the weight of the words that both
have is a part of the weight of those that either has (a weighted Jaccard index).
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from fieldref.core.model import Document
from fieldref.core.words import folded_words, stem

MOST_LISTED = 2_500
"""Phrases with a word up to which all of them are looked at."""
LEAST_SHARED = 2
"""Words that a phrase and a query must have in common: a single one is left to the other evidence."""


class Phrasebook(NamedTuple):
    """Phrases by their stems; `pages` holds the number of the first document of each phrase's page.

    `weights` holds each phrase's weight, `places` for each stem the numbers of its phrases with spaces between (parsed
    when asked for: a start must not wait for thirty thousand numbers).
    """

    pages: Sequence[int] = ()
    weights: Sequence[float] = ()
    places: Mapping[str, str] = {}  # noqa: RUF012  never written to

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Phrasebook:
        """The phrasebook from its parsed JSON; its numbers take a quarter of the memory that Python's lists would."""
        return cls(array("L", plain["pages"]), array("d", plain["weights"]), plain["places"])

    @classmethod
    def of(cls, phrases: Iterable[tuple[int, str]]) -> Phrasebook:
        """The phrasebook of phrases, each with the number of the first document of its page."""
        pages: list[int] = []
        roots: list[frozenset[str]] = []
        places: dict[str, list[int]] = {}
        for page, phrase in phrases:
            found = _roots(folded_words(phrase))
            for root in found:
                places.setdefault(root, []).append(len(pages))
            pages.append(page)
            roots.append(found)
        rarity = {root: _rarity(len(numbers), len(pages)) for root, numbers in places.items()}
        weights = [sum(rarity[root] for root in sorted(found)) for found in roots]
        return cls(pages, weights, {root: " ".join(map(str, places[root])) for root in sorted(places)})

    @classmethod
    def of_documents(cls, documents: Sequence[Document]) -> Phrasebook:
        """The phrasebook of what is asked of each page of the documents."""
        first: dict[str, int] = {}
        for number, document in enumerate(documents):
            first.setdefault(document.page, number)
        return cls.of((number, phrase) for number in first.values() for phrase in documents[number].asked)

    def likeness(self, words: Sequence[str], *, unfinished: bool) -> dict[int, float]:
        """For the first document of each page that has a like phrase how like it is, from 0 to 1.

        `words` are folded; the last one is left out when it is `unfinished` and no phrase has it.

        >>> book = Phrasebook.of([(0, "is it over yet"), (7, "who goes in first")])
        >>> book.likeness(("is", "it", "over", "yet"), unfinished=False)
        {0: 1.0}
        """
        if unfinished and words and stem(words[-1]) not in self.places:
            words = words[:-1]
        roots = _roots(words)
        if len(roots) < LEAST_SHARED:
            return {}
        typed = 0.0
        shared: dict[int, float] = {}
        counts: dict[int, int] = {}
        found = {root: _numbers(self.places.get(root, "")) for root in sorted(roots)}
        for numbers in sorted(found.values(), key=len):  # the rarest first
            rarity = _rarity(len(numbers), len(self.pages))
            typed += rarity
            # Of the commonest words only in phrases that have a rarer one too: in a large book they stand everywhere.
            looked_at = shared.keys() & numbers if shared and len(numbers) > MOST_LISTED else numbers
            for number in looked_at:
                shared[number] = shared.get(number, 0.0) + rarity
                counts[number] = counts.get(number, 0) + 1
        best: dict[int, float] = {}
        for number, count in counts.items():
            if count >= LEAST_SHARED:
                common = shared[number]
                like = common / (typed + self.weights[number] - common)
                page = self.pages[number]
                if like > best.get(page, 0.0):
                    best[page] = like
        return best


def _roots(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(stem, words))


def _rarity(count: int, size: int) -> float:
    return math.log(1 + (size - count + 0.5) / (count + 0.5))


@lru_cache(maxsize=256)
def _numbers(line: str) -> Collection[int]:
    numbers = tuple(map(int, line.split()))
    return frozenset(numbers) if len(numbers) > MOST_LISTED else numbers
