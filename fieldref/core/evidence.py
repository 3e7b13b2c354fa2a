"""Evidence: for each typed word, the documents of a back end that speak for it, and how much."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from fieldref.core.phrasebook import Phrasebook
from fieldref.core.query import ParsedQuery
from fieldref.core.spelling import Lexicon
from fieldref.core.synonyms import Alternative, Concepts
from fieldref.core.weights import LONGEST_PREFIX, completion
from fieldref.core.words import ASKING_WORDS, STOP_WORDS, stem

STEM_TRUST = 0.97
PREFIX_TRUST = 0.8
ACRONYM_LIFT = 1.15
NOT_CAPITAL_TRUST = 0.1
"""What a small-letter word counts for when the query has it in capitals and the book knows the acronym."""
JOINED_TRUST = 0.95
STOP_WORD_SHARE = 0.05
"""What a stop word counts beside other words."""
NAMED_WEIGHT = 3.5
UNNAMED_SHARE = 0.6
"""What a word counts beside others that stands in no title, alias or heading (none weighs NAMED_WEIGHT): "allowed"
in "who is allowed to call a lockdown" is rare, and yet not what the question is about."""
SHORTEST_ABBREVIATED = 3
"""Letters from which a word before the last may be an abbreviated one ("evac plan")."""
MOST_COMPLETIONS = 40


class Postings(Protocol):
    """What a back end answers: where a term stands, as {document number: weight}."""

    size: int

    def word(self, term: str) -> Mapping[int, float]:
        """Documents with a word, an acronym ("MARCH") or a concept ("=...")."""

    def stem(self, term: str) -> Mapping[int, float]:
        """Documents with any word of a stem."""

    def gram(self, prefix: str) -> Mapping[int, float]:
        """Documents with a word that begins so, 1 to 4 letters."""

    def words_from(self, prefix: str) -> list[str]:
        """The words that begin so, in order."""

    def lexicon(self) -> Lexicon:
        """Every word with the number of documents that hold it."""

    @property
    def phrasebook(self) -> Phrasebook:
        """What people type who need a page."""


class Evidence(NamedTuple):
    """A typed word and the documents that speak for it; `idf` is how telling it is."""

    word: str
    required: bool
    idf: float
    weights: Mapping[int, float]


def gather(query: ParsedQuery, postings: Postings, concepts: Concepts) -> list[Evidence]:
    """Evidence for each word of the query, in order; a word that stands nowhere has none."""
    free = [word for word, exact in zip(query.words, query.exact, strict=True) if not exact]
    alternatives = concepts.in_query(query.words, query.acronyms) if free else []
    padding = STOP_WORDS
    if any(word not in STOP_WORDS and word not in ASKING_WORDS for word in query.words):
        padding = STOP_WORDS | ASKING_WORDS
    all_padding = all(word in padding for word in query.words)
    result: list[Evidence] = []
    for place, word in enumerate(query.words):
        weights = _word_weights(query, place, postings, alternatives)
        required = all_padding or word not in padding or query.acronyms[place]
        if query.prefix and len(word) == 1 and place == len(query.words) - 1 and any(e.required for e in result):
            required = False  # the first letter of a word that is still being typed
        telling = math.log(1 + (postings.size - len(weights) + 0.5) / (len(weights) + 0.5))
        if not required:
            telling *= STOP_WORD_SHARE
        elif len(query.words) > 1 and max(weights.values(), default=0.0) < NAMED_WEIGHT:
            telling *= UNNAMED_SHARE
        result.append(Evidence(word, required, telling, weights))
    return result


def _word_weights(
    query: ParsedQuery, place: int, postings: Postings, alternatives: Sequence[Alternative]
) -> Mapping[int, float]:
    word = query.words[place]
    if query.exact[place]:
        return postings.word(word)
    parts = _forms(word, query.acronyms[place], postings)
    for other in alternatives:
        if other.start <= place < other.end:
            found = postings.word(other.term) if other.term[0] == "=" else postings.stem(other.term)
            parts.append((found, other.trust))
    parts += _joined(query, place, postings)
    unfinished = query.prefix and place == len(query.words) - 1
    unknown = len(word) >= SHORTEST_ABBREVIATED and not any(found for found, _ in parts)
    if unfinished or unknown:
        parts += _completed(word, postings)
    return _best(parts)


def _forms(word: str, acronym: bool, postings: Postings) -> list[tuple[Mapping[int, float], float]]:
    """The word itself, its stem, and the acronym written so."""
    capital = postings.word(word.upper()) if word.isalpha() else {}
    if acronym and capital:
        return [(capital, ACRONYM_LIFT), (postings.word(word), NOT_CAPITAL_TRUST)]
    parts = [(postings.word(word), 1.0)]
    if word not in STOP_WORDS:
        parts.append((postings.stem(stem(word)), STEM_TRUST))
        parts.append((capital, 1.0))
    return parts


def _joined(query: ParsedQuery, place: int, postings: Postings) -> list[tuple[Mapping[int, float], float]]:
    """ "lock down" also finds "lockdown": the word joined with its neighbor before or after."""
    parts = []
    for first in (place - 1, place):
        pair = query.words[first : first + 2] if first >= 0 else ()
        if len(pair) == 2 and not any(query.exact[first : first + 2]):
            joined = "".join(pair)
            parts.append((postings.word(joined), JOINED_TRUST))
            parts.append((postings.stem(stem(joined)), JOINED_TRUST * STEM_TRUST))
    return parts


def _completed(word: str, postings: Postings) -> list[tuple[Mapping[int, float], float]]:
    """Words that go on from this one."""
    if len(word) <= LONGEST_PREFIX:
        return [(postings.gram(word), PREFIX_TRUST)]
    longer = [other for other in postings.words_from(word) if other != word]
    longer.sort(key=lambda other: (len(other), other))
    return [(postings.word(other), PREFIX_TRUST * completion(word, other)) for other in longer[:MOST_COMPLETIONS]]


def _best(parts: Sequence[tuple[Mapping[int, float], float]]) -> Mapping[int, float]:
    """For each document the best of its parts."""
    useful = [(found, trust) for found, trust in parts if found]
    if len(useful) == 1 and useful[0][1] == 1.0:
        return useful[0][0]
    if not useful:
        return {}
    useful.sort(key=lambda part: -len(part[0]))
    (longest, trust), *others = useful
    best = {number: weight * trust for number, weight in longest.items()}
    for found, trust in others:
        for number, weight in found.items():
            value = weight * trust
            if value > best.get(number, 0.0):
                best[number] = value
    return best
