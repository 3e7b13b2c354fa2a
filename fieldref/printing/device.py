"""Printers: listed only when asked, their paper checked before anything is sent, the job's end reported.

A job of a size that the printer lacks is cancelled by the system while Qt reports success (FINDINGS section 5), so
`missing_papers` is asked first, and afterwards `outcome` asks the system what became of the job.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from fieldref.core.errors import PrintError
from fieldref.printing.cups_jobs import jobs_of
from fieldref.printing.formats import PAPERS, Paper
from fieldref.printing.pdf import page_layout
from fieldref.printing.sheets import Sheet, paint_sheet

SAVE_INSTEAD = "Save a PDF instead, or choose another printer."
_SAME_SIZE = 4.0
"""Points by which two names for one paper may differ."""


class PaperMissing(PrintError):
    """The printer does not offer a paper of the job; `offered` are the names of those it has."""

    def __init__(self, printer: str, paper: Paper, offered: tuple[str, ...]) -> None:
        has = f" It offers {', '.join(offered)}." if offered else ""
        super().__init__(
            f"{printer} does not offer {paper.name} paper, and would drop the job without a word.{has} "
            "Choose a format for paper that it has, save a PDF, or choose another printer."
        )
        self.paper = paper
        self.offered = offered


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer as the system names it; `color` and `duplex` are what it says it can."""

    name: str
    description: str
    is_default: bool
    color: bool
    duplex: bool


@dataclass(frozen=True, slots=True)
class Ticket:
    """A job that was handed to the system; `known` are the jobs that were there before (None: cannot be asked)."""

    printer: str
    title: str
    known: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the system says of a job, in words for the reader."""

    state: Literal["printed", "waiting", "failed", "unknown"]
    words: str


def printers() -> tuple[Printer, ...]:
    """All printers, the default one first. Asks the system, over the network where it has network printers."""
    default = QPrinterInfo.defaultPrinterName()
    found = []
    for name in QPrinterInfo.availablePrinterNames():
        info = QPrinterInfo.printerInfo(name)
        color = QPrinter.ColorMode.Color in info.supportedColorModes()
        duplex = any(mode != QPrinter.DuplexMode.DuplexNone for mode in info.supportedDuplexModes())
        found.append(Printer(name, info.description() or name, name == default, color, duplex))
    return tuple(sorted(found, key=lambda printer: not printer.is_default))


def missing_papers(printer: str, sheets: Sequence[Sheet]) -> tuple[Paper, ...]:
    """The papers of these sheets that the printer does not offer; empty also when it does not say what it offers.

    Raises PrintError when there is no such printer.
    """
    offered = _info(printer).supportedPageSizes()
    papers = [PAPERS[name] for name in dict.fromkeys(sheet.paper for sheet in sheets)]
    return tuple(paper for paper in papers if offered and not any(_is_size(size, paper) for size in offered))


def _is_size(size: QPageSize, paper: Paper) -> bool:
    points: QSizeF = size.size(QPageSize.Unit.Point)
    return abs(points.width() - paper.width) < _SAME_SIZE and abs(points.height() - paper.height) < _SAME_SIZE


def _info(printer: str) -> QPrinterInfo:
    info = QPrinterInfo.printerInfo(printer)
    if info.isNull():
        raise PrintError(f"There is no printer {printer}. {SAVE_INSTEAD}")
    return info


def print_sheets(
    printer: str, sheets: Sequence[Sheet], title: str, *, color: bool = False, duplex: bool = False, copies: int = 1
) -> Ticket:
    """Send sheets to a printer at 100 %; raises PaperMissing before anything is sent, PrintError when it fails."""
    if not sheets:
        raise PrintError("There is nothing to print.")
    info = _info(printer)
    missing = missing_papers(printer, sheets)
    if missing:
        raise PaperMissing(printer, missing[0], tuple(size.name() for size in info.supportedPageSizes()))
    device = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    device.setColorMode(QPrinter.ColorMode.Color if color else QPrinter.ColorMode.GrayScale)
    device.setCopyCount(copies)
    if duplex:
        short = sheets[0].landscape
        device.setDuplex(QPrinter.DuplexMode.DuplexShortSide if short else QPrinter.DuplexMode.DuplexLongSide)
    known = _known(printer)
    print_on(device, sheets, title, color=color)
    return Ticket(printer, title, known)


def print_on(device: QPrinter, sheets: Sequence[Sheet], title: str, *, color: bool = False) -> None:
    """Paint sheets on a printer that the reader chose, for instance in the system's dialog; raises PrintError."""
    device.setDocName(title)
    device.setCreator("fieldref")
    device.setFullPage(True)
    _set_page(device, sheets[0])
    painter = QPainter()
    if not painter.begin(device):
        raise PrintError(f"The printer {device.printerName()} could not be started. {SAVE_INSTEAD}")
    try:
        for number, sheet in enumerate(sheets):
            if number:
                _set_page(device, sheet)
                if not device.newPage():
                    raise PrintError(f"The printer {device.printerName()} stopped in the middle. {SAVE_INSTEAD}")
            _paint(painter, device, sheet, color=color)
    finally:
        painter.end()
    if device.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise PrintError(f"The printer {device.printerName()} reports an error. {SAVE_INSTEAD}")


def _set_page(device: QPrinter, sheet: Sheet) -> None:
    """The sheet's paper by the printer's own name for it, which drivers look up by name and not by size."""
    layout = page_layout(sheet)
    for size in QPrinterInfo(device).supportedPageSizes():
        if _is_size(size, PAPERS[sheet.paper]):
            layout.setPageSize(size)
            break
    device.setPageLayout(layout)


def _paint(painter: QPainter, device: QPrinter, sheet: Sheet, *, color: bool) -> None:
    painter.save()
    paint_sheet(painter, sheet, device.resolution() / 72, color=color)
    painter.restore()


# What became of a job


def outcome(ticket: Ticket, *, wait: float = 10.0, sleep: Callable[[float], None] = time.sleep) -> Outcome:
    """What the system says of a job, asked for up to `wait` seconds; call it on a worker thread.

    Where the system cannot be asked (it has no CUPS) the state is unknown and the words say what to check.
    """
    end = time.monotonic() + wait
    while True:
        found = _outcome_now(ticket)
        if found.state in ("printed", "failed") or ticket.known is None or time.monotonic() >= end:
            return found
        sleep(0.5)


def _outcome_now(ticket: Ticket) -> Outcome:
    jobs = jobs_of(ticket.printer)
    if ticket.known is None or jobs is None:
        return Outcome("unknown", f"Sent to {ticket.printer}. Check that every sheet comes out.")
    states = [job.state for job in jobs if job.id not in ticket.known and job.title == ticket.title]
    if not states:
        words = f"{ticket.printer} shows no such job: it did not take it, or has printed and forgotten it already."
        return Outcome("unknown", f"{words} Look at the printer. {SAVE_INSTEAD}")
    bad = [state for state in states if state in ("canceled", "aborted", "stopped")]
    if bad:
        return Outcome("failed", f"{ticket.printer} did not print “{ticket.title}”: {bad[0]}. {SAVE_INSTEAD}")
    if all(state == "completed" for state in states):
        return Outcome("printed", f"“{ticket.title}” was sent to {ticket.printer} and taken by it whole.")
    return Outcome("waiting", f"“{ticket.title}” waits at {ticket.printer}. Check the printer.")


def _known(printer: str) -> frozenset[int] | None:
    jobs = jobs_of(printer)
    return None if jobs is None else frozenset(job.id for job in jobs)
