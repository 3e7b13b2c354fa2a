"""The marks of the parts: shape, letter and color together, so that none of the three is needed.

Prevent is a circle, Mitigate a diamond, Follow Up a square, Leaders a pentagon, Overview and Help a ring.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from fieldref.gui.look import FAMILIES, Look

LETTERS = {"prevent": "P", "mitigate": "M", "follow-up": "F", "leaders": "L", "overview": "O", "help": "H"}
HOLLOW_IN_RED = ("prevent", "follow-up")
LETTER_SIZE = {"mitigate": 0.46, "leaders": 0.52}


def part_of(identifier: str) -> str:
    """Return the part that an id belongs to.

    >>> part_of("mitigate/first-officers"), part_of("cards/prevent/le"), part_of("directory/x")
    ('mitigate', 'prevent', 'overview')
    """
    words = identifier.split("/")
    part = words[1] if words[0] == "cards" and len(words) > 1 else words[0]
    return part if part in LETTERS else "overview"


def mark_shape(part: str, rect: QRectF) -> QPainterPath:
    """Return the outline of a part's mark within a square."""
    path = QPainterPath()
    center, half = rect.center(), rect.width() / 2
    if part == "mitigate":
        path.addPolygon(_around(center, half * 1.06, 4))
        path.closeSubpath()
    elif part == "leaders":
        path.addPolygon(_around(center, half * 1.04, 5))
        path.closeSubpath()
    elif part == "follow-up":
        inset = half * 0.14
        path.addRoundedRect(rect.adjusted(inset, inset, -inset, -inset), half * 0.08, half * 0.08)
    else:
        inset = half * 0.06
        path.addEllipse(rect.adjusted(inset, inset, -inset, -inset))
    return path


def _around(center: QPointF, radius: float, corners: int) -> QPolygonF:
    angles = [2 * math.pi * number / corners - math.pi / 2 for number in range(corners)]
    points = [QPointF(center.x() + radius * math.cos(a), center.y() + radius * math.sin(a)) for a in angles]
    return QPolygonF(points)


def paint_mark(painter: QPainter, look: Look, part: str, rect: QRectF, letter: str | None = None) -> None:
    """Paint the mark of a part into a square."""
    known = part if part in LETTERS else "overview"
    ring = known in ("overview", "help")
    hollow = ring or (look.theme.outlined and known in HOLLOW_IN_RED)
    ink = look.color(f"ink:{known}")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if hollow:
        width = max(1.4, rect.width() * 0.075)
        painter.setPen(QPen(ink, width))
        painter.drawPath(mark_shape(known, rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)))
    else:
        painter.fillPath(mark_shape(known, rect), ink)
    font = QFont(FAMILIES)
    font.setPixelSize(max(7, round(rect.width() * LETTER_SIZE.get(known, 0.52))))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(ink if hollow else look.color("onfill"))
    place = rect.adjusted(0, rect.height() * 0.05, 0, 0) if known == "leaders" else rect
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letter or LETTERS[known])
    painter.restore()


def mark_pixmap(look: Look, part: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the mark as a pixmap of `size` logical pixels."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_mark(painter, look, part, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
