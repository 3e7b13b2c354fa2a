"""The note on a page: a field under the page, kept twice a second while typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QScroller, QVBoxLayout, QWidget

from fieldref.core.errors import FieldrefError
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
NOT_KEPT = "Not kept"
LINES = 3
"""Lines of a note in sight at least, where there is room."""


class NotePanel(QWidget):
    """The panel; it keeps the note of one page at a time."""

    closed = Signal()
    kept = Signal()

    def __init__(self, look: Look, data: UserData) -> None:
        super().__init__()
        self.complaints = Complaints()
        self.setObjectName("infoPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._data = look, data
        self._page = ""
        self._drafts: dict[str, str] = {}
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
        self._page = page
        self._title.setText(f"Note on {title}")
        self._warning.setVisible(not self._data.notes())
        self.edit.blockSignals(True)
        self.edit.setPlainText(self._drafts.get(page) or self._kept_note(page))
        self.edit.blockSignals(False)
        self._state.setText(NOT_KEPT if page in self._drafts else "")
        self._relook()
        self.show()
        self._area.verticalScrollBar().setValue(0)  # the warning is read before anything is typed
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _kept_note(self, page: str) -> str:
        try:
            return self._data.note(page)
        except FieldrefError as error:
            self.complaints.say(page, str(error))
            return ""

    def keep(self) -> None:
        """Keep what is typed now; what cannot be kept stays here until fieldref is closed."""
        self._pause.stop()
        page, text = self._page, self.edit.toPlainText()
        if not page:
            return
        try:
            if text == self._data.note(page):
                self._drafts.pop(page, None)
                self.complaints.settle(page)
                return
            self._data.set_note(page, text)
        except FieldrefError as error:
            self._drafts[page] = text
            self._state.setText(NOT_KEPT)
            self.complaints.say(page, str(error))
            return
        self._drafts.pop(page, None)
        self.complaints.settle(page)
        self._state.setText("Kept")
        self.kept.emit()

    def forget(self) -> None:
        """Close the panel and keep nothing of what was typed."""
        self._pause.stop()
        self._drafts.clear()
        self.complaints.settle_all()
        self._page = ""
        self.edit.clear()
        self._pause.stop()
        self.hide()

    def close_panel(self) -> None:
        """Keep the note and close the panel."""
        self.keep()
        self.complaints.settle("paste")
        self._page = ""
        self.hide()
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
