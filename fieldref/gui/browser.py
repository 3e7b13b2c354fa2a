"""The page browser: shows one themed document, marks words, tells which line or link was pressed.

It fetches nothing: images are drawn here or come from the bundle, every other address is only reported.
"""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
)
from PySide6.QtWidgets import QFrame, QScroller, QTextBrowser, QTextEdit, QWidget

from fieldref.gui.documents import ReaderDocument
from fieldref.gui.figures import Figures, check_box_pixmap
from fieldref.gui.html_kit import GUTTER, HtmlKit
from fieldref.gui.icons import icon_pixmap
from fieldref.gui.look import Look
from fieldref.gui.matches import Span, find_spans
from fieldref.gui.phase_mark import mark_pixmap
from fieldref.gui.reading_keys import link_cursor, look_for_links_in_view, paint_link_ring, scroll_by_key

COLUMN, EDGE, COMPACT_BELOW = 660, 28, 560
TOP, BOTTOM = 22, 60


class PageBrowser(QTextBrowser):
    """One QTextBrowser for everything that is read; `link_pressed` carries the address of any link."""

    link_pressed = Signal(str)
    compact_changed = Signal(bool)
    scrolled = Signal(int)
    resized = Signal()

    def __init__(self, look: Look, figures: Figures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._look = look
        self._figures = figures
        self._compact = False
        self._tight = False
        self._spans: list[Span] = []
        self._current = -1
        self._pressed_at: QPoint | None = None
        self._wide = False
        self._own: QTextDocument | None = None
        self._figures_at = 0
        self.keeps_its_line = False
        """Whether the page moves by itself, because its width changes, and not because somebody scrolls."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setCursorWidth(0)  # Qt's caret inverts what lies under it: a white bar in Red
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        figures.ready.connect(self._on_figure_ready)
        self.anchorClicked.connect(self._on_anchor)
        self.verticalScrollBar().valueChanged.connect(self.scrolled)

    @property
    def compact(self) -> bool:
        """Whether the browser is so narrow that codes have no gutter."""
        return self._compact

    @property
    def figures_fit(self) -> bool:
        """Whether the figures of the document, if it has any, are as wide as there is room for now."""
        return not self._figures_at or self._figures_at == self._figure_width()

    # Showing

    def show_document(self, document: ReaderDocument, *, scroll: int | None = None, anchor: str = "") -> None:
        """Show a document, at a scroll position, at an anchor, or at its beginning."""
        self._spans, self._current = [], -1
        self._tight, self._wide = document.tight, document.wide
        # A document of its own, given margins and width before it is shown: in place, Qt lays it out three times.
        before, fresh = self._own, QTextDocument(self)
        fresh.setUndoRedoEnabled(False)
        fresh.setDefaultFont(self._look.font(17))
        fresh.setDefaultStyleSheet(HtmlKit(self._look).style_sheet())
        fresh.setHtml(document.html)
        self._frame(fresh)
        fresh.setTextWidth(self.viewport().width())
        self.setExtraSelections([])
        self.setDocument(fresh)
        self.setCursorWidth(0)  # it belongs to the document
        self._own = fresh
        self._figures_at = self._figure_width() if "figure:" in document.html else 0
        if before is not None:
            shiboken6.delete(before)  # at once: its layout and pictures are megabytes
        self.setAccessibleName(document.title)
        self._allow_sideways()
        if anchor:
            self.show_anchor(anchor)
        elif scroll is not None:
            self.verticalScrollBar().setValue(scroll)

    def show_anchor(self, anchor: str) -> None:
        """Bring an anchor to the top, a little below the edge."""
        top = self.anchor_position(anchor)
        if top is not None:
            self.verticalScrollBar().setValue(max(0, top - self._look.px(14)))

    def show_link(self, address: str) -> None:
        """Bring the first link to an address to the top, a little below the edge."""
        cursor = link_cursor(self, address)
        if cursor is not None:
            bar = self.verticalScrollBar()
            bar.setValue(max(0, bar.value() + self.cursorRect(cursor).top() - self._look.px(14)))

    def anchor_position(self, anchor: str) -> int | None:
        """Return the vertical place of an anchor in the document, in pixels."""
        cursor = self._anchor_cursor(anchor)
        if cursor is None:
            return None
        layout = self.document().documentLayout()
        return round(layout.blockBoundingRect(cursor.block()).top())

    def anchor_character(self, anchor: str) -> int | None:
        """Return at which character of the document an anchor stands."""
        cursor = self._anchor_cursor(anchor) if anchor else None
        return cursor.position() if cursor else None

    def top_position(self) -> int:
        """Return the character that stands at the top of the view."""
        return self.cursorForPosition(QPoint(self.viewport().width() // 2, self._look.px(4))).position()

    def scroll_to_position(self, position: int) -> None:
        """Bring a character to the top of the view."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - self._look.px(4))

    def _anchor_cursor(self, anchor: str) -> QTextCursor | None:
        block = self.document().begin()
        while block.isValid():
            iterator = block.begin()
            while not iterator.atEnd():
                fragment = iterator.fragment()
                if anchor in fragment.charFormat().anchorNames():
                    cursor = QTextCursor(block)
                    cursor.setPosition(fragment.position())
                    return cursor
                iterator += 1
            block = block.next()
        return None

    def anchor_positions(self, anchors: tuple[str, ...]) -> list[int]:
        """Return the vertical places of anchors, in their order; missing ones take the place of the one before."""
        wanted = set(anchors)
        found: dict[str, int] = {}
        layout = self.document().documentLayout()
        block = self.document().begin()
        while block.isValid() and len(found) < len(wanted):
            iterator = block.begin()
            while not iterator.atEnd():
                for name in iterator.fragment().charFormat().anchorNames():
                    if name in wanted:
                        found.setdefault(name, round(layout.blockBoundingRect(block).top()))
                iterator += 1
            block = block.next()
        places, last = [], 0
        for anchor in anchors:
            last = found.get(anchor, last)
            places.append(last)
        return places

    # Marked words

    def mark_words(self, words: tuple[str, ...]) -> int:
        """Mark all places of the words and return how many there are."""
        self._spans = find_spans(self.document().toPlainText(), words)
        self._current = -1
        self._paint_spans()
        return len(self._spans)

    def mark_spans(self, spans: list[Span]) -> None:
        """Mark these places."""
        self._spans, self._current = spans, -1
        self._paint_spans()

    def go_to_mark(self, number: int, *, scroll: bool = True) -> None:
        """Make a marked place (0 is the first) the current one and show it."""
        if not self._spans:
            return
        self._current = number % len(self._spans)
        self._paint_spans()
        if scroll:
            self._scroll_to(self._spans[self._current])

    def forget_marks(self) -> None:
        """Count no marks any more; the document that has them is about to go."""
        self._spans, self._current = [], -1

    def sees_mark(self, number: int) -> bool:
        """Whether a marked place is in view."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._spans[number].start)
        return self.viewport().rect().contains(self.cursorRect(cursor))

    @property
    def current_mark(self) -> int:
        """The number of the current marked place, -1 when none is."""
        return self._current

    @property
    def mark_count(self) -> int:
        """How many marked places there are."""
        return len(self._spans)

    def first_mark_from(self, top: int) -> int:
        """Return the number of the first mark at or below a vertical place of the document."""
        layout = self.document().documentLayout()
        for number, span in enumerate(self._spans):
            block = self.document().findBlock(span.start)
            if layout.blockBoundingRect(block).bottom() >= top:
                return number
        return 0

    def _paint_spans(self) -> None:
        selections = []
        for number, span in enumerate(self._spans):
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(span.start)
            cursor.setPosition(span.end, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            style = QTextCharFormat()
            style.setBackground(self._look.color("mark"))
            style.setForeground(self._look.color("mark_fg"))
            if number == self._current:
                style.setFontUnderline(True)
                style.setUnderlineColor(self._look.color("mark_fg"))
                style.setProperty(QTextCharFormat.Property.OutlinePen, QColor(self._look.color("mark_fg")))
            selection.format = style
            selections.append(selection)
        self.setExtraSelections(selections)

    def _scroll_to(self, span: Span) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(span.start)
        rect = self.cursorRect(cursor)
        view = self.viewport().height()
        if rect.top() < self._look.px(20) or rect.bottom() > view - self._look.px(20):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + rect.top() - view // 3)

    # Presses

    def _on_anchor(self, url: QUrl) -> None:
        # Deferred: the document is replaced by what follows, and Qt still reads the old one after this signal.
        QTimer.singleShot(
            0, self, partial(self.link_pressed.emit, url.toString(QUrl.ComponentFormattingOption.PrettyDecoded))
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a press began, so that a row answers only to a press and release on it."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the whole row of an action, a fold or a source take the press."""
        place = event.position().toPoint()
        super().mouseReleaseEvent(event)
        began, self._pressed_at = self._pressed_at, None
        moved = began is None or (place - began).manhattanLength() > 8
        if (
            moved
            or event.button() != Qt.MouseButton.LeftButton
            or self.anchorAt(place)
            or self.textCursor().hasSelection()
        ):
            return
        address = self._row_address(place)
        if address:
            self.link_pressed.emit(address)

    def _row_address(self, place: QPoint) -> str:
        cursor = self.cursorForPosition(place)
        table = cursor.currentTable()
        if table is None:
            return ""
        row = table.cellAt(cursor).row()
        for column in range(table.columns()):
            block = table.cellAt(row, column).firstCursorPosition().block()
            iterator = block.begin()
            while not iterator.atEnd():
                style = iterator.fragment().charFormat()
                address = style.anchorHref()
                if address.startswith(("tick:", "fold:")) or (column == 1 and table.columns() == 3 and address):
                    return address
                if address.startswith("source:") and style.isImageFormat():  # not one that a line cites
                    return address
                iterator += 1
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll at the arrow keys."""
        if not scroll_by_key(self, event, self._look.px(70)):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab go from link to link, beginning with those in view."""
        before, scroll = self.textCursor(), self.verticalScrollBar().value()
        look_for_links_in_view(self, forward=forward)
        moved = super().focusNextPrevChild(forward)
        if not moved:
            before.clearSelection()
            self.setTextCursor(before)
            self.verticalScrollBar().setValue(scroll)
        return moved

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show which link the keys stand at."""
        super().paintEvent(event)
        paint_link_ring(self, self._look)

    # Resources and layout

    def _on_figure_ready(self, name: str, width: int) -> None:
        """Put a figure that was drawn meanwhile where its blank stands; both have the same size."""
        if width != self.figure_width(name):
            return
        address = QUrl(f"figure:{name}")
        figure = self._figures.pixmap(name, self._figure_width(), self.devicePixelRatioF())
        self.document().addResource(QTextDocument.ResourceType.ImageResource.value, address, figure)
        self.viewport().update()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Answer images of the program and the bundle; nothing else is ever read."""
        address = name.toString() if isinstance(name, QUrl) else name
        scheme, _, rest = address.partition(":")
        ratio = self.devicePixelRatioF()
        if kind == QTextDocument.ResourceType.ImageResource.value:
            if scheme == "icon":
                icon, _, token = rest.partition("?")
                return icon_pixmap(icon, self._look.px(20), self._look.color(token or "text"), ratio)
            if scheme == "mark":
                return mark_pixmap(self._look, rest, self._look.px(26), ratio)
            if scheme in ("box-open", "box-done"):
                return check_box_pixmap(self._look, self._look.px(34), ratio, done=scheme == "box-done")
            if scheme == "figure":
                return self._figures.pixmap(rest, self._figure_width(), ratio)
        return QPixmap()

    def figure_width(self, name: str) -> int:
        """Return how wide a figure is shown: its own width at this scale, at most the column."""
        return self._figures.width(name, self._figure_width())

    def _figure_width(self) -> int:
        return min(self._look.px(COLUMN), self._column_space())

    def _column_space(self) -> int:
        gutter = 0 if self._compact else GUTTER
        edge = self._edge()
        return max(self._look.px(120), self.viewport().width() - self._look.px(gutter) - 2 * edge)

    def _edge(self) -> int:
        return self._look.px(14 if self._compact else EDGE)

    def _set_margins(self) -> None:
        self._frame(self.document())
        self._allow_sideways()

    def _frame(self, document: QTextDocument) -> None:
        compact = self._look.units(self.viewport().width()) < COMPACT_BELOW
        if compact != self._compact:
            self._compact = compact
            QTimer.singleShot(0, self, partial(self.compact_changed.emit, compact))
        gutter = 0 if compact or self._tight else self._look.px(GUTTER)
        edge = self._look.px(14) if self._tight else self._edge()
        column = self._column_space() if self._wide else min(self._look.px(COLUMN), self._column_space())
        style = QTextFrameFormat(document.rootFrame().frameFormat())
        style.setTopMargin(self._look.px(4 if self._tight else 14 if compact else TOP))
        style.setBottomMargin(self._look.px(BOTTOM))
        style.setLeftMargin(edge)
        style.setRightMargin(edge if self._tight else max(edge, self.viewport().width() - edge - gutter - column))
        document.rootFrame().setFrameFormat(style)

    def _allow_sideways(self) -> None:
        # Only a table of long words is ever wider than the page; a bar that comes and goes with it would flicker.
        too_wide = self.document().size().width() > self.viewport().width() + 2
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if too_wide else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column's measure and the text under the eye when the width changes."""
        self.keeps_its_line = True
        self._resize(event)
        self.keeps_its_line = False
        self.resized.emit()

    def _resize(self, event: QResizeEvent) -> None:
        changed = event.size().width() != event.oldSize().width()
        cursor = self.cursorForPosition(QPoint(self.viewport().width() // 2, 4)) if changed else None
        before = self.cursorRect(cursor).top() if cursor else 0
        super().resizeEvent(event)
        if changed and cursor:
            self._set_margins()
            if not self.figures_fit:
                # Figures carry their width in the document: it is set anew.
                QTimer.singleShot(0, self, partial(self.compact_changed.emit, self._compact))
            bar = self.verticalScrollBar()
            if bar.value() > 0:
                bar.setValue(bar.value() + self.cursorRect(cursor).top() - before)
