"""Words: folding and stems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldref.core.words import LONGEST_WORD, folded_words, stem, telephone_numbers, tokenize


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("active-shooter", ("active", "shooter")),
        ("ICS-214", ("ics", "214")),
        ("ICS 214", ("ics", "214")),
        ("ICS214", ("ics", "214")),
        ("K-12", ("k", "12")),
        ("officer\u2019s", ("officer",)),
        ("don't", ("dont",)),
        ("caf\u00e9", ("cafe",)),
        ("\uff34\uff21\uff32", ("tar",)),
        ("U.S.", ("us",)),
        ("1,000", ("1000",)),
        ("5th", ("5th",)),
        ("run/hide/fight", ("run", "hide", "fight")),
        ("\U0001f6a8", ()),
    ],
)
def test_writing_variants_fold_alike(written: str, folded: tuple[str, ...]) -> None:
    assert folded_words(written) == folded


def test_telephone_number_is_found_without_hyphens() -> None:
    assert telephone_numbers("Call 1-800-225-5324.") == ["8002255324"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tourniquet", "tourniquets"),
        ("injury", "injuries"),
        ("evacuate", "evacuation"),
        ("evacuating", "evacuation"),
        ("hide", "hiding"),
        ("share", "sharing"),
        ("plan", "planning"),
        ("notify", "notified"),
        ("organize", "organise"),
        ("organization", "organisation"),
        ("counseling", "counselling"),
        ("child", "children"),
        ("crisis", "crises"),
        ("rtf", "rtfs"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organ", "organization"),
        ("triage", "trial"),
        ("ic", "ics"),
        ("building", "build"),
        ("armed", "arm"),
        ("car", "care"),
        ("plan", "plane"),
        ("police", "policy"),
        ("new", "news"),
        ("human", "humane"),
        ("set", "settings"),
        ("sar", "sars-like"),
    ],
)
def test_unlike_words_keep_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_march_and_the_acronym_are_told_apart() -> None:
    month, acronym = tokenize("In March, remember MARCH.")[1::2]
    assert (month.acronym, acronym.acronym) == (False, True)


def test_a_shouted_title_holds_no_acronyms() -> None:
    assert not any(token.acronym for token in tokenize("LAW ENFORCEMENT: attack under way"))


@given(st.text(max_size=200))
def test_tokens_lie_in_the_text_in_order(text: str) -> None:
    tokens = tokenize(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


@given(st.text(max_size=200))
def test_tokenizing_and_folding_agree(text: str) -> None:
    assert tuple(token.text for token in tokenize(text)) == folded_words(text)


@given(st.text(max_size=60))
def test_folded_words_are_short_and_fold_to_themselves(text: str) -> None:
    for word in folded_words(text):
        assert 0 < len(word) <= LONGEST_WORD
        assert stem(word)
