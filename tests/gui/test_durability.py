"""Kill -9 while the user's data are written, damaged files, two crashes at start, unexpected exceptions."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fieldref.core.errors import UserDataError
from fieldref.core.settings import Settings, load
from fieldref.core.start_marker import SAFE_AFTER
from fieldref.core.user_data import UserData
from fieldref.gui.crash import CrashHook, report_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is not a thing of Windows")

WRITER = """
import sys
from pathlib import Path
from fieldref.core.settings import Settings, save
from fieldref.core.user_data import UserData
folder = Path(sys.argv[1])
data = UserData(folder / "data.sqlite3")
number = 0
print("ready", flush=True)
while True:
    number += 1
    data.add_bookmark(f"page-{number}")
    data.set_note("page", f"note {number}")
    save(folder / "settings.json", Settings(scale=80 + number % 200, role_asked=True))
    print(number, flush=True)
"""
BOOKMARKER = """
import sys
from pathlib import Path
from fieldref.core.user_data import UserData
data = UserData(Path(sys.argv[1]) / "data.sqlite3")
for number in range(200):
    data.add_bookmark(f"{sys.argv[2]}-{number}")
"""
KILLS = 20
"""Each writes until it is killed at a random moment; together with the other files of the suite about 100 a day."""


def _run(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )


def test_killed_at_random_points_nothing_but_the_change_under_way_is_lost(tmp_path: Path) -> None:
    chance = random.Random(7)
    kills = int(os.environ.get("FIELDREF_KILLS", KILLS))
    for _ in range(kills):
        folder = tmp_path / f"user-{_}"
        folder.mkdir()
        with _run(WRITER, str(folder)) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, 0.08))
            os.kill(writer.pid, signal.SIGKILL)
            done = [int(line) for line in writer.stdout.read().split("\n")[:-1] if line.isdigit()]
        data = UserData(folder / "data.sqlite3")
        kept = len(data.bookmarks())
        data.close()
        finished = done[-1] if done else 0
        assert finished <= kept <= finished + 1
        settings, notice = load(folder / "settings.json")
        assert notice == ""
        assert settings.scale in range(80, 301)


def test_two_programs_lose_nothing_of_each_other(tmp_path: Path) -> None:
    with _run(BOOKMARKER, str(tmp_path), "a") as first, _run(BOOKMARKER, str(tmp_path), "b") as second:
        assert (first.wait(), second.wait()) == (0, 0)
    assert len(UserData(tmp_path / "data.sqlite3").bookmarks()) == 400


@pytest.mark.parametrize("content", [b"\x00" * 4096, b"SQLite format 3\x00" + b"\x00" * 40, b"words"])
def test_a_damaged_data_file_is_set_aside_and_said(start, tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "user"
    folder.mkdir(exist_ok=True)
    (folder / "data.sqlite3").write_bytes(content)
    user = start()
    user.qtbot.waitUntil(lambda: "kept as" in user.window.messages.last, timeout=5000)
    assert any("damaged" in path.name for path in folder.iterdir())


def test_data_of_a_later_version_is_shown_and_not_changed(start, tmp_path: Path) -> None:
    folder = tmp_path / "user"
    folder.mkdir(exist_ok=True)
    data = UserData(folder / "data.sqlite3")
    data.add_bookmark("mitigate/zones", "", "Zones")
    data.close()
    database = sqlite3.connect(folder / "data.sqlite3")
    database.execute("PRAGMA user_version = 99")
    database.close()
    user = start()
    user.qtbot.waitUntil(lambda: "later fieldref" in user.window.messages.last, timeout=5000)
    assert user.window.home_rows.bookmark_rows()
    user.visit("page", "mitigate/triage")
    user.window.screens.use_tool("bookmark")
    assert len(user.program.data.bookmarks()) == 1


def test_two_crashes_at_start_lead_to_the_safe_mode(start, tmp_path: Path) -> None:
    (tmp_path / "user").mkdir(exist_ok=True)
    for number in range(SAFE_AFTER):
        (tmp_path / "user" / f"starting-{number}").touch()  # what a dead program leaves
    user = start(theme="red", scale=150)
    assert user.program.look.scale == 150
    assert "safe mode" in user.window.messages.last
    assert user.program.look.theme.name == "red"
    assert user.program.data.path is None
    user.window.close()
    again = start()
    assert again.program.look.theme.name == "red"


def test_a_good_start_takes_the_marker_away(start, tmp_path: Path) -> None:
    user = start()
    user.qtbot.waitUntil(lambda: not [*(tmp_path / "user").glob("starting-*")], timeout=3000)


def test_an_unexpected_exception_shows_one_report_and_the_program_goes_on(user) -> None:
    try:
        raise ValueError("a strange thing")
    except ValueError as error:
        for _ in range(3):
            sys.excepthook(type(error), error, error.__traceback__)
    report = user.program._report
    assert report.isVisible()
    assert report.report.toPlainText().count("\nValueError") == 1
    report.close()
    user.visit("page", "mitigate/zones")
    assert user.title == "Hot, warm and cold zones"


def test_a_report_holds_no_words_of_what_was_typed() -> None:
    typed = "".join(("Pat", " Doe"))
    try:
        try:
            {}[typed]
        except KeyError as error:
            raise OSError(28, typed, f"/home/{typed}") from error
    except OSError as error:
        report = report_of(type(error), error, error.__traceback__)
    assert typed not in report
    assert [line for line in report.splitlines() if line in ("KeyError", "OSError 28")] == ["KeyError", "OSError 28"]
    assert "in test_a_report_holds_no_words" in report


def test_the_report_closes_with_the_window(start) -> None:
    user = start()
    user.program._show_report("a report")
    report = user.program._report
    assert report.isVisible()
    user.window.close()
    assert not report.isVisible()


def test_a_log_that_cannot_be_closed_leaves_no_mark_of_a_crash(start, tmp_path: Path, monkeypatch) -> None:
    def fail(handler: object) -> None:
        raise OSError(28, "No space left on device")

    user = start()
    user.program.log.begin()
    monkeypatch.setattr(user.program.log._handler, "close", lambda: fail(None))
    monkeypatch.setattr(user.program, "_save_session", lambda: fail(None))
    user.window.close()
    assert [*(tmp_path / "user").glob("running-*")] == []
    assert "was not closed" not in start().window.messages.last


def test_data_of_a_later_form_do_not_stop_the_start(start, tmp_path: Path) -> None:
    (tmp_path / "user").mkdir()
    database = sqlite3.connect(tmp_path / "user" / "data.sqlite3")
    tables = "CREATE TABLE bookmarks (page); CREATE TABLE notes (page); CREATE TABLE recent (page, turn);"
    database.executescript(f"{tables} PRAGMA user_version = 2;")
    database.close()
    user = start()
    assert "later fieldref" in user.window.messages.last
    assert "keeps nothing" in user.window.messages.last


def test_what_cannot_be_read_before_there_is_a_window_is_said_in_it(start, monkeypatch) -> None:
    def refuse(data: UserData, query: str, *values: object) -> list[object]:
        raise UserDataError("Cannot be read now.")

    monkeypatch.setattr(UserData, "_rows", refuse)
    user = start()
    bar = user.window.messages
    assert "Cannot be read now." in [words for words, *_ in (bar._shown, *bar._waiting)]


def test_safe_mode_is_dark_where_the_settings_cannot_be_read(start, tmp_path: Path) -> None:
    (tmp_path / "user").mkdir()
    for number in range(SAFE_AFTER):
        (tmp_path / "user" / f"starting-{number}").touch()
    (tmp_path / "user" / "settings.json").write_bytes(b"\x00" * 50)
    user = start()
    assert user.program.look.theme.name == "dark"
    assert "gone when fieldref is closed" in user.window.messages.last


def test_the_crash_hook_gives_the_old_hook_back() -> None:
    before = sys.excepthook
    hook = CrashHook(lambda report: None)
    hook.release()
    assert sys.excepthook == before


def test_settings_survive_a_folder_that_cannot_be_written(start, tmp_path: Path) -> None:
    user = start()
    (tmp_path / "a file").write_text("")
    user.program.choices._path = tmp_path / "a file" / "settings.json"
    user.program.choices.change(scale=125)
    assert user.program.look.scale == 125
    assert "cannot be saved" in user.window.messages.last


def test_defaults_are_a_day_theme_for_everyone() -> None:
    assert (Settings().theme, Settings().role) == ("day", None)
