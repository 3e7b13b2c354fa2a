"""A figure as large as the window allows; where that is smaller than on the page it scrolls. A press or Esc returns."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QScroller, QVBoxLayout, QWidget

from fieldref.gui.buttons import Words
from fieldref.gui.figures import Figures
from fieldref.gui.look import Look

MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class FigureView(QScrollArea):
    """Lies over the middle of the window while a figure is enlarged."""

    closed = Signal()

    def __init__(self, look: Look, figures: Figures, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._figures, self._over = look, figures, parent
        self._name = ""
        self._drawn_for = QSize()
        self._width = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        page = QWidget()
        page.setObjectName("surface")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._foot = Words(look, "Press anywhere, or Esc, to return to the page", 15, tone="muted", wrap=True)
        self._foot.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column = QVBoxLayout(page)
        self._column.addWidget(self._picture, 1)
        self._column.addWidget(self._foot)
        self.setWidget(page)
        parent.installEventFilter(self)
        figures.ready.connect(self._on_ready)
        look.changed.connect(self._draw)
        self.hide()

    def show_figure(self, name: str, alt: str) -> None:
        """Show a figure over the whole parent."""
        self._name = name
        self.setAccessibleName(alt or "Figure")
        self.setAccessibleDescription("Press or Esc returns to the page; arrow keys scroll.")
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        self._draw()
        self.verticalScrollBar().setValue(0)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_ready(self, name: str, width: int) -> None:
        if (name, width) == (self._name, self._width):
            self._draw()

    def _draw(self) -> None:
        if not self.isVisible():
            return
        self._drawn_for = self.size()
        edge = self._look.px(16)
        self._column.setContentsMargins(edge, edge, edge, self._look.px(8))
        beside_bar = self.width() - 2 * edge - self._look.px(16)
        least = self._figures.width(self._name, beside_bar)  # as wide as on a page at least
        room = QSize(self.width() - 2 * edge, self.height() - edge - self._look.px(8) - self._foot.sizeHint().height())
        picture = self._figures.enlarged(self._name, room, self.devicePixelRatioF(), least=least)
        self._width = round(picture.deviceIndependentSize().width())
        high = picture.deviceIndependentSize().height() > room.height()
        # Decided here: left to the layout, bar and inside could chase each other.
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if high else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self._picture.setPixmap(picture)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the parent."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the figure for the new size."""
        super().resizeEvent(event)
        if self.size() != self._drawn_for:  # the inside also changes its size when the scroll bar comes
            self._draw()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Return to the page."""
        if self.rect().contains(event.position().toPoint()):  # a drag ends elsewhere
            self.close_figure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, or return to the page."""
        if Qt.Key(event.key()) in MOVES:
            super().keyPressEvent(event)
        else:
            self.close_figure()

    def close_figure(self) -> None:
        """Return to the page."""
        self.hide()
        self.closed.emit()
