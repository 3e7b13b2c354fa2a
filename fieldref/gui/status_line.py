"""The line at the foot: state of the copy, no network, edition; theme, black screen and size at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QStatusBar

from fieldref.gui.announce import announce
from fieldref.gui.icons import paint_icon
from fieldref.gui.look import Look

GAP = 24


class StatusLine(QStatusBar):
    """One painted line; where room is short its last facts go first, then what keys do, never the state of the copy."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("statusLine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizeGripEnabled(False)
        self._look = look
        self._icon, self._state = "clock", "Checking this copy"
        self._brief = self._state
        self._facts: tuple[str, ...] = ()
        self._right: tuple[str, ...] = ()
        self._message = ""
        look.changed.connect(self._relook)
        self._relook()

    def set_state(self, words: str, *, sound: bool | None, brief: str = "") -> None:
        """Show the state of the copy, in a `brief` form where room is short; `sound` None while it is being checked."""
        self._icon = "clock" if sound is None else "check" if sound else "warning"
        self._state, self._brief = words, brief or words
        self._tell()

    def set_facts(self, *facts: str) -> None:
        """Show what is known of the edition and of the agency's own details, the most important first."""
        self._facts = facts
        self._tell()

    def set_right(self, *words: str) -> None:
        """Show theme, black screen and size."""
        self._right = words
        self._tell()

    def say(self, words: str) -> None:
        """Show a passing remark in the middle in place of the facts; empty takes it away."""
        self._message = words
        self._tell()
        if words:
            announce(self, words)

    @property
    def words(self) -> str:
        """Everything the line says."""
        return ". ".join(filter(None, (self._state, self._message, *self._facts, *self._right)))

    def _tell(self) -> None:
        self.setAccessibleName(f"Status: {self.words}")
        self.update()

    def _relook(self) -> None:
        self.setFixedHeight(self._look.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        super().paintEvent(event)
        look, painter = self._look, QPainter(self)
        font = look.font(14)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(look.color("muted"))
        edge, gap = look.px(24), look.px(GAP)
        rect = QRectF(edge, 1, self.width() - 2 * edge, self.height() - 1)
        side = look.px(14)
        start = rect.left() + side + look.px(7)
        middle = (self._message,) if self._message else self._facts
        room = rect.right() - start
        state = self._state if metrics.horizontalAdvance(self._state) <= room else self._brief
        facts, right = self._fitting(metrics, room - metrics.horizontalAdvance(state), gap, middle)
        place = rect.right()
        for words in reversed(right):
            width = metrics.horizontalAdvance(words)
            painter.drawText(
                QRectF(place - width, rect.top(), width + 2, rect.height()), Qt.AlignmentFlag.AlignVCenter, words
            )
            place -= width + gap
        token = "warn_fg" if self._icon == "warning" else "muted"
        paint_icon(
            painter, self._icon, QRectF(rect.left(), rect.center().y() - side / 2, side, side), look.color(token), 2.4
        )
        painter.setPen(look.color(token))
        left = start
        for words in (state, *facts):
            width = metrics.horizontalAdvance(words)
            room = max(0.0, place - left)
            painter.drawText(
                QRectF(left, rect.top(), room, rect.height()),
                Qt.AlignmentFlag.AlignVCenter,
                metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room)),
            )
            left += width + gap
            painter.setPen(look.color("muted"))
        painter.end()

    def _fitting(
        self, metrics: QFontMetrics, room: float, gap: int, middle: Sequence[str]
    ) -> tuple[list[str], list[str]]:
        """What there is room for beside the state: in the middle and at the right."""
        kept: set[str] = set()
        left = room
        for words in (*middle[:1], *self._right, *middle[1:]):
            left -= metrics.horizontalAdvance(words) + gap
            if left < 0 and words is not self._message:
                break
            kept.add(words)
        return [words for words in middle if words in kept], [words for words in self._right if words in kept]
