"""The palettes hold their contrast, and Red holds nothing but red."""

from __future__ import annotations

import pytest

from fieldref.gui.theme import HIGH_CONTRAST, PARTS, THEMES, TOKENS, channels, contrast, theme

TEXT_PAIRS = [
    ("text", "bg"), ("text", "surface"), ("text", "raised"), ("text", "hover"), ("text", "sel"), ("muted", "bg"),
    ("muted", "surface"), ("accent", "bg"), ("accent", "surface"), ("mark_fg", "mark"), ("warn_fg", "warn"),
    ("chip_fg", "chip"),
]  # fmt: skip
SIGN_PAIRS = [("strong", "bg"), ("strong", "surface"), ("focus", "bg"), ("focus", "surface"), ("warn_l", "surface")]


def all_colors(name: str) -> list[str]:
    theme = THEMES[name]
    tones = [tone for part in PARTS for tone in (theme.part(part).ink, theme.part(part).tint, theme.part(part).fill)]
    return [*(theme.colors[token] for token in TOKENS), *tones]


@pytest.mark.parametrize("name", ["day", "dark"])
def test_body_text_has_contrast_of_seven_by_day_and_in_the_dark(name: str) -> None:
    assert contrast(THEMES[name].colors["text"], THEMES[name].colors["surface"]) >= 7


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_every_text_pair_can_be_read(name: str, ink: str, ground: str) -> None:
    colors = THEMES[name].colors
    assert contrast(colors[ink], colors[ground]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), SIGN_PAIRS)
def test_edges_and_signs_stand_out(name: str, ink: str, ground: str) -> None:
    colors = THEMES[name].colors
    assert contrast(colors[ink], colors[ground]) >= 3


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("part", PARTS)
def test_phase_colors_carry_their_words(name: str, part: str) -> None:
    colors, tones = THEMES[name].colors, THEMES[name].part(part)
    assert contrast(tones.ink, colors["bg"]) >= 3
    assert contrast(tones.ink, colors["onfill"]) >= 3
    assert contrast(colors["text"], tones.tint) >= 4.5
    assert contrast(colors["fill_fg"], tones.fill) >= 4.5


def test_red_has_no_green_and_no_blue() -> None:
    assert all(channels(color)[1:] == (0, 0) for color in all_colors("red"))


def test_phase_inks_differ_where_color_is_used() -> None:
    for name in ("day", "dark", "amber"):
        assert len({THEMES[name].part(part).ink for part in PARTS}) == len(PARTS)


@pytest.mark.parametrize("name", HIGH_CONTRAST)
def test_high_contrast_holds_more_than_the_usual_palette(name: str) -> None:
    high = theme(name, high=True)
    colors = high.colors
    assert contrast(colors["text"], colors["surface"]) >= 20.9
    assert colors["muted"] == colors["strong"] == colors["text"]
    for ink, ground in TEXT_PAIRS:
        assert contrast(colors[ink], colors[ground]) >= 7, (ink, ground)
    for ink, ground in [*SIGN_PAIRS, ("line", "bg"), ("line", "surface")]:
        assert contrast(colors[ink], colors[ground]) >= 3, (ink, ground)
    for part in PARTS:
        tones = high.part(part)
        assert contrast(tones.ink, colors["bg"]) >= 7
        assert contrast(tones.ink, colors["onfill"]) >= 7
        assert contrast(colors["text"], tones.tint) >= 7
        assert contrast(colors["fill_fg"], tones.fill) >= 7


def test_red_and_amber_have_one_palette() -> None:
    assert theme("red", high=True) is THEMES["red"]
    assert theme("amber", high=True) is THEMES["amber"]
