"""The measures of every card format and paper (CARDS.md section 2), as data; lengths in points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from fieldref.core.errors import PrintError

MM = 72 / 25.4
"""Points in a millimeter."""

FormatName = Literal["letter", "a4", "half", "index", "wallet"]
PaperName = Literal["letter", "a4", "card"]
FORMAT_NAMES: tuple[FormatName, ...] = ("letter", "a4", "half", "index", "wallet")
PAPER_NAMES: tuple[PaperName, ...] = ("letter", "a4", "card")


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper, upright, in points; `name` for people."""

    name: str
    width: float
    height: float


LETTER = Paper("Letter", 612.0, 792.0)
A4 = Paper("A4", 210 * MM, 297 * MM)
INDEX_STOCK = Paper("4 x 6 in", 288.0, 432.0)
PAPERS: dict[PaperName, Paper] = {"letter": LETTER, "a4": A4, "card": INDEX_STOCK}


@dataclass(frozen=True, slots=True)
class Thumb:
    """The thumb index: distance from the right edge, width of a cell, and the span of the card's height."""

    from_right: float
    width: float
    top: float = 0.20
    bottom: float = 0.82


@dataclass(frozen=True, slots=True)
class Range:
    """A measure that may lie between two values."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Measures:
    """One card format: type sizes, strokes and lengths in points; `leading` and spacing relative to the body.

    `tightest` is the spacing at the least size of a card that would not fit otherwise (None: as `tight`).
    """

    name: FormatName
    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    thumb: Thumb | None
    chain_height: float
    chain_word: float
    chain_gap: float
    role_size: float
    title: Range
    heavy: float
    body: Range
    leading: float
    box: float
    box_stroke: float
    hairline: float
    dont_plate: float
    plate_straddles: bool
    cell: Range
    label: float
    policy: float
    foot: float
    note_spacing: float | None
    note_least: float
    comfortable: float
    tight: float
    airy: float
    comfort_floor: float
    tightest: float | None = None

    @property
    def text_width(self) -> float:
        """From the one left edge to the one right edge."""
        return self.width - self.left - self.right


_LETTER = Measures(
    name="letter",
    width=LETTER.width,
    height=LETTER.height,
    left=14 * MM,
    top=11 * MM,
    right=17 * MM,
    bottom=11 * MM,
    thumb=Thumb(6.5 * MM, 6 * MM),
    chain_height=8.6 * MM,
    chain_word=13,
    chain_gap=2.6 * MM,
    role_size=15,
    title=Range(24, 34),
    heavy=2,
    body=Range(13, 21),
    leading=1.17,
    box=8 * MM,
    box_stroke=1.3,
    hairline=0.35,
    dont_plate=12,
    plate_straddles=False,
    cell=Range(13 * MM, 18 * MM),
    label=10,
    policy=12,
    foot=9.5,
    note_spacing=9 * MM,
    note_least=26 * MM,
    comfortable=0.95,
    tight=0.78,
    airy=1.35,
    comfort_floor=1.18,
)

_HALF = Measures(
    name="half",
    width=LETTER.height / 2,
    height=LETTER.width,
    left=9 * MM,
    top=8 * MM,
    right=12.5 * MM,
    bottom=8 * MM,
    thumb=Thumb(6 * MM, 4.6 * MM),  # common printers print no closer to the edge
    chain_height=6.6 * MM,
    chain_word=10,
    chain_gap=1.9 * MM,
    role_size=11.5,
    title=Range(16, 22),
    heavy=1.6,
    body=Range(10, 16),
    leading=1.17,
    box=6.3 * MM,
    box_stroke=1.1,
    hairline=0.35,
    dont_plate=9.5,
    plate_straddles=False,
    cell=Range(11 * MM, 15 * MM),
    label=8,
    policy=9.5,
    foot=7.5,
    note_spacing=8 * MM,
    note_least=24 * MM,
    comfortable=0.95,
    tight=0.78,
    airy=1.3,
    comfort_floor=1.18,
)

_INDEX = Measures(
    name="index",
    width=INDEX_STOCK.width,
    height=INDEX_STOCK.height,
    left=5.5 * MM,
    top=4.6 * MM,
    right=8.8 * MM,
    bottom=4.6 * MM,
    thumb=Thumb(3 * MM, 4 * MM),
    chain_height=4.8 * MM,
    chain_word=7.5,
    chain_gap=1.6 * MM,
    role_size=8.5,
    title=Range(11.5, 15),
    heavy=1.3,
    body=Range(8.5, 12.5),
    leading=1.13,
    box=4.8 * MM,
    box_stroke=0.9,
    hairline=0.25,
    dont_plate=7.5,
    plate_straddles=True,
    cell=Range(8 * MM, 11.5 * MM),
    label=6.5,
    policy=7.6,
    foot=6.5,
    note_spacing=None,
    note_least=0,
    comfortable=0.95,
    tight=0.60,
    airy=1.2,
    comfort_floor=1.18,
)

_INDEX_ALONE = replace(  # its edges are the paper's, where common printers print no closer than 6 mm
    _INDEX,
    left=6 * MM,
    top=6 * MM,
    right=10.8 * MM,
    bottom=6.3 * MM,  # below it hang descenders
    thumb=Thumb(6 * MM, 3.6 * MM),
    tightest=0.54,  # so that the longest legal card fits these margins too
)

_WALLET = Measures(
    name="wallet",
    width=LETTER.height / 4,
    height=LETTER.width / 2,
    left=6.1 * MM,
    top=5 * MM,
    right=6.1 * MM,
    bottom=6.5 * MM,
    thumb=None,
    chain_height=4.6 * MM,
    chain_word=7.2,
    chain_gap=1.6 * MM,
    role_size=8,
    title=Range(11, 14.5),
    heavy=1.3,
    body=Range(9, 12.5),
    leading=1.14,
    box=5 * MM,
    box_stroke=0.9,
    hairline=0.35,
    dont_plate=0,
    plate_straddles=False,
    cell=Range(9.5 * MM, 9.5 * MM),
    label=6.5,
    policy=7.4,
    foot=6.5,
    note_spacing=None,
    note_least=0,
    comfortable=0.88,
    tight=0.70,
    airy=1.5,
    comfort_floor=1.10,
)

_MEASURES: dict[tuple[FormatName, PaperName], Measures] = {
    ("letter", "letter"): _LETTER,
    ("a4", "a4"): replace(_LETTER, name="a4", width=A4.width, height=A4.height),
    ("half", "letter"): _HALF,
    ("half", "a4"): replace(_HALF, width=A4.height / 2, height=A4.width),
    ("index", "letter"): _INDEX,
    ("index", "a4"): _INDEX,
    ("index", "card"): _INDEX_ALONE,
    ("wallet", "letter"): _WALLET,
    ("wallet", "a4"): replace(_WALLET, width=A4.height / 4, height=A4.width / 2),
}

VARIANTS: tuple[tuple[FormatName, PaperName], ...] = tuple(_MEASURES)
"""Every format on every paper that it exists for; index cards that are cut out are the same on letter and A4."""


def paper_for(format_name: str, paper: str) -> PaperName:
    """The paper a format is printed on when the reader's usual paper is `paper`; raises PrintError.

    >>> paper_for("a4", "letter"), paper_for("wallet", "a4"), paper_for("index", "card")
    ('a4', 'a4', 'card')
    """
    if format_name in ("letter", "a4"):
        return "letter" if format_name == "letter" else "a4"
    for known in PAPER_NAMES:
        if known == paper and any(variant == (format_name, known) for variant in VARIANTS):
            return known
    raise PrintError(f"Cards of the format {format_name} cannot be printed on {paper} paper. Choose letter or a4.")


def measures(format_name: str, paper: str) -> Measures:
    """The measures of a format on a paper; raises PrintError for a combination that does not exist."""
    chosen = paper_for(format_name, paper)
    for name in FORMAT_NAMES:
        if name == format_name:
            return _MEASURES[name, chosen]
    raise PrintError(f"There is no card format {format_name}. The formats are {', '.join(FORMAT_NAMES)}.")
