"""Model values to and from the plain JSON of a bundle: those that every start reads, explicitly written for speed.

Values with text are in `text_codec.py`.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from fieldref.core.model import LocalDetail, PageMeta, Part, Review, Role, SectionMeta, Step, Tile

Plain = dict[str, Any]


def plain(value: Any) -> Any:
    """A model value as plain dictionaries and lists.

    >>> plain(Tile("cards/mitigate/le", "Attack under way", "Card", "card"))["icon"]
    'card'
    """
    if dataclasses.is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        names: tuple[str, ...] = getattr(value, "_fields", ())
        return {name: plain(part) for name, part in zip(names, value, strict=True)} if names else [*map(plain, value)]
    return value


def role_from(values: Plain) -> Role:
    """A Role from its plain form."""
    return Role(**tupled(values, "aliases"))


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
    )


def local_detail_from(values: Plain) -> LocalDetail:
    """A LocalDetail from its plain form."""
    return LocalDetail(**values)


def tile_from(values: Plain) -> Tile:
    """A Tile from its plain form."""
    return Tile(**values)


def tupled(values: Plain, *names: str) -> Plain:
    """A plain form with the named lists as tuples."""
    return {**values, **{name: tuple(values[name]) for name in names}}
