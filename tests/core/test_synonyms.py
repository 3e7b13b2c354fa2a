"""Synonyms: read, found in texts and queries, and checked."""

from __future__ import annotations

import json

import pytest

from fieldref.core.model import Document
from fieldref.core.synonyms import Concepts, Synonyms, check_synonyms
from fieldref.core.words import tokenize
from tests.builders import document

RTF = Synonyms(groups=(("RTF", "rescue task force"),))


def found(synonyms: Synonyms, text: str) -> list[str]:
    return [hit.concept for hit in Concepts.of(synonyms).in_text(tokenize(text))]


def typed(synonyms: Synonyms, text: str) -> list[str]:
    tokens = tokenize(text)
    words, acronyms = [token.text for token in tokens], [token.acronym for token in tokens]
    return [other.term for other in Concepts.of(synonyms).in_query(words, acronyms)]


@pytest.mark.parametrize("text", ["the RTF moves", "two RTFs", "Rescue Task Forces enter"])
def test_both_ways_of_saying_it_are_one_concept(text: str) -> None:
    assert found(RTF, text) == typed(RTF, "rtf") == typed(RTF, "rescue task force")


def test_abbreviation_in_a_text_must_stand_in_capitals() -> None:
    synonyms = Synonyms(groups=(("START", "simple triage and rapid treatment"),))
    assert found(synonyms, "Start with START.") == ["=start"]


def test_abbreviation_that_looks_like_a_stop_word_must_be_typed_in_capitals() -> None:
    synonyms = Synonyms(groups=(("ME", "medical examiner"),))
    assert typed(synonyms, "call me") == []
    assert typed(synonyms, "call ME now") == ["=me"]


def test_one_way_leads_one_way() -> None:
    synonyms = Synonyms(one_way=(("cop", ("police officer", "police")),))
    assert typed(synonyms, "cops") == ["=polic_officer", "polic"]
    assert typed(synonyms, "police") == []


def test_what_lies_in_the_bundle_answers_the_same() -> None:
    synonyms = Synonyms(
        (("RTF", "rescue task force"),), (("cop", ("police officer",)),), (("centre", "center"),), (("Teh", "the"),)
    )
    made = Concepts.of(synonyms)
    read = Concepts(**json.loads(json.dumps(made.plain())))
    tokens = tokenize("The RTF and a police officer")
    assert read.in_text(tokens) == made.in_text(tokens) != []
    words = ("rtf", "cops", "rescue", "task", "force")
    assert read.in_query(words, (False,) * 5) == made.in_query(words, (False,) * 5) != []
    assert list(read.members("=rtf")) == ["RTF", "rescue task force"]
    assert (read.american("centres"), read.misspellings["teh"]) == ("centers", "the")


@pytest.mark.parametrize("plain", [{"groups": "x"}, {"groups": [1]}, {"one_way": [1]}, {"one_way": {"a": "b"}}])
def test_wrong_shape_is_told(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="is a"):
        Synonyms.from_plain(plain)


BOOK = [document("mitigate/a", "Rescue Task Force", "police attack"), *(
    document(f"mitigate/{number}", "Police", "police attack shelter") for number in range(3)
)]  # fmt: skip


@pytest.mark.parametrize(
    ("synonyms", "said"),
    [
        (Synonyms(groups=(("XYZ", "no such thing"),)), "no page has"),
        (Synonyms(groups=(("RTF", "RTFs"),)), "two different phrases"),
        (Synonyms(groups=(("RTF", "rescue task force"), ("rescue task force", "medics"))), "stands in groups[0] too"),
        (Synonyms(groups=(("police", "law"),)), "too common"),
        (Synonyms(one_way=(("attack", ("shelter",)),)), "common word"),
        (Synonyms(one_way=(("the", ("shelter",)),)), "common word"),
        (Synonyms(one_way=(("cop", ("constable",)),)), "no page has 'constable'"),
        (Synonyms(one_way=(("a b", ("shelter",)), ("shelter", ("a b",)))), "leads back to itself"),
        (Synonyms(misspellings=(("police", "rescue"),)), "cannot be a misspelling"),
        (Synonyms(misspellings=(("resque", "rescoo"),)), "no page has 'rescoo'"),
    ],
)
def test_each_mistake_is_found(synonyms: Synonyms, said: str) -> None:
    assert any(said in text for _, text in check_synonyms(synonyms, BOOK))


def test_sound_synonyms_have_no_problems() -> None:
    book: list[Document] = [*BOOK, *(document(f"prevent/{n}", "Other", "words") for n in range(40))]
    assert check_synonyms(Synonyms(groups=(("RTF", "rescue task force"),), one_way=(("cop", ("police",)),)), book) == []
