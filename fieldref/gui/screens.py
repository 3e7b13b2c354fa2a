"""The screens in the middle of the window beside home, each made when first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from fieldref.core.errors import FieldrefError
from fieldref.gui.home import HomeScreen
from fieldref.gui.places import DOCUMENT_KINDS, HOME, Place, ReadingPlace
from fieldref.gui.screen_builder import ScreenBuilder

if TYPE_CHECKING:
    from fieldref.core.model import Hit
    from fieldref.gui.complaints import Complaints
    from fieldref.gui.document_maker import DocumentMaker
    from fieldref.gui.figure_view import FigureView
    from fieldref.gui.main_window import WindowParts
    from fieldref.gui.pane_widths import PaneWidths
    from fieldref.gui.reader import ReaderPane
    from fieldref.gui.reading_desk import ReadingDesk

ONLY_KEPT = "Only a page or a card can be printed, bookmarked or given a note. Open one first."
ONLY_PAGES = "Only a page can be written as HTML. Open one first."
ALL_CARDS = "All cards are listed here already."
TOOL_KINDS = {
    "bookmark": ("page", "card"),
    "note": ("page", "card"),
    "print": ("page", "card"),
    "plain-html": ("page",),
}
"""Kinds of documents that a tool works on; the other tools work anywhere."""
HEADS = {"directory": "Directory", "glossary": "Glossary", "cards": "Quick card"}


class Screens(QObject):
    """Shows places in the middle of the window."""

    place_requested = Signal(object)
    remark = Signal(str)
    problem = Signal(str)
    settled = Signal(str)
    data_changed = Signal()
    clear_requested = Signal()
    black_requested = Signal()
    check_requested = Signal()
    role_chosen = Signal(object)
    bar_pressed = Signal(str)

    def __init__(self, parts: WindowParts, stack: QStackedWidget, widths: PaneWidths) -> None:
        super().__init__()
        self._parts, self._stack, self._widths = parts, stack, widths
        self._home = stack.currentWidget()
        self._reader: ReaderPane | None = None
        self._desk: ReadingDesk | None = None
        self._maker: DocumentMaker | None = None
        self._made: dict[str, QWidget] = {}
        self._empty = QWidget()
        stack.addWidget(self._empty)
        self._here = HOME
        self._searching = False
        self._figure_view: FigureView | None = None
        self._builders = ScreenBuilder(parts, self)
        self.damaged: tuple[str, ...] = ()
        """The files that the last check of this copy found damaged."""

    @property
    def reader(self) -> ReaderPane:
        """The reading pane, made when first needed."""
        if self._reader is None:
            self._make_reader()
        assert self._reader is not None
        return self._reader

    @property
    def desk(self) -> ReadingDesk:
        """What happens on the page."""
        _ = self.reader
        assert self._desk is not None
        return self._desk

    def _make_reader(self) -> None:
        # Deferred: the home screen needs none of it, and the first paint waits for none of it.
        from fieldref.gui.document_maker import DocumentMaker
        from fieldref.gui.figure_view import FigureView
        from fieldref.gui.figures import Figures
        from fieldref.gui.notes import NotePanel
        from fieldref.gui.reader import ReaderPane
        from fieldref.gui.reading_desk import ReadingDesk

        parts = self._parts
        figures = Figures(parts.library, parts.look, parts.tasks)
        self._reader = ReaderPane(parts.look, figures, self._widths, parts.dresser)
        self._maker = DocumentMaker(parts.library, parts.look, self._reader.browser.figure_width)
        self._desk = ReadingDesk(
            self._reader, self._maker, parts.library, parts.data, lambda: parts.choices.settings.role
        )
        self._desk.place_requested.connect(self.place_requested)
        self._desk.remark.connect(self.remark)
        self._desk.problem.connect(self.problem)
        self._reader.tool_pressed.connect(self.use_tool)
        self._reader.set_searching(self._searching)
        self._reader.panel.browser_allowed = parts.policy.browser
        self._stack.addWidget(self._reader)
        self._figure_view = FigureView(parts.look, figures, self._reader)
        parts.dresser.dress(self._figure_view, "buttons")
        self._desk.figure_requested.connect(self._figure_view.show_figure)
        self._figure_view.closed.connect(lambda: self.reader.browser.setFocus())
        self.note = NotePanel(parts.look, parts.data)
        self.hear(self.note.complaints)
        self.note.closed.connect(lambda: self.reader.browser.setFocus())
        self._reader.add_below(self.note)

    def hear(self, complaints: Complaints) -> None:
        """Pass on what a form says went wrong, and what no longer holds."""
        complaints.raised.connect(self.problem)
        complaints.settled.connect(self.settled)

    # Showing

    def show(self, place: Place, *, at_scroll: bool = False) -> bool:
        """Show a place; says whether it could be shown."""
        if self._figure_view is not None:
            self._figure_view.hide()  # it is of the page before
        if place.kind in DOCUMENT_KINDS:
            before = self._stack.currentWidget()
            if before is self._empty and self.reader.document.html:
                self.desk.blank()  # no document is given a width that is about to go; none had none
            self._stack.setCurrentWidget(self.reader)
            if before is self._empty:
                self._give_width()
            if not self.desk.show(place, at_scroll=at_scroll):
                if before is not None:
                    self._stack.setCurrentWidget(before)
                return False
            self.close_note()
            self._tell_tools(place)
        else:
            self.close_note()
            widget = self._screen(place)
            if widget is None:
                self.problem.emit(f"There is no screen {place.kind}.")
                return False
            self._stack.setCurrentWidget(widget)
        self._here = place
        return True

    def _give_width(self) -> None:
        """Give the reading pane its place now: the page is then set once, in the width that it will have."""
        self.reader.setGeometry(self._stack.contentsRect())
        activate_layouts(self.reader)  # which decides what else has room
        activate_layouts(self.reader)

    def show_empty(self, *, beside: bool) -> None:
        """Show nothing while the first hit is on its way.

        `beside` the results no key waits for the pane that will show it; else that pane gets its width before it hides.
        """
        if not beside:
            self.desk.blank()
        self._stack.setCurrentWidget(self._empty if beside else self.reader)

    def _screen(self, place: Place) -> QWidget | None:
        if place.kind not in self._made:
            widget = self._builders.make(place.kind)
            if widget is None:
                return None
            self._made[place.kind] = widget
            self._parts.dresser.dress(widget, "buttons", "fields")
            self._stack.addWidget(widget)
        self._builders.prepare(place, self._made[place.kind])
        return self._made[place.kind]

    def widget_of(self, place: Place) -> QWidget | None:
        """The widget that shows a place."""
        if place == HOME:
            return self._home
        return self._reader if place.kind in DOCUMENT_KINDS else self._made.get(place.kind)

    def set_searching(self, searching: bool) -> None:
        """Say whether results are shown beside."""
        self._searching = searching
        if self._reader is not None:
            self._reader.set_searching(searching)
            if not searching:
                self._reader.clear_marks()
        if self._desk is not None and not searching:
            self._desk.forget_words()

    def hold(self) -> None:
        """Remember where the page is read before its size changes."""
        if self._desk is not None:
            self._desk.hold()

    def refresh(self, *, other_text: bool = False) -> None:
        """Set the document anew, with `other_text` for a reader to whom other sections are shown."""
        if self._desk is not None:
            self._desk.refresh(other_text=other_text)

    @property
    def scroll(self) -> int:
        """How far the page is scrolled."""
        return self._reader.scroll_place if self._reader is not None else 0

    @property
    def reading(self) -> ReadingPlace | None:
        """Where the page is being read."""
        return self._desk.reading if self._desk is not None and self._here.kind in DOCUMENT_KINDS else None

    @property
    def title(self) -> str:
        """The title of what is shown."""
        if self._reader is not None and self._here.kind in DOCUMENT_KINDS:
            return self._reader.document.title
        widget = self._made.get(self._here.kind)
        return widget.accessibleName() if widget is not None else ""

    @property
    def category(self) -> str:
        """The directory category shown."""
        return self._maker.category_of(self._here) if self._maker and self._here.kind == "directory" else ""

    def trail(self, hit: Hit) -> str:
        """The breadcrumb of a search hit."""
        head = hit.page.partition("/")[0]
        if head == "cards":
            return " › ".join((HEADS[head], self._parts.library.part(hit.part).title))
        if head in HEADS:
            return HEADS[head]
        try:
            meta = self._parts.library.page_meta(hit.page)
            part = self._parts.library.part(meta.part)
        except FieldrefError:
            return hit.title
        step = next((step.title for step in part.steps if step.id == meta.step), "")
        return " › ".join(filter(None, (part.title, step, hit.title)))

    def set_forward(self, forward: bool) -> None:
        """Say whether there is a way forward, where the list of roles has the button for it."""
        pane = self._made.get("roles")
        if pane is not None:
            self._builders.set_forward(pane, forward)

    def show_damage(self, damaged: tuple[str, ...]) -> None:
        """Have the settings name the damaged files of this copy."""
        self.damaged = damaged
        pane = self._made.get("preferences")
        if pane is not None:
            self._builders.prepare(Place("preferences"), pane)

    @property
    def on_page(self) -> bool:
        """Whether a page, a card or another document is what is shown."""
        reader = self._reader
        return reader is not None and self._stack.currentWidget() is reader and bool(reader.document.html)

    # Tools

    def use_tool(self, name: str) -> None:
        """Use a tool of the page: card, print, bookmark, note."""
        here = self.desk.place if self.on_page else HOME
        if here.kind not in TOOL_KINDS.get(name, (here.kind,)):
            self.remark.emit(ONLY_PAGES if name == "plain-html" else ONLY_KEPT)
        elif name == "bookmark":
            self.desk.toggle_bookmark()
            self._tell_tools(here)
            self.data_changed.emit()
        elif name == "card":
            self._open_card(here)
        elif name == "note":
            if self._parts.policy.notes:
                self.note.open_note(here.id, self.title)
            else:
                self.problem.emit("Notes are off on this machine, by its policy. Bookmarks still work.")
        elif name == "print":
            self.place_requested.emit(Place("print", f"{here.kind}:{here.id}"))
        elif name == "print-card":
            what = {"card": f"card:{here.id}", "page": f"cards:{here.id}"}.get(here.kind, "cards")
            self.place_requested.emit(Place("print", what))
        elif name == "find":
            self.reader.open_find()
        elif name == "plain-html":
            self._open_plain(here)

    def _open_plain(self, here: Place) -> None:
        from PySide6.QtCore import QUrl  # deferred: rarely used
        from PySide6.QtGui import QDesktopServices

        from fieldref.gui.plain_html import write_page

        try:
            page, values = self._parts.library.page(here.id), self._parts.data.local_values()
            path = write_page(page, self._parts.library, values)
        except (FieldrefError, OSError) as error:
            self.problem.emit(f"The page could not be written as HTML ({error}).")
            return
        self.remark.emit(f"Written to {path}")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _open_card(self, here: Place) -> None:
        part = here.id.partition("/")[0]
        role = self._parts.choices.settings.role
        card = self._parts.library.role_card(role, part) if role else None
        self.place_requested.emit(Place("card", card.id) if card else Place("cards"))

    def _tell_tools(self, place: Place) -> None:
        kept = place.kind in ("page", "card")
        marked = kept and self._parts.data.is_bookmarked(place.id)
        rail, bar = self.reader.rail, self.reader.bar
        why_not = "" if kept else ONLY_KEPT
        sign = "bookmark-set" if marked else "bookmark"
        rail.set_tool("bookmark", "Marked" if marked else "Bookmark", sign)
        bar.tools["bookmark"].set_icon_name(sign)
        for name in ("bookmark", "note", "print"):
            rail.tools[name].offer(why_not)
            bar.tools[name].offer(why_not)
        rail.tools["plain-html"].offer("" if place.kind == "page" else ONLY_PAGES)
        rail.tools["card"].offer("" if place.kind != "cards" else ALL_CARDS)

    def close_note(self) -> None:
        """Keep and close the note: under another screen it would wait with words that may be old by then."""
        if self._reader is not None and not self.note.isHidden():
            self.note.close_panel()

    def keep_typed(self) -> dict[str, str]:
        """Keep what is being typed into a note or a detail; returns what could not be kept, by what it is about."""
        lost: dict[str, str] = {}
        if self._reader is not None:
            self.note.keep_all()
            lost |= {f"the note on {title}": text for title, text in self.note.drafts.items()}
        details = self._made.get("local")
        if details is not None:
            from fieldref.gui.local_details_pane import LocalDetailsPane  # it is there: a detail may be in its fields

            assert isinstance(details, LocalDetailsPane)
            details.keep()
            lost |= {f"the detail {label}": text for label, text in details.refused().items()}
        return lost

    def forget(self) -> None:
        """Drop what was typed and not kept: the open note, and the forms with what they refused."""
        if self._reader is not None:
            self.note.forget()
            self.desk.forget()
        for kind in ("local", "bookmarks"):
            form = self._made.pop(kind, None)
            if form is not None:
                self._parts.dresser.leave(form)
                self._stack.removeWidget(form)
                form.deleteLater()

    def close_extras(self) -> bool:
        """Close the figure, note, find bar or panel over or below the page, one at a time; say whether one was open."""
        if self._reader is None:
            return False
        assert self._figure_view is not None
        closing = (
            (self._figure_view, self._figure_view.close_figure),
            (self.note, self.note.close_panel),
            (self._reader.find_bar, self._reader.find_bar.close_bar),
            (self._reader.panel, self._reader.panel.close_panel),
        )
        close = next((close for part, close in closing if part.isVisible()), None)
        if close is None and self._reader.covered:
            close = self._reader.toggle_rail
        if close is not None:
            close()
        return close is not None

    def clear_marks(self) -> None:
        """Take the marks of a search off the page."""
        if self._reader is not None:
            self._reader.clear_marks()

    def panes(self) -> list[QWidget]:
        """What F6 stops at."""
        current = self._stack.currentWidget()
        if self._reader is not None and current is self._reader:
            return [self._reader.browser, self._reader.rail.headings, self._reader.rail.lines]
        if isinstance(current, HomeScreen):
            return current.panes()
        return [current] if current is not None else []

    def take_focus(self) -> None:
        """Put the focus into what is shown."""
        from fieldref.gui.tab_order import first_stop, focus_and_show  # deferred: not needed before the first paint

        shown = (getattr(pane, "start", None) or first_stop(pane) for pane in self.panes())
        stop = next(filter(None, shown), None)
        if stop is not None:
            focus_and_show(stop, Qt.FocusReason.OtherFocusReason)


def activate_layouts(*widgets: QWidget | None) -> None:
    """Give the widgets inside these their places now, so that what is set in them next is set in its final width."""
    for widget in widgets:
        layout = widget.layout() if widget is not None else None
        if layout is not None:
            layout.activate()
