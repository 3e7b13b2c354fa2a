"""Words that stand nowhere in the book: the word that was probably meant."""

from __future__ import annotations

import math
import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from fieldref.core.words import STOP_WORDS

SHORTEST_CORRECTED = 4
SHORT = 5
"""Letters up to which an error must be of a usual sort: else nearly every word is one error from some other."""
SHORTEST_BEGINNING = 6
"""Letters from which a word may be the misspelled beginning of a longer one."""
SHORTEST_HEARD = 6
"""Letters from which words are compared by their sound."""
TWO_ERRORS_FROM = 7
"""Letters from which two errors are forgiven, three from 12."""
OTHER_FIRST_LETTER = 0.6
"""Cost of a candidate that begins with another letter: people rarely get the first one wrong."""
UNFINISHED = 0.35
"""Cost of taking the word for the beginning of a longer one."""
COMMONNESS = 0.13
"""How much the natural logarithm of a word's documents takes off the cost of an error."""
SHORTEST_HALF = 3
"""Letters of the smallest part of a split word."""
SHORT_HALVES = frozenset({"co", "de", "ex", "in", "on", "re", "un", "up"})
"""Shorter words that people write together with the next ("coresponder", "onscene")."""
MOST_PARTS = 3


class Lexicon(NamedTuple):
    """Every word with the number of documents that hold it, and the words that may be proposed by how they sound.

    `sounds` holds for the first letter of a `sound` its words, each in a line with its sound after a space.
    """

    counts: Mapping[str, int]
    sounds: Mapping[str, str]

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Lexicon:
        """The lexicon of words and the numbers of documents that hold them."""
        sounds: dict[str, list[str]] = {}
        for word in filter(_may_be_proposed, sorted(counts)):
            heard = sound(word)
            sounds.setdefault(heard[:1], []).append(f"{word} {heard}")
        return cls(
            {word: counts[word] for word in sorted(counts)},
            {first: "\n".join(lines) for first, lines in sorted(sounds.items())},
        )


def _may_be_proposed(word: str) -> bool:
    return len(word) >= SHORTEST_CORRECTED - 1 and word.isalpha() and word not in STOP_WORDS


class _Masked:
    """Words and for each the letters that it has, in an array: as pairs they would take three times the memory."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.masks = array("L")

    def add(self, word: str, mask: int) -> None:
        self.words.append(word)
        self.masks.append(mask)

    def pairs(self) -> Iterator[tuple[str, int]]:
        return zip(self.words, self.masks, strict=True)


class Speller:
    """Proposes words of the book for words that it lacks."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._counts, self._sounds = lexicon
        self._by_length: defaultdict[int, _Masked] = defaultdict(_Masked)
        self._by_first: defaultdict[str, _Masked] = defaultdict(_Masked)
        for word in filter(_may_be_proposed, self._counts):
            mask = _mask(word)
            self._by_length[len(word)].add(word, mask)
            self._by_first[word[0]].add(word, mask)
        self._found = lru_cache(maxsize=512)(self._search)

    def correct(self, word: str, *, unfinished: bool = False) -> str | None:
        """The likeliest word of the book within one error (two from 7 letters, three from 12), or None.

        With `unfinished` the word may also be the beginning of one.
        """
        found = self._found(word, unfinished)
        return found[0] if found else None

    def near(self, word: str, most: int) -> tuple[str, ...]:
        """Up to `most` words that look like it, likeliest first."""
        return self._found(word, True)[:most]

    def split(self, word: str, most: int = MOST_PARTS) -> tuple[str, ...] | None:
        """The words of the book that were typed as one: the fewest possible, the commonest of these."""
        for parts in range(2, most + 1):
            found = self._parted(word, parts)
            if found is not None:
                return found[1]
        return None

    def _parted(self, word: str, parts: int) -> tuple[int, tuple[str, ...]] | None:
        """How common the rarest part is, and the parts."""
        if parts == 1:
            kept = self._known(word) and (word not in STOP_WORDS or word in SHORT_HALVES)
            return (self._known(word), (word,)) if kept else None
        best: tuple[int, tuple[str, ...]] | None = None
        least = 2 if word[:2] in SHORT_HALVES else SHORTEST_HALF
        for at in range(least, len(word) - SHORTEST_HALF * (parts - 1) + 1):
            first, rest = self._parted(word[:at], 1), None
            if first is not None:
                rest = self._parted(word[at:], parts - 1)
            if first is not None and rest is not None and (best is None or min(first[0], rest[0]) > best[0]):
                best = (min(first[0], rest[0]), first[1] + rest[1])
        return best

    def knows(self, word: str) -> bool:
        """Whether the word stands in the book."""
        return word in self._counts

    def _known(self, word: str) -> int:
        return self._counts.get(word, 0)

    def _search(self, word: str, unfinished: bool) -> tuple[str, ...]:
        if len(word) < SHORTEST_CORRECTED or not word.isalpha():
            return ()
        most = _errors_allowed(word)
        mask, length = _mask(word), len(word)
        pairs = {word[at : at + 2] for at in range(length - 1)}
        least_pairs = length - 1 - 3 * most
        lengths = range(length - most, length + most + 1)
        near = chain.from_iterable(self._by_length[at].pairs() for at in lengths if at in self._by_length)
        whole = {other for other, other_mask in near if (mask ^ other_mask).bit_count() <= 2 * most}
        longer = self._by_first.get(word[0]) if unfinished else None
        begun = {
            other
            for other, other_mask in (longer.pairs() if longer else ())
            if len(other) >= length and (mask & ~other_mask).bit_count() <= most
        }
        found = []
        for other in whole | begun:
            if _likely(word, other) and (most == 1 or _share_pairs(pairs, other, least_pairs)):
                cost = self._cost(word, other, most, whole=other in whole, begun=other in begun)
                if cost is not None:
                    found.append((cost, other))
        if not found and length >= SHORTEST_HEARD:
            found = self._alike(word)
        found.sort()
        return tuple(other for _, other in found[:8])

    def _alike(self, word: str) -> list[tuple[float, str]]:
        """Words that sound nearly the same ("turniket"), or whose consonants do ("tornaquit")."""
        heard = sound(word)
        if len(heard) < SHORTEST_CORRECTED:  # "zzzzqqqq" sounds like nothing in particular
            return []
        most = 1 if len(heard) < TWO_ERRORS_FROM else 2
        bones = _VOWELS.sub("", heard)
        found = []
        for line in self._sounds.get(heard[:1], "").splitlines():
            other, other_heard = line.split(" ")
            if abs(len(other_heard) - len(heard)) <= most:
                errors = distances(heard, other_heard, most)[0]
                if errors > most and len(bones) >= SHORTEST_CORRECTED and _VOWELS.sub("", other_heard) == bones:
                    errors = most
                if errors <= most:
                    found.append((errors - COMMONNESS * math.log(1 + self._known(other)), other))
        return found

    def _cost(self, word: str, other: str, most: int, *, whole: bool, begun: bool) -> float | None:
        full, beginning = distances(word, other, most)
        costs = []
        if whole and full <= most:
            costs.append(float(full))
        if begun and beginning <= max(1, most - 1) and len(word) >= SHORTEST_BEGINNING:
            costs.append(beginning + UNFINISHED)
        if not costs:
            return None
        cost = min(costs) - COMMONNESS * math.log(1 + self._known(other))
        return cost + (OTHER_FIRST_LETTER if word[0] != other[0] else 0.0)


def _errors_allowed(word: str) -> int:
    if len(word) < TWO_ERRORS_FROM:
        return 1
    return 2 if len(word) < 12 else 3


def _mask(word: str) -> int:
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 31)
    return mask


_VOWEL_LETTERS = "aeiouy"
_VOWELS = re.compile("[aeiou]")
_SOUNDS = tuple(
    (re.compile(written), heard)
    for written, heard in (
        (r"^ps|^s?ch(?=i)|sc(?=[eiy])", "s"),
        (r"^kn", "n"),
        (r"^wr", "r"),
        (r"ph|gh$", "f"),
        (r"gh|(?<=t)ch", ""),
        (r"[tcs]i(?=on)", "sh"),
        (r"qu|ck|q|c(?![eiyh])", "k"),
        (r"c(?=[eiy])|z", "s"),
        (r"dg|g(?=[eiy])", "j"),
        (r"ou|oo|ow", "u"),
        (r"a[ei]|ea|ee|ei|ie|y", "i"),
        (r"(?<=[aeiou])[aeiou]+", ""),
        (r"(.)\1+", r"\1"),
        (r"e$", ""),
    )
)


def sound(word: str) -> str:
    """Roughly how a word sounds, in letters.

    >>> sound("turniket") == sound("tourniquet"), sound("sichological") == sound("psychological")
    (True, True)
    """
    for written, heard in _SOUNDS:
        word = written.sub(heard, word)
    return word


def _likely(word: str, other: str) -> bool:
    """Whether one word is a usual mistake for the other.

    The first letter is right, one of two exchanged, missing, or another vowel; a short word lacks a letter, has one
    twice, has two exchanged, or a wrong vowel.

    >>> _likely("plice", "police"), _likely("fier", "fire"), _likely("medac", "medic"), _likely("snow", "show")
    (True, True, True, False)
    """
    if word[0] != other[0] and not (
        word[:2] == other[1::-1] or word[0] == other[1:2] or (word[0] in _VOWEL_LETTERS and other[0] in _VOWEL_LETTERS)
    ):
        return False
    if len(word) > SHORT or len(other) > len(word) or sorted(word) == sorted(other):
        return True
    if len(other) < len(word):
        return any(word[at] == word[at + 1] and word[:at] + word[at + 1 :] == other for at in range(len(word) - 1))
    wrong = [(one, another) for one, another in zip(word, other, strict=True) if one != another]
    return all(one in _VOWEL_LETTERS and another in _VOWEL_LETTERS for one, another in wrong)


def _share_pairs(pairs: set[str], other: str, least: int) -> bool:
    """Whether enough neighboring letters are the same: each error spoils three pairs at most, and one pair is left."""
    shared = sum(other[at : at + 2] in pairs for at in range(len(other) - 1))
    return shared >= max(1, least)


def distances(word: str, other: str, most: int) -> tuple[int, int]:
    """Errors between two words, and between the first and the best beginning of the second; `most` + 1 if more.

    An error is a letter too many, missing, wrong, or two neighbors exchanged.

    >>> distances("turniquet", "tourniquet", 2), distances("evacaute", "evacuate", 2), distances("lockd", "lockdown", 2)
    ((1, 1), (1, 1), (3, 0))
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(word):
        previous, row_before = row, before
        row = [at + 1]
        for place, candidate in enumerate(other):
            cost = previous[place] + (letter != candidate)
            cost = min(cost, previous[place + 1] + 1, row[place] + 1)
            if at and place and letter == other[place - 1] and word[at - 1] == candidate:
                cost = min(cost, row_before[place - 1] + 1)
            row.append(cost)
        before = previous
        if min(row) > most:
            return most + 1, most + 1
    return min(row[-1], most + 1), min(min(row), most + 1)
