"""Ways to do harm, and programs to do it to."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from fieldref.cli import ready_bundle
from fieldref.core import paths
from fieldref.core.library import Library
from fieldref.gui.app import Program, make_application
from fieldref.gui.places import Place
app = make_application(["fieldref"])
places = paths.user_places()
program = Program(Library.open(ready_bundle()), settings_path=places.settings, user_data_path=places.user_data,
                  session_path=places.window_state)
window = program.window
said = []
show_message = window.messages.show_message
window.messages.show_message = lambda words, *rest, **how: (
    said.append(words) if words else None, show_message(words, *rest, **how)
)

def settle(seconds=0.3):
    import time
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)

def search(text):
    import time
    window.search_for(text)
    end = time.monotonic() + 20
    while window.left.results.result.query != text and time.monotonic() < end:
        settle(0.05)
    return window.left.results.result

def finish():
    window.close()
    settle(0.1)
    for words in said:
        print("said:", words)
    print("done", flush=True)

program.show([])
settle()
"""
"""A window that the lines after it use; `finish()` closes it and prints what it said."""


def fill(folder: Path) -> None:
    """Leave no byte free on the file system of a folder."""
    with (folder / "filler").open("wb", buffering=0) as stream:
        for size in (65536, 4096, 512, 1):
            try:
                while True:
                    stream.write(b"x" * size)
            except OSError:
                continue


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a program whose user has that folder."""
    return {**os.environ, "FIELDREF_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", **more}


def run_python(
    code: str, home: Path, *arguments: str, before: Sequence[str] = (), timeout: float = 120, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; `before` is a command in front of it."""
    return subprocess.run(
        [*before, sys.executable, "-c", code, *arguments],
        cwd=ROOT, env=environment(home, **more), capture_output=True, text=True, timeout=timeout, encoding="utf-8",
        errors="replace",
    )  # fmt: skip


def run_command(
    arguments: Sequence[str], home: Path, *, before: Sequence[str] = (), more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    return subprocess.run(
        [*before, sys.executable, "-m", "fieldref", *arguments],
        cwd=ROOT, env=environment(home, **(more or {})), capture_output=True, text=True, timeout=120,
        encoding="utf-8", errors="replace",
    )  # fmt: skip


def words_in(folder: Path) -> bytes:
    """Every byte of every file under a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
