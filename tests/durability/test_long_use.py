"""A window in use for long: Qt objects come and go by the thousand, and nothing ends the program."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.durability.harm import ROOT, environment

SEARCH_AND_LEAVE = """
import sys
from PySide6.QtCore import QTimer
from fieldref.cli import ready_bundle
from fieldref.core.library import Library
from fieldref.gui import app as app_module
from fieldref.gui.app import Program, make_application
class InlineTasks(app_module.Tasks):
    def run(self, owner, key, work, done, **more):
        done(work())
app_module.Tasks = InlineTasks  # every search has its results before it is left
app = make_application(["fieldref"])
program = Program(Library.open(ready_bundle()), settings_path=None, user_data_path=None, session_path=None)
program.choices.change(role="LE", role_asked=True)
program.show()
program.window.showNormal()
program.window.setGeometry(0, 0, 1366, 768)  # the chain folds and unfolds as the results come and go
turns = iter(range(300))
def turn():
    number = next(turns, None)
    if number is None:
        print("still here", flush=True)
        program.window.close()
        app.quit()
    elif number % 2:
        program.window.leave_search()
    else:
        program.window.search_for("trauma")
timer = QTimer()
timer.timeout.connect(turn)
QTimer.singleShot(1500, lambda: timer.start(20))
sys.exit(app.exec())
"""
"""Under the event loop of the program itself: only there does Qt delete what was to be deleted later."""


def run(arguments: list[str], home: Path, bundle: Path, seconds: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=seconds,
        env=environment(home, FIELDREF_BUNDLE=str(bundle)), check=False,
    )  # fmt: skip


def test_a_hundred_and_fifty_searches_from_home_and_back(bundle: Path, tmp_path: Path) -> None:
    done = run(["-c", SEARCH_AND_LEAVE], tmp_path / "home", bundle, 200)
    assert done.returncode == 0, done.stderr
    assert "still here" in done.stdout


def wander(seed: int, steps: int, home: Path, bundle: Path) -> None:
    done = run(["-m", "tests.durability.wanderer", str(seed), str(steps)], home, bundle, 60 + steps)
    last = "\n".join(done.stdout.splitlines()[-12:])
    assert done.returncode == 0, f"{last}\n{done.stderr}"
    assert f"wandered {steps}" in done.stdout, last
    assert "Traceback" not in done.stderr, f"{last}\n{done.stderr}"
    written = [path.read_text(encoding="utf-8") for path in home.glob("*.log")]
    assert not [text for text in written if "Traceback" in text]


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_pressed_the_program_goes_on(bundle: Path, tmp_path: Path, seed: int) -> None:
    wander(seed, 250, tmp_path / "home", bundle)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 20))
def test_whatever_is_pressed_for_minutes_the_program_goes_on(bundle: Path, tmp_path: Path, seed: int) -> None:
    wander(seed, 3000, tmp_path / "home", bundle)


def test_no_layout_is_asked_for_its_items() -> None:
    """PySide keeps its object of an item that Qt deletes; what is made at that address later is then deleted twice."""
    asking = re.compile(r"\.itemAt\(|\.itemAtPosition\(")
    files = [path for path in (ROOT / "fieldref").rglob("*.py") if asking.search(path.read_text(encoding="utf-8"))]
    assert files == []
