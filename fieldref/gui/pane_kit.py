"""A scrolling pane with a title, for the screens that are made of controls rather than of a document."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QScroller, QVBoxLayout, QWidget

from fieldref.gui.buttons import CheckBox, WordButton, Words
from fieldref.gui.flow_layout import FlowLayout
from fieldref.gui.look import Look

COLUMN = 820
MARGIN, NARROW_MARGIN, NARROW_BELOW = 32, 12, 420
"""What is left free at either side, and the width (100 % design) below which it is less."""


class Pane(QScrollArea):
    """A screen of controls: a title, then what is added, in a column of readable width."""

    def __init__(self, look: Look, title: str, remark: str = "") -> None:
        super().__init__()
        self.look = look
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # page keys scroll it from any control in it
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        page = QWidget()
        page.setObjectName("surface")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QHBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        self._inner = QWidget()
        outer.addWidget(self._inner, 1000)
        outer.addStretch(1)
        self.column = QVBoxLayout(self._inner)
        self.column.addWidget(Words(look, title, 32, bold=True, wrap=True))
        if remark:
            self.column.addWidget(Words(look, remark, 16, tone="muted", wrap=True))
        self.setWidget(page)
        look.changed.connect(self._relook)
        self._relook()

    def add_heading(self, text: str) -> None:
        """Add a heading."""
        heading = Words(self.look, text, 21, bold=True, wrap=True)
        heading.setContentsMargins(0, self.look.px(14), 0, 0)
        self.column.addWidget(heading)

    def add_text(self, text: str) -> Words:
        """Add a remark."""
        words = Words(self.look, text, 16, tone="muted", wrap=True)
        self.column.addWidget(words)
        return words

    def add_row(self, *widgets: QWidget) -> FlowLayout:
        """Add controls side by side, in several lines where there is no room; return their layout."""
        box = QWidget()
        line = FlowLayout(self.look.px(8), box)
        for widget in widgets:
            line.addWidget(widget)
        policy = box.sizePolicy()
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        self.column.addWidget(box)
        return line

    def finish(self) -> None:
        """Push what was added to the top."""
        self.column.addStretch(1)

    def _relook(self) -> None:
        self.column.setSpacing(self.look.px(8))
        self._inner.setMaximumWidth(self.look.px(COLUMN))
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the width there is."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Home and End go to either end from any control that has no use for them; Qt only knows the page keys."""
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        place = ends.get(Qt.Key(event.key()))
        if place is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(place)

    def fit(self) -> None:
        """Keep the margins small where all is narrow, and break the words of buttons wider than the column."""
        px, width = self.look.px, self.viewport().width()
        side = px(MARGIN if self.look.units(width) >= NARROW_BELOW else NARROW_MARGIN)
        self.column.setContentsMargins(side, px(22), side, px(40))
        for button in self._inner.findChildren(WordButton):
            button.keep_within(width - 2 * side)
        for box in self._inner.findChildren(CheckBox):
            box.keep_within(width - 2 * side)


def empty_layout(layout: QLayout) -> None:
    """Remove everything from a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty_layout(inner)
