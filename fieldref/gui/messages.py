"""The bar for messages, and the only dialog of the program.

Three levels: a remark in the status line; this bar when something did not work and the user may go on; the dialog when
nothing can go on.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldref.gui.announce import announce
from fieldref.gui.buttons import IconButton, WordButton, Words
from fieldref.gui.look import Look


class MessageBar(QWidget):
    """Shows one message at a time: a sentence of what happened, one of what to do, and perhaps a button."""

    action_pressed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("messageBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._waiting: list[tuple[str, str, str]] = []
        self._name = ""
        self.last = ""
        self._words = Words(look, "", 16, tone="warn", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = WordButton(look, "")
        self._close = IconButton(look, "clear", "Close this message")
        line = QHBoxLayout(self)
        look.changed.connect(lambda: line.setContentsMargins(look.px(24), look.px(4), look.px(12), look.px(4)))
        line.setContentsMargins(look.px(24), look.px(4), look.px(12), look.px(4))
        line.addWidget(self._words, 1)
        line.addWidget(self._button)
        line.addWidget(self._close)
        self._close.clicked.connect(self.dismiss)
        self._button.clicked.connect(self._on_button)
        self.hide()

    def show_message(self, words: str, button: str = "", name: str = "") -> None:
        """Show a message now, or after the one that is shown; it is logged too."""
        if not words:
            return
        _log(words)
        self.last = words
        if self.isVisible() and self._words.text() != words:
            if (words, button, name) not in self._waiting:
                self._waiting.append((words, button, name))
            return
        self._show(words, button, name)

    def _show(self, words: str, button: str, name: str) -> None:
        self._words.setText(words)
        self._name = name
        self._button.set_word(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(f"Message: {words}")
        self.show()
        announce(self, words)

    def dismiss(self) -> None:
        """Close the message and show the next one, if any waits."""
        self.hide()
        if self._waiting:
            self._show(*self._waiting.pop(0))

    def withdraw(self, words: str) -> None:
        """Take a message back, shown or waiting: its reason is gone."""
        self._waiting = [waiting for waiting in self._waiting if waiting[0] != words]
        if self.isVisible() and self._words.text() == words:
            self.dismiss()

    def _on_button(self) -> None:
        name = self._name
        self.dismiss()
        self.action_pressed.emit(name)


def show_fatal(words: str, details: str = "") -> None:
    """Show the one dialog: the program cannot go on; where there is a terminal it has the words too."""
    import sys

    from PySide6.QtWidgets import QMessageBox  # deferred: a start that goes well shows none

    _log(f"fatal: {words}")
    if sys.stderr:  # a program without a terminal has none
        sys.stderr.write(f"fieldref: {words}\n")
    box = QMessageBox()
    box.setWindowTitle("fieldref")
    box.setText(words)
    box.setDetailedText(details)
    box.exec()


def _log(words: str) -> None:
    import logging  # deferred: 10 ms before the first paint

    logging.getLogger("fieldref").info("message: %s", words)
