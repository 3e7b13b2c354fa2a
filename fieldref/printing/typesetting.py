"""Words in lines: cut into tokens, broken into lines, measured and set, word by word at measured positions.

A token is what a line never breaks: a word, or words that belong together ("2 to 3 inches", "TAC 4"). Widths are in
ems, so one cut serves every size. `set_lines` measures and sets in one: without a canvas it only measures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fieldref.printing.faults import TooLong
from fieldref.printing.fonts import CAP_HEIGHT, Chunk, fonts, is_right_to_left
from fieldref.printing.marks import SLACK, Canvas, Ink, Text

DESCENT = 0.097
"""Room below the last baseline that a row reckons with, in ems."""

_SPACES = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
_UNIT = (
    r"(?:inch(?:es)?|feet|foot|mm|cm|meters?|metres?|yards?|miles?|seconds?|minutes?|hours?|days?|weeks?|months?"
    r"|years?|percent|%|steps?|people|persons?|of)\b"
)
_GLUE = (
    re.compile(r"(?<=\d) (?=(?:to|or|and|by|in) \d)"),  # "2 to 3": the first gap, the second by the next rule
    re.compile(r"(?<=\d (?:to|or|by|in)) (?=\d)|(?<=\d and) (?=\d)"),
    re.compile(rf"(?<=\d) (?={_UNIT})"),
    re.compile(r"(?<=\b[A-Z]{2}) (?=\d)|(?<=\b[A-Z]{3}) (?=\d)"),  # "TAC 4", "ICS 214"
)


@dataclass(frozen=True, slots=True)
class Token:
    """Chunks that stay together on a line; `width` in ems without, `space` the gap after it."""

    chunks: tuple[Chunk, ...]
    width: float
    space: float

    @property
    def text(self) -> str:
        """The token as it is read."""
        return "".join(chunk.text for chunk in self.chunks)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one weight."""

    text: str
    bold: bool = False


Words = tuple[Token, ...]
Lines = tuple[Words, ...]


def cut(runs: Sequence[Run]) -> Words:
    """The runs as tokens; a weight may change inside a token. Raises Unprintable.

    From the first to the last word with letters that run from right to left is one token: Qt orders its words.
    """
    text = "".join(run.text for run in runs)
    mixed = is_right_to_left(text)
    weights = [run.bold for run in runs for _ in run.text]
    tokens = []
    for start, end in _token_ranges(text):
        if mixed and is_right_to_left(text[start:end]):
            tokens.append(_token([(" ".join(_SPACES.split(text[start:end])), weights[start])]))
            continue
        pieces: list[tuple[str, bool]] = []
        for index in range(start, end):
            character = " " if text[index] in "\u00a0\u202f" or _SPACES.match(text[index]) else text[index]
            if pieces and pieces[-1][1] == weights[index]:
                pieces[-1] = (pieces[-1][0] + character, weights[index])
            else:
                pieces.append((character, weights[index]))
        tokens.append(_token(pieces))
    return tuple(tokens)


def _token_ranges(text: str) -> list[tuple[int, int]]:
    """Where the tokens begin and end.

    >>> [ "2 to 3 inches above"[a:b] for a, b in _token_ranges("2 to 3 inches above") ]
    ['2 to 3 inches', 'above']
    """
    glued = {match.start() for rule in _GLUE for match in rule.finditer(text)}
    ranges = []
    start = 0
    for gap in _SPACES.finditer(text):
        if gap.start() in glued and gap.end() - gap.start() == 1:
            continue
        if gap.start() > start:
            ranges.append((start, gap.start()))
        start = gap.end()
    if start < len(text):
        ranges.append((start, len(text)))
    if not is_right_to_left(text):
        return ranges
    turned = [number for number, (begin, end) in enumerate(ranges) if is_right_to_left(text[begin:end])]
    first, last = turned[0], turned[-1]
    ranges[first : last + 1] = [(ranges[first][0], ranges[last][1])]
    return ranges


def _token(pieces: list[tuple[str, bool]]) -> Token:
    chunks = tuple(chunk for text, bold in pieces for chunk in fonts().chunks(text, bold))
    last = chunks[-1]
    return Token(chunks, sum(chunk.advance for chunk in chunks), fonts().advance(" ", last.bold, last.symbol))


def break_lines(words: Words, room: float, *, pull: bool = False) -> Lines:
    """Break into lines of at most `room` ems; raises TooLong when a token is wider.

    With `pull`, words come down into a last line that would be shorter than a third of the room.
    """
    lines: list[list[Token]] = []
    width = 0.0
    limit = room + SLACK / 100
    for token in words:
        if token.width > limit:
            raise TooLong(f"“{_short(token.text)}” is too long for one line.")
        if lines and width + lines[-1][-1].space + token.width <= limit:
            width += lines[-1][-1].space + token.width
            lines[-1].append(token)
        else:
            lines.append([token])
            width = token.width
    if pull and len(lines) > 1:
        _pull_down(lines, room)
    return tuple(map(tuple, lines))


def _pull_down(lines: list[list[Token]], room: float) -> None:
    last, before = lines[-1], lines[-2]
    while line_width(last) < room / 3 and len(before) > 1 and line_width(before[:-1]) >= room / 3:
        last.insert(0, before.pop())


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "…"


def line_width(line: Sequence[Token]) -> float:
    """The width of a line in ems."""
    return sum(token.width + token.space for token in line) - line[-1].space if line else 0.0


def balanced(words: Words, room: float, count: int) -> Lines:
    """Break into at most `count` lines of about equal length; raises TooLong when that cannot be.

    >>> from fieldref.printing.fonts import ensure_application
    >>> _ = ensure_application()
    >>> [" ".join(token.text for token in line) for line in balanced(cut([Run("one two three four")]), 20, 2)]
    ['one two', 'three four']
    """
    lines = break_lines(words, room)
    if len(lines) > count:
        raise TooLong(f"“{_short(' '.join(token.text for token in words))}” needs more than {count} lines.")
    if len(lines) == 1 and count > 1 and len(words) > 1:
        lines = (lines[0][:-1], lines[0][-1:])
    narrowest = lines
    for limit in sorted(_line_widths(words)):
        if limit > room:
            break
        attempt = _try_break(words, limit)
        if attempt is not None and len(attempt) <= len(lines):
            narrowest = attempt
            break
    return narrowest


def _line_widths(words: Words) -> set[float]:
    starts = range(len(words))
    return {line_width(words[start : end + 1]) for start in starts for end in starts if end >= start}


def _try_break(words: Words, room: float) -> Lines | None:
    try:
        return break_lines(words, room)
    except TooLong:
        return None


def set_lines(
    canvas: Canvas | None,
    lines: Lines,
    x: float,
    y: float,
    size: float,
    *,
    leading: float,
    ink: Ink = "black",
) -> float:
    """Set lines whose first capitals touch `y`, `leading` ems apart, and give their height with the descent.

    Without a canvas nothing is set: measuring and setting are the same walk.
    """
    baseline = y + CAP_HEIGHT * size
    if canvas is not None:
        for number, line in enumerate(lines):
            _set_line(canvas, line, x, baseline + number * leading * size, size, ink)
    return block_height(len(lines), size, leading)


def block_height(count: int, size: float, leading: float) -> float:
    """The height of `count` lines from the first capitals to below the last baseline."""
    return ((count - 1) * leading + CAP_HEIGHT + DESCENT) * size if count else 0.0


def _set_line(canvas: Canvas, line: Words, x: float, y: float, size: float, ink: Ink) -> None:
    for token in line:
        for chunk in token.chunks:
            width = chunk.advance * size
            final = chunk is token.chunks[-1] and token is not line[-1] and token.space > 0
            turned = chunk.symbol and is_right_to_left(chunk.text)  # there the space would stand at the left
            text = chunk.text + " " if final and not turned else chunk.text  # makes the PDF's text searchable
            canvas.marks.append(Text(x, y, text, size, chunk.bold, width, chunk.symbol, ink))
            x += width
        x += token.space * size


def splittable(words: Words, room: float) -> Words:
    """The words with every token wider than `room` ems cut into pieces that fit, addresses after their marks.

    For running text only: on cards such a token is a fault.
    """
    if all(token.width <= room for token in words):
        return words
    pieces: list[Token] = []
    for token in words:
        pieces.extend((token,) if token.width <= room else _split_token(token, room))
    return tuple(pieces)


def _split_token(token: Token, room: float) -> list[Token]:
    bold = token.chunks[0].bold
    if is_right_to_left(token.text):
        return _split_turned(token.text.split(" "), bold, room)
    parts: list[str] = []
    for part in re.findall(r"[^/?&=_.\-]*[/?&=_.\-]+|[^/?&=_.\-]+", token.text):
        if parts and fonts().width(parts[-1] + part, bold) <= room / 3:
            parts[-1] += part
        else:
            parts.extend(_narrow(part, bold, room))
    tokens = [_token([(part, bold)]) for part in parts]
    return [*(replace(piece, space=0.0) for piece in tokens[:-1]), replace(tokens[-1], space=token.space)]


def _split_turned(words: Sequence[str], bold: bool, room: float) -> list[Token]:
    """A stretch from right to left in pieces that each fill a line, so that Qt orders the words of each."""
    pieces: list[str] = []
    for word in words:
        longer = f"{pieces[-1]} {word}" if pieces else word
        if pieces and fonts().width(longer, bold) <= room:
            pieces[-1] = longer
        else:
            pieces.extend(_narrow(word, bold, room))
    return [_token([(piece, bold)]) for piece in pieces]


def _narrow(text: str, bold: bool, room: float) -> list[str]:
    parts = [""]
    for character in text:
        if parts[-1] and fonts().width(parts[-1] + character, bold) > room:
            parts.append("")
        parts[-1] += character
    return parts
