"""Cards and pages as they will be printed: choices, a preview in the theme's shades, PDF and printer.

The preview is never brighter than the theme: white paper becomes the theme's page color.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout

from fieldref.core.errors import FieldrefError
from fieldref.core.library import Library
from fieldref.core.model import Card
from fieldref.core.user_data import UserData
from fieldref.gui.buttons import CheckBox, ChoiceButton, WordButton, Words
from fieldref.gui.choices import Choices
from fieldref.gui.figures import theme_image
from fieldref.gui.look import Look
from fieldref.gui.pane_kit import Pane, empty_layout
from fieldref.gui.path_row import PathRow
from fieldref.gui.tasks import Tasks
from fieldref.gui.words import plural

if TYPE_CHECKING:
    from fieldref.printing.sheets import Sheet

FORMATS = (("letter", "Full page"), ("half", "Half page"), ("index", "4 x 6 in"), ("wallet", "Wallet"))
PREVIEW_DPI, MOST_PREVIEWS = 92, 6


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What is to be printed: cards, or the sections of one page that are for a role (None: all)."""

    title: str
    cards: tuple[Card, ...] = ()
    page: str = ""
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """Sheets with pictures of the first of them, and what was left out and why."""

    sheets: tuple[Sheet, ...]
    pictures: tuple[QImage, ...]
    faults: tuple[str, ...]


class Press:
    """Lays jobs out on sheets with the agency's own details; every method may run on the worker thread."""

    def __init__(self, library: Library, data: UserData) -> None:
        self._library, self._data = library, data

    def render(self, job: PrintJob, format_name: str, paper: str, *, color: bool, dpi: int) -> Rendered:
        """Return the sheets of a job with their pictures; raises PrintError."""
        from fieldref.printing.imprint import imprint_of  # deferred: only printing needs it
        from fieldref.printing.page_print import page_sheets
        from fieldref.printing.sheets import render_preview, sheets_for

        imprint = imprint_of(self._library, self._data.local_values())
        if job.page:
            page = self._library.page(job.page)
            sheets = page_sheets(
                page, imprint, self._library.figure, paper=paper, role=job.role, directory=self._library.directory
            )
            faults: tuple[str, ...] = ()
        else:
            name = "a4" if format_name == "letter" and paper == "a4" else format_name
            result = sheets_for(job.cards, name, imprint, paper=paper)
            sheets, faults = result.sheets, tuple(map(str, result.faults))
        pictures = tuple(render_preview(sheet, dpi, color=color) for sheet in sheets[:MOST_PREVIEWS])
        return Rendered(sheets, pictures, faults)


class PrintPane(Pane):
    """The pane; choices are kept, the preview follows them."""

    remark = Signal(str)
    problem = Signal(str)

    def __init__(self, look: Look, press: Press, choices: Choices, tasks: Tasks) -> None:
        super().__init__(look, "Print")
        self._press, self._choices, self._tasks = press, choices, tasks
        self._jobs: tuple[PrintJob, ...] = ()
        self._job = PrintJob("")
        self._rendered: Rendered | None = None
        self._what = self.add_row()
        self._add_format()
        self._add_ways()
        self._state = self.add_text("")
        self._sheets = QVBoxLayout()
        self._sheets.setSpacing(look.px(16))
        self.column.addLayout(self._sheets)
        self.finish()
        look.changed.connect(self._show_pictures)

    def _add_format(self) -> None:
        self.formats = {name: ChoiceButton(self.look, words) for name, words in FORMATS}
        for name, button in self.formats.items():
            button.clicked.connect(lambda _=False, chosen=name: self._choose(card_format=chosen))
        self.add_row(*self.formats.values())
        self.papers = {"letter": ChoiceButton(self.look, "Letter paper"), "a4": ChoiceButton(self.look, "A4 paper")}
        for name, button in self.papers.items():
            button.clicked.connect(lambda _=False, chosen=name: self._choose(paper=chosen))
        self.color = CheckBox("In color")
        self.color.clicked.connect(lambda on: self._choose(color_cards=on))
        self.add_row(*self.papers.values(), self.color)

    def _add_ways(self) -> None:
        self.pdf = WordButton(self.look, "Save as PDF", "folder", kind="first")
        self.send = WordButton(self.look, "Send to a printer", "print")
        self.add_row(self.pdf, self.send)
        self.path = PathRow(self.look, "fieldref.pdf")
        self.path.hide()
        self.column.addWidget(self.path)
        self._printers = QVBoxLayout()
        self.column.addLayout(self._printers)
        self.pdf.clicked.connect(self._on_pdf)
        self.path.accepted.connect(self._on_path)
        self.send.clicked.connect(self._on_send)

    # Jobs

    def show_jobs(self, jobs: Sequence[PrintJob]) -> None:
        """Offer what can be printed from here; the first is chosen."""
        self._jobs = tuple(jobs)
        empty_layout(self._what)
        for job in jobs:
            button = ChoiceButton(self.look, job.title)
            button.clicked.connect(lambda _=False, chosen=job: self._take(chosen))
            self._what.addWidget(button)
        self.path.hide()
        empty_layout(self._printers)
        self._take(self._jobs[0])

    def _take(self, job: PrintJob) -> None:
        self._job = job
        for place in range(self._what.count()):
            item = self._what.itemAt(place)
            button = item.widget() if item is not None else None
            if isinstance(button, ChoiceButton):
                button.show_chosen(button.accessibleName() == job.title)
        self._refresh()

    def _choose(self, **values: object) -> None:
        self._choices.change(**values)
        self._refresh()

    def _refresh(self) -> None:
        settings, job = self._choices.settings, self._job
        chosen = "letter" if settings.card_format == "a4" else settings.card_format
        for name, button in self.formats.items():
            button.show_chosen(name == chosen)
        for name, button in self.papers.items():
            button.show_chosen(name == settings.paper)
        self.color.setChecked(settings.color_cards)
        for button in self.formats.values():
            button.setVisible(not job.page)
        self._state.setText("Laying out")
        self._rendered = None
        for way in (self.pdf, self.send):
            way.setEnabled(False)
        paper, color = settings.paper, settings.color_cards

        def work() -> Rendered | str:
            try:
                return self._press.render(job, chosen, paper, color=color, dpi=PREVIEW_DPI)
            except FieldrefError as error:
                return str(error)

        self._tasks.run(self, "preview", work, self._on_rendered)

    def _on_rendered(self, result: Rendered | str) -> None:
        if isinstance(result, str):
            self._state.setText(result)
            empty_layout(self._sheets)
            return
        self._rendered = result
        more = f"; the first {MOST_PREVIEWS} are shown" if len(result.sheets) > MOST_PREVIEWS else ""
        self._state.setText(" ".join([f"{plural(len(result.sheets), 'sheet')}{more}.", *result.faults]))
        for button in (self.pdf, self.send):
            button.setEnabled(bool(result.sheets))
        self._show_pictures()

    def _show_pictures(self) -> None:
        empty_layout(self._sheets)
        if self._rendered is None:
            return
        width = min(self.look.px(756), max(240, self.viewport().width() - self.look.px(70)))
        for number, picture in enumerate(self._rendered.pictures, 1):
            shown = min(width, round(picture.width() * self.look.scale / 100))
            themed = theme_image(picture, self.look)
            ratio = self.devicePixelRatioF()
            pixmap = QPixmap.fromImage(
                themed.scaledToWidth(round(shown * ratio), Qt.TransformationMode.SmoothTransformation)
            )
            pixmap.setDevicePixelRatio(ratio)
            label = QLabel()
            label.setPixmap(pixmap)
            label.setAccessibleName(f"Preview of sheet {number}")
            label.setStyleSheet(f"border: 1px solid {self.look.code('strong')};")
            label.setFixedSize(pixmap.deviceIndependentSize().toSize().grownBy(QMargins(1, 1, 1, 1)))
            self._sheets.addWidget(label)

    # Ways out

    def _on_pdf(self) -> None:
        name = self._job.page.rpartition("/")[2] or "-".join(card.code for card in self._job.cards[:2]).lower()
        kind = "" if self._job.page else f"-{self._choices.settings.card_format}"
        self.path.ask("Save", existing=False, name=f"fieldref-{name}{kind}.pdf")

    def _on_path(self, path: Path) -> None:
        from fieldref.printing.pdf import write_pdf  # deferred: only printing needs it

        if self._rendered is None:
            return
        target = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
        try:
            color = self._choices.settings.color_cards
            write_pdf(target, self._rendered.sheets, self._job.title, color=color, replace=True)
        except FieldrefError as error:
            self.problem.emit(str(error))
            return
        self.path.hide()
        self.remark.emit(f"Saved {target}")

    def _on_send(self) -> None:
        from fieldref.printing.device import printers  # deferred: asks the system for its printers

        empty_layout(self._printers)
        found = printers()
        if not found:
            self._printers.addWidget(
                Words(self.look, "This computer knows no printer. Save a PDF instead.", 16, tone="warn", wrap=True)
            )
        for printer in found:
            button = WordButton(self.look, printer.description, "print", kind="row")
            button.clicked.connect(lambda _=False, name=printer.name: self._print_on(name))
            self._printers.addWidget(button)

    def _print_on(self, name: str) -> None:
        from fieldref.printing.device import outcome, print_sheets

        rendered, color, title = self._rendered, self._choices.settings.color_cards, self._job.title
        if rendered is None:
            return
        try:
            ticket = print_sheets(name, rendered.sheets, title, color=color)
        except FieldrefError as error:
            self.problem.emit(str(error))
            return
        self._state.setText(f"Sent to {name}")
        self._tasks.run(self, "printed", lambda: outcome(ticket).words, self._state.setText)
