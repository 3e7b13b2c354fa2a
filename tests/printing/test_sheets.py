"""Cards stand on sheets so that cut, fold and duplex come out right."""

from __future__ import annotations

import pytest

from fieldref.core.errors import PrintError
from fieldref.printing.formats import MM, VARIANTS, measures
from fieldref.printing.marks import Group, Line
from fieldref.printing.sheets import Sheet, render_preview, sheets_for
from fieldref.printing.wallet import group_panels, panel_place
from tests.printing.paper import card, imprint, ink_edges, lines, longest_card, words_of

WALLET = measures("wallet", "letter")


def cards(count: int) -> list:
    return [
        card(id=f"cards/mitigate/{n}", code=f"MC{n}", kind="topic", title=f"Topic {n}") for n in range(1, count + 1)
    ]


def codes_by_place(sheet: Sheet) -> list[tuple[float, str]]:
    """(x, code in the role row) of each card on a sheet."""
    groups = [mark for mark in sheet.marks if isinstance(mark, Group) and "MC" in words_of(mark.marks)]
    return [
        (group.x, next(word for word in words_of(group.marks).split() if word.startswith("MC"))) for group in groups
    ]


def test_letter_has_one_card_a_sheet() -> None:
    assert len(sheets_for(cards(3), "letter", imprint()).sheets) == 3


def test_half_has_two_cards_side_by_side_on_a_landscape_sheet() -> None:
    sheet = sheets_for(cards(2), "half", imprint()).sheets[0]
    assert (sheet.width, sheet.height) == (792, 612)
    assert codes_by_place(sheet) == [(0, "MC1"), (396, "MC2")]


def test_the_last_of_an_odd_number_stands_twice() -> None:
    sheet = sheets_for(cards(3), "half", imprint()).sheets[1]
    assert [code for _, code in codes_by_place(sheet)] == ["MC3", "MC3"]


@pytest.mark.parametrize("name", ["half", "index"])
def test_the_back_of_a_duplex_sheet_meets_its_front(name: str) -> None:
    front, back = sheets_for(cards(4), name, imprint(), duplex=True).sheets
    behind = {1: 2, 3: 4}
    width = front.width
    form = measures(name, "letter")
    fronts = {round(x): code for x, code in codes_by_place(front)}
    backs = {round(width - x - form.width): code for x, code in codes_by_place(back)}  # seen through the sheet
    assert {x: f"MC{behind[int(code[2:])]}" for x, code in fronts.items()} == backs


def test_a_duplex_sheet_with_three_cards_leaves_the_fourth_place_empty() -> None:
    _, back = sheets_for(cards(3), "half", imprint(), duplex=True).sheets
    assert codes_by_place(back) == [(396, "MC2")]


def test_index_cards_alone_on_card_stock_have_no_cut_marks() -> None:
    sheet = sheets_for(cards(1), "index", imprint(), paper="card").sheets[0]
    assert (sheet.width, sheet.height) == (288, 432)
    assert "50 mm" not in words_of(sheet.marks)


@pytest.mark.parametrize(("name", "paper"), VARIANTS)
def test_nothing_is_printed_closer_than_6_mm_to_the_papers_edge(name: str, paper: str) -> None:
    longest = [longest_card(seed) for seed in range(7)]
    for sheet in sheets_for(longest, name, imprint(long_one="gypsy Q jumping"), paper=paper).sheets:
        image = render_preview(sheet, 200)
        pixel = 25.4 / 200
        assert min(ink_edges(image)) * pixel > 6 - pixel


@pytest.mark.parametrize(("name", "paper"), [("half", "letter"), ("half", "a4"), ("index", "a4"), ("wallet", "letter")])
def test_sheets_to_be_cut_or_folded_carry_a_line_of_50_mm(name: str, paper: str) -> None:
    sheet = sheets_for(cards(2), name, imprint(), paper=paper).sheets[0]
    lengths = [abs(mark.x2 - mark.x1) + abs(mark.y2 - mark.y1) for mark in sheet.marks if isinstance(mark, Line)]
    assert any(abs(length - 50 * MM) < 1e-6 for length in lengths)


def test_a_half_sheet_is_cut_in_the_middle() -> None:
    sheet = sheets_for(cards(2), "half", imprint()).sheets[0]
    cut = next(mark for mark in sheet.marks if isinstance(mark, Line) and mark.stroke == "dash")
    assert cut.x1 == cut.x2 == sheet.width / 2


def test_a_card_that_does_not_fit_is_named_and_the_others_are_printed() -> None:
    made = sheets_for([cards(1)[0], card(code="MC9", steps=lines("Say| " + "a" * 200))], "letter", imprint())
    assert [sheet.codes for sheet in made.sheets] == [("MC1",)]
    assert "MC9" in str(made.faults[0])


def test_letter_cards_have_no_card_stock() -> None:
    with pytest.raises(PrintError, match="cannot be printed on card paper"):
        sheets_for(cards(1), "half", imprint(), paper="card")


# The wallet


def test_the_wallet_has_panels_1_to_4_upright_below_and_8_to_5_turned_above() -> None:
    made = sheets_for(cards(7), "wallet", imprint()).sheets[0]
    panels = [mark for mark in made.marks if isinstance(mark, Group)]
    assert [round(panel.x / WALLET.width) for panel in panels] == [0, 1, 2, 3, 4, 3, 2, 1]
    assert [panel.angle for panel in panels] == [0, 0, 0, 0, 180, 180, 180, 180]
    assert {panel.y for panel in panels} == {WALLET.height}


def test_folded_and_turned_over_the_back_shows_5_to_8_from_left_to_right_upright() -> None:
    """Fold 1 puts the top half behind; seen from behind, a point (x, y) above the fold appears at (-x, -y)."""
    seen = []
    for panel in (5, 6, 7, 8):
        x, _, angle = panel_place(panel, WALLET)
        center = x - WALLET.width / 2  # a turned panel reaches left of its origin
        seen.append((4 * WALLET.width - center, (angle + 180) % 360))
    assert [turn for _, turn in seen] == [0, 0, 0, 0]
    assert [place for place, _ in seen] == sorted(place for place, _ in seen)


def test_each_panel_says_its_number() -> None:
    made = sheets_for(cards(7), "wallet", imprint()).sheets[0]
    panels = [mark for mark in made.marks if isinstance(mark, Group)]
    assert [words_of(panel.marks).split()[-1] for panel in panels] == list("12345678")


def test_panels_left_over_are_ruled_for_notes() -> None:
    made = sheets_for(cards(2), "wallet", imprint()).sheets[0]
    panels = [mark for mark in made.marks if isinstance(mark, Group)]
    assert len(panels) == 8
    assert all("Notes (may become evidence)" in words_of(panel.marks) for panel in panels[3:])


def test_the_cover_has_911_988_the_list_and_the_union_of_reviews() -> None:
    words = words_of(
        next(m for m in sheets_for(cards(3), "wallet", imprint()).sheets[0].marks if isinstance(m, Group)).marks
    )
    assert "911 for any emergency. 988 for a suicide crisis." in words
    assert "2 Topic 1 3 Topic 2 4 Topic 3" in words
    assert "Not yet reviewed by a tactical instructor" in words


def test_the_cover_of_a_role_set_lists_roles() -> None:
    some = [card(id=code, code=f"M-{code}", roles=(code,)) for code in ("LE", "FE")]
    words = words_of(sheets_for(some, "wallet", imprint()).sheets[0].marks)
    assert "2 LE Law enforcement 3 FE Fire and EMS" in words


def test_a_wallet_of_two_phases_says_cards_instead_of_a_phase() -> None:
    some = [card(), card(id="cards/prevent/le", code="P-LE", part="prevent")]
    cover = next(m for m in sheets_for(some, "wallet", imprint()).sheets[0].marks if isinstance(m, Group))
    assert words_of(cover.marks).startswith("LE CARDS")
    assert "2 Attack under way 3 Attack under way" in words_of(cover.marks)


def test_eight_cards_need_two_wallets() -> None:
    assert len(sheets_for(cards(8), "wallet", imprint()).sheets) == 2


def tourniquet(code: str, title: str, way: str) -> object:
    return card(id=code, code=code, kind="topic", title=title, wallet=lines(*[f"Put| the tourniquet {way}."] * 4))


def test_both_ways_of_the_tourniquet_do_not_share_a_sheet() -> None:
    some = [
        tourniquet("MC1", "Stop bleeding", "2 to 3 inches above"),
        tourniquet("MC2", "Tourniquet", "high and tight"),
    ]
    assert [len(group) for group in group_panels(some)] == [1, 1]  # type: ignore[arg-type]


def test_they_may_when_the_title_says_trained_only() -> None:
    some = [
        tourniquet("MC1", "Stop bleeding", "2 to 3 inches above"),
        tourniquet("MC2", "Tourniquet (trained only)", "high and tight"),
    ]
    assert [len(group) for group in group_panels(some)] == [2]  # type: ignore[arg-type]


# Preview


def test_the_preview_is_the_sheet_at_its_resolution() -> None:
    image = render_preview(sheets_for(cards(1), "letter", imprint()).sheets[0], 72, color=True)
    assert (image.width(), image.height()) == (612, 792)
    assert image.pixelColor(2, 2).name() == "#ffffff"


def test_the_black_version_has_no_color() -> None:
    image = render_preview(sheets_for(cards(1), "letter", imprint()).sheets[0], 50)
    greys = {image.pixelColor(x, y).hsvSaturation() for x in range(image.width()) for y in range(image.height())}
    assert greys == {0}


def test_the_color_version_has_the_phase_color_only_in_plate_and_rule() -> None:
    image = render_preview(sheets_for([card(donts=())], "letter", imprint()).sheets[0], 72, color=True)
    colored = {
        y for y in range(image.height()) for x in range(image.width()) if image.pixelColor(x, y).hsvSaturation() > 60
    }
    assert max(colored) < 0.25 * image.height()


def test_a_detail_too_long_for_the_cover_is_left_off_it_and_the_wallet_is_printed() -> None:
    made = sheets_for(cards(3), "wallet", imprint(command_channel="too many words " * 30), paper="letter")
    assert [sheet.codes for sheet in made.sheets] == [("MC1", "MC2", "MC3")]
    assert "Hospital notice line" in words_of(made.sheets[0].marks)
    (fault,) = made.faults
    assert "“Command channel” is too long" in str(fault)
    assert str(fault).endswith("The wallet's cover goes without it.")
