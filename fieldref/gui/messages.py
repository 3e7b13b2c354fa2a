"""The bar for messages, and the only dialog of the program.

Three levels: a remark in the status line; this bar when something did not work and the user may go on; the dialog when
nothing can go on.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QScroller, QWidget

from fieldref.gui.announce import announce
from fieldref.gui.buttons import IconButton, WordButton, Words
from fieldref.gui.look import Look

MOST_BUTTONS = 2
BESIDE_FROM, MOST = 640, 0.2
"""The width (100 % design) for each button from which they stand beside the words; a message's most of the window."""


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
        for hidden in (*self._buttons, self._count):
            hidden.hide()
        self._close = IconButton(look, "clear", "Close this message")
        self._look = look
        self._lay_out()
        look.changed.connect(self.fit)
        self._close.clicked.connect(self.dismiss)
        for number, button in enumerate(self._buttons):
            button.clicked.connect(lambda _=False, chosen=number: self._on_button(chosen))
        self.hide()

    def _lay_out(self) -> None:
        """Words and buttons stand in an area that scrolls: a long message in large type leaves room for its subject."""
        inner = QWidget()
        inner.setObjectName("messageWords")
        self._inner = QGridLayout(inner)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setColumnStretch(0, 1)
        self._inner.addWidget(self._words, 0, 0)
        self._area = QScrollArea()
        self._area.setObjectName("messageArea")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self._area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._area.setWidget(inner)
        self._line = QHBoxLayout(self)
        self._line.addWidget(self._area, 1)
        self._line.addWidget(self._count)
        self._line.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.fit()

    def fit(self) -> None:
        """Be as high as the message needs, at most a part of the window; narrow, its buttons stand below the words."""
        px, width = self._look.px, self.width()
        beside = self._look.units(width) >= BESIDE_FROM * max(1, len(self._shown) - 1)
        left, gap = px(24 if beside else 12), px(8)
        self._line.setContentsMargins(left, px(4), px(12 if beside else 4), px(4))
        self._inner.setSpacing(gap)
        for number, button in enumerate(self._buttons, 1):
            row, column = (0, number) if beside else (number, 0)
            self._inner.addWidget(button, row, column, Qt.AlignmentFlag.AlignLeft)
        ends = [part for part in (self._count, self._close) if not part.isHidden()]
        room = width - left - self._line.contentsMargins().right()
        room -= sum(part.sizeHint().width() + self._line.spacing() for part in ends)
        most = max(self._look.control(), round(self.window().height() * MOST))
        wanted = max(self._look.control(), self._inner.totalHeightForWidth(room))
        if wanted > most:
            wanted = self._inner.totalHeightForWidth(room - px(16))  # the scroll bar's
        self._area.setFixedHeight(min(wanted, most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self.fit()

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
        self.fit()
        self._area.verticalScrollBar().setValue(0)
        self.show()
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
