"""Fills the style sheet and the system palette from the look; fonts are loaded here too."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtGui import QColor, QFontDatabase, QPalette

from fieldref.gui.look import Look

FONT_FILES = ("AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf")
SYMBOL_FONT = "DejaVuSans.ttf"
_SIZE = re.compile(r"\b(\d+(?:\.\d+)?)([uc])\b")
_NAME = re.compile(r"@([a-z_]+)")
_SECTION = re.compile(r"/\* \[([a-z ]+)\] \*/")


def load_fonts(folder: Path) -> bool:
    """Load the bundled text fonts; say whether they could be loaded."""
    return all([QFontDatabase.addApplicationFont(str(folder / name)) >= 0 for name in FONT_FILES])


def load_symbols(folder: Path) -> None:
    """Load the font for signs the text font lacks; large, so after the first paint."""
    QFontDatabase.addApplicationFont(str(folder / SYMBOL_FONT))


def style_sections(template: str) -> dict[str, str]:
    """Return the sections of a style sheet by the names that head them.

    >>> style_sections("/* [all] */ QLabel {} /* [page bar] */ QMenu {}")
    {'all': ' QLabel {} ', 'page bar': ' QMenu {}'}
    """
    _, *parts = _SECTION.split(template)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def style_sheet(template: str, look: Look) -> str:
    """Return the style sheet, or sections of it, with the look's colors and sizes filled in."""
    theme = look.theme
    lines = {
        "link_line": "text-decoration: underline;" if theme.underlined else "",
        "row_line": f"border: 1px solid {theme.colors['strong']};" if theme.outlined else "",
        "chip_line": f"2px solid {theme.colors['focus']}" if theme.outlined else "none",
    }
    values = {**theme.colors, **lines}
    sized = _SIZE.sub(lambda match: _size(look, float(match[1]), match[2]), template)
    return _NAME.sub(lambda match: values[match[1]], sized)


def _size(look: Look, size: float, unit: str) -> str:
    return f"{look.control(size) if unit == 'c' else look.px(size)}px"


def palette(look: Look) -> QPalette:
    """Return the system palette in the theme's colors, so that nothing ever falls back to white."""
    result = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: "bg",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "raised",
        role.Text: "text",
        role.Button: "surface",
        role.ButtonText: "text",
        role.BrightText: "text",
        role.Highlight: "sel",
        role.HighlightedText: "text",
        role.Link: "accent",
        role.LinkVisited: "accent",
        role.PlaceholderText: "muted",
        role.ToolTipBase: "raised",
        role.ToolTipText: "text",
        role.Light: "line",
        role.Midlight: "line",
        role.Mid: "strong",
        role.Dark: "strong",
        role.Shadow: "bg",
        role.Accent: "accent",
    }
    for name, token in pairs.items():
        result.setColor(name, look.color(token))
    off = QColor(look.color("off"))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, off)
    return result
