"""Pictures of printed cards and pages to be looked at: python -m tests.look.look_printing [FOLDER].

The longest card of each format, typical cards, wallets, a page; black, in color, as a grey printer, a red headlamp
and two meters of distance leave them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from fieldref.core import paths
from fieldref.core.library import Library
from fieldref.core.model import Card
from fieldref.printing.card_layout import lay_out_card
from fieldref.printing.fonts import ensure_application
from fieldref.printing.formats import VARIANTS, measures
from fieldref.printing.imprint import imprint_of
from fieldref.printing.page_print import page_sheets
from fieldref.printing.sheets import render_preview, sheets_for
from tests.printing.paper import longest_card

DPI = 110


def under_red_light(image: QImage) -> QImage:
    """What is left of a picture when only red light falls on it."""
    red = image.copy()
    for y in range(red.height()):
        for x in range(red.width()):
            red.setPixel(x, y, red.pixel(x, y) & 0xFFFF0000)
    return red


def main() -> None:
    """Write the pictures."""
    ensure_application()
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "look-printing")
    folder.mkdir(parents=True, exist_ok=True)
    library = Library.open(paths.bundle_dir())
    imprint = imprint_of(library)
    roles = list(library.cards(part="mitigate"))[:7]
    for form, paper in VARIANTS:
        of_form = measures(form, paper)

        def tightness(card: Card, of_form=of_form) -> float:  # type: ignore[no-untyped-def]
            drawing = lay_out_card(card, of_form, imprint)
            return drawing.body_size + drawing.spacing / 10

        tightest = min(library.cards(), key=tightness)
        chosen = roles if form == "wallet" else [tightest, roles[0]]
        for color in (False, True):
            image = render_preview(sheets_for(chosen, form, imprint, paper=paper).sheets[0], DPI, color=color)
            name = f"{form}-{paper}-{'color' if color else 'black'}"
            image.save(str(folder / f"{name}.png"))
            if color and paper == "letter":
                image.convertToFormat(QImage.Format.Format_Grayscale8).save(str(folder / f"{name}-grey.png"))
                under_red_light(image).save(str(folder / f"{name}-red-light.png"))
                third = image.scaledToWidth(image.width() // 3, Qt.TransformationMode.SmoothTransformation)
                third.save(str(folder / f"{name}-third.png"))
        longest = sheets_for([longest_card(1), longest_card(7)], form, imprint, paper=paper).sheets[0]
        render_preview(longest, DPI).save(str(folder / f"{form}-{paper}-longest.png"))
    page = library.page("mitigate/first-officers")
    for number, sheet in enumerate(page_sheets(page, imprint, library.figure, directory=library.directory), 1):
        render_preview(sheet, 80, color=True).save(str(folder / f"page-{number}.png"))


if __name__ == "__main__":
    main()
