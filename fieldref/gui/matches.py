"""Finds the places of words in a page's text, so that they can be marked."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from fieldref.core.snippets import mark


class Span(NamedTuple):
    """A place in the text as character positions."""

    start: int
    end: int


def find_spans(text: str, words: tuple[str, ...]) -> list[Span]:
    """Return where any of the words stands in any inflection; one that ends in `*` also matches longer words.

    >>> find_spans("Put the tourniquet on; tourniquets save", ("tourniq*",))
    [Span(start=8, end=18), Span(start=23, end=34)]
    >>> find_spans("cart car", ("car",))
    [Span(start=5, end=8)]
    >>> find_spans("Bleeding stops", ("bleed",))
    [Span(start=0, end=8)]
    """
    return [Span(start, end) for start, end in mark(text, words)]


def find_phrase(text: str, phrase: str) -> list[Span]:
    """Return where a phrase stands anywhere, as the find bar looks for it."""
    wanted = re.escape(fold(phrase.strip()))
    if not wanted:
        return []
    pattern = re.sub(r"(\\ )+", r"\\s+", wanted)
    return [Span(match.start(), match.end()) for match in re.finditer(pattern, fold(text), re.IGNORECASE)]


def fold(text: str) -> str:
    """Return text without accents and with plain quotes, each character in its place.

    >>> fold("café’s")
    "cafe's"
    """
    return "".join(map(_plain, text)) if not text.isascii() else text


def _plain(character: str) -> str:
    if character in "‘’":
        return "'"
    if character == "\u00a0":
        return " "
    base = unicodedata.normalize("NFD", character)[0]
    return base if len(base) == 1 else character
