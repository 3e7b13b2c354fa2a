"""Breaks titles into balanced lines and paints runs of text."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics


def balanced_lines(text: str, metrics: QFontMetrics, width: int, most: int = 3) -> list[str]:
    """Return a title in as few lines as fit `width`, of even length; never cut, a last line may be too long."""
    words = text.split()
    for count in range(1, min(most, len(words)) + 1):
        lines = _split(words, count, metrics)
        if max(map(metrics.horizontalAdvance, lines)) <= width:
            return lines or [""]
    return wrapped_lines(text, metrics, width)


def _split(words: list[str], count: int, metrics: QFontMetrics) -> list[str]:
    if count == 1:
        return [" ".join(words)]
    best: tuple[int, list[str]] | None = None
    for cut in range(1, len(words) - count + 2):
        lines = [" ".join(words[:cut]), *_split(words[cut:], count - 1, metrics)]
        longest = max(map(metrics.horizontalAdvance, lines))
        if best is None or longest < best[0]:
            best = (longest, lines)
    return best[1] if best else [" ".join(words)]


def wrapped_lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Return text in lines that fit `width`; a single word longer than that stays whole."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]
