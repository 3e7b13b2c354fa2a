"""A person who presses everything: random keys, presses and places in a running window, under its own event loop.

    python -m tests.durability.wanderer SEED STEPS

Ends with "wandered STEPS" and exit code 0; a crash of Qt ends it with a signal. What it did last stands in the output.
"""

from __future__ import annotations

import faulthandler
import random
import sys

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from fieldref.cli import ready_bundle
from fieldref.core import paths
from fieldref.core.library import Library
from fieldref.gui.app import Program, make_application
from fieldref.gui.places import Place

KEYS = (
    Qt.Key.Key_Escape, Qt.Key.Key_Escape, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Space,
    Qt.Key.Key_Backspace, Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F6, Qt.Key.Key_F9, Qt.Key.Key_PageDown,
    Qt.Key.Key_Home, Qt.Key.Key_End,
)  # fmt: skip
CHORDS = (
    (Qt.KeyboardModifier.AltModifier, "01234567"),
    (Qt.KeyboardModifier.ControlModifier, "0123456ABDFHJKLNP+-"),
)
WORDS = ("tourniquet", "kids", "who do i call", "turniquet", "zzzzqqqq", "m21.3", "le: bomb", "a", "reunification")
SCREENS = ("home", "directory", "glossary", "sources", "index", "cards", "local", "preferences", "bookmarks", "roles")
SIZES = ((1366, 768), (800, 600), (1024, 768), (640, 900), (1920, 1080))
PAUSE = 12


class Wanderer:
    """Does one random thing at each turn of the timer."""

    def __init__(self, program: Program, seed: int, steps: int) -> None:
        self.program, self.window, self.chance = program, program.window, random.Random(seed)
        self.left, self.steps = steps, steps
        self.pages = [page.id for page in program.library.pages()]
        self.cards = [card.id for card in program.library.cards()]
        self.timer = QTimer()
        self.timer.timeout.connect(self.step)
        QTimer.singleShot(1500, lambda: self.timer.start(PAUSE))
        self.dismissing = QTimer()  # a dialog runs a loop of its own, in which the first timer does not fire
        self.dismissing.timeout.connect(dismiss)
        self.dismissing.start(300)

    def step(self) -> None:
        if not self.left:
            self.timer.stop()
            print("wandered", self.steps, flush=True)
            self.window.close()
            QApplication.quit()
            return
        self.left -= 1
        act = self.chance.choice(
            [self.type, self.type, self.key, self.key, self.chord, self.page, self.place, self.press, self.press,
             self.leave, self.resize]
        )  # fmt: skip
        print(self.left, act.__name__, act(), flush=True)

    def type(self) -> str:
        field = QApplication.focusWidget()
        if not isinstance(field, QLineEdit) or self.chance.random() < 0.5:
            self.window.top.search.take_focus()
            field = self.window.top.search.focusProxy()
        words = self.chance.choice(WORDS)
        QTest.keyClicks(field, words[: self.chance.randint(1, len(words))])
        return words

    def key(self) -> str:
        key = self.chance.choice(KEYS)
        QTest.keyClick(QApplication.focusWidget() or self.window, key)
        return key.name

    def chord(self) -> str:
        modifier, keys = self.chance.choice(CHORDS)
        letter = self.chance.choice(keys)
        QTest.keyClick(QApplication.focusWidget() or self.window, letter, modifier)
        return f"{modifier.name} {letter}"

    def page(self) -> str:
        kind, ids = self.chance.choice((("page", self.pages), ("page", self.pages), ("card", self.cards)))
        place = Place(kind, self.chance.choice(ids))
        self.window.visit(place)
        return place.id

    def place(self) -> str:
        kind = self.chance.choice(SCREENS)
        self.window.visit(Place(kind))
        return kind

    def leave(self) -> str:
        self.chance.choice((self.window.leave_search, self.window.go_home, self.window.go_back))()
        return ""

    def press(self) -> str:
        shown = [button for button in self.window.findChildren(QAbstractButton) if _can_be_pressed(button)]
        if not shown:
            return "nothing"
        button = self.chance.choice(shown)
        words = button.text() or button.accessibleName()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, button.rect().center())
        return words

    def resize(self) -> str:
        width, height = self.chance.choice(SIZES)
        self.window.resize(width, height)
        return f"{width} x {height}"


def dismiss() -> None:
    """Close the dialog that is open, if one is."""
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        print("dismissed", type(dialog).__name__, flush=True)
        dialog.close()


def _can_be_pressed(button: QWidget) -> bool:
    if not (button.isVisible() and button.isEnabled()):
        return False
    middle = button.mapTo(button.window(), button.rect().center())
    return button.window().rect().contains(middle) and button.window().childAt(QPoint(middle)) is button


def main(seed: int, steps: int) -> int:
    """Wander; the system's browser and printers are never reached."""
    faulthandler.enable()
    QDesktopServices.openUrl = lambda address: True  # type: ignore[method-assign, assignment]
    application = make_application(["fieldref"])
    places = paths.user_places()
    program = Program(
        Library.open(ready_bundle()), settings_path=places.settings, user_data_path=places.user_data,
        session_path=places.window_state,
    )  # fmt: skip
    program.show()
    wanderer = Wanderer(program, seed, steps)
    code = application.exec()
    return code if not wanderer.left else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
