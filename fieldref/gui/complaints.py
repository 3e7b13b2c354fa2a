"""What a form said went wrong, by what it was about, so that it can be taken back once that is mended."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Complaints(QObject):
    """The messages of one form that still hold; `settled` carries the words of one that no longer does."""

    raised = Signal(str)
    settled = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._open: dict[str, str] = {}

    def say(self, about: str, words: str) -> None:
        """Say what went wrong with something; it takes the place of what was said about it before."""
        if self._open.get(about) != words:
            self.settle(about)
        self._open[about] = words
        self.raised.emit(words)

    def settle_all(self) -> None:
        """Take everything back: the form begins anew."""
        for about in list(self._open):
            self.settle(about)

    def settle(self, about: str) -> None:
        """Take back what was said about something: it has gone well, or was given up."""
        words = self._open.pop(about, "")
        if words and words not in self._open.values():
            self.settled.emit(words)
