"""Model values to and from the plain JSON of a bundle; explicit, because reading it is part of every start."""

from __future__ import annotations

import dataclasses
from typing import Any

from fieldref.core.model import (
    Block,
    Card,
    CardLine,
    Contact,
    DirectoryEntry,
    Document,
    GlossaryTerm,
    LocalDetail,
    PageMeta,
    Part,
    Review,
    Role,
    Section,
    SectionMeta,
    Source,
    Step,
    Tile,
)

Plain = dict[str, Any]


def plain(value: Any) -> Plain:
    """A model value as plain dictionaries and lists.

    >>> plain(Tile("cards/mitigate/le", "Attack under way", "Card", "card"))["icon"]
    'card'
    """
    return dataclasses.asdict(value)


def role_from(values: Plain) -> Role:
    """A Role from its plain form."""
    return Role(**_tupled(values, "aliases"))


def part_from(values: Plain) -> Part:
    """A Part with its steps from its plain form."""
    return Part(**{**values, "steps": tuple(Step(**step) for step in values["steps"])})


def reviews_from(values: list[Plain]) -> tuple[Review, ...]:
    """Review notices from their plain form."""
    return tuple(Review(value["kind"], value["by"]) for value in values)


def section_meta_from(values: Plain) -> SectionMeta:
    """A SectionMeta from its plain form."""
    return SectionMeta(
        values["page"],
        values["anchor"],
        values["code"],
        values["heading"],
        tuple(values["roles"]),
        values["kind"],
    )


def page_meta_from(values: Plain) -> PageMeta:
    """A PageMeta from its plain form."""
    return PageMeta(
        id=values["id"],
        code=values["code"],
        title=values["title"],
        part=values["part"],
        step=values["step"],
        roles=tuple(values["roles"]),
        use=values["use"],
        answer=values["answer"],
        aliases=tuple(values["aliases"]),
        see=tuple(values["see"]),
        edited=values["edited"],
        reviews=reviews_from(values["reviews"]),
        sections=tuple(map(section_meta_from, values["sections"])),
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
    changed = _tupled(values, "roles", "pages", "page_codes", "blanks", "aliases")
    for name in ("steps", "donts", "wallet"):
        changed[name] = tuple(CardLine(**line) for line in values[name])
    changed["reviews"] = reviews_from(values["reviews"])
    return Card(**changed)


def directory_entry_from(values: Plain) -> DirectoryEntry:
    """A DirectoryEntry from its plain form."""
    changed = _tupled(values, "phases", "roles", "aliases", "sources", "pages")
    changed["contacts"] = tuple(Contact(**contact) for contact in values["contacts"])
    return DirectoryEntry(**changed)


def glossary_term_from(values: Plain) -> GlossaryTerm:
    """A GlossaryTerm from its plain form."""
    return GlossaryTerm(**_tupled(values, "see", "aliases", "sources"))


def document_from(values: Plain) -> Document:
    """A Document from its plain form."""
    return Document(**_tupled(values, "aliases", "roles"))


def local_detail_from(values: Plain) -> LocalDetail:
    """A LocalDetail from its plain form."""
    return LocalDetail(**values)


def tile_from(values: Plain) -> Tile:
    """A Tile from its plain form."""
    return Tile(**values)


def _tupled(values: Plain, *names: str) -> Plain:
    return {**values, **{name: tuple(values[name]) for name in names}}
