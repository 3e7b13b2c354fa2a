"""Has a screen reader say something."""

from __future__ import annotations

from PySide6.QtCore import QObject


def announce(widget: QObject, words: str) -> None:
    """Have a screen reader say something without moving the focus; nothing happens where none is in use."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # deferred: 150 names of roles and events

    if words and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
