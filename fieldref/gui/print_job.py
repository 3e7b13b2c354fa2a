"""What is printed, how, and where to: everything here but `Press.values` may run on the worker thread; no widgets."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Literal, overload

from fieldref.core.errors import PrintError
from fieldref.core.library import Library
from fieldref.core.model import Card, LocalValue
from fieldref.core.user_data import UserData
from fieldref.gui.words import plural

if TYPE_CHECKING:
    from fieldref.printing.device import Printer, Ticket
    from fieldref.printing.sheets import Sheet

_FEW = 5


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What is to be printed: cards, chosen for a role or not, or the sections of one page for a role (None: all)."""

    title: str
    cards: tuple[Card, ...] = ()
    page: str = ""
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is printed: the format of cards, the paper (letter, a4, card), color, both sides."""

    format_name: str
    paper: str
    color: bool = False
    duplex: bool = False


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A job on sheets; each is one side of paper. `faults` name what was left out and why."""

    job: PrintJob
    manner: Manner
    title: str
    sheets: tuple[Sheet, ...] = ()
    faults: tuple[str, ...] = ()
    values: Mapping[str, LocalValue] = field(default_factory=dict)

    @property
    def count_words(self) -> str:
        """Words such as "14 cards on 7 sheets"."""
        sides = len(self.sheets)
        if self.manner.duplex:
            paper = f"{plural(-(-sides // 2), 'sheet')}, printed on both sides"
        else:
            paper = plural(sides, "sheet")
        if self.job.page:
            return paper
        return f"{plural(len({code for sheet in self.sheets for code in sheet.codes}), 'card')} on {paper}"


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: the files, and what failed, in words."""

    written: tuple[Path, ...]
    faults: tuple[str, ...] = ()
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Lacking:
    """A printer does not offer the paper; `has` are the papers it has of those this can be printed on."""

    words: str
    has: tuple[str, ...]


class Cancelled(PrintError):
    """The reader stopped it."""


class Watch:
    """Progress told on the worker thread and read on the window's; `cancel` asks the work to stop."""

    def __init__(self, count: int) -> None:
        self.done, self.count = 0, count
        self._event = Event()

    def tell(self, done: int, count: int, name: str = "") -> None:
        """Say how much is done."""
        self.done, self.count = done, count

    def cancel(self) -> None:
        """Ask the work to stop at the next sheet or file."""
        self._event.set()

    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._event.is_set()


class _Counted(Sequence["Sheet"]):
    """Sheets that tell which of them is being painted, and stop where the reader cancels."""

    def __init__(self, sheets: Sequence[Sheet], watch: Watch) -> None:
        self._sheets, self._watch = sheets, watch

    def __len__(self) -> int:
        return len(self._sheets)

    @overload
    def __getitem__(self, place: int) -> Sheet: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Sheet]: ...
    def __getitem__(self, place: int | slice) -> Sheet | Sequence[Sheet]:
        return self._sheets[place]

    def __iter__(self) -> Iterator[Sheet]:
        for number, sheet in enumerate(self._sheets):
            if self._watch.cancelled():
                raise Cancelled(f"Stopped after {number} of {plural(len(self._sheets), 'sheet')}.")
            self._watch.tell(number, len(self._sheets))
            yield sheet


class Press:
    """Lays jobs out with the agency's own details, saves and sends them; runs on the worker thread."""

    def __init__(self, library: Library, data: UserData) -> None:
        self.library, self._data = library, data

    def values(self) -> Mapping[str, LocalValue]:
        """The agency's own details; read on the window's thread, where a fault of the file can be told."""
        return self._data.local_values()

    def lay_out(self, job: PrintJob, manner: Manner, values: Mapping[str, LocalValue]) -> LaidOut:
        """Return the job on sheets; raises PrintError."""
        from fieldref.printing.imprint import imprint_of  # deferred: only printing needs it
        from fieldref.printing.page_print import page_sheets
        from fieldref.printing.sheets import sheets_for

        imprint = imprint_of(self.library, values, job.role)
        empty = LaidOut(job, manner, self.title(job), values=values)
        if job.page:
            page = self.library.page(job.page)
            directory = self.library.directory
            sheets = page_sheets(
                page, imprint, self.library.figure, paper=manner.paper, role=job.role, directory=directory
            )
            return replace(empty, sheets=sheets)
        made = sheets_for(job.cards, manner.format_name, imprint, paper=manner.paper, duplex=manner.duplex)
        return replace(empty, sheets=made.sheets, faults=tuple(map(str, made.faults)))

    def title(self, job: PrintJob) -> str:
        """The name of a job in its PDF and at the printer."""
        if job.page:
            meta = self.library.page_meta(job.page)
            return f"{meta.code} {meta.title}"
        if len(job.cards) > _FEW:
            return f"{len(job.cards)} quick cards, {job.cards[0].code} to {job.cards[-1].code}"
        return f"Quick cards {', '.join(card.code for card in job.cards)}"

    # Saving

    def clashes(self, laid: LaidOut, target: Path, *, each: bool) -> tuple[str, ...]:
        """The names of the files that saving would replace."""
        if not each:
            return (target.name,) if os.path.lexists(target) else ()
        from fieldref.printing.batch import plan  # deferred: only printing needs it

        manner = laid.manner
        jobs = plan(laid.job.cards, manner.format_name, paper=manner.paper, duplex=manner.duplex)
        return tuple(job.name for job in jobs if os.path.lexists(target / job.name))

    def save(self, laid: LaidOut, target: Path, watch: Watch, *, each: bool, swap: bool) -> Saved:
        """Write one PDF, or one for each sheet into the folder `target`; `swap` replaces what is there.

        Raises PrintError when nothing could be written; single faults are in the result.
        """
        manner, job = laid.manner, laid.job
        if not each:
            from fieldref.printing.pdf import write_pdf  # deferred: only printing needs it

            try:
                write_pdf(target, _Counted(laid.sheets, watch), laid.title, color=manner.color, replace=swap)
            except Cancelled:
                return Saved((), cancelled=True)
            return Saved((target,), laid.faults)
        from fieldref.printing.batch import write_cards

        done = write_cards(
            self.library, job.cards, manner.format_name, target, laid.values, paper=manner.paper,
            color=manner.color, duplex=manner.duplex, replace=swap, role=job.role, progress=watch.tell,
            cancelled=watch.cancelled,
        )  # fmt: skip
        return Saved(done.written, done.fault_lines(), done.cancelled)

    # Printers

    def printers(self) -> tuple[Printer, ...]:
        """Ask the system for its printers."""
        from fieldref.printing.device import printers  # deferred: asks the system for its printers

        return printers()

    def lacking(self, printer: str, laid: LaidOut) -> Lacking | None:
        """What the printer lacks for these sheets, None when it has the paper; raises PrintError."""
        from fieldref.printing.device import missing_papers
        from fieldref.printing.formats import PAPER_NAMES
        from fieldref.printing.sheets import Sheet

        missing = missing_papers(printer, laid.sheets)
        if not missing:
            return None
        index = not laid.job.page and laid.manner.format_name == "index"
        usable = PAPER_NAMES if index else PAPER_NAMES[:2]
        has = tuple(name for name in usable if not missing_papers(printer, [Sheet(name, 1, 1, (), ())]))
        words = f"{printer} does not offer {missing[0].name} paper, and would drop the job without a word."
        return Lacking(words, has)

    def send(self, printer: str, laid: LaidOut, watch: Watch) -> Ticket:
        """Send the sheets; raises PrintError."""
        from fieldref.printing.device import print_sheets

        manner = laid.manner
        counted = _Counted(laid.sheets, watch)
        return print_sheets(printer, counted, laid.title, color=manner.color, duplex=manner.duplex)

    def outcome(self, ticket: Ticket) -> tuple[Literal["printed", "failed", "waiting", "unknown"], str]:
        """What the system says of a job now."""
        from fieldref.printing.device import outcome

        found = outcome(ticket, wait=0)
        return found.state, found.words
