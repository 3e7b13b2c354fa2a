"""Bookmarks, notes, local details, recently read: kept at each change, recovered, never half."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fieldref.core.errors import ClearedElsewhere, UserDataError
from fieldref.core.exchange import Taken, read_local_details
from fieldref.core.user_data import UserData
from fieldref.core.user_file import BUSY_SECONDS


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
    assert other.import_local(tmp_path / "details.json").taken == 1
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


def test_a_note_changed_by_two_windows_keeps_the_words_of_both(path: Path) -> None:
    one, two = UserData(path), UserData(path)
    one.set_note("a", "before")
    two.set_note("a", "before, and two")
    assert one.change_note("a", "before, and one", before="before") == "before, and one\n\nbefore, and two"
    assert two.note("a") == "before, and one\n\nbefore, and two"


def test_a_note_that_another_window_kept_apart_grows_where_it_stands(path: Path) -> None:
    data = UserData(path)
    data.set_note("a", "yours\n\nmine")
    assert data.change_note("a", "mine and more", before="mine") == "yours\n\nmine and more"


def test_a_note_emptied_here_and_changed_there_stays(path: Path) -> None:
    data = UserData(path)
    data.set_note("a", "before, and two")
    assert data.change_note("a", "", before="before") == "before, and two"


def test_what_was_typed_before_another_window_cleared_everything_is_not_kept(path: Path) -> None:
    one, two = UserData(path), UserData(path)
    one.set_note("a", "marker")
    two.clear_everything()
    with pytest.raises(ClearedElsewhere):
        one.change_note("a", "marker and more", before="marker")
    assert UserData(path).notes() == []
    assert one.change_note("a", "begun after it", before="") == "begun after it"


def test_a_local_detail_typed_before_another_window_cleared_everything_is_not_kept(path: Path) -> None:
    one, two = UserData(path), UserData(path)
    two.clear_everything()
    assert one.was_cleared_elsewhere()
    assert not one.was_cleared_elsewhere()
    two.clear_everything()
    with pytest.raises(ClearedElsewhere):
        one.set_local_value("pio", "marker")
    assert one.local_values() == {}


def test_a_window_that_cleared_everything_itself_goes_on(path: Path) -> None:
    data = UserData(path)
    data.clear_everything()
    assert data.change_note("a", "new", before="") == "new"


def test_a_bookmark_is_set_and_removed_by_the_same_key(path: Path) -> None:
    data = UserData(path)
    assert data.toggle_bookmark("a", "", "A")
    assert data.is_bookmarked("a")
    assert not data.toggle_bookmark("a", "", "A")
    assert not data.is_bookmarked("a")


def test_the_newest_bookmark_and_note_are_first_whatever_the_clock_says(path: Path, monkeypatch) -> None:
    data = UserData(path)
    for page, clock in (("a", "2030-01-01T00:00:00"), ("b", "1999-01-01T00:00:00")):
        monkeypatch.setattr("fieldref.core.user_data._now", lambda clock=clock: clock)
        data.add_bookmark(page)
        data.set_note(page, "words")
    assert [mark.page for mark in data.bookmarks()] == ["b", "a"]
    assert [note.page for note in data.notes()] == ["b", "a"]


def test_an_import_of_what_is_there_changes_no_date_and_keeps_the_order(path: Path, tmp_path: Path) -> None:
    data, other = UserData(path), UserData(None)
    for page in ("a", "b", "c"):
        data.add_bookmark(page)
        data.set_note(page, page)
    data.export_bookmarks(tmp_path / "b.json")
    other.import_bookmarks(tmp_path / "b.json")
    assert (other.bookmarks(), other.notes()) == (data.bookmarks(), data.notes())
    other.set_note("a", "a and more")
    before = other.notes()
    other.import_bookmarks(tmp_path / "b.json")
    assert other.notes() == before


def write_marks(path: Path, bookmarks: list[object], notes: list[object]) -> Path:
    values = {"file": "fieldref bookmarks and notes", "version": 1, "entries": {"bookmarks": bookmarks, "notes": notes}}
    path.write_text(json.dumps(values))
    return path


def test_an_import_takes_what_it_knows_of_each_row_and_counts_the_rest(tmp_path: Path) -> None:
    file = write_marks(
        tmp_path / "b.json",
        [["a", "", "A", "2026-01-01T00:00:00", "red"], ["b", ""], ["x" * 400, "", "X", ""], ["c", "", "C" * 999, "no"]],
        [["a", "words", "2026-01-01T00:00:00", 7], ["b", " ", ""], ["c", "half \ud800 a sign", "2026-0\u00b91-01"]],
    )
    data = UserData(None)
    assert data.import_bookmarks(file) == Taken(4, skipped=3)
    assert [(mark.page, len(mark.title), mark.created) for mark in data.bookmarks()] == [
        ("a", 1, "2026-01-01T00:00:00"),
        ("c", 300, ""),
    ]
    assert {note.page: note.text for note in data.notes()} == {"a": "words", "c": "half \ufffd a sign"}


def test_an_import_of_local_details_takes_only_what_is_one(tmp_path: Path) -> None:
    good = {"value": "Pat", "date": "20260103"}
    entries = {
        "pio": good,
        "null": {"value": None, "date": "2026-01-01"},
        "empty": {"value": " ", "date": "2026-01-01"},
        "undated": {"value": "x", "date": ""},
        "later": {"value": "x", "date": "2026-01-01"},
    }
    text = json.dumps({"file": "fieldref local details", "version": 1, "entries": entries})
    (tmp_path / "d.json").write_text(text)
    data = UserData(None)
    data.set_local_value("empty", "own")
    known = {"pio", "null", "empty", "undated"}
    assert data.import_local(tmp_path / "d.json", known) == Taken(1, skipped=3, unknown=("later",))
    assert {key: (it.value, it.date) for key, it in data.local_values().items() if key == "pio"} == {
        "pio": ("Pat", "2026-01-03")
    }
    assert data.local_values()["empty"].value == "own"


@pytest.mark.parametrize(("version", "words"), [(9, "later fieldref"), (0, "form"), ("1", "form"), (None, "form")])
def test_an_export_says_rightly_what_is_wrong_with_its_version(tmp_path: Path, version: object, words: str) -> None:
    entries = {"bookmarks": [["a", "", "A", ""]], "notes": []}
    values = {"file": "fieldref bookmarks and notes", "version": version, "entries": entries}
    (tmp_path / "b.json").write_text(json.dumps(values))
    with pytest.raises(UserDataError, match=words):
        UserData(None).import_bookmarks(tmp_path / "b.json")


def test_an_export_of_nothing_writes_no_file(tmp_path: Path) -> None:
    (tmp_path / "backup.json").write_text("the only one")
    for export in (UserData(None).export_bookmarks, UserData(None).export_local):
        with pytest.raises(UserDataError, match="nothing to export"):
            export(tmp_path / "backup.json")
    assert (tmp_path / "backup.json").read_text() == "the only one"


def test_a_later_file_of_another_form_is_said_to_be_later(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.executescript("CREATE TABLE everything (all_of_it TEXT); PRAGMA user_version = 2;")
    database.close()
    before = path.read_bytes()
    opened = UserData(path)
    assert "later fieldref" in opened.notice
    assert "keeps nothing" in opened.notice
    assert opened.bookmarks() == []
    assert path.read_bytes() == before


def test_a_file_that_another_program_holds_is_waited_for_once(path: Path) -> None:
    data = UserData(path)
    told: list[str] = []
    data.tell = told.append
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        with pytest.raises(UserDataError, match="Another window") as caught:
            data.toggle_bookmark("a")
        assert data.bookmarks() == []
        with pytest.raises(UserDataError, match="Nothing was cleared") as cleared:
            data.clear_everything()
        assert time.monotonic() - began < 2 * BUSY_SECONDS
    assert told == []  # the refused bookmark said it already
    for words in (str(caught.value), str(cleared.value)):
        assert "Free some space" not in words
        assert "Wait a moment" in words
    assert data.toggle_bookmark("a")


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no file that is open")
def test_a_file_removed_while_it_is_open_is_said_in_words(path: Path) -> None:
    data = UserData(path)
    path.unlink()
    with pytest.raises(UserDataError, match="deleted or moved"):
        data.add_bookmark("a")


def test_a_folder_in_the_place_of_the_file_is_named(path: Path) -> None:
    path.mkdir()
    assert str(path) in UserData(path).notice


def test_a_change_of_a_later_file_is_refused_in_words(path: Path) -> None:
    UserData(path).close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(UserDataError, match="later fieldref") as caught:
        UserData(path).add_bookmark("a")
    assert "Free some space" not in str(caught.value)


def test_what_is_kept_in_a_file_stays_when_nothing_is_kept_for_a_while(path: Path) -> None:
    data = UserData(path)
    data.add_bookmark("kept")
    data.switch(None)
    assert not data.keeps
    data.add_bookmark("passing")
    data.switch(path)
    assert data.keeps
    assert [mark.page for mark in data.bookmarks()] == ["kept"]
