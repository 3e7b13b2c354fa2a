"""Gives the parts of the window the style sheet of the look: those in sight at once, the others when next shown.

Qt polishes every widget below a style sheet anew when the sheet changes, a fifth of a millisecond each, seen or not.
One sheet on the window would make a change of theme wait for home, for panels never opened and for screens long left.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from fieldref.gui.look import Look
from fieldref.gui.style import style_sheet

COMING = (QEvent.Type.Polish, QEvent.Type.Show, QEvent.Type.ShowToParent)
"""What a widget hears before it is painted; the first, once in its life, also before its layout is made."""


class Dresser(QObject):
    """Dresses parts of the window; no part may lie inside another."""

    def __init__(self, template: str, look: Look) -> None:
        super().__init__()
        self._template, self._look = template, look
        self._worn: dict[QWidget, str] = {}
        self._sizes = self._sizes_now()
        self._sheet = style_sheet(template, look)

    def dress(self, *parts: QWidget) -> None:
        """Take parts on: each wears the style sheet in force whenever it is in sight; what is hidden now, later."""
        for part in parts:
            self._worn[part] = ""
            part.installEventFilter(self)
            if not (part.isHidden() and part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)):
                self._put_on(part)

    def leave(self, part: QWidget) -> None:
        """Let go of a part that is about to be deleted."""
        del self._worn[part]

    def change(self) -> None:
        """Follow the look. In new sizes nothing waits: what is hidden may be measured before it is shown."""
        self._sheet = style_sheet(self._template, self._look)
        resized, self._sizes = self._sizes != self._sizes_now(), self._sizes_now()
        for part, worn in self._worn.items():
            if part.isVisible() or (resized and worn):
                self._put_on(part)

    def _sizes_now(self) -> tuple[int, int]:
        return self._look.scale, self._look.control()

    def _put_on(self, part: QWidget) -> None:
        if self._worn[part] != self._sheet:
            self._worn[part] = self._sheet
            part.setStyleSheet(self._sheet)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Dress a part that is about to be seen."""
        if event.type() in COMING and watched in self._worn:
            self._put_on(watched)
        return False
