"""The same marks everywhere: exact widths, legible inks, safe on other threads."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from fieldref.core.errors import PrintError
from fieldref.printing.card_layout import lay_out_card
from fieldref.printing.faults import TooLong, Unprintable
from fieldref.printing.fonts import CAP_HEIGHT, UNITS, Fonts, fonts
from fieldref.printing.formats import measures
from fieldref.printing.marks import Canvas, Text
from fieldref.printing.painting import INKS, paint
from fieldref.printing.sheets import render_preview, sheets_for
from fieldref.printing.typesetting import Run, balanced, break_lines, cut, line_width
from tests.printing.paper import card, imprint, longest_card


def luminance(color: QColor) -> float:
    """WCAG 2."""
    parts = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: QColor, second: QColor) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("ink", ["black", "prevent", "mitigate", "follow-up"])
def test_inks_under_and_behind_text_are_legible_in_color_and_grey(ink: str) -> None:
    color = QColor(INKS[ink])  # type: ignore[index]
    grey = QColor.fromRgb(*[round(0.299 * color.red() + 0.587 * color.green() + 0.114 * color.blue())] * 3)
    assert contrast(color, QColor("white")) >= 7
    assert contrast(grey, QColor("white")) >= 4.5


def test_no_text_is_red_and_white_text_stands_on_plates_only() -> None:
    for seed in range(5):
        for mark in lay_out_card(longest_card(seed), measures("index", "letter"), imprint()).marks:
            if isinstance(mark, Text):
                assert mark.ink in ("black", "white")
                assert mark.ink == "black" or mark.bold


@pytest.mark.parametrize("name", ["letter", "index"])
def test_a_grey_print_of_the_color_card_is_black_on_white(name: str) -> None:
    image = render_preview(sheets_for([card()], name, imprint()).sheets[0], 100, color=True)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    values = [grey.pixelColor(x, y).value() for x in range(grey.width()) for y in range(0, grey.height(), 3)]
    assert min(values) == 0
    assert sum(90 < value < 200 for value in values) < 0.05 * len(values)  # only the edges of letters


def test_text_is_drawn_as_wide_as_it_was_measured() -> None:
    text = "Casualty collection point, 911"
    image = QImage(4000, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    canvas = Canvas()
    width = canvas.text(2, 20, text, 16, bold=True)
    painter = QPainter(image)
    paint(painter, canvas.marks, 8, color=False)
    painter.end()
    black = [x for x in range(image.width()) for y in range(0, 200, 2) if image.pixelColor(x, y).value() < 100]
    assert 2 + width - 2 < max(black) / 8 < 2 + width  # less the last figure's own side bearing


def test_capitals_have_the_height_that_layout_reckons_with() -> None:
    metrics = fonts()._metrics[True, False]
    assert metrics.capHeight() / 1000 == pytest.approx(CAP_HEIGHT, abs=0.002)


def test_font_sizes_are_exact_to_a_twentieth_of_a_point() -> None:
    assert fonts().font(11.25, False, False).pixelSize() == 11.25 * UNITS


def test_a_missing_font_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PrintError, match=r"AtkinsonHyperlegible-Regular\.ttf is missing or damaged"):
        Fonts(tmp_path)


def test_a_character_that_no_bundled_font_has_is_refused() -> None:
    with pytest.raises(Unprintable, match=r"U\+4E2D"):
        cut([Run("中")])


def test_a_text_wider_than_its_room_is_refused_not_cut() -> None:
    with pytest.raises(TooLong, match="too long for its place"):
        Canvas().text(0, 0, "Command channel", 20, room=50)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("2 to 3 inches above", ["2 to 3 inches", "above"]),
        ("use TAC 4 now", ["use", "TAC 4", "now"]),
        ("fill in ICS 214", ["fill", "in", "ICS 214"]),
        ("wait 5 minutes", ["wait", "5 minutes"]),
        ("call 911 now", ["call", "911", "now"]),
        ("a\u00a0b c", ["a b", "c"]),
    ],
)
def test_what_belongs_together_is_one_token(text: str, tokens: list[str]) -> None:
    assert [token.text for token in cut([Run(text)])] == tokens


def test_a_short_last_line_takes_words_from_the_line_above() -> None:
    words = cut([Run("Report again when anything new has happened here to you")])
    room = line_width(words) - words[-1].width
    loose = break_lines(words, room)
    pulled = break_lines(words, room, pull=True)
    assert line_width(loose[-1]) < room / 3 <= line_width(pulled[-1])


def test_two_lines_of_a_title_are_about_equal() -> None:
    lines = balanced(cut([Run("Second arriving officer takes command of a scene", bold=True)]), 30, 2)
    widths = [line_width(line) for line in lines]
    assert max(widths) / min(widths) < 1.25


def test_cards_can_be_laid_out_on_several_threads_at_once() -> None:
    failures: list[BaseException] = []

    def work(seed: int) -> None:
        try:
            for number in range(10):
                render_preview(sheets_for([longest_card(seed + number)], "letter", imprint()).sheets[0], 40)
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in (0, 50, 100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
