"""A real IPP printer and a private CUPS on loopback, for tests that print.

Needs the Debian packages cups, cups-client, cups-ipp-utils, dbus and avahi-daemon, and root (Avahi insists). Every
process is its own: a private message bus, an Avahi that speaks on lo only, a CUPS with its own folders and socket.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

QUEUE = "Fieldq"
_TOOLS = ("dbus-daemon", "avahi-daemon", "cupsd", "ippeveprinter", "lpadmin")
_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/>
<allow send_type="signal"/><allow send_requested_reply="true" send_type="method_return"/>
<allow send_requested_reply="true" send_type="error"/><allow receive_type="method_call"/>
<allow receive_type="method_return"/><allow receive_type="error"/><allow receive_type="signal"/></policy></busconfig>
"""
_AVAHI = "[server]\nuse-ipv4=yes\nuse-ipv6=no\nallow-interfaces=lo\nenable-dbus=yes\n"
_CUPSD = """Listen {folder}/cups.sock
Browsing No
WebInterface No
DirtyCleanInterval 0
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
"""
_CUPS_FILES = """ServerRoot {folder}/root
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/spool/tmp
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
"""


def missing() -> str:
    """Why the rig cannot be set up here, or an empty string."""
    if sys.platform != "linux":
        return "the test printer runs on Linux only"
    absent = [tool for tool in _TOOLS if shutil.which(tool, path=_PATH) is None]
    if absent:
        return f"{', '.join(absent)} missing (Debian: cups cups-client cups-ipp-utils dbus avahi-daemon)"
    return "" if os.geteuid() == 0 else "Avahi can only be started by root"


@dataclass(frozen=True)
class Rig:
    """The environment for clients, where the printer keeps what it received, CUPS's spool, a way to end it."""

    environment: dict[str, str]
    received: Path
    spool: Path
    take_away: Callable[[], None]

    def command(self, *words: str) -> None:
        """Run a CUPS command such as cupsdisable."""
        subprocess.run(words, env=self.environment, check=True, timeout=30, capture_output=True)


@contextmanager
def printer() -> Iterator[Rig]:
    """A running printer with its queue."""
    folder = Path(tempfile.mkdtemp(prefix="fieldref-ipp-"))
    folder.chmod(0o755)  # CUPS runs its filters as another user
    try:
        with _running(folder) as found:
            yield found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(folder: Path) -> Iterator[Rig]:
    received = folder / "received"
    for name in ("root", "spool/tmp", "cache", "state", "received"):
        (folder / name).mkdir(parents=True)
    for name, text in (
        ("bus.conf", _BUS),
        ("avahi.conf", _AVAHI),
        ("cupsd.conf", _CUPSD),
        ("cups-files.conf", _CUPS_FILES),
    ):
        (folder / name).write_text(text.format(folder=folder) if "{folder}" in text else text)
    environment = {
        **os.environ,
        "PATH": _PATH,
        "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus",
        "CUPS_SERVER": f"{folder}/cups.sock",
    }
    port = _free_port()
    with ExitStack() as stack:

        def start(*command: str) -> subprocess.Popen[bytes]:
            log = stack.enter_context((folder / f"{command[0]}.log").open("wb"))
            program = shutil.which(command[0], path=_PATH) or command[0]
            process = subprocess.Popen([program, *command[1:]], env=environment, stdout=log, stderr=log)
            stack.callback(_end, process)
            return process

        start("dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--nopidfile")
        _wait(lambda: (folder / "bus").exists(), "the message bus")
        start("avahi-daemon", "-f", f"{folder}/avahi.conf", "--no-drop-root", "--no-chroot")
        start("cupsd", "-f", "-c", f"{folder}/cupsd.conf", "-s", f"{folder}/cups-files.conf")
        _wait(lambda: (folder / "cups.sock").exists(), "CUPS")
        words = f"-p {port} -n localhost -d {received} -k -2 -f application/pdf".split()
        words.append(f"FieldSim {port}")  # on this machine another rig may be running
        for _ in range(10):
            time.sleep(1)
            process = start("ippeveprinter", *words)
            _wait(lambda process=process: process.poll() is not None or _listens(port), "the printer")
            time.sleep(1)  # it listens, and then ends when Avahi still takes its names
            if process.poll() is None:
                break
        command = ["lpadmin", "-p", QUEUE, "-E", "-v", f"ipp://localhost:{port}/ipp/print", "-m", "everywhere"]
        subprocess.run(command, env=environment, check=True, timeout=30, capture_output=True)
        yield Rig(environment, received, folder / "spool", lambda: _end(process))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait(ready: object, what: str) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if ready():  # type: ignore[operator]
            return
        time.sleep(0.1)
    raise RuntimeError(f"{what} did not start")
