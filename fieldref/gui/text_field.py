"""Several lines of text, with the caret of `fields`."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from fieldref.gui.fields import paint_caret
from fieldref.gui.look import Look


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
            paint_caret(QPainter(self.viewport()), caret, self._look)
