"""The one object that windows, cards and the command line ask: pages, cards, entries, search of one bundle."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from fieldref.core import codec
from fieldref.core.bundle import BundleFiles, CheckReport
from fieldref.core.errors import BundleDamaged, NotFound
from fieldref.core.model import LocalDetail, PageMeta, Part, Role, SectionMeta, Tile, visible

if TYPE_CHECKING:
    from fieldref.core.model import Card, DirectoryEntry, Document, GlossaryTerm, Page, SearchResult, Source
    from fieldref.core.search import SearchEngine

T = TypeVar("T")
NO_PAGE = "There is no page {}. Search for its words, or find its code in the A to Z."
NO_SYNONYMS = "The list of synonyms is damaged. Searching finds only the words as they are typed."


class Library:
    """A compiled bundle, read-only; small tables are read when opened, everything else when first asked for.

    Any thread may call it; searches run one at a time.
    """

    def __init__(self, files: BundleFiles) -> None:
        self._files = files
        tables = self._json("library.json")
        self.edition: str = files.manifest.edition
        self.content_date: str = files.manifest.content_date
        self.content_digest: str = files.manifest.content_digest
        self.roles: tuple[Role, ...] = tuple(map(codec.role_from, tables["roles"]))
        self.parts: tuple[Part, ...] = tuple(map(codec.part_from, tables["parts"]))
        self._pages = {page["id"]: codec.page_meta_from(page) for page in tables["pages"]}
        self._home: dict[str, list[dict[str, Any]]] = tables["home"]
        self._plain_sections, self._plain_cards = files.read_sound("contents.json"), files.read_sound("cards.json")
        self._plain_details: list[dict[str, Any]] = tables["local_details"]
        self._engine: SearchEngine | None = None
        self._synonyms_notice = ""
        self._searching = threading.Lock()
        self._reading = threading.Lock()
        self._read_sections: dict[str, tuple[SectionMeta, ...]] | None = None
        self._read_cards: dict[str, Card] | None = None

    @classmethod
    def open(cls, folder: Path) -> Library:
        """Open the bundle in `folder`; raises BundleError with words for the reader."""
        try:
            return cls(BundleFiles(folder))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BundleDamaged(f"The content at {folder} is damaged ({error}). Install fieldref again.") from error

    @property
    def folder(self) -> Path:
        """Where the bundle lies."""
        return self._files.folder

    def _json(self, name: str) -> Any:
        return json.loads(self._files.read_sound(name))

    # Structure

    def role(self, code: str) -> Role:
        """The role with that code; raises NotFound."""
        return _find(self.roles, "code", code, "role")

    def part(self, part_id: str) -> Part:
        """The part with that id; raises NotFound."""
        return _find(self.parts, "id", part_id, "part")

    @cached_property
    def local_details(self) -> tuple[LocalDetail, ...]:
        """Everything an agency can fill in, in the order of the form."""
        return tuple(map(codec.local_detail_from, self._plain_details))

    def local_detail(self, key: str) -> LocalDetail:
        """The local detail with that key; raises NotFound."""
        return _find(self.local_details, "key", key, "local detail")

    def tiles(self, role: str | None) -> tuple[Tile, ...]:
        """The six tiles of a role's home screen, or those for everyone when None."""
        return tuple(map(codec.tile_from, self._home.get(role or "ALL", [])))

    # Pages

    def pages(self, part: str | None = None, step: str | None = None, role: str | None = None) -> tuple[PageMeta, ...]:
        """The facts of all pages that fit, in the order of the outline."""
        return tuple(
            page
            for page in self._pages.values()
            if part in (None, page.part) and step in (None, page.step) and visible(page.roles, role)
        )

    def page_meta(self, page_id: str) -> PageMeta:
        """The facts of a page; raises NotFound."""
        try:
            return self._pages[page_id]
        except KeyError as error:
            raise NotFound(NO_PAGE.format(page_id)) from error

    def sections(self, page_id: str) -> tuple[SectionMeta, ...]:
        """The facts of a page's sections in order; raises NotFound."""
        try:
            return self._sections[page_id]
        except KeyError as error:
            raise NotFound(NO_PAGE.format(page_id)) from error

    @property
    def _sections(self) -> dict[str, tuple[SectionMeta, ...]]:
        """The facts of each page's sections, parsed by the first thread that wants them; the bytes then go."""
        with self._reading:
            if self._read_sections is None:
                self._read_sections = codec.sections_from(json.loads(self._plain_sections))
                self._plain_sections = b""
            return self._read_sections

    def page(self, page_id: str) -> Page:
        """A whole page, marked `damaged` when its file is not as compiled.

        Raises NotFound, or BundleDamaged when nothing of it can be read.
        """
        from fieldref.core import text_codec  # deferred: no start needs it
        from fieldref.core.texts import Page

        meta = self.page_meta(page_id)
        data, sound = self._files.read(f"pages/{page_id}.json")
        try:
            values = json.loads(data)
            bodies = {section["anchor"]: section for section in values["sections"]}
            sections = tuple(
                text_codec.section_from(section, bodies[section.anchor]) for section in self.sections(page_id)
            )
            sources = tuple(map(text_codec.source_from, values["sources"]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BundleDamaged(f"Page {meta.code} is damaged beyond reading. Install fieldref again.") from error
        return Page(meta, sections, sources, damaged=not sound)

    def find_code(self, text: str) -> PageMeta | SectionMeta | Card | None:
        """What a typed code names ("m21", "M 21.3", "M-LE"), or None."""
        return self._codes.get(text.strip().replace(" ", "").upper())

    @cached_property
    def _codes(self) -> dict[str, PageMeta | SectionMeta | Card]:
        codes: dict[str, PageMeta | SectionMeta | Card] = {}
        for page in self._pages.values():
            codes[page.code.upper()] = page
            codes.update({section.code.upper(): section for section in self.sections(page.id)})
        codes.update({card.code.upper(): card for card in self.cards()})
        return codes

    def neighbours(self, page_id: str) -> tuple[PageMeta | None, PageMeta | None]:
        """The pages before and after a page in the outline."""
        order = list(self._pages.values())
        place = order.index(self.page_meta(page_id))
        before = order[place - 1] if place else None
        after = order[place + 1] if place + 1 < len(order) else None
        return before, after

    def figure(self, name: str) -> bytes:
        """The SVG of a figure; raises BundleDamaged."""
        return self._files.read_sound(f"figures/{name}")

    # Cards

    @property
    def _cards(self) -> dict[str, Card]:
        """All cards by id, parsed by the first thread that wants them; the bytes then go."""
        from fieldref.core import text_codec  # deferred: no start needs it

        with self._reading:
            if self._read_cards is None:
                plain = json.loads(self._plain_cards)
                self._read_cards = {values["id"]: text_codec.card_from(values) for values in plain}
                self._plain_cards = b""
            return self._read_cards

    def cards(self, role: str | None = None, part: str | None = None) -> tuple[Card, ...]:
        """All cards that fit, phase by phase, role cards first."""
        return tuple(card for card in self._cards.values() if part in (None, card.part) and visible(card.roles, role))

    def card(self, card_id: str) -> Card:
        """A card by its id; raises NotFound."""
        try:
            return self._cards[card_id]
        except KeyError as error:
            raise NotFound(f"There is no card {card_id}.") from error

    def role_card(self, role: str, part: str) -> Card | None:
        """The card of a role for a phase."""
        return self._cards.get(f"cards/{part}/{role.lower()}")

    # Reference tables

    @cached_property
    def _reference(self) -> dict[str, Any]:
        tables: dict[str, Any] = self._json("reference.json")
        return tables

    @cached_property
    def directory(self) -> tuple[DirectoryEntry, ...]:
        """All directory entries, category by category."""
        from fieldref.core import text_codec  # deferred: no start needs it

        return tuple(map(text_codec.directory_entry_from, self._reference["directory"]))

    @cached_property
    def directory_categories(self) -> tuple[str, ...]:
        """The categories of the directory in their order."""
        return tuple(dict.fromkeys(entry.category for entry in self.directory))

    def directory_entry(self, entry_id: str) -> DirectoryEntry:
        """A directory entry by its id; raises NotFound."""
        return _find(self.directory, "id", entry_id, "directory entry")

    @cached_property
    def glossary(self) -> tuple[GlossaryTerm, ...]:
        """All glossary terms in alphabetical order."""
        from fieldref.core import text_codec  # deferred: no start needs it

        return tuple(map(text_codec.glossary_term_from, self._reference["glossary"]))

    def glossary_term(self, term_id: str) -> GlossaryTerm:
        """A glossary term by its id; raises NotFound."""
        return _find(self.glossary, "id", term_id, "glossary term")

    @cached_property
    def sources(self) -> dict[str, Source]:
        """All sources by key."""
        from fieldref.core import text_codec  # deferred: no start needs it

        return {values["key"]: text_codec.source_from(values) for values in self._reference["sources"]}

    # Search

    def documents(self) -> tuple[Document, ...]:
        """What search indexes, in the order of the bundle; when that is damaged, what can be read of it elsewhere."""
        from fieldref.core import documents  # deferred: no start needs it

        try:
            return tuple(documents.documents_from(self._files.read("sections.jsonl")[0]))
        except (BundleDamaged, KeyError, TypeError, ValueError):
            entries, terms = self._unless_damaged(lambda: self.directory), self._unless_damaged(lambda: self.glossary)
            return tuple(documents.documents(self._readable_pages(), self.cards(), entries, terms))

    def _readable_pages(self) -> Iterator[Page]:
        for page in self._pages:
            with contextlib.suppress(BundleDamaged):
                yield self.page(page)

    @staticmethod
    def _unless_damaged(read: Callable[[], tuple[T, ...]]) -> tuple[T, ...]:
        try:
            return read()
        except BundleDamaged:
            return ()

    def search(self, query: str, role: str | None = None, part: str | None = None, limit: int = 20) -> SearchResult:
        """Answer what a user typed; every string is valid. The first call reads the index into memory."""
        with self._searching:
            if self._engine is None:
                self._engine = self._open_engine()
            return self._engine.search(query, role=role, part=part, limit=limit)

    def prepare_search(self) -> None:
        """Do now what the first search would have to do (for a worker thread after the first paint)."""
        with self._searching:
            if self._engine is None:
                engine = self._open_engine()
                engine.prepare()
                self._engine = engine

    def prepare_more(self) -> bool:
        """Do a little of what the first searches would have to do, once search is ready; says whether there is more."""
        with self._searching:
            return self._engine is not None and not self._engine.by_scan and self._engine.prepare_more()

    @property
    def search_is_ready(self) -> bool:
        """Whether the index is in memory and the next search answers at once."""
        return self._engine is not None

    @property
    def search_notice(self) -> str:
        """What the reader should know of search ("searching without the index"), or an empty string."""
        return " ".join(filter(None, (self._engine.notice, self._synonyms_notice))) if self._engine is not None else ""

    def _open_engine(self) -> SearchEngine:
        from fieldref.core.search import SearchEngine  # deferred: imports Whoosh, 50 ms
        from fieldref.core.synonyms import Concepts, Synonyms

        try:
            concepts, self._synonyms_notice = Concepts(**self._json("synonyms.json")), ""
        except BundleDamaged:
            concepts, self._synonyms_notice = Concepts.of(Synonyms()), NO_SYNONYMS
        return SearchEngine(
            self.documents(),
            concepts,
            self._index_files(),
            roles=self.roles,
            parts=self.parts,
            asked=self._asked,
        )

    def _asked(self) -> dict[str, list[str]]:
        """What people type who need a page, for a search without an index; nothing when that is damaged too."""
        try:
            asked: dict[str, list[str]] = self._json("asked.json")
        except BundleDamaged:
            return {}
        return asked

    def _index_files(self) -> dict[str, bytes] | None:
        """The index's files, all sound, or None: then the sections are scanned instead.

        Hashed before Whoosh sees them: its files hold pickles, and a truncated one read by memory map ends the process.
        """
        try:
            names = self._files.names("index/")
            return {name.removeprefix("index/"): self._files.read_sound(name) for name in names} or None
        except BundleDamaged:
            return None

    # State of the copy

    def check(self, names: Iterable[str] | None = None) -> CheckReport:
        """Hash the named files of the bundle, or all."""
        return self._files.check(names)


def _find(items: tuple[T, ...], attribute: str, value: str, noun: str) -> T:
    for item in items:
        if getattr(item, attribute) == value:
            return item
    raise NotFound(f"There is no {noun} {value}.")
