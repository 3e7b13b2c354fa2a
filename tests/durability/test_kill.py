"""Kill -9 at random points while everything is written at once: at most the change under way is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from fieldref.core.settings import load
from fieldref.core.user_data import UserData
from fieldref.gui.signals import ended_by_signals
from tests.durability.harm import ROOT, WINDOW, environment, run_python

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")

WRITER = """
import sys
from pathlib import Path
from fieldref.core.settings import Settings, save
from fieldref.core.user_data import UserData
folder, turn = Path(sys.argv[1]), sys.argv[2]
data = UserData(folder / "data.sqlite3")
print("ready", flush=True)
for number in range(1, 100_000):
    data.add_bookmark(f"{turn}/{number}", "", "title")
    data.set_note(turn, f"{number} " + "words " * 200)
    data.set_local_value("pio", f"{turn} {number}")
    save(folder / "settings.json", Settings(scale=80 + number % 200))
    print(number, flush=True)
"""
WINDOW_WRITER = (
    WINDOW
    + """
window.visit(Place("page", "mitigate/triage"))
window.screens.use_tool("note")
number = 0
while True:
    number += 1
    program.data.add_bookmark(f"page-{number}")
    program.choices.change(scale=80 + number % 20)
    window.screens.note.edit.setPlainText(f"note {number}")
    window.screens.note.keep()
    print("wrote", number, flush=True)
    settle(0.01)
"""
)
RESTART = WINDOW + "finish()\n"


def kill_once(folder: Path, turn: int, chance: random.Random) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), f"turn{turn}"], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 0.06))
        writer.send_signal(signal.SIGKILL)
        done = [int(line) for line in writer.stdout.read().split("\n")[:-1]]
    finished = done[-1] if done else 0
    data = UserData(folder / "data.sqlite3")
    assert data.notice == ""
    kept = sum(mark.page.startswith(f"turn{turn}/") for mark in data.bookmarks())
    assert finished <= kept <= finished + 1
    if finished:
        assert int(data.note(f"turn{turn}").split()[0]) - finished in (0, 1)
    data.close()
    assert load(folder / "settings.json")[1] == ""


def test_killed_at_ten_points(tmp_path: Path) -> None:
    chance = random.Random(11)
    for turn in range(10):
        kill_once(tmp_path, turn, chance)


@pytest.mark.slow
def test_killed_at_a_hundred_points(tmp_path: Path) -> None:
    chance = random.Random(13)
    for turn in range(100):
        kill_once(tmp_path, turn, chance)


def test_a_killed_window_starts_again_and_says_what_happened(bundle: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with subprocess.Popen(
        [sys.executable, "-c", WINDOW_WRITER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
        env=environment(home, FIELDREF_BUNDLE=str(bundle)),
    ) as window:  # fmt: skip
        assert window.stdout is not None
        for _ in range(20):
            line = window.stdout.readline()
        window.send_signal(signal.SIGKILL)
        lines = [line, *window.stdout.read().split("\n")[:-1]]
    finished = int(lines[-1].split()[1])
    again = run_python(RESTART, home, FIELDREF_BUNDLE=str(bundle))
    assert again.stdout.count("was not closed the last time") == 1, again.stdout + again.stderr
    data = UserData(home / "user-data.sqlite3")
    assert len(data.bookmarks()) - finished in (0, 1)
    assert int(data.note("mitigate/triage").split()[1]) - finished in (0, 1)
    data.close()
    third = run_python(RESTART, home, FIELDREF_BUNDLE=str(bundle))
    assert "said" not in third.stdout
    assert [path.name for path in home.iterdir() if path.name.startswith(("starting-", "running-"))] == []


def test_a_log_out_closes_the_window_as_its_user_would(bundle: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    code = "import sys; from fieldref.cli import main; print('up', flush=True); sys.exit(main(['M21']))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
        env=environment(home, FIELDREF_BUNDLE=str(bundle)),
    ) as window:  # fmt: skip
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not [*home.glob("running-*")]:
            time.sleep(0.05)
        window.terminate()
        try:
            ended = window.wait(20)
        finally:
            window.kill()
    assert ended == 0
    assert not [*home.glob("running-*")]
    assert (home / "window.json").is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no such signal")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_waits_for_the_line_under_way(qapp, name: str) -> None:
    """What the main thread is in the middle of may hold a lock that closing the window waits for."""
    number = getattr(signal, name)
    usual = signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL
    before = signal.signal(number, usual)  # a suite that runs in the background has some of them ignored
    done: list[str] = []
    with ended_by_signals(lambda: done.append("closed")):

        def under_way() -> None:
            os.kill(os.getpid(), number)
            done.append("line under way")

        QTimer.singleShot(0, under_way)
        last_resort = QTimer(singleShot=True)
        last_resort.timeout.connect(lambda: (done.append("never told"), qapp.quit()))
        last_resort.start(10_000)
        qapp.exec()
        last_resort.stop()
    signal.signal(number, before)
    assert done == ["line under way", "closed"]


def test_a_log_out_at_any_point_of_the_start_ends_the_program(bundle: Path, tmp_path: Path) -> None:
    chance = random.Random(17)
    code = "import sys; from fieldref.cli import main; sys.exit(main(['M21']))"
    for turn in range(12):
        home = tmp_path / f"home {turn}"
        with subprocess.Popen(
            [sys.executable, "-c", code], stderr=subprocess.PIPE, cwd=ROOT,
            env=environment(home, FIELDREF_BUNDLE=str(bundle)),
        ) as window:  # fmt: skip
            deadline = time.monotonic() + 30
            while time.monotonic() < deadline and not [*home.glob("running-*")]:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.1))
            window.terminate()
            try:
                _, words = window.communicate(timeout=30)
            finally:
                window.kill()
        assert window.returncode == 0, words.decode()
        assert b"Traceback" not in words
        assert not [*home.glob("running-*")]


BOOKMARKER = """
import sys
from pathlib import Path
from fieldref.core.user_data import UserData
data = UserData(Path(sys.argv[1]))
for number in range(200):
    data.add_bookmark(f"{sys.argv[2]}-{number}")
data.close()
"""


def test_two_programs_starting_at_once_make_four_hundred_bookmarks(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite3"
    both = [subprocess.Popen([sys.executable, "-c", BOOKMARKER, str(path), name], cwd=ROOT) for name in ("a", "b")]
    assert [program.wait(120) for program in both] == [0, 0]
    assert len(UserData(path).bookmarks()) == 400


def test_two_windows_keep_each_others_settings(start) -> None:
    one, two = start(theme="day", scale=100), start()
    one.program.choices.change(theme="red")
    two.program.choices.change(scale=150)
    one.window.close()
    two.window.close()
    again = start()
    assert (again.program.look.theme.name, again.program.look.scale) == ("red", 150)
