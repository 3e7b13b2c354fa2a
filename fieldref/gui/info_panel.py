"""The panel at the foot of a page: a source, an address outside, a section's tools, opened in place.

Nothing outside is ever opened from here without a further, explicit press on a button that says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QScroller, QVBoxLayout, QWidget

from fieldref.gui.buttons import IconButton, WordButton, Words
from fieldref.gui.flow_layout import wrapping_row
from fieldref.gui.look import Look

BESIDE_FROM = 700
"""The width (at 100 %) from which the buttons stand beside the address."""


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
        self._url = ""
        self._address = Words(look, "", 17, wrap=True)
        self._address.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._copy = WordButton(look, "Copy address", "copy")
        self._open = WordButton(look, "Open in the web browser", "outside")
        self._button_box = wrapping_row(look.px(8), ())
        self._area = QScrollArea()
        self._made: list[WordButton] = []
        self.browser_allowed = True
        """False where the machine's policy keeps outside addresses from the system's browser."""
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._reach = QGridLayout()
        self._reach.setColumnStretch(0, 1)
        self._reach_box = wrapping_row(look.px(8), (self._copy, self._open))
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addWidget(self._scrolled())
        look.changed.connect(self._relook)
        self._relook()
        self._close.clicked.connect(self.close_panel)
        self._copy.clicked.connect(self._on_copy)
        self._open.clicked.connect(self._on_open)
        self.hide()

    def _scrolled(self) -> QScrollArea:
        """Return everything below the title in an area that scrolls where the window leaves the panel little room."""
        inner = QWidget()
        inner.setObjectName("raised")
        self._inner = QVBoxLayout(inner)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.addWidget(self._lines)
        self._inner.addLayout(self._reach)
        self._inner.addWidget(self._button_box)
        self._area.setObjectName("raised")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self._area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._area.setWidget(inner)
        return self._area

    def show_contents(self, contents: PanelContents) -> None:
        """Open the panel with these contents."""
        self._title.setText(contents.title)
        self._lines.setText("\n".join(contents.lines))
        self._lines.setVisible(bool(contents.lines))
        self._url = contents.address
        self._address.setText(wrapping_address(contents.address))
        self._address.setAccessibleName(f"Address: {contents.address}")
        self._copy.set_word("Copy address")
        web = contents.address.startswith(("https://", "http://"))
        for widget in (self._address, self._copy):
            widget.setVisible(bool(contents.address))
        self._reach_box.setVisible(bool(contents.address))
        self._open.setVisible(web and self.browser_allowed)
        self._set_actions(contents.actions)
        self.setAccessibleName(contents.title)
        self._fit()
        self.show()

    def _set_actions(self, actions: Sequence[PanelAction]) -> None:
        buttons = self._button_box.layout()
        assert buttons is not None
        for old in self._made:
            buttons.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._made = []
        for action in actions:
            button = WordButton(self._look, action.word, action.icon)
            button.clicked.connect(lambda _=False, name=action.name: self.action_chosen.emit(name))
            buttons.addWidget(button)
            self._made.append(button)
        self._button_box.setVisible(bool(actions))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the address a line of its own where the buttons beside it would leave it none."""
        super().resizeEvent(event)
        self._relook()

    def _relook(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(28), px(8), px(12), px(12))
        self._column.setSpacing(px(6))
        self._inner.setSpacing(px(6))
        narrow = self._look.units(self.width()) < BESIDE_FROM
        self._reach.setSpacing(px(8))
        self._reach.addWidget(self._address, 0, 0, 1, 2 if narrow else 1)
        self._reach.addWidget(self._reach_box, 1 if narrow else 0, 0 if narrow else 1, 1, 2 if narrow else 1)
        self._reach_box.setMinimumWidth(
            0 if narrow else sum(part.sizeHint().width() for part in (self._copy, self._open)) + px(8)
        )
        self._fit()

    def _fit(self) -> None:
        over = self.parentWidget()
        margins = self._column.contentsMargins()
        width = (over or self).width() - margins.left() - margins.right()
        head = max(self._close.sizeHint().height(), self._title.heightForWidth(max(1, width - self._look.px(50))))
        room = (over or self).height() - head - margins.top() - margins.bottom() - 2 * self._column.spacing()
        flows = self._inner.hasHeightForWidth()
        wanted = self._inner.totalHeightForWidth(width) if flows else self._inner.sizeHint().height()
        self._area.setFixedHeight(max(self._look.px(40), min(wanted, room)))

    @property
    def words(self) -> str:
        """Everything the panel says."""
        return "\n".join(filter(None, (self._title.text(), self._lines.text(), self._url)))

    def close_panel(self) -> None:
        """Close the panel."""
        self.hide()
        self.closed.emit()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._url)
        self._copy.set_word("Copied")

    def _on_open(self) -> None:
        # The one place where fieldref leaves this computer, and only because a person pressed this button.
        QDesktopServices.openUrl(QUrl(self._url))


def wrapping_address(address: str) -> str:
    """Return an address that can go on in the next line behind each of its parts.

    >>> wrapping_address("https://a.org/b?c=d").split("\u200b")
    ['https://', 'a.', 'org/', 'b?', 'c=', 'd']
    """
    return re.sub(r"([/.?&=_-]+)(?=.)", "\\1\u200b", address).replace(":\u200b", ":")
