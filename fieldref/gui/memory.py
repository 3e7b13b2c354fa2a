"""Garbage is looked for in the window's pauses, and what is freed goes back to the system."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

COLLECT_EVERY = 2_000
"""Milliseconds between looks for garbage."""
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""Parameters of glibc's mallopt(3)."""
LARGE = 128 * 1024
"""Bytes from which a block is its own mapping and goes back at once, and how many free ones are kept at the heap's end:
glibc's own defaults, which it gives up for greater ones, up to 32 MB, as soon as the first large block is freed."""


class Collector(QObject):
    """Collects Python's cyclic garbage on the window's thread only.

    Python collects on whatever thread allocates; freeing a Qt object on the worker thread ends the process (seen).
    """

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._thresholds = gc.get_threshold()
        self._give_back: Callable[[int], object] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(COLLECT_EVERY)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def begin_giving_back(self) -> None:
        """From now on give the memory of pages and drawings that were left back to the system."""
        self._give_back = _trim_of_glibc()

    def stop(self) -> None:
        """Leave collecting to Python again: no worker runs any more."""
        self._timer.stop()
        gc.enable()

    def collect(self) -> None:
        """Collect the oldest generation that is due."""
        counts = gc.get_count()
        due = [generation for generation in (0, 1, 2) if counts[generation] > self._thresholds[generation]]
        if due:
            gc.collect(due[-1])
            if self._give_back is not None:
                self._give_back(0)


def _trim_of_glibc() -> Callable[[int], object] | None:
    """Keep glibc at its defaults, and return its malloc_trim(3); None where there is another C library."""
    if sys.platform != "linux":
        return None
    import ctypes  # deferred: nothing at start needs it

    try:
        library = ctypes.CDLL(None)
        set_option, trim = library.mallopt, library.malloc_trim
    except (OSError, AttributeError):
        return None
    set_option(M_MMAP_THRESHOLD, LARGE)
    set_option(M_TRIM_THRESHOLD, LARGE)
    return trim
