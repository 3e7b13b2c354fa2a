"""The results while typing: a line that says what is shown, the hits, and what lies outside the role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QScrollArea,
    QScroller,
    QVBoxLayout,
    QWidget,
)

from fieldref.core.model import Hit, SearchResult
from fieldref.gui.buttons import WordButton, Words
from fieldref.gui.look import Look
from fieldref.gui.result_rows import MATCHES, ResultDelegate, TrailOf, more_words
from fieldref.gui.words import plural

Index = QModelIndex | QPersistentModelIndex
PREVIEW_PAUSE = 110
"""Milliseconds that the selection rests on a hit before its page is shown."""


class HitModel(QAbstractListModel):
    """Hits as a list model."""

    def __init__(self, trail: TrailOf) -> None:
        super().__init__()
        self._hits: tuple[Hit, ...] = ()
        self._trail = trail

    def set_hits(self, hits: Sequence[Hit]) -> None:
        """Replace all hits."""
        self.beginResetModel()
        self._hits = tuple(hits)
        self.endResetModel()

    def add_hits(self, hits: Sequence[Hit]) -> None:
        """Add hits at the end."""
        self.beginInsertRows(QModelIndex(), len(self._hits), len(self._hits) + len(hits) - 1)
        self._hits += tuple(hits)
        self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's default
        """How many hits there are."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Give the heading, or everything in words for screen readers."""
        if not index.isValid() or index.row() >= len(self._hits):
            return None
        hit = self._hits[index.row()]
        if role == int(Qt.ItemDataRole.DisplayRole):
            return hit.heading or hit.title
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return spoken_hit(hit, self._trail(hit))
        return None

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All hits."""
        return self._hits

    def hit(self, index: Index) -> Hit | None:
        """Return the hit of a row."""
        return self._hits[index.row()] if index.isValid() and index.row() < len(self._hits) else None


def spoken_hit(hit: Hit, trail: str) -> str:
    """Return a hit as a screen reader says it: heading, way to its page, code, where it matched, snippet."""
    code = f"{hit.section or hit.code}{more_words(hit)}"
    words = (hit.heading or hit.title, trail, code, MATCHES[hit.match][1], hit.snippet)
    return ". ".join(filter(None, words))


LOW = 250
"""Height (at 100 %) of a pane in which a hit and a half would not have room beside what stands above and below them."""
NARROWER = "All roles are shown. Back to mine"
WITHOUT_SEARCH = "Try fewer words, another word for it, or a code such as M21. Or look through:"
WAYS = (
    ("All pages, A to Z", "list", "screen:index"),
    ("Quick cards", "card", "screen:cards"),
    ("Directory", "phone", "screen:directory"),
    ("Glossary", "book", "screen:glossary"),
)
"""Where to look when a search finds nothing."""


class ResultsPane(QWidget):
    """The pane of results; `preview_requested` follows the selection, `hit_opened` an Enter or a press."""

    preview_requested = Signal(object)
    hit_opened = Signal(object)
    all_roles_requested = Signal()
    suggestion_chosen = Signal(str)
    way_chosen = Signal(str)
    more_wanted = Signal()

    def __init__(self, look: Look, trail: TrailOf) -> None:
        super().__init__()
        self.setObjectName("pane")
        self.setAutoFillBackground(True)  # a key paints nothing below it
        self._look = look
        self._result = SearchResult("")
        self._everywhere = False
        self._low = False
        self._model = HitModel(trail)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PREVIEW_PAUSE)
        self._pause.timeout.connect(self._preview)
        self._build(trail)
        look.changed.connect(self._relook)

    def _build(self, trail: TrailOf) -> None:
        look = self._look
        self._said = QLabel()
        self._said.setTextFormat(Qt.TextFormat.RichText)
        self._said.setWordWrap(True)
        self._exact = WordButton(look, "", "undo", kind="row")
        self._count = Words(look, "", 16, bold=True)
        self._head = QWidget()
        self._head.setObjectName("head")
        self._head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._head_line = head = QHBoxLayout(self._head)
        head.addWidget(self._said, 1)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)
        self.list = QListView()
        self.list.setModel(self._model)
        self._delegate = ResultDelegate(self.list, look, trail, lambda: self._model.hits)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName("Results")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        QScroller.grabGesture(self.list.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._nothing = QScrollArea()  # the ways on scroll where a low window has no room for all of them
        self._nothing.setFrameShape(QFrame.Shape.NoFrame)
        self._nothing.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nothing.setWidgetResizable(True)
        self._nothing.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self._nothing.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        ways = QWidget()
        ways.setObjectName("scrolled")
        self._nothing_column = QVBoxLayout(ways)
        self._nothing.setWidget(ways)
        self._foot = WordButton(look, "", "people", kind="row")
        self._foot_box = QWidget()
        self._foot_box.setObjectName("foot")
        self._foot_box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot = QHBoxLayout(self._foot_box)
        foot.setContentsMargins(4, 2, 4, 2)
        foot.addWidget(self._foot)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        parts = ((self._head, 0), (self._exact, 0), (self.list, 1), (self._nothing, 1), (self._foot_box, 0))
        for part, stretch in parts:
            column.addWidget(part, stretch)
        self.list.selectionModel().currentChanged.connect(lambda _new, _old: self._pause.start())
        self.list.clicked.connect(self._open)
        self.list.activated.connect(self._on_activated)
        self.list.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._foot.clicked.connect(self.all_roles_requested)
        self._exact.clicked.connect(lambda: self.suggestion_chosen.emit(as_typed(self._result)))
        self._exact.hide()
        self._nothing.hide()
        self._foot_box.hide()
        self._relook()

    # Showing

    def show_result(self, result: SearchResult, *, everywhere: bool = False) -> None:
        """Show the answer to a query and preview its first hit after the pause.

        `everywhere` says that role and typed scope were set aside for it.
        """
        self._result, self._everywhere = result, everywhere
        self._delegate.forget()
        self._model.set_hits(result.hits)
        self._say(result)
        self._offer(result)
        found = bool(result.hits)
        self.list.setVisible(found)
        self._nothing.setVisible(not found)
        if result.correction is not None:
            self._exact.set_word(f"Search for {result.correction.typed} as typed")
        self._foot.set_word(NARROWER if everywhere else wider(result))
        self._share_room(at_end=False)
        if found:
            self.list.scrollToTop()
            self.list.setCurrentIndex(self._model.index(0))
        if self._low:
            self._share_room(at_end=self._at_end())

    def _share_room(self, *, at_end: bool) -> None:
        """Show what belongs above and below the hits. In a low pane they have all of it, and the ways on come after.

        What was searched for stands in its field all the same; of a correction one line is kept.
        """
        result, hits_only = self._result, self._low and bool(self._result.hits)
        corrected = result.correction is not None
        ways = not hits_only or at_end
        self._head.setVisible(not hits_only or (corrected and not at_end))
        self._exact.setVisible(corrected and ways)
        self._foot_box.setVisible((self._everywhere or (bool(result.hits) and result.outside > 0)) and ways)

    def _at_end(self) -> bool:
        """Whether the list is scrolled to the end of all hits, or no further from it than the ways on pushed it."""
        bar = self.list.verticalScrollBar()
        shown = [part.height() for part in (self._exact, self._foot_box) if not part.isHidden()]
        return len(self._result.hits) >= self._result.total and bar.maximum() - bar.value() <= sum(shown)

    def _follow_room(self) -> None:
        """Show the ways on below the last hit once it is in sight, and stay at it."""
        if not self._low or not self._result.hits:
            return
        bar, before = self.list.verticalScrollBar(), self.list.height()
        at_bottom = bar.value() == bar.maximum() > 0
        self._share_room(at_end=self._at_end())
        self._column.activate()
        if at_bottom and self.list.height() < before:
            bar.setValue(bar.maximum())

    def rows_in_sight(self) -> int:
        """How many hits the list has room for at most, counted as if each were of the least height."""
        return 1 + self.list.viewport().height() // self._delegate.least_height()

    def add_rest(self, result: SearchResult) -> None:
        """Add the hits of the same answer that follow those shown; nothing moves."""
        shown = len(self._result.hits)
        if result.hits[:shown] != self._result.hits or len(result.hits) == shown:
            return
        self._result = result
        self._model.add_hits(result.hits[shown:])

    def _on_scrolled(self, place: int) -> None:
        bar = self.list.verticalScrollBar()
        self._follow_room()
        if place > 0 and place + bar.pageStep() >= bar.maximum() and len(self._result.hits) < self._result.total:
            self.more_wanted.emit()

    def _say(self, result: SearchResult) -> None:
        words = result_sentence(result, brief=self._low)
        muted = self._look.code("muted")
        self._said.setText(f'<span style="font-size:{self._look.px(16)}px; color:{muted}">{words}</span>')
        self._count.setText(f"{result.total:,}" if result.hits else "")
        self.setAccessibleName(f"Results: {plural(result.total, 'result')}")
        self.setAccessibleDescription(self.spoken())

    def spoken(self) -> str:
        """What a screen reader is told when the results change."""
        result = self._result
        if not result.hits:
            return f"Nothing found for {result.query}" + (f", {wider(result)}" if result.outside else "")
        more = f", {wider(result)}" if result.outside else ""
        fixed = result.correction
        corrected = f"No match for {fixed.typed}; showing {fixed.shown}. " if fixed else ""
        return f"{corrected}{plural(result.total, 'result')}{more}"

    def _offer(self, result: SearchResult) -> None:
        while (item := self._nothing_column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if result.hits:
            return
        px = self._look.px
        self._nothing_column.setContentsMargins(px(16), px(14), px(16), px(14))
        if result.outside:
            there = WordButton(self._look, wider(result), "people", kind="row")
            there.clicked.connect(self.all_roles_requested)
            self._nothing_column.addWidget(there)
        if result.suggestions:
            self._nothing_column.addWidget(Words(self._look, "Near terms", 17, bold=True))
            for term in result.suggestions:
                button = WordButton(self._look, term, "search", kind="row")
                button.clicked.connect(lambda _=False, chosen=term: self.suggestion_chosen.emit(chosen))
                self._nothing_column.addWidget(button)
        self._nothing_column.addWidget(Words(self._look, WITHOUT_SEARCH, 16, tone="muted", wrap=True))
        for words, icon, address in WAYS:
            way = WordButton(self._look, words, icon, kind="row")
            way.clicked.connect(lambda _=False, goal=address: self.way_chosen.emit(goal))
            self._nothing_column.addWidget(way)
        self._nothing_column.addStretch(1)

    # Moving

    def move_selection(self, steps: int) -> None:
        """Move the selection up or down; the focus stays where it is."""
        count = self._model.rowCount()
        if count:
            row = min(max(self.list.currentIndex().row() + steps, 0), count - 1)
            self.list.setCurrentIndex(self._model.index(row))

    def select(self, row: int) -> None:
        """Select a hit, or none (-1), without a preview."""
        self.list.setCurrentIndex(self._model.index(row))
        self._pause.stop()

    def open_current(self) -> None:
        """Open the selected hit, if there is one."""
        self._open(self.list.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        hit = self._model.hit(index)
        if hit is not None:
            self._pause.stop()  # the press selected it too
            self.hit_opened.emit(hit)

    @property
    def current_hit(self) -> Hit | None:
        """The selected hit."""
        return self._model.hit(self.list.currentIndex())

    @property
    def result(self) -> SearchResult:
        """The answer shown."""
        return self._result

    def stop(self) -> None:
        """Preview nothing any more: the results are no longer in view."""
        self._pause.stop()

    def clear(self) -> None:
        """Drop the hits: the next search must not open on those of the last one, nor lay them out once more."""
        self.stop()
        self._result = SearchResult("")
        self._delegate.forget()
        self._model.set_hits(())
        self._say(self._result)

    def _preview(self) -> None:
        if self.current_hit is not None and self.isVisible():
            self.preview_requested.emit(self.current_hit)

    def _on_activated(self, index: QModelIndex) -> None:
        if not self.list.underMouse():
            self._open(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the rows anew at another width, and share the room anew at another height."""
        super().resizeEvent(event)
        self._measure_room()
        if event.size().width() != event.oldSize().width():
            self._delegate.forget()
            self.list.scheduleDelayedItemsLayout()

    def _relook(self) -> None:
        px = self._look.px
        self._head_line.setContentsMargins(px(16), px(12), px(16), px(12))
        self._delegate.relook()
        self.list.scheduleDelayedItemsLayout()
        self._measure_room()
        self._say(self._result)

    def _measure_room(self) -> None:
        low = self.height() < self._look.px(LOW)
        if low != self._low:
            self._low = low
            self._say(self._result)
            self._share_room(at_end=self._at_end())


def wider(result: SearchResult) -> str:
    """Return how many more there are without the filter, as the button that takes it away says it.

    >>> wider(SearchResult("triage", outside=4))
    '4 found for other roles'
    >>> wider(SearchResult("prevent: triage", outside=1, scope_part="prevent"))
    '1 found outside what was asked for'
    """
    where = "outside what was asked for" if result.scope_part else "for other roles"
    return f"{result.outside:,} {'more' if result.hits else 'found'} {where}"


def as_typed(result: SearchResult) -> str:
    """Return the query with the corrected words in quotes, which keeps them as they were typed.

    >>> from fieldref.core.model import Correction
    >>> as_typed(SearchResult("Stop turniquet pain", correction=Correction("turniquet", "tourniquet")))
    'Stop "turniquet" pain'
    """
    typed = result.correction.typed if result.correction else ""
    quoted, count = re.subn(rf"(?<!\w){re.escape(typed)}(?!\w)", r'"\g<0>"', result.query, flags=re.IGNORECASE)
    return quoted if typed and count else f'"{result.query.strip()}"'


def result_sentence(result: SearchResult, *, brief: bool = False) -> str:
    """Return what is shown, as rich text; `brief` without what was typed, which is still in sight.

    >>> from fieldref.core.model import Correction
    >>> result_sentence(SearchResult("turniquet", correction=Correction("turniquet", "tourniquet")))
    'No match for <b>turniquet</b>; showing <b>tourniquet</b>'
    """
    if result.correction:
        typed, shown = escape(result.correction.typed), escape(result.correction.shown)
        if brief:
            return f"Showing <b>{shown}</b>"
        return f"No match for <b>{typed}</b>; showing <b>{shown}</b>"
    query = escape(result.query.strip())
    shortened = f"{query[:60]}…" if len(query) > 60 else query
    if not query:
        return "Searching"
    if not result.hits:
        return f"Nothing found for <b>{shortened}</b>"
    if result.any_word:
        return f"Few sections have all words of <b>{shortened}</b>; any of them"
    scanned = " (without the index)" if result.by_scan else ""
    return f"Results for <b>{shortened}</b>{scanned}"
