"""Cards and pages as they will be printed: choices, a preview in the theme's shades, PDF and printer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLayout, QWidget

from fieldref.core.errors import FieldrefError
from fieldref.core.model import Card
from fieldref.gui.buttons import CheckBox, ChoiceButton
from fieldref.gui.card_set import CardSet
from fieldref.gui.choices import Choices
from fieldref.gui.look import Look
from fieldref.gui.pane_kit import Pane, empty_layout
from fieldref.gui.print_job import LaidOut, Manner
from fieldref.gui.print_job import Press as Press
from fieldref.gui.print_job import PrintJob as PrintJob
from fieldref.gui.print_ways import WaysOut, fault_lines
from fieldref.gui.sheet_preview import SheetPreview
from fieldref.gui.tasks import Tasks

FORMATS = (("letter", "Full page"), ("half", "Half page"), ("index", "4 x 6 in"), ("wallet", "Wallet"))
PAPERS = (("letter", "Letter paper"), ("a4", "A4 paper"), ("card", "4 x 6 in card stock"))
OWN_SET = "Choose cards"
REST = 120
"""Milliseconds after a change of the set before it is laid out."""


class PrintPane(Pane):
    """The pane; choices are kept, the preview follows them."""

    remark = Signal(str)
    problem = Signal(str)

    def __init__(self, look: Look, press: Press, choices: Choices, tasks: Tasks) -> None:
        super().__init__(look, "Print")
        self._press, self._choices, self._tasks = press, choices, tasks
        self._jobs: tuple[PrintJob, ...] = ()
        self._job = PrintJob("")
        self._card_stock = self._duplex = False
        self.set: CardSet | None = None
        self._what = self.add_row()
        self._choices_of_what: list[ChoiceButton] = []
        self._set_place = self.add_row()  # the set is made when it is first wanted
        self._set_box: QWidget = _owner(self._set_place)
        self._add_format()
        self.ways = WaysOut(look, press, tasks)
        self.pdf, self.send, self.path = self.ways.pdf, self.ways.send, self.ways.path
        self.column.addWidget(self.ways)
        self.state = self.add_text("")
        self.preview = SheetPreview(look, tasks, self)
        self.column.addWidget(self.preview)
        self.finish()
        self.ways.remark.connect(self.remark)
        self.ways.problem.connect(self.problem)
        self.ways.paper_wanted.connect(self._choose_paper)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._lay_out)

    def _add_format(self) -> None:
        self.formats = {name: ChoiceButton(self.look, words) for name, words in FORMATS}
        for name, button in self.formats.items():
            button.clicked.connect(lambda _=False, chosen=name: self._choose(card_format=chosen))
        self.add_row(*self.formats.values())
        self.papers = {name: ChoiceButton(self.look, words) for name, words in PAPERS}
        for name, button in self.papers.items():
            button.clicked.connect(lambda _=False, chosen=name: self._choose_paper(chosen))
        self.color = CheckBox("In color")
        self.color.clicked.connect(lambda on: self._choose(color_cards=on))
        self.duplex = CheckBox("On both sides")
        self.duplex.clicked.connect(self._choose_duplex)
        self.add_row(*self.papers.values(), self.color, self.duplex)

    # What

    def show_jobs(self, jobs: Sequence[PrintJob]) -> None:
        """Offer what can be printed from here; the first is chosen."""
        self._jobs = tuple(jobs)
        empty_layout(self._what)
        self._choices_of_what = []
        for job in jobs:
            self._add_job(job.title).clicked.connect(lambda _=False, chosen=job: self._take(chosen))
        if not any(job.page for job in jobs):
            self._add_job(OWN_SET).clicked.connect(self._take_set)
        self.ways.clear()
        if self._jobs:
            self._take(self._jobs[0])
        else:
            self._take_set()
        self.fit()

    def _add_job(self, title: str) -> ChoiceButton:
        button = ChoiceButton(self.look, title)
        self._what.addWidget(button)
        self._choices_of_what.append(button)
        return button

    def _take(self, job: PrintJob, *, own_set: bool = False) -> None:
        self._job = job
        self._set_box.setVisible(own_set)
        for button in self._choices_of_what:
            button.show_chosen(button.accessibleName() == job.title)
        self._refresh()

    def _take_set(self) -> None:
        if self.set is None:
            self.set = CardSet(self.look, self._press.library, self._choices.settings.role)
            self.set.changed.connect(self._on_set_changed)
            self.column.replaceWidget(self._set_box, self.set)
            self._set_box.deleteLater()
            self._set_box = self.set
        self._take(PrintJob(OWN_SET, self.set.cards(), role=self.set.choice.role), own_set=True)

    def _on_set_changed(self, cards: tuple[Card, ...]) -> None:
        self._job = PrintJob(OWN_SET, cards, role=self.set.choice.role if self.set is not None else None)
        self._refresh()

    # How

    def _choose(self, **values: object) -> None:
        self._choices.change(**values)
        self._refresh()

    def _choose_paper(self, name: str) -> None:
        self._card_stock = name == "card"
        if not self._card_stock:
            self._choices.change(paper=name)
        self._refresh()

    def _choose_duplex(self, on: bool) -> None:
        self._duplex = on
        self._refresh()

    def _manner(self) -> Manner:
        settings, page = self._choices.settings, bool(self._job.page)
        kind = "letter" if settings.card_format == "a4" else settings.card_format
        paper = "card" if self._card_stock and kind == "index" and not page else settings.paper
        name = "a4" if kind == "letter" and paper == "a4" else kind
        return Manner(name, paper, settings.color_cards, self._duplex and (page or kind != "wallet"))

    def _refresh(self) -> None:
        manner, page = self._manner(), bool(self._job.page)
        kind = "letter" if manner.format_name == "a4" else manner.format_name
        for name, button in self.formats.items():
            button.show_chosen(name == kind)
            button.setVisible(not page)
        for name, button in self.papers.items():
            button.show_chosen(name == manner.paper)
        self.papers["card"].setVisible(kind == "index" and not page)
        self.color.setChecked(manner.color)
        self.duplex.setChecked(self._duplex)
        self.duplex.setVisible(page or kind != "wallet")
        self.ways.show_laid_out(None)
        self.state.setText("Laying out")
        self._tasks.forget("preview")
        self._rest.start()

    def _lay_out(self) -> None:
        if not self.isVisible():
            return  # left, or closed, meanwhile; coming back begins anew
        job, manner, values = self._job, self._manner(), self._press.values()
        if not job.cards and not job.page:
            self._on_laid_out("No card is chosen. Choose at least one phase, one role, one kind, and tick a card.")
            return

        def work() -> LaidOut | str:
            try:
                return self._press.lay_out(job, manner, values)
            except FieldrefError as error:
                return str(error)

        self._tasks.run(self, "preview", work, self._on_laid_out)

    def _on_laid_out(self, result: LaidOut | str) -> None:
        if isinstance(result, str):
            self.state.setText(result)
            self.ways.clear()
            self.preview.show_sheets((), color=False)
            return
        counted = f"{result.count_words}." if result.sheets else "Nothing can be printed."
        self.state.setText("\n".join([counted, *fault_lines(result.faults)]))
        self.preview.show_sheets(result.sheets, color=result.manner.color)
        self.ways.show_laid_out(result)


def _owner(layout: QLayout) -> QWidget:
    widget = layout.parentWidget()
    assert widget is not None  # a row lies in a box of its own
    return widget
