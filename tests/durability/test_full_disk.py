"""A full disk and a limit on the size of files: a clear message, nothing half-written, what was there stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fieldref.core import settings
from fieldref.core.errors import SettingsError, UserDataError
from fieldref.core.settings import Settings
from fieldref.core.user_data import UserData
from tests.durability.harm import fill, run_command, run_python


def test_bookmarks_notes_and_details_are_refused_whole(tiny_disk: Path) -> None:
    data = UserData(tiny_disk / "data.sqlite3")
    data.add_bookmark("kept")
    data.set_note("page", "kept")
    data.set_local_value("pio", "kept")
    fill(tiny_disk)
    for change in (
        lambda: data.set_note("page", "x" * 20_000),
        lambda: [data.add_bookmark(f"page/{number}", "", "title" * 50) for number in range(100)],
        lambda: [data.set_local_value(f"key-{number}", "value" * 80) for number in range(100)],
    ):
        with pytest.raises(UserDataError, match="Free some space"):
            change()
    data.close()
    again = UserData(tiny_disk / "data.sqlite3")
    assert (again.notice, again.note("page"), again.local_values()["pio"].value) == ("", "kept", "kept")
    assert again.is_bookmarked("kept")


def test_settings_stay_as_they_were(tiny_disk: Path) -> None:
    path = tiny_disk / "settings.json"
    settings.save(path, Settings(theme="red"))
    fill(tiny_disk)
    with pytest.raises(SettingsError, match="cannot be saved"):
        settings.save(path, Settings(theme="dark"))
    assert settings.load(path) == (Settings(theme="red"), "")
    assert [file.name for file in tiny_disk.iterdir() if file.name.endswith(".part")] == []


def test_a_first_start_on_a_full_disk_keeps_nothing_and_says_so(tiny_disk: Path) -> None:
    fill(tiny_disk)
    data = UserData(tiny_disk / "data.sqlite3")
    assert "keeps nothing" in data.notice
    assert not (tiny_disk / "data.sqlite3").exists()


def test_exports_and_pdfs_leave_nothing_half_written(qapp, tiny_disk: Path, library) -> None:
    from fieldref.printing.batch import write_cards

    data = UserData(None)
    data.set_note("page", "words " * 5000)
    out = tiny_disk / "cards"
    out.mkdir()
    fill(tiny_disk)
    with pytest.raises(UserDataError, match="cannot be written"):
        data.export_bookmarks(tiny_disk / "b.json")
    summary = write_cards(library, library.cards()[:4], "half", out)
    assert summary.written == ()
    assert all("could not be written" in fault.message for fault in summary.faults)
    assert [*out.iterdir()] == []


def test_a_bundle_that_does_not_fit_leaves_the_old_one(tiny_disk: Path, tmp_path: Path) -> None:
    from tests.content_tree import write_content

    content = write_content(tmp_path / "content")
    out = tiny_disk / "bundle"
    first = run_command(["compile", str(content), str(out)], tmp_path / "home")
    assert first.returncode in (0, 1), first.stderr
    before = (out / "manifest.json").read_bytes()
    fill(tiny_disk)
    again = run_command(["compile", str(content), str(out)], tmp_path / "home")
    assert "cannot be written" in again.stderr
    assert "Traceback" not in again.stderr
    assert (out / "manifest.json").read_bytes() == before
    assert sorted(path.name for path in tiny_disk.iterdir()) == ["bundle", "filler"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("command", [["show", "M21"], ["search", "triage"], ["export", "sections"]])
def test_output_that_nobody_can_take_is_said_in_a_line(command: list[str], tmp_path: Path) -> None:
    to_nowhere = "import os; os.dup2(os.open('/dev/full', os.O_WRONLY), 1)"
    done = run_python(f"{to_nowhere}; from fieldref.cli import main; main({command!r})", tmp_path)
    assert "Traceback" not in done.stderr
    assert "No space left" in done.stderr


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from pathlib import Path
from fieldref.core.errors import FieldrefError
from fieldref.core.settings import Settings, save
from fieldref.core.user_data import UserData
folder = Path(sys.argv[1])
data = UserData(folder / "data.sqlite3")
data.set_note("a", "kept")
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
for change in (lambda: data.set_note("a", "x" * 100_000), lambda: data.export_bookmarks(folder / "b.json")):
    try:
        change()
    except FieldrefError as error:
        print(error)
data.close()
print(UserData(folder / "data.sqlite3").note("a"))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_limit_on_the_size_of_files_is_like_a_full_disk(tmp_path: Path) -> None:
    done = run_python(LIMITED, tmp_path, str(tmp_path))
    assert done.stdout.splitlines()[-1] == "kept", done.stderr
    assert "could not be kept" in done.stdout


def test_what_the_window_could_not_keep_stays_in_its_fields(start, tiny_disk: Path) -> None:
    user = start()
    user.program.data.close()
    user.program.data.__init__(tiny_disk / "data.sqlite3")
    user.visit("page", "mitigate/triage")
    fill(tiny_disk)
    user.window.screens.use_tool("note")
    note = user.window.screens.note
    note.edit.setPlainText("words " * 3000)
    note.close_panel()
    assert "Free some space" in user.window.messages.last
    user.window.screens.use_tool("note")
    assert note.edit.toPlainText().startswith("words words")


def test_a_note_refused_by_a_full_disk_holds_the_window_open_and_leaves_no_mark_of_a_crash(
    start, tiny_disk: Path, tmp_path: Path
) -> None:
    (tmp_path / "user").symlink_to(tiny_disk, target_is_directory=True)
    user = start()
    user.visit("page", "mitigate/triage")
    user.window.screens.use_tool("note")
    user.program.log.begin()
    fill(tiny_disk)
    user.window.screens.note.edit.setPlainText("words " * 3000)
    user.window.close()
    assert user.window.isVisible()
    assert "could not be kept: the note on Triage" in user.window.messages.last
    user.window.messages._buttons[1].click()
    assert not user.window.isVisible()
    assert list(tiny_disk.glob("running-*")) == []
