"""The tiles of the home screen: an icon, the key that opens it, a title in balanced lines, a second line."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from fieldref.core.model import Tile
from fieldref.gui.icons import paint_icon
from fieldref.gui.look import Look
from fieldref.gui.phase_mark import part_of
from fieldref.gui.text_layout import balanced_lines

INSET, CORNER = 18, 8


class TileButton(QAbstractButton):
    """One tile; `primary` is the one solid area of the screen, `low` the form for small screens."""

    def __init__(self, look: Look, tile: Tile, key: str, *, primary: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.tile = tile
        self._key = key
        self._primary = primary
        self._low = False
        self.part = part_of(tile.target)
        self.setText(tile.title)
        self.setAccessibleName(tile.title)
        self.setAccessibleDescription(f"{tile.subtitle}. Key {key if primary else f'Ctrl+{key}'}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._broken: dict[tuple[int, int], tuple[list[str], list[str]]] = {}
        look.changed.connect(self.updateGeometry)

    def set_low(self, low: bool) -> None:
        """Choose the low form: less room above the title."""
        self._low = low
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """As high as its words need, at least 20 mm on the real screen."""
        width = max(self.width(), self._look.px(150))
        lines, under = self._lines(width)
        words = self._line_height() * len(lines) + len(under) * self._look.px(20) + self._look.px(4)
        least = self._look.px(2 * INSET + 36 + 8) + words
        return QSize(self._look.px(130), max(self._look.tile(120), least))

    def sizeHint(self) -> QSize:
        """176 px high at 100 %, 146 in the low form."""
        least = self.minimumSizeHint()
        return QSize(self._look.px(216), max(least.height(), self._look.tile(146 if self._low else 176)))

    def _line_height(self) -> int:
        return self._look.px(30)

    def _room(self, width: int) -> int:
        return width - 2 * self._look.px(INSET)

    def _lines(self, width: int) -> tuple[list[str], list[str]]:
        """The title and the second line broken for a width; a layout asks for its height again and again."""
        room, look = self._room(width), self._look
        key = (width, look.scale)
        if key not in self._broken:
            title = balanced_lines(self.tile.title, QFontMetrics(look.font(24, bold=True)), room)
            self._broken = {key: (title, balanced_lines(self.tile.subtitle, QFontMetrics(look.font(16)), room))}
        return self._broken[key]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that the words need at this width."""
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tile in its state."""
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, edge, width, ink, second, icon = self._tones()
        rect = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(look.color(edge), width))
        painter.setBrush(look.color(fill))
        painter.drawRoundedRect(rect, look.px(CORNER), look.px(CORNER))
        inset, side = look.px(INSET), look.px(36)
        paint_icon(painter, self.tile.icon, QRectF(inset - 2, inset - 2, side, side), look.color(icon), 1.7)
        self._paint_key(painter, ink)
        self._paint_words(painter, ink, second)
        painter.end()

    def _tones(self) -> tuple[str, str, float, str, str, str]:
        outlined = self._look.theme.outlined
        rest_edge = "strong" if outlined else "line"
        if self._primary:
            fill = f"fill:{self.part}"
            edge = "focus" if self.isDown() else "strong" if outlined or self.underMouse() else fill
            return fill, edge, 2.0 if self.isDown() else 1.2, "fill_fg", "fill_fg", "fill_fg"
        ink = f"ink:{self.part}"
        if self.isDown():
            return "sel", "strong", 2.0, "text", "text", ink
        if self.underMouse():
            return "hover", "strong", 1.2, "text", "muted", ink
        return "surface", rest_edge, 1.2, "text", "muted", ink

    def _paint_key(self, painter: QPainter, ink: str) -> None:
        look = self._look
        font = look.font(15, bold=True)
        width = QFontMetrics(font).horizontalAdvance(self._key) + look.px(15)
        side = look.px(27)
        cap = QRectF(self.width() - look.px(14) - max(width, side), look.px(14), max(width, side), side)
        painter.setPen(QPen(look.color(ink if self._primary else "strong"), 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cap, look.px(5), look.px(5))
        painter.setPen(look.color(ink))
        painter.setFont(font)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)

    def _paint_words(self, painter: QPainter, ink: str, second: str) -> None:
        look, width = self._look, self.width()
        room = self._room(width)
        lines, under = self._lines(width)
        left = look.px(INSET)
        bottom = self.height() - look.px(15) - len(under) * look.px(20)
        painter.setPen(look.color(second))
        painter.setFont(look.font(16))
        for place, line in enumerate(under):
            painter.drawText(QRectF(left, bottom + place * look.px(20), room + left, look.px(20)), line)
        painter.setPen(look.color(ink))
        painter.setFont(look.font(24, bold=True))
        top = bottom - look.px(5) - len(lines) * self._line_height()
        for place, line in enumerate(lines):
            place_rect = QRectF(left, top + place * self._line_height(), room + left, self._line_height())
            painter.drawText(place_rect, Qt.AlignmentFlag.AlignVCenter, line)
