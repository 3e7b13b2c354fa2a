"""Rows of bookmarks and notes: what is kept, where it leads, how it is removed; some at a time where there are many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from fieldref.gui.buttons import IconButton, WordButton, Words, WrappingButton, rule
from fieldref.gui.look import Look
from fieldref.gui.text_field import TextField

BESIDE_FROM = 560
"""The width of a line (at 100 %) from which code and date stand beside the title."""
AT_ONCE = 25
"""Rows made at a time: 2 ms each (measured), and the window stands still."""
PREVIEW, PREVIEW_LINES = 400, 8
"""Characters and lines of a note that are shown without asking."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A bookmark or note as it is listed; `address` is empty when its page is gone, `text` a note's whole text."""

    title: str
    address: str
    right: str
    text: str = ""


def preview(text: str) -> str:
    """How a note begins; it ends in dots where more follows.

    >>> preview("short")
    'short'
    >>> preview("word " * 100)[-8:]
    'word ...'
    """
    lines = text.splitlines()
    shown = "\n".join(lines[:PREVIEW_LINES])
    if len(lines) <= PREVIEW_LINES and len(shown) <= PREVIEW:
        return text
    if len(shown) > PREVIEW:
        shown = shown[:PREVIEW].rpartition(" ")[0] or shown[:PREVIEW]
    return f"{shown.rstrip()} ..."


class KeptRow(QWidget):
    """One entry: title, code and date, and a cross; code and date go below where there is no room.

    A note is asked about before it is removed; `removed` says that the user wants it.
    """

    opened = Signal(str)
    removed = Signal()

    def __init__(self, look: Look, kept: Kept) -> None:
        super().__init__()
        self._look, self._kept = look, kept
        self.title = WrappingButton(look, kept.title)
        self.title.setEnabled(bool(kept.address))
        self.title.clicked.connect(lambda: self.opened.emit(kept.address))
        self._right = Words(look, kept.right, 14, tone="muted")
        noun = "note on" if kept.text else "bookmark"
        self.cross = IconButton(look, "clear", f"Remove the {noun} {kept.title}")
        self.cross.clicked.connect(self._on_cross)
        self.remark: Words | None = None
        self.more: WordButton | None = None
        self.whole: TextField | None = None
        self.sure: WordButton | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, look.px(2), 0, look.px(2))
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self.title, 0, 0)
        self._grid.addWidget(self.cross, 0, 2)
        self._grid.addWidget(rule(), 6, 0, 1, 3)
        if kept.text:
            self._add_text()
        self._arrange()

    def _arrange(self) -> None:
        narrow = self._look.units(self.width()) < BESIDE_FROM
        self._grid.addWidget(self._right, 1 if narrow else 0, 0 if narrow else 1)
        self._right.setContentsMargins(self._look.px(12) if narrow else 0, 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the form by the width."""
        super().resizeEvent(event)
        self._arrange()

    # A note's text

    def _add_text(self) -> None:
        look, words = self._look, preview(self._kept.text)
        self.remark = Words(look, words, 15, tone="muted", wrap=True)
        self.remark.setTextFormat(Qt.TextFormat.PlainText)
        self.remark.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.remark.setContentsMargins(look.px(12), 0, 0, look.px(8))
        self._grid.addWidget(self.remark, 2, 0, 1, 3)
        if words != self._kept.text or not self._kept.address:
            self.more = WordButton(look, "Show the whole note")
            self.more.clicked.connect(self._on_more)
            self._grid.addWidget(self.more, 4, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)

    def _on_more(self) -> None:
        """Show the whole note, to be read and copied, or how it begins again."""
        assert self.more is not None
        assert self.remark is not None
        if self.whole is None:
            self.whole = TextField(self._look)
            self.whole.setReadOnly(True)
            self.whole.setTabChangesFocus(True)
            self.whole.setAccessibleName(f"Note on {self._kept.title}")
            self.whole.setPlainText(self._kept.text)
            self.whole.setFixedHeight(self._look.px(260))
            self.whole.hide()
            self._grid.addWidget(self.whole, 3, 0, 1, 3)
        shown = self.whole.isHidden()
        self.whole.setVisible(shown)
        self.remark.setVisible(not shown)
        self.more.set_word("Show how it begins" if shown else "Show the whole note")
        if shown:
            self.whole.setFocus(Qt.FocusReason.OtherFocusReason)

    # Removing

    def _on_cross(self) -> None:
        if not self._kept.text:
            self.removed.emit()
        elif self.sure is None:
            self._ask()

    def _ask(self) -> None:
        """Ask before a note goes; the answer that keeps it has the focus."""
        self.sure = WordButton(self._look, "Yes, remove this note")
        keep = WordButton(self._look, "Keep it")
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sure, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(box, 5, 0, 1, 3)
        box.show()
        keep.setFocus(Qt.FocusReason.OtherFocusReason)

        def keep_it() -> None:
            self.sure = None
            self.cross.setFocus(Qt.FocusReason.OtherFocusReason)
            box.hide()
            box.deleteLater()

        keep.clicked.connect(keep_it)
        self.sure.clicked.connect(self.removed)


class KeptList(QWidget):
    """All entries of one kind, or the words for none; the first of them at once, more when asked for."""

    def __init__(self, look: Look, none: str) -> None:
        super().__init__()
        self._look = look
        self._waiting: list[Callable[[], KeptRow]] = []
        self._boxes: list[QWidget] = []
        self.rows: list[KeptRow] = []
        self._none = Words(look, none, 16, tone="muted", wrap=True)
        self.more = WordButton(look, "")
        self.more.clicked.connect(self._on_more)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._none)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._tell()

    def fill(self, makers: Sequence[Callable[[], KeptRow]]) -> None:
        """List these entries in place of those before."""
        for box in self._boxes:
            box.hide()
            box.deleteLater()
        self._boxes, self.rows = [], []
        self._waiting = list(makers)
        self._make(AT_ONCE)

    def drop(self, row: KeptRow) -> None:
        """Take out the row of an entry that is gone; the focus goes to its neighbour."""
        place = self.rows.index(row)
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self._make(1)
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].cross.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_more(self) -> None:
        first = len(self.rows)
        self._make(AT_ONCE)
        self.rows[first].cross.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, count: int) -> None:
        """Make some of the rows that wait, in a box that is not yet shown: a visible one would be laid out for each."""
        makers, self._waiting = self._waiting[:count], self._waiting[count:]
        if makers:
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            for make in makers:
                row = make()
                self.rows.append(row)
                column.addWidget(row)
            self._column.insertWidget(self._column.indexOf(self.more), box)
            self._boxes.append(box)
        self._tell()

    def _tell(self) -> None:
        self._none.setVisible(not self.rows)
        self.more.setVisible(bool(self._waiting))
        self.more.set_word(f"Show {min(AT_ONCE, len(self._waiting))} more of {len(self._waiting)}")
