"""Bookmarks and notes as one pane; those of retired sections are kept and say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from fieldref.core.errors import FieldrefError, NotFound
from fieldref.core.library import Library
from fieldref.core.user_data import UserData
from fieldref.gui.buttons import IconButton, WordButton, Words, WrappingButton, rule
from fieldref.gui.complaints import Complaints
from fieldref.gui.look import Look
from fieldref.gui.pane_kit import Pane, empty_layout
from fieldref.gui.path_row import PathRow
from fieldref.gui.words import long_date

BESIDE_FROM = 560
"""The width of a line (at 100 %) from which code and date stand beside the title."""
RETIRED = "no longer in this edition"


@dataclass(frozen=True, slots=True)
class Kept:
    """A bookmark or note as it is listed; `address` is empty when its page is gone."""

    title: str
    address: str
    right: str
    remark: str = ""


class KeptRow(QWidget):
    """One line of the list: title, code and date, and a cross; code and date go below where there is no room."""

    def __init__(self, look: Look, kept: Kept, *, removable: bool) -> None:
        super().__init__()
        self._look = look
        self.title = WrappingButton(look, kept.title)
        self.title.setEnabled(bool(kept.address))
        self._right = Words(look, kept.right, 14, tone="muted")
        self.cross = IconButton(look, "clear", f"Remove the bookmark {kept.title}")
        self.cross.setVisible(removable)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, look.px(2), 0, look.px(2))
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self.title, 0, 0)
        self._grid.addWidget(self.cross, 0, 2)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self._look.units(self.width()) < BESIDE_FROM
        self._grid.addWidget(self._right, 1 if narrow else 0, 0 if narrow else 1)
        self._right.setContentsMargins(self._look.px(12) if narrow else 0, 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the form by the width."""
        super().resizeEvent(event)
        self._arrange()


class BookmarksPane(Pane):
    """The pane; `opened` carries the address of what was pressed."""

    opened = Signal(str)
    changed = Signal()
    remark = Signal(str)

    def __init__(self, look: Look, library: Library, data: UserData) -> None:
        super().__init__(look, "Bookmarks and notes")
        self._library, self._data = library, data
        self._verb = ""
        self.complaints = Complaints()
        export = WordButton(look, "Export to a file")
        take = WordButton(look, "Import from a file")
        export.clicked.connect(lambda: self._ask("export"))
        take.clicked.connect(lambda: self._ask("import"))
        self.add_row(export, take)
        self._path = PathRow(look, "bookmarks-and-notes.json")
        self._path.accepted.connect(self._on_path)
        self._path.dismissed.connect(lambda: self.complaints.settle("file"))
        self._path.hide()
        self.column.addWidget(self._path)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.column.addLayout(self._list)
        self.finish()
        self.refresh()

    def refresh(self) -> None:
        """List what is kept now."""
        empty_layout(self._list)
        bookmarks, notes = self._data.bookmarks(), self._data.notes()
        self._head("Bookmarks")
        for mark in bookmarks:
            kept = self._kept(mark.page, mark.anchor, mark.title, long_date(mark.created))
            self._row(kept, partial(self._data.remove_bookmark, mark.page, mark.anchor))
        if not bookmarks:
            self._list.addWidget(
                Words(self.look, "None yet. Ctrl+D or the Bookmark button keeps a page.", 16, tone="muted", wrap=True)
            )
        self._head("Notes")
        for note in notes:
            kept = self._kept(note.page, "", note.page, long_date(note.changed))
            self._row(Kept(kept.title, kept.address, kept.right, note.text[:400]), None)
        if not notes:
            self._list.addWidget(
                Words(self.look, "None yet. The Note button writes one on a page.", 16, tone="muted", wrap=True)
            )

    def _head(self, text: str) -> None:
        head = Words(self.look, text, 21, bold=True)
        head.setContentsMargins(0, self.look.px(16), 0, self.look.px(6))
        self._list.addWidget(head)

    def _kept(self, page: str, anchor: str, title: str, date: str) -> Kept:
        try:
            if page.startswith("cards/"):
                card = self._library.card(page)
                return Kept(card.title, f"card:{page}", f"{card.code}   {date}")
            meta = self._library.page_meta(page)
        except NotFound:
            return Kept(f"{title or page} ({RETIRED})", "", date)
        if not anchor:
            return Kept(meta.title, f"page:{page}", f"{meta.code}   {date}")
        section = next((section for section in self._library.sections(page) if section.anchor == anchor), None)
        if section is None:
            return Kept(f"{meta.title} (section {RETIRED})", f"page:{page}", f"{meta.code}   {date}")
        return Kept(f"{meta.title}: {section.heading}", f"page:{page}#{anchor}", f"{section.code}   {date}")

    def _row(self, kept: Kept, remove: Callable[[], None] | None) -> None:
        row = KeptRow(self.look, kept, removable=remove is not None)
        row.title.clicked.connect(lambda: self.opened.emit(kept.address))
        if remove is not None:
            row.cross.clicked.connect(lambda: self._remove(remove))
        self._list.addWidget(row)
        if kept.remark:
            words = Words(self.look, kept.remark, 15, tone="muted", wrap=True)
            words.setContentsMargins(self.look.px(12), 0, 0, self.look.px(8))
            self._list.addWidget(words)
        self._list.addWidget(rule())

    def _remove(self, remove: Callable[[], None]) -> None:
        try:
            remove()
        except FieldrefError as error:
            self.complaints.say("remove", str(error))
        else:
            self.complaints.settle("remove")
        self.refresh()
        self.changed.emit()

    def _ask(self, verb: str) -> None:
        self._verb = verb
        self.complaints.settle("file")
        self._path.ask("Export" if verb == "export" else "Import", existing=verb == "import")

    def _on_path(self, path: Path) -> None:
        try:
            if self._verb == "export":
                count = self._data.export_bookmarks(path)
                self.remark.emit(f"{count} bookmarks and notes written to {path.name}")
            else:
                count = self._data.import_bookmarks(path)
                self.remark.emit(f"{count} bookmarks and notes taken over from {path.name}")
                self.changed.emit()
        except FieldrefError as error:
            self.complaints.say("file", str(error))
            return
        self.complaints.settle("file")
        self._path.hide()
        self.refresh()
