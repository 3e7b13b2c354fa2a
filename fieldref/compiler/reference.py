"""The data files beside the pages: directory, glossary, sources and home, checked and typed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldref.compiler.frame import Frame
from fieldref.compiler.problems import Problems
from fieldref.compiler.source import load_yaml
from fieldref.core.model import PHASES, ROLE_CODES, Contact, DirectoryEntry, GlossaryTerm, Source, Tile

DIRECTORY, GLOSSARY, SOURCES, HOME = "directory.yaml", "glossary.yaml", "sources.yaml", "home.yaml"
CONTACT_KINDS = ("phone", "text", "web", "mail", "note")
PRACTICE_SOURCE = Source("practice", "Common practice; confirm with your agency", "", "", "")


class Entry:
    """One entry of a data file: reads its values and records a problem at its line for each that will not do."""

    def __init__(self, values: Any, file: str, lines: Mapping[str, int], problems: Problems) -> None:
        self.values: dict[str, Any] = values if isinstance(values, dict) else {}
        self.name = str(self.values.get("id") or self.values.get("key") or "?")
        self._file = file
        self._line = lines.get(self.name, 0)
        self._problems = problems

    def fault(self, text: str) -> None:
        """Record a problem of this entry."""
        self._problems.add(self._file, self._line, f"{self.name}: {text}")

    def known(self, *keys: str) -> None:
        """Complain about keys that are not in `keys`."""
        for key in self.values:
            if key not in keys:
                self.fault(f"unknown key {key}; known are {', '.join(keys)}")

    def text(self, key: str, *, required: bool = True) -> str:
        """A line of text."""
        value = self.values.get(key)
        if value is None or str(value).strip() == "":
            if required:
                self.fault(f"{key} is missing")
            return ""
        return " ".join(str(value).split())

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words, empty when absent."""
        value = self.values.get(key) or []
        if not isinstance(value, list):
            self.fault(f"{key} is {value!r}; write a list")
            return ()
        return tuple(str(item) for item in value)

    def among(self, key: str, known: Iterable[str], *, everything: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of words that are all `known`; `all` stands for `everything`."""
        value = self.values.get(key)
        chosen = everything if value in ("all", ["all"]) else self.words(key)
        for word in chosen:
            if word not in known:
                self.fault(f"unknown {key} {word}; use {', '.join(everything) or 'one that exists'}")
        return chosen


def _entry_lines(path: Path) -> dict[str, int]:
    """The line of each `id:` or `key:` in a YAML file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    pattern = re.compile(r"^\s*-?\s*\{?\s*(?:id|key):\s*[\"']?([^\s,\"'}]+)", re.M)
    return {match[1]: text.count("\n", 0, match.start()) + 1 for match in pattern.finditer(text)}


def _entries(content: Path, file: str, problems: Problems) -> list[Entry]:
    values = load_yaml(content / file, file, problems) or []
    if not isinstance(values, list):
        problems.add(file, 1, "this file is no list; begin each entry with `- `")
        return []
    lines, seen, found = _entry_lines(content / file), set(), []
    for value in values:
        entry = Entry(value, file, lines, problems)
        if entry.name in seen:
            entry.fault("stands twice; give each entry an id of its own")
            continue
        seen.add(entry.name)
        found.append(entry)
    return found


@dataclass(frozen=True)
class SourceTable:
    """All sources by key, and the key that each other name of a source stands for."""

    by_key: Mapping[str, Source]
    canonical: Mapping[str, str]

    def knows(self, key: str) -> bool:
        """Whether content may cite `key`."""
        return key in self.canonical


def read_sources(content: Path, problems: Problems) -> SourceTable:
    """Read sources.yaml; `also` lists further keys of the same document."""
    by_key, canonical = {PRACTICE_SOURCE.key: PRACTICE_SOURCE}, {PRACTICE_SOURCE.key: PRACTICE_SOURCE.key}
    for entry in _entries(content, SOURCES, problems):
        entry.known("key", "also", "title", "publisher", "date", "address", "reuse", "note")
        source = Source(
            entry.name,
            entry.text("title"),
            entry.text("publisher"),
            entry.text("date"),
            entry.text("address", required=False),
            entry.text("reuse"),
            entry.text("note", required=False),
        )
        by_key[source.key] = source
        for key in (source.key, *entry.words("also")):
            if key in canonical:
                entry.fault(f"{key} names two sources; keep one")
            canonical[key] = source.key
    return SourceTable(by_key, canonical)


def read_directory(content: Path, frame: Frame, problems: Problems) -> tuple[DirectoryEntry, ...]:
    """Read directory.yaml: categories with entries."""
    file = DIRECTORY
    groups = load_yaml(content / file, file, problems) or []
    lines, found = _entry_lines(content / file), {}
    for group in groups if isinstance(groups, list) else []:
        category = str(group.get("category", "")) if isinstance(group, dict) else ""
        if not category:
            problems.add(file, 0, "a group lacks its category; write `- category: NAME` and `entries:`")
            continue
        for values in group.get("entries") or []:
            entry = Entry(values, file, lines, problems)
            if entry.name in found:
                entry.fault("stands twice; give each entry an id of its own")
            found[entry.name] = _directory_entry(entry, category, frame)
    return tuple(found.values())


def _directory_entry(entry: Entry, category: str, frame: Frame) -> DirectoryEntry:
    entry.known(
        "id", "name", "abbreviation", "kind", "gives", "who", "reach", "phases", "roles", "status", "confirmed",
        "local", "aliases", "sources",
    )  # fmt: skip
    local = entry.text("local", required=False)
    if local and local not in frame.detail_labels:
        entry.fault(f"unknown local detail {local}; add it to local-details.yaml or choose another")
    return DirectoryEntry(
        id=entry.name,
        name=entry.text("name"),
        abbreviation=entry.text("abbreviation", required=False),
        category=category,
        kind=entry.text("kind"),
        gives=entry.text("gives"),
        who=entry.text("who"),
        contacts=_contacts(entry),
        phases=entry.among("phases", PHASES, everything=PHASES),
        roles=entry.among("roles", ROLE_CODES, everything=ROLE_CODES),
        status=entry.text("status"),
        confirmed=_confirmed(entry),
        local=local,
        aliases=entry.words("aliases"),
        sources=entry.words("sources"),
    )


def _confirmed(entry: Entry) -> str:
    value = entry.values.get("confirmed")
    if "confirmed" not in entry.values:
        entry.fault('confirmed is missing; write "date, publisher" of the page that confirms it, or null')
    return value.isoformat() if isinstance(value, datetime.date) else str(value or "")


def _contacts(entry: Entry) -> tuple[Contact, ...]:
    contacts = []
    for way in entry.values.get("reach") or []:
        if not isinstance(way, dict):
            entry.fault(f"reach has {way!r}; write `- {{phone: 555, label: words}}`")
            continue
        kinds = [kind for kind in CONTACT_KINDS if kind in way]
        if len(kinds) != 1 or set(way) - {*CONTACT_KINDS, "label"}:
            entry.fault(f"reach has {way!r}; write one of {', '.join(CONTACT_KINDS)}, and a label")
            continue
        contacts.append(Contact(kinds[0], " ".join(str(way[kinds[0]]).split()), str(way.get("label") or "")))
    if not contacts:
        entry.fault("reach is missing; say how to reach it")
    return tuple(contacts)


def read_glossary(content: Path, problems: Problems) -> tuple[GlossaryTerm, ...]:
    """Read glossary.yaml, sorted by term."""
    terms = []
    for entry in _entries(content, GLOSSARY, problems):
        entry.known("id", "term", "abbreviation", "definition", "see", "aliases", "sources")
        terms.append(
            GlossaryTerm(
                entry.name,
                entry.text("term"),
                entry.text("abbreviation", required=False),
                entry.text("definition"),
                entry.words("see"),
                entry.words("aliases"),
                entry.words("sources"),
            )
        )
    return tuple(sorted(terms, key=lambda term: term.term.casefold()))


def read_home(content: Path, problems: Problems) -> dict[str, tuple[Tile, ...]]:
    """Read home.yaml: six tiles for each role, and six for everyone (ALL)."""
    values = load_yaml(content / HOME, HOME, problems) or {}
    roles = values.get("roles") if isinstance(values, dict) else None
    home: dict[str, tuple[Tile, ...]] = {}
    for code in (*ROLE_CODES, "ALL"):
        tiles = (roles or {}).get(code) or []
        try:
            home[code] = tuple(Tile(tile["target"], tile["title"], tile["sub"], tile["icon"]) for tile in tiles)
        except (KeyError, TypeError) as error:
            problems.add(HOME, 0, f"{code}: a tile lacks {error}; write target, title, sub and icon")
            home[code] = ()
        if len(home[code]) != 6:
            problems.add(
                HOME, 0, f"{code} has {len(home[code])} tiles; the home screen has six for each role and for ALL"
            )
    return home
