"""The program's own stroke icons as path data on a grid of 24, drawn in any color at any size.

Commands: M x y, L x y, H x, V y, C x1 y1 x2 y2 x y, Z as in SVG (absolute only); O x y r is a circle, R x y w h r a
rounded rectangle. What follows a `|` is filled instead of stroked.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPainterPath, QPen, QPixmap

ICONS: dict[str, str] = {
    "home": "M4 11 L12 4 L20 11 M6 9.5 V20 H18 V9.5 M10 20 V14.5 H14 V20",
    "back": "M15 5 L8 12 L15 19",
    "forward": "M9 5 L16 12 L9 19",
    "right": "M9 5 L16 12 L9 19",
    "up": "M5 15.5 L12 8.5 L19 15.5",
    "down": "M5 8.5 L12 15.5 L19 8.5",
    "search": "O10.5 10.5 6 M15 15 L20 20",
    "clear": "M6 6 L18 18 M18 6 L6 18",
    "print": "M7 8 V4 H17 V8 M7 16.5 H4 V8.5 H20 V16.5 H17 M7 13.5 H17 V20 H7 Z",
    "card": "R3 5 18 14 2.5 M7 10 H13 M7 14 H17",
    "bookmark": "M7 4 H17 V20 L12 15.8 L7 20 Z",
    "bookmark-set": "M7 4 H17 V20 L12 15.8 L7 20 Z | M7 4 H17 V20 L12 15.8 L7 20 Z",
    "note": "M4.5 4.5 H19.5 V14 L14 19.5 H4.5 Z M19.5 14 H14 V19.5",
    "theme": "O12 12 8.5 | M12 3.5 C16.7 3.5 20.5 7.3 20.5 12 C20.5 16.7 16.7 20.5 12 20.5 Z",
    "black": "M20 14.5 C18.9 15 17.8 15.2 16.5 15.2 C12.2 15.2 8.8 11.8 8.8 7.5 C8.8 6.2 9 5.1 9.5 4"
    " C6.2 5.2 4 8.3 4 12 C4 16.4 7.6 20 12 20 C15.7 20 18.8 17.8 20 14.5 Z",
    "size": "M2.5 18.5 L8 5.5 L13.5 18.5 M4.4 14.2 H11.6 M14 18.5 L17.8 9.5 L21.6 18.5 M15.3 15.5 H20.3",
    "check": "M5 12.5 L10 17.5 L19.5 7",
    "warning": "M12 4 L21 20 H3 Z M12 10 V14.4 M12 17 V17.2",
    "phone": "M6 3.5 H9.3 L11.2 8.4 L8.9 10.3 C10 12.7 11.4 14 13.7 15.1 L15.6 12.8 L20.5 14.7 V18"
    " C20.5 19.4 19.4 20.5 18 20.5 C10 20 4 14 3.5 6 C3.5 4.6 4.6 3.5 6 3.5 Z",
    "pin": "M12 21 C8 17 5.5 13.5 5.5 10 C5.5 6.4 8.4 3.5 12 3.5 C15.6 3.5 18.5 6.4 18.5 10"
    " C18.5 13.5 16 17 12 21 Z O12 10 2.3",
    "outline": "M9 6 H20 M9 12 H20 M9 18 H20 M4.5 6 H4.7 M4.5 12 H4.7 M4.5 18 H4.7",
    "menu": "M4 6.5 H20 M4 12 H20 M4 17.5 H20",
    "heading": "M6.5 5 V19 M17.5 5 V19 M6.5 12 H17.5",
    "title": "M5 5.5 H19 M12 5.5 V19",
    "text": "M4 7 H20 M4 12 H20 M4 17 H14",
    "code": "M9 4 L7 20 M17 4 L15 20 M4 9 H20 M4 15 H20",
    "people": "O9 8 3.5 M3 20 V18 C3 15.5 5 14 7.5 14 H10.5 C13 14 15 15.5 15 18 V20 M15.5 4.8"
    " C17.2 5.2 18.4 6.5 18.4 8.1 C18.4 9.7 17.2 11 15.5 11.4 M18 14.3 C20 14.8 21 16 21 18 V20",
    "outside": "M10 5 H5 V19 H19 V14 M14 4 H20 V10 M20 4 L11 13",
    "clock": "O12 12 8.5 M12 7 V12 L15.5 14",
    "undo": "M8 5 L4 9 L8 13 M4 9 H14 C17.5 9 20 11.5 20 14.5 C20 17.5 17.5 20 14 20 H9",
    "fold": "M7 9 L12 4 L17 9 M7 15 L12 20 L17 15",
    "copy": "R8.5 8.5 11.5 11.5 2 M15.5 5 V4 H4 V15.5 H5",
    "shield": "M12 3 L19 5.8 V11 C19 16 16.5 19.4 12 21.2 C7.5 19.4 5 16 5 11 V5.8 Z",
    "flag": "M6 21 V4 H18.5 L15.5 8.5 L18.5 13 H6",
    "drop": "M12 3 C15.5 7 18 10.5 18 14 C18 17.6 15.4 20.5 12 20.5 C8.6 20.5 6 17.6 6 14 C6 10.5 8.5 7 12 3 Z",
    "eye": "M2.5 12 C5 7.6 8.2 5.5 12 5.5 C15.8 5.5 19 7.6 21.5 12 C19 16.4 15.8 18.5 12 18.5"
    " C8.2 18.5 5 16.4 2.5 12 Z O12 12 3",
    "door": "M6.5 20.5 V3.5 H17.5 V20.5 M3.5 20.5 H20.5 M14 12 H14.2",
    "vehicle": "M5 16.5 H3 V12 L5.5 7 H14.5 L18 12 L21 13 V16.5 H19 M9.5 16.5 H14.5 M3.5 12 H18"
    " O7.2 16.8 2.2 O16.8 16.8 2.2",
    "flame": "M12 3 C13 7 17.5 9 17.5 14.5 C17.5 18 15 21 12 21 C9 21 6.5 18 6.5 14.5 C6.5 12 8 10.5 9 9"
    " C9.5 11 10.5 11.5 11 11.5 C11.5 9 11 6 12 3 Z",
    "device": "O10.5 14 6.5 M15.2 9.3 L17.5 7 H19.5 M20.5 3.5 V4.5 M17.5 3.8 L18 4.3",
    "speech": "M4 4.5 H20 V16.5 H12 L7 20.5 V16.5 H4 Z",
    "hands": "M12 20 C6 15.5 3.5 12.5 3.5 9 C3.5 6.2 5.6 4.5 7.8 4.5 C9.6 4.5 11.2 5.6 12 7.2"
    " C12.8 5.6 14.4 4.5 16.2 4.5 C18.4 4.5 20.5 6.2 20.5 9 C20.5 12.5 18 15.5 12 20 Z",
    "folder": "M3 6 V19 H21 V8.5 H11.5 L9.5 6 Z",
    "seal": "M12 3.5 V20 M7.5 20 H16.5 M4.5 7 H19.5 M6 7 L3 13.5 C3.5 15.8 8.5 15.8 9 13.5 Z"
    " M18 7 L15 13.5 C15.5 15.8 20.5 15.8 21 13.5 Z",
    "grant": "O12 12 8.7 M15 9 C14.3 7.9 13.2 7.5 12 7.5 C10.3 7.5 9 8.4 9 9.8 C9 13 15 11 15 14.2"
    " C15 15.6 13.7 16.5 12 16.5 C10.8 16.5 9.6 16.1 9 15 M12 5.8 V18.2",
    "book": "M12 6.5 C10 5 7 4.5 3.5 4.5 V18.5 C7 18.5 10 19 12 20.5 C14 19 17 18.5 20.5 18.5 V4.5"
    " C17 4.5 14 5 12 6.5 Z M12 6.5 V20.5",
    "settings": "M4 7 H9 M14 7 H20 M4 17 H13 M18 17 H20 O11.5 7 2.4 O15.5 17 2.4",
    "help": "O12 12 8.7 M9.5 9.5 C9.5 8 10.6 7.2 12 7.2 C13.5 7.2 14.6 8.1 14.6 9.5 C14.6 11.4 12 11.6 12 13.6"
    " M12 16.6 V16.8",
    "plus": "M12 5 V19 M5 12 H19",
    "minus": "M5 12 H19",
    "box": "R4 4 16 16 3",
    "enlarge": "M4 9 V4 H9 M15 4 H20 V9 M20 15 V20 H15 M9 20 H4 V15",
    "list": "M4 6 H20 M4 12 H20 M4 18 H12",
}


@lru_cache(maxsize=256)
def icon_path(data: str) -> QPainterPath:
    """Return path data as a painter path on the grid of 24."""
    path = QPainterPath()
    words = _tokens(data)
    while words:
        _draw(path, words.pop(0), words)
    return path


def _tokens(data: str) -> list[str]:
    words: list[str] = []
    for word in data.split():
        if word[0].isalpha() and len(word) > 1:
            words += [word[0], word[1:]]
        else:
            words.append(word)
    return words


def _draw(path: QPainterPath, command: str, words: list[str]) -> None:
    def numbers(count: int) -> list[float]:
        return [float(words.pop(0)) for _ in range(count)]

    here = path.currentPosition()
    if command == "M":
        path.moveTo(*numbers(2))
    elif command == "L":
        path.lineTo(*numbers(2))
    elif command == "H":
        path.lineTo(numbers(1)[0], here.y())
    elif command == "V":
        path.lineTo(here.x(), numbers(1)[0])
    elif command == "C":
        path.cubicTo(*numbers(6))
    elif command == "O":
        x, y, radius = numbers(3)
        path.addEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
    elif command == "R":
        x, y, width, height, radius = numbers(5)
        path.addRoundedRect(QRectF(x, y, width, height), radius, radius)
    elif command == "Z":
        path.closeSubpath()
    else:
        raise ValueError(f"unknown icon command {command!r}")


def paint_icon(painter: QPainter, name: str, rect: QRectF, color: QColor, stroke: float = 2.0) -> None:
    """Paint an icon into the middle of a square of `rect`; an unknown name paints a card."""
    outline, _, solid = ICONS.get(name, ICONS["card"]).partition("|")
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center().x() - side / 2, rect.center().y() - side / 2)
    painter.scale(side / 24, side / 24)
    pen = QPen(color, stroke)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPath(icon_path(outline))
    if solid:
        painter.fillPath(icon_path(solid), color)
    painter.restore()


def icon_pixmap(name: str, size: int, color: QColor, ratio: float = 1.0, stroke: float = 2.0) -> QPixmap:
    """Return an icon as a pixmap of `size` logical pixels, sharp at the screen's pixel ratio."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_icon(painter, name, QRectF(0, 0, size, size), color, stroke)
    painter.end()
    return pixmap


def themed_icon(name: str, size: int, color: QColor, off: QColor) -> QIcon:
    """Return an icon for a button: `color` when it can be pressed, `off` when it cannot; sharp on every screen."""
    icon = QIcon()
    for ratio in {screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}:
        icon.addPixmap(icon_pixmap(name, size, color, ratio))
        icon.addPixmap(icon_pixmap(name, size, off, ratio), QIcon.Mode.Disabled)
    return icon
