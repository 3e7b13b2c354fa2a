"""Gives the parts of the window the style sheet of the look: those in sight at once, the others when next shown.

Qt polishes every widget below a style sheet anew when the sheet changes, a fifth of a millisecond each, seen or not.
One sheet on the window would make a change of theme wait for home, for panels never opened and for screens long left.
Each part has its own parsed copy, 4 kB a rule, so it wears only the sections of the sheet that can concern it.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from fieldref.gui.look import Look
from fieldref.gui.style import style_sections, style_sheet

COMING = (QEvent.Type.Polish, QEvent.Type.Show, QEvent.Type.ShowToParent)
"""What a widget hears before it is painted; the first, once in its life, also before its layout is made."""


class Dresser(QObject):
    """Dresses parts of the window; no part may lie inside another."""

    def __init__(self, template: str, look: Look) -> None:
        super().__init__()
        self._look = look
        self._templates = style_sections(template)
        self._sections: dict[QWidget, tuple[str, ...]] = {}
        self._worn: dict[QWidget, str] = {}
        self._sheets: dict[tuple[str, ...], str] = {}
        self._sizes = self._sizes_now()

    @property
    def parts(self) -> Mapping[QWidget, tuple[str, ...]]:
        """The parts taken on, and the sections of the style sheet each wears."""
        return self._sections

    def dress(self, part: QWidget, *sections: str) -> None:
        """Take a part on: it wears the sections whenever it is in sight; hidden now, later."""
        self._sections[part] = ("all", *sections)
        self._worn[part] = ""
        part.setAutoFillBackground(True)  # opaque, as its sheet makes it too: what lies below is then not painted
        part.installEventFilter(self)
        if not _kept_hidden(part):
            self._put_on(part)

    def dress_hidden(self) -> None:
        """Dress what has never been shown, now that nobody waits."""
        for part in self._worn:
            self._put_on(part)

    def leave(self, part: QWidget) -> None:
        """Let go of a part that is about to be deleted."""
        del self._worn[part], self._sections[part]

    def sheet(self, part: QWidget) -> str:
        """Return what a part is to wear now. Raises KeyError for a section that the style sheet does not have."""
        sections = self._sections[part]
        if sections not in self._sheets:
            template = "".join(self._templates[name] for name in sections)
            self._sheets[sections] = style_sheet(template, self._look)
        return self._sheets[sections]

    def change(self) -> None:
        """Follow the look. In new sizes nothing waits: what is hidden may be measured before it is shown."""
        self._sheets.clear()
        resized, self._sizes = self._sizes != self._sizes_now(), self._sizes_now()
        for part, worn in self._worn.items():
            if part.isVisible() or (resized and worn):
                self._put_on(part)

    def _sizes_now(self) -> tuple[int, int]:
        return self._look.scale, self._look.control()

    def _put_on(self, part: QWidget) -> None:
        sheet = self.sheet(part)
        if self._worn[part] != sheet:
            self._worn[part] = sheet
            part.setStyleSheet(sheet)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Dress a part that is about to be seen."""
        if event.type() in COMING and watched in self._worn and not _kept_hidden(watched):
            self._put_on(watched)
        return False


def _kept_hidden(part: QWidget) -> bool:
    """Whether somebody hid it; a widget just made is hidden too, until its parent shows it."""
    return part.isHidden() and part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
