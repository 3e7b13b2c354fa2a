"""Asks CUPS what became of a printer's jobs: its library is there wherever Qt prints through it.

Elsewhere (Windows, or a CUPS with another library) the answer is None, and the reader is told to check the printer.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from dataclasses import dataclass
from functools import cache

STATES = {3: "pending", 4: "held", 5: "processing", 6: "stopped", 7: "canceled", 8: "aborted", 9: "completed"}
"""IPP job states (RFC 8011)."""

_ALL_JOBS = -1


@dataclass(frozen=True, slots=True)
class CupsJob:
    """A job that CUPS remembers."""

    id: int
    title: str
    state: str


class _Job(ctypes.Structure):
    """cups_job_t of libcups.so.2."""

    _fields_ = (
        ("id", ctypes.c_int),
        ("dest", ctypes.c_char_p),
        ("title", ctypes.c_char_p),
        ("user", ctypes.c_char_p),
        ("format", ctypes.c_char_p),
        ("state", ctypes.c_int),
        ("size", ctypes.c_int),
        ("priority", ctypes.c_int),
        ("completed_time", ctypes.c_long),
        ("creation_time", ctypes.c_long),
        ("processing_time", ctypes.c_long),
    )


@cache
def _library() -> ctypes.CDLL | None:
    if sys.platform == "win32":
        return None
    names = ("libcups.so.2", "libcups.2.dylib")
    for name in names:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        pointer = ctypes.POINTER(_Job)
        library.cupsGetJobs.argtypes = (ctypes.POINTER(pointer), ctypes.c_char_p, ctypes.c_int, ctypes.c_int)
        library.cupsGetJobs.restype = ctypes.c_int
        library.cupsFreeJobs.argtypes = (ctypes.c_int, pointer)
        library.cupsFreeJobs.restype = None
        return library
    return None


def jobs_of(printer: str) -> tuple[CupsJob, ...] | None:
    """All jobs that CUPS remembers for a printer, ended ones too; None where it cannot be asked."""
    library = _library()
    if library is None:
        return None
    found = ctypes.POINTER(_Job)()
    count = library.cupsGetJobs(ctypes.byref(found), printer.encode(), 0, _ALL_JOBS)
    if count < 0:
        return None
    try:
        return tuple(
            CupsJob(job.id, (job.title or b"").decode(errors="replace"), STATES.get(job.state, "unknown"))
            for job in found[:count]
        )
    finally:
        library.cupsFreeJobs(count, found)
