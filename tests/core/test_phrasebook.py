"""The phrasebook: whole phrases that people type, small words and all."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldref.core.documents import with_asked
from fieldref.core.index import IndexPostings, build_index
from fieldref.core.phrasebook import MOST_LISTED, Phrasebook
from fieldref.core.scan import ScanPostings
from fieldref.core.search import SearchEngine
from fieldref.core.synonyms import Concepts, Synonyms
from tests.builders import PARTS, ROLES, document, index_files

BOOK = Phrasebook.of(
    [(0, "is it over yet"), (0, "can we come out"), (4, "who goes in first"), (9, "is it my turn yet")]
)


def test_small_words_tell_phrases_apart() -> None:
    found = BOOK.likeness(("is", "it", "over", "yet"), unfinished=False)
    assert found[0] == pytest.approx(1.0, abs=0.01)
    assert 0 < found[9] < found[0]
    assert 4 not in found


def test_a_single_shared_word_is_nothing() -> None:
    assert BOOK.likeness(("over", "there"), unfinished=False) == {}
    assert BOOK.likeness(("over",), unfinished=False) == {}


def test_the_order_of_words_does_not_matter_and_their_endings_do_not() -> None:
    assert BOOK.likeness(("out", "coming", "can", "we"), unfinished=False)[0] == pytest.approx(1.0, abs=0.01)


def test_a_word_still_being_typed_takes_nothing_away() -> None:
    finished = BOOK.likeness(("is", "it", "over"), unfinished=False)
    assert BOOK.likeness(("is", "it", "over", "ye"), unfinished=True) == finished
    assert BOOK.likeness(("is", "it", "over", "ye"), unfinished=False)[0] < finished[0]


def test_in_a_large_book_a_word_of_all_phrases_still_counts_beside_a_rarer_one() -> None:
    many = [(number, f"the {'red' if number % 2 else 'blue'} door") for number in range(MOST_LISTED + 10)]
    book = Phrasebook.of([*many, (99_999, "the green door")])
    found = book.likeness(("the", "green", "door"), unfinished=False)
    assert found[99_999] == pytest.approx(1.0)
    assert set(book.likeness(("the", "door"), unfinished=False)) >= {0, 1, 99_999}


@pytest.mark.parametrize("words", [(), ("",), ("\ud800", "x"), ("is",) * 500])
def test_any_words_may_be_asked(words: tuple[str, ...]) -> None:
    assert all(0 <= like <= 1 for like in BOOK.likeness(words, unfinished=True).values())


def test_an_empty_book_answers_nothing() -> None:
    assert Phrasebook.of([]).likeness(("is", "it"), unfinished=False) == {}


PAGES = (
    document("mitigate/alone", "Still active", "Nobody knows. Wait for police.", code="M1.1"),
    document("mitigate/alone", "Still active", "Police say when.", heading="Afterwards", code="M1.2"),
    document("mitigate/other", "Zones", "It is not over in the hot zone yet.", code="M2.1"),
    document("mitigate/third", "Perimeter", "Keep it closed.", code="M3.1"),
)
ASKED = {"mitigate/alone": ["is it over yet", "zqxword again"]}


def engines(folder: Path) -> tuple[SearchEngine, SearchEngine]:
    """Search with an index, and without one: what is asked then comes from beside the documents."""
    build_index(with_asked(PAGES, ASKED), Synonyms(), folder)
    concepts = Concepts.of(Synonyms())
    return (
        SearchEngine(PAGES, concepts, index_files(folder), ROLES, PARTS, asked=lambda: ASKED),
        SearchEngine(PAGES, concepts, None, ROLES, PARTS, asked=lambda: ASKED),
    )


def test_index_and_scan_find_the_page_that_is_asked_for(tmp_path: Path) -> None:
    for engine in engines(tmp_path):
        assert engine.search("is it over yet").hits[0].page == "mitigate/alone"


def test_index_and_scan_have_the_same_phrasebook(tmp_path: Path) -> None:
    asked = with_asked(PAGES, ASKED)
    build_index(asked, Synonyms(), tmp_path)
    from_index = IndexPostings(index_files(tmp_path), len(PAGES)).phrasebook
    from_scan = ScanPostings(asked, Concepts.of(Synonyms())).phrasebook
    assert list(from_index.pages) == from_scan.pages
    assert list(from_index.weights) == from_scan.weights
    assert from_index.places == from_scan.places


def test_nothing_is_corrected_to_a_word_that_no_page_has(tmp_path: Path) -> None:
    for engine in engines(tmp_path):
        assert engine.search("zqxword").hits[0].page == "mitigate/alone"
        assert engine.search("zqxwrod").correction is None


def test_a_page_that_has_none_of_the_words_is_found_in_other_words(tmp_path: Path) -> None:
    for engine in engines(tmp_path):
        hits = {hit.page: hit for hit in engine.search("is it zqxword again").hits}
        assert hits["mitigate/alone"].match == "other"
        assert hits["mitigate/alone"].marks == hits["mitigate/alone"].heading_marks == ()
