"""The defense chain as a figure: a header per phase, its steps as interlocking arrows, bars beneath.

The figure paints everything; the headers, links and bars are buttons that paint nothing but take presses, focus and
the screen reader, each masked to its own shape. Where the steps' words would be cut it folds to the three phases.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from fieldref.gui.icons import paint_icon
from fieldref.gui.look import Look
from fieldref.gui.phase_mark import paint_mark

HEAD, LINK, BAR, FOLDED = 46, 62, 44, 64
FOLDED_POINT, SMALL_NAME, SMALL_LEFT = 16, 18, 28
"""Folded: an arrow's point, the size of a name and where it begins where there is little room."""
GAP, PHASE_GAP, POINT, LINK_GAP, LEAST_LINK = 8, 20, 13, 4, 66


class ChainStep(NamedTuple):
    """A step in the figure; `pages` pages for the role; `address` is what a press opens."""

    title: str
    address: str
    pages: int
    long_title: str = ""


class ChainPhase(NamedTuple):
    """A phase in the figure with its links in order and its bars."""

    part: str
    title: str
    when: str
    address: str
    pages: int
    links: tuple[ChainStep, ...]
    bars: tuple[ChainStep, ...]


class ChainButton(QAbstractButton):
    """An invisible button over one shape of the figure."""

    def __init__(self, parent: QWidget, kind: str, part: str, step: ChainStep) -> None:
        super().__init__(parent)
        self.kind, self.part, self.step = kind, part, step
        self.shape = QPolygonF()
        noun = "page" if step.pages == 1 else "pages"
        self.setText(step.title)
        self.setAccessibleName(step.long_title or step.title)
        self.setAccessibleDescription(f"{step.pages} {noun} for this role")
        self.setToolTip(f"{step.long_title or step.title}: {step.pages} {noun}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pressed.connect(self._repaint)
        self.released.connect(self._repaint)

    def place(self, shape: QPolygonF) -> None:
        """Lie over a shape given in the figure's coordinates."""
        self.shape = shape
        rect = shape.boundingRect().toAlignedRect()
        self.setGeometry(rect)
        self.setMask(QRegion(shape.translated(-rect.x(), -rect.y()).toPolygon()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing: the figure behind paints the shape."""

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the pointer's place in the figure."""
        self._repaint()

    def leaveEvent(self, event: QEvent) -> None:
        """Take it away again."""
        self._repaint()

    def _repaint(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            parent.update()


class ChainFigure(QWidget):
    """The whole figure; emits the address of what was pressed."""

    pressed = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._phases: tuple[ChainPhase, ...] = ()
        self._buttons: list[ChainButton] = []
        self._full = False  # until there is room: a first window makes no buttons that it drops again
        self._least_full = 0
        self._stacked = False
        self.setAccessibleName("Mass Attacks Defense Chain")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._relook)

    def set_phases(self, phases: tuple[ChainPhase, ...]) -> None:
        """Show these phases."""
        if phases != self._phases:
            self._phases = phases
            self._least_full = 0
            self._rebuild()

    def _relook(self) -> None:
        self._least_full = 0
        self._stack()
        self.updateGeometry()
        self._lay_out()

    @property
    def folded(self) -> bool:
        """Whether only the three phases are shown."""
        return not self._full

    def set_folded(self, folded: bool) -> None:
        """Fold to the three phases, or show all steps."""
        if folded == self._full:
            self._full = not folded
            self._rebuild()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The height follows from scale and form; the width is what there is."""
        px = self._look.px
        if self._full:
            height = self._bars_top() + self._look.control(BAR)
        else:
            rows = len(self._phases) if self._stacked else 1
            height = rows * self._look.control(FOLDED) + (rows - 1) * px(GAP)
        return QSize(px(600), height + 2)

    def minimumSizeHint(self) -> QSize:
        """As high as the hint, narrower when it must be."""
        return QSize(self._look.px(160), self.sizeHint().height())

    def least_full_width(self) -> int:
        """Return the width in pixels below which the steps' words would be cut."""
        if not self._least_full:
            self._least_full = sum(map(self._phase_width, self._phases)) + 2 * self._look.px(PHASE_GAP)
        return self._least_full

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the shapes out again."""
        self._stack()
        self._lay_out()

    def _stack(self) -> None:
        """Set the phases one below the other where their names would run over the arrows side by side."""
        room = self.width() / max(1, len(self._phases)) - self._look.px(SMALL_LEFT)
        measure = QFontMetrics(self._look.font(SMALL_NAME, bold=True)).horizontalAdvance
        stacked = any(measure(phase.title) > room for phase in self._phases)
        if stacked != self._stacked:
            self._stacked = stacked
            self.updateGeometry()

    # Buttons

    def _rebuild(self) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        self._stack()
        for phase in self._phases:
            head = ChainStep(phase.title, phase.address, phase.pages, f"{phase.title}, {phase.when}")
            self._add("head", phase.part, head)
            if self._full:
                for step in phase.links:
                    self._add("link", phase.part, step)
                for step in phase.bars:
                    self._add("bar", phase.part, step)
        self._lay_out()

    def _add(self, kind: str, part: str, step: ChainStep) -> None:
        button = ChainButton(self, kind, part, step)
        button.clicked.connect(lambda: self.pressed.emit(step.address))
        button.show()
        self._buttons.append(button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the shapes with the arrow keys."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(
            Qt.Key(event.key())
        )
        focused = next((place for place, button in enumerate(self._buttons) if button.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        place = min(max(focused + step, 0), len(self._buttons) - 1)
        self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)

    # Layout

    def _head_height(self) -> int:
        return self._look.control(HEAD - 4) + self._look.px(4)

    def _bars_top(self) -> int:
        return self._head_height() + self._look.control(LINK) + 2 + self._look.px(GAP)

    def _link_width(self, step: ChainStep) -> int:
        words = QFontMetrics(self._look.font(15, bold=True)).horizontalAdvance(step.title)
        return max(self._look.control(LEAST_LINK), words + self._look.px(25))

    def _phase_width(self, phase: ChainPhase) -> int:
        links = sum(map(self._link_width, phase.links))
        head = QFontMetrics(self._look.font(24, bold=True)).horizontalAdvance(phase.title) + self._look.px(200)
        return max(links, head) if len(phase.links) < 4 else links

    def _lay_out(self) -> None:
        if not self._phases or self.width() < 10:
            return
        if self._full:
            self._lay_out_full()
        elif self._stacked:
            self._lay_out_stacked()
        else:
            self._lay_out_folded()
        self.update()

    def _lay_out_stacked(self) -> None:
        height, gap = self._look.control(FOLDED), self._look.px(GAP)
        for place, button in enumerate(self._buttons):
            button.place(QPolygonF(QRectF(1, 1 + place * (height + gap), self.width() - 2, height)))

    def _lay_out_folded(self) -> None:
        width, point = self.width(), self._look.px(FOLDED_POINT)
        height = self.height() - 2
        each = width / len(self._phases)
        for place, button in enumerate(self._buttons):
            left = 1 + place * each - (point / 2 if place else 0)
            right = (place + 1) * each + (point / 2) - self._look.px(6)
            last = place == len(self._buttons) - 1
            button.place(_arrow(left, 1, width - 1.0 if last else right, height, point, place == 0, last))

    def _lay_out_full(self) -> None:
        px = self._look.px
        spare = max(0, self.width() - self.least_full_width())
        total = sum(len(phase.links) for phase in self._phases)
        left = 0.0
        for phase in self._phases:
            buttons = [button for button in self._buttons if button.part == phase.part]
            natural = self._phase_width(phase)
            width = natural + spare * len(phase.links) / max(1, total)
            self._lay_out_phase(buttons, QRectF(left + 1, 1, width - 2, self._bars_top()), width / natural)
            left += width + px(PHASE_GAP)

    def _lay_out_phase(self, buttons: list[ChainButton], rect: QRectF, stretch: float) -> None:
        px = self._look.px
        links = [button for button in buttons if button.kind == "link"]
        bars = [button for button in buttons if button.kind == "bar"]
        natural = sum(self._link_width(button.step) for button in links)
        extra = (rect.width() - natural) / max(1, len(links))
        x, top = rect.left(), rect.top() + self._head_height()
        for place, button in enumerate(links):
            width = self._link_width(button.step) + extra
            last = place == len(links) - 1
            start = x - (px(POINT) - px(LINK_GAP) if place else 0)
            button.place(_arrow(start, top, x + width, self._look.control(LINK), px(POINT), place == 0, last))
            x += width
        for button in buttons:
            if button.kind == "head":
                button.place(QPolygonF(QRectF(rect.left(), 0, rect.width(), self._head_height() - px(4))))
        gap = px(GAP)
        share = (rect.width() - gap * (len(bars) - 1)) / max(1, len(bars))
        for place, button in enumerate(bars):
            y = rect.top() + self._bars_top() - 2
            button.place(QPolygonF(QRectF(rect.left() + place * (share + gap), y, share, self._look.control(BAR))))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every shape in its state, and the ties between the phases."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._full:
            self._paint_ties(painter)
        for button in self._buttons:
            painter.save()
            if not self._full:
                self._paint_folded(painter, button)
            elif button.kind == "head":
                self._paint_head(painter, button)
            elif button.kind == "link":
                self._paint_link(painter, button)
            else:
                self._paint_bar(painter, button)
            painter.restore()
        painter.end()

    def _paint_ties(self, painter: QPainter) -> None:
        links = [[b for b in self._buttons if b.kind == "link" and b.part == phase.part] for phase in self._phases]
        painter.setPen(QPen(self._look.color("strong"), self._look.px(3)))
        for first, second in zip(links, links[1:], strict=False):
            if first and second:
                y = first[-1].shape.boundingRect().center().y()
                start, end = first[-1].shape.boundingRect().right(), second[0].shape.boundingRect().left()
                painter.drawLine(QPointF(start + 2, y), QPointF(end - 2, y))

    def _paint_head(self, painter: QPainter, button: ChainButton) -> None:
        px, phase = self._look.px, self._phase(button.part)
        rect = QRectF(button.geometry())
        if button.underMouse() or button.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color("sel" if button.isDown() else "hover"))
            painter.drawRoundedRect(rect, px(6), px(6))
        side = px(32)
        paint_mark(painter, self._look, phase.part, QRectF(rect.left(), rect.center().y() - side / 2, side, side))
        painter.setPen(self._look.color("text"))
        font = self._look.font(24, bold=True)
        painter.setFont(font)
        left = rect.left() + px(42)
        painter.drawText(
            QRectF(left, rect.top(), rect.width(), rect.height()), Qt.AlignmentFlag.AlignVCenter, phase.title
        )
        left += QFontMetrics(font).horizontalAdvance(phase.title) + px(6)
        paint_icon(
            painter, "right", QRectF(left, rect.center().y() - px(9), px(18), px(18)), self._look.color("text"), 2.6
        )
        painter.setPen(self._look.color("muted"))
        painter.setFont(self._look.font(16))
        left += px(26)
        painter.drawText(
            QRectF(left, rect.top() + px(2), rect.width(), rect.height()), Qt.AlignmentFlag.AlignVCenter, phase.when
        )
        left += QFontMetrics(self._look.font(16)).horizontalAdvance(phase.when)
        small = self._look.font(14)
        count = _pages(phase.pages)
        if left + px(10) + QFontMetrics(small).horizontalAdvance(count) < rect.right():
            painter.setFont(small)
            painter.drawText(
                rect.adjusted(0, px(2), -px(4), 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count
            )

    def _paint_link(self, painter: QPainter, button: ChainButton) -> None:
        look, part, empty = self._look, button.part, button.step.pages == 0
        pen = QPen(look.color("strong" if empty else f"ink:{part}"), 2.4 if button.underMouse() else 1.3)
        if empty:
            pen.setStyle(Qt.PenStyle.DashLine)
        if button.isDown():
            fill, ink = look.color(f"fill:{part}"), look.color("fill_fg")
        else:
            fill = QColor(look.color("bg")) if empty else look.color(f"tint:{part}")
            ink = look.color("muted" if empty else "text")
        painter.setPen(pen)
        painter.setBrush(fill)
        painter.drawPolygon(button.shape)
        painter.setPen(ink)
        painter.setFont(look.font(15, bold=True))
        rect = button.shape.boundingRect()
        first = abs(button.shape.at(button.shape.size() - 1).x() - rect.left()) < 1 and button.shape.size() == 5
        shift = 0 if first else look.px(4)
        painter.drawText(rect.adjusted(shift, 0, -shift / 2, 0), Qt.AlignmentFlag.AlignCenter, button.step.title)

    def _paint_bar(self, painter: QPainter, button: ChainButton) -> None:
        look, rect = self._look, button.shape.boundingRect()
        pen = QPen(look.color("strong"), 2 if button.underMouse() or button.isDown() else 1)
        if button.step.pages == 0:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(look.color("sel" if button.isDown() else "hover" if button.underMouse() else "bg"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), look.px(6), look.px(6))
        painter.setPen(look.color("muted" if button.step.pages == 0 else "text"))
        painter.setFont(look.font(16))
        metrics = QFontMetrics(look.font(16))
        leader = button.step.address.startswith("page:leaders")
        room = rect.width() - look.px(28) - (look.px(30) if leader else 0)
        title = (
            button.step.long_title if metrics.horizontalAdvance(button.step.long_title) <= room else button.step.title
        )
        width = metrics.horizontalAdvance(title or button.step.title)
        if leader:
            side = look.px(22)
            left = rect.center().x() - (width + side + look.px(8)) / 2
            paint_mark(painter, look, "leaders", QRectF(left, rect.center().y() - side / 2, side, side))
            rect = QRectF(left + side + look.px(8), rect.top(), width + 4, rect.height())
            painter.setPen(look.color("text"))
            painter.setFont(look.font(16))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, title or button.step.title)

    def _paint_folded(self, painter: QPainter, button: ChainButton) -> None:
        look, phase = self._look, self._phase(button.part)
        rect = button.shape.boundingRect()
        painter.setPen(QPen(look.color(f"ink:{phase.part}"), 2.4 if button.underMouse() else 1.3))
        painter.setBrush(look.color(f"fill:{phase.part}" if button.isDown() else f"tint:{phase.part}"))
        painter.drawPolygon(button.shape)
        side = look.px(28)
        roomy = rect.width() > look.px(190)
        beside = 34 if roomy else SMALL_LEFT
        left = rect.left() + look.px(20 if self._stacked or button is self._buttons[0] else beside)
        if roomy:
            paint_mark(painter, look, phase.part, QRectF(left, rect.center().y() - side / 2, side, side))
            left += side + look.px(10)
        painter.setPen(look.color("fill_fg" if button.isDown() else "text"))
        size = 24 if roomy else SMALL_NAME
        painter.setFont(look.font(size, bold=True))
        middle = rect.center().y()
        painter.drawText(QPointF(left, middle - look.px(1)), phase.title)
        painter.setFont(look.font(14))
        painter.setPen(look.color("fill_fg" if button.isDown() else "muted"))
        words = f"{phase.when}, {_pages(phase.pages)}" if roomy else phase.when
        painter.drawText(QPointF(left, middle + look.px(19)), words)

    def _phase(self, part: str) -> ChainPhase:
        return next(phase for phase in self._phases if phase.part == part)

    def rect_of(self, address: str) -> QRect:
        """Return where the shape of an address lies (for tests that press it)."""
        return next(button.geometry() for button in self._buttons if button.step.address == address)


def _pages(count: int) -> str:
    return f"{count} page" if count == 1 else f"{count} pages"


def _arrow(left: float, top: float, right: float, height: float, point: float, first: bool, last: bool) -> QPolygonF:
    bottom, middle = top + height, top + height / 2
    tip = [] if last else [QPointF(right, middle)]
    shoulder = right if last else right - point
    notch = [] if first else [QPointF(left + point, middle)]
    return QPolygonF(
        [QPointF(left, top), QPointF(shoulder, top), *tip, QPointF(shoulder, bottom), QPointF(left, bottom), *notch]
    )
