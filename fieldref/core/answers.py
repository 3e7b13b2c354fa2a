"""The frozen values of search: what it indexes, and its answers.

Everyone imports them from `model.py`, which loads this module when one of them is first asked for.
"""

from __future__ import annotations

from typing import NamedTuple

from fieldref.core.model import MatchKind

NAMES = frozenset({"Document", "Hit", "Correction", "SearchResult"})


class Document(NamedTuple):
    """What search indexes: a section of a page, a directory entry, a glossary term or a card.

    `page` is the page id, `directory/<id>`, `glossary/<id>` or the card id; `anchor` and `code` may be empty.
    `aliases` are its other names; `asked` is what people type who need it, in words that it lacks.
    """

    page: str
    anchor: str
    code: str
    title: str
    heading: str
    text: str
    aliases: tuple[str, ...]
    roles: tuple[str, ...]
    part: str
    use: str
    asked: tuple[str, ...] = ()


class Hit(NamedTuple):
    """One search result; `marks` are (start, end) character ranges of matched words in `snippet`.

    `heading_marks` and `title_marks` likewise for `heading` and `title`. `more` counts further sections of the same
    page that match and are not shown as hits of their own.
    """

    page: str
    code: str
    section: str
    anchor: str
    title: str
    heading: str
    part: str
    roles: tuple[str, ...]
    snippet: str
    match: MatchKind
    score: float
    marks: tuple[tuple[int, int], ...] = ()
    heading_marks: tuple[tuple[int, int], ...] = ()
    title_marks: tuple[tuple[int, int], ...] = ()
    more: int = 0


class Correction(NamedTuple):
    """Words that matched nothing and what was searched instead: "no match for turniquet; showing tourniquet"."""

    typed: str
    shown: str


class SearchResult(NamedTuple):
    """The answer to a query.

    `total` counts the hits that there are, of which `hits` are the first; `outside` counts the further ones (pages,
    cards, entries) that role and part leave out.
    `words` are the folded words to highlight on the opened page (a prefix ends in "*").
    `suggestions` are near terms when there is no hit. `scope_role` and `scope_part` come from a typed scope (`le:`).
    `by_scan` is true when the index was unusable and the sections were scanned instead.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    outside: int = 0
    words: tuple[str, ...] = ()
    correction: Correction | None = None
    suggestions: tuple[str, ...] = ()
    scope_role: str | None = None
    scope_part: str | None = None
    any_word: bool = False
    by_scan: bool = False
