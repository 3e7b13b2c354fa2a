"""The black screen: all black, no cursor; any key or touch returns and does nothing else."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCursor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

WAKING = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.ShortcutOverride,
)
RELEASING = (QEvent.Type.KeyRelease, QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd)


class Blackout(QWidget):
    """Covers the whole screen of its window until a key or a touch."""

    ended = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._over = over
        self._waking = False
        self.setAccessibleName("Black screen. Press any key to return.")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(QCursor(Qt.CursorShape.BlankCursor))

    def begin(self) -> None:
        """Black the screen."""
        self._waking = False
        screen = self._over.screen()
        if screen is not None:
            self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.activateWindow()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Wake on a press, end on its release, so that nothing of it reaches the window."""
        if event.type() in WAKING:
            self._waking = True
            event.accept()
            return True
        if event.type() in RELEASING and self._waking:
            self.end()
            return True
        return super().event(event)

    def end(self) -> None:
        """Return to the window."""
        self._waking = False
        self.hide()
        self._over.activateWindow()
        self.ended.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint black."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        painter.end()
