"""Start to first painted window, search ready after it, and memory, against two windows without anything of ours.

The bare window has one of each larger widget; the plain window has as many visible widgets of each Qt class as the home
screen, with a word in each, in one layout, without fonts, colors or drawings of their own.

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

from tests.bench import bare_window
from tests.bench.measurement import Measurement, at_most, ratio_at_most

ROOT = Path(__file__).resolve().parent.parent.parent
RUNS = 9

PLAIN = """
import json, os, sys
from collections import Counter
from PySide6 import QtWidgets
from PySide6.QtCore import Qt, QTimer
class Window(QtWidgets.QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, report)
app = QtWidgets.QApplication(sys.argv)
window = Window(); window.resize(1366, 768)
middle = QtWidgets.QWidget(); grid = QtWidgets.QGridLayout(middle)
count = 0
for name, number in json.loads(os.environ["FIELDREF_BENCH_WIDGETS"]).items():
    for _ in range(number):
        widget = getattr(QtWidgets, name)()
        if hasattr(widget, "setText"):
            widget.setText("Some words")
        grid.addWidget(widget, count // 10, count % 10, Qt.AlignmentFlag.AlignTop); count += 1
window.setCentralWidget(middle); window.show()
sys.exit(app.exec())
"""
STAND_INS = {"QAbstractButton": "QPushButton", "QMainWindow": "", "QAbstractScrollArea": "QScrollArea"}
"""Classes of which no object can be made, or none inside a window."""
COUNT = """
import json
from collections import Counter
from PySide6.QtWidgets import QWidget
def widgets(window):
    counted = Counter()
    for widget in window.findChildren(QWidget):
        if widget.isVisible():
            counted[next(c.__name__ for c in type(widget).__mro__ if c.__module__.startswith("PySide6"))] += 1
    return counted
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
        program.marker.end()  # else the next start would have to say that this one was not closed
        report(paint_time=started["paint"], paint_work=started["work"], search_ready=ready)
timer = QTimer(); timer.timeout.connect(poll)
program.window.painted.connect(painted)
program.show([])
sys.exit(app.exec())
"""
COUNTING = PROGRAM.replace("QTimer(); timer.timeout.connect(poll)", "QTimer()").replace(
    "    timer.start(1)\n", "    print(json.dumps(widgets(program.window)), flush=True); os._exit(0)\n"
)
"""The program that only says of which widgets its first window is made."""


def run(code: str, home: str, widgets: str = "") -> dict[str, float]:
    """Start a program anew and read what it reports of itself."""
    import time

    environment = {**os.environ, "FIELDREF_HOME": home, "FIELDREF_BENCH_START": repr(time.time())}
    environment["FIELDREF_BENCH_WIDGETS"] = widgets
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    done = subprocess.run(
        [sys.executable, "-c", REPORT + code], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    values: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return values


def home_widgets(home: str) -> dict[str, int]:
    """How many widgets of each Qt class the home screen shows, as a plain window can make them."""
    counted: dict[str, int] = {}
    for name, number in run(COUNT + COUNTING, home).items():
        stand_in = STAND_INS.get(name, name)
        if stand_in:
            counted[stand_in] = counted.get(stand_in, 0) + int(number)
    return counted


def _prepare(home: Path) -> None:
    from fieldref.core.settings import Settings, save

    compileall.compile_dir(ROOT / "fieldref", quiet=1)
    save(home / "settings.json", Settings(role="LE", role_asked=True))


def measure() -> list[Measurement]:
    """The programs in turn, so that all see the same machine."""
    bare, plain, full = [], [], []
    with tempfile.TemporaryDirectory() as home:
        _prepare(Path(home))
        widgets = json.dumps(home_widgets(home))
        run(bare_window.CODE, home), run(PLAIN, home, widgets), run(PROGRAM, home)
        for _ in range(RUNS):
            bare.append(run(bare_window.CODE, home))
            plain.append(run(PLAIN, home, widgets))
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
        ratio_at_most(
            "start", "first painted window", median(full, "paint"), "ms",
            baseline="plain window of as many widgets", of=median(plain, "paint"), limit=1.3,
        ),
        ratio_at_most(
            "start", "processor time until then", min(row["work"] for row in full), "ms",
            baseline="plain window of as many widgets", of=min(row["work"] for row in plain), limit=1.3,
        ),
        at_most("start", "search ready after first paint", ready, "ms", 100),
        ratio_at_most(
            "memory", "peak after start and first search", median(full, "peak") / 1024, "MB",
            baseline="bare window", of=median(bare, "peak") / 1024, limit=1.6,
        ),
        ratio_at_most(
            "memory", "peak after start and first search", median(full, "peak") / 1024, "MB",
            baseline="plain window of as many widgets", of=median(plain, "peak") / 1024, limit=1.6,
        ),
    ]  # fmt: skip
