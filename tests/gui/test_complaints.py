"""A message goes with its reason: what a form said went wrong is taken back once that is mended or given up."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QTest

PAGE = "mitigate/first-officers"
TOO_LONG = "x" * 100_000


def said(user) -> str:
    bar = user.window.messages
    return bar._words.text() if bar.isVisible() else ""


def type_detail(user, text: str) -> None:
    """Put text into the first field of the local details and leave it with Enter."""
    row = user.window.center.currentWidget().rows["command-channel"]
    row.edit.setFocus()
    row.edit.setText(text)
    QTest.keyClick(row.edit, Qt.Key.Key_Return)
    user.settle()


def test_a_detail_that_is_too_long_is_said_until_it_is_shortened(user) -> None:
    user.visit("local")
    type_detail(user, TOO_LONG)
    assert said(user)
    type_detail(user, "TAC 4")
    assert not said(user)
    assert user.program.data.local_values()["command-channel"].value == "TAC 4"


def test_a_refused_detail_put_back_as_it_was_is_no_complaint(user) -> None:
    user.visit("local")
    type_detail(user, "TAC 4")
    type_detail(user, TOO_LONG)
    assert said(user)
    type_detail(user, "TAC 4")
    assert not said(user)


def test_a_refused_detail_waits_in_its_field_while_another_is_kept(user) -> None:
    user.visit("local")
    pane = user.window.center.currentWidget()
    type_detail(user, TOO_LONG)
    other = next(row for key, row in pane.rows.items() if key != "command-channel")
    other.edit.setFocus()
    other.edit.setText("kept")
    QTest.keyClick(other.edit, Qt.Key.Key_Return)
    user.settle()
    assert pane.rows["command-channel"].edit.text() == TOO_LONG[: pane.rows["command-channel"].edit.maxLength()]
    assert said(user)


def test_a_foreign_file_is_complained_of_until_another_is_taken_or_none(user, tmp_path) -> None:
    foreign, ours = tmp_path / "foreign.json", tmp_path / "ours.json"
    foreign.write_text(json.dumps({"something": "else"}))
    user.program.data.add_bookmark(PAGE)
    user.program.data.export_bookmarks(ours)
    user.visit("bookmarks")
    pane = user.window.center.currentWidget()
    for way_out in ("another", "none"):
        pane.files.ask("import")
        pane.files.go(foreign)
        user.settle()
        assert said(user)
        pane.files.go(ours) if way_out == "another" else pane.files.path._on_cancel()
        user.settle()
        assert not said(user), way_out


def test_a_paste_that_is_too_long_is_complained_of_until_one_types_on(user) -> None:
    user.visit("page", PAGE)
    user.window.screens.use_tool("note")
    note = user.window.screens.note
    paste = QMimeData()
    paste.setText("x" * 1_000_000)
    note.edit.insertFromMimeData(paste)
    assert "Nothing was pasted" in said(user)
    QTest.keyClicks(note.edit, "short")
    assert not said(user)


def test_another_message_stays_when_one_goes(user) -> None:
    user.window.messages.show_message("Something else.")
    user.visit("local")
    type_detail(user, TOO_LONG)
    assert "Shorten it" in said(user)
    assert user.window.messages._count.text() == "1 of 2"
    type_detail(user, "TAC 4")
    assert said(user) == "Something else."
    user.window.messages.dismiss()
    assert not said(user)


def test_clear_everything_takes_refused_words_out_of_their_fields(user) -> None:
    user.visit("local")
    type_detail(user, TOO_LONG)
    user.visit("preferences")
    user.program.clear_everything()
    user.settle()
    user.visit("local")
    assert user.window.center.currentWidget().rows["command-channel"].edit.text() == ""


def test_the_answer_to_what_was_just_done_is_in_front(user) -> None:
    bar = user.window.messages
    bar.show_message("First.")
    bar.show_message("Second.", "Do it")
    assert said(user) == "Second."
    assert bar._count.text() == "1 of 2"
    assert "1 of 2" in bar.accessibleName()
    bar.dismiss()
    assert said(user) == "First."
    assert not bar._count.isVisible()


def test_what_nobody_asked_for_waits_behind(user) -> None:
    bar = user.window.messages
    bar.show_message("First.")
    bar.show_message("A check found something.", behind=True)
    assert said(user) == "First."
    bar.dismiss()
    assert said(user) == "A check found something."


def test_a_message_said_again_is_shown_once(user) -> None:
    bar = user.window.messages
    for words in ("First.", "Second.", "First."):
        bar.show_message(words)
    assert said(user) == "First."
    bar.dismiss()
    bar.dismiss()
    assert not bar.isVisible()


@pytest.mark.parametrize(("width", "height", "scale"), [(1366, 768, 100), (800, 600, 200), (1366, 768, 300)])
def test_no_word_or_button_of_a_message_is_cut(start, width: int, height: int, scale: int) -> None:
    user = start(scale=scale)
    user.window.setGeometry(0, 0, width, height)
    user.visit("bookmarks")
    bar = user.window.messages
    bar.show_message("First.")
    bar.show_message(
        "Something could not be kept, for a reason that takes some words. " * 2, "Copy the note", "Close it"
    )
    user.settle()
    assert bar._words.height() >= bar._words.heightForWidth(bar._words.width())
    below = bar.mapTo(user.window, QPoint(0, bar.height())).y()
    assert user.window.center.mapTo(user.window, QPoint(0, 0)).y() >= below
    scrolled = bar._area.widget()
    for button, whole in (*((button, scrolled) for button in bar._buttons), (bar._close, bar)):
        assert button.width() >= button.sizeHint().width()
        corner = button.mapTo(whole, QPoint(button.width(), button.height()))
        assert corner.x() <= whole.width()
        assert corner.y() <= whole.height()
