"""The frozen values that hold text: blocks, sections, pages, cards, directory, glossary.

Everyone imports them from `model.py`, which loads this module when one of them is first asked for. Named tuples where
nothing forbids it (Qt takes a tuple in a model for a list): a frozen dataclass costs a millisecond to define.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from fieldref.core.model import BlockKind, PageMeta, Review, SectionMeta

NAMES = frozenset(
    {
        "Block",
        "Section",
        "Source",
        "Page",
        "CardLine",
        "Card",
        "Contact",
        "DirectoryEntry",
        "GlossaryTerm",
    }
)


class Block(NamedTuple):
    """A piece of a section, the unit that reader, paper and plain HTML each set in their own way.

    `html` and the strings of `items`, `header` and `rows` are inline HTML of this subset: strong, em, code, br and
    a. An `a` has an href of one of the schemes page:ID#ANCHOR, card:ID, directory:ID, glossary:ID, source:KEY
    (its text is the running number in brackets, "[1]"), local:KEY (its text is the detail's label), http(s).
    `source`, `alt` and `caption` belong to figures; `source` is a file name in the bundle's figures folder.
    """

    kind: BlockKind
    html: str = ""
    items: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    source: str = ""
    alt: str = ""
    caption: str = ""


class Section(NamedTuple):
    """A section with its blocks and its plain text (the text that search indexes and shows in snippets)."""

    meta: SectionMeta
    blocks: tuple[Block, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document that a statement rests on; `key` is what content writes in [@key]."""

    key: str
    title: str
    publisher: str
    date: str
    address: str
    reuse: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page; `sources` in the order of their running numbers; `damaged` when its hash was wrong."""

    meta: PageMeta
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    damaged: bool = False


class CardLine(NamedTuple):
    """A step or a do-not: `lead` is the bold beginning, `rest` what follows; `trace` is PAGE#ANCHOR it rests on."""

    lead: str
    rest: str
    trace: str = ""

    @property
    def text(self) -> str:
        """The whole line as plain text."""
        return self.lead + self.rest


@dataclass(frozen=True, slots=True)
class Card:
    """A quick card; `blanks` are local-detail keys, `page_codes` the codes of the pages it rests on."""

    id: str
    code: str
    title: str
    part: str
    roles: tuple[str, ...]
    kind: Literal["role", "topic"]
    pages: tuple[str, ...]
    page_codes: tuple[str, ...]
    steps: tuple[CardLine, ...]
    donts: tuple[CardLine, ...]
    blanks: tuple[str, ...]
    wallet: tuple[CardLine, ...]
    aliases: tuple[str, ...]
    edited: str
    reviews: tuple[Review, ...]


class Contact(NamedTuple):
    """One way to reach a directory entry; `kind` is phone, text, web, mail or note; `label` says what it is for."""

    kind: str
    value: str
    label: str = ""


class DirectoryEntry(NamedTuple):
    """An organization, program, line or document; `confirmed` is "date, publisher" or empty (unconfirmed)."""

    id: str
    name: str
    abbreviation: str
    category: str
    kind: str
    gives: str
    who: str
    contacts: tuple[Contact, ...]
    phases: tuple[str, ...]
    roles: tuple[str, ...]
    status: str
    confirmed: str
    local: str
    aliases: tuple[str, ...]
    sources: tuple[str, ...]
    pages: tuple[str, ...] = ()
    """Pages that name the entry: the way back from a contact to the text."""


class GlossaryTerm(NamedTuple):
    """A term with its plain definition; `abbreviation` may be empty."""

    id: str
    term: str
    abbreviation: str
    definition: str
    see: tuple[str, ...]
    aliases: tuple[str, ...]
    sources: tuple[str, ...]
