"""A figure as large as the window allows; a press or Esc returns to the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from fieldref.gui.figures import Figures
from fieldref.gui.look import Look


class FigureView(QWidget):
    """Lies over the middle of the window while a figure is enlarged."""

    closed = Signal()

    def __init__(self, look: Look, figures: Figures, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._figures, self._over = look, figures, parent
        self._name, self._alt = "", ""
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        parent.installEventFilter(self)
        figures.ready.connect(lambda _: self.update())
        self.hide()

    def show_figure(self, name: str, alt: str) -> None:
        """Show a figure over the whole parent."""
        self._name, self._alt = name, alt
        self.setAccessibleName(alt or "Figure")
        self.setAccessibleDescription("Press or Esc returns to the page.")
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Stay as large as the parent."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the figure as large as it fits, with how to return below it."""
        super().paintEvent(event)
        look, painter = self._look, QPainter(self)
        edge, foot = look.px(24), look.px(40)
        room = self.rect().adjusted(edge, edge, -edge, -foot)
        ratio = self.devicePixelRatioF()
        image = self._figures.enlarged(self._name, room.size(), ratio)
        size = image.deviceIndependentSize()
        left = room.left() + (room.width() - size.width()) / 2
        top = room.top() + (room.height() - size.height()) / 2
        painter.drawPixmap(QPoint(round(left), round(top)), image)
        painter.setFont(look.font(15))
        painter.setPen(look.color("muted"))
        words = "Press anywhere, or Esc, to return to the page"
        painter.drawText(QRectF(0, self.height() - foot, self.width(), foot), Qt.AlignmentFlag.AlignCenter, words)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Return to the page."""
        self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return to the page."""
        self._close()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
