"""A log-out, `kill` or Ctrl+C closes the window as its user would, so that everything is kept."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, QSocketNotifier


@contextlib.contextmanager
def ended_by_signals(close: Callable[[], object]) -> Iterator[None]:
    """Call `close` from the event loop, and leave that loop, when the system asks the program to end.

    Python runs a signal's handler between any two lines of the main thread. A window that closes there, in the middle
    of a line that holds a lock, can wait for that lock for ever. So the handler does nothing; the byte that Python
    writes for each signal is what the event loop wakes for. Windows sends none of these signals to a window.
    """
    if sys.platform == "win32":
        yield
        return
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read)

    def end() -> None:
        os.read(reading, 512)
        close()
        QCoreApplication.quit()  # also with another window still open

    notifier.activated.connect(end)
    before_fd = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    ending = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    before = {number: signal.getsignal(number) for number in ending}
    # What `nohup` asked for stays, and what somebody set from C (None), which could not be put back.
    before = {number: handler for number, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    for number in before:
        signal.signal(number, lambda number, frame: None)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(before_fd)
        notifier.setEnabled(False)
        os.close(reading)
        os.close(writing)
