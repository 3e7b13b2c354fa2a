"""What a user adds: bookmarks, notes, local details, recently read; one SQLite file, each change committed when made.

Rollback journal and full synchronization: after a crash or a pulled plug the last change is whole or absent.
Several programs may use the file at once; nothing takes a lock that a crash leaves behind.
"""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from fieldref.core.errors import UserDataError
from fieldref.core.exchange import (
    BOOKMARK_FORMAT,
    LOCAL_FORMAT,
    VALUE_LIMIT,
    read_export,
    read_local_details,
    text_row,
    write_export,
)
from fieldref.core.model import LocalValue
from fieldref.core.settings import damaged_beside
from fieldref.core.user_file import open_user_file

NOTE_LIMIT = 200_000
RECENT_KEPT = 100

BOOKMARKS = "SELECT page, anchor, title, created FROM bookmarks ORDER BY created DESC, rowid DESC"
NOTES = "SELECT page, text, changed FROM notes ORDER BY changed DESC"
LOCAL_VALUES = "SELECT key, value, date FROM local_values ORDER BY key"


class Bookmark(NamedTuple):
    """A kept place: page id and section anchor (empty: the page's head), with its title as it was."""

    page: str
    anchor: str
    title: str
    created: str


class Note(NamedTuple):
    """A user's note on a page."""

    page: str
    text: str
    changed: str


def _now() -> str:
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")


class UserData:
    """The user's own data; `UserData(None)` keeps it in memory only.

    `notice` tells the user what happened when the file was opened; `read_only` when nothing can be kept on disk.
    Every method that changes something raises UserDataError with words for the user when it cannot. Lists that cannot
    be read are empty, for the reader must go on: `tell` is called with words for the user then.
    """

    def __init__(self, path: Path | None, *, untouched: bool = False) -> None:
        """Open the file, or with `untouched` a copy in memory of what it holds."""
        file = open_user_file(path, untouched=untouched)
        self.path = path
        self.notice = file.notice
        self.read_only = file.read_only
        self.tell: Callable[[str], None] = lambda words: None
        self.beneath: Mapping[str, LocalValue] = {}
        """Local details of the machine's policy, where the user has none of their own."""
        self._database = file.database

    # Reading and changing

    @contextlib.contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._database:
                yield self._database
        except (sqlite3.Error, UnicodeError) as error:
            raise UserDataError(f"This could not be kept ({error}). Free some space or check the folder.") from error

    def _rows(self, query: str, *values: Any) -> list[Any]:
        try:
            return self._database.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise UserDataError(
                f"Bookmarks and notes cannot be read ({error}). Close fieldref and open it again."
            ) from error

    def _shown(self, query: str, *values: Any) -> list[Any]:
        """Rows to show; none, and a word to the user, when they cannot be read."""
        try:
            return self._rows(query, *values)
        except UserDataError as error:
            self.tell(str(error))
            return []

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # Bookmarks

    def bookmarks(self) -> list[Bookmark]:
        """All bookmarks, the newest first."""
        return [Bookmark(*row) for row in self._shown(BOOKMARKS)]

    def is_bookmarked(self, page: str, anchor: str = "") -> bool:
        """Whether that place is bookmarked."""
        return bool(self._shown("SELECT 1 FROM bookmarks WHERE page = ? AND anchor = ?", page, anchor))

    def add_bookmark(self, page: str, anchor: str = "", title: str = "") -> None:
        """Bookmark a place; again changes nothing."""
        with self._change() as database:
            database.execute(
                "INSERT OR IGNORE INTO bookmarks (page, anchor, title, created) VALUES (?, ?, ?, ?)",
                (page, anchor, title, _now()),
            )

    def remove_bookmark(self, page: str, anchor: str = "") -> None:
        """Remove a bookmark, if it is there."""
        with self._change() as database:
            database.execute("DELETE FROM bookmarks WHERE page = ? AND anchor = ?", (page, anchor))

    # Notes

    def note(self, page: str) -> str:
        """The note on a page, or an empty string."""
        rows = self._rows("SELECT text FROM notes WHERE page = ?", page)
        return str(rows[0][0]) if rows else ""

    def notes(self) -> list[Note]:
        """All notes, the newest first."""
        return [Note(*row) for row in self._shown(NOTES)]

    def set_note(self, page: str, text: str) -> None:
        """Keep a note; an empty one removes it. At most 200,000 characters."""
        if len(text) > NOTE_LIMIT:
            raise UserDataError(
                f"This note has {len(text):,} characters; {NOTE_LIMIT:,} can be kept. Shorten it; nothing was changed."
            )
        with self._change() as database:
            if text.strip():
                database.execute("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (page, text, _now()))
            else:
                database.execute("DELETE FROM notes WHERE page = ?", (page,))

    # Local details

    def local_values(self) -> dict[str, LocalValue]:
        """What the agency filled in, by key: the user's own over those that the machine's policy names."""
        return {**self.beneath, **{row[0]: LocalValue(*row) for row in self._shown(LOCAL_VALUES)}}

    def set_local_value(self, key: str, value: str, date: str | None = None) -> None:
        """Fill in a local detail, dated today unless `date` (ISO) is given; an empty value makes it a blank again."""
        words = " ".join(value.split())
        if len(words) > VALUE_LIMIT:
            raise UserDataError(f"This entry has {len(words)} characters; {VALUE_LIMIT} can be kept. Shorten it.")
        with self._change() as database:
            if words:
                day = date or datetime.date.today().isoformat()
                database.execute("INSERT OR REPLACE INTO local_values VALUES (?, ?, ?)", (key, words, day))
            else:
                database.execute("DELETE FROM local_values WHERE key = ?", (key,))

    def export_local(self, path: Path) -> int:
        """Write all local details to a readable file; returns how many."""
        values = self._rows(LOCAL_VALUES)
        write_export(path, LOCAL_FORMAT, {key: {"value": value, "date": date} for key, value, date in values})
        return len(values)

    def import_local(self, path: Path) -> int:
        """Take over the local details of a file, all or none; returns how many."""
        entries = read_local_details(path)
        with self._change() as database:
            database.executemany(
                "INSERT OR REPLACE INTO local_values VALUES (?, ?, ?)",
                [(entry.key, entry.value, entry.date) for entry in entries.values()],
            )
        return len(entries)

    # Recently read

    def recent(self, limit: int = 10) -> list[str]:
        """Page ids, the last read first."""
        return [row[0] for row in self._shown("SELECT page FROM recent ORDER BY turn DESC LIMIT ?", limit)]

    def add_recent(self, page: str) -> None:
        """Remember that a page was read; order counts, not the clock, which may be wrong."""
        with self._change() as database:
            turn = database.execute("SELECT coalesce(max(turn), 0) + 1 FROM recent").fetchone()[0]
            database.execute("INSERT OR REPLACE INTO recent VALUES (?, ?)", (page, turn))
            database.execute("DELETE FROM recent WHERE turn <= ?", (turn - RECENT_KEPT,))

    # Everything

    def export_bookmarks(self, path: Path) -> int:
        """Write bookmarks and notes to a readable file; returns how many of both."""
        bookmarks, notes = self._rows(BOOKMARKS), self._rows(NOTES)
        write_export(path, BOOKMARK_FORMAT, {"bookmarks": bookmarks, "notes": notes})
        return len(bookmarks) + len(notes)

    def import_bookmarks(self, path: Path) -> int:
        """Add the bookmarks and notes of a file, all or none; where both have a note, the other goes below."""
        values = read_export(path, BOOKMARK_FORMAT)
        try:
            bookmarks = [text_row(row, 4) for row in values["bookmarks"]]
            notes = [text_row(row, 3) for row in values["notes"]]
        except (KeyError, TypeError, ValueError) as error:
            raise UserDataError(f"{path.name} is damaged ({error}). Nothing was changed.") from error
        with self._change() as database:
            database.executemany("INSERT OR IGNORE INTO bookmarks VALUES (?, ?, ?, ?)", bookmarks)
            for note_page, text, changed in notes:
                own = self.note(note_page)
                both = own if text in own else f"{own}\n\n{text}" if own else text
                if len(both) > NOTE_LIMIT:
                    raise UserDataError(
                        f"The note on {note_page} would have {len(both):,} characters; {NOTE_LIMIT:,} can be kept."
                        " Nothing was changed."
                    )
                database.execute("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (note_page, both, changed))
        return len(bookmarks) + len(notes)

    def clear_everything(self) -> None:
        """Remove all of it so that no byte stays behind in the file or beside it."""
        if self.read_only and self.path is not None:
            raise UserDataError(
                "This file cannot be changed, so nothing was cleared. See Help, When something is wrong."
            )
        with self._change() as database:
            for table in ("bookmarks", "notes", "local_values", "recent"):
                database.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        try:
            self._database.execute("VACUUM")
        except sqlite3.Error as error:
            raise UserDataError(f"Everything was removed, but traces may stay on the disk ({error}).") from error
        if self.path is not None:
            for aside in damaged_beside(self.path):
                with contextlib.suppress(OSError):
                    aside.unlink()
