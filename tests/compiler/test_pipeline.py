"""Compiling a content folder: what is written, what is refused, what stays untouched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fieldref.compiler.pipeline import Report, compile_content
from fieldref.core.errors import ContentError
from fieldref.core.library import Library
from tests.content_tree import CARD, page, write_content


def compiled(tmp_path: Path, *, strict: bool = False, update_lock: bool = True, **changed: str | None) -> Report:
    resources = tmp_path / "resources"
    (resources / "figures").mkdir(parents=True, exist_ok=True)
    content = write_content(tmp_path / "content", **changed)
    return compile_content(
        content, tmp_path / "out" / "bundle", resources=resources, strict=strict, update_lock=update_lock
    )


def texts(report: Report) -> str:
    return "\n".join(map(str, report.problems))


def test_sound_content_compiles_without_a_problem(tmp_path: Path) -> None:
    assert texts(compiled(tmp_path, strict=True)) == ""


def test_the_bundle_holds_pages_cards_and_entries(tmp_path: Path) -> None:
    compiled(tmp_path)
    library = Library.open(tmp_path / "out" / "bundle")
    assert [found.code for found in library.pages()] == ["M1", "M2"]
    assert library.card("cards/mitigate/le").steps[0].lead == "Radio"
    assert library.directory_entry("911").contacts[0].value == "911"
    assert library.glossary_term("rtf").abbreviation == "RTF"


def test_same_content_gives_the_same_content_digest(tmp_path: Path) -> None:
    one, two = compiled(tmp_path / "one"), compiled(tmp_path / "two")
    assert one.manifest is not None
    assert two.manifest is not None
    assert one.manifest.content_digest == two.manifest.content_digest


def test_folders_with_hash_percent_and_accents_work(tmp_path: Path) -> None:
    folder = tmp_path / "Größe #1 100% ünï"
    assert texts(compiled(folder, strict=True)) == ""
    assert Library.open(folder / "out" / "bundle").page("mitigate/first").meta.code == "M1"


def test_a_section_gets_its_roles_code_and_source_number(tmp_path: Path) -> None:
    compiled(tmp_path)
    found = Library.open(tmp_path / "out" / "bundle").page("mitigate/first")
    assert [section.meta.code for section in found.sections] == ["M1.1", "M1.2", "M1.3"]
    assert found.sections[1].meta.roles == ("LE",)
    assert 'href="source:rand-home">[1]</a>' in found.sections[0].blocks[0].items[0]
    assert found.sources[0].publisher == "RAND"


def test_another_key_of_a_document_is_the_same_source(tmp_path: Path) -> None:
    body = "## What to do\n\n1. One. [@rand-home]\n2. Two. [@seed-000]\n"
    compiled(tmp_path, pages__mitigate__second=page("mitigate/second", "M2", "Second", body))
    found = Library.open(tmp_path / "out" / "bundle").page("mitigate/second")
    assert [source.key for source in found.sources] == ["rand-home"]
    assert "[1]" in found.sections[0].blocks[0].items[1]


def test_strict_writes_nothing_when_there_is_a_problem(tmp_path: Path) -> None:
    report = compiled(tmp_path, strict=True, sources="[]\n")
    assert report.problems
    assert report.manifest is None
    assert not (tmp_path / "out" / "bundle").exists()


def test_a_failed_write_leaves_the_old_bundle_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled(tmp_path)
    before = (tmp_path / "out" / "bundle" / "manifest.json").read_bytes()

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fieldref.core.index.build_index", full_disk)
    with pytest.raises(OSError, match="No space left"):
        compiled(tmp_path)
    assert (tmp_path / "out" / "bundle" / "manifest.json").read_bytes() == before
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["bundle"]


def test_an_unusable_frame_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="structure.yaml is unusable"):
        compiled(tmp_path, structure="roles: [\n")


def test_directory_entries_know_the_pages_that_name_them(tmp_path: Path) -> None:
    body = "## What to do\n\n1. Call [](directory/911). [@rand-home]\n"
    compiled(tmp_path, pages__mitigate__second=page("mitigate/second", "M2", "Second", body))
    library = Library.open(tmp_path / "out" / "bundle")
    assert library.directory_entry("911").pages == ("mitigate/second",)
    assert ">911</a>" in library.page("mitigate/second").sections[0].blocks[0].items[0]


BODIES = {
    "raw HTML": ("## What to do\n\nA <b>bold</b> word. [@rand-home]\n", "raw HTML"),
    "dead page": ("## What to do\n\nSee [this](mitigate/gone).\n", "dead link mitigate/gone"),
    "dead anchor": ("## What to do\n\nSee [this](mitigate/first#gone).\n", "dead link mitigate/first#gone"),
    "dead entry": ("## What to do\n\nSee [this](directory/gone).\n", "dead link to directory gone"),
    "unknown source": ("## What to do\n\nA fact. [@gone]\n", "unknown source gone"),
    "unknown detail": ("## What to do\n\nCall [local: gone].\n", "unknown local detail gone"),
    "outside image": ("## What to do\n\n![A long description](https://example.org/a.png)\n", "is not figures/NAME.svg"),
    "missing image": ("## What to do\n\n![A long description](figures/gone.svg)\n", "missing image gone.svg"),
    "image without words": ("## What to do\n\n![](figures/gone.svg)\n", "lacks words"),
    "code block": ("## What to do\n\nText.\n\n    indented\n", "cannot be laid out"),
    "nested list": ("## What to do\n\n- One\n    - Two\n", "inside a list item"),
    "mixed boxes": ("## What to do\n\n- [ ] One\n- Two\n", "mixes boxes"),
    "wide table": ("## What to do\n\n|a|b|c|d|e|f|\n|-|-|-|-|-|-|\n|1|2|3|4|5|6|\n", "a table has 6 columns"),
    "no sections": ("Only text.\n", "the page has no sections"),
    "empty section": ("## What to do\n\n## Why\n\nWords. [@rand-home]\n", "section What to do is empty"),
    "two of a name": ("## What to do\n\nA.\n\n## What to do\n\nB.\n", "two sections are called what-to-do"),
    "unknown role": ("## What to do {: roles=XX }\n\nA.\n", "unknown role XX"),
    "unknown attribute": ("## What to do {: .big }\n\nA.\n", "unknown attribute .big"),
    "telephone": ("## What to do\n\nCall 202-555-0100.\n", "a telephone number on a page"),
    "practice on medicine": ("## What to do\n\nTighten the tourniquet. [@practice]\n", "[@practice] on medical"),
    "practice on a number": ("## What to do\n\nStay 30 meters away. [@practice]\n", "[@practice] on medical"),
    "vague verb": ("## What to do\n\n1. Consider leaving. [@rand-home]\n", "begins with consider"),
    "late caution": ("## What to do\n\nA.\n\n## For planners\n\nB.\n\n## Do not\n\n- Do not.\n", "stands too late"),
}


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES.keys())
def test_a_mistake_in_a_page_is_named_with_its_line(tmp_path: Path, body: str, expected: str) -> None:
    report = compiled(tmp_path, pages__mitigate__second=page("mitigate/second", "M2", "Second", body))
    found = [problem for problem in report.problems if expected in problem.text]
    assert found, texts(report)
    assert found[0].path in ("pages/mitigate/second.md", "pages/mitigate/first.md")


HEADS = {
    "bad YAML": ("title: First: officers: again", "title: First officers", "this is not YAML"),
    "unknown step": ("step: nowhere", "step: response", "unknown step nowhere"),
    "unknown use": ("use: soon", "use: hours", "use is 'soon'"),
    "long answer": (f"answer: {'word ' * 60}", "answer: Go in and say where.", "shorten it to 240"),
    "bad date": ("edited: yesterday", "edited: 2026-11-21", "write a date"),
    "wrong id": ("id: mitigate/third", "id: mitigate/second", "make them the same"),
    "code of another": ("code: M1", "code: M2", "code M1 is also that of"),
    "code of another part": ("code: P2", "code: M2", "pages of mitigate have M"),
    "unknown key": ("colour: red", "see: []", "unknown key colour"),
    "unknown review": ("review: {moral: none}", "review: {tactical: none}", "unknown review kind moral"),
    "review without a person": ("review: {tactical: yes}", "review: {tactical: none}", "of who reviewed it"),
    "dead see": ("see: [mitigate/gone]", "see: []", "see names mitigate/gone"),
}


@pytest.mark.parametrize(("new", "old", "expected"), HEADS.values(), ids=HEADS.keys())
def test_a_mistake_in_front_matter_is_named_with_its_line(tmp_path: Path, new: str, old: str, expected: str) -> None:
    text = page("mitigate/second", "M2", "First officers").replace(old, new, 1)
    report = compiled(tmp_path, pages__mitigate__second=text)
    found = [problem for problem in report.problems if expected in problem.text]
    assert found, texts(report)
    line = found[0].line
    assert text.splitlines()[line - 1].startswith(new.split(":")[0]), texts(report)


CARDS = {
    "long step": ("1. **Radio** " + "word " * 30 + "{mitigate/first#what-to-do}", "shorten the line to 90"),
    "no trace": ("1. **Radio** what you see.", "no source; end the line"),
    "dead trace": ("1. **Radio** what. {mitigate/first#gone}", "has no section gone"),
    "page not named": ("1. **Radio** what. {mitigate/second#what-to-do}", "which `pages` does not name"),
    "verb not bold": ("1. Radio what you see. {mitigate/first#what-to-do}", "leading verb is not bold"),
    "not a list": ("Radio what you see.", "no list item"),
}


@pytest.mark.parametrize(("line", "expected"), CARDS.values(), ids=CARDS.keys())
def test_a_mistake_in_a_card_is_named_with_its_line(tmp_path: Path, line: str, expected: str) -> None:
    text = CARD.replace("1. **Radio** what you see. {mitigate/first#what-to-do}", line, 1)
    report = compiled(tmp_path, cards__mitigate__le=text)
    found = [problem for problem in report.problems if expected in problem.text]
    assert found, texts(report)
    assert text.splitlines()[found[0].line - 1] == line


def test_a_card_step_resting_only_on_practice_is_a_problem(tmp_path: Path) -> None:
    body = "## What to do\n\n1. Radio what you see. [@practice]\n\n## Do not\n\n- Do not stop. [@rand-home]\n"
    report = compiled(tmp_path, pages__mitigate__first=page("mitigate/first", "M1", "First", body))
    assert "cites no source" in texts(report)


def test_twenty_mistakes_are_listed_in_one_run(tmp_path: Path) -> None:
    bodies = [body for body, _ in BODIES.values()]
    pages = {
        f"pages__mitigate__p{number}": page(f"mitigate/p{number}", f"M{number + 10}", f"Page {number}", body)
        for number, body in enumerate(bodies)
    }
    report = compiled(tmp_path, **pages)
    assert len({problem.path for problem in report.problems}) >= 20


def test_broken_data_files_are_named(tmp_path: Path) -> None:
    report = compiled(
        tmp_path,
        directory="- category: X\n  entries:\n    - {id: a, name: A}\n",
        glossary="- {id: b, term: B}\n",
        home="roles: {}\n",
    )
    shown = texts(report)
    assert "directory.yaml:3: a: gives is missing" in shown
    assert "glossary.yaml:1: b: definition is missing" in shown
    assert "LE has 0 tiles" in shown


def test_an_unused_source_is_a_problem(tmp_path: Path) -> None:
    extra = "- {key: idle, title: T, publisher: P, date: '2020', reuse: cited only}\n"
    from tests.content_tree import SOURCES

    assert "idle: nothing cites this source" in texts(compiled(tmp_path, sources=SOURCES + extra))


def test_a_key_that_stands_twice_is_a_problem(tmp_path: Path) -> None:
    text = page("mitigate/second", "M2", "Second").replace("use: hours", "use: hours\nuse: now")
    assert "use stands twice" in texts(compiled(tmp_path, pages__mitigate__second=text))


# The lock file


def test_a_section_without_a_number_asks_for_the_lock(tmp_path: Path) -> None:
    compiled(tmp_path)
    body = "## What to do\n\nA. [@rand-home]\n\n## A new thing\n\nB.\n\n## Do not\n\n- Do not. [@rand-home]\n"
    text = page("mitigate/second", "M2", "Second", body)
    report = compiled(tmp_path, update_lock=False, pages__mitigate__second=text)
    assert "section a-new-thing has no number" in texts(report)
    assert "section report (M2.2) is gone" in texts(report)


def test_a_new_section_never_takes_a_number_used_before(tmp_path: Path) -> None:
    compiled(tmp_path)
    body = "## What to do\n\nA. [@rand-home]\n\n## A new thing\n\nB.\n\n## Do not\n\n- Do not. [@rand-home]\n"
    text = page("mitigate/second", "M2", "Second", body)
    assert texts(compiled(tmp_path, pages__mitigate__second=text)) == ""
    found = Library.open(tmp_path / "out" / "bundle").sections("mitigate/second")
    assert [section.code for section in found] == ["M2.1", "M2.4", "M2.3"]


def test_a_retired_section_that_comes_back_gets_its_number_back(tmp_path: Path) -> None:
    compiled(tmp_path)
    short = page("mitigate/second", "M2", "Second", "## What to do\n\nA. [@rand-home]\n")
    compiled(tmp_path, pages__mitigate__second=short)
    assert texts(compiled(tmp_path)) == ""
    found = Library.open(tmp_path / "out" / "bundle").sections("mitigate/second")
    assert [section.code for section in found] == ["M2.1", "M2.2", "M2.3"]


def test_a_changed_page_code_is_refused(tmp_path: Path) -> None:
    compiled(tmp_path)
    report = compiled(tmp_path, update_lock=False, pages__mitigate__second=page("mitigate/second", "M9", "Second"))
    assert "code M9 was M2; codes are frozen" in texts(report)


def test_a_page_that_is_gone_is_a_problem_until_it_is_retired(tmp_path: Path) -> None:
    compiled(tmp_path)
    (tmp_path / "content/pages/mitigate/second.md").unlink()
    report = compiled(tmp_path, update_lock=False, pages__mitigate__second=None)
    assert "page M2 is gone" in texts(report)
    assert "page M2 is gone" not in texts(compiled(tmp_path, pages__mitigate__second=None))


def test_the_bundle_is_plain_json(tmp_path: Path) -> None:
    compiled(tmp_path)
    values = json.loads((tmp_path / "out/bundle/pages/mitigate/first.json").read_text(encoding="utf-8"))
    assert [section["anchor"] for section in values["sections"]] == ["what-to-do", "report", "do-not"]
