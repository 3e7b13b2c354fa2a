"""The ways out of the print pane: a PDF, several PDFs, a printer; with progress, Cancel, questions and faults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldref.core.errors import FieldrefError
from fieldref.core.safe_files import free_name
from fieldref.gui.announce import announce
from fieldref.gui.buttons import ChoiceButton, WordButton, Words
from fieldref.gui.flow_layout import FlowLayout, wrapping_row
from fieldref.gui.look import Look
from fieldref.gui.pane_kit import empty_layout
from fieldref.gui.path_row import PathRow
from fieldref.gui.print_job import Lacking, LaidOut, Press, Saved, Watch
from fieldref.gui.tasks import Tasks
from fieldref.gui.words import joined, plural

if TYPE_CHECKING:
    from fieldref.printing.device import Printer, Ticket

T = TypeVar("T")
LOOK_EVERY, ASK_EVERY, ASKS = 100, 1_000, 15
"""Milliseconds between looks at the progress, and between questions to the printer, of which there are so many."""
MOST_FAULTS = 12
PAPER_WORDS = {"letter": "Letter", "a4": "A4", "card": "4 x 6 in card stock"}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be saved where: one PDF at `target`, or one for each sheet in the folder `target`."""

    laid: LaidOut
    target: Path
    each: bool


class WaysOut(QWidget):
    """The controls; `paper_wanted` asks for another paper, after which `show_laid_out` brings the new sheets."""

    remark = Signal(str)
    problem = Signal(str)
    paper_wanted = Signal(str)

    def __init__(self, look: Look, press: Press, tasks: Tasks) -> None:
        super().__init__()
        self._look, self._press, self._tasks = look, press, tasks
        self._laid: LaidOut | None = None
        self._watch: Watch | None = None
        self._waiting_for: tuple[str, str] | None = None  # printer and paper
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(8))
        self._make()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self._show_progress)

    def _make(self) -> None:
        look = self._look
        self.pdf = WordButton(look, "Save as PDF", "folder", kind="first")
        self.send = WordButton(look, "Send to a printer", "print")
        self._line(self.pdf, self.send)
        self.files = {False: ChoiceButton(look, "One PDF"), True: ChoiceButton(look, "A PDF for each sheet")}
        self._files_box = self._line(*self.files.values())
        self.path = PathRow(look, "fieldref.pdf")
        self._column.addWidget(self.path)
        self.progress = Words(look, "", 17, bold=True, wrap=True)
        self.cancel = WordButton(look, "Cancel")
        self._progress_box = self._line(self.progress, self.cancel)
        self.said = Words(look, "", 17, wrap=True)
        self._column.addWidget(self.said)
        self.sent = Words(look, "", 17, wrap=True)
        self._column.addWidget(self.sent)
        self._answers = QVBoxLayout()
        self._answers.setSpacing(look.px(8))
        self._column.addLayout(self._answers)
        for hidden in (self._files_box, self.path, self._progress_box, self.said, self.sent):
            hidden.hide()
        self.pdf.clicked.connect(self._on_pdf)
        self.send.clicked.connect(self._on_send)
        self.cancel.clicked.connect(self._on_cancel)
        self.path.accepted.connect(self._on_path)
        self.path.dismissed.connect(self._files_box.hide)
        for each, button in self.files.items():
            button.clicked.connect(lambda _=False, chosen=each: self._ask_path(each=chosen))

    def _line(self, *widgets: QWidget) -> QWidget:
        box = wrapping_row(self._look.px(8), widgets)
        self._column.addWidget(box)
        return box

    # What is to go out

    def show_laid_out(self, laid: LaidOut | None) -> None:
        """Take other sheets, None while there are none; what was asked before is forgotten."""
        self._laid = laid if laid is not None and laid.sheets else None
        self._enable()
        waiting = self._waiting_for
        if laid is None and waiting is not None:
            return  # the sheets for the other paper are on their way
        self._waiting_for = None
        if self._laid is not None and waiting is not None and self._laid.manner.paper == waiting[1]:
            self._print_on(waiting[0])
        else:
            self.clear()

    def clear(self) -> None:
        """Forget questions and remarks; what is being saved or sent goes on."""
        self._waiting_for = None
        self.path.hide()
        self._files_box.hide()
        empty_layout(self._answers)
        self._say("")

    def _enable(self) -> None:
        free = self._laid is not None and self._watch is None
        self.pdf.setEnabled(free)
        self.send.setEnabled(free)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
        announce(self, words)

    def _tell(self, words: str) -> None:
        """Say what became of a job at a line of its own: it may come while something else is asked."""
        if words != self.sent.text():
            self.sent.setText(words)
            announce(self, words)
        self.sent.setVisible(bool(words))

    def _ask(self, words: str, *answers: tuple[str, Callable[[], Any]]) -> None:
        """Ask in the pane; each answer is a button, and the first takes the focus."""
        empty_layout(self._answers)
        self._say(words)
        box = QWidget()
        line = FlowLayout(self._look.px(8), box)
        buttons = []
        for word, act in answers:
            button = WordButton(self._look, word)
            button.clicked.connect(lambda _=False, chosen=act: self._answer(chosen))
            line.addWidget(button)
            buttons.append(button)
        policy = box.sizePolicy()
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        self._answers.addWidget(box)
        box.show()  # at once: what is not yet shown takes no focus
        if buttons:
            buttons[0].setFocus()

    def _answer(self, act: Callable[[], Any]) -> None:
        self.clear()
        self.pdf.setFocus()
        act()

    def _run(self, key: str, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[str], None]) -> None:
        """Run work that may fail with words for the reader."""

        def guarded() -> tuple[T | None, str | None]:
            try:
                return work(), None
            except FieldrefError as error:
                return None, str(error)
            except OSError as error:
                return None, f"{error.filename or 'The file'}: {error.strerror}. Choose another folder."

        def deliver(result: tuple[Any, str | None]) -> None:
            value, problem = result
            if problem is None:
                done(value)
            else:
                failed(problem)

        self._tasks.run(self, key, guarded, deliver)

    # Progress

    def _begin(self, verb: str, count: int) -> Watch:
        self._watch = Watch(count)
        self._verb = verb
        self._enable()
        self._progress_box.show()
        self.cancel.setEnabled(True)
        self._show_progress()
        self._timer.start()
        return self._watch

    def _show_progress(self) -> None:
        watch = self._watch
        if watch is not None:
            words = (
                "Stopping" if watch.cancelled() else f"{self._verb} {min(watch.done + 1, watch.count)} of {watch.count}"
            )
            self.progress.setText(words)
            self._progress_box.updateGeometry()

    def _on_cancel(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self.cancel.setEnabled(False)
            self._show_progress()

    def _end(self) -> None:
        self._timer.stop()
        self._watch = None
        self._progress_box.hide()
        self._enable()

    # PDF

    def _on_pdf(self) -> None:
        laid = self._laid
        if laid is None:
            return
        self.clear()
        self._files_box.setVisible(_may_split(laid))
        self._ask_path(each=False)

    def _ask_path(self, *, each: bool) -> None:
        for which, button in self.files.items():
            button.show_chosen(which is each)
        if self._laid is not None:
            self.path.ask("Save", existing=False, name=_name(self._laid, each=each), folder=each)

    def _on_path(self, path: Path) -> None:
        if self._laid is None or self._watch is not None:
            return
        each = self.files[True].isChecked() and not self._files_box.isHidden()
        if not each and path.suffix.lower() != ".pdf":
            path = path.with_name(path.name + ".pdf")
        order = Order(self._laid, path, each)

        def found(clashes: Sequence[str]) -> None:
            self._on_clashes(order, clashes)

        self._run("print clashes", lambda: self._press.clashes(order.laid, path, each=each), found, self._say)

    def _on_clashes(self, order: Order, clashes: Sequence[str]) -> None:
        if not clashes:
            self._save(order, swap=False)
            return
        if order.each:
            words = f"{plural(len(clashes), 'file')} of these names are already in {order.target}."
            swap, keep = "Replace them", "Keep both, in a new folder"
        else:
            words = f"{order.target.name} is already in {order.target.parent}."
            swap, keep = "Replace it", "Keep both"

        self.path.hide()
        self._files_box.hide()

        def beside() -> None:
            self._save(Order(order.laid, free_name(order.target), order.each), swap=False)

        self._ask(
            words,
            (keep, beside),
            (swap, lambda: self._save(order, swap=True)),
            ("Choose another place", lambda: self._reopen(order)),
        )

    def _reopen(self, order: Order) -> None:
        """Show the path again, to be put right."""
        self._files_box.setVisible(_may_split(order.laid))
        self.path.show()
        self.path.edit.setFocus()

    def _save(self, order: Order, *, swap: bool) -> None:
        if self._watch is not None:
            return
        self._say("")
        self.path.hide()
        self._files_box.hide()
        watch = self._begin("Saving", len(order.laid.sheets))

        def saved(done: Saved) -> None:
            self._end()
            self._on_saved(order, done)

        def failed(words: str) -> None:
            self._end()
            self._say(words)
            self._reopen(order)
            self.problem.emit(words)

        self._run(
            "print save",
            lambda: self._press.save(order.laid, order.target, watch, each=order.each, swap=swap),
            saved,
            failed,
        )

    def _on_saved(self, order: Order, done: Saved) -> None:
        where = f"{plural(len(done.written), 'PDF')} in {order.target}" if order.each else str(order.target)
        words = f"Saved {where}" if done.written else "Nothing was saved."
        if done.cancelled:
            words = f"Cancelled. {words}"
        self.remark.emit(words)
        self._say("\n".join([words, *fault_lines(done.faults)]))

    # Printers

    def _on_send(self) -> None:
        self.clear()
        self._say("Asking the system for its printers")
        self._run("printers", self._press.printers, self._show_printers, self._say)

    def _show_printers(self, found: Sequence[Printer]) -> None:
        empty_layout(self._answers)
        if not found:
            self._ask("This computer knows no printer. Save a PDF instead.", ("Save a PDF instead", self._on_pdf))
            return
        self._say("Choose a printer:")
        buttons = []
        for printer in found:
            usual = " (usual printer)" if printer.is_default else ""
            button = WordButton(self._look, f"{printer.description}{usual}", "print", kind="row")
            button.clicked.connect(lambda _=False, name=printer.name: self._print_on(name))
            self._answers.addWidget(button)
            button.show()
            buttons.append(button)
        buttons[0].setFocus()

    def _print_on(self, printer: str) -> None:
        laid = self._laid
        if laid is None or self._watch is not None:
            return

        def checked(lacking: Lacking | None) -> None:
            if lacking is None:
                self._send(printer, laid)
            else:
                self._on_lacking(printer, lacking)

        self._run("print check", lambda: self._press.lacking(printer, laid), checked, self._say)

    def _on_lacking(self, printer: str, lacking: Lacking) -> None:
        answers: list[tuple[str, Callable[[], Any]]] = []
        for paper in lacking.has:
            answers.append((f"Print on {PAPER_WORDS[paper]}", partial(self._repaper, printer, paper)))
        answers += [("Save a PDF instead", self._on_pdf), ("Other printers", self._on_send)]
        has = joined([PAPER_WORDS[paper] for paper in lacking.has])
        self._ask(f"{lacking.words} {'It has ' + has + '.' if has else 'It has none that this can go on.'}", *answers)

    def _repaper(self, printer: str, paper: str) -> None:
        """Lay the job out on a paper that the printer has, and send it when that is done."""
        self._waiting_for = (printer, paper)
        self.paper_wanted.emit(paper)

    def _send(self, printer: str, laid: LaidOut) -> None:
        empty_layout(self._answers)
        self._say("")
        self._tell("")
        watch = self._begin("Sending", len(laid.sheets))

        def sent(ticket: Ticket) -> None:
            self._end()
            self._tell(f"Sent to {printer}.")
            self._follow(ticket, ASKS)

        def failed(words: str) -> None:
            self._end()
            if watch.cancelled() and watch.done:
                words = f"{words} These may already be at {printer}: cancel them there if they print."
            self._ask(words, ("Save a PDF instead", self._on_pdf), ("Other printers", self._on_send))

        self._run("print send", lambda: self._press.send(printer, laid, watch), sent, failed)

    def _follow(self, ticket: Ticket, asks: int) -> None:
        """Ask what became of the job until the system knows, without keeping the worker from other work."""

        def told(found: tuple[str, str]) -> None:
            state, words = found
            last = asks <= 1 and ticket.known is not None
            if state == "failed" or (state == "unknown" and last):
                self.problem.emit(words)
                if self._answers.count() or not self.path.isHidden():  # something else is being asked
                    self._tell(words)
                else:
                    self._tell("")
                    self._ask(words, ("Save a PDF instead", self._on_pdf), ("Other printers", self._on_send))
                return
            self._tell(words)
            if state != "printed" and ticket.known is not None and not last:
                QTimer.singleShot(ASK_EVERY, self, lambda: self._follow(ticket, asks - 1))

        self._run("print outcome", lambda: self._press.outcome(ticket), told, self._tell)


def _may_split(laid: LaidOut) -> bool:
    return not laid.job.page and len(laid.sheets) > 1


def fault_lines(faults: Sequence[str]) -> list[str]:
    """The first faults, and how many more there are."""
    more = len(faults) - MOST_FAULTS
    return [*faults[:MOST_FAULTS], *([f"And {more} more."] if more > 0 else [])]


def _name(laid: LaidOut, *, each: bool) -> str:
    if laid.job.page:
        role = f"-{laid.job.role.lower()}" if laid.job.role else ""
        return f"fieldref-{laid.job.page.rpartition('/')[2]}{role}.pdf"
    codes = [card.code.lower() for card in laid.job.cards]
    few = "-".join(codes) if len(codes) <= 2 else f"{codes[0]}-to-{codes[-1]}"
    return f"fieldref-{few}-{laid.manner.format_name}{'' if each else '.pdf'}"
