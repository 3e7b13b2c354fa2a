"""How long printing takes: each card to a PDF file, a batch beside its cards one by one, and the window meanwhile.

python -m tests.bench printing
"""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path

from PySide6.QtCore import QTimer

from fieldref.core import paths
from fieldref.core.library import Library
from fieldref.core.model import Card
from fieldref.printing import batch, fit
from fieldref.printing.fonts import ensure_application
from fieldref.printing.formats import FORMAT_NAMES, VARIANTS
from fieldref.printing.imprint import Imprint, imprint_of
from fieldref.printing.page_print import page_sheets
from fieldref.printing.pdf import write_pdf
from fieldref.printing.sheets import sheets_for
from tests.bench.measurement import Measurement, at_most, percentile, ratio_at_most, timed

GROUP = "printing"


def measure() -> list[Measurement]:
    """Each format card by card, batches, pages, the event loop during a batch, the check of all cards."""
    ensure_application()
    library = Library.open(paths.bundle_dir())
    imprint = imprint_of(library)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found, sums = _cards_alone(library, imprint, folder)
        found += _batches(library, folder, sums)
        found.append(at_most(GROUP, "page to PDF, p50", _pages(library, imprint, folder), "ms", 100))
        found.append(at_most(GROUP, "longest silence of the window", _silence(library, folder), "ms", 50))
    found.append(Measurement(GROUP, "check every card in every format", timed(lambda: fit.check(library)), "ms"))
    return found


def _cards_alone(library: Library, imprint: Imprint, folder: Path) -> tuple[list[Measurement], dict[str, float]]:
    """Each card to a file of its own; also the sums for the batches to be held against."""
    found, sums = [], {}
    for form, paper in VARIANTS:

        def write(card: Card, form: str = form, paper: str = paper) -> None:
            sheets = sheets_for([card], form, imprint, paper=paper).sheets
            write_pdf(folder / f"{card.code}-{form}-{paper}.pdf", sheets, card.title, color=True)

        times = [timed(lambda card=card, write=write: write(card)) for card in library.cards()]
        after_first = times[1:]
        found.append(at_most(GROUP, f"card, {form} on {paper}, p50", percentile(after_first, 0.5), "ms", 15))
        found.append(Measurement(GROUP, f"card, {form} on {paper}, p95", percentile(after_first, 0.95), "ms"))
        sums.setdefault(form, sum(times))
    return found, sums


def _batches(library: Library, folder: Path, sums: dict[str, float]) -> list[Measurement]:
    found = []
    for form in FORMAT_NAMES:
        out = folder / f"batch {form}"
        took = timed(lambda form=form, out=out: batch.write_cards(library, library.cards(), form, out, color=True))
        found.append(
            ratio_at_most(GROUP, f"batch, {form}", took, "ms", baseline="cards alone", of=sums[form], limit=1.3)
        )
    return found


def _pages(library: Library, imprint: Imprint, folder: Path) -> float:
    times = []
    for meta in library.pages()[:40]:
        page = library.page(meta.id)

        def write(page=page, path=folder / f"{meta.code}.pdf") -> None:  # type: ignore[no-untyped-def]
            write_pdf(path, page_sheets(page, imprint, library.figure, directory=library.directory), page.meta.title)

        times.append(timed(write))
    return percentile(times[1:], 0.5)


def _silence(library: Library, folder: Path) -> float:
    """The longest time that the event loop does not come round while a batch runs on another thread."""
    application = ensure_application()
    beats: list[float] = []
    done = threading.Event()
    beat, end = QTimer(), QTimer()
    beat.timeout.connect(lambda: beats.append(time.perf_counter()))
    end.timeout.connect(lambda: application.quit() if done.is_set() else None)
    beat.start(1)
    end.start(20)

    def work() -> None:
        batch.write_cards(library, library.cards(), "letter", folder / "meanwhile")
        done.set()

    threading.Thread(target=work).start()
    application.exec()
    return max(later - earlier for earlier, later in zip(beats, beats[1:], strict=False)) * 1e3
