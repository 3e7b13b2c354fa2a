"""The window in use, in a process of its own that prints what it measured as JSON (`bench_window` runs it).

Only what the window itself needs is imported at the top: the memory measured here is the window's own.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tests.event_loop import rest

QUERIES = (
    "tourniquet", "active shooter", "reunification", "bomb threat", "unified command", "rescue task force",
    "warning signs", "who do i call", "family assistance", "triage", "lockdown", "turniquet", "ics 214",
    "press conference", "suicide", "swatting", "m21.3", "grants", "vehicle attack", "death notification",
)  # fmt: skip


def _resident() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


class _Throttle:
    """Leaves this process a quarter of a core: a child stops it for 15 of every 20 ms.

    The child ends when its input does, and not while this process is stopped, as a killed one might.
    """

    CODE = (
        "import os, select, signal, sys, time\n"
        "pid = int(sys.argv[1])\n"
        "while not select.select([sys.stdin], [], [], 0.005)[0]:\n"
        "    os.kill(pid, signal.SIGSTOP); time.sleep(0.015)\n"
        "    os.kill(pid, signal.SIGCONT)\n"
    )

    def __enter__(self) -> None:
        import subprocess

        command = [sys.executable, "-c", self.CODE, str(os.getpid())]
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE)

    def __exit__(self, *_: object) -> None:
        self._child.communicate()  # which closes its input


def _paint_watch(pane):  # type: ignore[no-untyped-def]
    """A watch on the pane of results, whose `wait` runs the event loop until the rows of a query have been painted."""
    import time

    from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

    class Watch(QObject):
        def __init__(self) -> None:
            super().__init__(pane)
            self.wanted, self.painted_at, self.loop = "", 0.0, QEventLoop()
            self.after_paint, self.too_long = QTimer(singleShot=True), QTimer(singleShot=True)
            self.after_paint.timeout.connect(self._painted)
            self.too_long.timeout.connect(self.loop.quit)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and pane.result.query.strip() == self.wanted:
                model = pane.list.model()
                if model.rowCount() == 0 or pane.list.visualRect(model.index(0, 0)).height() > 0:
                    self.after_paint.start(0)  # the next event after this paint
            return False

        def _painted(self) -> None:
            if not self.painted_at:
                self.painted_at = time.perf_counter()
                self.loop.quit()

        def begin(self, query: str) -> None:
            self.wanted, self.painted_at = query.strip(), 0.0

        def wait(self) -> float:
            """When the paint ended. The loop sleeps as the program's own does; spinning keeps the worker waiting."""
            if not self.painted_at:
                self.too_long.start(5000)
                self.loop.exec()
                self.too_long.stop()
            return self.painted_at or time.perf_counter()

    watch = Watch()
    pane.list.viewport().installEventFilter(watch)
    return watch


class _Bench:
    def __init__(self) -> None:
        from fieldref.cli import ready_bundle
        from fieldref.core.library import Library
        from fieldref.gui.app import Program, make_application

        self.application = make_application(["fieldref"])
        self.library = Library.open(ready_bundle())
        self.program = Program(self.library, settings_path=None, user_data_path=None, session_path=None)
        self.program.choices.change(role="LE", role_asked=True)
        self.program.show()
        self.window = self.program.window
        self.window.showNormal()
        self.window.setGeometry(0, 0, 1366, 768)
        self.library.prepare_search()
        rest(3000)  # what is prepared while the user looks at home

    def _idle(self, times: int = 3) -> None:
        for _ in range(times):
            self.application.processEvents()

    def keystrokes(self) -> list[float]:
        """Type the queries letter by letter; time from the key event to the painted results."""
        import time

        from PySide6.QtTest import QTest

        field, watch = self.window.top.search.focusProxy(), _paint_watch(self.window.left.results)
        times = []
        for query in QUERIES:
            typed = ""
            self.window.leave_search()
            self.window.top.search.take_focus()  # where the keys of who types go
            for letter in query:
                typed += letter
                watch.begin(typed)
                start = time.perf_counter()
                QTest.keyClicks(field, letter)
                times.append((watch.wait() - start) * 1000)
                rest(30)
        self.window.leave_search()
        return times

    def pages(self) -> list[float]:
        """Open the longest page at 200 % again and again."""
        import time

        from fieldref.gui.places import Place

        longest = max(
            self.library.pages(),
            key=lambda page: sum(len(section.text) for section in self.library.page(page.id).sections),
        )
        other = self.library.pages()[0]
        self.program.choices.change(scale=200)
        self._idle()
        times = []
        for _ in range(40):
            self.window.visit(Place("page", other.id))
            self._idle()
            start = time.perf_counter()
            self.window.visit(Place("page", longest.id))
            self.window.screens.reader.browser.viewport().repaint()
            times.append((time.perf_counter() - start) * 1000)
            self._idle()
        self.program.choices.change(scale=100)
        self._idle()
        return times

    def themes(self) -> list[float]:
        """Change the theme with a page open."""
        import time

        from fieldref.gui.places import Place

        self.window.visit(Place("page", "mitigate/first-officers"))
        self._idle()
        times = []
        for _ in range(40):  # of a dozen, the 95th percentile is the slowest
            start = time.perf_counter()
            self.program.actions.next_theme()
            self.window.repaint()
            self.application.processEvents()
            times.append((time.perf_counter() - start) * 1000)
        return times

    def round(self) -> int:
        """Open every page once; the memory afterwards in kB."""
        from fieldref.gui.memory import COLLECT_EVERY
        from fieldref.gui.places import Place

        for page in self.library.pages():
            self.window.visit(Place("page", page.id))
            self._idle(1)
        rest(2 * COLLECT_EVERY + 500)  # the window collects garbage in its pauses
        return _resident()


def _main(part: str) -> None:
    bench = _Bench()
    if part == "memory":  # in a window that has done nothing else
        print(json.dumps({"round_1": bench.round(), "round_2": bench.round()}), flush=True)
        os._exit(0)
    from tests.bench.measurement import percentile

    if part == "slow":
        with _Throttle():
            keys = bench.keystrokes()
        print(json.dumps({"key_p95": percentile(keys, 0.95)}), flush=True)
    else:
        keys = bench.keystrokes()
        values = {"key_p50": percentile(keys, 0.5), "key_p95": percentile(keys, 0.95)}
        values |= {"page_p95": percentile(bench.pages(), 0.95), "theme_p95": percentile(bench.themes(), 0.95)}
        print(json.dumps(values), flush=True)
    os._exit(0)


if __name__ == "__main__":
    _main(sys.argv[1] if len(sys.argv) > 1 else "")
