"""How earlier runs of the program ended: each holds a file of its own as long as it lives, locked by the system.

A crash leaves the file behind but not the lock, which the system gives back; so several windows at once, started
quickly one after the other, are never taken for crashes, and no clock or process number is trusted.

    starting-*    from the start to the first paint
    running-*     from then until the window is closed
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import BinaryIO

SAFE_AFTER = 2
"""Starts in a row that did not reach the first paint, after which the next one is in safe mode."""
STARTING, RUNNING = "starting", "running"


class StartMarker:
    """This program's own mark in the user's folder, and what those of dead programs say; None keeps no mark."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._mark: tuple[Path, BinaryIO] | None = None
        self._left = [path for path in _marks(folder) if _is_left(path)] if folder else []
        self.failed = sum(path.name.startswith(STARTING) for path in self._left)
        """Starts that did not reach the first paint since the last one that did."""
        self.unclean = any(path.name.startswith(RUNNING) for path in self._left)
        """Whether a program died after its first paint: killed, crashed, or without power."""

    @property
    def safe_mode(self) -> bool:
        """Whether this start should do without the user's own data."""
        return self.failed >= SAFE_AFTER

    def begin(self) -> None:
        """Note that a start is under way."""
        self._put(STARTING)

    def reached(self) -> None:
        """Note that the first paint was reached; what dead programs left is cleared away."""
        self._put(RUNNING)
        for path in self._left:
            if _is_left(path):
                with contextlib.suppress(OSError):
                    path.unlink()
        self._left = []

    def end(self) -> None:
        """Note that the program ends as it should."""
        if self._mark is not None:
            path, stream = self._mark
            self._mark = None
            stream.close()
            with contextlib.suppress(OSError):
                path.unlink()

    def _put(self, state: str) -> None:
        """Replace the mark by one of another name; where none can be kept there is none, and nobody is told."""
        before, self._mark = self._mark, None
        if self._folder is not None:
            with contextlib.suppress(OSError):
                self._folder.mkdir(parents=True, exist_ok=True)
                self._mark = _locked(self._folder / f"{state}-{os.urandom(6).hex()}")
        if before is not None:
            before[1].close()
            with contextlib.suppress(OSError):
                before[0].unlink()


def _marks(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return [path for path in folder.iterdir() if path.name.startswith((f"{STARTING}-", f"{RUNNING}-"))]
    return []


def _locked(path: Path) -> tuple[Path, BinaryIO]:
    """Make a file and lock it; raises OSError, and then there is no file."""
    stream = path.open("xb")
    try:
        _lock(stream)
    except OSError:
        stream.close()
        path.unlink()
        raise
    return path, stream


def _is_left(path: Path) -> bool:
    """Whether the program that made the mark is dead; where the system cannot say it counts as alive."""
    try:
        with path.open("r+b") as stream:
            _lock(stream)
    except OSError:
        return False
    return True


if sys.platform == "win32":

    def _lock(stream: BinaryIO) -> None:
        import msvcrt

        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(stream: BinaryIO) -> None:
        import fcntl

        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
