"""Fit is a promise: every card of the content in every format, read back from its PDF with poppler."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from fieldref.core.library import Library
from fieldref.core.model import POLICY_SENTENCE, Card
from fieldref.printing.foot import review_words
from fieldref.printing.formats import MM, VARIANTS
from fieldref.printing.imprint import imprint_of
from fieldref.printing.pdf import write_pdf
from fieldref.printing.sheets import SheetSet, render_preview, sheets_for
from tests.printing.paper import grey_rows, ink_edges

pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is missing (Debian package)")
variants = pytest.mark.parametrize(("name", "paper"), VARIANTS)
EDGE = 6 * MM


def poppler(tool: str, *arguments: str) -> str:
    return subprocess.run([tool, *arguments], capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module", params=VARIANTS, ids="-".join)
def made(
    request: pytest.FixtureRequest, library: Library, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, SheetSet, Path]:
    """A format, the sheets of all cards in it, and their PDF."""
    name, paper = request.param
    sheets = sheets_for(library.cards(), name, imprint_of(library), paper=paper)
    path = tmp_path_factory.mktemp("promise") / f"{name}-{paper}.pdf"
    write_pdf(path, sheets.sheets, "Cards", color=True)
    return name, sheets, path


def cards_on(library: Library, codes: tuple[str, ...]) -> list[Card]:
    return [card for code in codes if isinstance(card := library.find_code(code), Card)]


def expected_lines(library: Library, card: Card, name: str) -> list[str]:
    if name == "wallet":
        return [line.text for line in card.wallet]
    labels = [library.local_detail(key).label for key in card.blanks]
    return [*(line.text for line in (*card.steps, *card.donts)), *labels]


def test_every_step_warning_and_blank_stands_on_its_sheet_in_order_with_foot_and_review(
    made: tuple[str, SheetSet, Path], library: Library
) -> None:
    name, sheets, path = made
    assert sheets.faults == ()
    pages = [" ".join(page.split()) for page in poppler("pdftotext", "-raw", str(path), "-").split("\f")[:-1]]
    assert len(pages) == len(sheets.sheets)
    seen: list[str] = []
    for sheet, text in zip(sheets.sheets, pages, strict=True):
        for card in cards_on(library, sheet.codes):
            seen.append(card.code)
            expected = expected_lines(library, card, name)
            at = text.index(expected[0] if name == "wallet" else f" {card.code} ")
            for line in (*expected, POLICY_SENTENCE, review_words(card.reviews)):
                found = text.find(line, at)
                assert found >= 0, f"{card.code} in {name}: “{line}” is not there or not in its order"
                at = found
            assert f"{card.code} · Edition {library.edition}" in text
    assert sorted(seen) == sorted(card.code for card in library.cards())


def test_no_text_of_any_card_lies_outside_the_printable_area(made: tuple[str, SheetSet, Path]) -> None:
    _, sheets, path = made
    boxes = re.findall(
        r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">', poppler("pdftotext", "-bbox", str(path), "-")
    )
    assert len(boxes) > 50 * len(sheets.sheets)
    width, height = sheets.sheets[0].width, sheets.sheets[0].height
    line_gap = 3  # a word's box is its font's line, which is higher than its letters
    for left, top, right, bottom in (map(float, box) for box in boxes):
        assert EDGE - 0.1 <= left <= right <= width - EDGE + 0.1
        assert EDGE - line_gap <= top <= bottom <= height - EDGE + line_gap


def test_all_fonts_of_all_cards_are_embedded(made: tuple[str, SheetSet, Path]) -> None:
    rows = poppler("pdffonts", str(made[2])).splitlines()[2:]
    assert rows
    assert all(" yes no  yes" in row for row in rows), rows


def test_nothing_of_any_card_is_drawn_closer_than_6_mm_to_the_papers_edge(made: tuple[str, SheetSet, Path]) -> None:
    pixel = 25.4 / 100
    for sheet in made[1].sheets:
        assert min(ink_edges(render_preview(sheet, 100))) * pixel > 6 - pixel


def test_the_preview_shows_what_the_pdf_prints(made: tuple[str, SheetSet, Path], tmp_path: Path) -> None:
    """Two programs smooth edges each in its way; a word or line a point elsewhere would differ by more than 50."""
    _, sheets, path = made
    poppler("pdftoppm", "-r", "200", "-l", "1", "-gray", "-png", "-singlefile", str(path), str(tmp_path / "page"))
    printed = QImage(str(tmp_path / "page.png"))
    shown = render_preview(sheets.sheets[0], 200, color=True)
    size = (printed.width() // 12, printed.height() // 12)
    rows = (grey_rows(_scaled(image, *size)) for image in (printed, shown))
    pairs = (pair for both in zip(*rows, strict=True) for pair in zip(*both, strict=True))
    assert max(abs(one - other) for one, other in pairs) < 50


def _scaled(image: QImage, width: int, height: int) -> QImage:
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.scaled(width, height, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
