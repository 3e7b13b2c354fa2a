"""The bar for messages, and the only dialog of the program.

Three levels: a remark in the status line; this bar when something did not work and the user may go on; the dialog when
nothing can go on.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from fieldref.gui.announce import announce
from fieldref.gui.buttons import IconButton, WordButton, Words
from fieldref.gui.look import Look

MOST_BUTTONS = 2
BESIDE_FROM = 900
"""The width of the bar (at 100 %) from which the buttons stand beside the words."""


class MessageBar(QWidget):
    """Shows one message at a time: a sentence of what happened, one of what to do, and perhaps buttons.

    `action_pressed` carries the word of the button that was pressed.
    """

    action_pressed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("messageBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shown: tuple[str, ...] = ()
        self._waiting: list[tuple[str, ...]] = []
        self.last = ""
        self._words = Words(look, "", 16, tone="warn", wrap=True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)  # it may name a file, which may be called anything
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._count = Words(look, "", 14, tone="muted")
        self._buttons = [WordButton(look, "") for _ in range(MOST_BUTTONS)]
        self._button = self._buttons[0]
        self._close = IconButton(look, "clear", "Close this message")
        self._look = look
        self._column = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._column.addWidget(self._words, 1)
        line = QHBoxLayout()
        for part in (*self._buttons, self._count):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self._close)
        self._column.addLayout(line)
        look.changed.connect(self._arrange)
        self._arrange()
        self._close.clicked.connect(self.dismiss)
        for number, button in enumerate(self._buttons):
            button.clicked.connect(lambda _=False, chosen=number: self._on_button(chosen))
        self.hide()

    def _arrange(self) -> None:
        """Put the buttons below the words where there is no room beside them; take the height that all words need."""
        px, width = self._look.px, self.width()
        beside = self._look.units(width) >= BESIDE_FROM or self._words_alone
        forms = QBoxLayout.Direction
        self._column.setDirection(forms.LeftToRight if beside else forms.TopToBottom)
        self._column.setContentsMargins(px(24), px(4), px(12), px(4))
        self.setMinimumHeight(max(0, min(self._column.totalHeightForWidth(width), self.window().height() // 2)))

    @property
    def _words_alone(self) -> bool:
        return len(self._shown) < 2 and not self._waiting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the form by the width."""
        super().resizeEvent(event)
        self._arrange()

    def show_message(self, words: str, *buttons: str, behind: bool = False) -> None:
        """Show a message with at most two buttons; it is logged too. What was shown before waits until it is closed.

        `behind` is for what nobody has just asked for: it waits until the others have been read.
        """
        if not words:
            return
        _log(words)
        self.last = words
        message = (words, *buttons[:MOST_BUTTONS])
        if self.isHidden() or self._shown[0] == words:
            self._show(message)
            return
        if behind:
            self._waiting += [message] if message not in self._waiting else []
            self._tell_count()
            return
        self._waiting = [self._shown, *(waiting for waiting in self._waiting if waiting != message)]
        self._show(message)

    def _show(self, message: tuple[str, ...]) -> None:
        self._shown = message
        words, *names = message
        self._words.setText(words)
        for number, button in enumerate(self._buttons):
            button.set_word(names[number] if number < len(names) else "")
            button.setVisible(number < len(names))
        self._tell_count()
        self.show()
        self._arrange()
        announce(self, self.accessibleName())

    def _tell_count(self) -> None:
        """Say how many messages there are, and that this is the first of them."""
        count = f"1 of {len(self._waiting) + 1}" if self._waiting else ""
        self._count.setText(count)
        self._count.setVisible(bool(count))
        self.setAccessibleName(f"Message{' ' + count if count else ''}: {self._shown[0]}")

    def dismiss(self) -> None:
        """Close the message and show the next one, if any waits."""
        self.hide()
        if self._waiting:
            self._show(self._waiting.pop(0))

    def withdraw(self, words: str) -> None:
        """Take a message back, shown or waiting: its reason is gone."""
        self._waiting = [waiting for waiting in self._waiting if waiting[0] != words]
        if not self.isHidden() and self._shown[0] == words:
            self.dismiss()
        elif not self.isHidden():
            self._tell_count()

    def _on_button(self, number: int) -> None:
        name = self._shown[1 + number]
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
