"""The scan answers exactly as the index does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldref.core.index import IndexPostings, build_index
from fieldref.core.scan import ScanPostings
from fieldref.core.synonyms import Concepts
from tests.builders import index_files
from tests.core.test_index import BOOK, SYNONYMS


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[IndexPostings, ScanPostings]:
    folder: Path = tmp_path_factory.mktemp("index")
    build_index(BOOK, SYNONYMS, folder)
    return IndexPostings(index_files(folder), len(BOOK)), ScanPostings(BOOK, Concepts.of(SYNONYMS))


def rounded(weights: object) -> dict[int, float]:
    return {number: round(weight, 2) for number, weight in dict(weights).items()}  # type: ignore[call-overload]


@pytest.mark.parametrize("term", ["tourniquet", "START", "start", "=rtf", "the", "zone", "nothing"])
def test_words_weigh_the_same(both: tuple[IndexPostings, ScanPostings], term: str) -> None:
    index, scan = both
    assert rounded(index.word(term)) == rounded(scan.word(term))
    assert rounded(index.stem(term)) == rounded(scan.stem(term))


@given(st.text("acelnorstuz", min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_beginnings_weigh_the_same(both: tuple[IndexPostings, ScanPostings], prefix: str) -> None:
    index, scan = both
    found, scanned = rounded(index.gram(prefix)), rounded(scan.gram(prefix))
    assert found.keys() == scanned.keys()
    assert all(abs(found[number] - scanned[number]) < 0.02 for number in found)


def test_lexicons_agree(both: tuple[IndexPostings, ScanPostings]) -> None:
    index, scan = both
    assert index.lexicon() == scan.lexicon()
    assert index.words_from("tr") == scan.words_from("tr")
