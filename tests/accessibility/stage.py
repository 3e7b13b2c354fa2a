"""The real program on a screen of its own, with a screen reader's client beside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SYSTEM_PYTHON = "/usr/bin/python3"
PACKAGES = "at-spi2-core gir1.2-atspi-2.0 python3-gi dbus xvfb openbox xdotool"
"""What Debian calls the packages that this needs."""
MUST_BE_THERE = {"find", "press", "type"}
"""Commands that look for a node; the walk is not worth going on with when it is missing."""


def missing() -> str:
    """Say what this computer lacks for a walk; nothing when all is there."""
    if not sys.platform.startswith("linux"):
        return "AT-SPI is the accessibility bus of Linux"
    absent = [name for name in ("Xvfb", "dbus-run-session", "openbox", "xdotool") if not shutil.which(name)]
    ask = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    known = (
        Path(SYSTEM_PYTHON).exists() and not subprocess.run([SYSTEM_PYTHON, "-c", ask], capture_output=True).returncode
    )
    if not known:
        absent.append("Atspi for the system's Python")
    return f"no {', '.join(absent)}: apt-get install {PACKAGES}" if absent else ""


class Client:
    """Sends commands to client.py and returns its answers."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, do: str, **values: object) -> Any:
        """Return the answer to a command.

        Raises LookupError when what is to be found, pressed or typed into is not showing, RuntimeError when the client
        has gone.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **values}) + "\n")
        self._process.stdin.flush()
        while line := self._process.stdout.readline():
            if line.strip() and line[0] in '[{"ntf-0123456789':  # what services write before is not for us
                answer = json.loads(line)
                if do in MUST_BE_THERE and not answer:
                    raise LookupError(f"{do}: nothing shows under {values}")
                return answer
        raise RuntimeError(f"the client ended at {do}")


@contextmanager
def display(size: str = "1366x768x24") -> Iterator[str]:
    """A screen of its own with a window manager, which gives windows the focus."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        name = f":{told.readline().strip()}"
    manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": name}, stderr=subprocess.DEVNULL)
    try:
        yield name
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(20)


@contextmanager
def stage(home: Path, *words: str, bundle: Path | None = None) -> Iterator[Client]:
    """Run `fieldref WORDS` for a user whose folder is `home`, and a client that listens to it."""
    with display() as screen:
        runtime = home / "runtime"
        runtime.mkdir(parents=True, exist_ok=True)
        runtime.chmod(0o700)
        env = {
            **os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "QT_ACCESSIBILITY": "1",
            "FIELDREF_HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        env.pop("WAYLAND_DISPLAY", None)
        env.pop("NO_AT_BRIDGE", None)
        if bundle is not None:
            env["FIELDREF_BUNDLE"] = str(bundle)
        program = [sys.executable, "-m", "fieldref", *words]
        command = ["dbus-run-session", "--", SYSTEM_PYTHON, str(HERE / "client.py"), *program]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env, cwd=home, encoding="utf-8"
        )
        client = Client(process)
        try:
            begun = client.ask("begin")
            if "error" in begun:
                raise RuntimeError(f"fieldref did not show its window: {begun}")
            yield client
        finally:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.close()
            process.wait(40)
            process.stdout.close()
