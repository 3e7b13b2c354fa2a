"""What happens to an unexpected exception: it is logged to a small rotating file and shown, and the program goes on.

Two crashes at start in a row lead to the safe mode: a marker file lies in the user's folder from the start until the
first paint, and counts.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import qVersion

from fieldref import __version__

MOST_BYTES, FILES_KEPT = 200_000, 2
SAFE_AFTER = 2
MARKER = "starting"

# logging, traceback and platform are imported where they are used: together 20 ms before the first paint.


def start_log(path: Path | None) -> None:
    """Log to a small rotating file; where it cannot be written, to nothing."""
    import logging
    import logging.handlers

    log = logging.getLogger("fieldref")
    log.setLevel(logging.INFO)
    if path is None:
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=MOST_BYTES, backupCount=FILES_KEPT, encoding="utf-8", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(handler)


def report_of(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> str:
    """Return a report to copy: version, system, traceback. It holds nothing the user typed."""
    import platform
    import traceback

    lines = [
        f"fieldref {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        "",
        *traceback.format_exception(kind, error, where),
    ]
    return "\n".join(line.rstrip("\n") for line in lines)


class CrashHook:
    """Takes over `sys.excepthook`; the same problem again and again is shown once."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._seen: set[str] = set()
        self._before = sys.excepthook
        sys.excepthook = self.handle

    def handle(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        """Log and show a problem; Ctrl+C at a terminal ends the program as everywhere."""
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, where)
            return
        import logging

        report = report_of(kind, error, where)
        logging.getLogger("fieldref").error("unexpected problem\n%s", report)
        place = f"{kind.__name__}:{where.tb_lineno if where else 0}:{error}"
        if place not in self._seen:
            self._seen.add(place)
            self._show(report)

    def release(self) -> None:
        """Put the hook back that was there before."""
        sys.excepthook = self._before


class StartMarker:
    """Counts starts that did not reach the first paint."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / MARKER if folder else None
        self.failed = self._read()

    def _read(self) -> int:
        if self._path is None:
            return 0
        try:
            return int(self._path.read_text(encoding="ascii") or 0)
        except (OSError, ValueError):
            return 0

    @property
    def safe_mode(self) -> bool:
        """Whether this start should do without the user's own data."""
        return self.failed >= SAFE_AFTER

    def begin(self) -> None:
        """Note that a start is under way."""
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._path.write_text(str(self.failed + 1), encoding="ascii")

    def reached(self) -> None:
        """Note that the first paint was reached."""
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
