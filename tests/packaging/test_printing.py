"""The packaged program prints: its own print support finds a printer of CUPS, and the card arrives there."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.bench.bench_package import screen
from tests.packaging.conftest import DIST, program
from tests.printing import ipp_rig

pytestmark = pytest.mark.package

SEND = ("591", "366")
"""Where "Send to a printer" stands in a window of 1366 x 768 at the screen's corner, for this role and page."""


def press(environment: dict[str, str], *words: str) -> None:
    subprocess.run([program("xdotool"), *words], env=environment, check=True)


def print_a_card(folder: Path, home: Path, environment: dict[str, str], log: Path, received: Path) -> Path:
    """Open the page of first arriving officers, its print pane, the first printer; returns what the printer got."""
    home.mkdir()
    (home / "settings.json").write_text(json.dumps({"role": "LE", "role_asked": True}))
    (home / "window.json").write_text(json.dumps({"geometry": [0, 0, 1366, 768]}))
    strace = [program("strace"), "-f", "-e", "trace=network", "-o", log]
    window = subprocess.Popen([*strace, folder / "fieldref", "M21"], env=environment, stderr=subprocess.DEVNULL)
    try:
        time.sleep(10)  # strace makes the start slow
        press(environment, "key", "ctrl+shift+p")
        time.sleep(4)
        press(environment, "mousemove", *SEND, "click", "1")
        time.sleep(6)
        press(environment, "key", "space")  # the first printer of the list has the focus
        end = time.monotonic() + 60
        while not list(received.glob("*.pdf")):
            assert time.monotonic() < end, "nothing came out of the printer"
            time.sleep(0.5)
        time.sleep(1)  # the file is there before its last byte
    finally:
        for child in Path(f"/proc/{window.pid}/task/{window.pid}/children").read_text().split():
            os.kill(int(child), signal.SIGTERM)  # the program itself, not strace
        window.wait(20)
    return next(received.glob("*.pdf"))


def test_a_card_reaches_a_printer_and_only_cups_is_spoken_to(unpacked: Path, tmp_path: Path) -> None:
    reason = ipp_rig.missing()
    if reason:
        pytest.skip(f"no test printer: {reason}")
    for name in ("Xvfb", "xdotool", "pdftotext"):
        program(name)
    log = tmp_path / "sockets.log"
    with ipp_rig.printer() as rig, screen() as name:
        settings = {"DISPLAY": name, "QT_QPA_PLATFORM": "xcb", "FIELDREF_HOME": str(tmp_path / "home")}
        bus = "unix:path=/nonexistent/bus"
        own = {**rig.environment, **settings, "DBUS_SESSION_BUS_ADDRESS": bus}
        paper = print_a_card(unpacked, tmp_path / "home", own, log, rig.received)
        text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout
        assert text.count("Attack under way") == 2  # two halves of a sheet
        folder = re.escape(str(Path(rig.environment["CUPS_SERVER"]).parent))
        shown = log.read_text(errors="replace")
    spoken_to = set(re.findall(r"connect\(\d+, \{sa_family=(?!AF_UNSPEC)([^}]*)\}", shown))
    # The C library asks its cache of names (nscd) for "localhost", where CUPS is.
    allowed = re.compile(rf'AF_UNIX, sun_path=(@?"/tmp/\.X11-unix/|"/nonexistent/bus|"/var/run/nscd/|"{folder}/)')
    loopback = re.compile(r'AF_INET6?, .*("127\.0\.0\.1"|"::1")')
    (DIST / "sockets-when-printing.txt").write_text("".join(f"{address}\n" for address in sorted(spoken_to)))
    assert any("cups.sock" in address for address in spoken_to)
    assert [a for a in spoken_to if not allowed.match(a) and not loopback.match(a)] == []
