"""Text fields whose caret is painted in the theme's text color and does not blink.

Qt paints its caret by inverting what lies under it: in Red that is a nearly white bar (seen).
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from fieldref.gui.look import Look

QT_CARET_INSET = 5
"""QLineEdit's cursor rectangle begins this far left of the caret."""


class LineField(QLineEdit):
    """One line of text."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the caret over Qt's own."""
        super().paintEvent(event)
        if self.hasFocus() and not self.isReadOnly() and not self.hasSelectedText():
            rect = self.cursorRect()
            caret = QRect(rect.left() + QT_CARET_INSET, rect.top(), max(2, self._look.px(2)), rect.height())
            _paint_caret(QPainter(self), caret, self._look)


class TextField(QPlainTextEdit):
    """Several lines of text; a paste that would make it longer than `most` is refused whole.

    A megabyte without a space takes Qt 40 seconds to lay out (measured), and the window stands still.
    """

    refused = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None, *, most: int | None = None) -> None:
        super().__init__(parent)
        self._look, self._most = look, most
        self.setCursorWidth(0)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste, unless it is too much; `refused` carries the length there would have been."""
        length = self.document().characterCount() + len(source.text()) - len(self.textCursor().selectedText())
        if self._most is not None and length > self._most:
            self.refused.emit(length)
        else:
            super().insertFromMimeData(source)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the caret that Qt was told not to paint."""
        super().paintEvent(event)
        if self.hasFocus() and not self.isReadOnly():
            rect = self.cursorRect()
            caret = QRect(rect.left(), rect.top(), max(2, self._look.px(2)), rect.height())
            _paint_caret(QPainter(self.viewport()), caret, self._look)


def _paint_caret(painter: QPainter, caret: QRect, look: Look) -> None:
    # Not fillRect: choosing among its forms takes PySide 7 ms the first time, and that is the first paint.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("text"))
    painter.drawRect(caret)
    painter.end()
