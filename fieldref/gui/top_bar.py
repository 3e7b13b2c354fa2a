"""The bar that is always there: home, back, forward, search, role, size, theme, black screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from fieldref.core.model import Role
from fieldref.gui.buttons import IconButton, WordButton
from fieldref.gui.fields import LineField
from fieldref.gui.icons import paint_icon
from fieldref.gui.look import Look

SEGMENTS_FROM, ALL_BUTTONS_FROM = 1200, 900
ROOM_FROM = {"home": 480, "contents": 400, "forward": 900, "size": 900, "theme": 320, "black": 900}
"""The width of the window (100 % design) from which a button stands in the bar; below, in the list of roles."""
PLACEHOLDERS = ((400, "Search words, a phrase or a code"), (290, "Search words or a code"), (100, "Search"))
"""What the empty field says, by its width in the 100 % design."""
LEAST_FIELD, SIGN_FROM = 200, 150
"""The least width of the field beside the roles, and the width from which its sign has room beside what is typed."""


class SearchField(QWidget):
    """The search field with its sign and a clear button of full height."""

    text_changed = Signal(str)
    submitted = Signal()
    left = Signal()
    moved = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("searchFrame")
        self.setProperty("focused", True)  # the window begins with the focus here
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._edit = LineField(look)
        self._edit.setObjectName("search")
        self._edit.setAccessibleName("Search")
        self._edit.setAccessibleDescription("Type words, a phrase in quotes, or a page code. Down goes to the results.")
        self._edit.setMaxLength(10_000)
        self._edit.setMinimumWidth(1)  # where all is narrow, the button that clears it must not be cut
        self._clear = IconButton(look, "clear", "Clear the search", "Esc")
        self._clear.hide()
        self._sign = _Sign(look)
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 0, 2, 0)
        line.setSpacing(4)
        line.addWidget(self._sign)
        line.addWidget(self._edit, 1)
        line.addWidget(self._clear)
        self._edit.textChanged.connect(self._on_text)
        self._edit.returnPressed.connect(self.submitted)
        self._clear.clicked.connect(self._on_clear)
        self._edit.installEventFilter(self)
        self.setFocusProxy(self._edit)
        look.changed.connect(self._relook)
        self._relook()

    def text(self) -> str:
        """What is typed."""
        return self._edit.text()

    def set_text(self, text: str) -> None:
        """Put a query in the field without searching for it."""
        self._edit.blockSignals(True)
        self._edit.setText(text)
        self._edit.blockSignals(False)
        self._show_sign()
        self._clear.setVisible(bool(text))

    def take_focus(self) -> None:
        """Put the focus in the field with its text selected."""
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()

    def type_text(self, text: str) -> None:
        """Continue with a key that was pressed elsewhere."""
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edit.setText(text)

    def has_focus(self) -> bool:
        """Whether the user is typing here."""
        return self._edit.hasFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give Esc and the arrows their meaning, and show the focus on the frame."""
        kind = event.type()
        if kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._show_focus(kind == QEvent.Type.FocusIn)
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}
            key = Qt.Key(event.key())
            if key in steps:
                self.moved.emit(steps[key])
                return True
            if key == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return False

    def _show_focus(self, focused: bool) -> None:
        if focused != self.property("focused"):
            self.setProperty("focused", focused)
            self.style().unpolish(self)
            self.style().polish(self)

    def _show_sign(self) -> None:
        self._sign.setVisible(not self._edit.text() or self._look.units(self.width()) >= SIGN_FROM)

    def _on_text(self, text: str) -> None:
        self._show_sign()
        self._clear.setVisible(bool(text))
        self.text_changed.emit(text)

    def _on_clear(self) -> None:
        self.left.emit()  # as Esc does: back to where the search began
        self._edit.clear()
        self._edit.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much of what can be typed as there is room for."""
        units = self._look.units(self.width())
        self._show_sign()
        chosen = next((words for least, words in PLACEHOLDERS if units >= least), "")
        self._edit.setPlaceholderText(chosen)

    def _relook(self) -> None:
        self.setFixedHeight(self._look.control(44))
        self._clear.setFixedHeight(self._look.control(44) - 6)


class _Sign(QWidget):
    """The magnifying glass before the field."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedWidth(look.px(26))
        look.changed.connect(lambda: self.setFixedWidth(look.px(26)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = self._look.px(17)
        rect = self.rect().toRectF()
        rect.setLeft(rect.left() + self._look.px(4))
        rect.setWidth(side)
        paint_icon(painter, "search", rect, self._look.color("muted"), 2.4)
        painter.end()


class RoleSegments(QWidget):
    """The roles side by side: the chosen one with code and name, the others with the code alone."""

    chosen = Signal(object)

    def __init__(self, look: Look, roles: Sequence[Role]) -> None:
        super().__init__()
        self.setObjectName("roleFrame")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._roles: list[Role | None] = [None, *roles]
        self._group = QButtonGroup(self)
        self._buttons: list[WordButton] = []
        line = QHBoxLayout(self)
        line.setContentsMargins(1, 1, 1, 1)
        line.setSpacing(0)
        for number, role in enumerate(self._roles):
            name = role.name if role else "All roles"
            button = WordButton(look, role.code if role else "All", kind="role")
            button.setCheckable(True)
            button.setToolTip(f"{name} (Alt+{number})")
            button.setAutoExclusive(True)  # makes it a radio button to a screen reader
            button.setAccessibleName(name)
            button.setAccessibleDescription(f"Role, key Alt+{number}")
            button.setProperty("ring", "inside")
            button.setProperty("end", "first" if number == 0 else "last" if role is self._roles[-1] else "")
            button.clicked.connect(lambda _=False, place=number: self.chosen.emit(self._code(place)))
            self._group.addButton(button, number)
            self._buttons.append(button)
            line.addWidget(button)

    def _code(self, number: int) -> str | None:
        role = self._roles[number]
        return role.code if role else None

    def set_role(self, code: str | None) -> None:
        """Show a role as chosen."""
        for number, button in enumerate(self._buttons):
            role = self._roles[number]
            here = self._code(number) == code
            button.setChecked(here)
            if role is not None:
                button.setText(f"{role.code}  {short_name(role)}" if here else role.code)
            else:
                button.setText("All roles" if here else "All")


class TopBar(QWidget):
    """The whole bar; it only says what was asked for."""

    home_requested = Signal()
    back_requested = Signal()
    forward_requested = Signal()
    contents_requested = Signal()
    role_chosen = Signal(object)
    roles_requested = Signal()
    size_requested = Signal()
    theme_requested = Signal()
    black_requested = Signal()
    more_requested = Signal()

    def __init__(self, look: Look, roles: Sequence[Role]) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._roles = look, tuple(roles)
        self._role: str | None = None
        self._made()
        self._connect()
        look.changed.connect(self._relook)
        self._relook()

    def _made(self) -> None:
        look = self._look
        self.home = IconButton(look, "home", "Home", "Alt+Home")
        self.back = IconButton(look, "back", "Back", "Alt+Left")
        self.forward = IconButton(look, "forward", "Forward", "Alt+Right")
        self.contents = IconButton(look, "menu", "Contents", "Ctrl+M")
        self.search = SearchField(look)
        self.segments = RoleSegments(look, self._roles)
        self.role_button = WordButton(look, "", kind="first")
        self.role_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.role_button.set_icon_name("down")
        self.size_button = IconButton(look, "size", "Size of text and controls", "Ctrl+plus, Ctrl+minus")
        self.theme = IconButton(look, "theme", "Next theme: Day, Dark, Red, Amber", "F9")
        self.black = IconButton(look, "black", "Black screen", "F12")
        self._buttons = {
            "home": self.home,
            "contents": self.contents,
            "forward": self.forward,
            "size": self.size_button,
            "theme": self.theme,
            "black": self.black,
        }
        self._line = QHBoxLayout(self)
        for button in (self.home, self.contents, self.back, self.forward):
            self._line.addWidget(button)
        self._line.addWidget(self.search, 1)
        ends: tuple[QWidget, ...] = (self.segments, self.role_button, self.size_button, self.theme, self.black)
        for part in ends:
            self._line.addWidget(part)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        pairs = (
            (self.home, self.home_requested),
            (self.back, self.back_requested),
            (self.forward, self.forward_requested),
            (self.contents, self.contents_requested),
            (self.role_button, self.roles_requested),
            (self.size_button, self.size_requested),
            (self.theme, self.theme_requested),
            (self.black, self.black_requested),
        )
        for button, signal in pairs:
            button.clicked.connect(signal)
        self.segments.chosen.connect(self.role_chosen)

    def set_role(self, code: str | None) -> None:
        """Show a role as chosen."""
        self._role = code
        self.segments.set_role(code)
        self._fit()

    def press(self, name: str) -> None:
        """Press a button by its name, also one that is left out for want of room."""
        self._buttons[name].click()

    def set_ways(self, *, back: bool, forward: bool) -> None:
        """Say whether there is a way back and forward."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)

    def _name_role_button(self) -> None:
        role = next((role for role in self._roles if role.code == self._role), None)
        roomy = self._look.units(self.width()) >= ALL_BUTTONS_FROM
        name = short_name(role) if role else "All roles"
        self.role_button.setText(f"{role.code}  {name}" if role and roomy else role.code if role else "All")
        self.role_button.setAccessibleName(f"Role: {name}")
        self.role_button.setToolTip("Choose the role (Alt+1 to 7, Alt+0 all)")

    def _relook(self) -> None:
        px = self._look.px
        self._line.setContentsMargins(px(12), px(9), px(12), px(9))
        self._line.setSpacing(px(4))
        self.setFixedHeight(self._look.control(44) + px(20))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose which controls have room."""
        self._fit()

    def _segments_fit(self) -> bool:
        """Whether they leave the field some room: on a dense screen each is as wide as a finger all the same."""
        buttons = (self.home, self.back, *self._buttons.values())
        taken = sum(button.sizeHint().width() + self._line.spacing() for button in buttons)
        return self.width() - taken - self.segments.sizeHint().width() >= self._look.px(LEAST_FIELD)

    def _fit(self) -> None:
        units = self._look.units(self.width())
        beside = units >= SEGMENTS_FROM and self._segments_fit()
        self.segments.setVisible(beside)
        self.role_button.setVisible(not beside)
        out = left_out(units)
        for name, button in self._buttons.items():
            button.setVisible(name not in out)
        self.contents.setVisible(units < SEGMENTS_FROM and "contents" not in out)
        self._name_role_button()


def left_out(units: float) -> tuple[str, ...]:
    """Return the names of the buttons that a bar of this width (100 % design) leaves out.

    >>> left_out(683), left_out(1366)
    (('forward', 'size', 'black'), ())
    """
    return tuple(name for name, least in ROOM_FROM.items() if units < least)


def short_name(role: Role) -> str:
    """Return a role's name as the bar shows it: long names lose what follows their second word's end.

    >>> short_name(Role("AC", "Agency and community service providers", "SERVICES"))
    'Service providers'
    """
    long_names = {"AC": "Service providers", "BV": "Venue security"}
    return long_names.get(role.code, role.name)
