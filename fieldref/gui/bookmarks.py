"""Bookmarks and notes as one pane; those of retired sections are kept and say so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal

from fieldref.core.errors import ClearedElsewhere, FieldrefError, NotFound
from fieldref.core.library import Library
from fieldref.core.user_data import Bookmark, Note, UserData
from fieldref.gui.buttons import Words
from fieldref.gui.complaints import Complaints
from fieldref.gui.exchange_row import ExchangeRow, Goods
from fieldref.gui.kept_rows import Kept, KeptList, KeptRow
from fieldref.gui.look import Look
from fieldref.gui.pane_kit import Pane
from fieldref.gui.words import long_date

RETIRED = "no longer in this edition"


class BookmarksPane(Pane):
    """The pane; `opened` carries the address of what was pressed."""

    opened = Signal(str)
    changed = Signal()
    remark = Signal(str)

    def __init__(self, look: Look, library: Library, data: UserData) -> None:
        super().__init__(look, "Bookmarks and notes")
        self._library, self._data = library, data
        self.complaints = Complaints()
        goods = Goods("bookmarks-and-notes", "bookmarks and notes", data.export_bookmarks, data.import_bookmarks)
        self.files = ExchangeRow(look, goods, self.complaints)
        self.files.remark.connect(self.remark)
        self.files.taken.connect(self._on_taken)
        self.column.addWidget(self.files)
        self._bookmarks = KeptList(look, "None yet. Ctrl+D or the Bookmark button keeps a page.")
        self._notes = KeptList(look, "None yet. The Note button writes one on a page.")
        self._head("Bookmarks")
        self.column.addWidget(self._bookmarks)
        self._head("Notes")
        self.column.addWidget(self._notes)
        self.finish()

    def refresh(self) -> None:
        """List what is kept now."""
        self._bookmarks.fill([partial(self._bookmark_row, mark) for mark in self._data.bookmarks()])
        self._notes.fill([partial(self._note_row, note) for note in self._data.notes()])

    def _head(self, text: str) -> None:
        head = Words(self.look, text, 21, bold=True)
        head.setContentsMargins(0, self.look.px(16), 0, self.look.px(6))
        self.column.addWidget(head)

    def _bookmark_row(self, mark: Bookmark) -> KeptRow:
        kept = self._kept(mark.page, mark.anchor, mark.title, long_date(mark.created))
        return self._row(kept, self._bookmarks, partial(self._data.remove_bookmark, mark.page, mark.anchor))

    def _note_row(self, note: Note) -> KeptRow:
        kept = self._kept(note.page, "", note.page, long_date(note.changed), note.text)
        # What another window wrote into it since is not what was read here: that stays.
        return self._row(kept, self._notes, partial(self._data.change_note, note.page, "", before=note.text))

    def _row(self, kept: Kept, rows: KeptList, remove: Callable[[], object]) -> KeptRow:
        row = KeptRow(self.look, kept)
        row.opened.connect(self.opened)
        row.removed.connect(lambda: self._remove(row, rows, remove))
        return row

    def _kept(self, page: str, anchor: str, title: str, date: str, text: str = "") -> Kept:
        try:
            if page.startswith("cards/"):
                card = self._library.card(page)
                return Kept(card.title, f"card:{page}", f"{card.code}   {date}", text)
            meta = self._library.page_meta(page)
        except NotFound:
            return Kept(f"{title or page} ({RETIRED})", "", date, text)
        if not anchor:
            return Kept(meta.title, f"page:{page}", f"{meta.code}   {date}", text)
        section = next((section for section in self._library.sections(page) if section.anchor == anchor), None)
        if section is None:
            return Kept(f"{meta.title} (section {RETIRED})", f"page:{page}", f"{meta.code}   {date}", text)
        return Kept(f"{meta.title}: {section.heading}", f"page:{page}#{anchor}", f"{section.code}   {date}", text)

    def _remove(self, row: KeptRow, rows: KeptList, remove: Callable[[], object]) -> None:
        try:
            left = remove()
        except ClearedElsewhere:
            self.refresh()
            return
        except FieldrefError as error:
            self.complaints.say("remove", str(error))
            return
        self.complaints.settle("remove")
        if left:
            self.complaints.say("remove", "Another window has changed this note, so it was not removed.")
            self.refresh()
        else:
            rows.drop(row)
        self.changed.emit()

    def _on_taken(self) -> None:
        self.refresh()
        self.changed.emit()
