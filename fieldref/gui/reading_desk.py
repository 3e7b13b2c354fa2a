"""What happens on the page: which place is shown, its folds and ticks, and what each kind of link does."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from fieldref.core.errors import FieldrefError
from fieldref.core.library import Library
from fieldref.core.model import LocalValue, Page, Section
from fieldref.core.user_data import UserData
from fieldref.gui.document_maker import DocumentMaker
from fieldref.gui.documents import ReaderDocument, ReadingState
from fieldref.gui.html_kit import DENSITIES
from fieldref.gui.info_panel import PanelAction, PanelContents
from fieldref.gui.local_fill import fill, with_date
from fieldref.gui.page_html import source_line
from fieldref.gui.places import HOME, Place, ReadingPlace, place_of
from fieldref.gui.reader import ReaderPane
from fieldref.gui.reading_keys import link_at_keys, stand_at_link
from fieldref.gui.reading_place import reading_place, return_to

_TAG = re.compile(r"<[^>]+>")


class ReadingDesk(QObject):
    """Shows places in the reader and answers its links; `place_requested` asks the window to go elsewhere."""

    place_requested = Signal(object)
    figure_requested = Signal(str, str)
    remark = Signal(str)
    problem = Signal(str)

    def __init__(
        self, reader: ReaderPane, maker: DocumentMaker, library: Library, data: UserData, role: Callable[[], str | None]
    ) -> None:
        super().__init__()
        self._reader, self._maker, self._library, self._data, self._role = reader, maker, library, data, role
        self._place = HOME
        self._density = 0
        self._set_for = QSize()
        self._set_at = 0
        self._set_compact = False
        self._brought_to: ReadingPlace | None = None
        self._opened: dict[tuple[str, str], frozenset[str]] = {}
        self._ticks: dict[tuple[str, str], dict[int, str]] = {}
        reader.link_pressed.connect(self.follow)
        reader.compact_changed.connect(self._on_compact_changed)
        reader.panel_action.connect(self._on_panel_action)
        self._refit_timer = QTimer(self)
        self._refit_timer.setSingleShot(True)
        self._refit_timer.setInterval(60)
        self._refit_timer.timeout.connect(self._refit)
        reader.browser.resized.connect(self._refit_timer.start)
        reader.browser.scrolled.connect(self._on_scrolled)

    @property
    def place(self) -> Place:
        """The place shown."""
        return self._place

    def _key(self) -> tuple[str, str]:
        return self._place.kind, self._place.id

    def _state(self) -> ReadingState:
        return ReadingState(
            role=self._role(),
            opened=self._opened.get(self._key(), frozenset()),
            ticks=self._ticks.get(self._key(), {}),
            local=self._data.local_values(),
            compact=self._reader.browser.compact,
        )

    def show(self, place: Place, *, at_scroll: bool = False) -> bool:
        """Show a place; with `at_scroll` where it was left. Says whether it could be shown."""
        before, self._place = self._place, place
        self._brought_to = None
        back_to = place.reading if at_scroll and place.scroll else None
        self._reader.panel.hide()
        try:
            self._set_document(
                scroll=place.scroll if at_scroll else None if place.anchor else 0,
                anchor="" if at_scroll else place.anchor,
                first=min(max(back_to.density, 0), len(DENSITIES) - 1) if back_to is not None else 0,
                exactly=back_to is not None,
            )
        except FieldrefError as error:
            self._place = before
            self.problem.emit(str(error))
            return False
        if back_to is not None:
            self._bring_to(back_to)
        return True

    @property
    def reading(self) -> ReadingPlace:
        """Where the page is read; until somebody scrolls, where it was brought to: line by line it would drift."""
        if self._brought_to is not None:
            return self._brought_to
        place = reading_place(self._reader.browser, self._reader.anchors, self._maker.px(60))
        return place._replace(density=self._density)

    def _bring_to(self, place: ReadingPlace) -> None:
        """Let the page be read where it was, in whatever size, width or for whatever role it is set now."""
        fold = self._reader.document.folded.get(place.anchor)
        if fold is not None:
            self._reader.browser.show_link(f"fold:{fold}")
        elif self.reading != place:
            return_to(self._reader.browser, place)
        self._brought_to = place

    def hold(self) -> None:
        """Remember where the page is read before its size changes."""
        if self._place != HOME:
            self._brought_to = self.reading

    def _on_scrolled(self, _: int) -> None:
        if not self._reader.browser.keeps_its_line:
            self._brought_to = None

    def _set_document(self, *, scroll: int | None, anchor: str = "", first: int = 0, exactly: bool = False) -> None:
        """Set the place's document, as tight as its first screen asks for, or `exactly` as tight as `first` says.

        Raises FieldrefError.
        """
        if self._reader.short:  # whatever it is, its title goes into the bar: a head would leave its text no room
            first = max(first, len(DENSITIES) - 1)
        # Opened at a section, the first screen is out of sight: the page keeps its full form, and is laid out once.
        last = first + 1 if anchor or exactly else len(DENSITIES)
        for density in range(first, last):
            state = replace(self._state(), density=density)
            document = self._maker.document(self._place, state)
            self._set_compact = state.compact
            self._reader.show_document(document, scroll=scroll, anchor=anchor, words=self._place.words)
            self._density, self._set_for = density, self._reader.browser.size()
            self._set_at = self._maker.px(1000)
            if self._first_screen_fits() or (DENSITIES[density].head == "row" and not self._reader.has_bar):
                return

    def _on_compact_changed(self) -> None:
        """Set the document anew, unless it was made for the width that there is now since this was said."""
        browser = self._reader.browser
        if self._set_compact != browser.compact or not browser.figures_fit:
            self.refresh()

    def _first_screen_fits(self) -> bool:
        asked = self._reader.document.first_screen
        browser = self._reader.browser
        if not asked:
            return True
        air = self._maker.px(8)  # below the last line, of which nothing need be seen
        return browser.anchor_positions((asked,))[0] - air <= browser.viewport().height()

    def _refit(self) -> None:
        """After the window changed its size: set the page tighter or roomier, where it is still at its head."""
        if self._reader.browser.size() == self._set_for or self._reader.squeezed:
            return  # only the scroll bar came or went, as it does each time a document is set, or a panel opened
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._refit_timer.start()  # a link set anew under the finger would not take the press
            return
        at_head = self._reader.document.first_screen and self._reader.scroll_place == 0
        if at_head and (self._density or not self._first_screen_fits()):
            self.refresh()

    def blank(self) -> None:
        """Show an empty page."""
        self._place = HOME
        self._reader.panel.hide()
        self._reader.show_document(ReaderDocument("", ""))

    def refresh(self, *, other_text: bool = False) -> None:
        """Set the document anew (another look, role or detail) and stay where it is scrolled to.

        With `other_text` (another role) what stands above may have come or gone: the section and the line in it hold.
        """
        if self._place.kind == HOME.kind:
            return
        browser = self._reader.browser
        scroll, marked = self._reader.scroll_place, browser.current_mark
        length = browser.document().characterCount()
        place = self.reading
        link = link_at_keys(browser)
        same_room = self._set_for == browser.size() or self._reader.squeezed
        same = same_room and self._set_at == self._maker.px(1000) and self._set_compact == browser.compact
        try:
            # In other colors or with a tick more it is as tight as it was; away from its head it is no tighter either.
            first, exactly = (self._density, scroll > 0) if same else (0, False)
            self._set_document(scroll=scroll, first=first, exactly=exactly)
        except FieldrefError as error:
            self.problem.emit(str(error))
            return
        grown = browser.document().characterCount() - length
        self._brought_to = None
        if scroll and (other_text or not grown or not same):
            # The same text, in another size perhaps below a shorter head: the line that was on top goes there again.
            self._bring_to(place)
        if marked >= 0 and self._place.words:
            browser.go_to_mark(marked, scroll=False)
        if link:
            stand_at_link(browser, link)  # so that Tab goes on from the line that was just ticked

    def forget(self) -> None:
        """Forget which lines were ticked, and when, and which folds were opened."""
        self._ticks.clear()
        self._opened.clear()
        self.refresh()

    def forget_words(self) -> None:
        """Mark no words any more when the document is set anew: the search has ended."""
        self._place = self._place._replace(words=())

    # Links

    def follow(self, address: str) -> None:
        """Do what a link says."""
        scheme, _, rest = address.partition(":")
        inside: dict[str, Callable[[str], None]] = {
            "tick": self._on_tick,
            "ticks": lambda _: self._clear_ticks(),
            "fold": self._on_fold,
            "folds": lambda _: self._open_folds(),
            "section": self._show_section,
            "source": self._show_source,
            "figure": lambda name: self.figure_requested.emit(name, self._alt_of(name)),
        }
        if scheme in inside:
            inside[scheme](rest)
            return
        place = place_of(address)
        if place is not None:
            self.place_requested.emit(place)
        else:
            self._show_outside(address)

    def _on_tick(self, number: str) -> None:
        ticks = dict(self._ticks.get(self._key(), {}))
        if ticks.pop(int(number), None) is None:
            ticks[int(number)] = datetime.datetime.now().strftime("%H:%M")
        self._ticks[self._key()] = ticks
        self.refresh()

    def _clear_ticks(self) -> None:
        self._ticks.pop(self._key(), None)
        self.refresh()

    def _on_fold(self, name: str) -> None:
        opened = self._opened.get(self._key(), frozenset())
        self._opened[self._key()] = opened ^ {name}
        self.refresh()

    def _open_folds(self) -> None:
        folds = frozenset(self._reader.document.folded.values())
        self._opened[self._key()] = self._opened.get(self._key(), frozenset()) | folds
        self.refresh()

    def _show_source(self, key: str) -> None:
        source = self._library.sources.get(key)
        if source is None:
            self.problem.emit("This source is missing from the list. Check this copy against another.")
            return
        reuse = f"Reuse: {source.reuse}" if source.reuse else ""
        lines = tuple(filter(None, (f"{source.publisher}, {source.date}", source.note, reuse)))
        self._reader.open_panel(PanelContents(source.title, lines, source.address))

    def _show_outside(self, address: str) -> None:
        shown = address.removeprefix("mailto:").removeprefix("tel:")
        line = "This leads outside fieldref. Nothing is opened unless you press the button."
        self._reader.open_panel(PanelContents("Address outside", (line,), shown))

    def _show_section(self, anchor: str) -> None:
        section = self._section(anchor)
        if section is None:
            return
        known = self._data.is_bookmarked(self._place.id, anchor)
        actions = (
            PanelAction("Copy text with code and sources", f"copy:{anchor}", "copy"),
            PanelAction("Remove bookmark" if known else "Bookmark this section", f"mark:{anchor}", "bookmark"),
        )
        title = f"{section.meta.code}  {section.meta.heading}"
        self._reader.open_panel(PanelContents(title, actions=actions))

    def _on_panel_action(self, name: str) -> None:
        verb, _, anchor = name.partition(":")
        if verb == "copy":
            self.copy_section(anchor)
        elif verb == "mark":
            self.toggle_bookmark(anchor)
        self._reader.panel.close_panel()

    # Sections

    def _page(self) -> Page | None:
        try:
            return self._library.page(self._place.id) if self._place.kind == "page" else None
        except FieldrefError:
            return None

    def _section(self, anchor: str) -> Section | None:
        page = self._page()
        sections = page.sections if page else ()
        return next((section for section in sections if section.meta.anchor == anchor), None)

    def _alt_of(self, name: str) -> str:
        page = self._page()
        blocks = [block for section in page.sections for block in section.blocks] if page else []
        return next((block.alt for block in blocks if block.kind == "figure" and block.source == name), "")

    def copy_section(self, anchor: str = "") -> None:
        """Copy a section (the one in view when none is named) with its code, page, edition and sources."""
        section, page = self._section(anchor or self._reader.current_heading), self._page()
        if section is None or page is None:
            self.remark.emit("Sections of pages can be copied; here select the words and press Ctrl+C")
            return
        QGuiApplication.clipboard().setText(section_text(page, section, self._library, self._data.local_values()))
        self.remark.emit(f"Copied {section.meta.code}")

    def toggle_bookmark(self, anchor: str = "") -> None:
        """Set or remove the bookmark of the page, or of one of its sections."""
        if self._place.kind not in ("page", "card"):
            return
        try:
            marked = self._data.toggle_bookmark(self._place.id, anchor, self._maker.title_of(self._place))
            passing = "" if self._data.keeps else " until fieldref is closed"
            self.remark.emit(f"Bookmarked{passing}" if marked else "Bookmark removed")
        except FieldrefError as error:
            self.problem.emit(str(error))


def section_text(page: Page, section: Section, library: Library, values: Mapping[str, LocalValue]) -> str:
    """Return a section as plain text to be pasted elsewhere, with where it comes from."""
    keys = set()
    for block in section.blocks:
        cells = [block.html, *block.items, *(cell for row in block.rows for cell in row)]
        keys |= {key for cell in cells for key in re.findall(r'href="source:([^"]+)"', cell)}
    numbered = [(number, source) for number, source in enumerate(page.sources, 1) if source.key in keys]
    lines = [f"{section.meta.code} {section.meta.heading}", "", *_plain_lines(section, values), ""]
    lines += [f"[{number}] {_plain(source_line(source))}. {source.address}".rstrip() for number, source in numbered]
    edition = f"edition {library.edition}, content of {library.content_date}"
    lines.append(f"fieldref {page.meta.code} {page.meta.title}, {edition}")
    return "\n".join(lines)


def _plain_lines(section: Section, values: Mapping[str, LocalValue]) -> list[str]:
    def plain(fragment: str) -> str:
        return _plain(fill(fragment, values, lambda value: html.escape(with_date(value))))

    lines = []
    for block in section.blocks:
        signs = {"actions": "[ ] ", "bullets": "- "}
        for number, item in enumerate(block.items, 1):
            sign = f"{number}. " if block.kind == "steps" else signs.get(block.kind, "")
            lines.append(sign + plain(item))
        if block.html:
            lines.append(plain(block.html))
        lines += ["\t".join(map(plain, row)) for row in (block.header, *block.rows) if row]
        if block.kind == "figure":
            lines.append(f"Figure: {block.alt}")
    return lines


def _plain(fragment: str) -> str:
    return html.unescape(_TAG.sub("", fragment)).replace("\u00a0", " ")
