"""Why the file of the user's data refused, in words for the reader: what is wrong and what to do about it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
UNKNOWN = sqlite3.SQLITE_ERROR
FULL_WORDS = "The disk is full. Free some space and try again."


def sqlite_code(error: sqlite3.Error) -> int:
    """The primary code of an error; one that SQLite itself did not give (a closed file) counts as unknown."""
    return int(getattr(error, "sqlite_errorcode", UNKNOWN)) & 0xFF


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another program holds the file now, so that waiting helps."""
    return sqlite_code(error) in BUSY


def database_reason(error: sqlite3.Error, path: Path | None) -> str:
    """What is wrong with the file of the user's data, and what to do.

    >>> error = sqlite3.OperationalError("database or disk is full")
    >>> error.sqlite_errorcode = sqlite3.SQLITE_FULL
    >>> database_reason(error, None)
    'The disk is full. Free some space and try again.'
    """
    where = f" ({path})" if path is not None else ""
    if getattr(error, "sqlite_errorcode", UNKNOWN) == sqlite3.SQLITE_READONLY_DBMOVED:
        return (
            f"The file{where} was deleted or moved while fieldref was open. Close fieldref and start it again; what is"
            " typed until then is not kept."
        )
    if sqlite_code(error) in DAMAGED:
        return (
            f"The file{where} is damaged. Close fieldref and start it again: the damaged file is then kept under"
            " another name, and a new one begins."
        )
    if sqlite_code(error) == sqlite3.SQLITE_CANTOPEN and path is not None:
        return f"{path} cannot be opened. Check that its folder is there and can be written."
    if is_busy(error):
        return "Another window of fieldref, or a backup, is using the file. Wait a moment and try again."
    usual = f"The file{where} is not as fieldref made it ({error}). Close fieldref and start it again."
    return {
        sqlite3.SQLITE_FULL: FULL_WORDS,
        sqlite3.SQLITE_IOERR: "The disk or stick did not take it. Check that it is there, and free some space.",
        sqlite3.SQLITE_READONLY: f"The file{where} can be read, but not written. Check whether it is write-protected.",
    }.get(sqlite_code(error), usual)
