"""Any page prints whole, with its code, answer, review state, sources and page numbers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from fieldref.core.errors import BundleDamaged, PrintError
from fieldref.core.library import Library
from fieldref.core.model import ROLE_CODES, Block, Contact, DirectoryEntry
from fieldref.printing.imprint import imprint_of
from fieldref.printing.marks import Group, Line
from fieldref.printing.page_print import BOTTOM, page_sheets
from fieldref.printing.sheets import Sheet, render_preview
from tests.printing.paper import collisions, extent, imprint, page, paragraph, placed_texts, section, words_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100"><path d="M0 0L400 100" stroke="black"/></svg>'


def figure(_: str) -> bytes:
    return SVG


def printed(*sections: object, **options: object) -> tuple[Sheet, ...]:
    return page_sheets(page(*sections), imprint(), figure, **options)  # type: ignore[arg-type]


def words(sheets: tuple[Sheet, ...]) -> str:
    return " ".join(words_of(sheet.marks) for sheet in sheets)


def test_the_first_sheet_has_code_roles_title_and_answer() -> None:
    text = words(printed(section("Go in", paragraph(20))))
    assert text.startswith("MITIGATE LE FE LAW ENFORCEMENT + FIRE AND EMS M21 First arriving officers Go to the threat")


def test_every_sheet_has_its_foot_and_its_number() -> None:
    sheets = printed(*(section(f"Part {n}", paragraph(160, n), number=n) for n in range(1, 7)))
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, 1):
        text = words_of(sheet.marks)
        assert "Follow your agency's policy and medical direction." in text
        assert "Not yet reviewed by a tactical instructor" in text
        assert f"Edition 2026.1 · Content 2026-11-21 · Edited 2026-11-21 M21 - {number} of {len(sheets)}" in text


def test_later_sheets_begin_with_code_and_title() -> None:
    sheets = printed(*(section(f"Part {n}", paragraph(160, n), number=n) for n in range(1, 7)))
    assert words_of(sheets[1].marks).startswith("MITIGATE M21 First arriving officers")


def test_no_heading_stands_alone_at_the_end_of_a_sheet() -> None:
    sections = [section(f"Heading {n}", paragraph(40 + 7 * n, n), number=n) for n in range(1, 15)]
    for sheet in printed(*sections):
        lowest = max(
            text.y for text in placed_texts(sheet.marks) if text.size < 12 and text.y < sheet.height - BOTTOM - 40
        )
        headings = [text.y for text in placed_texts(sheet.marks) if text.text.startswith("Heading")]
        assert all(lowest - y > 20 for y in headings)


def test_a_step_never_breaks_across_sheets() -> None:
    steps = Block(
        "steps", items=tuple(f"<strong>Do</strong> {'thing after thing ' * 12}number {n}." for n in range(1, 30))
    )
    sheets = printed(section("What to do", steps, kind="act"))
    for sheet in sheets:
        text = words_of(sheet.marks)
        assert len(re.findall(r"\bDo thing", text)) == len(re.findall(r"number \d+\.", text))


def test_a_table_repeats_its_header_and_keeps_rows_whole() -> None:
    rows = tuple((f"Row {n}", "cell text " * 15, f"end {n}") for n in range(1, 40))
    sheets = printed(section("Table", Block("table", header=("Name", "What", "Mark"), rows=rows)))
    assert len(sheets) > 1
    for sheet in sheets:
        text = words_of(sheet.marks)
        assert "Name What Mark" in text
        assert len(re.findall(r"Row \d", text)) == len(re.findall(r"end \d", text))


def test_do_nots_stand_in_a_frame_with_crosses_and_no_boxes() -> None:
    donts = Block("bullets", items=("Do not stop. [1]", "Never guess. [1]"))
    sheet = printed(section("Do not", donts, kind="caution"))[0]
    assert "M21.1 DO NOT Do not stop. [1] Never guess. [1]" in words_of(sheet.marks)
    frame = next(mark for mark in sheet.marks if isinstance(mark, Group) and "DO NOT" in words_of(mark.marks))
    assert sum(isinstance(mark, Line) and mark.x1 != mark.x2 and mark.y1 != mark.y2 for mark in frame.marks) == 4


def test_a_do_not_is_bold_at_its_beginning() -> None:
    sheet = printed(section("Do not", Block("bullets", items=("Do not stop.",)), kind="caution"))[0]
    assert [text.bold for text in placed_texts(sheet.marks) if text.text.strip() in ("Do", "not", "stop.")] == [
        True,
        True,
        False,
    ]


def test_a_local_detail_alone_becomes_a_cell_to_write_in() -> None:
    block = Block("bullets", items=('<a href="local:command-channel">Command channel</a>',))
    sheets = page_sheets(page(section("Fill in", block)), imprint(command_channel="TAC 4"), figure)
    assert "Command channel TAC 4 2026-11-20" in words(sheets)


def test_a_local_detail_in_a_sentence_is_a_labelled_blank() -> None:
    block = Block("paragraph", html='Ask on <a href="local:command-channel">Command channel</a> first.')
    assert "Ask on Command channel: ____" in words(printed(section("Ask", block)))


@pytest.mark.parametrize(
    ("before", "printed_words"),
    [
        ("Command channel: ", "Command channel: ____"),
        ("Keep free the command channel, always: ", "always: ____"),
        ("Working on: ", "Working on: Command channel ____"),
        ("Use the command channel ", "Use the command channel ____"),
        ("Your own list: command ", "Your own list: command channel: ____"),
        ("The command channel is set. Tell ", "Tell Command channel: ____"),
    ],
)
def test_a_sentence_that_names_the_detail_itself_does_not_name_it_twice(before: str, printed_words: str) -> None:
    block = Block("paragraph", html=before + '<a href="local:command-channel">Command channel</a>.')
    assert printed_words in words(printed(section("Ask", block)))


def test_an_outside_address_is_printed() -> None:
    block = Block("paragraph", html='See <a href="https://example.org/guide">the guide</a>.')
    assert "the guide (https://example.org/guide)." in words(printed(section("More", block)))


def test_sources_are_listed_with_number_publisher_date_and_address() -> None:
    text = words(printed(section("Why", paragraph(10))))
    assert "Sources [1] Mass Attacks Defense Toolkit. RAND, 2022. https://www.rand.org/pubs/tools/TLA1613-1" in text


def test_sources_stand_in_two_level_columns_read_one_after_the_other() -> None:
    source = page().sources[0]
    many = tuple(replace(source, key=f"s{n}", title=f"Source {n}") for n in range(1, 10))
    sheet = page_sheets(replace(page(section("Why", paragraph(10))), sources=many), imprint(), figure)[0]
    marks = [text for text in placed_texts(sheet.marks) if re.fullmatch(r"\[\d\]", text.text) and text.bold]
    assert [mark.text for mark in marks] == [f"[{n}]" for n in range(1, 10)]
    assert len({round(mark.x) for mark in marks}) == 2
    assert marks[0].y == marks[5].y


def test_sources_that_do_not_fit_a_sheet_go_on_overleaf_in_order() -> None:
    source = page().sources[0]
    many = tuple(replace(source, key=f"s{n}", title=f"Source {n} {'of many ' * 20}") for n in range(1, 61))
    sheets = page_sheets(replace(page(section("Why", paragraph(10))), sources=many), imprint(), figure)
    assert len(sheets) > 1
    assert re.findall(r"\[(\d+)\] Source", words(sheets)) == [str(n) for n in range(1, 61)]
    for sheet in sheets:
        lowest = max(text.y for text in placed_texts(sheet.marks) if text.size == 9 and not text.text.startswith("M21"))
        assert lowest < sheet.height - BOTTOM + 0.1


def test_directory_entries_that_the_page_names_are_listed_with_their_confirmation() -> None:
    entry = DirectoryEntry(
        *("aeap", "Help after an attack", "", "Money", "program", "", ""),
        (Contact("phone", "1-800-000-0000", "call"),),
        *((), (), "", "8 Aug 2019, OVC", "", (), ()),
    )
    block = Block("paragraph", html='Ask <a href="directory:aeap">Help after an attack</a>.')
    text = words(printed(section("Ask", block), directory=[entry]))
    assert "In the directory Help after an attack. call: 1-800-000-0000. Confirmed: 8 Aug 2019, OVC." in text


def test_sections_of_other_roles_can_be_left_out_and_that_is_said() -> None:
    mine = section("Mine", paragraph(10), roles=("LE",))
    other = section("Other", paragraph(10), number=2, roles=("FE",))
    text = words(printed(mine, other, role="LE"))
    assert "Sections for Law enforcement only; 1 section for other roles is left out." in text
    assert "M21.2" not in text


def test_a_damaged_page_says_so_on_paper() -> None:
    sheets = page_sheets(replace(page(section("Go", paragraph(5))), damaged=True), imprint(), figure)
    assert "This copy of the page is damaged." in words(sheets)


def test_a_missing_figure_is_replaced_by_its_description() -> None:
    def missing(name: str) -> bytes:
        raise BundleDamaged(name)

    sheets = page_sheets(page(section("See", Block("figure", source="x.svg", alt="Three rings."))), imprint(), missing)
    assert "Figure missing from this copy: Three rings." in words(sheets)


def test_a_figure_is_printed_with_its_caption() -> None:
    block = Block("figure", source="x.svg", alt="A line.", caption="A line. RAND, 2022.")
    assert "A line. RAND, 2022." in words(printed(section("See", block)))


def test_a_black_print_has_no_color_in_figures() -> None:
    drawing = SVG.replace(b'stroke="black"', b'stroke="#751459"')
    block = Block("figure", source="x.svg", alt="A square.")
    sheet = page_sheets(page(section("See", block)), imprint(), lambda name: drawing)[0]
    image = render_preview(sheet, 30)
    assert not any(image.pixelColor(x, y).hsvSaturation() for x in range(image.width()) for y in range(image.height()))


def test_a_page_outside_the_chain_has_its_parts_name_instead_of_a_phase() -> None:
    sheets = page_sheets(page(section("Go", paragraph(5)), part="overview", roles=ROLE_CODES), imprint(), figure)
    assert words(sheets).startswith("OVERVIEW ALL EVERYONE")


def test_a_word_wider_than_the_column_is_broken_not_cut() -> None:
    text = words(printed(section("Long", Block("paragraph", html="x" * 300))))
    assert text.replace(" ", "").count("x") >= 300


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_every_page_of_the_content_prints_inside_its_margins(library: Library, paper: str) -> None:
    imprint_ = imprint_of(library)
    for meta in library.pages()[:: 1 if paper == "letter" else 9]:
        whole = library.page(meta.id)
        for sheet in page_sheets(whole, imprint_, library.figure, paper=paper, directory=library.directory):
            assert collisions(sheet.marks) == []
            for text in placed_texts(sheet.marks):
                left, _, right, bottom = extent(text)
                assert left > 35
                assert right < sheet.width - 40
                assert bottom < sheet.height - 28


def test_a_detail_from_right_to_left_leaves_the_words_and_the_date_around_it_alone() -> None:
    block = Block("paragraph", html='Ask on <a href="local:command-channel">Command channel</a> before you go in.')
    sheets = page_sheets(page(section("Ask", block)), imprint(command_channel="שער צפוני"), figure)
    assert "Ask on Command channel: שער צפוני (2026-11-20) before you go in." in words(sheets)
    assert [text.text for text in placed_texts(sheets[0].marks) if "ש" in text.text] == ["שער צפוני"]


def test_a_long_detail_from_right_to_left_fills_whole_lines() -> None:
    block = Block("paragraph", html='Ask on <a href="local:command-channel">Command channel</a> before you go in.')
    sheets = page_sheets(page(section("Ask", block)), imprint(command_channel="שער צפוני " * 40), figure)
    turned = [text for text in placed_texts(sheets[0].marks) if "ש" in text.text]
    assert sum(text.text.count("שער") for text in turned) == 40
    assert len({round(text.y) for text in turned}) == len(turned)


def test_a_detail_of_500_characters_or_one_long_word_is_printed_whole_on_a_page() -> None:
    block = Block("bullets", items=('<a href="local:command-channel">Command channel</a>',))
    for value in ("too many words " * 33, "w" * 200):
        sheets = page_sheets(page(section("Fill in", block)), imprint(command_channel=value), figure)
        assert value.replace(" ", "") in words(sheets).replace(" ", "")


def test_an_emoji_in_a_detail_is_a_fault_that_names_the_detail_on_a_page_too() -> None:
    block = Block("paragraph", html='Ask on <a href="local:command-channel">Command channel</a> first.')
    with pytest.raises(PrintError, match=r"“Command channel” cannot be printed.*U\+1F6A8"):
        page_sheets(page(section("Ask", block)), imprint(command_channel="TAC \U0001f6a8 שער"), figure)
