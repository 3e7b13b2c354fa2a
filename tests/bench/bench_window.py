"""The window in use: keystroke to painted results, page to paint, theme change, memory after every page.


Everything is measured in the window itself: from the key event to the end of the paint that shows its results.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measurement import Measurement, at_most, percentile, ratio_at_most

ROOT = Path(__file__).resolve().parent.parent.parent
QUERIES = (
    "tourniquet", "active shooter", "reunification", "bomb threat", "unified command", "rescue task force",
    "warning signs", "who do i call", "family assistance", "triage", "lockdown", "turniquet", "ics 214",
    "press conference", "suicide", "swatting", "m21.3", "grants", "vehicle attack", "death notification",
)  # fmt: skip

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QListView, QMainWindow, QSplitter, QTextBrowser
app = QApplication(sys.argv)
window = QMainWindow(); split = QSplitter(); split.addWidget(QListView()); split.addWidget(QTextBrowser())
window.setCentralWidget(split); window.resize(1366, 768); window.show(); app.processEvents()
for line in open("/proc/self/status"):
    if line.startswith("VmRSS"):
        print(int(line.split()[1]))
"""


def measure() -> list[Measurement]:
    """Run the window in a process of its own, so that its memory is its own."""
    bare = int(_run(["-c", BARE]).splitlines()[-1])
    values = json.loads(_run(["-m", "tests.bench.bench_window"]).splitlines()[-1])
    slow = json.loads(_run(["-m", "tests.bench.bench_window", "slow"]).splitlines()[-1])
    mb = 1024
    return [
        at_most("window", "keystroke to painted results, p50", values["key_p50"], "ms", 33),
        at_most("window", "keystroke to painted results, p95", values["key_p95"], "ms", 33),
        at_most("window", "the same with a quarter of a core, p95", slow["key_p95"], "ms", 80),
        at_most("window", "longest page at 200 %, open to paint, p95", values["page_p95"], "ms", 50),
        at_most("window", "theme change to paint, p95", values["theme_p95"], "ms", 150),
        ratio_at_most(
            "memory", "after every page once", values["round_1"] / mb, "MB", baseline="bare window", of=bare / mb,
            limit=2.0,
        ),
        ratio_at_most(
            "memory", "after every page twice", values["round_2"] / mb, "MB", baseline="after once",
            of=values["round_1"] / mb, limit=1.03,
        ),
    ]  # fmt: skip


def _run(arguments: list[str]) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryDirectory() as home:
        environment["FIELDREF_HOME"] = home
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
    return done.stdout


def _resident() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


class _Throttle:
    """Leaves this process a quarter of a core: a child stops it for 15 of every 20 ms."""

    CODE = (
        "import os, signal, sys, time\n"
        "pid = int(sys.argv[1])\n"
        "while True:\n"
        "    os.kill(pid, signal.SIGSTOP); time.sleep(0.015)\n"
        "    os.kill(pid, signal.SIGCONT); time.sleep(0.005)\n"
    )

    def __enter__(self) -> None:
        self._child = subprocess.Popen([sys.executable, "-c", self.CODE, str(os.getpid())])

    def __exit__(self, *_: object) -> None:
        self._child.kill()
        self._child.wait()


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
        self.window.setGeometry(0, 0, 1366, 768)
        self.library.prepare_search()
        self._idle(30)

    def _idle(self, times: int = 3) -> None:
        for _ in range(times):
            self.application.processEvents()

    def _until(self, ready) -> None:  # type: ignore[no-untyped-def]
        import time

        from PySide6.QtCore import QEventLoop

        deadline = time.perf_counter() + 5
        while not ready() and time.perf_counter() < deadline:
            self.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)

    def keystrokes(self) -> list[float]:
        """Type the queries letter by letter; time from the key event to the painted results."""
        import time

        from PySide6.QtTest import QTest

        field, results = self.window.top.search.focusProxy(), self.window.left
        times = []
        for query in QUERIES:
            typed = ""
            self.window.leave_search()
            for letter in query:
                typed += letter
                start = time.perf_counter()
                QTest.keyClicks(field, letter)
                self._until(lambda text=typed: results.results.result.query.strip() == text.strip())
                results.results.list.viewport().repaint()
                times.append((time.perf_counter() - start) * 1000)
                pause = time.perf_counter() + 0.03
                while time.perf_counter() < pause:
                    self.application.processEvents()
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
        for _ in range(20):
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
        for _ in range(12):
            start = time.perf_counter()
            self.program.actions.next_theme()
            self.window.repaint()
            self.application.processEvents()
            times.append((time.perf_counter() - start) * 1000)
        return times

    def round(self) -> int:
        """Open every page once; the memory afterwards in kB."""
        from fieldref.gui.places import Place

        for page in self.library.pages():
            self.window.visit(Place("page", page.id))
            self._idle(1)
        gc.collect()
        return _resident()


def _main(slow: bool) -> None:
    bench = _Bench()
    if slow:
        with _Throttle():
            keys = bench.keystrokes()
        print(json.dumps({"key_p95": percentile(keys, 0.95)}), flush=True)
    else:
        keys = bench.keystrokes()
        values = {"key_p50": percentile(keys, 0.5), "key_p95": percentile(keys, 0.95)}
        values |= {"page_p95": percentile(bench.pages(), 0.95), "theme_p95": percentile(bench.themes(), 0.95)}
        values |= {"round_1": bench.round(), "round_2": bench.round()}
        print(json.dumps(values), flush=True)
    os._exit(0)


if __name__ == "__main__":
    _main("slow" in sys.argv[1:])
