"""What every card and page prints besides its own words: edition, dates, role names, local details."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldref.core.model import LocalDetail, LocalValue, Part, Role

if TYPE_CHECKING:
    from fieldref.core.library import Library


@dataclass(frozen=True)
class Imprint:
    """One edition with the agency's own details; one imprint serves a whole job, so editions never mix on a sheet.

    `role` is the code of the one role that the cards were chosen for, empty when it was none or several.
    """

    edition: str
    content_date: str
    roles: Mapping[str, Role]
    details: Mapping[str, LocalDetail] = field(default_factory=dict)
    values: Mapping[str, LocalValue] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    role: str = ""

    def label(self, key: str) -> str:
        """What a blank is called; its key when the bundle does not know it."""
        detail = self.details.get(key)
        return detail.label if detail else key.replace("-", " ").capitalize()

    def value(self, key: str) -> LocalValue | None:
        """What the agency filled in, or None when it is missing or only spaces."""
        value = self.values.get(key)
        return value if value is not None and value.value.strip() else None


def imprint_of(library: Library, values: Mapping[str, LocalValue] | None = None, role: str | None = None) -> Imprint:
    """The imprint of a library's edition for a `role`; without `values` every blank stays blank."""
    return Imprint(
        edition=library.edition,
        content_date=library.content_date,
        roles={role.code: role for role in library.roles},
        details={detail.key: detail for detail in library.local_details},
        values=values or {},
        parts={part.id: part for part in library.parts},
        role=role or "",
    )
