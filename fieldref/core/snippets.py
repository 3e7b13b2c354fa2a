"""Where searched words stand in a text, and the piece of text that shows them best."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from fieldref.core.words import STOP_WORDS, fold, folded_words, stem

SNIPPET_LENGTH = 180
"""Characters of a snippet at most, without the marks of omission."""
_BEFORE = 40
"""Characters before the first mark, when the sentence began further back."""

MOST_MARKS = 60
"""Words found in a text among which the best piece is looked for: of a letter or two there are hundreds."""

_SENTENCE_END = re.compile(r"[.!?:;\n]\s+")
_TELEPHONE = re.compile(
    r"(?:\+?1[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}|\b(?:text|call|dial)\s+\d{3,6}\b", re.IGNORECASE
)


class Mark(NamedTuple):
    """A matched word or phrase: characters `start` up to `end`; `word` is its place in the list of words."""

    start: int
    end: int
    word: int


class Marker:
    """Finds the words of a query in texts, in any inflection; reusable for many texts.

    Words are as in SearchResult.words: folded, "tourni*" for a beginning, several with spaces for a phrase.
    """

    def __init__(self, words: Sequence[str]) -> None:
        wanted = [(place, folded_words(word), word.endswith("*")) for place, word in enumerate(words)]
        self._single = [(place, parts[0], star) for place, parts, star in wanted if len(parts) == 1]
        phrases = [(place, parts) for place, parts, _ in wanted if len(parts) > 1]
        self._roots = {stem(word): place for place, word, _ in reversed(self._single)}
        self._starts = [(word, place) for place, word, star in self._single if star]
        beginnings = {_beginning(word) for _, word, _ in self._single}
        self._words = _alternatives(beginnings, r"[\w'\u2019]*")
        self._phrases = [(place, _phrase(parts)) for place, parts in phrases]
        self._places: dict[str, int | None] = {}

    def marks(self, text: str, most: int | None = None) -> list[Mark]:
        """Every place where a word stands (the first `most`), in order, without overlaps."""
        found = [
            Mark(hit.start(), hit.end(), place) for place, phrase in self._phrases for hit in phrase.finditer(text)
        ]
        if self._words is not None:
            for hit in islice(self._words.finditer(text), most):
                place = self._place(hit.group())
                if place is not None:
                    found.append(Mark(hit.start(), hit.end(), place))
        found.sort(key=lambda mark: (mark.start, -mark.end))
        kept: list[Mark] = []
        for mark in found:
            if not kept or mark.start >= kept[-1].end:
                kept.append(mark)
        return kept

    def _place(self, written: str) -> int | None:
        if written not in self._places:
            self._places[written] = self._find_place(written)
        return self._places[written]

    def _find_place(self, written: str) -> int | None:
        for atom in fold(written):
            place = self._roots.get(stem(atom))
            if place is not None:
                return place
            for beginning, beginning_place in self._starts:
                if atom.startswith(beginning) and atom not in STOP_WORDS:  # search does not find those by a letter
                    return beginning_place
        return None


def mark(text: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The character ranges to highlight in a text for SearchResult.words, in any inflection.

    >>> mark("Tourniquets stop bleeding.", ("tourniquet", "bleed*"))
    ((0, 11), (17, 25))
    """
    return tuple((found.start, found.end) for found in _marker(tuple(words)).marks(text))


@lru_cache(maxsize=16)
def _marker(words: tuple[str, ...]) -> Marker:
    return Marker(words)


def snippet(text: str, marker: Marker, *, from_start: bool = False) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The best piece of a text with the ranges of its marks; `from_start` keeps the beginning (an entry's own words).

    A piece begins at a sentence or after "… " and ends at a word or with " …".
    """
    text = " ".join(text.split())
    marks = marker.marks(text, MOST_MARKS)
    if len(text) <= SNIPPET_LENGTH:
        return text, tuple((found.start, found.end) for found in marks)
    begin = 0 if from_start else _best_begin(text, marks)
    end = _word_end(text, min(len(text), begin + SNIPPET_LENGTH), begin)
    before = "" if begin == 0 else "\u2026 "
    after = "" if end == len(text) else " \u2026"
    shift = len(before) - begin
    inside = tuple(
        (found.start + shift, found.end + shift) for found in marks if found.start >= begin and found.end <= end
    )
    return before + text[begin:end] + after, inside


def entry_snippet(text: str, marker: Marker) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The snippet of a directory entry: its beginning, with the telephone number put before it when it stands later."""
    plain = " ".join(text.split())
    number = _TELEPHONE.search(plain)
    if number is not None and number.end() > SNIPPET_LENGTH - 5:
        plain = f"{number.group()}: {plain}"
    return snippet(plain, marker, from_start=True)


def _best_begin(text: str, marks: Sequence[Mark]) -> int:
    """The start of the window that holds most different words, the earliest of equals."""
    if not marks:
        return 0
    best, best_worth = marks[0], 0.0
    for at, first in enumerate(marks):
        inside = [other for other in marks[at : at + 12] if other.end <= first.start + SNIPPET_LENGTH - _BEFORE]
        worth = len({other.word for other in inside}) + 0.1 * len(inside)
        if worth > best_worth + 0.05:
            best, best_worth = first, worth
    return _sentence_begin(text, best.start)


def _sentence_begin(text: str, position: int) -> int:
    """The beginning of the sentence if it is near, else of a word a little before."""
    if position <= _BEFORE:
        return 0
    start = position - 2 * _BEFORE if position > 2 * _BEFORE else 0
    ends = [found.end() for found in _SENTENCE_END.finditer(text, start, position)]
    if ends:
        return ends[-1]
    if start == 0:
        return 0
    space = text.find(" ", position - _BEFORE, position)
    return space + 1 if space >= 0 else position


def _word_end(text: str, end: int, begin: int) -> int:
    if end == len(text) or text[end] == " ":
        return end
    space = text.rfind(" ", begin + SNIPPET_LENGTH // 2, end)
    return space if space > 0 else end


def _beginning(word: str) -> str:
    """What all inflections of a word begin with."""
    root = stem(word)
    common = 0
    while common < min(len(word), len(root)) and word[common] == root[common]:
        common += 1
    shared = word[:common]
    return shared[:-1] if shared.endswith(("y", "e")) and len(shared) > 3 else shared  # injury, injuries


def _alternatives(beginnings: set[str], ending: str) -> re.Pattern[str] | None:
    usable = sorted((re.escape(word) for word in beginnings if word), key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(usable)}){ending}", re.IGNORECASE) if usable else None


def _phrase(parts: Sequence[str]) -> re.Pattern[str]:
    words = [
        re.escape(_beginning(part) or part) + r"\w{0,4}" for part in parts if part not in STOP_WORDS or len(parts) < 3
    ]
    gap = r"[\W_]+(?:\w{1,4}[\W_]+)?" if len(words) < len(parts) else r"[\W_]+"
    return re.compile(r"\b" + gap.join(words or [re.escape(part) for part in parts]), re.IGNORECASE)
