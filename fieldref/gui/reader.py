"""The reading pane: page bar, browser, outline rail, find bar and the panel for sources, put together.

It shows ready documents and says which links and tools were pressed; it knows no library.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldref.gui.browser import PageBrowser
from fieldref.gui.documents import ReaderDocument
from fieldref.gui.dresser import Dresser
from fieldref.gui.figures import Figures
from fieldref.gui.find_bar import FindBar
from fieldref.gui.info_panel import InfoPanel, PanelContents
from fieldref.gui.look import Look
from fieldref.gui.matches import find_phrase
from fieldref.gui.outline_rail import OutlineRail
from fieldref.gui.page_bar import PageBar
from fieldref.gui.pane_handle import PaneHandle
from fieldref.gui.pane_widths import PaneWidths

RAIL_FROM, RAIL_ALONE_BELOW, BAR_FROM, SHORT_BELOW = 860, 640, 360, 260
"""Widths of the pane from which the rail stands open, and below which it takes the page's place; its height from which
the bar stays above an open panel, and that below which the title stands in the bar alone."""


class ReaderPane(QWidget):
    """Shows one document; `link_pressed` carries addresses, `tool_pressed` names of tools."""

    link_pressed = Signal(str)
    tool_pressed = Signal(str)
    compact_changed = Signal()
    panel_action = Signal(str)

    def __init__(self, look: Look, figures: Figures, widths: PaneWidths, dresser: Dresser) -> None:
        super().__init__()
        self._look, self._widths, self._dresser = look, widths, dresser
        self._document = ReaderDocument("", "")
        self._anchors: tuple[str, ...] = ()
        self._places: list[int] = []
        self._searching = False
        self._rail_asked: bool | None = None
        self.browser = PageBrowser(look, figures, self)
        self.bar = PageBar(look)
        self.rail = OutlineRail(look)
        self.find_bar = FindBar(look)
        self.panel = InfoPanel(look)
        self._heading_timer = QTimer(self)
        self._heading_timer.setSingleShot(True)
        self._heading_timer.setInterval(40)
        self._lay_out()
        self._handle = PaneHandle(look, self.rail, "Width of the outline", left=False, beside=self.browser)
        dresser.dress(self.bar, "buttons", "page bar")
        dresser.dress(self.browser, "page")
        dresser.dress(self.rail, "buttons", "rail")
        self._connect()
        look.changed.connect(self._fit)

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.browser, 1)
        middle.addWidget(self.rail)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(middle, 1)
        self._below: list[QWidget] = []
        self.browser.setMinimumHeight(1)  # it gives way to a panel that has to be read whole
        for below in (self.panel, self.find_bar):
            self.add_below(below)

    def add_below(self, widget: QWidget) -> None:
        """Add a panel below the page."""
        self._column.addWidget(widget)
        self._dresser.dress(widget, "buttons", "fields", "below")
        self._below.append(widget)
        widget.installEventFilter(self)

    @property
    def squeezed(self) -> bool:
        """Whether a panel or bar below takes room from the page for a while."""
        return any(not widget.isHidden() for widget in self._below)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the page what the bar above it takes, where a panel leaves it little."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._fit()
        return False

    def _connect(self) -> None:
        self.browser.link_pressed.connect(self.link_pressed)
        self.browser.compact_changed.connect(lambda _: self.compact_changed.emit())
        self.browser.scrolled.connect(self._on_scrolled)
        self._heading_timer.timeout.connect(self._show_heading)
        self.bar.tool_pressed.connect(self._on_tool)
        self.rail.tool_pressed.connect(self._on_rail_tool)
        self.rail.heading_chosen.connect(self.go_to_heading)
        self.rail.link_chosen.connect(self.link_pressed)
        self.bar.marks.stepped.connect(self.step_mark)
        self.find_bar.text_changed.connect(self._on_find_text)
        self.find_bar.stepped.connect(self.step_mark)
        self.find_bar.closed.connect(self._on_find_closed)
        self.panel.action_chosen.connect(self.panel_action)
        self._handle.chosen.connect(lambda width: self._widths.choose("rail", width))
        self._widths.changed.connect(lambda _: self._fit())
        # The browser gets another width after this pane did, or alone when the rail comes, goes or is dragged.
        self.browser.resized.connect(self._forget_places)

    # Showing

    @property
    def document(self) -> ReaderDocument:
        """What is shown."""
        return self._document

    def show_document(
        self, document: ReaderDocument, *, scroll: int | None = None, anchor: str = "", words: tuple[str, ...] = ()
    ) -> None:
        """Show a document at a place, with words marked."""
        if (document.code, document.title) != (self._document.code, self._document.title):
            self._uncover()
        self._document = document
        self._anchors = tuple(heading.anchor for heading in document.headings if heading.anchor)
        self.bar.show_title(document.part, document.title, document.state)
        self.rail.show_document(document)
        self.browser.forget_marks()  # those of the page before keep a bar above it, which is about to go
        self._fit()
        self._column.activate()  # first: the page is set for the height that it will have
        self.browser.show_document(document, scroll=scroll, anchor=anchor)
        self._places = []
        self.bar.set_titled(document.tight or self.scroll_place > self._look.px(80))
        self.mark_words(words, scroll=scroll is None)
        if self.find_bar.isVisible():
            self._on_find_text(self.find_bar.text(), scroll=False)
        self._column.activate()
        self._heading_timer.start()

    def open_panel(self, contents: PanelContents) -> None:
        """Open the panel below the page and keep in view what was pressed for it."""
        self.panel.show_contents(contents)
        self._column.activate()
        self.browser.ensureCursorVisible()

    def mark_words(self, words: tuple[str, ...], *, scroll: bool = True) -> None:
        """Mark the words of a search and make the first one in view the current one."""
        count = self.browser.mark_words(words)
        if count:
            top = self.browser.verticalScrollBar().value()
            self.browser.go_to_mark(self.browser.first_mark_from(top), scroll=False)
        self._say_place()

    def step_mark(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) marked place; to the current one first, where it is out of view."""
        before = self.browser.current_mark
        if before >= 0 and not self.browser.sees_mark(before):
            step = 0
        self.browser.go_to_mark(before + step)
        wrapped = (self.browser.current_mark - before) * step < 0
        self._say_place(wrapped=wrapped)

    def clear_marks(self) -> None:
        """Take all marks away."""
        self.mark_words(())

    def _say_place(self, *, wrapped: bool = False) -> None:
        current, count = self.browser.current_mark, self.browser.mark_count
        self.bar.marks.show_place(current, count)
        self.find_bar.show_place(current, count, wrapped=wrapped)
        self._fit()

    def go_to_heading(self, anchor: str) -> None:
        """Bring a section to the top."""
        self._uncover()
        self.browser.show_anchor(anchor)
        self.rail.show_heading(anchor)

    def step_heading(self, step: int) -> None:
        """Go to the next (1) or previous (-1) section."""
        if not self._anchors:
            return
        here = self.current_heading
        place = self._anchors.index(here) if here in self._anchors else -1
        self.go_to_heading(self._anchors[min(max(place + step, 0), len(self._anchors) - 1)])

    @property
    def anchors(self) -> tuple[str, ...]:
        """The anchors of the sections, in their order."""
        return self._anchors

    @property
    def current_heading(self) -> str:
        """The anchor of the section in view."""
        if not self._places:
            self._places = self.browser.anchor_positions(self._anchors)
        top = self.browser.verticalScrollBar().value() + self._look.px(60)
        above = [anchor for anchor, place in zip(self._anchors, self._places, strict=False) if place <= top]
        return above[-1] if above else self._anchors[0] if self._anchors else ""

    @property
    def scroll_place(self) -> int:
        """How far the page is scrolled, in pixels."""
        return self.browser.verticalScrollBar().value()

    def _on_scrolled(self, place: int) -> None:
        self._heading_timer.start()
        # The page's own head says the title; the bar says it once the head is out of sight.
        self.bar.set_titled(self._document.tight or place > self._look.px(80))

    def _forget_places(self) -> None:
        self._places = []

    def _show_heading(self) -> None:
        if self._anchors:
            self.rail.show_heading(self.current_heading)

    # Find in page

    def open_find(self) -> None:
        """Open the find bar."""
        selected = self.browser.textCursor().selectedText()
        self.find_bar.open_bar(selected if 0 < len(selected) < 60 else "")

    def _on_find_text(self, text: str, *, scroll: bool = True) -> None:
        spans = find_phrase(self.browser.document().toPlainText(), text)
        self.browser.mark_spans(spans)
        if spans:
            self.browser.go_to_mark(self.browser.first_mark_from(self.scroll_place), scroll=scroll)
        self._say_place()

    def _on_find_closed(self) -> None:
        self.clear_marks()
        self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    # Layout

    @property
    def has_bar(self) -> bool:
        """Whether the page bar stands above the page and can say its title."""
        return self.bar.isVisibleTo(self)

    @property
    def short(self) -> bool:
        """Whether the page is so low that a title above its text would leave the text no room."""
        return self.has_bar and self._look.units(self.height()) < SHORT_BELOW

    def set_searching(self, searching: bool) -> None:
        """Beside results the bar takes the place of the rail."""
        self._searching = searching
        self._rail_asked = None
        self._fit()

    def go_to_outline(self) -> None:
        """Put the focus into the outline, shown where it was hidden; hide it where the focus is in it already."""
        focused = self.window().focusWidget()
        inside = self.rail.isVisible() and focused is not None and self.rail.isAncestorOf(focused)
        if inside or not self.rail.isVisible():
            self.toggle_rail()
        (self.browser if inside else self.rail.headings).setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_rail(self) -> None:
        """Show or hide the outline rail."""
        self._rail_asked = not self.rail.isVisible()
        self._fit()
        if self.covered:
            from fieldref.gui.tab_order import focus_and_show  # deferred: not needed before the first paint

            focus_and_show(self.rail.headings, Qt.FocusReason.OtherFocusReason)

    @property
    def covered(self) -> bool:
        """Whether the rail stands in the page's place, there being no room for both."""
        return self.browser.isHidden()

    def _uncover(self) -> None:
        """Show the page again: what was chosen in the rail is to be seen."""
        if self.covered:
            self.toggle_rail()
            self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_rail_tool(self, name: str) -> None:
        if name != "bookmark":  # which shows in the rail itself that it was set
            self._uncover()
        self.tool_pressed.emit(name)

    def _on_tool(self, name: str) -> None:
        if name == "outline":
            self.toggle_rail()
        else:
            self.tool_pressed.emit(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between rail and bar."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._rail_asked = None
        self._places = []
        self._fit()

    def _fit(self) -> None:
        units = self._look.units(self.width())
        roomy = units >= RAIL_FROM and not self._searching
        shown = roomy if self._rail_asked is None else self._rail_asked
        alone = shown and units < RAIL_ALONE_BELOW
        span = self._widths.span("rail", units)
        self.rail.setFixedWidth(self.width() if alone else min(self._look.px(span.now), round(self.width() * 0.62)))
        self.rail.setVisible(shown)
        self.browser.setVisible(not alone)
        self._handle.offer(span if shown and not alone else None)
        marked = self.browser.mark_count > 0 and self.find_bar.isHidden()  # which says the same and can step too
        cramped = self.squeezed and self._look.units(self.height()) < BAR_FROM
        self.bar.setVisible(bool(self._document.title) and (not roomy or marked) and not cramped)
