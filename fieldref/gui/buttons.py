"""Buttons of the window: a word with an icon, an icon alone with its name, a row, a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from fieldref.gui.icons import themed_icon
from fieldref.gui.look import Look

if TYPE_CHECKING:
    _Checkable = QAbstractButton
else:
    _Checkable = object  # a Qt object cannot have two Qt classes


class AnswersToggle(_Checkable):
    """Mixed into what can be checked: a screen reader toggles it without a click, and that means the same."""

    def begin_answering(self) -> None:
        """Begin once the button is made."""
        self._quiet = False
        self.toggled.connect(self._on_toggled)

    def setChecked(self, checked: bool) -> None:
        """Show it checked or not, which nobody asked for by pressing it."""
        self._quiet = True
        super().setChecked(checked)
        self._quiet = False

    def nextCheckState(self) -> None:
        """Change at a click, which is told by its own signal."""
        self._quiet = True
        super().nextCheckState()
        self._quiet = False

    def _on_toggled(self, checked: bool) -> None:
        if self._quiet or (self.autoExclusive() and not checked):
            return
        if self.autoExclusive():
            self.clicked.emit()
        else:
            self.setChecked(not checked)
            self.click()


class CheckBox(AnswersToggle, QCheckBox):
    """A box with its words."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._line = words
        self.begin_answering()

    def keep_within(self, room: int) -> None:
        """Go on in further lines where one would be wider than `room` pixels."""
        break_words(self, self._line, room)


class WordButton(AnswersToggle, QPushButton):
    """A button with a word and, if named, an icon; `kind` is a style of the sheet (bare, link, row, first)."""

    def __init__(self, look: Look, word: str, icon: str = "", *, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.begin_answering()
        self._look = look
        self._icon = icon
        self._line, self._room = "", 0
        self._tip = ""
        self.set_word(word)
        self._icon_token = "accent" if kind == "link" else "chip_fg" if kind == "first" else "text"
        if kind:
            self.setProperty("kind", kind)
        self.setAutoDefault(False)
        look.changed.connect(self._relook)
        self._relook()

    def set_word(self, word: str) -> None:
        """Change the word; beside an icon it keeps a little distance."""
        self.setAccessibleName(word)
        shown = word.replace("&", "&&")  # one alone would underline what follows it
        self._line = f"\u2002{shown}" if self._icon and word else shown
        self.keep_within(self._room)

    def keep_within(self, room: int) -> None:
        """Go on in further lines where one would be wider than `room` pixels; 0 leaves it at one line."""
        self._room = room
        break_words(self, self._line, room)

    def sizeHint(self) -> QSize:
        """As wide as a gloved finger, however short the word."""
        return super().sizeHint().expandedTo(QSize(self._look.control(0), 0))

    def minimumSizeHint(self) -> QSize:
        """Likewise."""
        return super().minimumSizeHint().expandedTo(QSize(self._look.control(0), 0))

    def offer(self, why_not: str = "") -> None:
        """Let it be pressed, or say why it cannot be."""
        self.setEnabled(not why_not)
        self.setAccessibleDescription(why_not)
        self.setToolTip(why_not or self._tip)

    def set_icon_name(self, icon: str) -> None:
        """Change the icon."""
        self._icon = icon
        self._relook()

    def _relook(self) -> None:
        if self._icon:
            side = self._look.px(22)
            off = self._look.color("off")
            self.setIcon(themed_icon(self._icon, side, self._look.color(self._icon_token), off))
            self.setIconSize(QSize(side, side))


def break_words(button: QAbstractButton, line: str, room: int) -> None:
    """Set the words of a button in one line, in several where it would be wider than `room` pixels."""
    if button.text() != line:
        button.setText(line)
    over = button.sizeHint().width() - room if room else 0
    if over > 0:
        from fieldref.gui.text_layout import wrapped_lines  # deferred: seldom is there so little room

        metrics = button.fontMetrics()
        lead = line[: len(line) - len(line.lstrip())]  # what keeps the words off an icon, in every line
        room = metrics.horizontalAdvance(line) - metrics.horizontalAdvance(lead) - over
        button.setText("\n".join(f"{lead}{words}" for words in wrapped_lines(line, metrics, room)))


class WrappingButton(WordButton):
    """A row that is a button; words too long for one line go on in the next, so that a title is never cut."""

    PADDING = 24

    def __init__(self, look: Look, word: str, *, parent: QWidget | None = None) -> None:
        self._word = ""
        super().__init__(look, word, kind="row", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)

    def set_word(self, word: str) -> None:
        """Change the words."""
        self._word = word
        super().set_word(word)
        self._wrap()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words anew."""
        super().resizeEvent(event)
        self._wrap()

    def _wrap(self) -> None:
        from fieldref.gui.text_layout import wrapped_lines  # deferred: few panes have such rows

        room = max(40, self.width() - self._look.px(self.PADDING + 8))
        text = "\n".join(wrapped_lines(self._word, QFontMetrics(self._look.font(16)), room))
        text = text.replace("&", "&&")
        if text != self.text():
            self.setText(text)

    def keep_within(self, room: int) -> None:
        """Nothing: it follows its own width."""


class ChoiceButton(WordButton):
    """One of several of which one is chosen: a radio button to a screen reader; arrows move, Space and Enter choose."""

    def __init__(self, look: Look, word: str, *, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(look, word, kind=kind, parent=parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def show_chosen(self, chosen: bool) -> None:
        """Show whether this is what is in force; unlike a press it can also leave none of several chosen."""
        self.setAutoExclusive(False)
        self.setChecked(chosen)
        self.setAutoExclusive(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move among the choices without choosing: what is chosen at once may be a role, and lead elsewhere."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(
            Qt.Key(event.key())
        )
        parent = self.parentWidget()
        if step is None or parent is None:
            super().keyPressEvent(event)
            return
        choices = parent.findChildren(ChoiceButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
        shown = [choice for choice in choices if choice.isVisible() and choice.isEnabled()]
        place = min(max(shown.index(self) + step, 0), len(shown) - 1)
        shown[place].setFocus(Qt.FocusReason.TabFocusReason)


class IconButton(WordButton):
    """A square button with an icon alone; its name is the tool tip and what a screen reader says."""

    def __init__(self, look: Look, icon: str, name: str, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(look, "", icon, kind="bare", parent=parent)
        self.setObjectName(f"button-{icon}")
        self.set_name(name, keys)

    def set_name(self, name: str, keys: str = "") -> None:
        """Change the name and the keys shown with it."""
        self.setAccessibleName(name)
        self._tip = f"{name} ({keys})" if keys else name
        self.setToolTip(self._tip)


class Words(QLabel):
    """A line of text in a size and tone of the look; it wraps rather than being cut when `wrap`."""

    def __init__(
        self, look: Look, text: str = "", size: float = 17, *, bold: bool = False, tone: str = "", wrap: bool = False
    ) -> None:
        super().__init__(text)
        self._look, self._size, self._bold = look, size, bold
        if tone:
            self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        self.setFont(self._look.font(self._size, bold=self._bold))


def rule() -> QFrame:
    """Return a hairline."""
    line = QFrame()
    line.setObjectName("rule")
    return line
