"""Local details: kept while they are typed, refused where everything was cleared meanwhile."""

from __future__ import annotations

from PySide6.QtTest import QTest

from fieldref.core.user_data import UserData

KEY = "command-channel"


def begin_typing(user, text: str):
    user.visit("local")
    row = user.window.center.currentWidget().rows[KEY]
    row.edit.setFocus()
    QTest.keyClicks(row.edit, text)
    return row


def test_a_detail_typed_a_moment_before_the_window_closes_is_kept(start) -> None:
    user = start()
    begin_typing(user, "TAC 4")
    user.window.close()
    assert start().program.data.local_values()[KEY].value == "TAC 4"


def test_a_detail_is_kept_while_it_is_typed(user, tmp_path) -> None:
    begin_typing(user, "TAC 4")
    file = tmp_path / "user" / "data.sqlite3"
    user.qtbot.waitUntil(lambda: KEY in UserData(file).local_values(), timeout=3000)


def test_a_detail_kept_while_typing_is_on_the_home_screen_once_it_is_left(user) -> None:
    row = begin_typing(user, "TAC 4")
    row._on_pause()
    user.window.go_home()
    user.settle()
    assert user.program.data.local_values()[KEY].value == "TAC 4"
    assert any(line.value == "TAC 4" for line in user.window.home_rows.details())


def test_a_detail_typed_before_another_window_cleared_everything_is_dropped(start) -> None:
    first, second = start(), start()
    row = begin_typing(second, "marker")
    first.program.clear_everything()
    row._on_pause()
    assert second.program.data.local_values() == {}
    assert row.edit.text() == ""
    assert "cleared in another window" in second.window.messages.last
