"""Mends a query whose words stand nowhere in the book: misspelled, split, or run together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fieldref.core.model import Correction
from fieldref.core.query import ParsedQuery
from fieldref.core.spelling import Speller, distances
from fieldref.core.synonyms import Concepts
from fieldref.core.words import STOP_WORDS, folded_words

MOST_TRIED = 5
"""Unknown words that are looked at: somebody who means it does not misspell more, and a cat must not take long."""


class _Mend(NamedTuple):
    """Words `start` up to `end` of the query replaced by others."""

    start: int
    end: int
    words: tuple[str, ...]


def repair(
    query: ParsedQuery, known: Sequence[bool], speller: Speller, concepts: Concepts
) -> tuple[ParsedQuery, Correction] | None:
    """The query with its unknown words mended, and what was changed; None when nothing can be.

    `known` says for each word whether anything in the book speaks for it. Quoted words stay as they are.
    """
    mends: list[_Mend] = []
    place = tried = 0
    while place < len(query.words) and tried < MOST_TRIED:
        mend = None
        if not (known[place] or query.exact[place] or query.words[place] in STOP_WORDS):
            tried += 1
            mend = _mend(query, place, speller, concepts)
        if mend is not None and (not mends or mend.start >= mends[-1].end):
            mends.append(mend)
            place = mend.end
        else:
            place += 1
    return (_mended(query, mends), _correction(query, mends)) if mends else None


def _mend(query: ParsedQuery, place: int, speller: Speller, concepts: Concepts) -> _Mend | None:
    word = query.words[place]
    for end in (place + 2, place + 1):
        right = concepts.misspellings.get(" ".join(query.words[place:end]))
        if right is not None and end <= len(query.words):
            return _Mend(place, end, folded_words(right))
    last = place == len(query.words) - 1
    nearest = speller.correct(word)
    joined = _joined(query, place, speller)
    if joined is not None and (nearest is None or len(joined.words[0]) > len(nearest) + 2):
        return joined
    split = speller.split(word)
    if split is not None and (nearest is None or distances(word, nearest, 2)[0] > 1):
        return _Mend(place, place + 1, split)
    chosen = speller.correct(word, unfinished=True) if last and query.prefix else nearest
    return _Mend(place, place + 1, (chosen,)) if chosen is not None else None


def _joined(query: ParsedQuery, place: int, speller: Speller) -> _Mend | None:
    """A word that was split and misspelled ("tourni ket")."""
    for start in (place, place - 1):
        pair = query.words[start : start + 2] if start >= 0 else ()
        if len(pair) < 2 or any(query.exact[start : start + 2]):
            continue
        other = start + 1 if start == place else start
        if speller.knows(query.words[other]) and len(query.words[other]) > 4:
            continue
        right = speller.correct("".join(pair))
        if right is not None:
            return _Mend(start, start + 2, (right,))
    return None


def _mended(query: ParsedQuery, mends: Sequence[_Mend]) -> ParsedQuery:
    words: list[str] = []
    acronyms: list[bool] = []
    exact: list[bool] = []
    place = 0
    for mend in (*mends, _Mend(len(query.words), len(query.words), ())):
        words += [*query.words[place : mend.start], *mend.words]
        acronyms += [*query.acronyms[place : mend.start], *(False for _ in mend.words)]
        exact += [*query.exact[place : mend.start], *(False for _ in mend.words)]
        place = mend.end
    unfinished = query.prefix and mends[-1].end < len(query.words)
    return query._replace(words=tuple(words), acronyms=tuple(acronyms), exact=tuple(exact), prefix=unfinished)


def _correction(query: ParsedQuery, mends: Sequence[_Mend]) -> Correction:
    typed = " ".join(" ".join(query.words[mend.start : mend.end]) for mend in mends)
    return Correction(typed, " ".join(" ".join(mend.words) for mend in mends))
