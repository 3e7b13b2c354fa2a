"""Card files to typed cards: steps, do-nots, blanks and wallet form, each within its limits and traced to a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fieldref.compiler.meta import CardDraft
from fieldref.compiler.problems import Problems
from fieldref.core.model import Card, CardLine

STEP_LIMIT, DONT_LIMIT, WALLET_LIMIT = 90, 87, 45
ITEM = re.compile(r"^(\d+\.|-)\s+(.*?)\s*$")
TRACE = re.compile(r"\s*\{([\w/-]+)(?:#([\w-]+))?\}\s*$")
LEAD = re.compile(r"^\*\*(.+?)\*\*(.*)$")
SECTIONS = ("steps", "do-not", "fill-in", "wallet")

Anchors = Callable[[str], frozenset[str] | None]
"""The section anchors of a page, or None when there is no such page."""


@dataclass(frozen=True)
class _Item:
    line: int
    numbered: bool
    text: str


def build_card(
    draft: CardDraft,
    code: str,
    *,
    details: Mapping[str, str],
    page_codes: Mapping[str, str],
    anchors: Anchors,
    problems: Problems,
) -> Card:
    """A Card from its file; every fault becomes a problem, and what is usable is kept."""
    items = _items(draft, problems)
    reader = _LineReader(draft, anchors, problems)
    for page in draft.pages:
        if page not in page_codes:
            problems.add(draft.source.path, draft.source.line_of("pages"), f"there is no page {page}; name one")
    blanks = tuple(item.text for item in items["fill-in"])
    for item in items["fill-in"]:
        if item.text not in details:
            problems.add(draft.source.path, item.line, f"unknown local detail {item.text}; see local-details.yaml")
    _count(draft, "steps", items["steps"], 5, 9, problems)
    _count(draft, "do-nots", items["do-not"], 0, 3, problems)
    _count(draft, "blanks", items["fill-in"], 0, 4, problems)
    _count(draft, "wallet steps", items["wallet"], 1, 6, problems)
    return Card(
        id=draft.id,
        code=code,
        title=draft.title,
        part=draft.part,
        roles=draft.roles,
        kind="role" if draft.kind == "role" else "topic",
        pages=draft.pages,
        page_codes=tuple(page_codes[page] for page in draft.pages if page in page_codes),
        steps=tuple(reader.line(item, STEP_LIMIT, traced=True) for item in items["steps"]),
        donts=tuple(reader.dont(item) for item in items["do-not"]),
        blanks=tuple(blank for blank in blanks if blank in details),
        wallet=tuple(reader.line(item, WALLET_LIMIT, traced=False) for item in items["wallet"]),
        aliases=draft.aliases,
        edited=draft.edited,
        reviews=draft.reviews,
    )


def _items(draft: CardDraft, problems: Problems) -> dict[str, list[_Item]]:
    found: dict[str, list[_Item]] = {name: [] for name in SECTIONS}
    groups = [("steps", draft.source.preamble)]
    for section in draft.source.sections:
        if section.anchor not in SECTIONS[1:]:
            text = f"unknown part {section.heading}; a card has steps, then ## Do not, ## Fill in and ## Wallet"
            problems.add(draft.source.path, section.line, text)
            continue
        groups.append((section.anchor, section.lines))
    for name, lines in groups:
        for number, line in lines:
            match = ITEM.match(line)
            if match:
                found[name].append(_Item(number, match[1] != "-", match[2]))
            elif line.strip():
                problems.add(draft.source.path, number, "a card line is no list item; begin it with `1. ` or `- `")
    return found


def _count(draft: CardDraft, noun: str, items: list[_Item], least: int, most: int, problems: Problems) -> None:
    if not least <= len(items) <= most:
        problems.add(draft.source.path, 1, f"{len(items)} {noun}; a card has {least} to {most}")


@dataclass(frozen=True)
class _LineReader:
    draft: CardDraft
    anchors: Anchors
    problems: Problems

    def _fault(self, item: _Item, text: str) -> None:
        self.problems.add(self.draft.source.path, item.line, text)

    def line(self, item: _Item, limit: int, *, traced: bool) -> CardLine:
        """A numbered step with its bold lead and, when `traced`, its trace."""
        if not item.numbered:
            self._fault(item, "a step has no number; begin it with `1. `")
        return self._read(item, limit, traced=traced)

    def dont(self, item: _Item) -> CardLine:
        """A do-not, a whole sentence that cannot be taken for an instruction."""
        line = self._read(item, DONT_LIMIT, traced=True)
        if not line.text.startswith(("Do not ", "Never ")):
            self._fault(item, 'begin it with "Do not" or "Never": read alone it could be taken for an instruction')
        return line

    def _read(self, item: _Item, limit: int, *, traced: bool) -> CardLine:
        text, trace = item.text, ""
        match = TRACE.search(text)
        if match:
            text = text[: match.start()]
            trace = f"{match[1]}#{match[2]}" if match[2] else match[1]
            self._check_trace(item, match[1], match[2])
        elif traced:
            self._fault(item, "no source; end the line with {page#section}, the section it rests on")
        lead = LEAD.match(text)
        if not lead:
            self._fault(item, "the leading verb is not bold; write **Call** 911")
        head, rest = (lead[1], lead[2]) if lead else (text, "")
        if re.search(r"\*\*|\[|\]|`|<|>", head + rest):
            self._fault(item, "only the leading words carry markup; take the rest out")
        length = len(head + rest)
        if length > limit:
            self._fault(item, f"{length} characters; shorten the line to {limit}")
        return CardLine(head, rest, trace)

    def _check_trace(self, item: _Item, page: str, anchor: str | None) -> None:
        known = self.anchors(page)
        if page not in self.draft.pages:
            self._fault(item, f"rests on {page}, which `pages` does not name; add it there")
        if known is None:
            self._fault(item, f"there is no page {page}; name one that supports the line")
        elif anchor and anchor not in known:
            self._fault(item, f"{page} has no section {anchor}; it has {', '.join(sorted(known))}")
