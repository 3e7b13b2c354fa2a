"""Find in the page: a field, "3 of 12", next and previous, close."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldref.gui.announce import announce
from fieldref.gui.buttons import IconButton, Words
from fieldref.gui.fields import LineField
from fieldref.gui.look import Look


class FindBar(QWidget):
    """The bar under a page; Esc closes it and leaves the page where it is."""

    text_changed = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("findBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._edit = LineField(look)
        self._edit.setAccessibleName("Find in this page")
        self._edit.setPlaceholderText("Find in this page")
        self._count = Words(look, "", 15)
        up = IconButton(look, "up", "Previous place", "Shift+F3")
        down = IconButton(look, "down", "Next place", "F3")
        close = IconButton(look, "clear", "Close the find bar", "Esc")
        line = QHBoxLayout(self)
        line.setContentsMargins(look.px(16), look.px(6), look.px(12), look.px(6))
        line.addWidget(self._edit, 1)
        for part in (self._count, up, down, close):
            line.addWidget(part)
        self._edit.textChanged.connect(self.text_changed)
        self._edit.returnPressed.connect(lambda: self.stepped.emit(1))
        up.clicked.connect(lambda: self.stepped.emit(-1))
        down.clicked.connect(lambda: self.stepped.emit(1))
        close.clicked.connect(self.close_bar)
        self._edit.installEventFilter(self)
        self.hide()

    def open_bar(self, text: str = "") -> None:
        """Show the bar with the focus in its field."""
        if text:
            self._edit.setText(text)
        self.show()
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()
        self.text_changed.emit(self._edit.text())

    def close_bar(self) -> None:
        """Hide the bar."""
        self.hide()
        self.closed.emit()

    def text(self) -> str:
        """What is looked for."""
        return self._edit.text()

    def show_place(self, current: int, count: int, *, wrapped: bool = False) -> None:
        """Show "3 of 12", or that nothing was found."""
        if not self._edit.text().strip():
            words = ""
        elif not count:
            words = "not on this page"
        else:
            words = f"{current + 1} of {count}{', from the top' if wrapped else ''}"
        self._count.setText(words)
        if words != self._count.accessibleName():
            self._count.setAccessibleName(words)
            announce(self._count, words)

    @property
    def words(self) -> str:
        """What the count says."""
        return self._count.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc closes, Shift+Enter goes back."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
            if (
                event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
                and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            ):
                self.stepped.emit(-1)
                return True
        return False
