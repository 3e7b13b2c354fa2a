"""Whether high contrast is wanted: the user's own choice, else what the system asks of its programs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from fieldref.gui.choices import Choices


class ContrastWish(QObject):
    """Follows choice and system; `changed` carries whether high contrast is wanted from now on."""

    changed = Signal(bool)

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        self._style = QGuiApplication.styleHints()  # kept: where Python drops it, the hints become invalid
        hints = self._hints = self._style.accessibility()
        self._system = hints.contrastPreference() == Qt.ContrastPreference.HighContrast
        self._told = self.high
        hints.contrastPreferenceChanged.connect(self.on_system)
        choices.changed.connect(self._on_choices)

    @property
    def high(self) -> bool:
        """Whether high contrast is wanted."""
        chosen = self._choices.settings.contrast
        return self._system if chosen == "system" else chosen == "high"

    def on_system(self, preference: Qt.ContrastPreference) -> None:
        """Take over what the system asks for from now on."""
        self._system = preference == Qt.ContrastPreference.HighContrast
        self._tell()

    def _on_choices(self, names: set[str]) -> None:
        if "contrast" in names:
            self._tell()

    def _tell(self) -> None:
        if self._told != self.high:
            self._told = self.high
            self.changed.emit(self._told)
