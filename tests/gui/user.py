"""A person at the window: types, presses, looks. Tests read as what this person does and sees."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fieldref.gui.app import Program
from fieldref.gui.places import Place


class User:
    """Acts on a running program."""

    def __init__(self, program: Program, qtbot) -> None:
        self.program, self.window, self.qtbot = program, program.window, qtbot

    # Acting

    def settle(self) -> None:
        """Let everything that is under way in the window finish."""
        for _ in range(3):
            QApplication.processEvents()

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a key wherever the focus is."""
        combined = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            combined |= modifier
        self.window.activateWindow()
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, combined)
        self.settle()

    def alt(self, key: Qt.Key) -> None:
        self.key(key, Qt.KeyboardModifier.AltModifier)

    def ctrl(self, key: Qt.Key) -> None:
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def search(self, text: str) -> None:
        """Type a query letter by letter and wait for its results."""
        self.window.top.search.take_focus()
        field = self.window.top.search.focusProxy()
        QTest.keyClicks(field, text)
        self.qtbot.waitUntil(lambda: self.window.left.results.result.query == text, timeout=15000)
        self.settle()

    def preview(self) -> None:
        """Wait until the selected hit is shown beside the results."""
        self.qtbot.waitUntil(lambda: bool(self.title), timeout=5000)

    def visit(self, kind: str, identifier: str = "", anchor: str = "") -> None:
        self.window.visit(Place(kind, identifier, anchor))
        self.settle()

    def press(self, widget: QWidget, place: QPoint | None = None) -> None:
        spot = place or widget.rect().center()
        child = widget.childAt(spot)
        target = child or widget
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=target.mapFrom(widget, spot) if child else spot)
        self.settle()

    def follow(self, address: str) -> None:
        """Press a link on the page."""
        self.reader.browser.link_pressed.emit(address)
        self.settle()

    # Seeing

    @property
    def reader(self):
        return self.window.screens.reader

    @property
    def place(self) -> Place:
        return self.window.history.here

    @property
    def title(self) -> str:
        return self.reader.document.title

    @property
    def page_text(self) -> str:
        return self.reader.browser.toPlainText()

    @property
    def at_home(self) -> bool:
        return self.window.center.currentWidget() is self.window.home

    @property
    def results(self):
        return self.window.left.results

    def picture(self) -> QImage:
        self.settle()
        return self.window.grab().toImage()
