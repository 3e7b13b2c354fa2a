"""Spelling: the word that was meant, and no correction where none helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldref.core.spelling import Lexicon, Speller, distances

COUNTS = {
    "tourniquet": 20, "reunification": 15, "evacuation": 12, "hemorrhage": 8, "lockdown": 9, "psychological": 6,
    "casualty": 30, "collection": 10, "triage": 20, "trial": 5, "ambulance": 14, "hot": 9, "zone": 22, "hotline": 4,
    "show": 12, "store": 9, "bit": 4, "siege": 3,
    "police": 90, "policy": 60, "perimeter": 9, "lieutenant": 3, "command": 40, "fire": 50, "five": 20, "unified": 12,
}  # fmt: skip


def speller(counts: dict[str, int]) -> Speller:
    return Speller(Lexicon.of(counts))


SPELLER = speller(COUNTS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("turniquet", "tourniquet"),
        ("tournaquette", "tourniquet"),
        ("turniket", "tourniquet"),
        ("reunifcation", "reunification"),
        ("reunifikashun", "reunification"),
        ("evacaution", "evacuation"),
        ("evecuaton", "evacuation"),
        ("hemorage", "hemorrhage"),
        ("psycological", "psychological"),
        ("casulty", "casualty"),
        ("amublance", "ambulance"),
        ("perimiter", "perimeter"),
        ("leutenant", "lieutenant"),
        ("triag", "triage"),
        ("plice", "police"),
        ("fie", None),
        ("snow", None),
        ("storm", None),
        ("bite", None),
        ("seige", "siege"),
        ("evacutaion", "evacuation"),
        ("avacuation", "evacuation"),
        ("maccident", None),
        ("xqzvw", None),
        ("12345", None),
    ],
)
def test_the_word_that_was_meant(typed: str, meant: str | None) -> None:
    assert SPELLER.correct(typed) == meant


def test_an_unfinished_word_is_corrected_to_one_that_goes_on() -> None:
    assert SPELLER.correct("turniq", unfinished=True) == "tourniquet"
    assert SPELLER.correct("turniq") is None


def test_the_commoner_of_two_is_meant() -> None:
    assert SPELLER.correct("polic") == "police"


def test_words_run_together_are_split() -> None:
    assert SPELLER.split("hotzone") == ("hot", "zone")
    assert SPELLER.split("casualtycollection") == ("casualty", "collection")
    assert SPELLER.split("hotfirezone") == ("hot", "fire", "zone")
    assert SPELLER.split("tourniquets") is None


def test_near_words_are_offered() -> None:
    assert "tourniquet" in SPELLER.near("torniket", 3)


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
def test_distance_is_symmetric_and_bounded(one: str, other: str) -> None:
    there, _ = distances(one, other, 3)
    back, _ = distances(other, one, 3)
    assert there == back <= 4


@given(st.text(max_size=40))
def test_any_word_may_be_asked(word: str) -> None:
    found = SPELLER.correct(word, unfinished=True)
    assert found is None or found in COUNTS


def test_letters_that_sound_like_nothing_are_not_corrected() -> None:
    assert speller({"say": 40, "sick": 9}).correct("zzzzqqqq") is None
