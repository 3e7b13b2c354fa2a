"""The note on a page: a field under the page, kept twice a second while typing."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QScroller, QVBoxLayout, QWidget

from fieldref.core.errors import ClearedElsewhere, FieldrefError
from fieldref.core.exchange import whole_characters
from fieldref.core.user_data import NOTE_LIMIT, UserData
from fieldref.gui.buttons import IconButton, Words
from fieldref.gui.complaints import Complaints
from fieldref.gui.look import Look
from fieldref.gui.text_field import TextField

WARNING = (
    "A note may be evidence and may have to be disclosed. Do not write victims' names here."
    " Notes stay on this computer and are not encrypted."
)
PAUSE = 500
NOT_KEPT, KEPT, PASSING = "Not kept", "Kept", "Until fieldref is closed"
NO_READING = "Cannot be read now"
JOINED = "Another window of fieldref wrote into this note too. Both are kept; its words stand below yours."
LINES = 3
"""Lines of a note in sight at least, where there is room."""


class Draft(NamedTuple):
    """What was typed and could not be kept, and the note as it was when it was opened."""

    text: str
    loaded: str
    title: str


class NotePanel(QWidget):
    """The panel; it keeps the note of one page at a time.

    `closed` says that it had the focus, which now needs another place.
    """

    closed = Signal()
    kept = Signal()

    def __init__(self, look: Look, data: UserData) -> None:
        super().__init__()
        self.complaints = Complaints()
        self.setObjectName("infoPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._data = look, data
        self._page = self._name = self._loaded = ""
        self._drafts: dict[str, Draft] = {}
        self._title = Words(look, "Note", 17, bold=True, wrap=True)
        self._state = Words(look, "", 14, tone="muted")
        self._warning = Words(look, WARNING, 15, tone="warn", wrap=True)
        self._close = IconButton(look, "clear", "Close the note", "Esc")
        self.edit = TextField(look, most=NOTE_LIMIT)
        self.edit.setAccessibleName("Note on this page")
        self.edit.setTabChangesFocus(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._state)
        top.addWidget(self._close)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addWidget(self._scrolled())
        self._close.clicked.connect(self.close_panel)
        self.edit.textChanged.connect(self._on_text)
        self.edit.refused.connect(self._on_refused)
        self.edit.installEventFilter(self)
        self._pause.timeout.connect(self.keep)
        look.changed.connect(self._relook)
        self._relook()
        self.hide()

    def _scrolled(self) -> QScrollArea:
        """Return warning and field in an area that scrolls where the window leaves them little room."""
        inner = QWidget()
        inner.setObjectName("raised")
        self._inner = QVBoxLayout(inner)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.addWidget(self._warning)
        self._inner.addWidget(self.edit)
        self._area = QScrollArea()
        self._area.setObjectName("raised")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self._area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._area.setWidget(inner)
        return self._area

    def open_note(self, page: str, title: str) -> None:
        """Show the note of a page, with the warning as long as there is no note at all."""
        self.keep()
        self.complaints.settle("joined")
        self._page, self._name = "", title
        self._title.setText(f"Note on {title}")
        readable = self._load(page)
        self._warning.setVisible(readable and not self._data.has_notes())
        self._relook()
        self.show()
        self._area.verticalScrollBar().setValue(0)  # the warning is read before anything is typed
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _load(self, page: str) -> bool:
        """Fill the field; where the note cannot be read it takes nothing, so that nothing is written over it."""
        draft = self._drafts.get(page)
        try:
            loaded = draft.loaded if draft else self._data.note(page)
        except FieldrefError as error:
            self.complaints.say("read", str(error))
            self._fill("")
            self.edit.setReadOnly(True)
            self._state.setText(NO_READING)
            return False
        self.complaints.settle("read")
        self._page, self._loaded = page, loaded
        self.edit.setReadOnly(False)
        self._fill(draft.text if draft else loaded)
        self._state.setText(NOT_KEPT if draft else "")
        return True

    def _fill(self, text: str) -> None:
        """Put a text into the field that nobody typed."""
        self.edit.blockSignals(True)
        self.edit.setPlainText(text)
        self.edit.blockSignals(False)

    def keep(self) -> None:
        """Keep what was typed since the note was opened; what cannot be kept stays here until fieldref is closed."""
        self._pause.stop()
        page, text = self._page, whole_characters(self.edit.toPlainText())
        if not page or (text == self._loaded and page not in self._drafts):
            return
        try:
            kept = self._data.change_note(page, text, before=self._loaded)
        except ClearedElsewhere:
            self.forget()
            return
        except FieldrefError as error:
            self._drafts[page] = Draft(text, self._loaded, self._name)
            self._state.setText(NOT_KEPT)
            self.complaints.say(page, str(error))
            return
        self._drafts.pop(page, None)
        self.complaints.settle(page)
        self._take_over(kept, text)
        self._state.setText(KEPT if self._data.keeps else PASSING)
        self.kept.emit()

    def _take_over(self, kept: str, typed: str) -> None:
        """Show what is kept where that is more than was typed, with the caret where it was."""
        self._loaded = kept
        if kept == typed:
            return
        place = self.edit.textCursor().position()
        self._fill(kept)
        cursor = self.edit.textCursor()
        cursor.setPosition(min(place, len(self.edit.toPlainText())))
        self.edit.setTextCursor(cursor)
        self.complaints.say("joined", JOINED)

    def keep_all(self) -> None:
        """Keep what is typed now, and try once more what could not be kept before."""
        self.keep()
        for page, draft in list(self._drafts.items()):
            try:
                self._data.change_note(page, draft.text, before=draft.loaded)
            except ClearedElsewhere:
                self.forget()
                return
            except FieldrefError:
                continue  # it was said when it was typed
            del self._drafts[page]
            self.complaints.settle(page)

    @property
    def drafts(self) -> dict[str, str]:
        """What was typed and could not be kept, by what it is a note on."""
        return {draft.title: draft.text for draft in self._drafts.values()}

    def forget(self) -> None:
        """Close the panel and keep nothing of what was typed."""
        self._pause.stop()
        self._drafts.clear()
        self.complaints.settle_all()
        self._page = self._loaded = ""
        self._fill("")
        self.hide()

    def close_panel(self) -> None:
        """Keep the note and close the panel."""
        self.keep()
        self.complaints.settle("paste")
        self.complaints.settle("read")
        self._page = ""
        focused = self.window().focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.hide()
        if had_focus:
            self.closed.emit()

    def _on_refused(self, length: int) -> None:
        self.complaints.say(
            "paste", f"This note would have {length:,} characters; {NOTE_LIMIT:,} can be kept. Nothing was pasted."
        )

    def _on_text(self) -> None:
        self._state.setText("")
        self.complaints.settle("paste")  # whoever types on has read it
        self._area.verticalScrollBar().setValue(self.edit.y())
        if not self._pause.isActive():  # who types without a pause must not lose a page of it
            self._pause.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc closes."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        self._relook()

    def _relook(self) -> None:
        px, over = self._look.px, self.parentWidget() or self
        self._column.setContentsMargins(px(28), px(6), px(12), px(12))
        self._column.setSpacing(px(6))
        self._inner.setSpacing(px(8))
        margins = self._column.contentsMargins()
        width = over.width() - margins.left() - margins.right()
        beside = self._close.sizeHint().width() + self._state.sizeHint().width() + px(24)
        title = self._title.heightForWidth(max(1, width - beside))
        head = max(self._close.sizeHint().height(), title) + margins.top() + margins.bottom() + self._column.spacing()
        above = 0 if self._warning.isHidden() else self._warning.heightForWidth(width) + self._inner.spacing()
        room = max(self._look.control(), over.height() - head)
        lines = max(self.edit.fontMetrics().lineSpacing() * LINES + px(24), min(px(150), self.window().height() // 7))
        field = max(px(40), min(lines, room - above))
        self.edit.setFixedHeight(field)
        self._area.setFixedHeight(min(above + field, room))
