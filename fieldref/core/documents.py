"""What search indexes: one document for each section, directory entry, glossary term and card; and their lines in a
bundle.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from fieldref.core.model import ROLE_CODES, Document

if TYPE_CHECKING:
    from fieldref.core.model import Card, DirectoryEntry, GlossaryTerm, Page


def documents(
    pages: Iterable[Page],
    cards: Iterable[Card],
    directory: Iterable[DirectoryEntry],
    glossary: Iterable[GlossaryTerm],
) -> Iterator[Document]:
    """All documents in a fixed order."""
    for page in pages:
        yield from _sections(page)
    yield from map(_card, cards)
    yield from map(_entry, directory)
    yield from map(_term, glossary)


def with_asked(found: Iterable[Document], asked: Mapping[str, Sequence[str]]) -> tuple[Document, ...]:
    """The documents, each with what people type who need its page."""
    return tuple(document._replace(asked=tuple(asked.get(document.page, ()))) for document in found)


def _sections(page: Page) -> Iterator[Document]:
    meta = page.meta
    for index, section in enumerate(page.sections):
        text = f"{meta.answer} {section.text}" if index == 0 else section.text
        yield Document(
            page=meta.id,
            anchor=section.meta.anchor,
            code=section.meta.code,
            title=meta.title,
            heading=section.meta.heading,
            text=text,
            aliases=meta.aliases,
            roles=section.meta.roles,
            part=meta.part,
            use=meta.use,
        )


def _card(card: Card) -> Document:
    lines = [line.text for line in (*card.steps, *card.donts)]
    return Document(
        card.id, "", card.code, card.title, "Card: " + card.title, " ".join(lines), card.aliases, card.roles, card.part,
        "now" if card.part == "mitigate" else "hours",
    )  # fmt: skip


def _entry(entry: DirectoryEntry) -> Document:
    ways = "; ".join(
        f"{contact.value} ({contact.label})" if contact.label else contact.value for contact in entry.contacts
    )
    state = f"Confirmed: {entry.confirmed}." if entry.confirmed else "Unconfirmed: check before use."
    text = f"{ways.rstrip('.')}. {entry.gives.rstrip('.')}. For: {entry.who.rstrip('.')}. {state}"
    aliases = tuple(word for word in (entry.abbreviation, *entry.aliases) if word)
    return Document(
        f"directory/{entry.id}", "", "", entry.name, entry.name, text, aliases, entry.roles, "directory", "hours"
    )


def _term(term: GlossaryTerm) -> Document:
    name = f"{term.term} ({term.abbreviation})" if term.abbreviation else term.term
    aliases = tuple(word for word in (term.abbreviation, *term.aliases) if word)
    return Document(f"glossary/{term.id}", "", "", name, name, term.definition, aliases, ROLE_CODES, "glossary", "plan")


def document_lines(documents: Iterable[Document]) -> Iterator[str]:
    """Documents without what is asked, one after the other, each as a JSON array in a line.

    The documents of a page stand together, and only the first one's line has what they have in common.
    """
    page = ""
    for document in documents:
        own = (document.anchor, document.code, document.heading, document.text, document.roles)
        common = (document.page, document.title, document.aliases, document.part, document.use)
        values = own if document.page == page else (*own, *common)
        page = document.page
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def documents_from(lines: bytes) -> Iterator[Document]:
    """Documents from their lines; what they have in common is kept once. Raises ValueError where lines are damaged."""
    page, title, aliases, part, use = "", "", (), "", ""
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    for values in json.loads(b"[%b]" % lines.strip().replace(b"\n", b",")):  # all at once takes half the time
        anchor, code, heading, text, roles, *common = values
        if common:
            page, title, aliases, part, use = common
            aliases = tuple(aliases)
        whose = tuple(roles)
        whose = known.setdefault(whose, whose)
        yield Document(page, anchor, code, title, heading, text, aliases, whose, part, use)
