"""Queries: every string is valid, and means what a reader expects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldref.core.query import MOST_WORDS, ParsedQuery, QueryParser
from tests.builders import PARTS, ROLES


def parse(text: str) -> ParsedQuery:
    return QueryParser(ROLES, PARTS).parse(text)


def test_words_and_phrases_are_told_apart() -> None:
    parsed = parse('kit "stop the bleed" training')
    assert parsed.words == ("kit", "stop", "the", "bleed", "training")
    assert parsed.phrases == (("stop", "the", "bleed"),)
    assert parsed.exact == (False, True, True, True, False)


@pytest.mark.parametrize("text", ['"run hide', "\u201crun hide", 'run "hide'])
def test_unclosed_quote_means_plain_words(text: str) -> None:
    assert parse(text).words == ("run", "hide")
    assert parse(text).phrases == ()


@pytest.mark.parametrize(
    ("text", "prefix"), [("tourni", True), ("tourni ", False), ("why?", False), ("tourni*", True), ('"a b"', False)]
)
def test_last_word_may_go_on_until_something_follows_it(text: str, prefix: bool) -> None:
    assert parse(text).prefix is prefix


@pytest.mark.parametrize(
    ("text", "role", "part", "words"),
    [
        ("le: reunification", "LE", None, ("reunification",)),
        ("EMS:triage", "FE", None, ("triage",)),
        ("schools: lockdown", "SO", None, ("lockdown",)),
        ("law enforcement: entry", "LE", None, ("entry",)),
        ("follow-up: media", None, "follow-up", ("media",)),
        ("Follow Up: media", None, "follow-up", ("media",)),
        ("mitigate: ems: triage", "FE", "mitigate", ("triage",)),
        ("note: triage", None, None, ("note", "triage")),
        ("le:", "LE", None, ()),
        ("10:30", None, None, ("10", "30")),
    ],
)
def test_scopes(text: str, role: str | None, part: str | None, words: tuple[str, ...]) -> None:
    parsed = parse(text)
    assert (parsed.role, parsed.part, parsed.words) == (role, part, words)


@pytest.mark.parametrize("text", ["m21", "M 21", "m-21", " M21 ", "le: M21"])
def test_code_is_read_however_it_is_typed(text: str) -> None:
    assert parse(text).code == "M21"


def test_section_and_card_codes() -> None:
    assert (parse("m21.3").code, parse("m-le").code) == ("M21.3", "M-LE")


def test_capitals_mean_an_acronym_unless_all_is_shouted() -> None:
    assert parse("START triage").acronyms == (True, False)
    assert parse("RUN HIDE FIGHT").acronyms == (False, False, False)


@pytest.mark.parametrize("text", ["", " ", "*", '"', '""', ":", "AND", "::", "-", "../../etc/passwd", "\x00", "\u202e"])
def test_odd_strings_are_valid(text: str) -> None:
    assert isinstance(parse(text), ParsedQuery)


def test_a_huge_query_is_cut() -> None:
    assert len(parse("word " * 2_000).words) == MOST_WORDS


@given(st.text(max_size=500))
def test_any_string_parses(text: str) -> None:
    parsed = parse(text)
    assert len(parsed.words) == len(parsed.exact) == len(parsed.acronyms) <= MOST_WORDS
