"""Where things lie: resources, the bundle, the user's files; in a source tree, an installed wheel or a frozen folder.

The only module that knows these places. Portable mode: a file named `portable.txt` beside the program (the
executable, or the source tree's root) keeps everything of the user in `fieldref-data` beside it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

PORTABLE_MARKER = "portable.txt"
PORTABLE_FOLDER = "fieldref-data"
BUNDLE_VARIABLE = "FIELDREF_BUNDLE"
HOME_VARIABLE = "FIELDREF_HOME"


def is_frozen() -> bool:
    """Whether this is the packaged program."""
    return bool(getattr(sys, "frozen", False))


def package_dir() -> Path:
    """The folder of the fieldref package (in the frozen program: where PyInstaller put its data)."""
    return Path(__file__).resolve().parent.parent


def program_files_dir() -> Path:
    """The folder of all files of the packaged program: `_internal`, on macOS the .app's Contents."""
    inside = package_dir().parent
    # An .app keeps files that are not code in Resources, and Frameworks links to them.
    return inside.parent if sys.platform == "darwin" and inside.name in ("Frameworks", "Resources") else inside


def is_of_the_program(error: BaseException) -> bool:
    """Whether an error says that a file of the packaged program is missing or unreadable, not one of the user's."""
    if not is_frozen() or isinstance(error, ImportError):
        return is_frozen()
    named = getattr(error, "filename", None)
    return isinstance(error, OSError) and isinstance(named, str) and Path(named).is_relative_to(program_files_dir())


def program_damage(error: BaseException) -> str:
    """What to tell the reader of such an error."""
    named = getattr(error, "filename", None)
    what = f"{getattr(error, 'strerror', '') or 'unreadable'}: {named}" if named else str(error)
    return (
        f"A file of this copy of fieldref is missing or damaged ({what}). `fieldref check` names every such file."
        " Install fieldref again; bookmarks, notes and local details stay."
    )


def source_root() -> Path | None:
    """The root of the source tree, or None when fieldref is installed or frozen."""
    root = package_dir().parent
    return root if not is_frozen() and (root / "content" / "structure.yaml").is_file() else None


def program_dir() -> Path:
    """The folder beside which the portable marker is looked for."""
    if is_frozen():
        return Path(sys.executable).resolve().parent
    return source_root() or package_dir().parent


def resources_dir() -> Path:
    """The folder of icons, style sheets, fonts and figures."""
    root = source_root()
    return root / "resources" if root else package_dir() / "_resources"


def bundle_dir() -> Path:
    """The folder of the content bundle: $FIELDREF_BUNDLE, else the one that was shipped or compiled on first run."""
    named = os.environ.get(BUNDLE_VARIABLE)
    if named:
        return Path(named)
    root = source_root()
    return root / ".cache" / "bundle" if root else package_dir() / "_bundle"


class UserPlaces(NamedTuple):
    """Where the user's files lie; `portable` when that is beside the program."""

    folder: Path
    portable: bool

    @property
    def settings(self) -> Path:
        """The settings file (JSON)."""
        return self.folder / "settings.json"

    @property
    def window_state(self) -> Path:
        """Window geometry, apart so that damage to it cannot lose settings."""
        return self.folder / "window.json"

    @property
    def user_data(self) -> Path:
        """Bookmarks, notes, local details, recently read (SQLite)."""
        return self.folder / "user-data.sqlite3"

    @property
    def log(self) -> Path:
        """The rotating log of unexpected errors."""
        return self.folder / "fieldref.log"


def user_places() -> UserPlaces:
    """The user's folder: $FIELDREF_HOME, else beside the program when portable, else the system's own place."""
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return UserPlaces(Path(named).absolute(), portable=False)
    beside = program_dir()
    if (beside / PORTABLE_MARKER).is_file():
        return UserPlaces(beside / PORTABLE_FOLDER, portable=True)
    import platformdirs  # deferred: 4 ms that a portable copy does not need

    folder = Path(platformdirs.user_data_dir("fieldref", appauthor=False))
    if not folder.is_absolute():  # a user without a home: a place that no file can be made in, so nothing is kept
        folder = Path(os.devnull) / "fieldref"
    return UserPlaces(folder, portable=False)
