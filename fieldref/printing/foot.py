"""The foot of cards and panels: policy sentence, review state in its frame, code, edition, date and sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldref.core.model import POLICY_SENTENCE, Card, Review, review_notice
from fieldref.printing.fonts import CAP_HEIGHT
from fieldref.printing.imprint import Imprint
from fieldref.printing.marks import Box, Canvas, Line, Stroke, text_width
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

FOOT_LEADING = 1.2
PANEL_NUMBER = 1.45


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
