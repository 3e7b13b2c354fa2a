"""Start to first painted window, search ready after it, and memory, against a bare window of the same widgets.

The everyday start: bytecode is there, the role was chosen before. On a machine that others use too the processor time
until the paint is the sturdier figure: the least of all runs, where the clock's figure is their median.
"""

from __future__ import annotations

import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measurement import Measurement, at_most, ratio_at_most

ROOT = Path(__file__).resolve().parent.parent.parent
RUNS = 9

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (QApplication, QLineEdit, QListView, QMainWindow, QSplitter, QStackedWidget,
                               QTextBrowser, QTreeView, QToolBar)
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, done)
def done():
    report()
app = QApplication(sys.argv)
window = Window(); window.resize(1366, 768)
bar = QToolBar(); bar.addWidget(QLineEdit()); window.addToolBar(bar)
split = QSplitter(); split.addWidget(QTreeView()); split.addWidget(QListView())
stack = QStackedWidget(); stack.addWidget(QTextBrowser()); split.addWidget(stack)
window.setCentralWidget(split); window.show()
"""
REPORT = """
import json, os, time
def report(paint_time=None, paint_work=None, **more):
    started = float(os.environ["FIELDREF_BENCH_START"])
    peak = 0
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            peak = int(line.split()[1])
    print(json.dumps({"paint": ((paint_time or time.time()) - started) * 1000, "peak": peak,
                      "work": (paint_work or time.process_time()) * 1000, **more}), flush=True)
    os._exit(0)
"""
PROGRAM = """
import sys, time
from fieldref.cli import ready_bundle
folder = ready_bundle()
import gc
gc.disable()  # as cli.py does
from PySide6.QtCore import QTimer
from fieldref.core import paths
from fieldref.core.library import Library
from fieldref.gui.app import Program, make_application
app = make_application(["fieldref"])
places = paths.user_places()
library = Library.open(folder)
program = Program(library, settings_path=places.settings, user_data_path=places.user_data,
                  session_path=places.window_state)
started = {}
def painted():
    started.update(paint=time.time(), work=time.process_time())
    timer.start(1)
def poll():
    if library.search_is_ready:
        ready = (time.time() - started["paint"]) * 1000
        library.search("tourniquet")
        report(paint_time=started["paint"], paint_work=started["work"], search_ready=ready)
timer = QTimer(); timer.timeout.connect(poll)
program.window.painted.connect(painted)
program.show([])
sys.exit(app.exec())
"""


def run(code: str, home: str) -> dict[str, float]:
    """Start a program anew and read what it reports of itself."""
    import time

    environment = {**os.environ, "FIELDREF_HOME": home, "FIELDREF_BENCH_START": repr(time.time())}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    done = subprocess.run(
        [sys.executable, "-c", REPORT + code], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    values: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return values


def _prepare(home: Path) -> None:
    from fieldref.core.settings import Settings, save

    compileall.compile_dir(ROOT / "fieldref", quiet=1)
    save(home / "settings.json", Settings(role="LE", role_asked=True))


def measure() -> list[Measurement]:
    """Both programs in turn, so that both see the same machine."""
    bare, full = [], []
    with tempfile.TemporaryDirectory() as home:
        _prepare(Path(home))
        run(BARE + "\nsys.exit(app.exec())", home), run(PROGRAM, home)
        for _ in range(RUNS):
            bare.append(run(BARE + "\nsys.exit(app.exec())", home))
            full.append(run(PROGRAM, home))

    def median(rows: list[dict[str, float]], key: str) -> float:
        return statistics.median(row[key] for row in rows)

    ready = statistics.median(row["search_ready"] for row in full)
    return [
        ratio_at_most(
            "start", "first painted window", median(full, "paint"), "ms",
            baseline="bare window", of=median(bare, "paint"), limit=1.3,
        ),
        ratio_at_most(
            "start", "processor time until then", min(row["work"] for row in full), "ms",
            baseline="bare window", of=min(row["work"] for row in bare), limit=1.3,
        ),
        at_most("start", "search ready after first paint", ready, "ms", 100),
        ratio_at_most(
            "memory", "peak after start and first search", median(full, "peak") / 1024, "MB",
            baseline="bare window", of=median(bare, "peak") / 1024, limit=1.6,
        ),
    ]  # fmt: skip
