"""The left pane: the chain as a tree, the directory's categories, or the results of a search."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fieldref.core.library import Library
from fieldref.core.model import visible
from fieldref.gui.buttons import Words
from fieldref.gui.look import Look
from fieldref.gui.places import Place
from fieldref.gui.row_list import Row, RowList

if TYPE_CHECKING:
    from fieldref.core.model import Hit
    from fieldref.gui.nav_tree import NavTree
    from fieldref.gui.results import ResultsPane


class CategoryList(QWidget):
    """The categories of the directory and what belongs beside them."""

    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._title = Words(look, "Directory", 20, bold=True)
        self._title.setContentsMargins(look.px(14), look.px(16), 0, look.px(8))
        self.list = RowList(look, "Categories of the directory", height=46, ruled=False, keeps_selection=True)
        self.list.opened.connect(self.opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(8), 0, look.px(8), 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self.list, 1)


class LeftPane(QWidget):
    """The pane; `opened` carries the address of what was pressed."""

    opened = Signal(str)
    suggestion_chosen = Signal(str)

    def __init__(self, look: Look, library: Library, trail: Callable[[Hit], str]) -> None:
        super().__init__()
        self.setObjectName("leftPane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look, self._library = look, library
        self._role: str | None = None
        self._role_known = False
        self._tree_role: str | None = "none yet"
        self._trail = trail
        self._results: ResultsPane | None = None
        self._tree: NavTree | None = None
        self._categories: CategoryList | None = None
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.addWidget(self._stack)

    @property
    def results(self) -> ResultsPane:
        """The results, made when first needed."""
        if self._results is None:
            from fieldref.gui.results import ResultsPane  # deferred: not needed before the first paint

            self._results = ResultsPane(self._look, self._trail)
            self._results.suggestion_chosen.connect(self.suggestion_chosen)
            self._results.way_chosen.connect(self.opened)
            self._stack.addWidget(self._results)
        return self._results

    @property
    def tree(self) -> NavTree:
        """The tree, made when first needed."""
        from fieldref.gui.nav_tree import NavTree, build_tree  # deferred: likewise

        if self._tree is None:
            self._tree = NavTree(self._look)
            self._tree.opened.connect(self.opened)
            self._stack.addWidget(self._tree)
        if self._tree_role != self._role:
            self._tree_role = self._role
            self._tree.show_tree(build_tree(self._library, self._role))
        return self._tree

    @property
    def categories(self) -> CategoryList:
        """The list of categories, made when first needed."""
        if self._categories is None:
            self._categories = CategoryList(self._look)
            self._categories.opened.connect(self.opened)
            self._stack.addWidget(self._categories)
        return self._categories

    def set_role(self, role: str | None) -> None:
        """Show the contents for a role."""
        self._role = role
        if self._tree is not None and self._stack.currentWidget() is self._tree:
            _ = self.tree
        if self._categories is not None:
            self._fill_categories()

    def show_results(self) -> None:
        """Show the results."""
        self._stack.setCurrentWidget(self.results)

    def show_contents(self) -> None:
        """Show the tree."""
        self._stack.setCurrentWidget(self.tree)

    def show_place(self, place: Place, category: str = "") -> None:
        """Show the contents that belong to a place, unless results are shown."""
        shown = self._results
        if shown is not None and self._stack.currentWidget() is shown and shown.result.query and place.query:
            return
        if place.kind == "directory":
            self._fill_categories()
            self.categories.list.select_address(f"screen:directory#{category}")
            self._stack.setCurrentWidget(self.categories)
            return
        self._stack.setCurrentWidget(self.tree)
        address = f"page:{place.id}" if place.kind == "page" else f"screen:{place.kind}"
        self.tree.show_address(address)

    def _fill_categories(self) -> None:
        entries = self._library.directory
        rows = []
        for category in self._library.directory_categories:
            own = sum(entry.category == category and visible(entry.roles, self._role) for entry in entries)
            rows.append(Row(category, f"screen:directory#{category}", str(own)))
        rows += [
            Row("Local details", "screen:local", "", icon="pin"),
            Row("Glossary", "screen:glossary", "", icon="book"),
            Row("Sources", "screen:sources", "", icon="list"),
        ]
        self.categories.list.set_rows(rows)

    def panes(self) -> list[QWidget]:
        """What F6 stops at."""
        current = self._stack.currentWidget()
        if self._results is not None and current is self._results:
            return [self._results.list]
        return [self._categories.list if self._categories is current and self._categories else self.tree]

    def take_focus(self) -> None:
        """Put the focus into what is shown."""
        self.panes()[0].setFocus(Qt.FocusReason.OtherFocusReason)
