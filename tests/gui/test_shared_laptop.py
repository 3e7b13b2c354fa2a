"""The shared laptop: what the setting says holds from the moment it is changed, and what was kept before stays."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtTest import QTest

from fieldref.core.user_data import UserData
from tests.durability.harm import words_in

MARKER = "ZQXMARKER7"
PAGE = "mitigate/triage"


def write_note(user, text: str) -> None:
    user.visit("page", PAGE)
    user.window.screens.use_tool("note")
    QTest.keyClicks(user.window.screens.note.edit, text)
    user.window.screens.note.close_panel()


def test_switched_on_nothing_more_is_kept_and_what_was_kept_stays(start, tmp_path: Path) -> None:
    user = start()
    user.program.data.set_note("mitigate/zones", "kept before")
    user.visit("preferences")
    user.window.center.currentWidget().shared.click()
    assert "nothing is kept" in user.window.status.words
    write_note(user, MARKER)
    user.window.messages.show_message(f"logged {MARKER}")
    assert user.program.data.note(PAGE) == MARKER
    user.window.close()
    assert MARKER.encode() not in words_in(tmp_path / "user")
    assert UserData(tmp_path / "user" / "data.sqlite3").note("mitigate/zones") == "kept before"


def test_switched_off_what_is_typed_is_kept_and_what_was_typed_before_is_gone(start, tmp_path: Path) -> None:
    user = start(shared_laptop=True)
    user.program.data.set_note("mitigate/zones", MARKER)
    user.visit("preferences")
    user.window.center.currentWidget().shared.click()
    assert "nothing is kept" not in user.window.status.words.lower()
    write_note(user, "kept from now on")
    user.window.close()
    data = UserData(tmp_path / "user" / "data.sqlite3")
    assert [note.text for note in data.notes()] == ["kept from now on"]
    assert (tmp_path / "user" / "window.json").exists()


def test_safe_mode_leaves_the_files_alone_whatever_is_chosen(start, tmp_path: Path) -> None:
    (tmp_path / "user").mkdir()
    for number in range(2):
        (tmp_path / "user" / f"starting-{number}").touch()
    user = start()
    for shared in (True, False):
        user.program.choices.change(shared_laptop=shared)
        assert user.program.data.path is None
    assert "Nothing is kept" in user.window.status.words
