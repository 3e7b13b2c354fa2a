"""The plain copy of a page: language, headings in order, lists, table heads, texts for pictures, links that lead."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from fieldref.core.library import Library
from fieldref.gui.plain_html import page_html, write_page

EMPTY = {"meta", "img", "br", "hr"}


class Read(HTMLParser):
    """What a web browser's screen reader would find in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: dict[str, list[dict[str, str | None]]] = {}
        self.lang: str | None = None
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.attributes.setdefault(tag, []).append(values)
        parent = self.open[-1] if self.open else ""
        if tag == "li" and parent not in ("ol", "ul"):
            self.wrong.append(f"li in {parent}")
        if tag in ("td", "th") and parent != "tr":
            self.wrong.append(f"{tag} in {parent}")
        if tag == "html":
            self.lang = values.get("lang")
        if tag in ("h1", "h2", "h3"):
            self.headings.append((int(tag[1]), ""))
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "a":
            self.links.append(str(values.get("href")))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY:
            return
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> after {self.open[-3:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.headings and {"h1", "h2", "h3"} & set(self.open):
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)


@pytest.fixture(scope="module")
def copies(library: Library) -> dict[str, Read]:
    return {meta.id: Read(page_html(library.page(meta.id), library, {})) for meta in library.pages()}


def test_everything_opened_is_closed_where_it_belongs(copies: dict[str, Read]) -> None:
    assert {name: copy.wrong or copy.open for name, copy in copies.items() if copy.wrong or copy.open} == {}


def test_the_language_is_said(copies: dict[str, Read]) -> None:
    assert {copy.lang for copy in copies.values()} == {"en"}


def test_one_heading_of_the_first_level_and_none_skipped(copies: dict[str, Read]) -> None:
    for name, copy in copies.items():
        levels = [level for level, _ in copy.headings]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), name
        assert all(words.strip() for _, words in copy.headings), name


def test_every_section_has_its_heading_and_nothing_is_folded(copies: dict[str, Read], library: Library) -> None:
    for meta in library.pages():
        words = " ".join(text for _, text in copies[meta.id].headings)
        assert all(section.heading in words for section in library.sections(meta.id)), meta.id


def test_links_lead_inside_the_file_or_to_the_web(copies: dict[str, Read]) -> None:
    for name, copy in copies.items():
        assert len(copy.ids) == len(set(copy.ids)), name
        for link in copy.links:
            assert link.startswith(("https://", "http://")) or link.removeprefix("#") in copy.ids, (name, link)


def test_pictures_have_their_words_and_nothing_is_loaded(copies: dict[str, Read]) -> None:
    pictures = 0
    for name, copy in copies.items():
        assert not {"script", "link", "iframe"} & set(copy.attributes), name
        for image in copy.attributes.get("img", []):
            pictures += 1
            assert len(image.get("alt") or "") > 20, name
            assert str(image.get("src")).startswith("data:image/svg+xml;base64,")
    assert pictures > 5


def test_tables_have_heads(copies: dict[str, Read]) -> None:
    tables = [(name, copy) for name, copy in copies.items() if "table" in copy.attributes]
    assert tables
    for name, copy in tables:
        heads = copy.attributes.get("th", [])
        assert len(heads) >= 2 * len(copy.attributes["table"]), name
        assert all(head.get("scope") == "col" for head in heads), name


def test_actions_are_ordered_lists(copies: dict[str, Read], library: Library) -> None:
    copy = copies["mitigate/first-officers"]
    assert {"ol", "ul", "main", "nav"} <= set(copy.attributes)
    assert library.page_meta("mitigate/first-officers").answer in copy.text


def test_the_file_is_written_with_a_name_that_says_what_it_is(library: Library, tmp_path: Path) -> None:
    path = write_page(library.page("mitigate/first-officers"), library, {}, tmp_path)
    assert path.name == "mitigate-first-officers.html"
    assert "First arriving officers" in path.read_text(encoding="utf-8")
