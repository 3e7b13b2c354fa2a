"""Snippets and marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldref.core.snippets import SNIPPET_LENGTH, Marker, entry_snippet, mark, snippet

FILL = "Nothing of interest stands in this long sentence about other things. " * 6


def marked(text: str, *words: str) -> list[str]:
    return [text[start:end] for start, end in mark(text, words)]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Two tourniquets, one Tourniquet.", ("tourniquet",), ["tourniquets", "Tourniquet"]),
        ("Hide, or be hiding; hidebound.", ("hide",), ["Hide", "hiding"]),
        ("Treat injuries of the injured.", ("injury",), ["injuries"]),
        ("Firearms and fires.", ("fire*",), ["Firearms", "fires"]),
        ("A Rescue Task Force and a task.", ("rescue task force",), ["Rescue Task Force"]),
        ("The officer's vest.", ("officer",), ["officer's"]),
        ("Run, hide, fight.", ("run hide fight",), ["Run, hide, fight"]),
        ("Nothing.", ("tourniquet",), []),
        ("Nothing.", (), []),
    ],
)
def test_marks(text: str, words: tuple[str, ...], found: list[str]) -> None:
    assert marked(text, *words) == found


def test_snippet_shows_the_words_and_marks_them() -> None:
    piece, marks = snippet(FILL + "Put the tourniquet high. " + FILL, Marker(["tourniquet"]))
    assert [piece[start:end] for start, end in marks] == ["tourniquet"]
    assert piece.startswith("\u2026 Put the")
    assert len(piece) <= SNIPPET_LENGTH + 4


def test_snippet_prefers_the_place_with_most_words() -> None:
    text = f"A warm place. {FILL} The warm zone is here. {FILL}"
    piece, _ = snippet(text, Marker(["warm", "zone"]))
    assert "warm zone" in piece


def test_short_text_is_shown_whole() -> None:
    assert snippet("Press  hard.\nHold.", Marker(["hold"])) == ("Press hard. Hold.", ((12, 16),))


def test_entry_shows_its_telephone_number_even_when_it_stands_late() -> None:
    piece, _ = entry_snippet(FILL + "Call 1-800-225-5324.", Marker(["call"]))
    assert piece.startswith("1-800-225-5324: ")


def test_entry_that_begins_with_its_number_stays_as_it_is() -> None:
    piece, _ = entry_snippet("988. Crisis help by phone, text and chat.", Marker(["crisis"]))
    assert piece.startswith("988. Crisis")


@given(st.text(max_size=600), st.lists(st.text(max_size=12), max_size=4))
def test_marks_lie_inside_any_snippet(text: str, words: list[str]) -> None:
    piece, marks = snippet(text, Marker(words))
    assert all(0 <= start < end <= len(piece) for start, end in marks)
    assert len(piece) <= SNIPPET_LENGTH + 4


def test_a_letter_marks_no_word_that_stands_everywhere() -> None:
    text = "That is the tourniquet to them."
    assert [text[start:end] for start, end in mark(text, ("t*",))] == ["tourniquet"]
