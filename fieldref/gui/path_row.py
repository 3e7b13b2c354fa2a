"""Asks for a file or a folder in the window: a field with its path, a button to choose, a button to go ahead."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from fieldref.gui.buttons import WordButton
from fieldref.gui.fields import LineField
from fieldref.gui.look import Look


def documents_folder() -> Path:
    """Return the user's folder for documents, or the home folder."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) if place and os.path.isdir(place) else Path(os.path.expanduser("~"))


class PathRow(QWidget):
    """The row; `accepted` carries the path, `dismissed` says that the user wants none."""

    accepted = Signal(object)
    dismissed = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._name = name
        self._existing = self._folder = False
        self.edit = LineField(look)
        self.edit.setAccessibleName("File")
        self._choose = WordButton(look, "Choose", "folder")
        self.go = WordButton(look, "")
        self._cancel = WordButton(look, "Cancel")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.edit, 0, 0, 1, 4)
        grid.addWidget(self.go, 1, 0)
        grid.addWidget(self._choose, 1, 1)
        grid.addWidget(self._cancel, 1, 2)
        grid.setColumnStretch(3, 1)
        self._choose.clicked.connect(self._on_choose)
        self.go.clicked.connect(self._on_go)
        self.edit.returnPressed.connect(self._on_go)
        self._cancel.clicked.connect(self._on_cancel)

    def ask(self, verb: str, *, existing: bool, name: str = "", folder: bool = False) -> None:
        """Show the row for a purpose, with a path to begin with."""
        self._existing, self._folder = existing, folder
        self.edit.setAccessibleName("Folder" if folder else "File")
        self._name = name or self._name
        self.go.set_word(verb)
        before = Path(self.edit.text()).parent if self.edit.text() else documents_folder()
        self.edit.setText(str(before / self._name))
        self.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, "Choose a folder" if self._folder else "Choose a file", self.edit.text())
        # Qt's own dialog follows the theme; the system's would be a white window at night.
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        mode = QFileDialog.FileMode.ExistingFile if self._existing else QFileDialog.FileMode.AnyFile
        dialog.setFileMode(QFileDialog.FileMode.Directory if self._folder else mode)
        if not self._existing and not self._folder:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        if dialog.exec():
            self.edit.setText(dialog.selectedFiles()[0])

    def _on_cancel(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _on_go(self) -> None:
        text = self.edit.text().strip()
        if not text:
            return
        path = Path(os.path.abspath(os.path.expanduser(text)))  # a "~name" of nobody stays as it is
        if not self._existing and not self._folder and _is_folder(path):
            path /= self._name  # a folder was meant: the file goes into it
        self.accepted.emit(path)


def _is_folder(path: Path) -> bool:
    """Whether there is such a folder; a path that cannot be is none, and writing to it will say why."""
    try:
        return path.is_dir()
    except OSError:
        return False
