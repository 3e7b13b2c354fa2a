"""Sets of cards to PDF files: what files there will be, and writing them with progress, cancel and one summary.

One card's or one file's failure does not stop the rest. Call it on a worker thread from a GUI.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldref.core.errors import PrintError
from fieldref.core.model import PHASES, Card, LocalValue
from fieldref.printing.card_frame import split_title
from fieldref.printing.faults import FileFault
from fieldref.printing.fonts import ensure_application
from fieldref.printing.formats import FORMAT_NAMES, paper_for
from fieldref.printing.imprint import Imprint, imprint_of
from fieldref.printing.pdf import write_pdf
from fieldref.printing.sheets import sheets_for
from fieldref.printing.wallet import wallet_groups

if TYPE_CHECKING:
    from fieldref.core.library import Library

Progress = Callable[[int, int, str], None]
"""Called with files done, files in all, and the name of the file that comes next ("" at the end)."""


@dataclass(frozen=True, slots=True)
class Job:
    """One PDF: its file name (names sort in the order of the defense chain), its title, its cards.

    `numbering` ("2 of 3") stands on a wallet's cover when a phase fills several.
    """

    name: str
    title: str
    cards: tuple[Card, ...]
    format_name: str
    numbering: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A card or a file that was not written, and why; `name` is the file it would have been in.

    `cause` is the reason without the file's name, when the whole file failed.
    """

    name: str
    message: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch came to: files written, how many cards and sheets are in them, and what failed."""

    written: tuple[Path, ...]
    cards: int
    sheets: int
    faults: tuple[Fault, ...]
    cancelled: bool = False

    def fault_lines(self) -> tuple[str, ...]:
        """What failed, in words; files that failed for one cause are told together."""
        alike = Counter(fault.cause for fault in self.faults if fault.cause)
        lines = []
        for fault in self.faults:
            count = alike.pop(fault.cause, 0)
            if not fault.cause:
                lines.append(fault.message)
            elif count == 1:
                lines.append(f"{fault.name} {fault.cause}")
            elif count:
                lines.append(f"{count} files, the first of them {fault.name}: {fault.cause}")
        return tuple(lines)


def plan(
    cards: Sequence[Card], format_name: str, *, paper: str = "letter", duplex: bool = False, together: bool = False
) -> tuple[Job, ...]:
    """The files for these cards: one for each sheet, or one for all with `together`.

    Wallets hold a phase's role cards, or up to seven of its topics. Raises PrintError for an unknown format or a
    paper that it does not exist on.
    """
    if format_name not in FORMAT_NAMES:
        raise PrintError(f"There is no card format {format_name}. The formats are {', '.join(FORMAT_NAMES)}.")
    on = paper_for(format_name, paper)
    if format_name == "wallet":
        jobs = _wallet_jobs(cards)
    else:
        two = format_name == "half" or (format_name == "index" and on != "card")
        size = (2 if two else 1) * (2 if duplex else 1)
        groups = [tuple(cards[start : start + size]) for start in range(0, len(cards), size)]
        jobs = [_job(group, format_name) for group in groups]
    if together and jobs:
        every = tuple(card for job in jobs for card in job.cards)
        return (Job(f"cards-{format_name}.pdf", f"Quick cards, {format_name}", every, format_name),)
    return tuple(jobs)


def _job(cards: tuple[Card, ...], format_name: str) -> Job:
    codes = "+".join(_sortable(card.code) for card in cards)
    words = f"-{_slug(cards[0].title)}" if len(cards) == 1 else ""
    titles = ", ".join(f"{card.code} {split_title(card)[1]}" for card in cards)
    return Job(f"{_place(cards[0].part)}-{codes}{words}-{format_name}.pdf", titles, cards, format_name)


def _wallet_jobs(cards: Sequence[Card]) -> list[Job]:
    jobs = []
    for group in wallet_groups(cards):
        suffix = f"-{group.number}" if group.count > 1 else ""
        name = f"{_place(group.part)}-wallet-{group.kind}{suffix}.pdf"
        title = f"Wallet cards: {', '.join(card.code for card in group.cards)}"
        jobs.append(Job(name, title, group.cards, "wallet", group.numbering))
    return jobs


def _place(part: str) -> str:
    """A part's name with its place in the chain before it."""
    return f"{PHASES.index(part) + 1}-{part}" if part in PHASES else f"4-{part}"


def _sortable(code: str) -> str:
    """A card's code with its number in two digits, so that MC2 comes before MC10.

    >>> _sortable("MC2"), _sortable("M-LE")
    ('mc02', 'm-le')
    """
    return re.sub(r"\d+", lambda number: number[0].zfill(2), code).lower()


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:48]


def write_cards(
    library: Library,
    cards: Sequence[Card],
    format_name: str,
    out_dir: Path,
    local_values: Mapping[str, LocalValue] | None = None,
    *,
    paper: str = "letter",
    color: bool = False,
    duplex: bool = False,
    together: bool = False,
    replace: bool = False,
    role: str | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Summary:
    """Write the cards as PDFs into `out_dir`, made if missing; `cancelled` is asked before each file.

    `role` is the one that they were chosen for, which a wallet's cover names.

    Raises PrintError for an unknown format, and when the folder cannot be made; everything later is in the summary.
    """
    ensure_application()
    jobs = plan(cards, format_name, paper=paper, duplex=duplex, together=together)
    imprint = imprint_of(library, local_values, role)
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PrintError(f"The folder {out_dir} cannot be made ({error.strerror}). Choose another folder.") from error
    batch = _Batch(imprint, out_dir, paper, color, duplex, replace)
    for done, job in enumerate(jobs):
        if cancelled is not None and cancelled():
            return batch.summary(cancelled=True)
        if progress is not None:
            progress(done, len(jobs), job.name)
        batch.run(job)
    if progress is not None:
        progress(len(jobs), len(jobs), "")
    return batch.summary(cancelled=False)


@dataclass(frozen=True, slots=True)
class _Written:
    path: Path
    cards: int
    sheets: int


class _Batch:
    """Runs jobs one after the other and remembers what came of them."""

    def __init__(self, imprint: Imprint, out_dir: Path, paper: str, color: bool, duplex: bool, replace: bool) -> None:
        self._imprint = imprint
        self._out_dir = out_dir
        self._paper = paper
        self._color = color
        self._duplex = duplex
        self._replace = replace
        self._written: list[_Written] = []
        self._faults: list[Fault] = []

    def run(self, job: Job) -> None:
        try:
            made = sheets_for(
                job.cards,
                job.format_name,
                self._imprint,
                paper=self._paper,
                duplex=self._duplex,
                numbering=job.numbering,
            )
            self._faults.extend(Fault(job.name, str(fault)) for fault in made.faults)
            if not made.sheets:
                return
            if not os.path.isdir(self._out_dir):  # Path.is_dir fails where a folder may not be looked at
                raise FileFault(
                    job.name, f"could not be written: the folder {self._out_dir} is gone. Choose another folder."
                )
            path = self._out_dir / job.name
            write_pdf(path, made.sheets, job.title, color=self._color, replace=self._replace)
        except FileFault as error:
            self._faults.append(Fault(job.name, str(error), error.cause))
            return
        except PrintError as error:
            self._faults.append(Fault(job.name, str(error)))
            return
        cards = len({code for sheet in made.sheets for code in sheet.codes})
        self._written.append(_Written(path, cards, len(made.sheets)))

    def summary(self, *, cancelled: bool) -> Summary:
        """What came of it, without the files that went away again with a folder or a stick."""
        still_there = [made for made in self._written if os.path.lexists(made.path)]
        gone = [made.path for made in self._written if made not in still_there]
        cause = f"written to {self._out_dir}, and gone again. Choose another folder."
        faults = [*self._faults, *(Fault(path.name, f"{path.name} {cause}", cause) for path in gone)]
        return Summary(
            tuple(made.path for made in still_there),
            sum(made.cards for made in still_there),
            sum(made.sheets for made in still_there),
            tuple(faults),
            cancelled,
        )
