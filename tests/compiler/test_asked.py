"""What people type who need a page: found by search, shown nowhere, and checked like all content."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldref.compiler.pipeline import compile_content
from fieldref.core.library import Library
from tests.content_tree import write_content

FILE = "asked.yaml"


def compiled(tmp_path: Path, asked: str) -> list[str]:
    (tmp_path / "resources" / "figures").mkdir(parents=True)
    content = write_content(tmp_path / "content")
    (content / FILE).write_text(asked, encoding="utf-8")
    report = compile_content(content, tmp_path / "bundle", resources=tmp_path / "resources", update_lock=True)
    return [str(problem) for problem in report.problems]


def test_a_page_is_found_by_words_that_it_lacks(tmp_path: Path) -> None:
    assert compiled(tmp_path, "mitigate/second: [zebra crossing guard]\n") == []
    library = Library.open(tmp_path / "bundle")
    hits = library.search("zebra crossing").hits
    assert [hit.page for hit in hits] == ["mitigate/second"]
    assert "zebra" not in hits[0].snippet


def test_a_word_run_together_there_hides_the_two_words_of_the_book_from_nobody(tmp_path: Path) -> None:
    assert compiled(tmp_path, "mitigate/second: [contactteam rota]\n") == []
    result = Library.open(tmp_path / "bundle").search("contactteam")
    assert result.correction is not None
    assert result.correction.shown == "contact team"
    assert {hit.page for hit in result.hits} >= {"mitigate/first", "mitigate/second"}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("# a remark\nmitigate/nowhere: [a phrase]\n", "asked.yaml:2: mitigate/nowhere is no page"),
        ("mitigate/second: a phrase\n", "write a list of phrases"),
        ("mitigate/second: [5150]\n", "numbers in quotes"),
        ("mitigate/second: [second Officers]\n", "'second Officers' is its title or an alias already"),
        ("mitigate/first: [same thing]\nmitigate/second: [Same thing]\n", "asked.yaml:2: mitigate/second: 'Same"),
        ("- mitigate/second\n", "this file is no map"),
        ("mitigate/second: [a\n", "asked.yaml:"),
    ],
)  # fmt: skip
def test_a_mistake_is_a_problem_with_its_line(tmp_path: Path, asked: str, words: str) -> None:
    assert any(words in problem for problem in compiled(tmp_path, asked)), words
