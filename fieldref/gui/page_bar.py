"""The bar above a page when the rail is folded away: title, marked words, and the page's tools."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from fieldref.gui.buttons import IconButton, Words
from fieldref.gui.look import Look
from fieldref.gui.phase_mark import paint_mark
from fieldref.gui.text_layout import wrapped_lines

TOOLS = (
    ("outline", "Outline of this page", "Ctrl+O"),
    ("card", "Card of this phase", "Ctrl+Shift+P"),
    ("print", "Print this page", "Ctrl+P"),
    ("bookmark", "Bookmark this page", "Ctrl+D"),
    ("note", "Note on this page", "Ctrl+N"),
)


UNDER = 18
"""The height of the line below the title (100 % design)."""


class MarkSteps(QWidget):
    """How many places are marked, which is shown, and buttons to the next and the one before."""

    stepped = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._words = Words(look, "", 14)
        self._up = IconButton(look, "up", "Previous marked place", "Shift+F3")
        self._down = IconButton(look, "down", "Next marked place", "F3")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for part in (self._words, self._up, self._down):
            line.addWidget(part)
        self._up.clicked.connect(lambda: self.stepped.emit(-1))
        self._down.clicked.connect(lambda: self.stepped.emit(1))
        self.hide()

    def show_place(self, current: int, count: int) -> None:
        """Show "3 of 12"; `current` counts from 0; nothing marked hides it."""
        self._words.setText(f"{current + 1} of {count}" if count else "")
        self._words.setAccessibleName(f"Marked place {current + 1} of {count}")
        self.setVisible(count > 0)

    @property
    def words(self) -> str:
        """What is shown."""
        return self._words.text()


class _Title(QLabel):
    """The phase mark and the title, which gives way from its end when there is no room at all."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._part, self._text, self._state = "overview", "", ""
        self._shown = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        look.changed.connect(self.update)

    def show_title(self, part: str, text: str, state: str) -> None:
        self._part, self._text, self._state = part, text, state
        self.setAccessibleName(f"{text}. {state}" if state else text)
        self.update()

    def set_shown(self, shown: bool) -> None:
        if shown != self._shown:
            self._shown = shown
            self.update()

    def _fits(self, size: float, room: int) -> bool:
        return QFontMetrics(self._look.font(size, bold=True)).horizontalAdvance(self._text) <= room

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._shown:
            return
        look, painter = self._look, QPainter(self)
        side = look.px(26)
        roomy = look.units(self.width()) > 120
        left = look.px(28) if roomy else look.px(4)
        paint_mark(painter, look, self._part, QRectF(left, (self.height() - side) / 2, side, side))
        start = look.px(94) if look.units(self.width()) > 380 else left + side + look.px(12)
        room = self.width() - int(start)
        size = next((size for size in (20, 18, 16) if self._fits(size, room)), 15)
        font = look.font(size, bold=True)
        lines = [self._text] if size > 15 else _two_lines(self._text, QFontMetrics(font), max(room, 60))
        height = max(look.px(20), QFontMetrics(font).height())  # a lower line would cut what hangs below it
        narrow = QFontMetrics(look.font(14)).horizontalAdvance(self._state) > room
        under = bool(self._state) and len(lines) == 1 and not narrow  # the page's foot says it too
        top = (self.height() - height * len(lines) - (look.px(UNDER) if under else 0)) / 2
        painter.setFont(font)
        painter.setPen(look.color("text"))
        for number, line in enumerate(lines):
            words = QFontMetrics(font).elidedText(line, Qt.TextElideMode.ElideRight, room)
            place = QRectF(start, top + number * height, self.width(), height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        if under:
            painter.setFont(look.font(14))
            painter.setPen(look.color("muted"))
            place = QRectF(start, top + height, self.width(), look.px(UNDER))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._state)
        painter.end()


def _two_lines(text: str, metrics: QFontMetrics, room: int) -> list[str]:
    """Return a text in at most two lines; the second may be too long, and is then to be cut with a sign that it is."""
    first, *rest = wrapped_lines(text, metrics, room)
    return [first, " ".join(rest)] if rest else [first]


class PageBar(QWidget):
    """The bar; `tool_pressed` names a tool."""

    tool_pressed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("pageBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._title = _Title(look)
        self.marks = MarkSteps(look)
        self._line = QHBoxLayout(self)
        self._line.addWidget(self._title, 1)
        self._line.addWidget(self.marks)
        self.tools: dict[str, IconButton] = {}
        for name, words, keys in TOOLS:
            button = IconButton(look, name, words, keys)
            button.clicked.connect(lambda _=False, tool=name: self.tool_pressed.emit(tool))
            self._line.addWidget(button)
            self.tools[name] = button
        look.changed.connect(self._relook)
        self._relook()

    def show_title(self, part: str, title: str, state: str = "") -> None:
        """Show which page is open, and its state where its own head does not."""
        self._title.show_title(part, title, state)

    def set_titled(self, titled: bool) -> None:
        """Say whether the bar says the title, which it leaves to the page's head while that is in view."""
        self._title.set_shown(titled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out tools that have no room; the page's own head and keys keep them reachable."""
        units = self._look.units(self.width())
        for name, least in (("note", 640), ("bookmark", 520), ("print", 460), ("card", 400)):
            self.tools[name].setVisible(units >= least)

    def _relook(self) -> None:
        px = self._look.px
        self._line.setContentsMargins(0, px(5), px(12), px(5))
        self._line.setSpacing(px(0))
        self.setFixedHeight(self._look.control(44) + px(12))
