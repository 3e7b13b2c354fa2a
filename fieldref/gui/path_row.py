"""Asks for a file or a folder in the window: a field with its path, a button to choose, a button to go ahead."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from fieldref.core.safe_files import free_name
from fieldref.gui.announce import announce
from fieldref.gui.buttons import WordButton, Words
from fieldref.gui.fields import LineField
from fieldref.gui.look import Look

QT_PROJECT, QT_DIALOG = "QtProject", "FileDialog"
"""Where Qt's file dialog writes which folders it has shown."""
NOWHERE = f"{os.devnull}/none"
"""A folder that cannot be: Qt then writes nothing, without a word. fieldref itself keeps nothing in QSettings."""


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
        self._verb = ""
        self._existing = self._folder = self._careful = False
        self._clash: Path | None = None
        self.edit = LineField(look)
        self.edit.setAccessibleName("File")
        self.question = Words(look, "", 16, tone="warn", wrap=True)
        self.question.setTextFormat(Qt.TextFormat.PlainText)
        self._choose = WordButton(look, "Choose", "folder")
        self.go = WordButton(look, "")
        self.both = WordButton(look, "Keep both")
        self._cancel = WordButton(look, "Cancel")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.edit, 0, 0, 1, 5)
        grid.addWidget(self.question, 1, 0, 1, 5)
        for column, button in enumerate((self.go, self.both, self._choose, self._cancel)):
            grid.addWidget(button, 2, column)
        grid.setColumnStretch(4, 1)
        self._choose.clicked.connect(self._on_choose)
        self.go.clicked.connect(self._on_go)
        self.both.clicked.connect(self._on_both)
        self.edit.returnPressed.connect(self._on_go)
        self.edit.textChanged.connect(self._forget_clash)
        self._cancel.clicked.connect(self._on_cancel)
        self._forget_clash()

    def ask(self, verb: str, *, existing: bool, name: str = "", folder: bool = False, careful: bool = False) -> None:
        """Show the row for a purpose, with a path to begin with; `careful` asks before a file is replaced."""
        self._existing, self._folder, self._careful = existing, folder, careful
        self.edit.setAccessibleName("Folder" if folder else "File")
        self._name = name or self._name
        self._verb = verb
        self._forget_clash()
        self.edit.setText(str(self.folder / self._name))
        self.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def folder(self) -> Path:
        """The folder that was named last, or the one for documents."""
        return Path(self.edit.text()).parent if self.edit.text() else documents_folder()

    def _on_choose(self) -> None:
        with no_trace_of_folders():
            dialog = QFileDialog(self, "Choose a folder" if self._folder else "Choose a file", self.edit.text())
            # Qt's own dialog follows the theme; the system's would be a white window at night. So would its question
            # whether to replace a file, and the pane asks that itself.
            dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
            mode = QFileDialog.FileMode.ExistingFile if self._existing else QFileDialog.FileMode.AnyFile
            dialog.setFileMode(QFileDialog.FileMode.Directory if self._folder else mode)
            if not self._existing and not self._folder:
                dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            if dialog.exec():
                self.edit.setText(dialog.selectedFiles()[0])
            delete_now(dialog)

    def _on_cancel(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _on_go(self) -> None:
        path = self._path()
        if path is None:
            return
        if self._careful and path != self._clash and os.path.lexists(path):
            self._ask_about(path)
        else:
            self.accepted.emit(path)

    def _path(self) -> Path | None:
        text = self.edit.text().strip()
        if not text:
            return None
        path = Path(os.path.abspath(os.path.expanduser(text)))  # a "~name" of nobody stays as it is
        if not self._existing and not self._folder and _is_folder(path):
            path /= self._name  # a folder was meant: the file goes into it
        return path

    def _ask_about(self, path: Path) -> None:
        """Ask in the row what becomes of the file that is there; Enter keeps it."""
        self._clash = path
        self.question.setText(f"{path.name} is already in {path.parent}. Replace it?")
        self.go.set_word("Replace it")
        self.question.show()
        self.both.show()
        self.both.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.question.text())

    def _on_both(self) -> None:
        path = self._path()
        if path is not None:
            self.edit.setText(str(free_name(path)))
            self._on_go()

    def _forget_clash(self) -> None:
        self._clash = None
        self.go.set_word(self._verb)
        self.question.hide()
        self.both.hide()


def _is_folder(path: Path) -> bool:
    """Whether there is such a folder; a path that cannot be is none, and writing to it will say why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def delete_now(widget: QWidget) -> None:
    """Delete a widget at once, not when Python or Qt finds the time."""
    import shiboken6  # deferred: only a dialog is deleted so

    shiboken6.delete(widget)


@contextlib.contextmanager
def no_trace_of_folders() -> Iterator[None]:
    """Let a file dialog of Qt live and die without keeping which folders it showed: that file is none of fieldref's.

    Other programs made with Qt use the same file, so what they wrote stays.
    """
    if sys.platform not in ("win32", "darwin"):
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, NOWHERE)
        yield
        return
    before = _dialog_settings()  # there Qt keeps them in one place that cannot be changed
    try:
        yield
    finally:
        settings = QSettings(QSettings.Scope.UserScope, QT_PROJECT)
        settings.remove(QT_DIALOG)
        for key, value in before.items():
            settings.setValue(f"{QT_DIALOG}/{key}", value)


def _dialog_settings() -> dict[str, object]:
    settings = QSettings(QSettings.Scope.UserScope, QT_PROJECT)
    settings.beginGroup(QT_DIALOG)
    return {key: settings.value(key) for key in settings.childKeys()}
