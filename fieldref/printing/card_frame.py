"""What surrounds a card's steps: chain row, role row, title, foot, thumb index (CARDS.md section 1).

Functions that make a part draw it onto a Canvas at the card's coordinates and give the y where it ends.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from fieldref.core.model import PHASES, POLICY_SENTENCE, ROLE_CODES, Card, Review, review_notice
from fieldref.printing.faults import TooLong
from fieldref.printing.fonts import CAP_HEIGHT
from fieldref.printing.formats import Measures
from fieldref.printing.imprint import Imprint
from fieldref.printing.marks import Box, Canvas, Ink, Line, Mark, Shape, Stroke, cap_baseline, text_width
from fieldref.printing.typesetting import (
    DESCENT,
    Lines,
    Run,
    Words,
    balanced,
    block_height,
    break_lines,
    cut,
    line_width,
    set_lines,
)

PHASE_WORDS = {"prevent": "PREVENT", "mitigate": "MITIGATE", "follow-up": "FOLLOW UP"}
TITLE_LEADING = 1.06
FOOT_LEADING = 1.2
PANEL_NUMBER = 1.45
_TITLE_GAP = 0.34
_ROLE_TITLE = re.compile(r"([A-Z][A-Z &,/-]+): +(\S.*)", re.DOTALL)


def phase_ink(part: str) -> Ink:
    """The ink of a phase; black for everything outside the chain."""
    return cast(Ink, part) if part in PHASES else "black"


# Chain row


def draw_chain(canvas: Canvas, part: str, left: float, top: float, width: float, height: float, word: float) -> None:
    """The chain across the text width: the active phase a plate with its word, the others small hollow shapes.

    Outside the chain (`part` is no phase) all three are hollow.
    """
    middle = top + height / 2
    plate = 0.0
    if part in PHASES:
        plate = max(0.30 * width, text_width(PHASE_WORDS[part], word, bold=True) + 1.25 * height)
    small = 0.42 * height
    line = 0.04 * height
    spans = {"prevent": (left, left + small), "mitigate": _around(left + width / 2, small)}
    spans["follow-up"] = (left + width - small, left + width)
    if part == "prevent":
        spans[part] = (left, left + plate)
    elif part == "mitigate":
        spans[part] = _around(left + width / 2, plate)
    elif part == "follow-up":
        spans[part] = (left + width - plate, left + width)
    for before, after in (("prevent", "mitigate"), ("mitigate", "follow-up")):
        canvas.add(Line(spans[before][1], middle, spans[after][0], middle, line))
    for phase in PHASES:
        start, end = spans[phase]
        if phase == part:
            draw_plate(canvas, phase, start, top, end - start, height, word)
        else:
            canvas.add(_hollow(phase, start, middle - small / 2, small, line))


def _around(middle: float, width: float) -> tuple[float, float]:
    return middle - width / 2, middle + width / 2


def _hollow(phase: str, x: float, y: float, size: float, line: float) -> Mark:
    inset = line / 2
    if phase == "mitigate":
        half = size / 2
        grow = 0.1 * size  # a diamond looks smaller than circle and square of the same width
        return Shape(
            (
                (x + half, y - grow + inset),
                (x + size + grow - inset, y + half),
                (x + half, y + size + grow - inset),
                (x - grow + inset, y + half),
            ),
            line,
        )
    radius = (size - line) / 2 if phase == "prevent" else 0.0
    return Box(x + inset, y + inset, size - line, size - line, line, radius=radius)


def draw_plate(canvas: Canvas, phase: str, x: float, y: float, width: float, height: float, word: float) -> None:
    """The solid plate of the active phase: round, pointed or square at its ends, its word in white capitals."""
    ink = phase_ink(phase)
    if phase == "prevent":
        canvas.add(Box(x, y, width, height, fill=ink, radius=height / 2))
    elif phase == "mitigate":
        point = height / 2
        canvas.add(
            Shape(
                (
                    (x, y + point),
                    (x + point, y),
                    (x + width - point, y),
                    (x + width, y + point),
                    (x + width - point, y + height),
                    (x + point, y + height),
                ),
                fill=ink,
            )
        )
    else:
        canvas.add(Box(x, y, width, height, fill=ink))
    canvas.text(
        x + width / 2,
        cap_baseline(y + height / 2, word),
        PHASE_WORDS[phase],
        word,
        bold=True,
        ink="white",
        room=width - height / 2,
        align="center",
    )


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
        square = max(height, text_width(role, size, bold=True) + 0.9 * size)
        canvas.add(Box(x, top, square, height, fill="black"))
        canvas.text(x + square / 2, baseline, role, size, bold=True, ink="white", align="center")
        x += square + 0.28 * size
    x += 0.3 * size
    code_width = text_width(code, size, bold=True)
    room = left + width - code_width - 0.8 * size - x
    least = max(0.6 * size, 6.4)
    natural = text_width(words, 1, bold=True)
    fitted = min(size, math.floor(room / natural / 0.05) * 0.05) if words else 0.0
    if words and fitted >= least:
        canvas.text(x, cap_baseline(top + height / 2, fitted), words, fitted, bold=True)
    canvas.text(left + width - code_width, baseline, code, size, bold=True, room=width - (x - left) + 0.58 * size)
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


# Foot


@dataclass(frozen=True, slots=True)
class FootWords:
    """What a foot says; `meta` are the parts of the last line, the first of them bold.

    `numbered` keeps the lower right corner free for the number of a wallet's panel.
    """

    reviews: tuple[Review, ...]
    meta: tuple[str, ...]
    numbered: bool = False
    bold_first: bool = True


def card_foot(card: Card, imprint: Imprint, *, numbered: bool = False) -> FootWords:
    """The foot of a card."""
    sources = (f"From {', '.join(card.page_codes)}",) if card.page_codes else ()
    meta = (card.code, f"Edition {imprint.edition}", f"Content {imprint.content_date}", *sources)
    return FootWords(card.reviews, meta, numbered)


def review_words(reviews: tuple[Review, ...]) -> str:
    """The review state as the foot shows it, without the last period."""
    return review_notice(reviews).rstrip(".")


def draw_foot(
    canvas: Canvas, words: FootWords, *, left: float, bottom: float, width: float, policy: float, size: float
) -> float:
    """Draw the foot upward from `bottom` and give the y of its rule: rule, policy sentence, review frame, last line."""
    gap = 0.62 * size
    sentence, frame, last = Canvas(), Canvas(), Canvas()  # apart, so that they can be added in reading order
    meta = _meta_lines(words, width, size)
    y = bottom - block_height(len(meta), size, FOOT_LEADING)
    set_lines(last, meta, left, y, size, leading=FOOT_LEADING)
    review = review_frame(words.reviews, width, size)
    policy_words = cut([Run(POLICY_SENTENCE, bold=True)])
    one_line = line_width(policy_words) * policy
    if review:
        y -= gap + review.height
        beside = len(review.lines) == 1 and one_line + 2 * gap + review.width <= width
        draw_review_frame(frame, review, left + width - review.width if beside else left, y, size)
    if review and beside:
        top = y + (review.height - CAP_HEIGHT * policy) / 2
        set_lines(sentence, (policy_words,), left, top, policy, leading=1)
    else:
        lines = balanced(policy_words, width / policy, 2) if one_line > width else (policy_words,)
        y -= gap + block_height(len(lines), policy, FOOT_LEADING)
        set_lines(sentence, lines, left, y, policy, leading=FOOT_LEADING)
    y -= gap
    canvas.add(Line(left, y, left + width, y, 0.1 * size), *sentence.marks, *frame.marks, *last.marks)
    return y


def panel_number_width(size: float) -> float:
    """What the number of a wallet's panel takes at the end of a foot of that size, with the gap before it."""
    return text_width("8", PANEL_NUMBER * size, bold=True) + 0.8 * size


def _meta_lines(words: FootWords, width: float, size: float) -> Lines:
    room = (width - (panel_number_width(size) if words.numbered else 0.0)) / size
    one = _meta_words(words.meta, words.bold_first)
    lines = break_lines(one, room)
    if len(lines) == 1:
        return lines
    for split in range(len(words.meta) - 1, 0, -1):
        first = break_lines(_meta_words(words.meta[:split], words.bold_first), room)
        second = break_lines(_meta_words(words.meta[split:], bold_first=False), room)
        if len(first) == len(second) == 1:
            return first + second
    return lines


def _meta_words(parts: Sequence[str], bold_first: bool) -> Words:
    runs = [Run(parts[0], bold=bold_first), *(Run(f" · {part}") for part in parts[1:])]
    return cut(runs)


@dataclass(frozen=True, slots=True)
class ReviewFrame:
    """The review state in its frame, which is dashed while any kind of review is outstanding."""

    lines: Lines
    width: float
    height: float
    dashed: bool


def review_frame(reviews: tuple[Review, ...], width: float, size: float) -> ReviewFrame | None:
    """The frame at most `width` wide, or None when nothing has to be reviewed."""
    text = review_words(reviews)
    if not text:
        return None
    pad = 0.7 * size
    words, room = cut([Run(text, bold=True)]), (width - 2 * pad) / size
    lines = break_lines(words, room)
    if len(lines) > 1:
        lines = balanced(words, room, len(lines))
    height = block_height(len(lines), size, FOOT_LEADING) + 0.9 * size
    dashed = not all(review.by for review in reviews)
    return ReviewFrame(lines, max(map(line_width, lines)) * size + 2 * pad, height, dashed)


def draw_review_frame(canvas: Canvas, frame: ReviewFrame, x: float, y: float, size: float) -> None:
    """Draw the frame with its upper left corner at (x, y)."""
    stroke = 0.09 * size
    inset = stroke / 2
    kind: Stroke = "dash" if frame.dashed else "solid"
    canvas.add(Box(x + inset, y + inset, frame.width - stroke, frame.height - stroke, stroke, stroke=kind))
    top = y + (frame.height - block_height(len(frame.lines), size, FOOT_LEADING) + DESCENT * size) / 2
    set_lines(canvas, frame.lines, x + 0.7 * size, top, size, leading=FOOT_LEADING)


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
