#!/usr/bin/env python3
"""Set up, run, test, check, measure and package fieldref; needs nothing but Python 3.11 or later.

python3 build/make.py run        make the environment when needed and open the program
python3 build/make.py test       the tests (further words go to pytest)
python3 build/make.py check      lint, types, tests, strict compile of the content, card fit
python3 build/make.py content    compile the content and list every problem (--strict, --update-lock)
python3 build/make.py bench      the measurements, as a table and as bench-results.json
python3 build/make.py screens    pictures of every screen into dist/screens
python3 build/make.py package    the packaged program
python3 build/make.py lock       write the locked versions anew (after changing pyproject.toml)
"""

from __future__ import annotations

import argparse
import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = Path(os.environ.get("FIELDREF_VENV", ROOT / ".venv"))
LOCKED = ROOT / "build" / "locked.txt"
LOCKED_PACKAGE = ROOT / "build" / "locked-package.txt"
OLDEST = (3, 11)

QT_LIBRARIES = {
    "libegl1": "EGL",
    "libgl1": "GL",
    "libfontconfig1": "fontconfig",
    "libfreetype6": "freetype",
    "libglib2.0-0": "glib-2.0",
    "libdbus-1-3": "dbus-1",
    "libxkbcommon0": "xkbcommon",
    "libxkbcommon-x11-0": "xkbcommon-x11",
    "libx11-xcb1": "X11-xcb",
    "libxcb-cursor0": "xcb-cursor",
    "libxcb-icccm4": "xcb-icccm",
    "libxcb-image0": "xcb-image",
    "libxcb-keysyms1": "xcb-keysyms",
    "libxcb-randr0": "xcb-randr",
    "libxcb-render-util0": "xcb-render-util",
    "libxcb-shape0": "xcb-shape",
    "libxcb-sync1": "xcb-sync",
    "libxcb-xfixes0": "xcb-xfixes",
    "libxcb-xkb1": "xcb-xkb",
}
"""Debian packages that Qt's screen drivers link, and the library that shows each is there."""

TEST_PROGRAMS = {"poppler-utils": "pdftotext", "xvfb": "Xvfb", "xauth": "xauth"}
"""Debian packages whose programs the tests use, when they are there."""


class Failed(Exception):
    """A step did not succeed; its text says what to do."""


def say(text: str) -> None:
    """Tell what is being done."""
    print(f"· {text}", flush=True)


def run(*command: str | Path, quiet: bool = False, **settings: str) -> None:
    """Run a command in the project's root with further environment variables; raises Failed."""
    environment = {**os.environ, **settings}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )
    if done.returncode != 0:
        if done.stdout:
            print(done.stdout, file=sys.stderr)
        raise Failed(f"{Path(str(command[0])).name} ended with {done.returncode}: {' '.join(map(str, command[1:6]))}")


def python() -> Path:
    """The environment's Python."""
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return ENVIRONMENT / folder / name


# Setting up


def set_up(locked: Path = LOCKED) -> None:
    """Make the environment and install the locked versions, unless that was done; and Qt's system libraries."""
    if sys.version_info < OLDEST:
        raise Failed(f"fieldref needs Python 3.11 or later; this is {sys.version.split()[0]}")
    install_system_libraries()
    wanted = hashlib.sha256(locked.read_bytes() + str(sys.version_info[:2]).encode()).hexdigest()
    marker = ENVIRONMENT / f"installed-{locked.stem}"
    if python().is_file() and marker.is_file() and marker.read_text() == wanted:
        return
    if not python().is_file():
        say(f"making a Python environment in {ENVIRONMENT}")
        make_environment()
    say(f"installing the locked packages of {locked.name} (a minute or two the first time)")
    run(
        python(), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "on",
        "--require-hashes", "--only-binary=:all:", "-r", locked,
    )  # fmt: skip
    marker.write_text(wanted)


def make_environment() -> None:
    """Make the virtual environment; Debian keeps venv's parts in a package of its own."""
    try:
        run(sys.executable, "-m", "venv", ENVIRONMENT, quiet=True)
    except Failed:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        if not (sys.platform == "linux" and shutil.which("apt-get")):
            raise
        install_debian(["python3-venv"], "Python's venv module is missing")
        run(sys.executable, "-m", "venv", ENVIRONMENT)


def install_system_libraries() -> None:
    """On Linux, see that the libraries of Qt's screen drivers are there; install them, or say the one command."""
    if sys.platform != "linux":
        return
    missing = [package for package, library in QT_LIBRARIES.items() if not has_library(library)]
    if missing:
        install_debian(missing, "Qt needs libraries that are not there")


def has_library(name: str) -> bool:
    """Whether the loader knows a shared library (looking in the usual folders first: the loader's list is slow)."""
    folders = ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/lib")
    return any(next(Path(f).glob(f"lib{name}.so*"), None) for f in folders) or bool(ctypes.util.find_library(name))


def install_debian(packages: Sequence[str], why: str) -> None:
    """Install Debian packages as root, or raise Failed with the one command to type."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        raise Failed(f"{why}: {' '.join(packages)} (Debian's names). Install them with your system's package manager.")
    if os.geteuid() != 0:
        raise Failed(f"{why}. Type:\n\n    sudo {' '.join(command)}\n\nthen run this again.")
    say(f"{why}; installing {' '.join(packages)}")
    for words in (["apt-get", "update", "-q"], command):
        run(*words, quiet=True, DEBIAN_FRONTEND="noninteractive")


def install_test_programs() -> None:
    """The programs that tests use; as root they are installed, otherwise the tests that need them say they skip."""
    missing = [package for package, program in TEST_PROGRAMS.items() if not shutil.which(program)]
    if missing and sys.platform == "linux" and shutil.which("apt-get") and os.geteuid() == 0:
        install_debian(missing, "tests look at PDF files and a screen")


# Commands


def run_program(words: Sequence[str]) -> None:
    """Open the program (or run its command line, when words follow)."""
    set_up()
    run(python(), "-m", "compileall", "-q", "fieldref")  # where bytecode is not written, the start would take longer
    run(python(), "-m", "fieldref", *words)


def test(words: Sequence[str]) -> None:
    """Run the tests on every core, the tests of one file in one process: they share what is slow to make.

    Words of pytest come last and win: `-n 0` keeps all in one process, as a debugger needs.
    """
    set_up()
    install_test_programs()
    spread = ("-n", "auto", "--dist", "loadfile")
    run(python(), "-m", "pytest", *spread, *words, QT_QPA_PLATFORM=os.environ.get("QT_QPA_PLATFORM", "offscreen"))


def content(words: Sequence[str]) -> None:
    """Compile the content and list every problem."""
    set_up()
    compile_content(*words)


def compile_content(*words: str) -> None:
    """Compile the content into .cache/bundle."""
    run(python(), "-m", "fieldref", "compile", "content", ROOT / ".cache" / "bundle", *words)


def check(words: Sequence[str]) -> None:
    """Everything that has to hold before a change lands."""
    set_up()
    steps: list[tuple[str, Callable[[], None]]] = [
        ("lint", lambda: run(python(), "-m", "ruff", "check", "--quiet", ".")),
        ("format", lambda: run(python(), "-m", "ruff", "format", "--quiet", "--check", ".")),
        *((f"types ({system})", type_check(system)) for system in ("linux", "win32", "darwin")),
        ("content, strict", lambda: compile_content("--strict")),
        ("card fit", lambda: run(python(), "-m", "fieldref", "check-cards", QT_QPA_PLATFORM="offscreen")),
        ("tests", lambda: test(words)),
    ]
    failures = []
    for name, step in steps:
        say(name)
        start = time.monotonic()
        try:
            step()
        except Failed as error:
            failures.append(f"{name}: {error}")
        say(f"{name}: {time.monotonic() - start:.1f} s")
    if failures:
        raise Failed("\n".join(failures))


def type_check(system: str) -> Callable[[], None]:
    """Return a step that checks the types for one system."""
    return lambda: run(python(), "-m", "mypy", "--platform", system)


def bench(words: Sequence[str]) -> None:
    """The measurements."""
    set_up()
    run(python(), "-m", "compileall", "-q", "fieldref")
    run(python(), "-m", "tests.bench", *words)


def screens(words: Sequence[str]) -> None:
    """Pictures of every screen."""
    set_up()
    folder = words or [str(ROOT / "dist" / "screens")]
    run(python(), "-m", "tests.look.screens", *folder, QT_QPA_PLATFORM="offscreen")


def package(words: Sequence[str]) -> None:
    """The packaged program."""
    set_up()
    set_up(LOCKED_PACKAGE)
    run(python(), ROOT / "build" / "package.py", *words)


def lock(words: Sequence[str]) -> None:
    """Resolve pyproject.toml and write names, versions and hashes; no index address gets into the files."""
    set_up()
    run(python(), ROOT / "build" / "lock_versions.py", LOCKED, LOCKED_PACKAGE)


COMMANDS: dict[str, Callable[[Sequence[str]], None]] = {
    "run": run_program,
    "test": test,
    "check": check,
    "content": content,
    "bench": bench,
    "screens": screens,
    "package": package,
    "lock": lock,
}


def main() -> int:
    """Run the command named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help=", ".join(COMMANDS))
    parser.add_argument("words", nargs=argparse.REMAINDER, help="further words for the command")
    options = parser.parse_args()
    try:
        COMMANDS[options.command](options.words)
    except Failed as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
