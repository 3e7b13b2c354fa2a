"""Choosing the cards of a set: phases, roles, kinds, and single cards in a list of check boxes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QScroller,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fieldref.core.library import Library
from fieldref.core.model import PHASES, Card
from fieldref.gui.buttons import WordButton, Words
from fieldref.gui.figures import check_box_pixmap
from fieldref.gui.flow_layout import wrapping_row
from fieldref.gui.look import Look
from fieldref.gui.row_list import paint_row_back

KINDS = (("role", "Role cards"), ("topic", "Topic cards"))
ROWS_SHOWN = 4.5
_CODE, _LABEL = 74, 64


@dataclass(frozen=True, slots=True)
class CardChoice:
    """Which cards: those of the phases, roles and kinds, less those that were unticked one by one."""

    phases: frozenset[str]
    roles: frozenset[str]
    kinds: frozenset[str]
    unticked: frozenset[str] = frozenset()

    @property
    def role(self) -> str | None:
        """The one role that was chosen, None for several."""
        return next(iter(self.roles)) if len(self.roles) == 1 else None

    def offered(self, cards: Collection[Card]) -> tuple[Card, ...]:
        """The cards of the phases, roles and kinds, in their order."""
        return tuple(
            card
            for card in cards
            if card.part in self.phases and card.kind in self.kinds and not self.roles.isdisjoint(card.roles)
        )

    def chosen(self, cards: Collection[Card]) -> tuple[Card, ...]:
        """The cards of the set."""
        return tuple(card for card in self.offered(cards) if card.id not in self.unticked)


class CardSet(QWidget):
    """The controls; `changed` carries the cards of the set."""

    changed = Signal(object)

    def __init__(self, look: Look, library: Library, role: str | None) -> None:
        super().__init__()
        self._look, self._cards = look, library.cards()
        every = frozenset(one.code for one in library.roles)
        kinds = frozenset(kind for kind, _ in KINDS)
        self.choice = CardChoice(frozenset(PHASES), frozenset({role}) if role else every, kinds)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(8))
        self._labels: list[Words] = []
        look.changed.connect(self._relook)
        self.phases = self._row("Phases", {part: library.part(part).title for part in PHASES}, "phases")
        codes = {one.code: one.code for one in library.roles}
        self.roles = self._row("Roles", codes, "roles", {one.code: one.name for one in library.roles})
        self.kinds = self._row("Kinds", dict(KINDS), "kinds")
        self._count = Words(look, "", 16, tone="muted")
        self._column.addWidget(self._count)
        self.list = TickList(look, "Cards of the set")
        self.list.ticked.connect(self._on_ticked)
        self._column.addWidget(self.list)
        self.all = WordButton(look, "Tick all")
        self.none = WordButton(look, "Tick none")
        self.all.clicked.connect(lambda: self._change(unticked=frozenset()))
        self.none.clicked.connect(self._untick_all)
        self._line(self.all, self.none)
        self._show()

    def cards(self) -> tuple[Card, ...]:
        """The cards of the set."""
        return self.choice.chosen(self._cards)

    def _row(
        self, title: str, words: dict[str, str], field: str, names: dict[str, str] | None = None
    ) -> dict[str, WordButton]:
        buttons = {}
        for key, word in words.items():
            button = WordButton(self._look, word)
            button.setCheckable(True)
            button.setAccessibleName(names[key] if names else word)
            button.setToolTip(names[key] if names else "")
            button.clicked.connect(lambda _=False, chosen=key: self._toggle(field, chosen))
            buttons[key] = button
        label = Words(self._look, title, 16, tone="muted")
        label.setFixedSize(self._look.px(_LABEL), self._look.control())
        self._labels.append(label)
        self._line(label, *buttons.values())
        return buttons

    def _line(self, *widgets: QWidget) -> None:
        box = wrapping_row(self._look.px(8), widgets)
        self._column.addWidget(box)

    def _relook(self) -> None:
        for label in self._labels:
            label.setFixedSize(self._look.px(_LABEL), self._look.control())

    def _toggle(self, field: str, key: str) -> None:
        self._change(**{field: getattr(self.choice, field) ^ {key}})

    def _untick_all(self) -> None:
        self._change(unticked=frozenset(card.id for card in self.choice.offered(self._cards)))

    def _on_ticked(self, identifier: str, on: bool) -> None:
        unticked = self.choice.unticked - {identifier} if on else self.choice.unticked | {identifier}
        self.choice = replace(self.choice, unticked=unticked)
        self._show_count()
        self.changed.emit(self.cards())

    def _change(self, **values: Any) -> None:
        self.choice = replace(self.choice, **values)
        offered = frozenset(card.id for card in self.choice.offered(self._cards))
        self.choice = replace(self.choice, unticked=self.choice.unticked & offered)
        self._show()
        self.changed.emit(self.cards())

    def _show(self) -> None:
        for field, buttons in (("phases", self.phases), ("roles", self.roles), ("kinds", self.kinds)):
            for key, button in buttons.items():
                button.setChecked(key in getattr(self.choice, field))
        self.list.show_cards(self.choice.offered(self._cards), lambda card: card.id not in self.choice.unticked)
        self._show_count()

    def _show_count(self) -> None:
        offered = self.choice.offered(self._cards)
        self._count.setText(f"Cards: {len(self.cards())} of {len(offered)} ticked")


class TickList(QListWidget):
    """Cards with check boxes: one stop of Tab; arrows move, Space and Enter tick, a press anywhere on a row ticks."""

    ticked = Signal(str, bool)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_TickDelegate(look, self))
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.itemClicked.connect(self._flip)
        look.changed.connect(self._relook)

    def show_cards(self, cards: Collection[Card], ticked: Callable[[Card], bool]) -> None:
        """Show other cards, or the same with other ticks; the current row stays where it can."""
        here = self.currentRow()
        self.clear()
        for card in cards:
            item = QListWidgetItem(f"{card.code}\t{card.title}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{card.code} {card.title}")
            item.setData(Qt.ItemDataRole.UserRole, card.id)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if ticked(card) else Qt.CheckState.Unchecked)
            self.addItem(item)
        if self.count():
            self.setCurrentRow(min(max(here, 0), self.count() - 1))
        self._relook()

    def _relook(self) -> None:
        rows = min(max(self.count(), 1), ROWS_SHOWN)
        self.setFixedHeight(round(rows * self._look.control()) + 2)
        self.scheduleDelayedItemsLayout()

    def _flip(self, item: QListWidgetItem) -> None:
        on = item.checkState() != Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.ticked.emit(str(item.data(Qt.ItemDataRole.UserRole)), on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space or Enter."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._flip(item)
            return
        super().keyPressEvent(event)


class _TickDelegate(QStyledItemDelegate):
    """Paints a row: the box, the code, the title; a press is the list's own affair."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as a control."""
        return QSize(100, self._look.control())

    def editorEvent(self, *arguments: object) -> bool:
        """Leave the press to the list, or the box would be ticked twice."""
        return False

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        look, rect = self._look, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = option.widget
        if isinstance(view, TickList) and (view.hasFocus() or view.viewport().underMouse()):
            paint_row_back(painter, look, rect, option.state)
        side = look.px(26)
        done = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        box = check_box_pixmap(look, side, painter.device().devicePixelRatioF(), done=done)
        left = rect.left() + look.px(10)
        painter.drawPixmap(int(left), int(rect.center().y() - side / 2), box)
        code, _, title = str(index.data()).partition("\t")
        left += side + look.px(12)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(look.color("text"))
        painter.setFont(look.font(17, bold=True))
        painter.drawText(QRectF(left, rect.top(), look.px(_CODE), rect.height()), middle, code)
        left += look.px(_CODE)
        painter.setFont(look.font(17))
        room = rect.right() - left - look.px(10)
        words = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(left, rect.top(), room, rect.height()), middle, words)
        painter.restore()
