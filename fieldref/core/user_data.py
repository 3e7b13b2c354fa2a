"""What a user adds: bookmarks, notes, local details, recently read; one SQLite file, each change committed when made.

Rollback journal and full synchronization: after a crash or a pulled plug the last change is whole or absent.
Several programs may use the file at once; nothing takes a lock that a crash leaves behind.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldref.core.errors import UserDataError
from fieldref.core.model import LocalValue
from fieldref.core.safe_files import write_atomically
from fieldref.core.settings import set_aside

SCHEMA = 1
BUSY_SECONDS = 5.0
NOTE_LIMIT = 200_000
VALUE_LIMIT = 500
RECENT_KEPT = 100
LOCAL_FORMAT = "fieldref local details"
BOOKMARK_FORMAT = "fieldref bookmarks and notes"

TABLES = """
CREATE TABLE IF NOT EXISTS bookmarks (page TEXT NOT NULL, anchor TEXT NOT NULL, title TEXT NOT NULL,
    created TEXT NOT NULL, PRIMARY KEY (page, anchor));
CREATE TABLE IF NOT EXISTS notes (page TEXT PRIMARY KEY, text TEXT NOT NULL, changed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS local_values (key TEXT PRIMARY KEY, value TEXT NOT NULL, date TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS recent (page TEXT PRIMARY KEY, turn INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A kept place: page id and section anchor (empty: the page's head), with its title as it was."""

    page: str
    anchor: str
    title: str
    created: str


@dataclass(frozen=True, slots=True)
class Note:
    """A user's note on a page."""

    page: str
    text: str
    changed: str


def _now() -> str:
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")


class UserData:
    """The user's own data; `UserData(None)` keeps it in memory only.

    `notice` tells the user what happened when the file was opened; `read_only` when nothing can be kept on disk.
    Every method that changes something raises UserDataError with words for the user when it cannot.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.notice = ""
        self.read_only = False
        self._database = self._open()

    def _open(self) -> sqlite3.Connection:
        if self.path is None:
            return self._in_memory()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return self._on_disk(self.path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error):
                return self._fallback(f"Bookmarks and notes cannot be opened ({error})")
            return self._fresh(error)
        except OSError as error:
            return self._fallback(f"Nothing can be kept in {self.path.parent} ({error.strerror})")

    def _on_disk(self, path: Path) -> sqlite3.Connection:
        database = self._connect(path.as_uri() + "?mode=rwc")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA:
            database.close()
            self.read_only = True
            self.notice = "Bookmarks and notes were written by a later fieldref; they are shown, but cannot be changed."
            return self._connect(path.as_uri() + "?mode=ro")
        check = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if check != "ok":
            raise sqlite3.DatabaseError(check)
        with database:
            database.executescript(TABLES)
            database.execute(f"PRAGMA user_version = {SCHEMA}")
        return database

    @staticmethod
    def _connect(uri: str) -> sqlite3.Connection:
        database = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
        try:
            database.execute("PRAGMA journal_mode = DELETE")
            database.execute("PRAGMA synchronous = FULL")
            database.execute("PRAGMA secure_delete = ON")
        except sqlite3.DatabaseError:
            database.close()
            raise
        return database

    def _fresh(self, error: Exception) -> sqlite3.Connection:
        assert self.path is not None
        aside = set_aside(self.path)
        if aside is None:
            return self._fallback(f"Bookmarks and notes are unreadable ({error})")
        self.notice = (
            f"Bookmarks and notes could not be read ({error}). The old file is kept as {aside}; a new one begins."
        )
        try:
            return self._on_disk(self.path)
        except (sqlite3.DatabaseError, OSError) as second:
            return self._fallback(f"Bookmarks and notes cannot be kept ({second})")

    def _fallback(self, reason: str) -> sqlite3.Connection:
        self.read_only = True
        self.notice = f"{reason}. fieldref works, but keeps nothing after it is closed."
        return self._in_memory()

    @staticmethod
    def _in_memory() -> sqlite3.Connection:
        database = sqlite3.connect(":memory:", check_same_thread=False)
        database.executescript(TABLES)
        return database

    @contextlib.contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._database:
                yield self._database
        except sqlite3.Error as error:
            raise UserDataError(f"This could not be kept ({error}). Free some space or check the folder.") from error

    def _rows(self, query: str, *values: Any) -> list[Any]:
        try:
            return self._database.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise UserDataError(
                f"Bookmarks and notes cannot be read ({error}). Close fieldref and open it again."
            ) from error

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # Bookmarks

    def bookmarks(self) -> list[Bookmark]:
        """All bookmarks, the newest first."""
        rows = self._rows("SELECT page, anchor, title, created FROM bookmarks ORDER BY created DESC, rowid DESC")
        return [Bookmark(*row) for row in rows]

    def is_bookmarked(self, page: str, anchor: str = "") -> bool:
        """Whether that place is bookmarked."""
        return bool(self._rows("SELECT 1 FROM bookmarks WHERE page = ? AND anchor = ?", page, anchor))

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
        return [Note(*row) for row in self._rows("SELECT page, text, changed FROM notes ORDER BY changed DESC")]

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
        """What the agency filled in, by key."""
        rows = self._rows("SELECT key, value, date FROM local_values ORDER BY key")
        return {row[0]: LocalValue(*row) for row in rows}

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
        values = self.local_values()
        self._export(path, LOCAL_FORMAT, {v.key: {"value": v.value, "date": v.date} for v in values.values()})
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
        return [row[0] for row in self._rows("SELECT page FROM recent ORDER BY turn DESC LIMIT ?", limit)]

    def add_recent(self, page: str) -> None:
        """Remember that a page was read; order counts, not the clock, which may be wrong."""
        with self._change() as database:
            turn = database.execute("SELECT coalesce(max(turn), 0) + 1 FROM recent").fetchone()[0]
            database.execute("INSERT OR REPLACE INTO recent VALUES (?, ?)", (page, turn))
            database.execute("DELETE FROM recent WHERE turn <= ?", (turn - RECENT_KEPT,))

    # Everything

    def export_bookmarks(self, path: Path) -> int:
        """Write bookmarks and notes to a readable file; returns how many of both."""
        bookmarks = [[b.page, b.anchor, b.title, b.created] for b in self.bookmarks()]
        notes = [[n.page, n.text, n.changed] for n in self.notes()]
        self._export(path, BOOKMARK_FORMAT, {"bookmarks": bookmarks, "notes": notes})
        return len(bookmarks) + len(notes)

    def import_bookmarks(self, path: Path) -> int:
        """Add the bookmarks and notes of a file, all or none; where both have a note, the other goes below."""
        values = _read_export(path, BOOKMARK_FORMAT)
        try:
            bookmarks = [tuple(map(str, row)) for row in values["bookmarks"]]
            notes = [tuple(map(str, row)) for row in values["notes"]]
            if any(len(row) != 4 for row in bookmarks) or any(len(row) != 3 for row in notes):
                raise ValueError("a row has another length")
        except (KeyError, TypeError, ValueError) as error:
            raise UserDataError(f"{path.name} is damaged ({error}). Nothing was changed.") from error
        with self._change() as database:
            database.executemany("INSERT OR IGNORE INTO bookmarks VALUES (?, ?, ?, ?)", bookmarks)
            for page, text, changed in notes:
                own = self.note(page)
                both = text if own in ("", text) else f"{own}\n\n{text}"
                database.execute("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (page, both, changed))
        return len(bookmarks) + len(notes)

    @staticmethod
    def _export(path: Path, name: str, entries: Mapping[str, Any]) -> None:
        text = json.dumps({"file": name, "version": 1, "entries": entries}, indent=1, ensure_ascii=False) + "\n"
        try:
            write_atomically(path, text.encode())
        except OSError as error:
            raise UserDataError(f"{path} cannot be written ({error.strerror}). Choose another folder.") from error

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
            for aside in self.path.parent.glob(self.path.name + ".damaged-*"):
                with contextlib.suppress(OSError):
                    aside.unlink()


def read_local_details(path: Path) -> dict[str, LocalValue]:
    """The local details in an exported file; raises UserDataError when it is not one of ours."""
    values = _read_export(path, LOCAL_FORMAT)
    entries = {}
    try:
        for key, entry in values.items():
            value, date = " ".join(str(entry["value"]).split()), str(entry["date"])
            datetime.date.fromisoformat(date)
            if len(value) > VALUE_LIMIT:
                raise ValueError(f"{key} has more than {VALUE_LIMIT} characters")
            entries[str(key)] = LocalValue(str(key), value, date)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserDataError(f"{path.name} is damaged ({error}). Nothing was changed.") from error
    return entries


def _read_export(path: Path, name: str) -> dict[str, Any]:
    try:
        values = json.loads(path.read_bytes())
    except OSError as error:
        raise UserDataError(f"{path} cannot be read ({error.strerror}). Choose another file.") from error
    except ValueError as error:
        raise UserDataError(f"{path.name} is not a file that fieldref exported. Nothing was changed.") from error
    if not isinstance(values, dict) or values.get("file") != name or not isinstance(values.get("entries"), dict):
        raise UserDataError(f"{path.name} is not a file of {name}. Nothing was changed.")
    if values.get("version") != 1:
        raise UserDataError(f"{path.name} is from a later fieldref. Install the update. Nothing was changed.")
    entries: dict[str, Any] = values["entries"]
    return entries
