"""Watches keys and pointer in the whole program, for the focus ring and for what is typed outside a field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from fieldref.gui.focus_ring import SEEN, FocusRing
from fieldref.gui.shortcuts import TypeAhead


class InputWatch(QObject):
    """The one filter of the application: it is called for every event, and there are hundreds behind each key."""

    def __init__(self, ring: FocusRing, type_ahead: TypeAhead) -> None:
        super().__init__()
        self._ring, self._type_ahead = ring, type_ahead

    def begin(self) -> None:
        """Begin to watch (after the first paint: the filter would see every event of it)."""
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def end(self) -> None:
        """Watch no more."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass on what is of interest; take a letter that belongs into the search field."""
        kind = event.type()
        if kind not in SEEN:
            return False
        if isinstance(event, QKeyEvent) and isinstance(watched, QWidget) and self._type_ahead.takes(watched, event):
            return True
        self._ring.saw(kind, watched)
        return False
