"""Figures of the bundle and the check boxes, as pixmaps in the colors of the theme."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from fieldref.core.errors import FieldrefError
from fieldref.core.library import Library
from fieldref.gui.icons import paint_icon
from fieldref.gui.look import Look
from fieldref.gui.tasks import Tasks

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

KEPT = 1
"""Drawn figures kept in memory: a megabyte each, more on a fine screen, and nearly all are drawn again in 10 ms."""
TOKENS = {
    "#12181C": "text", "#434F57": "muted", "#6A7780": "strong", "#C9D1D5": "line", "#FFFFFF": "surface",
    "#F5F7F7": "raised", "#0B4A8F": "ink:prevent", "#DDE8F6": "tint:prevent", "#751459": "ink:mitigate",
    "#F2E5EE": "tint:mitigate", "#00565A": "ink:follow-up", "#D8EDEC": "tint:follow-up", "#5A4E44": "ink:leaders",
    "#ECE7E1": "tint:leaders",
}  # fmt: skip
"""The Day colors that figures are drawn in, and what each of them is in every theme."""
_COLOR = re.compile(rb"#[0-9A-Fa-f]{6}\b")


def in_theme(svg: bytes, look: Look) -> bytes:
    """Return a drawing with its Day colors replaced by those of the theme in force."""

    def themed(match: re.Match[bytes]) -> bytes:
        token = TOKENS.get(match[0].decode().upper())
        return look.code(token).encode() if token else match[0]

    return _COLOR.sub(themed, svg)


class Figures(QObject):
    """Draws the bundle's SVG figures; each of their Day colors becomes the theme's own.

    Some take up to half a second: with `tasks` a figure is drawn on the worker thread, a blank of its size stands in
    for it, and `ready` tells its name and width when it can be shown. Who asked for another width must not ask again
    at that: few are kept, and two that ask for theirs in turn would have both drawn for ever.
    """

    ready = Signal(str, int)

    def __init__(self, library: Library, look: Look, tasks: Tasks | None = None) -> None:
        super().__init__()
        self._library, self._look, self._tasks = library, look, tasks
        self._sizes: dict[str, QSize | None] = {}
        self._drawn: dict[tuple[str, int, float, str], QPixmap] = {}
        self._under_way: set[tuple[str, int, float, str]] = set()

    def _size(self, name: str) -> QSize | None:
        if name not in self._sizes:
            renderer = self._renderer(name)
            self._sizes[name] = renderer.defaultSize() if renderer else None
        return self._sizes[name]

    def _renderer(self, name: str) -> QSvgRenderer | None:
        from PySide6.QtSvg import QSvgRenderer  # deferred: few pages have figures

        try:
            renderer = QSvgRenderer(QByteArray(in_theme(self._library.figure(name), self._look)))
        except FieldrefError:
            return None
        return renderer if renderer.isValid() else None

    def width(self, name: str, most: int) -> int:
        """Return the width in pixels at which a figure is shown."""
        size = self._size(name)
        return min(most, self._look.px(size.width())) if size else most

    def image(self, name: str, width: int, ratio: float) -> QImage:
        """Return a figure as an image in theme colors; a framed blank with words when it cannot be read."""
        renderer = self._renderer(name)
        if renderer is None:
            return self._missing(width, ratio)
        size = renderer.defaultSize()
        height = round(width * size.height() / max(1, size.width()))
        image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32)
        image.fill(self._look.color("surface"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
        painter.end()
        image.setDevicePixelRatio(ratio)
        return image

    def pixmap(self, name: str, most: int, ratio: float) -> QPixmap:
        """Return a figure as a pixmap as wide as it is shown, or a blank of that size until it is drawn."""
        return self._drawn_at(name, self.width(name, most), ratio)

    def enlarged(self, name: str, room: QSize, ratio: float, *, least: int = 1) -> QPixmap:
        """Return a figure as large as it fits into `room`, at least `least` wide; a blank until it is drawn."""
        size = self._size(name)
        width = room.width()
        if size is not None and size.width() > 0:
            width = min(width, round(room.height() * size.width() / max(1, size.height())))
        return self._drawn_at(name, max(least, width), ratio)

    def _drawn_at(self, name: str, width: int, ratio: float) -> QPixmap:
        size = self._size(name)
        key = (name, width, ratio, self._look.theme.name)
        if key in self._drawn:
            return self._drawn[key]
        if self._tasks is None or size is None:
            return QPixmap.fromImage(self.image(name, width, ratio))

        def drawn(image: QImage) -> None:
            while len(self._drawn) >= KEPT:
                del self._drawn[next(iter(self._drawn))]
            self._drawn[key] = QPixmap.fromImage(image)
            self._under_way.discard(key)
            self.ready.emit(name, width)

        if key not in self._under_way:  # asked for anew it would begin anew, and never end
            self._under_way.add(key)
            self._tasks.run(self, f"figure {key}", lambda: self.image(name, width, ratio), drawn)
        blank = QPixmap(round(width * ratio), round(width * ratio * size.height() / max(1, size.width())))
        blank.setDevicePixelRatio(ratio)
        blank.fill(self._look.color("surface"))
        return blank

    def _missing(self, width: int, ratio: float) -> QImage:
        image = QImage(round(width * ratio), round(80 * ratio), QImage.Format.Format_ARGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(self._look.color("warn"))
        painter = QPainter(image)
        painter.setFont(self._look.font(15))
        painter.setPen(self._look.color("warn_fg"))
        painter.drawText(QRectF(0, 0, width, 80), Qt.AlignmentFlag.AlignCenter, "This figure is damaged.")
        painter.end()
        return image


def theme_image(image: QImage, look: Look) -> QImage:
    """Return an image with white as the theme's page, black as its text and everything between in between.

    Day keeps the colors. So no preview or figure is ever brighter than the theme (white paper would blind at night).
    """
    if look.theme.name == "day":
        return image
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    themed = QImage(bytes(grey.constBits()), grey.width(), grey.height(), grey.bytesPerLine(),
                    QImage.Format.Format_Indexed8)  # fmt: skip
    themed.setColorTable(_ramp(look.code("text"), look.code("surface")))
    return themed.copy()


@lru_cache(maxsize=8)
def _ramp(dark: str, light: str) -> list[int]:
    ends = QColor(dark), QColor(light)

    def mixed(step: int) -> int:
        share = step / 255
        parts = [
            round(first * (1 - share) + second * share)
            for first, second in zip(ends[0].getRgb()[:3], ends[1].getRgb()[:3], strict=True)  # type: ignore[index]
        ]
        return QColor(*parts).rgb()

    return [mixed(step) for step in range(256)]


def check_box_pixmap(look: Look, size: int, ratio: float, *, done: bool) -> QPixmap:
    """Return a check box: open, or filled with a check mark."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = max(1.6, size * 0.06)
    inset = size * 0.03 + width / 2
    rect = QRectF(inset, inset, size - 2 * inset, size - 2 * inset)
    painter.setPen(QPen(look.color("text"), width))
    painter.setBrush(look.color("text" if done else "field"))
    painter.drawRoundedRect(rect, size * 0.15, size * 0.15)
    if done:
        inner = size * 0.2
        mark = QRectF(inner, inner, size - 2 * inner, size - 2 * inner)
        paint_icon(painter, "check", mark, look.color("surface"), 3.4)
    painter.end()
    return pixmap
