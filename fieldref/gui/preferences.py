"""Size, theme, paper, shared laptop and what else a user can choose, as one pane."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from fieldref.gui.buttons import CheckBox, ChoiceButton, WordButton, Words
from fieldref.gui.choices import Choices
from fieldref.gui.look import MAX_SCALE, MIN_SCALE, Look, step_scale
from fieldref.gui.pane_kit import Pane
from fieldref.gui.theme import THEME_ORDER, THEMES

CONTRASTS = {"system": "Contrast as the system asks", "high": "High contrast", "usual": "Usual contrast"}
PRESETS = (80, 100, 125, 150, 200, 300)
SHARED = (
    "On a shared laptop fieldref keeps nothing: no bookmarks, notes, local details typed from now on, or pages read."
    " What was kept before stays in its file, out of sight, until you switch this off or clear it. What is typed while"
    " this is on is gone as soon as it is switched off or fieldref is closed."
)
CLEAR = "Removes all bookmarks, notes, local details and pages read from this computer. It cannot be undone."


class PreferencesPane(Pane):
    """The pane; it changes the choices itself and asks the window for the rest."""

    clear_requested = Signal()
    black_requested = Signal()
    role_requested = Signal()
    check_requested = Signal()

    def __init__(self, look: Look, choices: Choices, about: str = "") -> None:
        super().__init__(look, "Size, theme and settings")
        self._choices = choices
        self._sure = False
        self.damage = Words(look, "", 16, tone="warn", wrap=True)  # at the top: whoever has damage looks for it
        self.damage.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.damage.hide()
        self.column.addWidget(self.damage)
        self._add_size()
        self._add_theme()
        self._add_paper()
        self._add_data()
        self.add_heading("About this copy")
        self.add_text(about)
        self.finish()
        choices.changed.connect(lambda _: self._show())
        self._show()

    def _add_size(self) -> None:
        look = self.look
        self.add_heading("Size of text and controls")
        self.smaller = WordButton(look, "Smaller", "minus")
        self.larger = WordButton(look, "Larger", "plus")
        self._size = Words(look, "", 20, bold=True)
        self._size.setMinimumHeight(look.control(44))
        self.add_row(self.smaller, self._size, self.larger)
        self.presets = {scale: ChoiceButton(look, f"{scale} %") for scale in PRESETS}
        for scale, button in self.presets.items():
            button.clicked.connect(lambda _=False, chosen=scale: self._scale(chosen))
        self.add_row(*self.presets.values())
        self.smaller.clicked.connect(lambda: self._scale(step_scale(self._choices.settings.scale, -1)))
        self.larger.clicked.connect(lambda: self._scale(step_scale(self._choices.settings.scale, 1)))
        self.add_text("Keys: Ctrl+plus, Ctrl+minus, Ctrl+0. From 80 to 300 %.")

    def _scale(self, scale: int) -> None:
        self._choices.change(scale=scale)
        self._show()

    def _add_theme(self) -> None:
        look = self.look
        self.add_heading("Theme")
        self.themes = {name: ChoiceButton(look, THEMES[name].title) for name in THEME_ORDER}
        for name, button in self.themes.items():
            button.clicked.connect(lambda _=False, chosen=name: self._choose_theme(chosen))
        self.add_row(*self.themes.values())
        self.add_text("Red gives long-wave light only and keeps the eye used to the dark. Key: F9.")
        self.contrasts = {name: ChoiceButton(look, words) for name, words in CONTRASTS.items()}
        for name, button in self.contrasts.items():
            button.clicked.connect(lambda _=False, chosen=name: self._choose_contrast(chosen))
        self.add_row(*self.contrasts.values())
        self.add_text("High contrast: Day in black on white, Dark in white on black. Red and Amber stay as they are.")
        black = WordButton(look, "Black screen now", "black")
        black.clicked.connect(self.black_requested)
        self.role = WordButton(look, "Change the role", "people")
        self.role.clicked.connect(self.role_requested)
        self.add_row(black, self.role)

    def _choose_theme(self, name: str) -> None:
        self._choices.change(theme=name)
        self._show()

    def _choose_contrast(self, name: str) -> None:
        self._choices.change(contrast=name)
        self._show()

    def _add_paper(self) -> None:
        self.add_heading("Printing")
        self.papers = {"letter": ChoiceButton(self.look, "Letter"), "a4": ChoiceButton(self.look, "A4")}
        for name, button in self.papers.items():
            button.clicked.connect(lambda _=False, chosen=name: self._choose_paper(chosen))
        self.color = CheckBox("Print cards in color")
        self.color.clicked.connect(lambda on: self._choices.change(color_cards=on))
        self.add_row(*self.papers.values())
        self.column.addWidget(self.color)

    def _choose_paper(self, name: str) -> None:
        self._choices.change(paper=name)
        self._show()

    def _add_data(self) -> None:
        look = self.look
        self.add_heading("This computer")
        self.shared = CheckBox("Shared laptop: keep nothing")
        self.shared.clicked.connect(lambda on: self._choices.change(shared_laptop=on))
        self.column.addWidget(self.shared)
        self.add_text(SHARED)
        self.check = WordButton(look, "Check this copy for damage", "check")
        self.check.clicked.connect(self.check_requested)
        self.add_row(self.check)
        self.clear = WordButton(look, "Clear everything", "clear")
        self.clear.clicked.connect(self._on_clear)
        self.keep = WordButton(look, "Keep it")
        self.keep.clicked.connect(self._be_unsure)
        self.add_row(self.clear, self.keep)
        self.add_text(CLEAR)

    def show_damage(self, damaged: Sequence[str]) -> None:
        """Name every damaged file of this copy, one a line; nothing where there is none."""
        names = (name.replace("/", "/\u200b") for name in damaged)  # where a long path may go on in the next line
        self.damage.setText("\n".join(["Damaged in this copy:", *names]))
        self.damage.setVisible(bool(damaged))

    def _on_clear(self) -> None:
        if not self._sure:
            self._sure = True
            self.clear.set_word("Yes, clear everything")
            self.keep.show()
            return
        self._be_unsure()
        self.clear_requested.emit()

    def _be_unsure(self) -> None:
        self._sure = False
        self.clear.set_word("Clear everything")
        self.keep.hide()

    def _show(self) -> None:
        settings = self._choices.settings
        self._size.setText(f"{settings.scale} %")
        self._size.setAccessibleName(f"Size {settings.scale} percent")
        for scale, button in self.presets.items():
            button.show_chosen(scale == settings.scale)
        self.smaller.setEnabled(settings.scale > MIN_SCALE)
        self.larger.setEnabled(settings.scale < MAX_SCALE)
        for name, button in self.themes.items():
            button.show_chosen(name == settings.theme)
        for name, button in self.contrasts.items():
            button.show_chosen(name == settings.contrast)
        for name, button in self.papers.items():
            button.show_chosen(name == settings.paper)
        self.color.setChecked(settings.color_cards)
        self.shared.setChecked(settings.shared_laptop)
        self._be_unsure()
