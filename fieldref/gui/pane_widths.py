"""How wide the panes beside the page are: what the user chose, and what is possible in the room there is.

All numbers are lengths of the 100 % design, so that a pane keeps its proportion when the size changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

PAGE_LEAST = 420
"""What stays for the page, whatever is dragged."""

FARTHEST = 10_000
"""No saved width is greater: what says so was not written by this program."""


class Limits(NamedTuple):
    """The usual width of a pane, and the least and the greatest it can be given."""

    usual: int
    least: int
    most: int


PANES: Mapping[str, Limits] = {
    "tree": Limits(300, 220, 560),
    "results": Limits(460, 320, 760),
    "rail": Limits(280, 220, 480),
}


class Span(NamedTuple):
    """What a pane can be and is in the room there is."""

    least: int
    most: int
    now: int


class PaneWidths(QObject):
    """The chosen widths by pane; a pane that was never dragged has none. `changed` names a pane."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._chosen: dict[str, int] = {}

    @property
    def chosen(self) -> dict[str, int]:
        """What the user chose."""
        return dict(self._chosen)

    def restore(self, chosen: Mapping[str, int]) -> None:
        """Take over what was chosen before."""
        self._chosen = {pane: width for pane, width in chosen.items() if pane in PANES and 0 < width <= FARTHEST}

    def choose(self, pane: str, width: int) -> None:
        """Give a pane a width, 0 for the usual one."""
        if self._chosen.get(pane, 0) == width:
            return
        self._chosen.pop(pane, None)
        if width > 0:
            self._chosen[pane] = width
        self.changed.emit(pane)

    def span(self, pane: str, room: float) -> Span:
        """Return what a pane can be where it shares `room` with the page; the page keeps enough to be read.

        >>> widths = PaneWidths()
        >>> widths.span("tree", 1366)
        Span(least=220, most=560, now=300)
        >>> widths.choose("tree", 5000)
        >>> widths.span("tree", 1366).now, widths.span("tree", 800).now
        (560, 380)
        """
        limits = PANES[pane]
        most = max(limits.usual, min(limits.most, round(room) - PAGE_LEAST))
        wanted = self._chosen.get(pane, limits.usual)
        return Span(limits.least, most, min(max(wanted, limits.least), most))
