"""The self-test of an installed or packaged program: one line for each thing it must be able to do."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from fieldref.core.library import Library


def run(library: Library) -> int:
    """Run every step, print how it went; returns 0 when all went well, else 1."""
    failed = False
    with tempfile.TemporaryDirectory(prefix="fieldref-self-test-") as folder:
        steps: tuple[tuple[str, Callable[[], str]], ...] = (
            ("content", lambda: _content(library)),
            ("search", lambda: _search(library)),
            ("card to PDF", lambda: _card(library, Path(folder))),
            ("user data", lambda: _user_data(Path(folder))),
        )
        for name, step in steps:
            try:
                print(f"ok    {name}: {step()}", flush=True)  # noqa: T201 - its output is its purpose
            except Exception as error:  # any failure is what the self-test is there to report
                failed = True
                print(f"FAIL  {name}: {error.__class__.__name__}: {error}", flush=True)  # noqa: T201
    return 1 if failed else 0


def _content(library: Library) -> str:
    report = library.check()
    if not report.sound:
        raise RuntimeError(f"damaged: {', '.join(report.damaged[:5])}")
    pages = library.pages()
    for page in pages:
        library.page(page.id)
    return f"edition {library.edition}, {len(pages)} pages, {report.checked} files without damage"


def _search(library: Library) -> str:
    result = library.search("tourniquet")
    if not result.hits or result.by_scan:
        raise RuntimeError(library.search_notice or "nothing found")
    return f"{result.total} hits, first {result.hits[0].section or result.hits[0].code}"


def _card(library: Library, folder: Path) -> str:
    from fieldref.printing import fonts, pdf
    from fieldref.printing.imprint import imprint_of
    from fieldref.printing.sheets import sheets_for

    fonts.ensure_application()
    card = library.cards()[0]
    made = sheets_for([card], "letter", imprint_of(library, {}))
    if made.faults:
        raise RuntimeError(str(made.faults[0]))
    path = folder / "card.pdf"
    pdf.write_pdf(path, made.sheets, card.title)
    return f"{card.code}, {path.stat().st_size:,} bytes"


def _user_data(folder: Path) -> str:
    from fieldref.core.user_data import UserData

    path = folder / "user data.sqlite3"
    data = UserData(path)
    data.add_bookmark("overview/first-hour")
    data.close()
    again = UserData(path)
    kept = again.is_bookmarked("overview/first-hour") and not again.notice
    again.close()
    if not kept:
        raise RuntimeError("a bookmark was not kept")
    return "a bookmark written and read back"
