"""Files that a user exports and imports: readable JSON that says what it is, taken over whole or not at all."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fieldref.core.errors import UserDataError
from fieldref.core.model import LocalValue
from fieldref.core.safe_files import write_atomically

VALUE_LIMIT = 500
LOCAL_FORMAT = "fieldref local details"
BOOKMARK_FORMAT = "fieldref bookmarks and notes"
MOST_IMPORTED = 50_000_000
"""Bytes of a file to import; what is larger is none of ours and is not read into memory."""


def write_export(path: Path, name: str, entries: Mapping[str, Any]) -> None:
    """Write entries to a file of that kind; raises UserDataError, and then the file is as it was."""
    text = json.dumps({"file": name, "version": 1, "entries": entries}, indent=1, ensure_ascii=False) + "\n"
    try:
        if not os.path.isdir(path.parent):  # a slip of the pen makes no folders
            raise UserDataError(f"{path} cannot be written: there is no such folder. Choose another folder.")
        write_atomically(path, text.encode())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UserDataError(f"{path} cannot be written ({reason}). Choose another folder.") from error


def read_local_details(path: Path) -> dict[str, LocalValue]:
    """The local details in an exported file; raises UserDataError when it is not one of ours."""
    values = read_export(path, LOCAL_FORMAT)
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


def text_row(row: object, length: int) -> tuple[str, ...]:
    """A row of an exported list; raises ValueError when it is not one."""
    if not isinstance(row, list) or len(row) != length or not all(isinstance(cell, str) for cell in row):
        raise ValueError("a row has another form")
    return tuple(row)


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
    if values.get("version") != 1:
        raise UserDataError(f"{path.name} is from a later fieldref. Install the update. Nothing was changed.")
    entries: dict[str, Any] = values["entries"]
    return entries
