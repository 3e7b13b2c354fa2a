"""The real content: compiles without a problem, keeps its promises to readers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fieldref.compiler.pipeline import check_content
from fieldref.compiler.problems import Problems
from fieldref.core.library import Library
from fieldref.core.model import PHASES, ROLE_CODES

ROOT = Path(__file__).resolve().parent.parent
DANGER_OR_SUICIDE = re.compile(r"\bsuicid\w*|\bin danger\b|\bdanger now\b", re.I)


def test_the_content_compiles_without_a_problem() -> None:
    problems = Problems()
    check_content(ROOT / "content", ROOT / "resources", problems)
    assert [str(problem) for problem in problems.sorted()] == []


def test_every_role_has_a_card_for_each_phase(library: Library) -> None:
    missing = [(role, part) for role in ROLE_CODES for part in PHASES if library.role_card(role, part) is None]
    assert missing == []


def test_every_role_has_six_tiles_and_the_first_is_its_card(library: Library) -> None:
    for role in ROLE_CODES:
        tiles = library.tiles(role)
        assert len(tiles) == 6
        assert tiles[0].target == f"cards/mitigate/{role.lower()}"


def test_a_now_page_begins_with_what_to_do(library: Library) -> None:
    for meta in library.pages():
        if meta.use == "now":
            first = library.page(meta.id).sections[0]
            actions = [block for block in first.blocks if block.kind == "actions"]
            assert actions, meta.id
            assert len(actions[0].items) <= 8, meta.id


def test_every_statement_of_figures_names_its_source(library: Library) -> None:
    """In sections of evidence each paragraph and item with a figure leads to a source or to another page."""
    bare = []
    for meta in library.pages():
        if meta.part == "help":
            continue
        for section in library.page(meta.id).sections:
            if section.meta.anchor != "why":
                continue
            for block in section.blocks:
                pieces = block.items or ((block.html,) if block.kind == "paragraph" else ())
                bare += [
                    f"{meta.code} {piece[:60]}"
                    for piece in pieces
                    if "<a href=" not in piece and re.search(r"\d", piece)
                ]
    assert bare == []


def test_pages_on_suicide_name_988(library: Library) -> None:
    lacking = [
        meta.code
        for meta in library.pages()
        if meta.part in PHASES
        and any(re.search(r"\bsuicid", section.text, re.I) for section in library.page(meta.id).sections)
        and not any("988" in section.text for section in library.page(meta.id).sections)
    ]
    assert lacking == []


@pytest.mark.parametrize("words", ["consider", "ensure", "as appropriate"])
def test_no_card_uses_vague_words(library: Library, words: str) -> None:
    lines = [line.text for card in library.cards() for line in (*card.steps, *card.donts, *card.wallet)]
    assert [line for line in lines if re.search(rf"\b{words}\b", line, re.I)] == []


def test_cards_carry_no_telephone_number_but_911_and_988(library: Library) -> None:
    lines = [line.text for card in library.cards() for line in (*card.steps, *card.donts, *card.wallet)]
    numbers = [line for line in lines if re.search(r"\d{3}[- ]\d{3,4}", line)]
    assert numbers == []


def test_public_and_trained_tourniquet_rules_never_share_a_card(library: Library) -> None:
    for card in library.cards():
        text = " ".join(line.text for line in (*card.steps, *card.donts)).lower()
        assert not ("2 to 3 inches" in text and "high" in text and "tight" in text), card.id


def test_every_unreviewed_page_and_card_says_so(library: Library) -> None:
    """Nobody has reviewed anything yet; a name here must be that of a person who did."""
    named = [review.by for page in library.pages() for review in page.reviews if review.by]
    named += [review.by for card in library.cards() for review in card.reviews if review.by]
    assert named == []


def test_directory_entries_say_how_and_when_they_were_confirmed(library: Library) -> None:
    assert len(library.directory) >= 158
    for entry in library.directory:
        assert entry.status, entry.id
        assert entry.contacts, entry.id


def test_no_list_runs_into_the_paragraph_above_it(library: Library) -> None:
    run_in = re.compile(r"(?:[.:\]]|</a>) - (?:\[ \] )?\S|(?:[.:]|</a>) 1\. \S")
    for meta in library.pages():
        for section in library.page(meta.id).sections:
            assert not [block.html for block in section.blocks if run_in.search(block.html)], section.meta.code
