"""The packaged program's start to its first painted window, beside the unfrozen one; and its size.

Both are started as a user starts them, on a screen of their own (Xvfb), which is watched until it is no longer black.
Needs `python3 build/make.py package` beforehand, and Xvfb.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.measurement import Measurement, at_most, ratio_at_most

ROOT = Path(__file__).resolve().parent.parent.parent
FROZEN = ROOT / "dist" / "work" / "frozen" / "fieldref"
RUNS = 9
PLACES = ((40, 40), (400, 300), (700, 400), (1000, 600))
"""Pixels of a 1366 x 768 screen that the window covers."""


class Screen:
    """Reads pixels of an X screen."""

    def __init__(self, name: str) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._x.XOpenDisplay.restype = self._x.XGetImage.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = self._x.XGetPixel.restype = ctypes.c_ulong
        self._x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self._x.XGetImage.argtypes = [
            ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
            ctypes.c_ulong, ctypes.c_int,
        ]  # fmt: skip
        self._x.XGetPixel.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
        self._x.XFree.argtypes = [ctypes.c_void_p]
        self._display = self._x.XOpenDisplay(name.encode())
        if not self._display:
            raise OSError(f"the screen {name} does not open")
        self._root = self._x.XDefaultRootWindow(self._display)

    def is_painted(self) -> bool:
        """Whether every watched pixel is no longer black."""
        return all(self._pixel(x, y) & 0xFFFFFF for x, y in PLACES)

    def _pixel(self, x: int, y: int) -> int:
        image = self._x.XGetImage(self._display, self._root, x, y, 1, 1, 0xFFFFFFFF, 2)
        value = int(self._x.XGetPixel(image, 0, 0))
        self._x.XDestroyImage(ctypes.c_void_p(image))
        return value


@contextmanager
def screen() -> Iterator[str]:
    """A screen of our own; gives its name."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield ":" + os.read(reading, 16).decode().strip()
    finally:
        server.terminate()
        server.wait()
        for end in (reading, writing):
            os.close(end)


def processor_time(process: int) -> float:
    """Milliseconds of processor time that all threads of a process have had; other programs disturb it little."""
    threads = Path(f"/proc/{process}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e6


def first_paint(command: list[str], name: str, watched: Screen, home: str) -> tuple[float, float]:
    """Milliseconds from starting the program to its window standing on the screen: by the clock, and of processors."""
    environment = {
        **os.environ,
        "DISPLAY": name,
        "QT_QPA_PLATFORM": "xcb",
        "FIELDREF_HOME": home,
        "FIELDREF_BUNDLE": str(FROZEN / "_internal" / "fieldref" / "_bundle"),
    }
    for name_of in ("WAYLAND_DISPLAY", "PYTHONDONTWRITEBYTECODE"):  # the unfrozen program keeps its bytecode too
        environment.pop(name_of, None)
    start = time.perf_counter()
    program = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        while not watched.is_painted():
            if time.perf_counter() - start > 30 or program.poll() is not None:
                raise RuntimeError(f"{command[0]} painted nothing")
            time.sleep(0.001)
        return (time.perf_counter() - start) * 1000, processor_time(program.pid)
    finally:
        program.kill()
        program.wait()
        while watched.is_painted():
            time.sleep(0.005)


def measure() -> list[Measurement]:
    """Frozen and unfrozen in turn; nothing when there is no package or no Xvfb."""
    if not (FROZEN / "fieldref").is_file() or not shutil.which("Xvfb"):
        print("  no package in dist, or no Xvfb: not measured")
        return []
    commands = {"frozen": [str(FROZEN / "fieldref")], "unfrozen": [sys.executable, "-m", "fieldref"]}
    times: dict[str, list[tuple[float, float]]] = {kind: [] for kind in commands}
    with tempfile.TemporaryDirectory() as home, screen() as name:
        watched = Screen(name)
        for command in commands.values():
            first_paint(command, name, watched, home)
        for _ in range(RUNS):
            for kind, command in commands.items():
                times[kind].append(first_paint(command, name, watched, home))
    found = []
    for what, which in (("first painted window", 0), ("processor time until then", 1)):
        frozen, unfrozen = (statistics.median(run[which] for run in times[kind]) for kind in ("frozen", "unfrozen"))
        found.append(ratio_at_most("package", what, frozen, "ms", baseline="unfrozen", of=unfrozen, limit=1.25))
    size = sum(path.stat().st_size for path in FROZEN.rglob("*") if path.is_file() and not path.is_symlink())
    found.append(at_most("package", "size on disk", size / 1e6, "MB", 130))
    for archive in (ROOT / "dist").glob("*-portable.tar.xz"):
        found.append(at_most("package", "portable archive", archive.stat().st_size / 1e6, "MB", 45))
    return found
