"""What a user chose: one small JSON file, written beside and renamed, the previous kept, merged by key."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

from fieldref.core.errors import SettingsError
from fieldref.core.file_reasons import file_reason
from fieldref.core.model import ROLE_CODES
from fieldref.core.safe_files import write_atomically

THEMES = ("day", "dark", "red", "amber")
CONTRASTS = ("system", "high", "usual")
PAPERS = ("letter", "a4")
CARD_FORMATS = ("letter", "a4", "half", "index", "wallet")
LEAST_SCALE, MOST_SCALE = 80, 300
DAMAGED = "damaged"


class Settings(NamedTuple):
    """Everything a user can choose; `role` None is all roles, `role_asked` says whether the first start asked."""

    role: str | None = None
    role_asked: bool = False
    theme: str = "day"
    scale: int = 100
    """Size of text and controls in percent, 80 to 300."""
    paper: str = "letter"
    card_format: str = "half"
    color_cards: bool = False
    contrast: str = "system"
    """High contrast in Day and Dark: as the system asks, always, or never."""
    shared_laptop: bool = False
    """Keep nothing: no recently read, bookmarks, notes."""


def _valid(name: str, value: Any) -> bool:
    if name == "role":
        return value is None or value in ROLE_CODES
    if name == "scale":
        return isinstance(value, int) and not isinstance(value, bool) and LEAST_SCALE <= value <= MOST_SCALE
    choices = {"theme": THEMES, "paper": PAPERS, "card_format": CARD_FORMATS, "contrast": CONTRASTS}.get(name)
    return value in choices if choices else isinstance(value, bool)


def load(path: Path, usual: Settings = Settings()) -> tuple[Settings, str]:  # noqa: B008 - a frozen value
    """The settings in `path`, and a notice for the user (empty: all is well); `usual` is for what nobody chose.

    A missing file is the defaults; an unreadable one is set aside and the previous one, or the defaults, used.
    Bad values fall back to their default, unknown keys are left for the version that knows them.
    """
    try:
        values = _read(path)
    except FileNotFoundError:
        return usual, ""
    except (OSError, ValueError) as error:
        return _recovered(path, error, usual)
    known = set(Settings._fields)
    bad = sorted(name for name in known & set(values) if not _valid(name, values[name]))
    good = {name: values[name] for name in known & set(values) if name not in bad}
    notice = (
        f"Settings had a value that cannot be used ({', '.join(bad)}); the usual one is in its place." if bad else ""
    )
    return usual._replace(**good), notice


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_bytes())
    except RecursionError as error:
        raise ValueError("brackets without end") from error
    if not isinstance(values, dict):
        raise ValueError("not a list of settings")
    return values


def _recovered(path: Path, error: Exception, usual: Settings) -> tuple[Settings, str]:
    aside = set_aside(path)
    where = f" The damaged file is kept as {aside}." if aside else ""
    try:
        previous = _read(previous_of(path))
    except (OSError, ValueError):
        return usual, f"Settings could not be read ({file_reason(error)}); fieldref starts with the usual ones.{where}"
    good = {name: previous[name] for name in Settings._fields if name in previous and _valid(name, previous[name])}
    notice = f"Settings could not be read ({file_reason(error)}); the previous ones are in use.{where}"
    return usual._replace(**good), notice


def previous_of(path: Path) -> Path:
    """Where the settings before the last change are kept."""
    return path.with_name(path.name + ".previous")


def damaged_beside(path: Path) -> list[Path]:
    """Every file that `set_aside` made of `path`."""
    begin = f"{path.name}.{DAMAGED}-"
    with contextlib.suppress(OSError):
        return sorted(file for file in path.parent.iterdir() if file.name.startswith(begin))
    return []


def set_aside(path: Path) -> Path | None:
    """Rename a damaged file to a name that is free; None when even that is refused.

    >>> set_aside(Path("/nowhere/settings.json")) is None
    True
    """
    for number in range(1, 100):
        aside = path.with_name(f"{path.name}.{DAMAGED}-{number}")
        if not os.path.lexists(aside):  # Path.exists fails in a folder that may not be looked at
            try:
                return path.rename(aside)
            except OSError:
                return None
    return None


def save(path: Path, settings: Settings, changed: Collection[str] | None = None) -> None:
    """Write the settings, keeping keys that this version does not know; raises SettingsError.

    With `changed` only those keys are written into the file: another window may have changed the others.
    """
    values: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError):
        old = path.read_bytes()
        values = _read(path)
        write_atomically(previous_of(path), old)
    names = set(Settings._fields)
    for name in sorted(names if changed is None or not values else names & set(changed)):
        values[name] = getattr(settings, name)
    try:
        write_atomically(path, (json.dumps(values, indent=1) + "\n").encode())
    except OSError as error:
        raise SettingsError(
            f"Settings cannot be saved in {path.parent} ({file_reason(error)}). They hold until fieldref is closed."
        ) from error
