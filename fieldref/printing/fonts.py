"""The bundled fonts: loaded once, measured without hinting, so that paper looks the same on every machine.

Atkinson Hyperlegible sets all text; DejaVu Sans stands in for characters that it lacks. No system font is ever used:
a character that neither has is Unprintable, never an empty box.
"""

from __future__ import annotations

import os
import sys
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

from fieldref.core import paths
from fieldref.core.errors import PrintError
from fieldref.printing.faults import Unprintable

TEXT_FAMILY = "Atkinson Hyperlegible"
SYMBOL_FAMILY = "DejaVu Sans"
FONT_FILES = (
    "AtkinsonHyperlegible-Regular.ttf",
    "AtkinsonHyperlegible-Bold.ttf",
    "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf",
)
CAP_HEIGHT = 0.668
"""Height of a capital of Atkinson Hyperlegible, in ems."""

UNITS = 20
"""Font pixels in a point: pixel sizes are whole numbers, so sizes are exact to a twentieth of a point."""

_MEASURED_AT = 1000
_RIGHT_TO_LEFT = frozenset({"R", "AL", "RLE", "RLO", "RLI", "AN"})
_OF_THREAD = threading.local()


def ensure_application() -> QGuiApplication:
    """The running Qt application, or a new one: offscreen where there is no display. Call on the main thread."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    headless = sys.platform not in ("win32", "darwin") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if headless:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["fieldref"])


def fonts() -> Fonts:
    """The fonts for the calling thread (Qt's font metrics are not shared between threads)."""
    found: Fonts | None = getattr(_OF_THREAD, "fonts", None)
    if found is None:
        found = Fonts(paths.resources_dir() / "fonts")
        _OF_THREAD.fonts = found
    return found


def is_right_to_left(text: str) -> bool:
    """Whether any character runs from right to left."""
    return any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a word in one font; `advance` is its width in ems."""

    text: str
    bold: bool
    symbol: bool
    advance: float


class Fonts:
    """Measures text in ems and makes the QFonts that draw it at any size in exactly those proportions."""

    def __init__(self, folder: Path) -> None:
        _load(folder)
        self._metrics = {
            (bold, symbol): QFontMetricsF(_font(_MEASURED_AT, bold, symbol))
            for bold in (False, True)
            for symbol in (False, True)
        }
        self._advances: dict[tuple[str, bool, bool], float] = {}
        self._fonts: dict[tuple[int, bool, bool], QFont] = {}
        self._known: dict[tuple[str, bool], bool] = {}
        self._chunks: dict[tuple[str, bool], tuple[Chunk, ...]] = {}

    def font(self, size: float, bold: bool, symbol: bool) -> QFont:
        """The font of `size` points for a painter on which UNITS pixels are a point."""
        key = (round(size * UNITS), bold, symbol)
        found = self._fonts.get(key)
        if found is None:
            found = self._fonts[key] = _font(*key)
        return found

    def advance(self, text: str, bold: bool, symbol: bool = False) -> float:
        """The width of text in ems, as it is drawn."""
        key = (text, bold, symbol)
        found = self._advances.get(key)
        if found is None:
            found = self._advances[key] = self._metrics[bold, symbol].horizontalAdvance(text) / _MEASURED_AT
        return found

    def chunks(self, word: str, bold: bool) -> tuple[Chunk, ...]:
        """The word cut into pieces of one font each; raises Unprintable."""
        key = (word, bold)
        found = self._chunks.get(key)
        if found is None:
            pieces = self._split(unicodedata.normalize("NFC", word))
            found = tuple(Chunk(text, bold, symbol, self.advance(text, bold, symbol)) for text, symbol in pieces)
            self._chunks[key] = found
        return found

    def width(self, text: str, bold: bool) -> float:
        """The width of a text in ems, whatever fonts it needs; raises Unprintable."""
        return sum(chunk.advance for chunk in self.chunks(text, bold))

    def _split(self, word: str) -> list[tuple[str, bool]]:
        if all(self._has(character, symbol=False) for character in word):
            return [(word, False)]
        self._refuse_unknown(word)
        if is_right_to_left(word) or any(unicodedata.combining(character) for character in word):
            # Such words are shaped as a whole and cannot change the font inside.
            for character in word:
                if not self._has(character, symbol=True):
                    raise Unprintable(character)
            return [(word, True)]
        pieces: list[tuple[str, bool]] = []
        for character in word:
            symbol = not self._has(character, symbol=False)
            if pieces and pieces[-1][1] == symbol:
                pieces[-1] = (pieces[-1][0] + character, symbol)
            else:
                pieces.append((character, symbol))
        return pieces

    def _refuse_unknown(self, word: str) -> None:
        for character in word:
            known = self._has(character, symbol=False) or self._has(character, symbol=True)
            if not known or unicodedata.category(character) in ("Cc", "Co", "Cn", "Cs"):
                raise Unprintable(character)

    def _has(self, character: str, symbol: bool) -> bool:
        key = (character, symbol)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._metrics[False, symbol].inFontUcs4(ord(character))
        return found


def _font(pixels: int, bold: bool, symbol: bool) -> QFont:
    font = QFont(SYMBOL_FAMILY if symbol else TEXT_FAMILY)
    font.setPixelSize(pixels)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    for feature in ("liga", "clig", "dlig"):  # "fi" as one glyph could not be found in the PDF's text
        font.setFeature(QFont.Tag(feature), 0)
    return font


_LOADING = threading.Lock()
_LOADED: set[Path] = set()


def _load(folder: Path) -> None:
    """Register the bundled fonts once per process; raises PrintError when a file is missing or not a font."""
    with _LOADING:
        if folder in _LOADED:
            return
        for name in FONT_FILES:
            if QFontDatabase.addApplicationFont(str(folder / name)) < 0:
                raise PrintError(f"The font {name} is missing or damaged. Install fieldref again.")
        _LOADED.add(folder)
