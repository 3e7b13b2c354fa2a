"""What the page browser shows: a themed document with its outline, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldref.core.model import LocalValue


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the outline: `anchor` inside the document, or `address` when it leads out of it."""

    text: str
    anchor: str = ""
    code: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class TickLine:
    """A line of the page that can be ticked: its number, its words, and the time of its tick."""

    number: int
    words: str
    time: str = ""


@dataclass(frozen=True, slots=True)
class ReaderDocument:
    """A document ready to be shown: themed HTML, its outline and what leads on from it.

    `folded` maps the anchors of folded sections to the fold that hides them. `first_screen` is the anchor behind what
    the first screen is to hold (the action list of a `now` page), empty when nothing is asked. `tight` gives it the
    whole width and leaves its title to the bar; `wide` (tables) lets its column be wider than the reading measure.
    `lines` are those that can be ticked. `state` is what the bar says below the title where the document has no head.
    """

    title: str
    html: str
    code: str = ""
    part: str = "overview"
    headings: tuple[Heading, ...] = ()
    see: tuple[Heading, ...] = ()
    folded: Mapping[str, str] = field(default_factory=dict)
    hidden_note: str = ""
    first_screen: str = ""
    tight: bool = False
    wide: bool = False
    lines: tuple[TickLine, ...] = ()
    state: str = ""


@dataclass(frozen=True, slots=True)
class ReadingState:
    """How the reader looks at a document: role, folds opened, ticks (line number to time), agency's own details.

    `density` is the place in html_kit.DENSITIES at which the first screen of a `now` page is set.
    """

    role: str | None = None
    opened: frozenset[str] = frozenset()
    ticks: Mapping[int, str] = field(default_factory=dict)
    local: Mapping[str, LocalValue] = field(default_factory=dict)
    compact: bool = False
    density: int = 0
