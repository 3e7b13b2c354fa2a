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

BESIDE_FROM, MOST = 640, 0.2
"""The width (100 % design) from which the button stands beside the words, and the share of the window for a message."""


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
        self._look = look
        self._lay_out()
        look.changed.connect(self.fit)
        self._close.clicked.connect(self.dismiss)
        self._button.clicked.connect(self._on_button)
        self.hide()

    def _lay_out(self) -> None:
        """Words and button stand in an area that scrolls: a long message in large type leaves room for its subject."""
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
        self._line.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.fit()

    def fit(self) -> None:
        """Be as high as the message needs, at most a part of the window; narrow, the button stands below the words."""
        px, width = self._look.px, self.width()
        beside = self._look.units(width) >= BESIDE_FROM
        left, gap = px(24 if beside else 12), px(8)
        self._line.setContentsMargins(left, px(4), px(12 if beside else 4), px(4))
        self._inner.setSpacing(gap)
        self._inner.addWidget(self._button, 0 if beside else 1, 1 if beside else 0, Qt.AlignmentFlag.AlignLeft)
        room = (
            width - left - self._line.contentsMargins().right() - self._line.spacing() - self._close.sizeHint().width()
        )
        most = max(self._look.control(), round(self.window().height() * MOST))
        wanted = max(self._look.control(), self._inner.totalHeightForWidth(room))
        if wanted > most:
            wanted = self._inner.totalHeightForWidth(room - px(16))  # the scroll bar's
        self._area.setFixedHeight(min(wanted, most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self.fit()

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
        self.fit()
        self._area.verticalScrollBar().setValue(0)
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
