"""One focus ring for the whole window: 3 px, 2 px off the edge of whatever control has the keyboard focus.

Rows of lists, links on the page and text fields draw their own ring inside their edge, so that it is never cut.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QWidget

from fieldref.gui.look import Look

MOVED = (QEvent.Type.Move, QEvent.Type.Resize)
FOLLOWED = (*MOVED, QEvent.Type.Hide, QEvent.Type.Show, QEvent.Type.Destroy)
SEEN = frozenset((*FOLLOWED, QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin))
"""Kinds of events that the ring wants to see."""


class FocusRing(QWidget):
    """Lies over the window, lets everything through, and shows where the focus is once keys were used."""

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__(window)
        self._look = look
        self._target: QWidget | None = None
        self._by_keys = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        look.changed.connect(self._follow)

    def begin(self) -> None:
        """Begin to follow the focus."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def saw(self, kind: QEvent.Type, watched: QObject) -> None:
        """Learn whether keys or a pointer are in use, and follow the control when it moves."""
        if kind == QEvent.Type.KeyPress:
            self._by_keys = True
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            self._by_keys = False
            self.hide()
        elif (watched is self._target and kind in FOLLOWED) or (kind in MOVED and self._carries_target(watched)):
            self._follow()

    def _carries_target(self, watched: QObject) -> bool:
        """Whether the control moves with it, as with the inside of a pane that is scrolled."""
        target = self._target
        return target is not None and isinstance(watched, QWidget) and watched.isAncestorOf(target)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        rings = isinstance(new, QAbstractButton) or _is_page(new)
        inside = new is not None and new.window() is self.window()
        self._target = new if rings and inside else None
        self._follow()

    def _follow(self) -> None:
        target = self._target
        if target is None or not self._by_keys or not target.isVisible() or target.visibleRegion().isEmpty():
            self.hide()
            return
        place = target.mapTo(self.window(), QPoint(0, 0))
        grown = self._reach()
        shown = QRect(place, target.size()).adjusted(-grown, -grown, grown, grown)
        self.setGeometry(shown.intersected(self.window().rect()))
        self.raise_()
        self.show()

    def _reach(self) -> int:
        drawn_inside = isinstance(self._target, QCheckBox) or _is_page(self._target) or self._inside()
        return 0 if drawn_inside else self._look.px(5)

    def _inside(self) -> bool:
        return self._target is not None and self._target.property("ring") == "inside"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._look.px(3)
        painter.setPen(QPen(self._look.color("focus"), width))
        corner = self._look.px(11)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), corner, corner
        )
        painter.end()


def _is_page(widget: QWidget | None) -> bool:
    """Whether it is a page, asked of Qt: by its Python class the start would wait for that to be loaded."""
    return widget is not None and widget.inherits("QTextBrowser")
