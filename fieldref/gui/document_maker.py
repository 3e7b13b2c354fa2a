"""Makes the document of a place: page, card, directory, glossary, index, sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fieldref.core.errors import FieldrefError
from fieldref.core.library import Library
from fieldref.gui.documents import ReaderDocument, ReadingState
from fieldref.gui.html_kit import DENSITIES, HtmlKit
from fieldref.gui.look import Look
from fieldref.gui.matches import find_spans
from fieldref.gui.page_html import PageSetter
from fieldref.gui.places import WIDE_KINDS, Place


class DocumentMaker:
    """Sets the document of a place in the look in force; raises FieldrefError when there is none."""

    def __init__(self, library: Library, look: Look, figure_width: Callable[[str], int]) -> None:
        self._library, self._look, self._figure_width = library, look, figure_width

    def px(self, size: float) -> int:
        """Return a size at 100 % in pixels of the look in force."""
        return self._look.px(size)

    def document(self, place: Place, state: ReadingState) -> ReaderDocument:
        """Return the document of a place."""
        if place.kind == "page":
            return self._page(place, state)
        document = self._other(place, state)
        return replace(document, tight=DENSITIES[state.density].head != "full", wide=place.kind in WIDE_KINDS)

    def _other(self, place: Place, state: ReadingState) -> ReaderDocument:
        kit = HtmlKit(self._look, compact=True, narrow=state.compact, density=state.density)
        if place.kind in ("card", "cards"):
            from fieldref.gui.card_html import CardSetter  # deferred: not every reader looks at cards

            if place.kind == "card" and state.density <= 1:
                kit = HtmlKit(self._look, narrow=state.compact, density=state.density)
            cards = CardSetter(self._library, kit, state)
            return cards.document(self._library.card(place.id)) if place.kind == "card" else cards.list_document()
        from fieldref.gui.directory_html import ReferenceSetter  # deferred: likewise

        tables = ReferenceSetter(self._library, kit, state)
        if place.kind == "directory":
            return self._directory(tables.directory, place, state)
        if place.kind == "glossary":
            return tables.glossary()
        if place.kind == "sources":
            return tables.sources()
        return tables.index(place.id)

    def _page(self, place: Place, state: ReadingState) -> ReaderDocument:
        page = self._library.page(place.id)
        kit = HtmlKit(self._look, compact=state.density > 1, narrow=state.compact, density=state.density)
        setter = PageSetter(self._library, kit, state, self._figure_width)
        document = setter.document(page)
        wanted = {document.folded[place.anchor]} if place.anchor in document.folded else set()
        if place.words:
            wanted |= {
                document.folded[section.meta.anchor]
                for section in page.sections
                if section.meta.anchor in document.folded and find_spans(section.text, place.words)
            }
        if not wanted:
            return document
        opened = replace(state, opened=state.opened | wanted)
        return PageSetter(self._library, kit, opened, self._figure_width).document(page)

    def _directory(self, make: Callable[[str], ReaderDocument], place: Place, state: ReadingState) -> ReaderDocument:
        from fieldref.gui.directory_html import ReferenceSetter

        category = self.category_of(place)
        document = make(category)
        if place.anchor in document.folded:
            opened = replace(state, opened=state.opened | {document.folded[place.anchor]})
            kit = HtmlKit(self._look, compact=True, narrow=state.compact, density=state.density)
            document = ReferenceSetter(self._library, kit, opened).directory(category)
        return document

    def category_of(self, place: Place) -> str:
        """Return the directory category of a place: the one named, the anchor's, or the first."""
        if place.id in self._library.directory_categories:
            return place.id
        found = next((entry.category for entry in self._library.directory if entry.id == place.anchor), None)
        return found or next(iter(self._library.directory_categories), "")

    def title_of(self, place: Place) -> str:
        """Return the title of a page or card, or an empty string."""
        try:
            if place.kind == "page":
                return self._library.page_meta(place.id).title
            return self._library.card(place.id).title if place.kind == "card" else ""
        except FieldrefError:
            return ""
