"""What happens to an unexpected exception: it is logged to a small rotating file and shown, and the program goes on."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion

from fieldref import __version__
from fieldref.core.errors import FieldrefError
from fieldref.core.paths import is_of_the_program, program_damage

if TYPE_CHECKING:
    import logging

MOST_BYTES, FILES_KEPT = 200_000, 2
MOST_SHOWN = 20
"""Different problems that are shown; all are logged."""

# logging, traceback and platform are imported where they are used: together 20 ms before the first paint.


class ProblemLog:
    """A small rotating file beside the user's data; None, or a place that cannot be written, logs nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._handler: logging.Handler | None = None

    def begin(self) -> None:
        """Log from now on; the file is made with the first line."""
        if self._path is None or self._handler is not None:
            return
        import logging
        import logging.handlers

        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handler = logging.handlers.RotatingFileHandler(
                self._path, maxBytes=MOST_BYTES, backupCount=FILES_KEPT, encoding="utf-8", errors="replace", delay=True
            )
            handler.handleError = lambda record: None  # type: ignore[method-assign]  # a full disk is no second problem
            handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
            log = logging.getLogger("fieldref")
            log.setLevel(logging.INFO)
            log.addHandler(handler)
            self._handler = handler

    def end(self) -> None:
        """Close the file and log no more."""
        if self._handler is not None:
            import logging

            handler, self._handler = self._handler, None
            logging.getLogger("fieldref").removeHandler(handler)
            with contextlib.suppress(OSError):  # a full disk: its last lines are lost, and nothing else may be
                handler.close()

    def switch(self, path: Path | None) -> None:
        """Go on in another file, or log nothing for None."""
        self.end()
        self._path = path
        self.begin()


def report_of(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> str:
    """Return a report to copy: version, system, where it happened. It holds nothing the user typed.

    So the words of exceptions are left out: many quote what they were given.
    """
    import platform

    lines = [
        f"fieldref {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        "",
        *_places(error, where, set()),
    ]
    return "\n".join(line.rstrip("\n") for line in lines)


def _places(error: BaseException, where: TracebackType | None, seen: set[int]) -> list[str]:
    """The kinds of an exception and of those before it, each with the lines it came through."""
    import traceback

    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    seen.add(id(error))
    lines = []
    if before is not None and id(before) not in seen:
        lines = [*_places(before, before.__traceback__, seen), "", "and then", ""]
    return [*lines, "Traceback (most recent call last):", *traceback.format_tb(where), _kind(error)]


def _kind(error: BaseException) -> str:
    """The kind of an exception, with a number of the system where it has one.

    >>> _kind(KeyError("a name that was typed")), _kind(OSError(28, "No space left", "/home/pat/x"))
    ('KeyError', 'OSError 28')
    """
    number = f" {error.errno}" if isinstance(error, OSError) and error.errno is not None else ""
    module = type(error).__module__
    return f"{'' if module == 'builtins' else module + '.'}{type(error).__qualname__}{number}"


def log_problem(report: str) -> None:
    """Write a report to the log."""
    import logging

    logging.getLogger("fieldref").error("unexpected problem\n%s", report)


class CrashHook:
    """Takes over `sys.excepthook`; the same problem again and again is shown once.

    An error whose text is meant for the reader goes to `tell` as a message: it was foreseen, only not at that place.
    """

    def __init__(
        self, show: Callable[[str], None], tell: Callable[[str], None] | None = None, log: ProblemLog | None = None
    ) -> None:
        self._show, self._tell, self._log = show, tell, log
        self._seen: set[tuple[str, str, int]] = set()
        self._before = sys.excepthook
        sys.excepthook = self.handle

    def handle(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        """Log and show a problem; Ctrl+C at a terminal ends the program as everywhere."""
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, where)
            return
        if self._log is not None:
            self._log.begin()
        report = report_of(kind, error, where)
        log_problem(report)
        if self._tell is not None and isinstance(error, FieldrefError):
            self._tell(str(error))
            return
        if self._tell is not None and is_of_the_program(error):
            self._tell(program_damage(error))
            return
        place = _place(kind, where)
        if place not in self._seen and len(self._seen) < MOST_SHOWN:
            self._seen.add(place)
            self._show(report)

    def release(self) -> None:
        """Put the hook back that was there before."""
        sys.excepthook = self._before


def _place(kind: type[BaseException], where: TracebackType | None) -> tuple[str, str, int]:
    """What kind of problem, and the line it came from; its words may differ each time."""
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    return kind.__name__, where.tb_frame.f_code.co_filename if where else "", where.tb_lineno if where else 0
