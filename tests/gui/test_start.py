"""What happens around the first paint: little before it, the rest in small steps after it, no key lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtTest import QTest

from fieldref.gui.warm_up import WarmUp

ROOT = Path(__file__).resolve().parents[2]
LATER = (
    "fieldref.gui.reader",
    "fieldref.gui.results",
    "fieldref.core.search",
    "fieldref.core.texts",
    "logging.handlers",
)
READ = """
import linecache, sys
import fieldref.gui.app, fieldref.gui.results
print(*(name for name in linecache.cache if "fieldref" in name.rpartition("/")[0]))
"""
LOADED = "import sys; import fieldref.cli, fieldref.gui.app; print(*sorted(sys.modules))"


def test_start_loads_nothing_that_the_home_screen_does_not_show():
    listed = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = listed.stdout.split()
    assert [name for name in LATER if name in loaded] == []


def test_no_module_of_ours_is_read_as_source_once_it_is_imported():
    """PySide's own import would do that, and keep every line."""
    read = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True, cwd=ROOT)
    assert read.stdout.split() == []


def test_where_the_search_cannot_be_prepared_the_rest_of_the_start_goes_on(start, library, monkeypatch):
    def fails() -> None:
        raise RuntimeError("no search today")

    monkeypatch.setattr(library, "prepare_search", fails)
    user = start(role=None, role_asked=False)
    shown: list[str] = []
    monkeypatch.setattr(user.program.hook, "_show", shown.append)
    user.qtbot.waitUntil(lambda: user.window.history.here.kind == "roles", timeout=15000)
    user.qtbot.waitUntil(lambda: "No damage found" in user.window.status.words, timeout=30000)
    assert "no search today" in shown[0]


def test_warming_up_does_one_step_at_a_time(qapp, qtbot):
    owner, done = QObject(), []
    warm_up = WarmUp(owner, lambda: done.append(1), lambda: done.append(2))
    qtbot.waitUntil(lambda: warm_up.done, timeout=10000)
    assert done == [1, 2]


def test_a_window_that_closes_warms_up_no_more(qapp, qtbot):
    owner, done = QObject(), []
    warm_up = WarmUp(owner, lambda: done.append(1))
    warm_up.stop()
    QTest.qWait(30)
    assert done == []


def test_letters_typed_before_anything_else_is_made_are_searched_for(start):
    user = start()
    QTest.keyClicks(user.window.top.search.focusProxy(), "tour")
    user.qtbot.waitUntil(lambda: user.window.left.results.result.query == "tour", timeout=15000)
    assert user.window.left.results.result.hits
