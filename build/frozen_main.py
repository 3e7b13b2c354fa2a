"""The packaged program's entry: the command line, and clear words when a file of the installation is not there."""

from __future__ import annotations

import os
import sys

from fieldref.core.paths import is_of_the_program, program_damage, program_files_dir

WITHOUT_QT = ("check", "search", "show", "export", "changes", "--version", "--help", "-h")


def run() -> int:
    """Run fieldref; returns the exit code."""
    short = None if sys.argv[1:2] and sys.argv[1] in WITHOUT_QT else short_library()
    if short:
        error = OSError(None, "shorter than it was packed", short)
        return show_damage(program_damage(error), window="PySide6" not in short and "shiboken6" not in short)
    try:
        from fieldref.cli import main

        return main()
    except (ImportError, OSError) as error:
        if not is_of_the_program(error):
            raise
        return show_damage(program_damage(error))


def short_library() -> str:
    """The first library that is there but not whole; to load it would end the program without a word."""
    inside = program_files_dir()
    for name, size in getattr(sys, "fieldref_seal", {}).get("libraries", {}).items():
        path = inside / name
        try:
            if os.stat(path).st_size < size:
                return str(path)
        except OSError:  # one that is missing is named when it is needed
            continue
    return ""


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
