"""What stands on paper, as plain values: text, lines, boxes, shapes. Made once, painted anywhere.

All measures are points (1/72 inch), y grows downward, text stands on its baseline. Preview, PDF and printer paint the
same marks, so what is seen is what is printed. A Canvas collects marks and refuses text wider than its room.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from fieldref.printing.faults import TooLong
from fieldref.printing.fonts import CAP_HEIGHT, fonts

Ink = Literal["black", "white", "prevent", "mitigate", "follow-up", "warning"]
Stroke = Literal["solid", "dash", "dot"]

SLACK = 0.02
"""Points that a sum of measured widths may exceed its room by, for rounding."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one font at one size; `width` as measured, without a trailing space."""

    x: float
    y: float
    text: str
    size: float
    bold: bool
    width: float
    symbol: bool = False
    ink: Ink = "black"


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line of `width` points."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    stroke: Stroke = "solid"
    ink: Ink = "black"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, filled, or with an edge of `width` points whose middle is the rectangle's side."""

    x: float
    y: float
    w: float
    h: float
    width: float = 0.0
    fill: Ink | None = None
    stroke: Stroke = "solid"
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A closed polygon, filled, or with an edge of `width` points."""

    points: tuple[tuple[float, float], ...]
    width: float = 0.0
    fill: Ink | None = None


@dataclass(frozen=True, slots=True)
class Hatch:
    """A bar of 45 degree stripes; stripes and gaps are both half of `period` wide, measured along the bar."""

    x: float
    y: float
    w: float
    h: float
    period: float
    ink: Ink = "black"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in SVG, scaled into the rectangle."""

    x: float
    y: float
    w: float
    h: float
    svg: bytes


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that were made at the origin: turned by `angle` degrees clockwise around it, then moved by (x, y)."""

    marks: tuple[Mark, ...]
    x: float
    y: float
    angle: float = 0.0


Mark = Text | Line | Box | Shape | Hatch | Picture | Group


@dataclass(slots=True)
class Canvas:
    """Collects marks in order."""

    marks: list[Mark] = field(default_factory=list)

    def add(self, *marks: Mark) -> None:
        """Add marks as they are."""
        self.marks.extend(marks)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        ink: Ink = "black",
        room: float | None = None,
        align: Literal["left", "center", "right"] = "left",
    ) -> float:
        """Set a short text at (x, y) and give its width; raises TooLong when it is wider than `room`."""
        chunks = fonts().chunks(text, bold)
        width = sum(chunk.advance for chunk in chunks) * size
        if room is not None and width > room + SLACK:
            raise TooLong(f"“{text}” is too long for its place.")
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        for chunk in chunks:
            self.marks.append(Text(left, y, chunk.text, size, bold, chunk.advance * size, chunk.symbol, ink))
            left += chunk.advance * size
        return width

    def frozen(self) -> tuple[Mark, ...]:
        """All marks so far."""
        return tuple(self.marks)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in points, as Canvas.text sets it; raises Unprintable."""
    return fonts().width(text, bold) * size


def cap_baseline(middle: float, size: float) -> float:
    """The baseline on which capitals of `size` are centered on `middle`."""
    return middle + CAP_HEIGHT * size / 2


def moved(marks: Iterable[Mark], x: float, y: float, angle: float = 0.0) -> Group:
    """The marks as a group at another place."""
    return Group(tuple(marks), x, y, angle)
