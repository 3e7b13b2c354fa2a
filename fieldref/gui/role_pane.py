"""Choosing the role: a row for each, asked once at the first start and shown again from the role button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from fieldref.core.model import Role
from fieldref.gui.buttons import ChoiceButton
from fieldref.gui.look import Look
from fieldref.gui.pane_kit import Pane

FIRST = "What is your role? It decides what is shown first. Nothing is locked away, and you can change it at any time."
LATER = "The role decides what is shown first; nothing is locked away. Keys: Alt+1 to 7, Alt+0 for all."


class RolePane(Pane):
    """The list of roles; `chosen` carries a role's code, None for all."""

    chosen = Signal(object)

    def __init__(self, look: Look, roles: Sequence[Role], *, first: bool) -> None:
        super().__init__(look, "Welcome to fieldref" if first else "Role", FIRST if first else LATER)
        self._first = first
        self.buttons: dict[str | None, ChoiceButton] = {}
        for number, role in enumerate([*roles, None]):
            key = f"Alt+{number + 1}" if role else "Alt+0"
            words = f"{role.code}   {role.name}" if role else "All roles"
            button = ChoiceButton(look, words, kind="row")
            button.setToolTip(key)
            button.setAccessibleDescription(f"Key {key}")
            button.setMinimumHeight(look.control(56))
            button.clicked.connect(lambda _=False, code=role.code if role else None: self.chosen.emit(code))
            self.buttons[role.code if role else None] = button
            self.column.addWidget(button)
        self.finish()

    def show_role(self, code: str | None) -> None:
        """Show which role is chosen; while the first start asks, none is."""
        asking, self._first = self._first and code is None, False
        for name, button in self.buttons.items():
            button.show_chosen(name == code and not asking)
