"""What a user adds: bookmarks, notes, local details, recently read; one SQLite file, each change committed when made.

Rollback journal and full synchronization: after a crash or a pulled plug the last change is whole or absent.
Several programs may use the file at once; nothing takes a lock that a crash leaves behind.
"""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from fieldref.core.database_reasons import database_reason, is_busy
from fieldref.core.errors import ClearedElsewhere, UserDataError
from fieldref.core.exchange import (
    BOOKMARK_FORMAT,
    LOCAL_FORMAT,
    VALUE_LIMIT,
    Taken,
    read_bookmarks,
    read_local_details,
    whole_characters,
    write_export,
)
from fieldref.core.joined_notes import joined_notes
from fieldref.core.model import LocalValue
from fieldref.core.settings import damaged_beside
from fieldref.core.user_file import BUSY_AGAIN, BUSY_SECONDS, CLEARINGS, open_user_file

NOTE_LIMIT = 200_000
RECENT_KEPT = 100

# By the order of writing, which no clock that was set back can disturb.
BOOKMARKS = "SELECT page, anchor, title, created FROM bookmarks ORDER BY rowid DESC"
NOTES = "SELECT page, text, changed FROM notes ORDER BY rowid DESC"
LOCAL_VALUES = "SELECT key, value, date FROM local_values ORDER BY key"
CLEARED = "Everything was cleared in another window of fieldref. What was typed here before that is not kept either."
LATER_REFUSES = "A later fieldref wrote them. Install the update to change them."


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
        self.tell: Callable[[str], None] = lambda words: None
        self.heard_clearing: Callable[[], None] = lambda: None
        """Called when a change finds that another window cleared everything."""
        self.beneath: Mapping[str, LocalValue] = {}
        """Local details of the machine's policy, where the user has none of their own."""
        self._open(path, untouched=untouched)

    def _open(self, path: Path | None, *, untouched: bool = False) -> None:
        file = open_user_file(path, untouched=untouched)
        self.path = path
        self.notice = file.notice
        self.read_only = file.read_only
        self._later = file.later
        self._database = file.database
        self._refused_at: float | None = None
        self._clearings = 0
        with contextlib.suppress(sqlite3.Error):  # whoever holds the file now cannot have cleared it yet
            self._clearings = self._count_clearings()

    def switch(self, path: Path | None) -> None:
        """Go over to another file, or to memory for None; what was in memory only is gone."""
        self._database.close()
        self._open(path)

    @property
    def keeps(self) -> bool:
        """Whether what is changed now is there after fieldref is closed."""
        return self.path is not None and not self.read_only

    # Reading and changing

    @contextlib.contextmanager
    def _change(self, *, typed: bool = False) -> Iterator[sqlite3.Connection]:
        """One change, whole or not at all; `typed` words are refused when everything was cleared meanwhile."""
        database = self._database
        try:
            self._wait_or_not()
            database.execute("BEGIN IMMEDIATE")
            try:
                if typed and self._notices_clearing():
                    raise ClearedElsewhere(CLEARED)
                yield database
                database.execute("COMMIT")
                self._refused_at = None
            except BaseException:
                database.rollback()
                raise
        except ClearedElsewhere:
            self.heard_clearing()
            raise
        except sqlite3.Error as error:
            raise UserDataError(f"This could not be kept. {self._reason(error)}") from error

    def _rows(self, query: str, *values: Any) -> list[Any]:
        try:
            self._wait_or_not()
            rows = self._database.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise UserDataError(f"Bookmarks and notes cannot be read now. {self._reason(error)}") from error
        self._refused_at = None
        return rows

    def _reason(self, error: sqlite3.Error) -> str:
        if is_busy(error):
            self._refused_at = time.monotonic()
        if self._later and getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY:
            return LATER_REFUSES
        return database_reason(error, self.path)

    def _wait_or_not(self) -> None:
        """Wait for another program that holds the file, but only once: a screen reads several things in a row."""
        since = None if self._refused_at is None else time.monotonic() - self._refused_at
        seconds = BUSY_SECONDS if since is None else 0 if since < BUSY_SECONDS else BUSY_AGAIN
        self._database.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def _shown(self, query: str, *values: Any) -> list[Any]:
        """Rows to show; none, and a word to the user, when they cannot be read. That a file is held is said once."""
        said = self._refused_at is not None
        try:
            return self._rows(query, *values)
        except UserDataError as error:
            if not said:
                self.tell(str(error))
            return []

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # Clearing, also by another window

    def _count_clearings(self) -> int:
        if not self._database.execute("SELECT 1 FROM sqlite_master WHERE name = 'clearings'").fetchone():
            return 0
        return int(self._database.execute("SELECT count(*) FROM clearings").fetchone()[0])

    def _notices_clearing(self) -> bool:
        """Whether another window cleared everything since this was last asked."""
        before, self._clearings = self._clearings, self._count_clearings()
        return before != self._clearings

    def was_cleared_elsewhere(self) -> bool:
        """Whether another window cleared everything since; said once, to whoever asks first."""
        try:
            return self._notices_clearing()
        except sqlite3.Error:
            return False

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

    def toggle_bookmark(self, page: str, anchor: str = "", title: str = "") -> bool:
        """Bookmark a place, or remove its bookmark; returns whether it is bookmarked now."""
        with self._change() as database:
            removed = database.execute("DELETE FROM bookmarks WHERE page = ? AND anchor = ?", (page, anchor)).rowcount
            if not removed:
                database.execute("INSERT INTO bookmarks VALUES (?, ?, ?, ?)", (page, anchor, title, _now()))
        return not removed

    # Notes

    def note(self, page: str) -> str:
        """The note on a page, or an empty string."""
        rows = self._rows("SELECT text FROM notes WHERE page = ?", page)
        return str(rows[0][0]) if rows else ""

    def notes(self) -> list[Note]:
        """All notes, the newest first."""
        return [Note(*row) for row in self._shown(NOTES)]

    def has_notes(self) -> bool:
        """Whether there is any note at all."""
        return bool(self._shown("SELECT 1 FROM notes LIMIT 1"))

    def set_note(self, page: str, text: str) -> None:
        """Keep a note in place of what there was; an empty one removes it. At most 200,000 characters."""
        with self._change() as database:
            _put_note(database, page, whole_characters(text))

    def change_note(self, page: str, text: str, *, before: str) -> str:
        """Keep a note that was `before` when it was opened; returns what is kept now.

        Where another window changed it since, its words are kept too, below. Raises ClearedElsewhere where everything
        was cleared since: then nothing is kept.
        """
        with self._change(typed=True) as database:
            now = _note_in(database, page)
            text = whole_characters(text)
            if now not in (before, text):
                text = joined_notes(text, now, before)
            if text != now:
                _put_note(database, page, text)
        return text

    # Local details

    def local_values(self) -> dict[str, LocalValue]:
        """What the agency filled in, by key: the user's own over those that the machine's policy names."""
        return {**self.beneath, **{row[0]: LocalValue(*row) for row in self._shown(LOCAL_VALUES)}}

    def set_local_value(self, key: str, value: str, date: str | None = None) -> None:
        """Fill in a local detail, dated today unless `date` (ISO) is given; an empty value makes it a blank again."""
        words = " ".join(whole_characters(value).split())
        if len(words) > VALUE_LIMIT:
            raise UserDataError(f"This entry has {len(words)} characters; {VALUE_LIMIT} can be kept. Shorten it.")
        with self._change(typed=True) as database:
            if words:
                day = date or datetime.date.today().isoformat()
                database.execute("INSERT OR REPLACE INTO local_values VALUES (?, ?, ?)", (key, words, day))
            else:
                database.execute("DELETE FROM local_values WHERE key = ?", (key,))

    def export_local(self, path: Path) -> int:
        """Write all local details to a readable file; returns how many. Without any no file is written."""
        values = self._rows(LOCAL_VALUES)
        if not values:
            raise UserDataError("There is nothing to export: no local detail is filled in. No file was written.")
        write_export(path, LOCAL_FORMAT, {key: {"value": value, "date": date} for key, value, date in values})
        return len(values)

    def import_local(self, path: Path, known: Collection[str] | None = None) -> Taken:
        """Take over the local details of a file in one step; with `known` only those of these keys."""
        found = read_local_details(path)
        unknown = tuple(sorted(key for key in found.entries if known is not None and key not in known))
        taken = [entry for key, entry in found.entries.items() if key not in unknown]
        with self._change() as database:
            database.executemany(
                "INSERT OR REPLACE INTO local_values VALUES (?, ?, ?)",
                [(entry.key, entry.value, entry.date) for entry in taken],
            )
        return Taken(len(taken), found.skipped, unknown)

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
        """Write bookmarks and notes to a readable file; returns how many of both. Without any no file is written."""
        bookmarks, notes = self._rows(BOOKMARKS), self._rows(NOTES)
        if not bookmarks and not notes:
            raise UserDataError("There is nothing to export: no bookmark and no note is kept. No file was written.")
        write_export(path, BOOKMARK_FORMAT, {"bookmarks": bookmarks, "notes": notes})
        return len(bookmarks) + len(notes)

    def import_bookmarks(self, path: Path) -> Taken:
        """Add the bookmarks and notes of a file, all or none; where both have a note, the other goes below."""
        found = read_bookmarks(path)
        with self._change() as database:
            # From the oldest on: the lists show what was written last on top, as the file does.
            database.executemany("INSERT OR IGNORE INTO bookmarks VALUES (?, ?, ?, ?)", found.bookmarks[::-1])
            for page, text, changed in found.notes[::-1]:
                own = _note_in(database, page)
                both = joined_notes(own, text)
                if len(both) > NOTE_LIMIT:
                    raise UserDataError(
                        f"The note on {page} would have {len(both):,} characters; {NOTE_LIMIT:,} can be kept."
                        " Nothing was changed."
                    )
                if both != own:
                    _put_note(database, page, both, changed)
        return Taken(len(found.bookmarks) + len(found.notes), found.skipped)

    def clear_everything(self) -> None:
        """Remove all of it so that no byte stays behind in the file or beside it."""
        if self.read_only and self.path is not None:
            raise UserDataError(
                "This file cannot be changed, so nothing was cleared. See Help, When something is wrong."
            )
        try:
            with self._change() as database:
                for table in ("bookmarks", "notes", "local_values", "recent"):
                    database.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
                database.execute(CLEARINGS)
                database.execute("INSERT INTO clearings VALUES (1)")
        except UserDataError as error:
            cause = error.__cause__
            why = self._reason(cause) if isinstance(cause, sqlite3.Error) else str(error)
            raise UserDataError(f"Nothing was cleared. {why}") from error
        try:
            self._notices_clearing()
            self._database.execute("VACUUM")
        except sqlite3.Error as error:
            raise UserDataError(
                f"Everything was removed, but traces of it may stay on the disk. {self._reason(error)}"
            ) from error
        if self.path is not None:
            for aside in damaged_beside(self.path):
                with contextlib.suppress(OSError):
                    aside.unlink()


def _note_in(database: sqlite3.Connection, page: str) -> str:
    row = database.execute("SELECT text FROM notes WHERE page = ?", (page,)).fetchone()
    return str(row[0]) if row else ""


def _put_note(database: sqlite3.Connection, page: str, text: str, changed: str = "") -> None:
    """Write a note, changed now unless said otherwise; an empty one is removed. Raises UserDataError when too long."""
    if len(text) > NOTE_LIMIT:
        raise UserDataError(
            f"This note has {len(text):,} characters; {NOTE_LIMIT:,} can be kept. Shorten it; nothing was changed."
        )
    if text.strip():
        database.execute("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (page, text, changed or _now()))
    else:
        database.execute("DELETE FROM notes WHERE page = ?", (page,))
