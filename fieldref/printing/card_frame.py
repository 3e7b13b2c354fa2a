"""What stands above a card's steps and beside them: role row, title, thumb index (CARDS.md section 1).

Functions that make a part draw it onto a Canvas at the card's coordinates and give the y where it ends.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from fieldref.core.model import ROLE_CODES, Card
from fieldref.printing.faults import TooLong
from fieldref.printing.fonts import CAP_HEIGHT
from fieldref.printing.formats import Measures
from fieldref.printing.imprint import Imprint
from fieldref.printing.marks import Box, Canvas, Line, cap_baseline, text_width
from fieldref.printing.typesetting import (
    Lines,
    Run,
    balanced,
    cut,
    line_width,
    set_lines,
)

TITLE_LEADING = 1.06
_TITLE_GAP = 0.34
_ROLE_TITLE = re.compile(r"([A-Z][A-Z &,/-]+): +(\S.*)", re.DOTALL)


# Role row


def split_title(card: Card) -> tuple[str | None, str]:
    """The role in words as the title has it, if it has, and the title that is left.

    "LAW ENFORCEMENT: attack under way" of a role card gives ("LAW ENFORCEMENT", "Attack under way").
    """
    match = _ROLE_TITLE.fullmatch(card.title) if card.kind == "role" else None
    if match is None:
        return None, card.title
    rest = match[2]
    return match[1], rest[0].upper() + rest[1:]


def role_words(roles: Sequence[str], imprint: Imprint) -> str:
    """For whom, in words: full names of one or two roles, short words of more, EVERYONE for all."""
    if set(roles) >= set(ROLE_CODES):
        return "EVERYONE"
    if len(roles) <= 2:
        return " + ".join(imprint.roles[code].name.upper() for code in roles)
    return ", ".join(imprint.roles[code].short.upper() for code in roles)


def draw_role_row(
    canvas: Canvas, codes: Sequence[str], words: str, code: str, left: float, top: float, width: float, size: float
) -> float:
    """Black squares with role codes, the words, and the card's code at the right end; gives the row's lower edge.

    Words shrink to 0.6 of the row's size, 6.4 pt at the least; where they still do not fit, the squares stand alone.
    """
    height = 1.35 * size
    shown = ("ALL",) if set(codes) >= set(ROLE_CODES) else tuple(codes)
    baseline = cap_baseline(top + height / 2, size)
    x = left
    for role in shown:
        square = max(height, text_width(role, size, bold=True) + 0.66 * size)
        canvas.add(Box(x, top, square, height, fill="black"))
        canvas.text(x + square / 2, baseline, role, size, bold=True, ink="white", align="center")
        x += square + 0.2 * size
    code_room = left + width - x
    x += 0.35 * size
    code_width = text_width(code, size, bold=True)
    room = left + width - code_width - 0.8 * size - x
    least = max(0.6 * size, 6.4)
    natural = text_width(words, 1, bold=True)
    fitted = min(size, math.floor(room / natural / 0.05) * 0.05) if words else 0.0
    if words and fitted >= least:
        canvas.text(x, cap_baseline(top + height / 2, fitted), words, fitted, bold=True)
    canvas.text(left + width - code_width, baseline, code, size, bold=True, room=code_room)
    return top + height


# Title


@dataclass(frozen=True, slots=True)
class Title:
    """A title broken into one or two lines at a size."""

    lines: Lines
    size: float

    @property
    def height(self) -> float:
        """From the role row's lower edge to the upper edge of the heavy rule."""
        return ((len(self.lines) - 1) * TITLE_LEADING + CAP_HEIGHT + 2 * _TITLE_GAP) * self.size


def titles(text: str, width: float, least: float, most: float, *, one_line_from: float = 0.86) -> tuple[Title, ...]:
    """The titles to try, largest first: one line down to 86 %, else two balanced lines from 88 % down.

    Raises TooLong when not even two lines at the least size hold it.
    """
    words = cut([Run(text, bold=True)])
    one_line = line_width(words)
    size = min(most, math.floor(width / one_line * 2) / 2)
    if size >= one_line_from * most:
        lines: Lines = (words,)
        return tuple(Title(lines, step) for step in _half_points(size, least))
    found = []
    for step in _half_points(0.88 * most, least):
        try:
            found.append(Title(balanced(words, width / step, 2), step))
        except TooLong:
            continue
    if not found:
        raise TooLong(f"the title “{text}” needs more than two lines of {least:g} pt. Shorten the title.")
    return tuple(found)


def _half_points(start: float, end: float) -> list[float]:
    sizes = []
    size = start
    while size > end:
        sizes.append(size)
        size -= 0.5
    return [*sizes, end]


def draw_title(canvas: Canvas, title: Title, left: float, top: float) -> float:
    """Set the title and give the y of the heavy rule's upper edge."""
    set_lines(canvas, title.lines, left, top + _TITLE_GAP * title.size, title.size, leading=TITLE_LEADING)
    return top + title.height


# Thumb index


def draw_thumb_index(canvas: Canvas, card: Card, measures: Measures) -> None:
    """Seven places at the right edge, by role; black cells for the card's roles, ticks for the others."""
    thumb = measures.thumb
    if thumb is None:
        return
    slot = (thumb.bottom - thumb.top) * measures.height / len(ROLE_CODES)
    right = measures.width - thumb.from_right
    cell = 2.3 * thumb.width
    size = 0.84 * thumb.width / max(text_width(code, 1, bold=True) for code in ROLE_CODES)
    for place, code in enumerate(ROLE_CODES):
        middle = thumb.top * measures.height + (place + 0.5) * slot
        if code in card.roles:
            canvas.add(Box(right - thumb.width, middle - cell / 2, thumb.width, cell, fill="black"))
            baseline = cap_baseline(middle, size)
            canvas.text(right - thumb.width / 2, baseline, code, size, bold=True, ink="white", align="center")
        else:
            canvas.add(Line(right - 0.26 * thumb.width, middle, right, middle, 0.5))
