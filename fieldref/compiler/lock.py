"""Frozen codes: section numbers and card codes in a committed file; an edition adds and retires, never renumbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from fieldref.compiler.meta import CardDraft, PageDraft
from fieldref.compiler.problems import Problems
from fieldref.compiler.source import load_yaml
from fieldref.core.safe_files import write_atomically

LOCK = "sections.lock.yaml"
HEADER = (
    "# Frozen codes of pages, sections and cards: bookmarks, links and printed references rest on them.\n"
    "# Written by `fieldref compile content OUT --update-lock`; never edited by hand, never renumbered.\n"
    "# A number of 0 and less is retired: -3 was section 3.\n"
)
UPDATE = "run `python3 build/make.py content --update-lock`"


@dataclass
class Lock:
    """The code of each page, the number of each section (negative: retired), the code of each card."""

    pages: dict[str, str] = field(default_factory=dict)
    sections: dict[str, dict[str, int]] = field(default_factory=dict)
    cards: dict[str, str] = field(default_factory=dict)

    def number(self, page: str, anchor: str) -> int:
        """The number of a section, 0 when the lock does not have it."""
        return max(self.sections.get(page, {}).get(anchor, 0), 0)


def read_lock(content: Path, problems: Problems) -> Lock:
    """Read the lock file; an absent one is an empty lock."""
    if not (content / LOCK).is_file():
        return Lock()
    values = load_yaml(content / LOCK, LOCK, problems)
    try:
        pages = {page: str(entry["code"]) for page, entry in (values["pages"] or {}).items()}
        sections = {
            page: {str(anchor): int(number) for anchor, number in (entry.get("sections") or {}).items()}
            for page, entry in (values["pages"] or {}).items()
        }
        return Lock(pages, sections, {str(card): str(code) for card, code in (values["cards"] or {}).items()})
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        problems.add(LOCK, 0, f"the lock file is garbled ({error!r}); restore it from version control")
        return Lock()


def write_lock(content: Path, lock: Lock) -> None:
    """Write the lock file, sorted by page code."""
    order = sorted(lock.pages, key=lambda page: (lock.pages[page][0], int(lock.pages[page][1:])))
    values = {
        "pages": {page: {"code": lock.pages[page], "sections": lock.sections.get(page, {})} for page in order},
        "cards": dict(sorted(lock.cards.items())),
    }
    text = yaml.dump(values, sort_keys=False, allow_unicode=True, width=1000)
    write_atomically(content / LOCK, (HEADER + text).encode())


def card_code(card: CardDraft, letter: str, lock: Lock) -> str:
    """A role card is named by its role ("M-LE"), a topic card by the lock ("MC7"); empty when the lock lacks it."""
    if card.kind == "role":
        return f"{letter}-{card.id.rsplit('/', 1)[1].upper()}"
    return lock.cards.get(card.id, "")


def updated_lock(
    lock: Lock, pages: Sequence[PageDraft], cards: Sequence[CardDraft], letters: Mapping[str, str]
) -> Lock:
    """The lock with everything new added behind the last number ever used, and what is gone retired."""
    fresh = Lock(dict(lock.pages), {page: dict(numbers) for page, numbers in lock.sections.items()}, dict(lock.cards))
    for page in pages:
        fresh.pages.setdefault(page.id, page.code)
        numbers = fresh.sections.setdefault(page.id, {})
        present = {section.anchor for section in page.source.sections}
        for anchor, number in numbers.items():
            numbers[anchor] = abs(number) if anchor in present else -abs(number)
        for section in page.source.sections:
            highest = max((abs(number) for number in numbers.values()), default=0)
            numbers.setdefault(section.anchor, highest + 1)
    for gone in set(fresh.sections) - {page.id for page in pages}:
        fresh.sections[gone] = {anchor: -abs(number) for anchor, number in fresh.sections[gone].items()}
    for card in cards:
        if card.kind == "topic" and card.id not in fresh.cards:
            fresh.cards[card.id] = _next_card_code(fresh, letters[card.part])
    return fresh


def _next_card_code(lock: Lock, letter: str) -> str:
    used = [int(code[2:]) for code in lock.cards.values() if code.startswith(letter + "C")]
    return f"{letter}C{max(used, default=0) + 1}"


def check_lock(lock: Lock, pages: Sequence[PageDraft], cards: Sequence[CardDraft], problems: Problems) -> None:
    """Record a problem for each change that the lock does not record."""
    owners = {code: page for page, code in lock.pages.items()}
    for page in pages:
        where, line = page.source.path, page.source.line_of("code")
        if lock.pages.get(page.id, page.code) != page.code:
            problems.add(where, line, f"code {page.code} was {lock.pages[page.id]}; codes are frozen, restore it")
        elif owners.get(page.code, page.id) != page.id:
            problems.add(where, line, f"code {page.code} belongs to {owners[page.code]}; take a number never used")
        _check_sections(lock, page, problems)
    _check_retired_pages(lock, pages, problems)
    for card in cards:
        if card.kind == "topic" and card.id not in lock.cards:
            problems.add(card.source.path, 1, f"this card has no code in {LOCK} yet; {UPDATE}")


def _check_sections(lock: Lock, page: PageDraft, problems: Problems) -> None:
    numbers = lock.sections.get(page.id, {})
    present = {section.anchor for section in page.source.sections}
    for section in page.source.sections:
        number = numbers.get(section.anchor, 0)
        if number == 0:
            text = f"section {section.anchor} has no number in {LOCK}; if it is an old one renamed, give the heading "
            problems.add(page.source.path, section.line, text + f"its old anchor {{: #... }}, else {UPDATE}")
        elif number < 0:
            text = f"section {section.anchor} was retired as {page.code}.{-number}; take another anchor, or {UPDATE}"
            problems.add(page.source.path, section.line, text)
    for anchor, number in numbers.items():
        if number > 0 and anchor not in present:
            text = f"section {anchor} ({page.code}.{number}) is gone; restore it, or retire it: {UPDATE}"
            problems.add(page.source.path, 1, text)


def _check_retired_pages(lock: Lock, pages: Sequence[PageDraft], problems: Problems) -> None:
    present = {page.id for page in pages}
    for page, code in lock.pages.items():
        if page not in present and any(number > 0 for number in lock.sections.get(page, {}).values()):
            problems.add(f"pages/{page}.md", 0, f"page {code} is gone; restore it: bookmarks and print rest on it")
