"""The packaged program's entry: the command line, and clear words when a file of the installation is not there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from fieldref.core.paths import is_of_the_program, program_damage, program_files_dir

WITHOUT_QT = ("check", "search", "show", "export", "changes", "--version", "--help", "-h")


def run() -> int:
    """Run fieldref; returns the exit code."""
    cut = None if sys.argv[1:2] and sys.argv[1] in WITHOUT_QT else cut_library()
    if cut:
        error = OSError(None, "cut short", cut)
        return show_damage(program_damage(error), window="PySide6" not in cut and "shiboken6" not in cut)
    try:
        from fieldref.cli import main

        return main()
    except (ImportError, OSError) as error:
        if not is_of_the_program(error):
            raise
        return show_damage(program_damage(error))


def cut_library() -> str:
    """The first library that is there but cut short; to load it would end the program without a word.

    One that somebody replaced by a smaller build of their own is whole, and one that is missing is named when needed.
    """
    inside = program_files_dir()
    for name, size in getattr(sys, "fieldref_seal", {}).get("libraries", {}).items():
        path = inside / name
        try:
            if os.stat(path).st_size < size and ends_before_its_sections(path):
                return str(path)
        except OSError:
            continue
    return ""


def ends_before_its_sections(path: Path) -> bool:
    """Whether a library of Linux is shorter than its own head says; other systems' loaders look themselves."""
    with path.open("rb") as stream:
        head = stream.read(64)
    if head[:4] != b"\x7fELF":
        return sys.platform == "linux"
    table, length, count = (int.from_bytes(head[a:b], "little") for a, b in ((40, 48), (58, 60), (60, 62)))
    return path.stat().st_size < table + length * count


def show_damage(words: str, *, window: bool = True) -> int:
    """Say on the terminal and, as far as that still works, in a window that a file is missing or damaged."""
    if sys.stderr:
        sys.stderr.write(f"fieldref: {words}\n")
    if sys.platform == "win32":
        if not sys.stderr:  # a program without a terminal; the console one must not wait for a press
            import ctypes

            ctypes.windll.user32.MessageBoxW(None, words, "fieldref", 0x10)
    elif window and (sys.platform == "darwin" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ):
        show_window(words)
    return 2


def show_window(words: str) -> None:
    """A window with the words; nothing where Qt itself is what is missing (the terminal has the words)."""
    try:
        from fieldref.gui.app import make_application
        from fieldref.gui.messages import show_fatal

        make_application(["fieldref"])
        show_fatal(words)
    except (ImportError, OSError) as error:
        sys.stderr.write(f"fieldref: no window can be shown ({error})\n")


if __name__ == "__main__":
    sys.exit(run())
