"""Loads and makes what the first keys will need, a little at a time, while the user looks at the home screen."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

MODULES = (
    "result_rows", "results", "documents", "html_kit", "page_html", "document_maker", "browser", "find_bar",
    "info_panel", "outline_rail", "page_bar", "path_row", "reader", "reading_desk", "figure_view", "notes", "nav_tree",
)  # fmt: skip
"""What the first search and the first page import, in that order; none takes longer than a key may wait."""


class WarmUp(QObject):
    """Does one step each time nothing else waits, so that a key never waits for more than one."""

    def __init__(self, owner: QObject, *then: Callable[[], object]) -> None:
        """`then` are the steps after the imports."""
        super().__init__(owner)
        self._steps: list[Callable[[], object]] = [_loading(name) for name in MODULES]
        self._steps += then
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self._timer.start(0)

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return not self._steps

    def stop(self) -> None:
        """Do no more steps (the window closes)."""
        self._steps.clear()
        self._timer.stop()

    def _step(self) -> None:
        if self._steps:
            self._steps.pop(0)()
        if not self._steps:
            self._timer.stop()


def _loading(name: str) -> Callable[[], object]:
    return lambda: importlib.import_module(f"fieldref.gui.{name}")
