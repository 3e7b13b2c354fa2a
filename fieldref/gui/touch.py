"""What a finger means: a drag scrolls and presses nothing, and each of two quick touches is a press.

Qt makes mouse events of what a finger does, also while QScroller lets it drag a list. So a drag would mark text on a
page, and end as a press on the row, button or link under the finger, which moved along with it.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QScroller, QWidget

FAR = QPointF(-10_000, -10_000)
DRAGGING = (QScroller.State.Dragging, QScroller.State.Scrolling)


class TouchDrags(QObject):
    """Watches the mouse events that Qt makes of touches on one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._dragged = False
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the moves of a drag from the controls, and let it end where nothing is."""
        if not isinstance(event, QMouseEvent) or event.source() == Qt.MouseEventSource.MouseEventNotSynthesized:
            return False
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._dragged = _is_dragged(event)
        elif kind == QEvent.Type.MouseButtonDblClick:
            QCoreApplication.sendEvent(watched, _copy(event, QEvent.Type.MouseButtonPress, event.position()))
            return True
        elif kind == QEvent.Type.MouseMove and event.buttons():
            self._dragged = self._dragged or _is_dragged(event)
            return self._dragged
        elif kind == QEvent.Type.MouseButtonRelease and self._dragged:
            self._dragged = False
            QCoreApplication.sendEvent(watched, _copy(event, kind, FAR))
            return True
        return False


def _is_dragged(event: QMouseEvent) -> bool:
    widget = QApplication.widgetAt(event.globalPosition().toPoint())
    while widget is not None:
        if QScroller.hasScroller(widget) and QScroller.scroller(widget).state() in DRAGGING:
            return True
        widget = widget.parentWidget()
    return False


def _copy(event: QMouseEvent, kind: QEvent.Type, place: QPointF) -> QMouseEvent:
    # Not marked as made of a touch, so that this filter lets it through.
    shift = place - event.position()
    return QMouseEvent(
        kind, place, event.globalPosition() + shift, event.button(), event.buttons(), event.modifiers(),
        event.pointingDevice(),
    )  # fmt: skip
