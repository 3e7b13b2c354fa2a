"""Sheets to PDF files: fonts embedded, text searchable, title and language set, never half-written."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from fieldref.core.errors import PrintError
from fieldref.core.safe_files import write_atomically
from fieldref.printing.faults import FileFault
from fieldref.printing.fonts import UNITS
from fieldref.printing.formats import PAPERS, Paper
from fieldref.printing.sheets import Sheet, paint_sheet

RESOLUTION = 72 * UNITS
"""Dots per inch of the PDF's own grid: a font pixel is a dot, so nothing is rounded."""

LANGUAGE = "en-US"
_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s*(\d+)\s*%%EOF\s*$", re.DOTALL)


def page_size(paper: Paper) -> QPageSize:
    """Qt's page size for a paper."""
    return QPageSize(QSizeF(paper.width, paper.height), QPageSize.Unit.Point, paper.name)


def page_layout(sheet: Sheet) -> QPageLayout:
    """The page of a sheet: its paper, turned when the sheet is wider than high, without margins of Qt's own."""
    turn = QPageLayout.Orientation.Landscape if sheet.landscape else QPageLayout.Orientation.Portrait
    layout = QPageLayout(page_size(PAPERS[sheet.paper]), turn, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def pdf_bytes(sheets: Sequence[Sheet], title: str, *, color: bool = False) -> bytes:
    """The sheets as one PDF; raises PrintError when there are none or Qt cannot write it."""
    if not sheets:
        raise PrintError("There is nothing to print.")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("fieldref")
    writer.setResolution(RESOLUTION)
    writer.setPageLayout(page_layout(sheets[0]))
    painter = QPainter()
    if not painter.begin(writer):
        raise PrintError("The PDF could not be begun. Try again.")
    try:
        for number, sheet in enumerate(sheets):
            if number:
                writer.setPageLayout(page_layout(sheet))
                writer.newPage()
            paint_sheet(painter, sheet, UNITS, color=color)
    finally:
        painter.end()
    return with_language(bytes(buffer.data().data()))


def with_language(pdf: bytes, language: str = LANGUAGE) -> bytes:
    """The PDF with its language named, as an incremental update, because Qt has no setting for it.

    A file whose structure is not as Qt writes it is given back as it was.
    """
    found = _TRAILER.search(pdf)
    root = re.search(rb"/Root (\d+) 0 R", found[1]) if found else None
    if found is None or root is None:
        return pdf
    number = root[1]
    catalog = re.search(rb"(?:^|\n)" + number + rb" 0 obj\s*<<(.*?)>>\s*endobj", pdf, re.DOTALL)
    if catalog is None or b"/Lang" in catalog[1] or b"<<" in catalog[1]:
        return pdf
    body = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    offset = len(body)
    entry = number + b" 0 obj\n<<" + catalog[1].rstrip() + f"\n/Lang ({language})\n>>\nendobj\n".encode()
    table = b"xref\n" + number + b" 1\n" + f"{offset:010d} 00000 n \n".encode()
    fields = found[1].strip() + b"\n/Prev " + found[2]
    end = f"startxref\n{offset + len(entry)}\n%%EOF\n".encode()
    return body + entry + table + b"trailer\n<<\n" + fields + b"\n>>\n" + end


def write_pdf(path: Path, sheets: Sequence[Sheet], title: str, *, color: bool = False, replace: bool = False) -> None:
    """Write the sheets to `path`, which then is whole or as it was.

    Raises PrintError: a file of that name is there and may not be replaced, the folder cannot be written, no space.
    """
    try:
        if not os.path.isdir(path.parent):  # a slip of the pen makes no folders
            raise FileFault(str(path), "could not be written: there is no such folder. Choose another folder.")
        if not replace and os.path.lexists(path):  # which no path, however long or forbidden, makes fail
            raise FileFault(path.name, "is already there. Choose another folder, or allow files to be replaced.")
        write_atomically(path, pdf_bytes(sheets, title, color=color))
    except OSError as error:
        reason = error.strerror or str(error)
        advice = "Choose another folder or free some space."
        raise FileFault(str(path), f"could not be written ({reason}). {advice}") from error
