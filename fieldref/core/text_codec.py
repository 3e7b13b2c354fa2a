"""Model values with text to and from the plain JSON of a bundle: blocks, cards, entries."""

from __future__ import annotations

from fieldref.core.codec import Plain, plain, reviews_from, tupled
from fieldref.core.model import (
    Block,
    Card,
    CardLine,
    Contact,
    DirectoryEntry,
    GlossaryTerm,
    Section,
    SectionMeta,
    Source,
)


def block_from(values: Plain) -> Block:
    """A Block from its plain form (absent fields take their defaults)."""
    changed = dict(values)
    for name in ("items", "header"):
        if name in changed:
            changed[name] = tuple(changed[name])
    if "rows" in changed:
        changed["rows"] = tuple(tuple(row) for row in changed["rows"])
    return Block(**changed)


def block_plain(block: Block) -> Plain:
    """A Block without its empty fields: most blocks use two of eight."""
    return {name: value for name, value in plain(block).items() if value}


def section_from(meta: SectionMeta, values: Plain) -> Section:
    """A Section from its facts and its plain form."""
    return Section(meta, tuple(map(block_from, values["blocks"])), values["text"])


def source_from(values: Plain) -> Source:
    """A Source from its plain form."""
    return Source(**values)


def card_from(values: Plain) -> Card:
    """A Card from its plain form."""
    changed = tupled(values, "roles", "pages", "page_codes", "blanks", "aliases")
    for name in ("steps", "donts", "wallet"):
        changed[name] = tuple(CardLine(**line) for line in values[name])
    changed["reviews"] = reviews_from(values["reviews"])
    return Card(**changed)


def directory_entry_from(values: Plain) -> DirectoryEntry:
    """A DirectoryEntry from its plain form."""
    changed = tupled(values, "phases", "roles", "aliases", "sources", "pages")
    changed["contacts"] = tuple(Contact(**contact) for contact in values["contacts"])
    return DirectoryEntry(**changed)


def glossary_term_from(values: Plain) -> GlossaryTerm:
    """A GlossaryTerm from its plain form."""
    return GlossaryTerm(**tupled(values, "see", "aliases", "sources"))
