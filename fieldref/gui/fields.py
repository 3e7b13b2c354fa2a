"""A line of text whose caret is painted in the theme's text color and does not blink.

Qt paints its caret by inverting what lies under it: in Red that is a nearly white bar (seen).
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldref.gui.look import Look

QT_CARET_INSET = 5
"""QLineEdit's cursor rectangle begins this far left of the caret."""


class LineField(QLineEdit):
    """One line of text."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter to the field: Qt passes it on, and the window would press the button with the focus by then."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the caret over Qt's own."""
        super().paintEvent(event)
        if self.hasFocus() and not self.isReadOnly() and not self.hasSelectedText():
            rect = self.cursorRect()
            caret = QRect(rect.left() + QT_CARET_INSET, rect.top(), max(2, self._look.px(2)), rect.height())
            paint_caret(QPainter(self), caret, self._look)


def paint_caret(painter: QPainter, caret: QRect, look: Look) -> None:
    """Paint a caret and end the painter."""
    # Not fillRect: choosing among its forms takes PySide 7 ms the first time, and that is the first paint.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("text"))
    painter.drawRect(caret)
    painter.end()
