"""Paints marks with a QPainter, the same for screen, PDF and printer."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from fieldref.core.errors import PrintError
from fieldref.printing.fonts import UNITS, fonts
from fieldref.printing.marks import Box, Group, Hatch, Ink, Line, Mark, Picture, Shape, Stroke, Text

INKS: dict[Ink, str] = {
    "black": "#000000",
    "white": "#FFFFFF",
    "prevent": "#0B4A8F",
    "mitigate": "#5A1048",
    "follow-up": "#00565A",
    "warning": "#B3001B",
}
"""Inks of the color version (CARDS.md section 5); without color all but white are black."""

_HEX_COLOR = re.compile(rb"#[0-9A-Fa-f]{6}\b")
_DASHES: dict[Stroke, tuple[float, float]] = {"dash": (3.2, 2.2), "dot": (0.8, 2.4)}


def paint(painter: QPainter, marks: Iterable[Mark], pixels_per_point: float, *, color: bool) -> None:
    """Paint marks with their origin at the painter's origin."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(pixels_per_point / UNITS, pixels_per_point / UNITS)
    _Brushwork(painter, color).paint(marks)
    painter.restore()


def in_black(svg: bytes) -> bytes:
    """A drawing without color: dark tones black, tints white, what is between one grey for hairlines.

    A tint would come out as dots on a coarse printer and take the letters on it along.

    >>> in_black(b'<path fill="#751459" stroke="#C9D1D5"/><rect fill="#F2E5EE"/>')
    b'<path fill="#000000" stroke="#808080"/><rect fill="#FFFFFF"/>'
    """
    return _HEX_COLOR.sub(lambda found: _toned(found[0]), svg)


def _toned(color: bytes) -> bytes:
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    luma = (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255
    return b"#000000" if luma < 0.55 else b"#FFFFFF" if luma > 0.85 else b"#808080"


class _Brushwork:
    def __init__(self, painter: QPainter, color: bool) -> None:
        self._painter = painter
        self._color = color
        self._fonts = fonts()
        self._colors = {ink: QColor(value if color or ink == "white" else INKS["black"]) for ink, value in INKS.items()}
        self._text_pens = {ink: QPen(value) for ink, value in self._colors.items()}
        self._pens: dict[tuple[float, Stroke, Ink], QPen] = {}

    def paint(self, marks: Iterable[Mark]) -> None:
        for mark in marks:
            if isinstance(mark, Text):
                self._text(mark)
            elif isinstance(mark, Line):
                self._line(mark)
            elif isinstance(mark, Box):
                self._box(mark)
            elif isinstance(mark, Shape):
                self._shape(mark)
            elif isinstance(mark, Group):
                self._group(mark)
            elif isinstance(mark, Hatch):
                self._hatch(mark)
            else:
                self._picture(mark)

    def _text(self, mark: Text) -> None:
        painter = self._painter
        painter.setPen(self._text_pens[mark.ink])
        painter.setFont(self._fonts.font(mark.size, mark.bold, mark.symbol))
        painter.drawText(QPointF(mark.x * UNITS, mark.y * UNITS), mark.text)

    def _line(self, mark: Line) -> None:
        self._painter.setPen(self._pen(mark.width, mark.stroke, mark.ink))
        start = QPointF(mark.x1 * UNITS, mark.y1 * UNITS)
        self._painter.drawLine(start, QPointF(mark.x2 * UNITS, mark.y2 * UNITS))

    def _box(self, mark: Box) -> None:
        self._surface(mark.width, mark.fill, mark.stroke)
        rectangle = QRectF(mark.x * UNITS, mark.y * UNITS, mark.w * UNITS, mark.h * UNITS)
        if mark.radius:
            self._painter.drawRoundedRect(rectangle, mark.radius * UNITS, mark.radius * UNITS)
        else:
            self._painter.drawRect(rectangle)

    def _shape(self, mark: Shape) -> None:
        self._surface(mark.width, mark.fill, "solid")
        self._painter.drawPolygon(QPolygonF([QPointF(x * UNITS, y * UNITS) for x, y in mark.points]))

    def _group(self, mark: Group) -> None:
        self._painter.save()
        self._painter.translate(mark.x * UNITS, mark.y * UNITS)
        if mark.angle:
            self._painter.rotate(mark.angle)
        self.paint(mark.marks)
        self._painter.restore()

    def _hatch(self, mark: Hatch) -> None:
        painter = self._painter
        painter.save()
        area = QRectF(mark.x * UNITS, mark.y * UNITS, mark.w * UNITS, mark.h * UNITS)
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colors[mark.ink])
        left, right, rise, period = area.left(), area.right(), area.width(), mark.period * UNITS
        top = area.top() - rise
        while top < area.bottom() + rise:
            corners = [(left, top + rise), (right, top), (right, top + period / 2), (left, top + rise + period / 2)]
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
            top += period
        painter.restore()

    def _picture(self, mark: Picture) -> None:
        from PySide6.QtSvg import QSvgRenderer  # deferred: only pages with figures need it

        renderer = QSvgRenderer(QByteArray(mark.svg if self._color else in_black(mark.svg)))
        if not renderer.isValid():
            raise PrintError("A figure of this page is damaged. Install fieldref again.")
        renderer.render(self._painter, QRectF(mark.x * UNITS, mark.y * UNITS, mark.w * UNITS, mark.h * UNITS))

    def _surface(self, width: float, fill: Ink | None, stroke: Stroke) -> None:
        self._painter.setPen(self._pen(width, stroke, "black") if width else QPen(Qt.PenStyle.NoPen))
        self._painter.setBrush(QBrush(self._colors[fill]) if fill else QBrush(Qt.BrushStyle.NoBrush))

    def _pen(self, width: float, stroke: Stroke, ink: Ink) -> QPen:
        key = (width, stroke, ink)
        found = self._pens.get(key)
        if found is None:
            found = self._pens[key] = self._made_pen(width, stroke, ink)
        return found

    def _made_pen(self, width: float, stroke: Stroke, ink: Ink) -> QPen:
        pen = QPen(self._colors[ink], width * UNITS)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if stroke != "solid":
            thickness = max(width, 0.1)
            pen.setDashPattern([length / thickness for length in _DASHES[stroke]])
        return pen
