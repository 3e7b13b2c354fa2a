"""Parts of the home screen beside chain and tiles: lists that show as many rows as fit, and the local-details box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from fieldref.gui.buttons import WordButton, Words
from fieldref.gui.icons import paint_icon
from fieldref.gui.look import Look
from fieldref.gui.row_list import Row, RowList
from fieldref.gui.words import short_date


class Caption(QWidget):
    """A section title of the home screen with a remark at its right."""

    def __init__(self, look: Look, title: str, remark: str = "") -> None:
        super().__init__()
        self._title = Words(look, title, 17, bold=True)
        self._remark = Words(look, remark, 14, tone="muted")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, look.px(4), look.px(4))
        line.addWidget(self._title)
        line.addStretch(1)
        line.addWidget(self._remark)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_words(self, title: str, remark: str = "") -> None:
        """Change title and remark."""
        self._title.setText(title)
        self._remark.setText(remark)

    def minimumSizeHint(self) -> QSize:
        """As wide as the title: the remark is left out before it widens the screen."""
        return QSize(self._title.sizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the remark out where it would be cut."""
        needed = self._title.sizeHint().width() + self._remark.sizeHint().width() + 16
        self._remark.setVisible(needed <= self.width())


class FittingRows(QWidget):
    """A titled list that shows as many rows as its height allows and ends in "18 more"."""

    opened = Signal(str)

    def __init__(self, look: Look, title: str, *, more: str = "", least: int = 2, most: int = 60) -> None:
        super().__init__()
        self._look, self._more, self._least, self._most = look, more, least, most
        self._all: tuple[Row, ...] = ()
        self._empty = ""
        self.caption = Caption(look, title)
        self.list = RowList(look, title, height=46)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        place = self.list.sizePolicy()
        place.setRetainSizeWhenHidden(True)
        self.list.setSizePolicy(place)
        self._remark = Words(look, "", 15, tone="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.caption)
        column.addWidget(self._remark)
        column.addWidget(self.list, 1)
        self.list.opened.connect(self.opened)
        look.changed.connect(self._fit)

    def set_rows(self, rows: Sequence[Row], empty: str = "") -> None:
        """Show these rows, or a sentence when there are none."""
        self._all = tuple(rows)
        self._remark.setText(empty)
        self._remark.setVisible(not rows and bool(empty))
        self.list.setVisible(bool(rows))  # an empty list would be a stop of Tab with nothing to stop at
        self._fit()
        self.updateGeometry()

    def set_least(self, least: int) -> None:
        """Choose how many rows are shown however low the window is."""
        if least != self._least:
            self._least = least
            self._fit()
            self.updateGeometry()

    @property
    def filled(self) -> bool:
        """Whether there is any row."""
        return bool(self._all)

    def _fit(self) -> None:
        self.list.adopt_width(self.width())
        room = self.height() - self.caption.sizeHint().height()
        count, used = 0, 0
        for row in self._all[: self._most]:
            height = self.list.row_height(row)
            if count >= self._least and used + height > room:
                break
            count, used = count + 1, used + height
        rows = self._all[:count]
        if count < len(self._all) and self._more:
            rows = (*rows[:-1], Row(f"{len(self._all) - count + 1} more", self._more, link=True))
        self.list.set_rows(rows)

    def minimumSizeHint(self) -> QSize:
        """High enough for the least rows."""
        return QSize(self._look.px(200), self._height_of(self._least))

    def sizeHint(self) -> QSize:
        """High enough for six rows."""
        return QSize(self._look.px(280), self._height_of(min(6, self._most)))

    def _height_of(self, count: int) -> int:
        rows = self._all[:count] or (None,)
        return self.caption.sizeHint().height() + sum(self.list.row_height(row) for row in rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as now fit."""
        self._fit()


MOST_DETAILS = 6


class DetailLine(NamedTuple):
    """A local detail as the box shows it; an empty value is a ruled blank."""

    label: str
    value: str


class DetailLines(QLabel):
    """Label and value in rows; blanks are ruled."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._all: tuple[DetailLine, ...] = ()
        self._lines: tuple[DetailLine, ...] = ()
        self._most = MOST_DETAILS
        look.changed.connect(self.updateGeometry)

    def set_lines(self, lines: Sequence[DetailLine]) -> None:
        """Show these lines."""
        self._all = tuple(lines)
        self._cut()

    def set_most(self, most: int) -> None:
        """Choose how many of them are shown."""
        if most != self._most:
            self._most = most
            self._cut()

    def _cut(self) -> None:
        self._lines = self._all[: self._most]
        self.setAccessibleName("; ".join(f"{line.label}: {line.value or 'not filled in'}" for line in self._lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """28 px a line."""
        return QSize(self._look.px(240), self._look.px(28) * len(self._lines))

    def minimumSizeHint(self) -> QSize:
        """As high as the hint, narrower when it must be."""
        return QSize(self._look.px(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines."""
        look, painter = self._look, QPainter(self)
        height, right = look.px(28), self.width()
        for place, line in enumerate(self._lines):
            rect = QRectF(0, place * height, right, height)
            painter.setPen(look.color("muted"))
            painter.setFont(look.font(16))
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, line.label)
            label = QFontMetrics(look.font(16)).horizontalAdvance(line.label) + look.px(14)
            if line.value:
                painter.setPen(look.color("text"))
                painter.setFont(look.font(16, bold=True))
                room = right - label
                words = QFontMetrics(painter.font()).elidedText(line.value, Qt.TextElideMode.ElideRight, int(room))
                painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
            else:
                start = max(label, right - look.px(115))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("strong"))
                painter.drawRect(QRectF(start, rect.bottom() - look.px(5), right - start, 1))
        painter.end()


class _Sign(QWidget):
    def __init__(self, look: Look, icon: str) -> None:
        super().__init__()
        self._look, self._icon = look, icon
        look.changed.connect(self._relook)
        self._relook()

    def _relook(self) -> None:
        self.setFixedSize(self._look.px(22), self._look.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self._icon, QRectF(self.rect()), self._look.color("text"))
        painter.end()


class LocalBox(QWidget):
    """The box of local details on the home screen."""

    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("box")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._lines = DetailLines(look)
        self._count = Words(look, "", 15, wrap=True)
        self._link = WordButton(look, "Fill in the rest", kind="link")
        self._link.clicked.connect(lambda: self.opened.emit("screen:local"))
        head = QHBoxLayout()
        head.addWidget(_Sign(look, "pin"))
        head.addWidget(Words(look, "Local details", 17, bold=True))
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(self._link)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(12), look.px(12), look.px(4))
        column.setSpacing(look.px(8))
        column.addLayout(head)
        column.addWidget(self._lines)
        column.addLayout(foot)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_details(self, lines: Sequence[DetailLine], filled: int, total: int, dated: str) -> None:
        """Show some details, how many of all are filled in and when the last was."""
        self._lines.set_lines(lines)
        self._count.setText(f"{filled} of {total}, {short_date(dated)}" if dated else f"{filled} of {total} filled in")
        self._link.set_word("Fill in" if not filled else "Fill in the rest" if filled < total else "Edit")
        self._link.setAccessibleDescription("Local details")

    def set_most(self, most: int) -> None:
        """Choose how many lines are shown."""
        self._lines.set_most(most)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the details from anywhere in the box: it looks as if it could be pressed."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._link.click()
