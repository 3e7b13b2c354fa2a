"""A card prints whole at the largest type that fits, or not at all."""

from __future__ import annotations

import re

import pytest

from fieldref.core.model import ROLE_CODES, Review
from fieldref.printing.blanks import make_grid
from fieldref.printing.card_frame import split_title
from fieldref.printing.card_layout import CardDrawing, lay_out_card
from fieldref.printing.faults import CardFault, DetailFault
from fieldref.printing.formats import MM, VARIANTS, measures
from fieldref.printing.marks import Box, Line, Text
from tests.printing.paper import card, collisions, extent, imprint, lines, longest_card, words_of

LETTER = measures("letter", "letter")
INDEX = measures("index", "letter")
WALLET = measures("wallet", "letter")
variants = pytest.mark.parametrize(("name", "paper"), VARIANTS)


def drawn(measures_=LETTER, **changes: object) -> CardDrawing:
    return lay_out_card(card(**changes), measures_, imprint())


@variants
def test_150_random_longest_legal_cards_fit(name: str, paper: str) -> None:
    form = measures(name, paper)
    for seed in range(150):
        assert lay_out_card(longest_card(seed), form, imprint()).body_size >= form.body.least


@variants
def test_nothing_stands_outside_the_margins(name: str, paper: str) -> None:
    form = measures(name, paper)
    for seed in range(12):
        made = lay_out_card(longest_card(seed), form, imprint(long_one="Channel 4"))
        for mark in made.marks:
            left, top, right, bottom = extent(mark)
            assert left >= form.left - 0.01
            assert top >= form.top - 0.01
            assert bottom <= form.height - form.bottom + 0.25 * form.foot
            assert right <= form.width - (form.thumb.from_right if form.thumb else form.right) + 0.01


@variants
def test_no_words_touch_other_words(name: str, paper: str) -> None:
    form = measures(name, paper)
    for seed in range(12):
        assert collisions(lay_out_card(longest_card(seed), form, imprint(long_two="Gate 3")).marks) == []


@variants
def test_every_step_and_do_not_is_set_word_for_word_in_order(name: str, paper: str) -> None:
    form = measures(name, paper)
    longest = longest_card(3)
    words = words_of(lay_out_card(longest, form, imprint()).marks)
    expected = longest.wallet if name == "wallet" else longest.steps + longest.donts
    places = [words.index(line.text) for line in expected]
    assert places == sorted(places)


def test_a_typical_card_reaches_the_largest_type_on_letter() -> None:
    assert drawn().body_size == 21


def test_the_longest_index_card_keeps_its_do_nots_and_blanks() -> None:
    longest = longest_card(5)
    words = words_of(lay_out_card(longest, INDEX, imprint()).marks)
    assert all(line.text in words for line in longest.donts)
    assert "Trauma hospital notice lines" in words


def test_only_steps_have_boxes_and_numbers() -> None:
    boxes = [mark for mark in drawn().marks if isinstance(mark, Box) and mark.w == mark.h and not mark.fill]
    tick_boxes = [box for box in boxes if box.w > 6 * MM and not box.radius]
    assert len(tick_boxes) == len(card().steps)


def test_tick_boxes_are_open() -> None:
    assert all(not mark.fill for mark in drawn().marks if isinstance(mark, Box) and mark.w == mark.h)


def test_a_card_without_do_nots_has_no_frame_for_them() -> None:
    assert "DO NOT" not in words_of(drawn(donts=()).marks)


def test_a_short_card_leaves_ruled_lines_for_notes() -> None:
    assert drawn(steps=card().steps[:5], donts=card().donts[:1]).note_lines >= 2


def test_index_cards_have_no_note_lines() -> None:
    assert drawn(INDEX, steps=card().steps[:5]).note_lines == 0


def test_the_wallet_sets_the_short_form() -> None:
    words = words_of(drawn(WALLET).marks)
    assert "Go to the threat as your policy allows." in words
    assert "DO NOT" not in words


def test_a_do_not_among_the_short_steps_has_a_cross_and_neither_box_nor_number() -> None:
    made = drawn(WALLET, wallet=lines("Go| in.", "Do not| touch it.", "Call| 911."))
    boxes = [mark for mark in made.marks if isinstance(mark, Box) and mark.w == mark.h and mark.w > 4 * MM]
    crosses = [mark for mark in made.marks if isinstance(mark, Line) and mark.x1 != mark.x2 and mark.y1 != mark.y2]
    assert (len(boxes), len(crosses)) == (2, 2)
    assert "1 Go in. Do not touch it. 2 Call 911." in words_of(made.marks)


def test_a_card_without_short_form_is_a_fault_on_the_wallet() -> None:
    with pytest.raises(CardFault, match="Write its short form"):
        drawn(WALLET, wallet=())


def test_ten_steps_are_a_fault() -> None:
    with pytest.raises(CardFault, match="more than 9 steps"):
        drawn(steps=card().steps[:5] * 2)


def test_text_too_long_for_the_format_is_a_fault_that_says_by_how_much() -> None:
    with pytest.raises(CardFault, match=r"8\.5 pt it is \d+\.\d mm too high"):
        drawn(INDEX, steps=lines(*["Read| " + "many words " * 20] * 9))


def test_a_word_of_200_letters_is_a_fault_that_names_it() -> None:
    with pytest.raises(CardFault, match="“aaaa.*… is too long|“aaaa.*…” is too long"):
        drawn(steps=lines("Say| " + "a" * 200))


def test_an_emoji_in_a_step_is_a_fault_that_names_it() -> None:
    with pytest.raises(CardFault, match=r"U\+1F6A8 cannot be printed"):
        drawn(steps=lines("Say| it with a light \U0001f6a8"))


def test_symbols_that_the_text_font_lacks_come_from_the_bundled_symbol_font() -> None:
    made = drawn(steps=lines("Keep| ≥ 5 feet → the wall"))
    assert {mark.text.strip() for mark in made.marks if isinstance(mark, Text) and mark.symbol} == {"≥", "→"}


def test_a_title_that_needs_three_lines_is_a_fault() -> None:
    with pytest.raises(CardFault, match="Shorten the title"):
        drawn(INDEX, title="Very long words " * 8, kind="topic")


def test_a_role_cards_title_gives_its_role_to_the_role_row() -> None:
    assert split_title(card()) == ("LAW ENFORCEMENT", "Attack under way")


def test_a_topics_title_is_printed_whole() -> None:
    assert split_title(card(kind="topic", title="HOSPITAL NOTICE: call early")) == (None, "HOSPITAL NOTICE: call early")


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        (("LE", "FE"), "LAW ENFORCEMENT + FIRE AND EMS"),
        (("LE", "SO", "BV"), "POLICE, SCHOOLS, VENUES"),
        (ROLE_CODES, "ALL EVERYONE"),
    ],
)
def test_the_role_row_says_for_whom(roles: tuple[str, ...], words: str) -> None:
    assert words in words_of(drawn(roles=roles, kind="topic", title="A topic").marks)


def test_six_roles_stand_as_squares_alone_on_index() -> None:
    words = words_of(drawn(INDEX, roles=ROLE_CODES[:6], kind="topic", title="A topic").marks)
    assert words.startswith("MITIGATE LE FE SO AC BV PM M-LE A topic")


def test_the_foot_says_who_has_not_reviewed_it() -> None:
    words = words_of(drawn(reviews=(Review("medical"), Review("tactical"))).marks)
    assert "Not yet reviewed by a medical director or a tactical instructor" in words


def test_the_foot_names_the_reviewer() -> None:
    assert "Reviewed: Lt. B. Ray, Metro PD, 2026-12-01 (tactical)" in words_of(
        drawn(reviews=(Review("tactical", "Lt. B. Ray, Metro PD, 2026-12-01"),)).marks
    )


def test_the_foot_has_policy_code_edition_date_and_sources() -> None:
    words = words_of(drawn().marks)
    assert "Follow your agency's policy and medical direction." in words
    assert "M-LE · Edition 2026.1 · Content 2026-11-21 · From M21, M22, M23, M24" in words


def test_number_and_unit_stay_on_one_line() -> None:
    made = drawn(steps=lines("Tie| it 2 to 3 inches above"))
    assert "2 to 3 inches " in [mark.text for mark in made.marks if isinstance(mark, Text)]


def test_a_missing_detail_is_a_labelled_blank() -> None:
    words = words_of(drawn().marks)
    assert re.search(r"Command channel Hospital notice line", words)


def test_a_local_detail_prints_with_its_date() -> None:
    made = lay_out_card(card(), LETTER, imprint(command_channel="TAC 4"))
    assert "Command channel TAC 4 2026-11-20" in words_of(made.marks)


def test_a_longer_detail_shrinks_no_further_than_its_label_and_wraps() -> None:
    grid = make_grid(
        ["command-channel"] * 2,
        imprint(command_channel="Channel 4, then the shared channel of the county if it is busy, then telephone"),
        width=LETTER.text_width,
        label=LETTER.label,
        least=LETTER.cell.least,
        value=20,
    )
    cell = grid.rows[0][0]
    assert (len(cell.lines), cell.size, cell.wide) == (2, LETTER.label, False)


def test_a_detail_too_long_for_half_the_width_takes_all_of_it() -> None:
    value = "The old gymnasium of the north school, two floors up, by the east door, keys at the fire station desk"
    made = lay_out_card(card(), INDEX, imprint(command_channel=value))
    assert value in words_of(made.marks)


def test_a_detail_of_500_characters_is_a_fault_that_names_the_detail() -> None:
    with pytest.raises(DetailFault, match="“Command channel” is too long"):
        lay_out_card(card(), LETTER, imprint(command_channel="too many words " * 34))


def test_an_emoji_in_a_detail_is_a_fault_that_names_the_detail() -> None:
    with pytest.raises(DetailFault, match=r"“Command channel” cannot be printed.*U\+1F6A8"):
        lay_out_card(card(), LETTER, imprint(command_channel="TAC \U0001f6a8"))


def test_a_right_to_left_detail_is_set_as_one_run() -> None:
    made = lay_out_card(card(), LETTER, imprint(command_channel="שער צפוני"))
    assert "שער צפוני" in [mark.text for mark in made.marks if isinstance(mark, Text)]


def test_a_right_to_left_detail_too_long_for_a_line_is_a_fault() -> None:
    with pytest.raises(DetailFault, match="too long for its cell"):
        lay_out_card(card(), INDEX, imprint(command_channel="שער צפוני " * 12))


def test_a_detail_of_spaces_is_a_blank() -> None:
    words = words_of(lay_out_card(card(), LETTER, imprint(command_channel="  ")).marks)
    assert "2026-11-20" not in words


def test_an_address_longer_than_a_line_is_broken_at_its_marks_rather_than_refused() -> None:
    value = "https://example.org/" + "/".join(["very-long-path"] * 5)
    words = words_of(lay_out_card(card(), INDEX, imprint(command_channel=value)).marks)
    assert value in words.replace(" ", "")


def test_the_last_detail_alone_in_its_row_is_as_large_as_the_row_lets_it_be() -> None:
    value = "Mercy Medical Center, ambulance bay B"
    keys = ["command-channel", "hospital-notify", "long-one"]
    made = make_grid(keys, imprint(long_one=value), width=300, label=8, least=40, value=16)
    cell = made.rows[-1][0]
    assert (cell.wide, len(cell.lines)) == (True, 1)
    assert cell.size > 8
