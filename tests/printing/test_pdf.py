"""PDFs hold the text as text, embed the fonts, and are whole or absent."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from fieldref.core.errors import PrintError
from fieldref.core.library import Library
from fieldref.printing.formats import FORMAT_NAMES, MM, VARIANTS
from fieldref.printing.imprint import imprint_of
from fieldref.printing.pdf import pdf_bytes, with_language, write_pdf
from fieldref.printing.sheets import sheets_for
from tests.printing.paper import card, imprint, longest_card

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is missing (Debian: poppler-utils)")


def poppler(tool: str, *arguments: str) -> str:
    return subprocess.run([tool, *arguments], capture_output=True, text=True, check=True).stdout


def text_of(path: Path) -> str:
    return " ".join(poppler("pdftotext", "-raw", str(path), "-").split())


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "card.pdf"
    write_pdf(path, sheets_for([card()], "letter", imprint()).sheets, "Attack under way")
    return path


@needs_poppler
@pytest.mark.parametrize(("name", "paper"), VARIANTS)
def test_every_line_of_random_cards_can_be_read_in_order(name: str, paper: str, tmp_path: Path) -> None:
    some = [longest_card(seed) for seed in range(6)]
    path = tmp_path / "cards.pdf"
    write_pdf(path, sheets_for(some, name, imprint(), paper=paper).sheets, "Cards")
    text = text_of(path)
    for one in some:
        expected = one.wallet if name == "wallet" else one.steps + one.donts
        places = [text.find(line.text) for line in expected]
        assert -1 not in places
        assert places == sorted(places)
        assert "Not yet reviewed by a medical director or a tactical instructor or counsel" in text


@needs_poppler
@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_every_card_of_the_content_can_be_read_whole(name: str, library: Library, tmp_path: Path) -> None:
    made = sheets_for(library.cards(), name, imprint_of(library))
    assert made.faults == ()
    path = tmp_path / "cards.pdf"
    write_pdf(path, made.sheets, "Cards")
    assert f"Pages: {len(made.sheets)}" in " ".join(poppler("pdfinfo", str(path)).split())
    text = text_of(path)
    for one in library.cards():
        for line in one.wallet if name == "wallet" else one.steps + one.donts:
            assert line.text in text, f"{one.code}: {line.text}"
        if name != "wallet":
            assert all(library.local_detail(key).label in text for key in one.blanks)


@needs_poppler
@pytest.mark.parametrize(("name", "paper"), VARIANTS)
def test_no_text_lies_outside_the_printable_area(name: str, paper: str, tmp_path: Path) -> None:
    path = tmp_path / "cards.pdf"
    sheets = sheets_for([longest_card(1), longest_card(2)], name, imprint(), paper=paper).sheets
    write_pdf(path, sheets, "Cards")
    edge = 6 * MM
    boxes = re.findall(
        r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">', poppler("pdftotext", "-bbox", str(path), "-")
    )
    assert len(boxes) > 100
    for left, top, right, bottom in (map(float, box) for box in boxes):
        assert left >= edge - 0.1
        assert right <= sheets[0].width - edge + 0.1
        assert top >= edge - 3
        assert bottom <= sheets[0].height - edge + 3


@needs_poppler
def test_fonts_are_embedded(pdf: Path) -> None:
    rows = poppler("pdffonts", str(pdf)).splitlines()[2:]
    assert len(rows) == 2
    assert all(row.startswith("AtkinsonHyperlegible") and "yes no  yes" in row for row in rows)


@needs_poppler
def test_words_with_fi_can_be_found(tmp_path: Path) -> None:
    path = tmp_path / "card.pdf"
    write_pdf(path, sheets_for([card(title="Confirm office traffic", kind="topic")], "letter", imprint()).sheets, "x")
    assert "Confirm office traffic" in text_of(path)


@needs_poppler
def test_title_and_language_are_set(pdf: Path) -> None:
    assert "Title:           Attack under way" in poppler("pdfinfo", str(pdf))
    assert b"/Lang (en-US)" in pdf.read_bytes()


def test_an_unknown_pdf_structure_is_left_alone() -> None:
    assert with_language(b"%PDF-2.0 something else") == b"%PDF-2.0 something else"


@needs_poppler
@pytest.mark.parametrize(("name", "size"), [("letter", "612 x 792"), ("half", "792 x 612"), ("index", "792 x 612")])
def test_pages_have_the_papers_size(name: str, size: str, tmp_path: Path) -> None:
    path = tmp_path / "card.pdf"
    write_pdf(path, sheets_for([card()], name, imprint()).sheets, "x")
    assert f"Page size: {size} pts (letter)" in " ".join(poppler("pdfinfo", str(path)).split())


def test_nothing_to_print_is_said() -> None:
    with pytest.raises(PrintError, match="nothing to print"):
        pdf_bytes([], "x")


def test_a_file_of_that_name_is_not_replaced_unasked(pdf: Path) -> None:
    before = pdf.read_bytes()
    with pytest.raises(PrintError, match=r"card\.pdf is already there"):
        write_pdf(pdf, sheets_for([card()], "letter", imprint()).sheets, "x")
    assert pdf.read_bytes() == before


def test_a_full_disk_leaves_no_file_under_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PrintError, match="No space left on device"):
        write_pdf(tmp_path / "card.pdf", sheets_for([card()], "letter", imprint()).sheets, "x")
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(PrintError, match=r"could not be written.*Choose another folder"):
        write_pdf(blocked / "card.pdf", sheets_for([card()], "letter", imprint()).sheets, "x")
