"""The user's settings while the program runs: each change is a new Settings object, saved at once, told once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from fieldref.core.errors import SettingsError
from fieldref.core.settings import Settings, save


class Choices(QObject):
    """Holds the settings; `changed` carries the names of what changed, `problem` words for the user."""

    changed = Signal(object)
    problem = Signal(str)

    def __init__(self, settings: Settings, path: Path | None) -> None:
        super().__init__()
        self._settings, self._path = settings, path
        self._told = False

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    def change(self, **values: Any) -> None:
        """Change settings, tell everyone, save."""
        changed = self._settings._replace(**values)
        if changed == self._settings:
            return
        names = {name for name in values if getattr(changed, name) != getattr(self._settings, name)}
        self._settings = changed
        self.changed.emit(names)
        self._save(names)

    def _save(self, names: set[str]) -> None:
        if self._path is None:
            return
        try:
            save(self._path, self._settings, names)
        except SettingsError as error:
            if not self._told:
                self._told = True
                self.problem.emit(str(error))
