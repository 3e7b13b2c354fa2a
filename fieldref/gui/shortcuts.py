"""The keys of the window, in one table that the help can be checked against, and type-ahead into the search field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

KEYS: dict[str, tuple[str, ...]] = {
    "search": ("Ctrl+K", "Ctrl+L"),
    "find": ("Ctrl+F",),
    "next_mark": ("F3",),
    "previous_mark": ("Shift+F3",),
    "back": ("Alt+Left",),
    "forward": ("Alt+Right",),
    "home": ("Alt+Home",),
    "bookmark": ("Ctrl+D",),
    "bookmarks": ("Ctrl+B",),
    "contents": ("Ctrl+M",),
    "outline": ("Ctrl+O",),
    "note": ("Ctrl+N",),
    "print": ("Ctrl+P",),
    "cards": ("Ctrl+Shift+P",),
    "larger": ("Ctrl++", "Ctrl+="),
    "smaller": ("Ctrl+-",),
    "normal_size": ("Ctrl+0",),
    "next_pane": ("F6",),
    "previous_pane": ("Shift+F6",),
    "full_screen": ("F11",),
    "theme": ("F9",),
    "black": ("F12", "Shift+Esc"),
    "help": ("F1",),
    "role_card": ("F2",),
    "next_section": ("Ctrl+Down",),
    "previous_section": ("Ctrl+Up",),
    "next_page": ("Ctrl+PgDown",),
    "previous_page": ("Ctrl+PgUp",),
    "copy_section": ("Ctrl+Shift+C",),
    "plain_html": ("Ctrl+Shift+H",),
    "settings": ("Ctrl+,",),
    **{f"tile_{number}": (f"Ctrl+{number}",) for number in range(1, 7)},
    **{f"role_{number}": (f"Alt+{number}",) for number in range(8)},
}


TEXT_FIELDS = ("QLineEdit", "QPlainTextEdit", "QAbstractSpinBox")
"""Qt's classes of fields that take what is typed; the start need not load those that it does not show."""


def install(window: QWidget, actions: dict[str, Callable[[], None]]) -> None:
    """Give the window its keys; every action of the table must be there."""
    for name, keys in KEYS.items():
        for key in keys:
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.activated.connect(actions[name])


class TypeAhead:
    """Sends what is typed outside a text field to the search field."""

    def __init__(self, window: QWidget, typed: Callable[[str], None]) -> None:
        self._window, self._typed = window, typed

    def takes(self, watched: QObject, event: QKeyEvent) -> bool:
        """Take a letter or digit that no text field wants; say whether it did."""
        focused = QApplication.focusWidget()
        if watched is not focused or watched.window() is not self._window:
            return False
        if any(map(focused.inherits, TEXT_FIELDS)):
            return False
        text, modifiers = event.text(), event.modifiers()
        keys = Qt.KeyboardModifier
        plain = not modifiers & (keys.ControlModifier | keys.AltModifier | keys.MetaModifier)
        if plain and text == "/":
            self._typed("")
            return True
        if plain and text == "?":
            return False
        if plain and text.isprintable() and text.strip():
            self._typed(text)
            return True
        return False
