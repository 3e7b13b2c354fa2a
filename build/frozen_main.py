"""The packaged program's entry: the command line, and clear words when a file of the installation is not there."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def run() -> int:
    """Run fieldref; returns the exit code."""
    try:
        from fieldref.cli import main

        return main()
    except ImportError as error:
        return show_damage(str(error))
    except OSError as error:
        if not is_of_the_installation(error):
            raise
        return show_damage(f"{error.strerror}: {error.filename}")


def is_of_the_installation(error: OSError) -> bool:
    """Whether the error is about a file of the packaged program, not about one of the user's."""
    beside = Path(sys.executable).resolve().parent
    inside = beside.parent if sys.platform == "darwin" else beside / "_internal"
    return isinstance(error.filename, str) and Path(error.filename).resolve().is_relative_to(inside)


def show_damage(what: str) -> int:
    """Say on the terminal and, as far as that still works, in a window that a file is missing or damaged."""
    text = (
        f"A file of this copy of fieldref is missing or damaged ({what}). `fieldref check` names every such file. "
        "Install fieldref again; bookmarks, notes and local details stay."
    )
    if sys.stderr:
        sys.stderr.write(f"fieldref: {text}\n")
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, "fieldref", 0x10)
    elif "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ:
        show_window(text)
    return 2


def show_window(text: str) -> None:
    """A window with the words; nothing where Qt itself is what is missing (the terminal has the words)."""
    try:
        from fieldref.gui.app import make_application
        from fieldref.gui.messages import show_fatal

        make_application(["fieldref"])
        show_fatal(text)
    except (ImportError, OSError) as error:
        sys.stderr.write(f"fieldref: no window can be shown ({error})\n")


if __name__ == "__main__":
    sys.exit(run())
