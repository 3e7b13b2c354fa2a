"""The index: the same bytes for the same input, and damage told in one way."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from fieldref.core.errors import BundleDamaged
from fieldref.core.index import IndexPostings, build_index
from fieldref.core.spelling import sound
from fieldref.core.synonyms import Synonyms
from tests.builders import document, index_files

BOOK = [
    document("mitigate/tourniquets", "Tourniquet reference", "Use a tourniquet on the arm or leg.", aliases=["TQ"]),
    document("mitigate/triage", "Triage", "START and SALT sort casualties. Start now.", heading="Sort"),
    document("mitigate/rtf", "Rescue Task Force", "The RTF enters the warm zone."),
]
SYNONYMS = Synonyms(groups=(("RTF", "rescue task force"),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build_index(BOOK, SYNONYMS, tmp_path)
    return tmp_path


@pytest.fixture
def postings(folder: Path) -> IndexPostings:
    return IndexPostings(index_files(folder), len(BOOK))


def test_no_lock_is_left(folder: Path) -> None:
    assert not [path for path in folder.iterdir() if "LOCK" in path.name]


def test_same_input_gives_same_bytes_in_another_process(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    script = (
        "from pathlib import Path; from tests.core.test_index import BOOK, SYNONYMS;"
        f"from fieldref.core.index import build_index; build_index(BOOK, SYNONYMS, Path({str(other)!r}))"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env={"PYTHONHASHSEED": "99"}, cwd=Path.cwd())
    assert index_files(folder) == index_files(other)


def test_building_leaves_the_dice_alone(tmp_path: Path) -> None:
    random.seed(5)
    expected = random.Random(5).random()
    build_index(BOOK, SYNONYMS, tmp_path)
    assert random.random() == expected


def test_title_weighs_more_than_text(postings: IndexPostings) -> None:
    weights = postings.word("tourniquet")
    assert weights[0] > postings.word("arm")[0]


def test_concept_is_found_in_both_forms(postings: IndexPostings) -> None:
    assert set(postings.word("=rtf")) == {2}


def test_acronym_is_a_term_of_its_own(postings: IndexPostings) -> None:
    assert set(postings.word("START")) == {1}
    assert postings.word("TOURNIQUET") == {}


def test_one_letter_finds_first_words_of_names_and_two_letters_any_of_their_words(postings: IndexPostings) -> None:
    assert set(postings.gram("t")) == {0, 1}
    assert set(postings.gram("ta")) == {2}
    assert postings.gram("le") == {}


def test_words_from_a_beginning(postings: IndexPostings) -> None:
    assert postings.words_from("tourn") == ["tourniquet"]


def test_lexicon_holds_words_only(postings: IndexPostings) -> None:
    counts, sounds = postings.lexicon()
    assert counts["tourniquet"] == 1
    assert f"tourniquet {sound('tourniquet')}" in sounds[sound("tourniquet")[0]].splitlines()
    assert not [word for word in counts if "=" in word or word.isupper()]


def test_index_of_other_content_is_refused(folder: Path) -> None:
    with pytest.raises(BundleDamaged, match="other content"):
        IndexPostings(index_files(folder), 99)


@pytest.mark.parametrize("content", [b"", b"\0" * 500])
def test_bytes_that_are_no_index_are_refused(folder: Path, content: bytes) -> None:
    files = {name: content for name in index_files(folder)}
    with pytest.raises(BundleDamaged, match="cannot be read"):
        IndexPostings(files, len(BOOK))
