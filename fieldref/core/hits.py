"""From a ranked document to the hit that is shown: which words matched where, and the snippet."""

from __future__ import annotations

from typing import NamedTuple

from fieldref.core.model import Document, Hit, MatchKind
from fieldref.core.snippets import Marker, entry_snippet, snippet


class Highlight(NamedTuple):
    """What to mark: `words` as in SearchResult.words, and for each typed word which of them stand for it."""

    words: tuple[str, ...]
    stand_for: tuple[frozenset[int], ...]


def hit(
    document: Document,
    marker: Marker,
    highlight: Highlight,
    *,
    score: float,
    more: int,
    match: MatchKind | None = None,
) -> Hit:
    """The hit for a document; `match` is found out unless given."""
    if document.page.startswith("directory/"):
        piece, marks = entry_snippet(document.text, marker)
    else:
        piece, marks = snippet(document.text, marker, from_start=document.page.startswith("glossary/"))
    heading_marks = tuple((found.start, found.end) for found in marker.marks(document.heading))
    title_marks = tuple((found.start, found.end) for found in marker.marks(document.title))
    if match is None:
        inside = {"in_title": bool(title_marks), "in_heading": bool(heading_marks), "in_snippet": bool(marks)}
        match = _match(document, marker, highlight, **inside)
    page_code, _, below = document.code.partition(".")
    return Hit(
        page=document.page,
        code=page_code,
        section=document.code if below else "",
        anchor=document.anchor,
        title=document.title,
        heading=document.heading,
        part=document.part,
        roles=document.roles,
        snippet=piece,
        match=match,
        score=round(score, 4),
        marks=marks,
        heading_marks=heading_marks,
        title_marks=title_marks,
        more=more,
    )


def _match(
    document: Document, marker: Marker, highlight: Highlight, *, in_title: bool, in_heading: bool, in_snippet: bool
) -> MatchKind:
    """Where the words stand: all in the page's title and aliases and some of them in the title, some in the heading,
    only in the text or a part of the title, or nowhere to be seen: the page is then known by other words (an alias,
    a phrase that people type).
    """
    if in_title and highlight.stand_for:
        names = " | ".join((document.title, *document.aliases))
        found = {mark.word for mark in marker.marks(names)}
        if all(found & wanted for wanted in highlight.stand_for):
            return "title"
    if in_heading:
        return "heading"
    if in_snippet or marker.marks(document.text, 1):
        return "text"
    return "title" if in_title else "other"
