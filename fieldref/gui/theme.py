"""The four palettes of the window as plain color tables, and the contrast between two colors.

Nothing else in the program names a color. Red keeps green and blue at zero everywhere: long-wave light only.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

TOKENS = (
    "bg", "surface", "raised", "field", "hover", "text", "muted", "accent", "line", "strong", "sel", "mark",
    "mark_fg", "warn", "warn_fg", "warn_l", "focus", "chip", "chip_fg", "onfill", "fill_fg",
)  # fmt: skip
PARTS = ("prevent", "mitigate", "follow-up", "leaders", "overview")
THEME_ORDER = ("day", "dark", "red", "amber")
"""The order in which F9 steps through the themes."""


class Tones(NamedTuple):
    """The three tones of a part: `ink` for marks and bars, `tint` for blocks, `fill` for the one solid area."""

    ink: str
    tint: str
    fill: str


class Theme(NamedTuple):
    """A palette: colors by token as `#RRGGBB`, and tones by part."""

    name: str
    title: str
    colors: Mapping[str, str]
    tones: Mapping[str, Tones]
    underlined: bool
    """Whether every link inside text is underlined because color cannot tell it (Red and Amber)."""
    outlined: bool
    """Whether selection and phase need an outline because shades cannot tell them (Red)."""

    def part(self, part: str) -> Tones:
        """Return the tones of a part; Help and anything unknown take those of Overview."""
        return self.tones.get(part, self.tones["overview"])


def _theme(name: str, title: str, values: str, tones: str, *, plain: bool = False, outlined: bool = False) -> Theme:
    colors = dict(zip(TOKENS, values.split(), strict=True))
    # What is off is told from what can be pressed by its shade: where edges are as dark as text, by that of hairlines.
    colors["off"] = colors["line" if colors["strong"] == colors["text"] else "strong"]
    triples = [line.split() for line in tones.strip().splitlines()]
    parts = {part: Tones(*triple) for part, triple in zip(PARTS, triples, strict=True)}
    return Theme(name, title, MappingProxyType(colors), MappingProxyType(parts), plain, outlined)


THEMES: Mapping[str, Theme] = MappingProxyType(
    {
        "day": _theme(
            "day",
            "Day",
            "#ECEFEF #FFFFFF #F5F7F7 #FFFFFF #E1E7E9 #12181C #434F57 #084F94 #C9D1D5 #6A7780 #D3DDE5 #FFE07A"
            " #12181C #FFF1C7 #523700 #C08400 #0A5FB4 #12181C #FFFFFF #FFFFFF #FFFFFF",
            """
            #0B4A8F #DDE8F6 #0B4A8F
            #751459 #F2E5EE #751459
            #00565A #D8EDEC #00565A
            #5A4E44 #ECE7E1 #5A4E44
            #414D55 #E2E7E9 #414D55
            """,
        ),
        "dark": _theme(
            "dark",
            "Dark",
            "#0C1012 #13181B #1B2226 #1B2226 #222B30 #DCE3E6 #A6B2B8 #8CC8FF #2C373D #6E7E86 #263640 #5E4A00"
            " #FFF0B8 #2E250E #FFDC94 #A87F22 #8CC8FF #38474F #F2F6F7 #0C1012 #FFF0F8",
            """
            #8DB9FF #13253E #1D4478
            #E2A3CF #351529 #672052
            #63CDC8 #0F2D2F #16555A
            #CBBDB0 #29241F #4C433B
            #AAB8BE #212A2F #37434A
            """,
        ),
        "red": _theme(
            "red",
            "Red",
            "#000000 #000000 #100000 #0A0000 #1C0000 #FF0000 #F00000 #FE0000 #560000 #BC0000 #2E0000 #FF0000"
            " #000000 #100000 #FF0000 #FF0000 #FF0000 #2E0000 #FF0000 #000000 #FF0000",
            """
            #FF0000 #100000 #100000
            #FF0000 #2A0000 #2A0000
            #FF0000 #1A0000 #1A0000
            #FF0000 #100000 #100000
            #F00000 #100000 #100000
            """,
            plain=True,
            outlined=True,
        ),
        "amber": _theme(
            "amber",
            "Amber",
            "#060400 #0C0801 #171003 #171003 #231805 #EBA42E #CB8C26 #FFC35C #38290A #8F681C #3A2706 #EBA42E"
            " #0C0801 #2A1D04 #FFC45E #B8811F #FFC35C #7A551A #FFD890 #0C0801 #FFCB70",
            """
            #E6BE5A #221A06 #3D2F0A
            #FF8A3D #331604 #5A2506
            #E9A66B #2A1B0E #49301A
            #C7A85A #221906 #3A2C10
            #C48F3C #1D1404 #33240A
            """,
            plain=True,
        ),
    }
)

HIGH_CONTRAST: Mapping[str, Theme] = MappingProxyType(
    {
        "day": _theme(
            "day-high",
            "Day, high contrast",
            "#FFFFFF #FFFFFF #FFFFFF #FFFFFF #E6EAEC #000000 #000000 #00387A #5E6970 #000000 #CBD6DF #FFE07A"
            " #000000 #FFFFFF #000000 #000000 #0A4DA8 #000000 #FFFFFF #FFFFFF #FFFFFF",
            """
            #003A7D #FFFFFF #003A7D
            #6A0A4F #FFFFFF #6A0A4F
            #004A4E #FFFFFF #004A4E
            #463B32 #FFFFFF #463B32
            #2F3A41 #FFFFFF #2F3A41
            """,
            plain=True,
            outlined=True,
        ),
        "dark": _theme(
            "dark-high",
            "Dark, high contrast",
            "#000000 #000000 #000000 #000000 #1E272C #FFFFFF #FFFFFF #A5D4FF #8C99A1 #FFFFFF #2B3E4A #FFE07A"
            " #000000 #000000 #FFFFFF #FFFFFF #A5D4FF #FFFFFF #000000 #000000 #FFFFFF",
            """
            #A9CBFF #000000 #1D4478
            #F0BBE0 #000000 #672052
            #7FE3DE #000000 #16555A
            #E2D6CA #000000 #4C433B
            #C4D0D6 #000000 #37434A
            """,
            plain=True,
            outlined=True,
        ),
    }
)
"""Day and Dark for who asks the system for high contrast, or chooses it; Red and Amber have no more to give."""


def theme(name: str, *, high: bool = False) -> Theme:
    """Return the theme of that name, Day for an unknown one; where there is one, its form of high contrast."""
    known = name if name in THEMES else "day"
    return HIGH_CONTRAST[known] if high and known in HIGH_CONTRAST else THEMES[known]


def next_theme(name: str) -> str:
    """Return the name that F9 goes to.

    >>> next_theme("day"), next_theme("amber")
    ('dark', 'day')
    """
    place = THEME_ORDER.index(name) if name in THEME_ORDER else -1
    return THEME_ORDER[(place + 1) % len(THEME_ORDER)]


def channels(color: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0 to 255, of `#RRGGBB`."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2, 0 to 1."""
    linear = [
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in channels(color))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of WCAG 2 between two colors, 1 to 21.

    >>> round(contrast("#000000", "#FFFFFF"))
    21
    """
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)
