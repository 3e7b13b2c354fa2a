"""The agency's own details: a field for each, kept as soon as it is left, with its date; export and import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldref.core.errors import FieldrefError
from fieldref.core.model import LocalDetail
from fieldref.core.user_data import UserData
from fieldref.gui.buttons import WordButton, Words, rule
from fieldref.gui.complaints import Complaints
from fieldref.gui.fields import LineField
from fieldref.gui.look import Look
from fieldref.gui.pane_kit import Pane
from fieldref.gui.path_row import PathRow
from fieldref.gui.words import long_date

REMARK = (
    "Typed once, shown on pages and printed on cards. What is left empty prints as a blank line. Each entry carries"
    " the date it was last changed: check old ones."
)


class DetailRow(QWidget):
    """One detail: its name and hint, the field, the date."""

    changed = Signal(str, str)

    def __init__(self, look: Look, detail: LocalDetail) -> None:
        super().__init__()
        self._look = look
        self.detail = detail
        self._kept = ""
        self._refused = False
        self._label = Words(look, detail.label, 17, wrap=True)
        self._hint = Words(look, detail.hint, 14, tone="muted", wrap=True)
        self._date = Words(look, "", 14, tone="muted")
        self.edit = LineField(look)
        self.edit.setAccessibleName(detail.label)
        self.edit.setAccessibleDescription(detail.hint)
        self.edit.editingFinished.connect(self._on_finished)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._arrange(narrow=False)

    def _arrange(self, *, narrow: bool) -> None:
        grid = self._grid
        parts: tuple[QWidget, ...] = (self._label, self._hint, self.edit, self._date)
        for widget in parts:
            grid.removeWidget(widget)
        if narrow:
            for row, widget in enumerate(parts):
                grid.addWidget(widget, row, 0)
            grid.setColumnStretch(0, 1)
            grid.setColumnStretch(1, 0)
            grid.setColumnMinimumWidth(2, 0)
        else:
            grid.addWidget(self._label, 0, 0)
            grid.addWidget(self._hint, 1, 0)
            grid.addWidget(self.edit, 0, 1, 2, 1)
            grid.addWidget(self._date, 0, 2, 2, 1)
            grid.setColumnStretch(0, 5)
            grid.setColumnStretch(1, 7)
            grid.setColumnMinimumWidth(2, self._look.px(130))

    def resizeEvent(self, event: object) -> None:
        """Stack the parts where they have no room side by side."""
        self._arrange(narrow=self._look.units(self.width()) < 520)

    def show_value(self, value: str, date: str) -> None:
        """Show what is kept."""
        self._kept = value
        if not self.edit.hasFocus() and not self._refused:
            self.edit.setText(value)
            self.edit.setCursorPosition(0)  # a long entry shows how it begins
        self._date.setText(long_date(date) if date else "")

    def show_refused(self, refused: bool) -> None:
        """Learn whether what stands in the field could not be kept: it then stays there, to be mended."""
        self._refused = refused

    def _on_finished(self) -> None:
        text = self.edit.text()
        if " ".join(text.split()) != self._kept or self._refused:
            self.changed.emit(self.detail.key, text)
        self.edit.setCursorPosition(0)  # a long entry shows how it begins, not how it ends


class LocalDetailsPane(Pane):
    """All details in their groups."""

    changed = Signal()
    remark = Signal(str)

    def __init__(self, look: Look, details: Sequence[LocalDetail], data: UserData) -> None:
        super().__init__(look, "Local details", REMARK)
        self._data = data
        self.complaints = Complaints()
        self.rows: dict[str, DetailRow] = {}
        self._count = self.add_text("")
        self._export = WordButton(look, "Export to a file")
        self._import = WordButton(look, "Import from a file")
        self._export.clicked.connect(lambda: self._ask("export"))
        self._import.clicked.connect(lambda: self._ask("import"))
        self.add_row(self._export, self._import)
        self._path = PathRow(look, "local-details.json")
        self._path.accepted.connect(self._on_path)
        self._path.dismissed.connect(lambda: self.complaints.settle("file"))
        self._path.hide()
        self.column.addWidget(self._path)
        self._verb = ""
        group = ""
        for detail in details:
            if detail.group != group:
                group = detail.group
                self.add_heading(group)
            row = DetailRow(look, detail)
            row.changed.connect(self._on_changed)
            self.rows[detail.key] = row
            self.column.addWidget(row)
            self.column.addWidget(rule())
        self.finish()
        self.refresh()

    def refresh(self) -> None:
        """Show what is kept now."""
        values = self._data.local_values()
        for key, row in self.rows.items():
            value = values.get(key)
            row.show_value(value.value if value else "", value.date if value else "")
        filled = sum(key in values for key in self.rows)
        self._count.setText(f"{filled} of {len(self.rows)} filled in")

    @property
    def start(self) -> QWidget | None:
        """Where typing begins: the first field that is still empty."""
        return next((row.edit for row in self.rows.values() if not row.edit.text()), None)

    def go_to(self, key: str) -> None:
        """Put the focus into the field of a detail."""
        row = self.rows.get(key)
        if row is not None:
            self.ensureWidgetVisible(row, 0, self.look.px(160))
            row.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, key: str, value: str) -> None:
        try:
            self._data.set_local_value(key, value)
        except FieldrefError as error:
            self.rows[key].show_refused(True)
            self.complaints.say(key, str(error))
            return  # what was typed stays in its field, to be tried again or shortened
        self.rows[key].show_refused(False)
        self.complaints.settle(key)
        self.refresh()
        self.changed.emit()

    def _ask(self, verb: str) -> None:
        self._verb = verb
        self.complaints.settle("file")
        self._path.ask("Export" if verb == "export" else "Import", existing=verb == "import")

    def _on_path(self, path: Path) -> None:
        try:
            if self._verb == "export":
                count = self._data.export_local(path)
                self.remark.emit(f"{count} entries written to {path.name}")
            else:
                count = self._data.import_local(path)
                self.remark.emit(f"{count} entries taken over from {path.name}")
                self.refresh()
                self.changed.emit()
        except FieldrefError as error:
            self.complaints.say("file", str(error))
            return
        self.complaints.settle("file")
        self._path.hide()
