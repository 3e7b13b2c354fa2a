"""The panel at the foot of a page: a source, an address outside, a section's tools, opened in place.

Nothing outside is ever opened from here without a further, explicit press on a button that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldref.gui.buttons import IconButton, WordButton, Words
from fieldref.gui.fields import LineField
from fieldref.gui.look import Look


@dataclass(frozen=True, slots=True)
class PanelAction:
    """A button of the panel: what it says and the name it emits."""

    word: str
    name: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class PanelContents:
    """What the panel shows: a title, lines, an address to copy, further buttons."""

    title: str
    lines: tuple[str, ...] = ()
    address: str = ""
    actions: tuple[PanelAction, ...] = ()


class InfoPanel(QWidget):
    """The panel; `action_chosen` carries the name of a button."""

    action_chosen = Signal(str)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("infoPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._title = Words(look, "", 17, bold=True, wrap=True)
        self._close = IconButton(look, "clear", "Close this panel", "Esc")
        self._lines = Words(look, "", 16, wrap=True)
        self._address = LineField(look)
        self._address.setReadOnly(True)
        self._address.setAccessibleName("Address")
        self._copy = WordButton(look, "Copy address", "copy")
        self._open = WordButton(look, "Open in the web browser", "outside")
        self._buttons = QHBoxLayout()
        self._made: list[WordButton] = []
        self.browser_allowed = True
        """False where the machine's policy keeps outside addresses from the system's browser."""
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._reach = QHBoxLayout()
        self._reach.addWidget(self._address, 1)
        self._reach.addWidget(self._copy)
        self._reach.addWidget(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(28), look.px(8), look.px(12), look.px(12))
        column.setSpacing(look.px(6))
        for part in (top, self._reach, self._buttons):
            column.addLayout(part)
        column.insertWidget(1, self._lines)
        self._close.clicked.connect(self.close_panel)
        self._copy.clicked.connect(self._on_copy)
        self._open.clicked.connect(self._on_open)
        self.hide()

    def show_contents(self, contents: PanelContents) -> None:
        """Open the panel with these contents."""
        self._title.setText(contents.title)
        self._lines.setText("\n".join(contents.lines))
        self._lines.setVisible(bool(contents.lines))
        self._address.setText(contents.address)
        self._address.setCursorPosition(0)
        self._copy.set_word("Copy address")
        web = contents.address.startswith(("https://", "http://"))
        for widget in (self._address, self._copy):
            widget.setVisible(bool(contents.address))
        self._open.setVisible(web and self.browser_allowed)
        self._set_actions(contents.actions)
        self.setAccessibleName(contents.title)
        self.show()

    def _set_actions(self, actions: Sequence[PanelAction]) -> None:
        for old in self._made:
            old.hide()
            old.deleteLater()
        self._made = []
        while self._buttons.takeAt(0) is not None:
            pass
        for action in actions:
            button = WordButton(self._look, action.word, action.icon)
            button.clicked.connect(lambda _=False, name=action.name: self.action_chosen.emit(name))
            self._buttons.addWidget(button)
            self._made.append(button)
        self._buttons.addStretch(1)

    @property
    def words(self) -> str:
        """Everything the panel says."""
        return "\n".join(filter(None, (self._title.text(), self._lines.text(), self._address.text())))

    def close_panel(self) -> None:
        """Close the panel."""
        self.hide()
        self.closed.emit()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address.text())
        self._copy.set_word("Copied")

    def _on_open(self) -> None:
        # The one place where fieldref leaves this computer, and only because a person pressed this button.
        QDesktopServices.openUrl(QUrl(self._address.text()))
