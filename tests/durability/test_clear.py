""" "Clear everything" and the shared laptop: no byte of what was typed stays in any file of the user."""

from __future__ import annotations

from pathlib import Path

from fieldref.core.settings import previous_of
from fieldref.core.user_data import UserData
from fieldref.gui.places import Place
from tests.durability.harm import words_in

MARKER = "ZQXMARKER7"


def clear(user) -> None:
    user.visit("preferences")
    pane = user.window.center.currentWidget()
    pane.clear.click()
    pane.clear.click()
    user.settle()


def test_clear_everything_leaves_no_byte_in_any_file(start, tmp_path: Path) -> None:
    folder = tmp_path / "user"
    user = start()
    user.program.choices.change(theme="dark")
    for name in ("settings.json.previous", "settings.json.damaged-1", "data.sqlite3.damaged-1", "window.json",
                 "data.sqlite3.damaged-1-journal", "fieldref.log.1", ".settings.json.0123.part"):  # fmt: skip
        (folder / name).write_text(MARKER)
    (folder / "settings.json").write_text('{"theme": "dark", "unknown": "' + MARKER + '"}')
    user.program.data.set_local_value("pio", MARKER)
    user.program.data.add_bookmark("mitigate/triage", "", MARKER)
    user.window.messages.show_message(f"logged {MARKER}")
    user.visit("page", "mitigate/triage")
    user.window.screens.use_tool("note")
    user.window.screens.note.edit.setPlainText(MARKER * 100)
    user.window.screens.note.keep()
    user.window.screens.note.edit.setPlainText(MARKER * 101)
    user.window.visit(Place("page", "mitigate/zones", words=(MARKER,), query=MARKER))
    assert MARKER.encode() in words_in(folder)
    clear(user)
    assert MARKER.encode() not in words_in(folder)
    user.window.close()
    assert MARKER.encode() not in words_in(folder)
    assert start().program.look.theme.name == "dark"


def test_clear_everything_on_a_shared_laptop_clears_what_was_kept_before(start, tmp_path: Path) -> None:
    (tmp_path / "user").mkdir(exist_ok=True)
    data = UserData(tmp_path / "user" / "data.sqlite3")
    data.set_note("mitigate/triage", MARKER)
    data.close()
    clear(start(shared_laptop=True))
    assert MARKER.encode() not in words_in(tmp_path / "user")


def test_a_shared_laptop_keeps_nothing(start, tmp_path: Path) -> None:
    user = start(shared_laptop=True)
    before = {path.name for path in (tmp_path / "user").iterdir()}
    user.program.data.set_local_value("pio", MARKER)
    user.search(MARKER.lower())
    user.visit("page", "mitigate/triage")
    user.window.screens.use_tool("bookmark")
    user.window.screens.use_tool("note")
    user.window.screens.note.edit.setPlainText(MARKER)
    user.window.messages.show_message(MARKER)
    user.window.close()
    assert MARKER.lower().encode() not in words_in(tmp_path / "user").lower()
    after = {path.name for path in (tmp_path / "user").iterdir()}
    assert {name for name in after - before if not name.startswith(("starting-", "running-"))} == set()


def test_clearing_keeps_the_settings_in_force(start, tmp_path: Path) -> None:
    user = start(role="FE", theme="amber")
    clear(user)
    user.window.close()
    again = start()
    assert (again.program.look.theme.name, again.program.choices.settings.role) == ("amber", "FE")
    assert not previous_of(tmp_path / "user" / "settings.json").exists()
