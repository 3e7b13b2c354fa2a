"""The chain as a tree: parts, steps, pages; what is not for the role folds to one line with its count."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QScroller,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from fieldref.core.library import Library
from fieldref.core.model import PageMeta, Part, visible
from fieldref.gui.icons import paint_icon
from fieldref.gui.look import Look
from fieldref.gui.phase_mark import paint_mark
from fieldref.gui.row_list import paint_row_back
from fieldref.gui.text_layout import wrapped_lines
from fieldref.gui.words import plural

Index = QModelIndex | QPersistentModelIndex
NodeRole = int(Qt.ItemDataRole.UserRole)
BESIDE = (
    ("Directory", "screen:directory", "phone"),
    ("Glossary", "screen:glossary", "book"),
    ("Quick cards", "screen:cards", "card"),
    ("A to Z", "screen:index", "list"),
    ("Settings", "screen:preferences", "size"),
)


@dataclass(eq=False)
class Node:
    """A line of the tree: a part, a step, a page, or the fold of what is for other roles."""

    title: str
    address: str = ""
    code: str = ""
    part: str = ""
    level: int = 0
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    def add(self, node: Node) -> Node:
        """Append a child."""
        node.parent, node.level = self, self.level + 1
        self.children.append(node)
        return node

    @property
    def place(self) -> int:
        """The number of this node among its siblings."""
        return self.parent.children.index(self) if self.parent else 0


def build_tree(library: Library, role: str | None) -> Node:
    """Return the whole tree for a role."""
    root = Node("", level=-1)
    for part in library.parts:
        pages = library.pages(part=part.id)
        if pages:
            _add_part(root, part, pages, role)
    for title, address, icon in BESIDE:
        root.add(Node(title, address, code=f"icon:{icon}"))
    return root


def _add_part(root: Node, part: Part, pages: tuple[PageMeta, ...], role: str | None) -> None:
    top = root.add(Node(part.title, part=part.id))
    _add_pages(top, [page for page in pages if page.step is None], role)
    for step in part.steps:
        inside = [page for page in pages if page.step == step.id]
        if inside:
            _add_pages(top.add(Node(step.long_title)), inside, role)


def _add_pages(node: Node, pages: list[PageMeta], role: str | None) -> None:
    for page in pages:
        if visible(page.roles, role):
            node.add(Node(page.title, f"page:{page.id}", page.code))
    others = [page for page in pages if not visible(page.roles, role)]
    if others:
        fold = node.add(Node(f"{plural(len(others), 'page')} for other roles", code="fold"))
        for page in others:
            fold.add(Node(page.title, f"page:{page.id}", page.code))


class TreeModel(QAbstractItemModel):
    """The nodes as a Qt model of one column."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self._before = Node("", level=-1)

    def set_root(self, root: Node) -> None:
        """Show another tree. An index only points at its node: those of the last tree stay, for whoever holds one."""
        self.beginResetModel()
        self._before, self.root = self.root, root
        self.endResetModel()

    def _node(self, index: Index) -> Node:
        pointer = index.internalPointer() if index.isValid() else None
        return pointer if isinstance(pointer, Node) else self.root

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008  Qt's default
        """The index of a child."""
        node = self._node(parent)
        inside = column == 0 and 0 <= row < len(node.children)
        return self.createIndex(row, 0, node.children[row]) if inside else QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """The index of the node above."""
        above = self._node(index).parent if index.isValid() else None
        return QModelIndex() if above is None or above is self.root else self.createIndex(above.place, 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many children a node has."""
        return len(self._node(parent).children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One column."""
        return 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Give the title, the title with its code for screen readers, or the node."""
        if not index.isValid():
            return None
        node = self._node(index)
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            spoken = node.address.startswith("page:") and role != int(Qt.ItemDataRole.DisplayRole)
            return f"{node.code} {node.title}" if spoken else node.title
        if role == int(Qt.ItemDataRole.AccessibleDescriptionRole):
            return spoken_place(node)
        return node if role == NodeRole else None

    def index_of(self, address: str) -> QModelIndex:
        """The first index with that address."""

        def search(node: Node) -> Node | None:
            if node.address == address:
                return node
            return next((found for child in node.children if (found := search(child))), None)

        found = search(self.root)
        return self.createIndex(found.place, 0, found) if found else QModelIndex()


def spoken_place(node: Node) -> str:
    """Return what a screen reader is told of a line beside its title: how deep it stands and what it holds."""
    held = f", holds {plural(len(node.children), 'line')}" if node.children else ""
    return f"level {node.level + 1}{held}"


class NavTree(QTreeView):
    """The tree; a press on a page opens it, on anything else unfolds it."""

    opened = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._model = TreeModel()
        self._delegate = TreeDelegate(self, look)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Contents")
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.clicked.connect(self._on_pressed)
        look.changed.connect(self._relook)

    def show_tree(self, root: Node) -> None:
        """Show a tree, keeping what was unfolded."""
        unfolded = {title for title in self._unfolded(QModelIndex())}
        current = self.current_address
        self._model.set_root(root)
        self._unfold(QModelIndex(), unfolded)
        if current:
            self.show_address(current)

    def _unfolded(self, parent: QModelIndex) -> list[str]:
        titles = []
        for row in range(self._model.rowCount(parent)):
            index = self._model.index(row, 0, parent)
            if self.isExpanded(index):
                titles += [str(index.data()), *self._unfolded(index)]
        return titles

    def _unfold(self, parent: QModelIndex, titles: set[str]) -> None:
        for row in range(self._model.rowCount(parent)):
            index = self._model.index(row, 0, parent)
            if str(index.data()) in titles:
                self.setExpanded(index, True)
                self._unfold(index, titles)

    @property
    def current_address(self) -> str:
        """The address of the selected line."""
        node = self.currentIndex().data(NodeRole) if self.currentIndex().isValid() else None
        return node.address if isinstance(node, Node) else ""

    def show_address(self, address: str) -> None:
        """Select the line of an address and unfold what is above it."""
        index = self._model.index_of(address)
        if not index.isValid():
            self.setCurrentIndex(QModelIndex())
            self.clearSelection()
            return
        above = index.parent()
        while above.isValid():
            self.setExpanded(above, True)
            above = above.parent()
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def unfold_title(self, title: str) -> None:
        """Unfold the top line with that title."""
        for row in range(self._model.rowCount()):
            index = self._model.index(row, 0)
            if index.data() == title:
                self.setExpanded(index, True)

    def _on_pressed(self, index: QModelIndex) -> None:
        node = index.data(NodeRole)
        if node.children:
            self.setExpanded(index, not self.isExpanded(index))
        elif node.address:
            self.opened.emit(node.address)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter and Space do what a press does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self._on_pressed(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand at the first line where no page of the tree is open, so that the keys have a place that can be seen."""
        if not self.currentIndex().isValid():
            self.selectionModel().setCurrentIndex(self._model.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap titles by the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def _relook(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


class TreeDelegate(QStyledItemDelegate):
    """Paints the lines of the tree."""

    LINE = 20

    def __init__(self, tree: NavTree, look: Look) -> None:
        super().__init__(tree)
        self._tree, self._look = tree, look

    def _left(self, node: Node) -> int:
        return self._look.px(78 if node.level == 0 or node.children else 88)

    def _lines(self, node: Node) -> list[str]:
        room = self._tree.viewport().width() - self._left(node) - self._look.px(14)
        metrics = QFontMetrics(self._look.font(18 if node.level == 0 else 16, bold=True))
        return wrapped_lines(node.title, metrics, max(40, room))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """42 px at 100 %, more when the title wraps."""
        node = index.data(NodeRole)
        lines = len(self._lines(node))
        return QSize(self._look.px(120), max(self._look.control(42), self._look.px(self.LINE * lines + 18)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        node: Node = index.data(NodeRole)
        look, rect = self._look, QRectF(option.rect)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected) and bool(node.address)
        painter.save()
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        if not node.address:
            state &= ~QStyle.StateFlag.State_Selected
        paint_row_back(painter, look, rect.adjusted(look.px(8), 0, -look.px(8), 0), state)
        expanded = self._tree.isExpanded(index)
        self._paint_sign(painter, node, rect, expanded=expanded)
        muted = node.code == "fold"
        bold = selected or node.level == 0 or (bool(node.children) and expanded and not muted)
        painter.setFont(look.font(18 if node.level == 0 else 16, bold=bold))
        painter.setPen(look.color("muted" if muted else "text"))
        lines, height = self._lines(node), look.px(self.LINE)
        top = rect.center().y() - height * len(lines) / 2
        for number, line in enumerate(lines):
            place = QRectF(self._left(node), top + number * height, rect.width(), height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, line)
        painter.restore()

    def _paint_sign(self, painter: QPainter, node: Node, rect: QRectF, *, expanded: bool) -> None:
        look, middle = self._look, rect.center().y()
        side = look.px(16)
        if node.children:
            left = look.px(17 if node.level == 0 else 46)
            sign = "down" if expanded else "right"
            paint_icon(painter, sign, QRectF(left, middle - side / 2, side, side), look.color("text"), 2.4)
        if node.level == 0:
            mark = look.px(24)
            place = QRectF(look.px(43), middle - mark / 2, mark, mark)
            if node.part:
                paint_mark(painter, look, node.part, place)
            elif node.code.startswith("icon:"):
                paint_icon(painter, node.code[5:], place.adjusted(2, 2, -2, -2), look.color("text"))
        elif not node.children:
            painter.setFont(look.font(14))
            painter.setPen(look.color("muted"))
            place = QRectF(0, rect.top(), look.px(77), rect.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, node.code)
