"""Choosing the role: a row for each, asked once at the first start and shown again from the role button.

In a narrow window it also holds what the top bar has no room for.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from fieldref.core.model import Role
from fieldref.gui.buttons import ChoiceButton, WordButton
from fieldref.gui.look import Look
from fieldref.gui.pane_kit import Pane
from fieldref.gui.text_layout import wrapped_lines
from fieldref.gui.top_bar import left_out

FIRST = "What is your role? It decides what is shown first. Nothing is locked away, and you can change it at any time."
LATER = "The role decides what is shown first; nothing is locked away. Keys: Alt+1 to 7, Alt+0 for all."
BAR_BUTTONS = (
    ("Size and settings", "size", "size"),  # first: where everything is too large, it is what is looked for
    ("Home", "home", "home"),
    ("Contents", "menu", "contents"),
    ("Forward", "forward", "forward"),
    ("Next theme", "theme", "theme"),
    ("Black screen", "black", "black"),
)


class RoleRow(ChoiceButton):
    """A role as a row: its code in a column of its own, its name beside it, in several lines where it has no room."""

    HEIGHT, LINE, EDGE, CODE = 56, 21, 14, 44

    def __init__(self, look: Look, code: str, name: str) -> None:
        super().__init__(look, "")
        self._code, self._name = code, name
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        look.changed.connect(self.updateGeometry)

    def _name_lines(self) -> list[str]:
        look = self._look
        room = self.width() - look.px(2 * self.EDGE + self.CODE)
        return wrapped_lines(self._name, QFontMetrics(look.font(17, bold=True)), max(room, 40))

    def sizeHint(self) -> QSize:
        """56 px high at 100 %, more when the name wraps."""
        words = self._look.px(self.LINE * len(self._name_lines()) + 20)
        return QSize(self._look.px(240), max(self._look.control(self.HEIGHT), words))

    def minimumSizeHint(self) -> QSize:
        """As high as the hint, narrower when it must be."""
        return QSize(self._look.control(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that the name needs at this width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint code and name over the button."""
        super().paintEvent(event)
        look, chosen = self._look, self.isChecked()
        painter = QPainter(self)
        left, height = look.px(self.EDGE), look.px(self.LINE)
        lines = self._name_lines()
        top = (self.height() - height * len(lines)) // 2
        painter.setPen(look.color("text" if chosen else "muted"))
        painter.setFont(look.font(17, bold=chosen))
        painter.drawText(QRect(left, top, self.width(), height), Qt.AlignmentFlag.AlignVCenter, self._code)
        painter.setPen(look.color("text"))
        left += look.px(self.CODE)
        for number, line in enumerate(lines):
            place = QRect(left, top + number * height, self.width(), height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, line)
        painter.end()


class RolePane(Pane):
    """The list of roles; `chosen` carries a role's code, None for all; `bar_pressed` names a button of the top bar."""

    chosen = Signal(object)
    bar_pressed = Signal(str)

    def __init__(self, look: Look, roles: Sequence[Role], *, first: bool) -> None:
        super().__init__(look, "Welcome to fieldref" if first else "Role", FIRST if first else LATER)
        self._first = first
        self.from_bar: dict[str, WordButton] = {}
        self.buttons: dict[str | None, ChoiceButton] = {}
        if not first:
            self._add_bar_buttons()
        for number, role in enumerate([*roles, None]):
            key = f"Alt+{number + 1}" if role else "Alt+0"
            button = RoleRow(look, role.code if role else "", role.name if role else "All roles")
            button.setToolTip(key)
            button.setAccessibleDescription(f"Key {key}")
            button.clicked.connect(lambda _=False, code=role.code if role else None: self.chosen.emit(code))
            self.buttons[role.code if role else None] = button
            self.column.addWidget(button)
        if first:  # the question is answered first
            self._add_bar_buttons()
        self.finish()

    def _add_bar_buttons(self) -> None:
        for word, icon, name in BAR_BUTTONS:
            self.from_bar[name] = button = WordButton(self.look, word, icon)
            button.clicked.connect(lambda _=False, pressed=name: self.bar_pressed.emit(pressed))
        self.add_row(*self.from_bar.values())

    def show_role(self, code: str | None) -> None:
        """Show which role is chosen; while the first start asks, none is."""
        asking, self._first = self._first and code is None, False
        for name, button in self.buttons.items():
            button.show_chosen(name == code and not asking)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what the bar above leaves out."""
        super().resizeEvent(event)
        out = left_out(self.look.units(self.window().width()))
        for name, button in self.from_bar.items():
            button.setVisible(name in out)
