"""Links between content files: every target is known before any is resolved, dead ones are problems."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldref.compiler.inline import rewrite_links
from fieldref.compiler.problems import Problems
from fieldref.compiler.source import RawSection


@dataclass(frozen=True)
class LinkTargets:
    """Everything a link can lead to, with the words it gets when it has none of its own."""

    pages: Mapping[str, str]
    anchors: Mapping[str, Mapping[str, str]]
    cards: Mapping[str, str]
    directory: Mapping[str, str]
    glossary: Mapping[str, str]

    def resolve(self, target: str, page: str) -> tuple[str, str] | str:
        """(href, words) of a link on `page`, or what is wrong with it and what to write instead."""
        if target.startswith(("https://", "http://", "mailto:")):
            return target, target
        if target.startswith("#"):
            target = page + target
        name, _, anchor = target.partition("#")
        table, _, entry = name.partition("/")
        if table == "cards":
            return self._entry("card", name, name.removeprefix("cards/"), self.cards)
        if table == "directory":
            return self._entry("directory", entry, entry, self.directory)
        if table == "glossary":
            return self._entry("glossary", entry, entry, self.glossary)
        if name not in self.pages:
            return f"dead link {target}; there is no such page, card or entry"
        if anchor and anchor not in self.anchors[name]:
            return f"dead link {target}; {name} has {', '.join(self.anchors[name])}"
        words = self.anchors[name][anchor] if anchor else self.pages[name]
        return f"page:{name}{'#' if anchor else ''}{anchor}", words

    @staticmethod
    def _entry(scheme: str, key: str, name: str, table: Mapping[str, str]) -> tuple[str, str] | str:
        if key not in table:
            return f"dead link to {scheme} {name}; there is no such entry"
        return f"{scheme}:{name}", table[key]


@dataclass
class PageLinker:
    """Resolves the links of one page and remembers which directory entries it names."""

    targets: LinkTargets
    problems: Problems
    path: str
    page: str
    directory: set[str] = field(default_factory=set)

    def link(self, inline: str, section: RawSection) -> str:
        """Inline HTML with its links resolved; a dead one keeps its words."""

        def resolve(target: str, words: str) -> tuple[str, str] | None:
            found = self.targets.resolve(target, self.page)
            if isinstance(found, str):
                self.problems.add(self.path, section.line_of(f"({target}"), found)
                return None
            href, own_words = found
            if href.startswith("directory:"):
                self.directory.add(href.removeprefix("directory:"))
            return href, words or html.escape(own_words, quote=False)

        return rewrite_links(inline, resolve)
