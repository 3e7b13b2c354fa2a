"""Every file of the user, so that "Clear everything" leaves none of what was typed in any of them."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import NamedTuple

from fieldref.core.errors import UserDataError
from fieldref.core.safe_files import behind_links, unfinished_beside
from fieldref.core.settings import Settings, damaged_beside, previous_of, save
from fieldref.core.user_data import UserData


class UserFiles(NamedTuple):
    """Where one user's files lie; None for what is not kept."""

    settings: Path | None
    user_data: Path | None
    session: Path | None

    @property
    def log(self) -> Path | None:
        """The rotating log of unexpected problems."""
        return self.settings.with_name("fieldref.log") if self.settings else None


def clear_everything(files: UserFiles, data: UserData, settings: Settings) -> None:
    """Remove all of the user's own words from every file; the settings in force stay. Raises UserDataError.

    The log must not be open. The file of the user's data is cleared too when this run does without it (shared laptop,
    safe mode).
    """
    data.clear_everything()
    if files.user_data is not None and data.path is None and files.user_data.exists():
        with contextlib.closing(UserData(files.user_data)) as kept:
            kept.clear_everything()
    failed = [path for path in _leftovers(files) if not _removed(path)]
    if files.settings is not None and files.settings.exists():
        if not _removed(files.settings):
            failed.append(files.settings)
        else:
            save(files.settings, settings)  # only what this version knows, and no previous one
    if failed:
        names = ", ".join(path.name for path in failed)
        raise UserDataError(f"Bookmarks, notes and details were cleared, but {names} could not be removed.")


def _leftovers(files: UserFiles) -> list[Path]:
    """Files beside the settings and the user's data that may hold old words, as far as they are there."""
    paths: list[Path] = []
    if files.settings is not None:
        paths += [previous_of(files.settings), *damaged_beside(files.settings)]
        paths += [*unfinished_beside(files.settings), *unfinished_beside(previous_of(files.settings))]
    if files.user_data is not None:
        paths += damaged_beside(files.user_data)
    if files.session is not None:
        paths += [files.session, *unfinished_beside(files.session)]
    if files.log is not None:
        paths += [files.log, *(files.log.with_name(f"{files.log.name}.{number}") for number in range(1, 10))]
    return [path for path in paths if path.exists()]


def _removed(path: Path) -> bool:
    """Remove a file; of a link what it leads to, for that holds the words."""
    try:
        behind_links(path).unlink(missing_ok=True)
    except OSError:
        return False
    return True
