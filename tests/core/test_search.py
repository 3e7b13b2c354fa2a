"""The engine: ranking, filters, codes, corrections, and what it does when the index is gone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldref.core.index import build_index
from fieldref.core.model import Document, SearchResult
from fieldref.core.search import SCAN_NOTICE, SearchEngine
from fieldref.core.synonyms import Concepts, Synonyms
from tests.builders import PARTS, ROLES, document, index_files

SYNONYMS = Synonyms(
    groups=(("RTF", "rescue task force"), ("ICS", "incident command system")),
    one_way=(("bleeder", ("bleeding",)),),
    spellings=(("centre", "center"),),
    misspellings=(("turnicut", "tourniquet"),),
)
BOOK: Sequence[Document] = (
    document("mitigate/tourniquets", "Tourniquet reference", "Place it above the wound, high on the limb.",
             code="M30.1", use="now", aliases=["TQ"]),
    document("mitigate/tourniquets", "Tourniquet reference", "A tourniquet hurts. Note the time.",
             heading="Afterwards", code="M30.2", use="now"),
    document("mitigate/bleeding", "Stop bleeding", "Press hard on the wound. Use a tourniquet if trained.",
             code="M19.1", use="now", aliases=["stop the bleed"]),
    document("mitigate/rtf", "Rescue Task Force", "Police guard medics in the warm zone.", code="M27.1",
             roles=["LE", "FE"], use="now"),
    document("mitigate/lockdown", "Lockdown", "Lock the door, lights off, out of sight.", code="M16.1",
             roles=["SO"], use="now"),
    document("mitigate/ics", "ICS forms in the field", "Fill in ICS 214, the activity log.", code="M38.1"),
    document("follow-up/media", "Public information and media", "Name one spokesperson. Police arrive at briefings.",
             code="F15.1"),
    document("mitigate/police", "What people on site do when police arrive", "Show empty hands.", code="M18.1",
             use="now"),
    document("follow-up/center", "Open a family assistance center", "Find a building with parking.", code="F12.1"),
    document("follow-up/organ", "Organ donation", "The organ bank calls.", code="F50.1"),
    document("follow-up/trial", "Support at the trial", "A trial may last years.", code="F36.1"),
    document("mitigate/triage", "Triage", "Sort casualties by MARCH needs.", code="M32.1", aliases=["START", "SALT"]),
    document("follow-up/march", "The march of remembrance", "People march in March.", code="F25.1"),
    document("cards/mitigate/le", "LAW ENFORCEMENT: attack under way", "Go to the threat.", heading="Card",
             code="M-LE", roles=["LE"], use="now"),
    document("directory/fbi-tip-line", "FBI tip line", "1-800-225-5324. Takes tips about planned attacks.",
             heading="FBI tip line"),
    document("glossary/leakage", "Leakage", "Telling somebody else of the intent to attack.", heading="Leakage"),
)  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder: Path = tmp_path_factory.mktemp("index")
    build_index(BOOK, SYNONYMS, folder)
    return dict(index_files(folder))


@pytest.fixture(scope="module")
def engine(files: dict[str, bytes]) -> SearchEngine:
    return SearchEngine(BOOK, Concepts.of(SYNONYMS), files, ROLES, PARTS)


def pages(result: SearchResult) -> list[str]:
    return [hit.page for hit in result.hits]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("tourniquet", "mitigate/tourniquets"),
        ("tour", "mitigate/tourniquets"),
        ("TQ", "mitigate/tourniquets"),
        ("stop the bleed", "mitigate/bleeding"),
        ("rtf", "mitigate/rtf"),
        ("rescue task force", "mitigate/rtf"),
        ("lock down", "mitigate/lockdown"),
        ("lock-down", "mitigate/lockdown"),
        ("ics-214", "mitigate/ics"),
        ("ICS214", "mitigate/ics"),
        ("incident command system 214", "mitigate/ics"),
        ("what do I do when the police arrive?", "mitigate/police"),
        ("who is the spokesperson", "follow-up/media"),
        ("family assistance centre", "follow-up/center"),
        ("bleeder", "mitigate/bleeding"),
        ("SALT", "mitigate/triage"),
        ("8002255324", "directory/fbi-tip-line"),
        ("fbi tip line phone", "directory/fbi-tip-line"),
        ("what is leakage", "glossary/leakage"),
        ("organ", "follow-up/organ"),
        ("trial", "follow-up/trial"),
        ("triage", "mitigate/triage"),
        ("MARCH", "mitigate/triage"),
        ("law enforcement: attack under way", "cards/mitigate/le"),
    ],
)
def test_first_hit(engine: SearchEngine, query: str, first: str) -> None:
    assert pages(engine.search(query))[0] == first


def test_a_page_appears_once_and_counts_its_other_sections(engine: SearchEngine) -> None:
    hits = [hit for hit in engine.search("tourniquet").hits if hit.page == "mitigate/tourniquets"]
    assert len(hits) == 1
    assert hits[0].more == 1


def test_the_section_that_answers_is_the_one_shown(engine: SearchEngine) -> None:
    assert engine.search("tourniquet time").hits[0].section == "M30.2"


def test_unlike_words_do_not_meet(engine: SearchEngine) -> None:
    assert "follow-up/trial" not in pages(engine.search("triage"))


def test_role_filter_counts_what_lies_outside(engine: SearchEngine) -> None:
    result = engine.search("warm zone medics", role="SO")
    assert (result.hits, result.total, result.outside) == ((), 0, 1)
    assert engine.search("warm zone medics", role="FE").total == 1


def test_part_filter_counts_what_lies_outside(engine: SearchEngine) -> None:
    result = engine.search("police", part="follow-up")
    assert pages(result) == ["follow-up/media"]
    assert result.outside == 2


def test_typed_scope_wins_over_the_chip(engine: SearchEngine) -> None:
    result = engine.search("school: lockdown", role="LE")
    assert (result.scope_role, pages(result)) == ("SO", ["mitigate/lockdown"])


@pytest.mark.parametrize(("query", "section"), [("m30", "M30.1"), ("M30.2", "M30.2"), ("m 30.2", "M30.2")])
def test_code_comes_first(engine: SearchEngine, query: str, section: str) -> None:
    first = engine.search(query).hits[0]
    assert (first.match, first.section, first.code) == ("code", section, "M30")


def test_card_code(engine: SearchEngine) -> None:
    assert engine.search("m-le").hits[0].page == "cards/mitigate/le"


def test_code_keeps_the_other_hits() -> None:
    book = [document("mitigate/one", "One", code="M4.1"), document("mitigate/rifles", "The M4 rifle", code="M9.1")]
    engine = SearchEngine(book, Concepts.of(Synonyms()), None, ROLES, PARTS)
    assert pages(engine.search("M4")) == ["mitigate/one", "mitigate/rifles"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("turniquet", "tourniquet"),
        ("turnicut", "tourniquet"),
        ("tornaquit", "tourniquet"),
        ("spokespreson", "spokesperson"),
        ("warmzone", "warm zone"),
        ("tourni ket", "tourniquet"),
    ],
)
def test_correction_is_labelled(engine: SearchEngine, query: str, shown: str) -> None:
    result = engine.search(query)
    assert result.hits
    assert result.correction is not None
    assert (result.correction.typed, result.correction.shown) == (query, shown)


def test_a_split_word_needs_no_correction(engine: SearchEngine) -> None:
    result = engine.search("tourni quet")
    assert (pages(result)[0], result.correction) == ("mitigate/tourniquets", None)


def test_quoted_words_are_not_corrected(engine: SearchEngine) -> None:
    result = engine.search('"turniquet"')
    assert (result.hits, result.correction) == ((), None)


def test_phrase_needs_its_words_side_by_side(engine: SearchEngine) -> None:
    assert pages(engine.search('"on the wound"')) == ["mitigate/bleeding"]


def test_any_word_when_no_section_has_all(engine: SearchEngine) -> None:
    result = engine.search("spokesperson tourniquet zzzz")
    assert result.any_word
    assert {"follow-up/media", "mitigate/tourniquets"} <= set(pages(result))


def test_nothing_found_suggests_near_words(engine: SearchEngine) -> None:
    result = engine.search('"turniquet"')
    assert "tourniquet" in result.suggestions


def test_words_to_highlight(engine: SearchEngine) -> None:
    assert engine.search("the rtf medi").words == ("rtf", "medi*", "rescue task force")


def test_match_says_where(engine: SearchEngine) -> None:
    assert engine.search("rtf").hits[0].match == "title"
    assert engine.search("afterwards").hits[0].match == "heading"
    assert engine.search("spokesperson").hits[0].match == "text"


def test_snippet_of_an_entry_shows_its_number(engine: SearchEngine) -> None:
    assert engine.search("fbi tip").hits[0].snippet.startswith("1-800-225-5324")


def test_limit(engine: SearchEngine) -> None:
    assert len(engine.search("the police tourniquet", limit=2).hits) == 2
    assert engine.search("police", limit=0).hits == ()


@pytest.mark.parametrize("query", ["", "  ", "le:", "*", '"', ":", "\x00\x01", "\u202e\u200f", "\U0001f6a8", "()"])
def test_nothing_to_look_for_finds_nothing(engine: SearchEngine, query: str) -> None:
    assert engine.search(query).hits == ()


def test_ten_thousand_characters_are_answered(engine: SearchEngine) -> None:
    assert engine.search("tourniquet " * 1_000).hits


@given(st.text(max_size=500))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_string_is_answered(engine: SearchEngine, query: str) -> None:
    assert isinstance(engine.search(query), SearchResult)


WORDS = ["tourniquet", "rtf", "police arrive", "lock down", "turniquet", "t", "tou", "ics-214", "police", "MARCH"]


@pytest.mark.parametrize("query", WORDS)
def test_scan_answers_like_the_index(engine: SearchEngine, query: str) -> None:
    scan = SearchEngine(BOOK, Concepts.of(SYNONYMS), None, ROLES, PARTS)
    assert pages(scan.search(query))[:3] == pages(engine.search(query))[:3]
    assert scan.notice == SCAN_NOTICE


def damaged(files: dict[str, bytes], dice: random.Random) -> dict[str, bytes]:
    """One file flipped in a bit, cut, or zeroed. Pickles are left out: their hashes are checked before."""
    name = dice.choice([name for name in files if name.endswith((".trm", ".pst", ".col"))])
    content = bytearray(files[name])
    at = dice.randrange(len(content))
    how = dice.choice(["flip", "cut", "zero"])
    if how == "flip":
        content[at] ^= 1 << dice.randrange(8)
    elif how == "cut":
        del content[at:]
    else:
        content[at:] = bytes(len(content) - at)
    return {**files, name: bytes(content)}


def test_a_damaged_index_is_scanned_and_told(files: dict[str, bytes]) -> None:
    cut = {name: content[: len(content) // 2] for name, content in files.items()}
    engine = SearchEngine(BOOK, Concepts.of(SYNONYMS), cut, ROLES, PARTS)
    assert engine.notice == ""
    result = engine.search("tourniquet")
    assert result.by_scan
    assert pages(result)[0] == "mitigate/tourniquets"
    assert engine.notice == SCAN_NOTICE


@pytest.mark.parametrize("seed", range(20))
def test_no_damage_ends_a_search(files: dict[str, bytes], seed: int) -> None:
    engine = SearchEngine(BOOK, Concepts.of(SYNONYMS), damaged(files, random.Random(seed)), ROLES, PARTS)
    for query in ("tourniquet", "police arrive", "t", "turniquet"):
        assert isinstance(engine.search(query), SearchResult)


def test_what_lies_outside_is_what_the_search_without_a_filter_adds(engine: SearchEngine) -> None:
    for query in ("police", "warm zone medics", "le: lockdown", "stop the bleeding now"):
        inside = engine.search(query, role="SO", limit=1000)
        everywhere = engine.search(query, limit=1000, everywhere=True)
        assert set(pages(inside)) | set(pages(everywhere)) >= set(pages(everywhere))
        assert inside.outside == len(set(pages(everywhere)) - set(pages(inside)))
        assert inside.total == len(inside.hits)
