"""Every sheet as it will be printed, one below the other; pictures are drawn when they come into view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldref.gui.figures import theme_image
from fieldref.gui.look import Look
from fieldref.gui.pane_kit import empty_layout
from fieldref.gui.tasks import Tasks

if TYPE_CHECKING:
    from fieldref.printing.sheets import Sheet

WIDEST, MARGINS, NARROWEST = 754, 70, 240
SETTLE = 30
"""Milliseconds that scrolling must rest before pictures are drawn."""


class SheetPreview(QWidget):
    """The pictures; no brighter than the theme: white paper becomes the theme's page color."""

    def __init__(self, look: Look, tasks: Tasks, area: QScrollArea) -> None:
        super().__init__()
        self._look, self._tasks, self._area = look, tasks, area
        self._sheets: tuple[Sheet, ...] = ()
        self._color = False
        self._run = 0
        self._asked: set[int] = set()
        self.labels: list[QLabel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE)
        self._timer.timeout.connect(self.draw_visible)
        # Not the timer's own `start`: it would take the bar's value for an interval.
        area.verticalScrollBar().valueChanged.connect(lambda: self._timer.start())
        area.verticalScrollBar().rangeChanged.connect(lambda: self._timer.start())
        look.changed.connect(self.lay_out)

    def show_sheets(self, sheets: Sequence[Sheet], *, color: bool) -> None:
        """Show other sheets."""
        self._sheets, self._color = tuple(sheets), color
        self.lay_out()

    def lay_out(self) -> None:
        """Give each sheet its place, empty at first."""
        self._run += 1
        self._asked.clear()
        empty_layout(self._column)
        self._column.setSpacing(self._look.px(16))
        self.labels = []
        edge = f"border: 1px solid {self._look.code('strong')}; background: {self._look.code('surface')};"
        for number, sheet in enumerate(self._sheets, 1):
            label = QLabel()
            label.setAccessibleName(f"Preview of sheet {number} of {len(self._sheets)}: {', '.join(sheet.codes)}")
            label.setStyleSheet(edge)
            width = self._width(sheet)
            label.setFixedSize(width + 2, round(width * sheet.height / sheet.width) + 2)
            self._column.addWidget(label)
            self.labels.append(label)
        self._timer.start()

    def _width(self, sheet: Sheet) -> int:
        room = max(NARROWEST, self._area.viewport().width() - self._look.px(MARGINS))
        natural = self._look.px(sheet.width * 92 / 72)
        return min(self._look.px(WIDEST), room, natural)

    def draw_visible(self) -> None:
        """Draw what is in view or nearly, and forget the pictures far away."""
        if not self.isVisible():
            return
        view = self._area.viewport().rect()
        near = view.adjusted(0, -view.height(), 0, view.height())
        for number, label in enumerate(self.labels):
            place = QRect(label.mapTo(self._area, QPoint(0, 0)), label.size())
            if place.intersects(near):
                if number not in self._asked:
                    self._asked.add(number)
                    self._draw(number)
            elif number in self._asked:
                self._asked.discard(number)
                label.clear()

    def _draw(self, number: int) -> None:
        sheet, color, look, run = self._sheets[number], self._color, self._look, self._run
        ratio = self.devicePixelRatioF()
        width = round((self.labels[number].width() - 2) * ratio)
        dpi = width * 72 / sheet.width

        def work() -> QImage:
            from fieldref.printing.sheets import render_preview  # deferred: only printing needs it

            return theme_image(render_preview(sheet, dpi, color=color), look)

        def done(image: QImage) -> None:
            if run != self._run or number not in self._asked:
                return
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(ratio)
            self.labels[number].setPixmap(pixmap)
            self.labels[number].setAlignment(Qt.AlignmentFlag.AlignCenter)

        self._tasks.run(self, f"sheet {number}", work, done)

    def showEvent(self, event: object) -> None:
        """Draw what came into view."""
        self._timer.start()
