"""The packaged program's entry: the command line, and clear words when a file of the installation is not there."""

from __future__ import annotations

import os
import sys

from fieldref.core.paths import is_of_the_program, program_damage


def run() -> int:
    """Run fieldref; returns the exit code."""
    try:
        from fieldref.cli import main

        return main()
    except (ImportError, OSError) as error:
        if not is_of_the_program(error):
            raise
        return show_damage(program_damage(error))


def show_damage(words: str) -> int:
    """Say on the terminal and, as far as that still works, in a window that a file is missing or damaged."""
    if sys.stderr:
        sys.stderr.write(f"fieldref: {words}\n")
    if sys.platform == "win32":
        if not sys.stderr:  # a program without a terminal; the console one must not wait for a press
            import ctypes

            ctypes.windll.user32.MessageBoxW(None, words, "fieldref", 0x10)
    elif sys.platform == "darwin" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ:
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
