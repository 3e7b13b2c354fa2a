"""Files that a user exports and imports: readable JSON that says what it is.

What a file holds is taken over in one step or not at all. A single entry that cannot be used is left out and counted.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from fieldref.core.errors import UserDataError
from fieldref.core.file_reasons import file_reason
from fieldref.core.model import LocalValue
from fieldref.core.safe_files import write_atomically

VALUE_LIMIT = 500
LOCAL_FORMAT = "fieldref local details"
BOOKMARK_FORMAT = "fieldref bookmarks and notes"
VERSION = 1
MOST_IMPORTED = 50_000_000
"""Bytes of a file to import; what is larger is none of ours and is not read into memory."""
LONGEST_ID, LONGEST_TITLE = 300, 300


class Taken(NamedTuple):
    """What became of an import: entries taken over, entries that could not be used, keys this edition lacks."""

    taken: int
    skipped: int = 0
    unknown: tuple[str, ...] = ()


class DetailsFile(NamedTuple):
    """The local details in a file, and how many of its entries cannot be used."""

    entries: dict[str, LocalValue]
    skipped: int = 0


class MarksFile(NamedTuple):
    """Bookmarks (page, anchor, title, created) and notes (page, text, changed) of a file, and how many are no use."""

    bookmarks: list[tuple[str, str, str, str]]
    notes: list[tuple[str, str, str]]
    skipped: int = 0


def write_export(path: Path, name: str, entries: Mapping[str, Any]) -> None:
    """Write entries to a file of that kind; raises UserDataError, and then the file is as it was."""
    text = json.dumps({"file": name, "version": VERSION, "entries": entries}, indent=1, ensure_ascii=False) + "\n"
    try:
        if not os.path.isdir(path.parent):  # a slip of the pen makes no folders
            raise UserDataError(f"{path} cannot be written: there is no such folder. Choose another folder.")
        write_atomically(path, text.encode())
    except (OSError, ValueError) as error:
        raise UserDataError(f"{path} cannot be written ({file_reason(error)}). Choose another folder.") from error


def read_local_details(path: Path) -> DetailsFile:
    """The local details in an exported file; raises UserDataError when it is not one of ours or holds none."""
    values = read_export(path, LOCAL_FORMAT)
    found = {str(key): _local_value(key, entry) for key, entry in values.items()}
    entries = {key: value for key, value in found.items() if value is not None}
    if not entries:
        raise _of_no_use(path, "local details", len(found))
    return DetailsFile(entries, len(found) - len(entries))


def _local_value(key: str, entry: object) -> LocalValue | None:
    """One local detail; None when it cannot be used: no text, too much of it, no date."""
    value, date = (entry.get("value"), entry.get("date")) if isinstance(entry, dict) else (None, None)
    if not isinstance(value, str) or not isinstance(date, str) or not _is_id(key):
        return None
    words = " ".join(whole_characters(value).split())
    try:
        day = datetime.date.fromisoformat(date).isoformat()
    except ValueError:
        return None
    return LocalValue(key, words, day) if 0 < len(words) <= VALUE_LIMIT else None


def read_bookmarks(path: Path) -> MarksFile:
    """The bookmarks and notes in an exported file; raises UserDataError when it is not one of ours or holds none."""
    values = read_export(path, BOOKMARK_FORMAT)
    marks, notes = _rows(values, "bookmarks", 4), _rows(values, "notes", 3)
    bookmarks = [
        (page, anchor, title[:LONGEST_TITLE], _moment(created))
        for page, anchor, title, created in filter(None, marks)
        if _is_id(page) and (not anchor or _is_id(anchor))
    ]
    written = [(page, text, _moment(changed)) for page, text, changed in filter(None, notes) if _is_id(page)]
    kept = [note for note in written if note[1].strip()]
    skipped = len(marks) + len(notes) - len(bookmarks) - len(kept)
    if not bookmarks and not kept:
        raise _of_no_use(path, "bookmarks and notes", skipped)
    return MarksFile(bookmarks, kept, skipped)


def _rows(values: Mapping[str, Any], name: str, length: int) -> list[tuple[str, ...] | None]:
    """The rows of a list, each as long as this version knows them; None for one that is no row."""
    rows = values.get(name, [])
    return [_row(row, length) for row in rows] if isinstance(rows, list) else [None]


def _row(row: object, length: int) -> tuple[str, ...] | None:
    if not isinstance(row, list) or len(row) < length or not all(isinstance(cell, str) for cell in row[:length]):
        return None
    return tuple(whole_characters(cell) for cell in row[:length])


def _is_id(text: str) -> bool:
    return 0 < len(text) <= LONGEST_ID and text.isprintable()


def _moment(text: str) -> str:
    """A date and time as fieldref writes them; empty when it is none, for the entry is worth more than its date.

    >>> _moment("2026-11-29T02:00:00+00:00"), _moment("2026-0\u00b91-01")
    ('2026-11-29T02:00:00+00:00', '')
    """
    try:
        return datetime.datetime.fromisoformat(text).isoformat(timespec="seconds")
    except ValueError:
        return ""


def whole_characters(text: str) -> str:
    """The text with a sign in place of each half of a character, which no file can hold.

    >>> whole_characters("a\\ud800b") == "a\\ufffdb"
    True
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _of_no_use(path: Path, what: str, damaged: int) -> UserDataError:
    why = f"what it holds is damaged ({damaged})" if damaged else "it is empty"
    return UserDataError(f"{path.name} has no {what} that can be taken over: {why}. Nothing was changed.")


def read_export(path: Path, name: str) -> dict[str, Any]:
    """The entries of a file of that kind; raises UserDataError when it is not one of ours."""
    try:
        if path.stat().st_size > MOST_IMPORTED:
            raise ValueError("larger than anything fieldref exports")
        values = json.loads(path.read_bytes())
    except OSError as error:
        raise UserDataError(f"{path} cannot be read ({error.strerror}). Choose another file.") from error
    except (ValueError, RecursionError) as error:
        raise UserDataError(f"{path.name} is not a file that fieldref exported. Nothing was changed.") from error
    if not isinstance(values, dict) or values.get("file") != name or not isinstance(values.get("entries"), dict):
        raise UserDataError(f"{path.name} is not a file of {name}. Nothing was changed.")
    _check_version(path, values.get("version"))
    entries: dict[str, Any] = values["entries"]
    return entries


def _check_version(path: Path, version: object) -> None:
    if type(version) is not int or version < 1:
        raise UserDataError(
            f"{path.name} does not say which form it has; it was changed or is damaged. Export it anew. Nothing was"
            " changed."
        )
    if version > VERSION:
        raise UserDataError(f"{path.name} is from a later fieldref. Install the update. Nothing was changed.")
