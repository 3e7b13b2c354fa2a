"""Bookmarks, notes, local details, recently read: kept at each change, recovered, never half."""

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
from fieldref.core.exchange import read_local_details
from fieldref.core.user_data import UserData


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "user data #1 %ü.sqlite3"


def test_a_bookmark_is_there_after_closing_and_opening(path: Path) -> None:
    UserData(path).add_bookmark("mitigate/triage", "why", "Triage")
    found = UserData(path).bookmarks()
    assert [(b.page, b.anchor, b.title) for b in found] == [("mitigate/triage", "why", "Triage")]


def test_an_emptied_note_is_gone(path: Path) -> None:
    data = UserData(path)
    data.set_note("mitigate/triage", "Ask the medical director.")
    data.set_note("mitigate/triage", "  ")
    assert data.notes() == []


def test_a_note_of_a_megabyte_is_refused_and_the_old_one_stays(path: Path) -> None:
    data = UserData(path)
    data.set_note("a/b", "short")
    with pytest.raises(UserDataError, match="Shorten it"):
        data.set_note("a/b", "x" * 1_000_000)
    assert data.note("a/b") == "short"


def test_recently_read_is_in_order_of_reading_whatever_the_clock_says(path: Path) -> None:
    data = UserData(path)
    for page in ("a", "b", "c", "a"):
        data.add_recent(page)
    assert data.recent() == ["a", "c", "b"]


def test_a_local_detail_is_dated_and_emptied(path: Path) -> None:
    data = UserData(path)
    data.set_local_value("command-channel", "  TAC   4 ", date="2026-11-21")
    assert (data.local_values()["command-channel"].value, data.local_values()["command-channel"].date) == (
        "TAC 4",
        "2026-11-21",
    )
    data.set_local_value("command-channel", "")
    assert data.local_values() == {}


def test_local_details_travel_as_a_readable_file(path: Path, tmp_path: Path) -> None:
    data = UserData(path)
    data.set_local_value("trauma-center", "Größe Hospital", date="2026-11-21")
    data.export_local(tmp_path / "details.json")
    other = UserData(None)
    assert other.import_local(tmp_path / "details.json") == 1
    assert other.local_values()["trauma-center"].value == "Größe Hospital"
    assert "Größe Hospital" in (tmp_path / "details.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "PK\x03\x04", '{"file": "fieldref local details", "version": 9, "entries": {}}',
     '{"file": "fieldref local details", "version": 1, "entries": {"a": 3}}'],
)  # fmt: skip
def test_a_file_that_is_not_ours_changes_nothing(tmp_path: Path, text: str) -> None:
    data = UserData(None)
    data.set_local_value("pio", "kept")
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(UserDataError):
        data.import_local(tmp_path / "x.json")
    assert [value.value for value in data.local_values().values()] == ["kept"]
    with pytest.raises(UserDataError):
        read_local_details(tmp_path / "x.json")


def test_imported_bookmarks_join_and_notes_are_not_lost(path: Path, tmp_path: Path) -> None:
    one, two = UserData(path), UserData(None)
    one.add_bookmark("a", "", "A")
    one.set_note("a", "mine")
    one.export_bookmarks(tmp_path / "b.json")
    two.set_note("a", "yours")
    two.import_bookmarks(tmp_path / "b.json")
    assert two.is_bookmarked("a")
    assert "yours" in two.note("a")
    assert "mine" in two.note("a")


@pytest.mark.parametrize("data", [b"\x00" * 5000, b"not a database at all" * 300])
def test_an_unreadable_file_is_set_aside_and_a_new_one_begins(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    opened = UserData(path)
    assert "kept as" in opened.notice
    opened.add_bookmark("a")
    assert UserData(path).is_bookmarked("a")
    assert (path.parent / (path.name + ".damaged-1")).read_bytes() == data


def test_a_truncated_file_does_not_stop_the_program(path: Path) -> None:
    data = UserData(path)
    for number in range(300):
        data.add_bookmark(f"page/{number}", "", "A title that takes some room " * 5)
    data.close()
    path.write_bytes(path.read_bytes()[:9000])
    opened = UserData(path)
    assert opened.notice
    opened.add_bookmark("a")
    assert opened.is_bookmarked("a")


def test_a_later_schema_is_shown_but_not_changed(path: Path) -> None:
    UserData(path).add_bookmark("a")
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    opened = UserData(path)
    assert opened.read_only
    assert opened.is_bookmarked("a")
    with pytest.raises(UserDataError):
        opened.add_bookmark("b")


def test_a_place_that_cannot_be_written_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    opened = UserData(tmp_path / "file" / "data.sqlite3")
    assert opened.read_only
    assert "keeps nothing" in opened.notice
    opened.add_bookmark("a")
    assert opened.is_bookmarked("a")


def test_clear_everything_leaves_no_byte_behind(path: Path) -> None:
    marker = "ZQXMARKER7"
    data = UserData(path)
    data.set_note("a/b", marker * 500)
    data.add_bookmark("a/b", "", marker)
    data.set_local_value("pio", marker)
    data.add_recent(marker)
    data.clear_everything()
    for file in path.parent.iterdir():
        assert marker.encode() not in file.read_bytes(), file
    data.close()
    for file in path.parent.iterdir():
        assert marker.encode() not in file.read_bytes(), file


WRITER = """
import sys
from pathlib import Path
from fieldref.core.user_data import UserData
data = UserData(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    data.add_bookmark(f"{sys.argv[2]}/{number}", "", "title")
    print(number, flush=True)
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)], stdout=subprocess.PIPE, text=True
    )


def test_two_programs_at_once_lose_nothing_of_each_other(path: Path) -> None:
    UserData(path).close()
    both = [writer(path, name, 40) for name in ("one", "two")]
    assert [program.wait(60) for program in both] == [0, 0]
    for program in both:
        assert program.stdout is not None
        program.stdout.close()
    assert len(UserData(path).bookmarks()) == 80


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_program_loses_at_most_the_change_under_way(path: Path) -> None:
    chance = random.Random(7)
    for turn in range(6):
        program = writer(path, f"turn{turn}", 5000)
        assert program.stdout is not None
        program.stdout.readline()
        time.sleep(chance.uniform(0, 0.05))
        program.send_signal(signal.SIGKILL)
        said = [int(line) for line in program.stdout.read().splitlines() if line.strip().isdigit()]
        program.wait()
        program.stdout.close()
        data = UserData(path)
        kept = sum(b.page.startswith(f"turn{turn}/") for b in data.bookmarks())
        assert data.notice == ""
        assert kept >= len(said) + 1
        data.close()
