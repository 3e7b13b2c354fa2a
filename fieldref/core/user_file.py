"""Opens the SQLite file of the user's data, or what can stand in for it: nothing about it ever stops the reader.

Damaged: set aside under a new name, a fresh one begins. Newer: shown, not changed. Write-protected: shown, and changes
hold until the program is closed. Out of reach: memory only. `notice` says which.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote_from_bytes

from fieldref.core.database_reasons import database_reason
from fieldref.core.file_reasons import file_reason
from fieldref.core.settings import set_aside

SCHEMA = 1
BUSY_SECONDS = 2.0
"""How long the window may wait for another program that holds the file."""
BUSY_AGAIN = 0.25
"""How long as long as it goes on holding it."""
TABLES = """
CREATE TABLE IF NOT EXISTS bookmarks (page TEXT NOT NULL, anchor TEXT NOT NULL, title TEXT NOT NULL,
    created TEXT NOT NULL, PRIMARY KEY (page, anchor));
CREATE TABLE IF NOT EXISTS notes (page TEXT PRIMARY KEY, text TEXT NOT NULL, changed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS local_values (key TEXT PRIMARY KEY, value TEXT NOT NULL, date TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS recent (page TEXT PRIMARY KEY, turn INTEGER NOT NULL);
"""
CLEARINGS = "CREATE TABLE IF NOT EXISTS clearings (turn INTEGER NOT NULL)"
"""Made when everything is first cleared: its rows count how often, so that another open window can tell."""
SHAPES = (
    "SELECT page, anchor, title, created FROM bookmarks LIMIT 1",
    "SELECT page, text, changed FROM notes LIMIT 1",
    "SELECT key, value, date FROM local_values LIMIT 1",
    "SELECT page, turn FROM recent LIMIT 1",
)
UNREADABLE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
"""What SQLite says of a file that is not ours or not whole any more; all else may pass (locked, full, no right)."""
LATER = "Bookmarks and notes were written by a later fieldref; they are shown, but cannot be changed."
LATER_FORM = "A later fieldref wrote bookmarks and notes in another form ({}). Install the update to see them"


class UserFile(NamedTuple):
    """An open database, what the user should know of it, and whether nothing can be kept on disk.

    `later` says that a later version wrote it, so that nothing in it can be changed.
    """

    database: sqlite3.Connection
    notice: str = ""
    read_only: bool = False
    later: bool = False


def open_user_file(path: Path | None, *, untouched: bool = False) -> UserFile:
    """The database in `path`, or in memory when None or when the file cannot serve; never fails.

    With `untouched` a copy in memory of what the file holds, which is only read.
    """
    if path is None:
        return UserFile(_in_memory())
    if untouched:
        try:
            return _copied(path)
        except sqlite3.Error as error:
            return _fallback(f"Bookmarks and notes cannot be read. {database_reason(error, path)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _copied(path) if _is_write_protected(path) else _on_disk(path)
    except sqlite3.Error as error:
        return _fresh(path) if _is_unreadable(error) else _unopened(path, error)
    except OSError as error:
        return _fallback(f"Nothing can be kept in {path.parent} ({file_reason(error)})")


def _is_write_protected(path: Path) -> bool:
    """Whether the file is there, but no change of it can be kept: a write-protected stick, somebody else's file."""
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _on_disk(path: Path) -> UserFile:
    emptied = path.is_file() and path.stat().st_size == 0
    database = _connect(path, "rwc")
    try:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA:
            database.close()
            return _later(path)
        _check(database)
        if version < SCHEMA:
            # In one step: a program killed half-way leaves all tables or none.
            database.executescript(f"BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {SCHEMA}; COMMIT;")
        _check_shapes(database)
    except sqlite3.Error:
        database.close()  # Windows renames no file that is open
        raise
    return UserFile(
        database, f"The file of bookmarks and notes was empty ({path}). A new one begins." if emptied else ""
    )


def _later(path: Path) -> UserFile:
    """The file of a later version, to be read; nothing of it where its tables are not those of this one."""
    database = _connect(path, "ro")
    try:
        _check(database)
        _check_shapes(database)
    except sqlite3.Error as error:
        database.close()
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR:
            raise
        return _fallback(LATER_FORM.format(path))
    return UserFile(database, LATER, read_only=True, later=True)


def _uri(path: Path, mode: str) -> str:
    """The address SQLite opens, right for any path; a network share of Windows needs four slashes.

    >>> _uri(Path("/a b/#1 %.sqlite3"), "ro")
    'file:///a%20b/%231%20%25.sqlite3?mode=ro'
    """
    posix = path.absolute().as_posix()
    slashes = "//" if posix.startswith("/") else "///"
    return f"file:{slashes}{quote_from_bytes(os.fsencode(posix), '/:')}?mode={mode}"


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    # No isolation level: every transaction is begun in words, with the lock it needs.
    database = sqlite3.connect(
        _uri(path, mode), uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA secure_delete = ON")
        database.execute("PRAGMA temp_store = MEMORY")  # nothing of the user's in the folder for temporary files
    except sqlite3.Error:
        database.close()
        raise
    return database


def _in_memory() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    database.executescript(TABLES)
    return database


def _copied(path: Path) -> UserFile:
    """What a file holds that can be read but not written, in memory."""
    database = _in_memory()
    with contextlib.closing(_connect(path, "ro")) as file:
        _check(file)
        _check_shapes(file)
        file.backup(database)
    notice = (
        f"{path.parent} cannot be written. Bookmarks, notes and local details of before are shown; what is added now"
        " is gone when fieldref is closed."
    )
    return UserFile(database, notice, read_only=True)


def _check(database: sqlite3.Connection) -> None:
    found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        error = sqlite3.DatabaseError(found)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def _check_shapes(database: sqlite3.Connection) -> None:
    for query in SHAPES:
        database.execute(query).fetchone()


def _is_unreadable(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode & 0xFF in UNREADABLE


def _fresh(path: Path) -> UserFile:
    aside = set_aside(path)
    if aside is None:
        return _fallback(f"Bookmarks and notes cannot be read: their file ({path}) is damaged")
    with contextlib.suppress(OSError):  # a change that was under way belongs to the old file, not to the new one
        path.with_name(path.name + "-journal").rename(aside.with_name(aside.name + "-journal"))
    try:
        database = _on_disk(path).database
    except (sqlite3.Error, OSError) as second:
        why = database_reason(second, path) if isinstance(second, sqlite3.Error) else f"{file_reason(second)}."
        return _fallback(f"Bookmarks and notes cannot be kept: {why} The old file is kept as {aside}")
    notice = f"Bookmarks and notes could not be read: their file was damaged. It is kept as {aside}; a new one begins."
    return UserFile(database, notice)


def _unopened(path: Path, error: sqlite3.Error) -> UserFile:
    with contextlib.suppress(OSError):
        if path.stat().st_size == 0:
            path.unlink()  # made just now, on a full disk
    return _fallback(f"Bookmarks and notes cannot be opened. {database_reason(error, path)}")


def _fallback(reason: str) -> UserFile:
    words = f"{reason.rstrip('.')}. fieldref works, but keeps nothing after it is closed."
    return UserFile(_in_memory(), words, read_only=True)
