"""What each word of a document weighs: the same numbers go into the index and come out of a scan.

A word's weight is that of BM25F before saturation: for each field, how often it stands there against the
field's length, times the field's boost. Title, aliases and what is asked belong to the page, so they lift all its
sections alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from fieldref.core.model import Document
from fieldref.core.synonyms import Concepts
from fieldref.core.words import STOP_WORDS, Token, stem, telephone_numbers, tokenize

TITLE_BOOST = 9.0
ALIAS_BOOST = 4.0
ASKED_BOOST, MOST_ASKED = 1.5, 3.0
"""A word of what people type who need the page, and all such words of one stem together."""
HEADING_BOOST = 3.5
TEXT_BOOST = 1.0
USUAL_TITLE = 5
USUAL_HEADING = 4
USUAL_TEXT = 90
"""Words of a usual title, heading and text; fixed, so that an edit leaves other pages' weights alone."""

SHORTEST_TEXT_PREFIX = 3
"""Letters from which on the beginnings of words in the text are indexed; of titles and headings from 2 on."""
LONGEST_PREFIX = 4
"""Letters up to which beginnings are indexed; longer ones have few enough words to look up one by one."""
FIRST_WORD_LIFT = 1.5
"""How much more the first word of a title counts while only one or two letters are typed."""


class Terms(NamedTuple):
    """The weights of a document's words (also "MARCH" for capitals, "=..." for concepts) and of their stems.

    `names` are the weights of the words of title, aliases and heading alone; `first` is the title's first
    word. `unwritten` are the words that stand only in what is asked: nothing is corrected to one of them.
    """

    words: dict[str, float]
    stems: dict[str, float]
    names: dict[str, float]
    first: str
    firsts: frozenset[str]
    unwritten: frozenset[str] = frozenset()


def document_terms(document: Document, concepts: Concepts) -> Terms:
    """Every word and stem that can be searched for in a document, with its weight."""
    terms = name_terms(document, concepts)
    text = tokenize(document.text)
    _add(terms, text, TEXT_BOOST / _length(text, USUAL_TEXT, 0.6), concepts, repeat=True)
    for number in telephone_numbers(document.text):
        terms.words.setdefault(number, TEXT_BOOST)
    unwritten = terms.unwritten.difference(token.text for token in text)
    return terms._replace(words=_rounded(terms.words), stems=_rounded(terms.stems), unwritten=unwritten)


def name_terms(document: Document, concepts: Concepts) -> Terms:
    """The words of title, aliases and heading alone."""
    page = _page_terms(document.title, document.aliases, document.asked, concepts)
    terms = page._replace(words=dict(page.words), stems=dict(page.stems), names={})
    heading = tokenize(document.heading)
    _add(terms, heading, HEADING_BOOST / _length(heading, USUAL_HEADING, 0.3), concepts)
    named = [*page.names, *(token.text for token in heading)]
    terms.names.update((word, round(terms.words[word], 2)) for word in named)
    return terms._replace(unwritten=terms.unwritten.difference(named))


@lru_cache(maxsize=2)
def _page_terms(title: str, aliases: tuple[str, ...], asked: tuple[str, ...], concepts: Concepts) -> Terms:
    """The words of title, aliases and what is asked, the same for the sections of a page, which follow each other.

    Not to be changed by the caller.
    """
    titled = tokenize(title)
    others = [tokenize(alias) for alias in aliases]
    firsts = [tokens[0].text for tokens in (titled, *others) if tokens]
    terms = Terms({}, {}, {}, titled[0].text if titled else "", frozenset(firsts))
    _add(terms, titled, TITLE_BOOST / _length(titled, USUAL_TITLE, 0.4), concepts)
    for alias in others:
        _add(terms, alias, ALIAS_BOOST, concepts, at_most=ALIAS_BOOST + TITLE_BOOST)
    written = set(terms.words)
    for phrase in asked:
        telling = [token for token in tokenize(phrase) if token.acronym or token.text not in STOP_WORDS]
        _add(terms, telling, ASKED_BOOST, concepts, at_most=MOST_ASKED)
    terms.names.update((token.text, 0.0) for tokens in (titled, *others) for token in tokens)
    return terms._replace(unwritten=frozenset(terms.words.keys() - written))


def beginnings(terms: Terms) -> dict[str, float]:
    """The weights of the beginnings (1 to 4 letters) of a document's words, each that of its best word."""
    grams: dict[str, float] = {}
    for word, weight in terms.words.items():
        if goes_on(word):
            for length in range(SHORTEST_TEXT_PREFIX, min(LONGEST_PREFIX, len(word) - 1) + 1):
                _raise(grams, word[:length], weight * completion(word[:length], word))
    grams.update(name_beginnings(terms))
    return _rounded(grams)


def name_beginnings(terms: Terms) -> dict[str, float]:
    """The beginnings of 2 letters, which only names and headings have, and of 1, which only their first words have."""
    grams: dict[str, float] = {}
    for word, weight in terms.names.items():
        lift = FIRST_WORD_LIFT if word == terms.first else 1.0
        shortest = 1 if word in terms.firsts else 2
        for length in range(shortest, min(SHORTEST_TEXT_PREFIX - 1, len(word) - 1) + 1):
            _raise(grams, word[:length], weight * completion(word[:length], word) * lift)
    return _rounded(grams)


def written_words(terms: Terms) -> Iterable[str]:
    """The words that a document has written in it, to which a misspelled one may be corrected."""
    return (term for term in terms.words if is_word(term) and term not in terms.unwritten)


def is_word(term: str) -> bool:
    """Whether a term is a folded word, not a concept ("=...") or an acronym's capitals."""
    return term[0] != "=" and not term.isupper()


def goes_on(word: str) -> bool:
    """Whether a word of the text is found by its beginning: numbers, concepts and stop words are not."""
    return is_word(word) and not word[0].isdigit() and word not in STOP_WORDS


def completion(prefix: str, word: str) -> float:
    """How much of a word's weight a prefix of it earns: more, the more of the word is typed.

    One or two letters say nothing about the length of the word.
    """
    return 0.95 * math.sqrt(len(prefix) / len(word)) if len(prefix) >= SHORTEST_TEXT_PREFIX else 0.5


def _add(
    terms: Terms,
    tokens: Sequence[Token],
    weight: float,
    concepts: Concepts,
    *,
    repeat: bool = False,
    at_most: float = math.inf,
) -> None:
    """Add one field's words: each occurrence with `repeat` (text), else once and stop words too (names)."""
    seen: set[str] = set()
    for term, stop in _terms(tokens, concepts):
        if repeat and stop:
            continue
        if repeat or term not in seen:
            seen.add(term)
            _increase(terms.words, term, weight, at_most)
    seen.clear()
    for token in tokens:
        root = stem(token.text)
        if token.text not in STOP_WORDS and (repeat or root not in seen):
            seen.add(root)
            _increase(terms.stems, root, weight, at_most)


def _increase(weights: dict[str, float], term: str, weight: float, at_most: float) -> None:
    known = weights.get(term, 0.0)
    weights[term] = max(known, min(known + weight, at_most))


def _raise(weights: dict[str, float], term: str, weight: float) -> None:
    if weight > weights.get(term, 0.0):
        weights[term] = weight


def _terms(tokens: Sequence[Token], concepts: Concepts) -> Iterable[tuple[str, bool]]:
    for token in tokens:
        yield token.text, token.text in STOP_WORDS and not token.acronym
        if token.acronym:
            yield token.text.upper(), False
    for found in concepts.in_text(tokens):
        yield found.concept, False


def _length(tokens: Sequence[Token], usual: int, part: float) -> float:
    """How much longer than usual a field is, of which `part` counts."""
    return 1 - part + part * len(tokens) / usual


def _rounded(weights: dict[str, float]) -> dict[str, float]:
    """Sorted and cut to two places: small on disk, and the same from every machine."""
    return {term: round(weights[term], 2) for term in sorted(weights)}
