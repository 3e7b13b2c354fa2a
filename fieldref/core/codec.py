"""Model values to and from the plain JSON of a bundle: those that every start reads, explicitly written for speed.

Values with text are in `text_codec.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fieldref.core.model import LocalDetail, PageMeta, Part, Review, Role, SectionMeta, Step, Tile

Plain = dict[str, Any]


def plain(value: Any) -> Any:
    """A model value as plain dictionaries and lists.

    >>> plain(Tile("cards/mitigate/le", "Attack under way", "Card", "card"))["icon"]
    'card'
    """
    import dataclasses  # deferred: only the compiler writes

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


def sections_plain(sections: Iterable[SectionMeta]) -> list[list[Any]]:
    """The facts of a page's sections without the page, each as a list."""
    return [[meta.anchor, meta.code, meta.heading, list(meta.roles), meta.kind] for meta in sections]


def sections_from(plain: Mapping[str, Iterable[Sequence[Any]]]) -> dict[str, tuple[SectionMeta, ...]]:
    """The facts of each page's sections from their plain form; what many of them have in common is kept once."""
    known: dict[Any, Any] = {}

    def same(value: Any) -> Any:
        return known.setdefault(value, value)

    return {
        page: tuple(
            SectionMeta(page, same(anchor), code, same(heading), same(tuple(roles)), same(kind))
            for anchor, code, heading, roles, kind in sections
        )
        for page, sections in plain.items()
    }


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
