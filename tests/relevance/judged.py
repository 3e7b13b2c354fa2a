"""The judged queries: read, checked, and parted into tuned and held out."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from fieldref.core.model import ROLE_CODES

QUERIES = Path(__file__).with_name("queries.yaml")
KINDS = (
    "words", "abbreviation", "slang", "question", "misspelling", "british", "prefix", "code", "number", "joined",
    "scope", "directory", "glossary",
)  # fmt: skip
ANSWER = 2
"""Grade from which on a page answers the query."""


@dataclass(frozen=True, eq=False)
class Judged:
    """A query with the pages that answer it, by grade; `role` asks, `filtered` sets that role's chip."""

    query: str
    kind: str
    role: str
    pages: dict[str, int]
    filtered: bool = False
    part: str | None = None
    batch: int = 1


def read(path: Path = QUERIES) -> list[Judged]:
    """All judged queries. Raises ValueError with every mistake in the file."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    mistakes: list[str] = []
    found = [judged for place, entry in enumerate(entries) if (judged := _entry(place, entry, mistakes)) is not None]
    seen: set[tuple[str, str | None, bool]] = set()
    for judged in found:
        key = (judged.query, judged.part, judged.filtered)
        if key in seen:
            mistakes.append(f"{judged.query!r} stands twice")
        seen.add(key)
    if mistakes:
        raise ValueError("\n".join(mistakes))
    return found


def _entry(place: int, entry: dict[str, object], mistakes: list[str]) -> Judged | None:
    query, kind, role, pages = (entry.get(key) for key in ("query", "kind", "role", "pages"))
    where = f"entry {place + 1} ({query!r})"
    if not isinstance(query, str) or kind not in KINDS or role not in ROLE_CODES:
        mistakes.append(f"{where}: needs a query in quotes, a kind of {', '.join(KINDS)}, and a role")
        return None
    if not isinstance(pages, dict) or not any(grade >= ANSWER for grade in pages.values()):
        mistakes.append(f"{where}: needs pages with at least one of grade 2 or 3")
        return None
    part = entry.get("part")
    batch = entry.get("batch", 1)
    if not isinstance(batch, int):
        mistakes.append(f"{where}: batch is a number")
        return None
    return Judged(query, str(kind), str(role), pages, bool(entry.get("filter")), str(part) if part else None, batch)


def held_out(queries: Sequence[Judged]) -> set[str]:
    """The query texts of the held-out third: of each kind of each batch every third by hash.

    By batch, so that a later one moves nothing that was tuned to into the part that was not.
    """
    by_kind: dict[tuple[int, str], list[str]] = defaultdict(list)
    for judged in queries:
        by_kind[judged.batch, judged.kind].append(judged.query)
    chosen: set[str] = set()
    for texts in by_kind.values():
        texts.sort(key=lambda text: hashlib.sha256(text.encode()).digest())
        chosen.update(texts[1::3])
    return chosen
