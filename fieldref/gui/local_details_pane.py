"""The agency's own details: a field for each, kept as soon as it is left, with its date; export and import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldref.core.errors import ClearedElsewhere, FieldrefError
from fieldref.core.exchange import Taken
from fieldref.core.model import LocalDetail
from fieldref.core.user_data import UserData
from fieldref.gui.buttons import Words, rule
from fieldref.gui.complaints import Complaints
from fieldref.gui.exchange_row import ExchangeRow, Goods
from fieldref.gui.fields import LineField
from fieldref.gui.look import Look
from fieldref.gui.pane_kit import Pane
from fieldref.gui.words import long_date

REMARK = (
    "Typed once, shown on pages and printed on cards. What is left empty prints as a blank line. Each entry carries"
    " the date it was last changed: check old ones."
)
PAUSE = 500
"""Milliseconds after a key until what is typed is kept, as in notes."""


class DetailRow(QWidget):
    """One detail: its name and hint, the field, the date.

    `typed` comes half a second after a key, `changed` when the field is left; both carry key and text.
    """

    typed = Signal(str, str)
    changed = Signal(str, str)

    def __init__(self, look: Look, detail: LocalDetail) -> None:
        super().__init__()
        self._look = look
        self.detail = detail
        self._kept = ""
        self._refused = False
        self._untold = False
        self._label = Words(look, detail.label, 17, wrap=True)
        self._hint = Words(look, detail.hint, 14, tone="muted", wrap=True)
        self._date = Words(look, "", 14, tone="muted")
        self.edit = LineField(look)
        self.edit.setAccessibleName(detail.label)
        self.edit.setAccessibleDescription(detail.hint)
        self.edit.editingFinished.connect(self._on_finished)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._on_pause)
        self.edit.textEdited.connect(self._on_edited)
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
        if not self.edit.hasFocus() and not self._refused and not self._pause.isActive():
            self.edit.setText(value)
            self.edit.setCursorPosition(0)  # a long entry shows how it begins
        self._date.setText(long_date(date) if date else "")

    def show_refused(self, refused: bool) -> None:
        """Learn whether what stands in the field could not be kept: it then stays there, to be mended."""
        self._refused = refused

    @property
    def refused(self) -> str:
        """What stands in the field and could not be kept; empty when all is kept."""
        return self.edit.text() if self._refused else ""

    def keep(self) -> None:
        """Have kept at once what is being typed."""
        if self._pause.isActive():
            self._on_pause()

    def forget(self) -> None:
        """Drop what is being typed, and what was kept before: everything was cleared."""
        self._pause.stop()
        self._refused = self._untold = False
        self._kept = ""
        self.edit.clear()

    @property
    def _differs(self) -> bool:
        return " ".join(self.edit.text().split()) != self._kept or self._refused

    def _on_edited(self, _: str) -> None:
        if not self._pause.isActive():
            self._pause.start()

    def _on_pause(self) -> None:
        self._pause.stop()
        if self._differs:
            self._untold = True
            self.typed.emit(self.detail.key, self.edit.text())

    def _on_finished(self) -> None:
        self._pause.stop()
        if self._differs or self._untold:
            self._untold = False
            self.changed.emit(self.detail.key, self.edit.text())
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
        goods = Goods("local-details", "entries", data.export_local, self._take)
        self.files = ExchangeRow(look, goods, self.complaints)
        self.files.remark.connect(self.remark)
        self.files.taken.connect(self._on_taken)
        self.column.addWidget(self.files)
        group = ""
        for detail in details:
            if detail.group != group:
                group = detail.group
                self.add_heading(group)
            row = DetailRow(look, detail)
            row.typed.connect(self._keep)
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

    def keep(self) -> None:
        """Keep at once what is being typed."""
        for row in self.rows.values():
            row.keep()

    def refused(self) -> dict[str, str]:
        """What stands in fields and could not be kept, by the names of the details."""
        return {row.detail.label: row.refused for row in self.rows.values() if row.refused}

    def _keep(self, key: str, value: str) -> bool:
        """Keep a detail; says whether it could be."""
        try:
            self._data.set_local_value(key, value)
        except ClearedElsewhere:
            for row in self.rows.values():
                row.forget()
            self.complaints.settle_all()
        except FieldrefError as error:
            self.rows[key].show_refused(True)
            self.complaints.say(key, str(error))
            return False  # what was typed stays in its field, to be tried again or shortened
        else:
            self.rows[key].show_refused(False)
            self.complaints.settle(key)
        self.refresh()
        return True

    def _on_changed(self, key: str, value: str) -> None:
        if self._keep(key, value):
            self.changed.emit()

    def _take(self, path: Path) -> Taken:
        return self._data.import_local(path, self.rows.keys())

    def _on_taken(self) -> None:
        self.refresh()
        self.changed.emit()
