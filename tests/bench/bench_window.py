"""The window in use: keystroke to painted results, page to paint, theme change, memory after every page.

Everything is measured in the window itself: from the key event to the end of the paint that shows its results.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import bare_window
from tests.bench.measurement import Measurement, at_most, ratio_at_most

ROOT = Path(__file__).resolve().parent.parent.parent
REPORT = """
import os
def report():
    for line in open("/proc/self/status"):
        if line.startswith("VmRSS"):
            print(int(line.split()[1]), flush=True)
    os._exit(0)
"""


def measure() -> list[Measurement]:
    """Run the window in a process of its own, so that its memory is its own."""
    bare = int(_run(["-c", REPORT + bare_window.CODE]).splitlines()[-1])
    values = json.loads(_run(["-m", "tests.bench.window_run"]).splitlines()[-1])
    slow = json.loads(_run(["-m", "tests.bench.window_run", "slow"]).splitlines()[-1])
    kept = json.loads(_run(["-m", "tests.bench.window_run", "memory"]).splitlines()[-1])
    mb = 1024
    return [
        at_most("window", "keystroke to painted results, p50", values["key_p50"], "ms", 33),
        at_most("window", "keystroke to painted results, p95", values["key_p95"], "ms", 33),
        at_most("window", "the same with a quarter of a core, p95", slow["key_p95"], "ms", 80),
        at_most("window", "longest page at 200 %, open to paint, p95", values["page_p95"], "ms", 50),
        at_most("window", "theme change to paint, p95", values["theme_p95"], "ms", 150),
        ratio_at_most(
            "memory", "after every page once", kept["round_1"] / mb, "MB", baseline="bare window", of=bare / mb,
            limit=2.0,
        ),
        ratio_at_most(
            "memory", "after every page twice", kept["round_2"] / mb, "MB", baseline="after once",
            of=kept["round_1"] / mb, limit=1.03,
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
