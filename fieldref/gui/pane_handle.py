"""The handle at the edge of a pane: dragged by pointer or finger, moved by arrow keys, put back by a double press.

It lies over the edge and takes no room: a thin strip along the whole edge, and in its middle a grip large enough for a
glove. To a screen reader it is a slider with the pane's width.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion, QWheelEvent
from PySide6.QtWidgets import QApplication, QSlider, QWidget

from fieldref.gui.look import Look
from fieldref.gui.pane_widths import Span

STRIP, INTO_SCROLL_BAR, GRIP_HIGH, STEP = 4, 6, 72, 10
FOLLOWED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)
NEAR = 4
"""Pixels within which a press is no drag."""


class PaneHandle(QSlider):
    """The handle of `pane`, which stands left or right of the page; `chosen` carries a width, 0 for the usual one."""

    chosen = Signal(int)

    def __init__(self, look: Look, pane: QWidget, name: str, *, left: bool, beside: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, pane.parentWidget())
        self._look, self._pane, self._left = look, pane, left
        self.beside = beside
        """After this widget Tab stops at the handle."""
        self._usable = False
        self._line = INTO_SCROLL_BAR
        self._pressed_at: int | None = None
        self._shift = 0
        self._tapped = 0.0
        self._quiet = False
        self.setAccessibleName(name)
        self.setAccessibleDescription("Left and Right change the width, Enter puts back the usual one.")
        self.setToolTip(f"{name}: drag to change, press twice for the usual one")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setInvertedControls(not left)
        self.setSingleStep(STEP)
        self.setPageStep(4 * STEP)
        self.valueChanged.connect(self._on_value)
        pane.installEventFilter(self)
        look.changed.connect(self._place)
        self._place()

    def offer(self, span: Span | None) -> None:
        """Offer a range of widths; None where the pane has the whole width or its width is not free."""
        self._usable = span is not None and span.most > span.least
        if span is not None:
            self._quiet = True
            self.setRange(span.least, span.most)
            self.setValue(span.now)
            self._quiet = False
        self._place()

    def _on_value(self, width: int) -> None:
        if not self._quiet:
            self.chosen.emit(width)

    # Place

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pane."""
        if watched is self._pane and event.type() in FOLLOWED:
            self._place()
        return False

    def _place(self) -> None:
        shown = self._usable and not self._pane.isHidden()
        self.setVisible(shown)
        if not shown:
            return
        pane = self._pane.geometry()
        edge = pane.right() if self._left else pane.left()
        glove = self._look.control(44)
        # The grip lies beside the scroll bar at the edge, over margin that nothing else is pressed in.
        self._line = INTO_SCROLL_BAR + max(0, -self._shift)
        self.setGeometry(
            edge - INTO_SCROLL_BAR + min(0, self._shift), pane.top(), glove + abs(self._shift), pane.height()
        )
        if self._pressed_at is None:
            strip = QRect(self._line - STRIP, 0, 2 * STRIP, pane.height())
            self.setMask(QRegion(strip).united(QRegion(self._grip())))
        else:
            self.clearMask()

    def _grip(self) -> QRect:
        high = min(self._look.px(GRIP_HIGH), self.height())
        return QRect(0, (self.height() - high) // 2, self._look.control(44), high)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grip; while it is dragged, the line where the edge will be."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look
        active = self._pressed_at is not None or self.hasFocus()
        middle = QRectF(self._grip()).center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("focus" if active else "strong"))
        line = self._line + self._shift
        if self._pressed_at is not None:
            painter.drawRect(QRectF(line - 1, 0, look.px(3), self.height()))
        high, wide = look.px(40), look.px(5)
        painter.drawRoundedRect(QRectF(line - wide / 2 + 0.5, middle - high / 2, wide, high), wide / 2, wide / 2)
        if self.hasFocus() and self._pressed_at is None:
            width = look.px(3)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("focus"), width))
            # About the bar alone: the rest of the grip lies over words of the pane.
            around = wide / 2 + look.px(2) + width / 2
            ring = QRectF(line - around, middle - high / 2 - around, 2 * around, high + 2 * around)
            painter.drawRoundedRect(ring, around, around)
        painter.end()

    # Pointer and finger

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = round(event.globalPosition().x())
            self._shift = 0
            self._place()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second of two presses for a press: two of them are counted when they end."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the edge will be; the page is laid out anew only at the end."""
        if self._pressed_at is not None:
            self._shift = self._look.px(self._width_at(event)) - self._look.px(self.value())
            self._shift = self._shift if self._left else -self._shift
            self._place()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the width, or after two presses the usual one."""
        began, width = self._pressed_at, self._width_at(event)
        self._pressed_at, self._shift = None, 0
        self._place()
        if began is None:
            return
        if abs(event.globalPosition().x() - began) > NEAR:
            self.setValue(width)
            return
        now = time.monotonic()
        twice = now - self._tapped < QApplication.doubleClickInterval() / 1000
        self._tapped = 0.0 if twice else now
        if twice:
            self.chosen.emit(0)

    def _width_at(self, event: QMouseEvent) -> int:
        moved = event.globalPosition().x() - (self._pressed_at or 0)
        width = self.value() + self._look.units(round(moved if self._left else -moved))
        return round(min(max(width, self.minimum()), self.maximum()))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows change the width, Enter puts back the usual one."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(0)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()
