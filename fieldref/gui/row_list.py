"""Lists of one-line rows: phase mark or icon, words, and a code or count at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QScroller,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fieldref.gui.icons import paint_icon
from fieldref.gui.look import Look
from fieldref.gui.phase_mark import paint_mark
from fieldref.gui.text_layout import wrapped_lines

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyle

Index = QModelIndex | QPersistentModelIndex
MOST_WRAPPED = 100
"""Rows whose wrapped titles are kept."""
AddressRole = int(Qt.ItemDataRole.UserRole)


class Row(NamedTuple):
    """A row: what it says, what stands at its right, and the address it opens."""

    title: str
    address: str
    right: str = ""
    part: str = ""
    icon: str = ""
    link: bool = False
    ticked: bool | None = None


class RowModel(QAbstractListModel):
    """Rows as a list model; the accessible text of a row says the code too.

    Rows that can be ticked are check boxes to a screen reader; `ticked` carries the address of one that was toggled.
    """

    ticked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Replace all rows, unless they are the same: a view that is reset forgets which row is being pressed.

        A page that is set anew (another width, a figure drawn) between finger down and finger up lost that press.
        """
        if tuple(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """The number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Give title, accessible text or address."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == int(Qt.ItemDataRole.DisplayRole):
            return row.title
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.title}, {row.right}" if row.right else row.title
        if role == AddressRole:
            return row.address
        if role == int(Qt.ItemDataRole.CheckStateRole) and row.ticked is not None:
            return Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say which rows can be ticked."""
        usual = super().flags(index)
        row = self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None
        return usual | Qt.ItemFlag.ItemIsUserCheckable if row is not None and row.ticked is not None else usual

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Let a row be ticked: the page does it and sets the rows anew."""
        if role != int(Qt.ItemDataRole.CheckStateRole) or not index.isValid():
            return False
        self.ticked.emit(self._rows[index.row()].address)
        return True


def row_of(index: Index) -> Row:
    """The row itself that an index of a RowModel stands for."""
    model = index.model()
    assert isinstance(model, RowModel)
    return model.rows[index.row()]


class RowDelegate(QStyledItemDelegate):
    """Paints rows; a title too long for its row goes on in a second line, a hairline begins at the words."""

    LINE = 21

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Leave presses to the list: Qt would take one near the left edge for a press on a box."""
        return isinstance(event, QKeyEvent) and super().editorEvent(event, model, option, index)

    def __init__(self, look: Look, height: float = 46, *, ruled: bool = True) -> None:
        super().__init__()
        self._look, self._height, self._ruled = look, height, ruled
        self._width = 0
        self._wrapped: dict[Row, list[str]] = {}
        self._wrapped_at = (0, 0)

    def set_width(self, width: int) -> None:
        """Learn how wide rows are, which decides where titles wrap."""
        self._width = width

    def row_height(self, row: Row | None) -> int:
        """Return the height of a row: that of a control, more when its title wraps."""
        least = self._look.control(self._height)
        if row is None or not self._width:
            return least
        return max(least, self._look.px(self.LINE) * len(self._lines(row)) + self._look.px(20))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are as high as a control or as their words need."""
        return QSize(self._look.px(120), self.row_height(row_of(index)))

    def _left(self, row: Row) -> int:
        return self._look.px(2 if self._ruled else 14) + (self._look.px(32) if row.part or row.icon or row.link else 0)

    def _right(self, row: Row) -> int:
        words = QFontMetrics(self._look.font(14)).horizontalAdvance(row.right) + self._look.px(8) if row.right else 0
        return words + self._look.px(4 if self._ruled else 14)

    def _lines(self, row: Row) -> list[str]:
        if self._wrapped_at != (self._width, self._look.scale) or len(self._wrapped) >= MOST_WRAPPED:
            self._wrapped.clear()
            self._wrapped_at = self._width, self._look.scale
        if row not in self._wrapped:
            room = self._width - self._left(row) - self._right(row)
            metrics = QFontMetrics(self._look.font(17, bold=not self._ruled))
            self._wrapped[row] = wrapped_lines(row.title, metrics, max(room, 40))
        return self._wrapped[row]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row = row_of(index)
        look, rect = self._look, QRectF(option.rect)
        selected = False
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = option.widget
        if not isinstance(view, RowList) or view.in_use:  # else all rows look alike; QStyle's names take 6 ms to load
            paint_row_back(painter, look, rect, option.state)
            selected = is_selected(option.state)
        left = rect.left() + look.px(2 if self._ruled else 14)
        if row.part or row.icon:
            side = look.px(22)
            place = QRectF(left, rect.center().y() - side / 2, side, side)
            if row.part:
                paint_mark(painter, look, row.part, place)
            else:
                paint_icon(painter, row.icon, place, look.color("text"))
        text_left = rect.left() + self._left(row)
        painter.setFont(look.font(17, bold=selected))
        painter.setPen(look.color("accent" if row.link else "text"))
        lines = self._lines(row)
        line_height = look.px(self.LINE)
        top = rect.center().y() - line_height * len(lines) / 2 - 0.5
        for number, line in enumerate(lines):
            place = QRectF(text_left, top + number * line_height, rect.width(), line_height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, line)
        if row.link:
            side = look.px(18)
            paint_icon(
                painter,
                "right",
                QRectF(rect.right() - side - 4, rect.center().y() - side / 2, side, side),
                look.color("accent"),
            )
        painter.setFont(look.font(14))
        painter.setPen(look.color("text" if selected else "muted"))
        inset = look.px(4 if self._ruled else 14)
        painter.drawText(
            rect.adjusted(0, 0, -inset, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.right
        )
        model = index.model()
        if self._ruled and index.row() + 1 < model.rowCount():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("line"))
            painter.drawRect(QRectF(text_left, rect.bottom() - 1, rect.right() - text_left, 1))
        painter.restore()


def is_selected(state: QStyle.StateFlag) -> bool:
    """Whether a row's state says that it is selected."""
    from PySide6.QtWidgets import QStyle  # deferred: not needed before the first paint

    return bool(state & QStyle.StateFlag.State_Selected)


def paint_row_back(painter: QPainter, look: Look, rect: QRectF, state: QStyle.StateFlag) -> None:
    """Paint the background of a row: selected, under the pointer, with the focus ring inside its edge."""
    from PySide6.QtWidgets import QStyle  # deferred: not needed before the first paint

    selected = bool(state & QStyle.StateFlag.State_Selected)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    focused = bool(state & QStyle.StateFlag.State_HasFocus) and bool(state & QStyle.StateFlag.State_KeyboardFocusChange)
    corner = look.px(6)
    inner = rect.adjusted(0, 1, 0, -2)
    painter.setPen(Qt.PenStyle.NoPen)
    if selected:
        painter.setBrush(look.color("sel"))
        if look.theme.outlined:
            painter.setPen(QPen(look.color("strong"), 1.4))
        painter.drawRoundedRect(inner.adjusted(0.7, 0.7, -0.7, -0.7), corner, corner)
    elif hovered:
        painter.setBrush(look.color("hover"))
        painter.drawRoundedRect(inner, corner, corner)
    if focused:
        width = look.px(3)
        painter.setPen(QPen(look.color("focus"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner.adjusted(width / 2, width / 2, -width / 2, -width / 2), corner, corner)


class RowList(QListView):
    """A list of rows; pressing one, or Enter on it, emits its address."""

    opened = Signal(str)

    def __init__(
        self, look: Look, name: str, *, height: float = 46, ruled: bool = True, keeps_selection: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._look = look
        self._rows = RowModel()
        self._delegate = RowDelegate(look, height, ruled=ruled)
        self._keeps = keeps_selection
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        if not keeps_selection:
            self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setViewport(QWidget())  # one that Python knows: finding out what Qt's own is takes 11 ms
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.clicked.connect(self._on_opened)
        self.activated.connect(self._on_activated)
        self._rows.ticked.connect(self.opened)
        look.changed.connect(self._relook)

    @property
    def in_use(self) -> bool:
        """Whether a row may be selected, under the pointer or focused."""
        return self._keeps or self.hasFocus() or self.viewport().underMouse()

    def set_delegate(self, delegate: RowDelegate) -> None:
        """Paint the rows another way."""
        self._delegate = delegate
        self.setItemDelegate(delegate)

    def total_height(self) -> int:
        """The height of all rows in pixels."""
        return sum(self._delegate.row_height(row) for row in self._rows.rows) + 4

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self._rows.set_rows(rows)

    def select_address(self, address: str) -> None:
        """Select the row of an address without opening it."""
        for number in range(self._rows.rowCount()):
            index = self._rows.index(number)
            if index.data(AddressRole) == address:
                self.setCurrentIndex(index)
                return

    def row_height(self, row: Row | None = None) -> int:
        """The height of a row in pixels, of the plainest one without `row`."""
        return self._delegate.row_height(row)

    def adopt_width(self, width: int) -> None:
        """Learn the width before being laid out, so that heights can be asked for."""
        self._delegate.set_width(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap titles by the new width."""
        self._delegate.set_width(self.viewport().width())
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _on_opened(self, index: QModelIndex) -> None:
        self.opened.emit(str(index.data(AddressRole)))

    def _on_activated(self, index: QModelIndex) -> None:
        # A press already opened it; `activated` also follows a press in some styles.
        if self.hasFocus() and not self.underMouse():
            self._on_opened(index)

    def _relook(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()
        self.viewport().update()
