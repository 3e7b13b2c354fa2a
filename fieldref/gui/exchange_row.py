"""Exports what is kept to a file and takes it over from one: two buttons, and a row that asks for the path."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldref.core.errors import FieldrefError
from fieldref.core.exchange import Taken
from fieldref.core.safe_files import free_name
from fieldref.gui.buttons import WordButton
from fieldref.gui.complaints import Complaints
from fieldref.gui.flow_layout import FlowLayout
from fieldref.gui.look import Look
from fieldref.gui.path_row import PathRow

ABOUT = "file"
"""What complaints about a file are filed under."""
NAMED = 5
"""Unknown keys that a message names."""


class Goods(NamedTuple):
    """What goes out and comes in: how its file is called, what its entries are, and who writes and reads it."""

    stem: str
    noun: str
    export: Callable[[Path], int]
    take: Callable[[Path], Taken]


class ExchangeRow(QWidget):
    """The buttons and the row; `taken` says that something came in, `remark` what was done."""

    taken = Signal()
    remark = Signal(str)

    def __init__(self, look: Look, goods: Goods, complaints: Complaints) -> None:
        super().__init__()
        self._goods, self._complaints = goods, complaints
        self._verb = ""
        self.export = WordButton(look, "Export to a file")
        self.take = WordButton(look, "Import from a file")
        self.path = PathRow(look, f"{goods.stem}.json")
        box = QWidget()
        line = FlowLayout(look.px(8), box)
        line.addWidget(self.export)
        line.addWidget(self.take)
        policy = box.sizePolicy()
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(box)
        column.addWidget(self.path)
        self.path.hide()
        self.export.clicked.connect(lambda: self.ask("export"))
        self.take.clicked.connect(lambda: self.ask("import"))
        self.path.accepted.connect(self.go)
        self.path.dismissed.connect(lambda: self._complaints.settle(ABOUT))

    def ask(self, verb: str) -> None:
        """Ask for the file to "export" to or to "import" from."""
        self._verb = verb
        self._complaints.settle(ABOUT)
        if verb == "export":
            self.path.ask("Export", existing=False, name=self._free_name(), careful=True)
        else:
            self.path.ask("Import", existing=True, name=self._newest_name())

    def _free_name(self) -> str:
        """A name with today's date that no file has: an export replaces no earlier one unless it is told to."""
        today = datetime.date.today().isoformat()
        return free_name(self.path.folder / f"{self._goods.stem} {today}.json").name

    def _newest_name(self) -> str:
        """The last of our exports in the folder, by its name."""
        names: list[str] = []
        with contextlib.suppress(OSError):
            names = [file.name for file in self.path.folder.glob(f"{self._goods.stem}*.json")]
        return max(names, default=f"{self._goods.stem}.json")

    def go(self, path: Path) -> None:
        """Export to a file or import from it, as was asked."""
        try:
            if self._verb == "export":
                count = self._goods.export(path)
                self._complaints.settle(ABOUT)
                self.remark.emit(f"{count} {self._goods.noun} written to {path.name}")
            else:
                self._on_taken(self._goods.take(path), path)
        except FieldrefError as error:
            self._complaints.say(ABOUT, str(error))
            return
        self.path.hide()

    def _on_taken(self, done: Taken, path: Path) -> None:
        words = f"{done.taken} {self._goods.noun} taken over from {path.name}"
        left = left_out(done)
        if left:
            self._complaints.say(ABOUT, f"{words}. {left}")
        else:
            self._complaints.settle(ABOUT)
            self.remark.emit(words)
        self.taken.emit()


def left_out(done: Taken) -> str:
    """Say what of an import was left out, and why; nothing when all of it was taken.

    >>> left_out(Taken(3, 1, ("a", "b")))
    'Left out: 1 that cannot be used, and 2 that this edition does not have (a, b).'
    """
    parts = [f"{done.skipped} that cannot be used"] if done.skipped else []
    if done.unknown:
        more = ", ..." if len(done.unknown) > NAMED else ""
        names = ", ".join(done.unknown[:NAMED]) + more
        parts.append(f"{len(done.unknown)} that this edition does not have ({names})")
    return f"Left out: {', and '.join(parts)}." if parts else ""
