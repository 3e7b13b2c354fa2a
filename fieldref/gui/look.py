"""The look in force: theme, scale and screen density, and the sizes, fonts and colors that follow from them.

Every painted widget is given one Look, asks it for sizes at 100 % and repaints when it changes.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont

from fieldref.gui.theme import Theme, theme

FAMILIES = ["Atkinson Hyperlegible", "DejaVu Sans"]
MIN_SCALE, MAX_SCALE = 80, 300
SCALES = (80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
"""The percentages that Ctrl+plus and Ctrl+minus step through."""
CONTROL_MM, TILE_MM = 9.0, 20.0
PLAUSIBLE_PPI = (60.0, 300.0)


class Look(QObject):
    """Theme and sizes of the window; `changed` is emitted after any of them changed."""

    changed = Signal()

    def __init__(
        self, theme_name: str = "day", scale: int = 100, ppi: float = 96.0, *, high_contrast: bool = False
    ) -> None:
        super().__init__()
        self._theme_name, self._high = theme_name, high_contrast
        self._theme = theme(theme_name, high=high_contrast)
        self._scale = min(max(scale, MIN_SCALE), MAX_SCALE)
        self._ppi = plausible_ppi(ppi)
        self._fonts: dict[tuple[float, bool], QFont] = {}
        self._colors: dict[str, QColor] = {}

    @property
    def theme(self) -> Theme:
        """The palette in force."""
        return self._theme

    @property
    def scale(self) -> int:
        """The size of text and controls in percent."""
        return self._scale

    def update(
        self,
        *,
        theme_name: str | None = None,
        scale: int | None = None,
        ppi: float | None = None,
        high_contrast: bool | None = None,
    ) -> None:
        """Change what is given and tell everyone once."""
        before = (self._theme.name, self._scale, self._ppi)
        if theme_name is not None:
            self._theme_name = theme_name
        if high_contrast is not None:
            self._high = high_contrast
        self._theme = theme(self._theme_name, high=self._high)
        if scale is not None:
            self._scale = min(max(scale, MIN_SCALE), MAX_SCALE)
        if ppi is not None:
            self._ppi = plausible_ppi(ppi)
        if before != (self._theme.name, self._scale, self._ppi):
            self._fonts.clear()
            self._colors.clear()
            self.changed.emit()

    def px(self, size: float) -> int:
        """Return a length of the 100 % design in pixels of this scale, at least 1 for anything above 0."""
        return max(1, round(size * self._scale / 100)) if size > 0 else 0

    def control(self, size: float = 44) -> int:
        """Return the height of a control: the scaled size, but never below 9 mm of the real screen."""
        return max(self.px(size), round(CONTROL_MM * self._ppi / 25.4))

    def tile(self, size: float) -> int:
        """Return the height of a tile: the scaled size, but never below 20 mm of the real screen."""
        return max(self.px(size), round(TILE_MM * self._ppi / 25.4))

    def units(self, pixels: int) -> float:
        """Return pixels as a length of the 100 % design; layouts choose their form by it."""
        return pixels * 100 / self._scale

    def font(self, size: float, *, bold: bool = False) -> QFont:
        """Return the interface font; size in pixels at 100 %."""
        key = (size, bold)
        if key not in self._fonts:
            font = QFont(FAMILIES)
            font.setPixelSize(max(9, self.px(size)))
            font.setBold(bold)
            self._fonts[key] = font
        return self._fonts[key]

    def color(self, token: str) -> QColor:
        """Return the color of a token such as `text`, or a part's tone such as `ink:mitigate`."""
        if token not in self._colors:
            self._colors[token] = QColor(self.code(token))
        return self._colors[token]

    def code(self, token: str) -> str:
        """Return the color of a token as `#RRGGBB`, for HTML and style sheets."""
        tone, _, part = token.partition(":")
        if part:
            tones = self._theme.part(part)
            return {"ink": tones.ink, "tint": tones.tint, "fill": tones.fill}[tone]
        return self._theme.colors[token]


def plausible_ppi(ppi: float) -> float:
    """Return the density, or 96 where the screen reports something that cannot be."""
    low, high = PLAUSIBLE_PPI
    return ppi if low <= ppi <= high else 96.0


def step_scale(scale: int, direction: int) -> int:
    """Return the next larger (1) or smaller (-1) step, the same at either end.

    >>> step_scale(100, 1), step_scale(80, -1), step_scale(97, -1)
    (110, 80, 90)
    """
    if direction > 0:
        return next((value for value in SCALES if value > scale), SCALES[-1])
    return next((value for value in reversed(SCALES) if value < scale), SCALES[0])
