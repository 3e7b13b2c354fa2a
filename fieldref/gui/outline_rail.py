"""The rail beside a page: what can be done with it, its headings, and the pages it points to.

The two lists are what a screen reader and the keyboard use to move about a page.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QScrollArea,
    QScroller,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fieldref.gui.buttons import WordButton, Words
from fieldref.gui.documents import ReaderDocument
from fieldref.gui.figures import check_box_pixmap
from fieldref.gui.look import Look
from fieldref.gui.row_list import Index, Row, RowDelegate, RowList, row_of

TOOLS = (
    ("Card", "card", "card"),
    ("Print", "print", "print"),
    ("Bookmark", "bookmark", "bookmark"),
    ("Note", "note", "note"),
    ("Find", "search", "find"),
    ("As HTML", "outside", "plain-html"),
)


TWO_COLUMNS_FROM, TOOLS_STAY_FROM = 270, 300
"""Width and height of the rail (at 100 %) from which tools stand two in a row, and stay when the lists scroll."""


class OutlineDelegate(RowDelegate):
    """A line of the outline: words at an inset, a bar in the phase's ink at the section in view."""

    LINE = 20

    def __init__(self, look: Look, *, links: bool) -> None:
        super().__init__(look, 40)
        self.part = "overview"
        self._links = links

    def _left(self, row: Row) -> int:
        return self._look.px(54 if self._links and row.icon else 44 if row.ticked is not None else 14)

    def _right(self, row: Row) -> int:
        return self._look.px(6)

    def row_height(self, row: Row | None) -> int:
        """A little tighter than other rows, but never below what a glove can hit."""
        height = self._look.control(40)
        if row is None or not self._width:
            return height
        return max(height, self._look.px(self.LINE * len(self._lines(row)) + 18))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the words need."""
        return QSize(self._look.px(100), self.row_height(row_of(index)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        row = row_of(index)
        look, rect = self._look, QRectF(option.rect)
        state = option.state
        here = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("hover"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), look.px(6), look.px(6))
        if here:
            bar = QRectF(rect.left(), rect.center().y() - look.px(12), look.px(4), look.px(24))
            painter.fillRect(bar, look.color(f"ink:{self.part}"))
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            pen = painter.pen()
            pen.setColor(look.color("focus"))
            pen.setWidthF(look.px(3))
            painter.setPen(pen)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), look.px(6), look.px(6))
        font = look.font(16, bold=here)
        if self._links or row.link:
            font.setUnderline(look.theme.underlined)
        lines, height = self._lines(row), look.px(self.LINE)
        top = rect.center().y() - height * len(lines) / 2
        if self._links and row.icon:
            painter.setFont(look.font(14))
            painter.setPen(look.color("muted"))
            painter.drawText(QRectF(look.px(14), top, look.px(44), height), Qt.AlignmentFlag.AlignVCenter, row.icon)
        if row.ticked is not None:
            side = look.px(22)
            box = check_box_pixmap(look, side, painter.device().devicePixelRatio(), done=row.ticked)
            painter.drawPixmap(round(rect.left() + look.px(12)), round(rect.center().y() - side / 2), box)
        painter.setFont(font)
        painter.setPen(look.color("accent" if self._links or row.link else "text"))
        for number, line in enumerate(lines):
            place = QRectF(self._left(row), top + number * height, rect.width(), height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, line)
        font.setUnderline(False)
        painter.restore()


class OutlineRail(QWidget):
    """The rail; `tool_pressed` names a tool, `heading_chosen` an anchor, `link_chosen` an address."""

    tool_pressed = Signal(str)
    heading_chosen = Signal(str)
    link_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self.tools: dict[str, WordButton] = {}
        self._grid = QGridLayout()
        self._columns = 0
        self._tools_scroll = False
        for word, icon, name in TOOLS:
            button = WordButton(look, word, icon)
            button.clicked.connect(lambda _=False, tool=name: self.tool_pressed.emit(tool))
            self.tools[name] = button
        self.headings = RowList(look, "Headings of this page", height=40, keeps_selection=True)
        self.links = RowList(look, "See also", height=40)
        self.lines = RowList(look, "Lines to tick on this page", height=40, keeps_selection=True)
        self._outline = OutlineDelegate(look, links=False)
        self._ticks = OutlineDelegate(look, links=False)
        self._see = OutlineDelegate(look, links=True)
        for view, delegate in ((self.headings, self._outline), (self.lines, self._ticks), (self.links, self._see)):
            view.set_delegate(delegate)
            view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._here = Words(look, "On this page", 15, bold=True)
        self._lines_title = Words(look, "Lines to tick", 15, bold=True)
        self._see_title = Words(look, "See also", 15, bold=True)
        self.setMinimumHeight(1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._grid)
        self._column.addWidget(self._scrolled(), 1)
        self.headings.opened.connect(self._on_heading)
        self.lines.opened.connect(self.link_chosen)
        self.links.opened.connect(self.link_chosen)
        look.changed.connect(self._relook)
        self._relook()

    def _scrolled(self) -> QScrollArea:
        page = QWidget()
        page.setObjectName("scrolled")
        self._lists = QVBoxLayout(page)
        self._lists.setContentsMargins(0, 0, 0, 0)
        for part in (self._here, self.headings, self._lines_title, self.lines, self._see_title, self.links):
            self._lists.addWidget(part)
        self._lists.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        area.setWidget(page)
        return area

    def show_document(self, document: ReaderDocument) -> None:
        """Show the outline of a document."""
        rows = [Row(heading.text, heading.anchor or heading.address) for heading in document.headings]
        if document.hidden_note:
            rows.append(Row(document.hidden_note, "folds:open", link=True))
        self._outline.part = self._see.part = document.part
        self.headings.set_rows(rows)
        self.links.set_rows([Row(see.text, see.address, icon=see.code) for see in document.see])
        for widget in (self._see_title, self.links):
            widget.setVisible(bool(document.see))
        self._show_lines(document)
        self._fit()

    def _show_lines(self, document: ReaderDocument) -> None:
        """List the lines to tick for a screen reader, to which the page is one text; nobody else needs them twice."""
        wanted = bool(document.lines) and QAccessible.isActive()
        for widget in (self._lines_title, self.lines):
            widget.setVisible(wanted)
        if not wanted:
            return
        here = self.lines.currentIndex().row()
        self.lines.set_rows(
            [Row(line.words, f"tick:{line.number}", line.time, ticked=bool(line.time)) for line in document.lines]
        )
        self.lines.setCurrentIndex(self.lines.model().index(max(here, 0), 0))

    def show_heading(self, anchor: str) -> None:
        """Show which section is in view."""
        self.headings.select_address(anchor)

    def set_tool(self, name: str, word: str, icon: str) -> None:
        """Change the word and sign of a tool."""
        button = self.tools[name]
        button.set_icon_name(icon)
        button.set_word(word)

    def _on_heading(self, address: str) -> None:
        if ":" in address:
            self.link_chosen.emit(address)
        else:
            self.heading_chosen.emit(address)

    def resizeEvent(self, event: object) -> None:
        """Give the lists the height their lines need."""
        self._fit()

    def _fit(self) -> None:
        self._lay_tools()
        self._place_tools()
        width = self.width() - self._look.px(16 + 20)
        for view in (self.headings, self.lines, self.links):
            view.adopt_width(width)
            view.setFixedHeight(view.total_height())

    def _place_tools(self) -> None:
        """Keep the tools in view above the lists; where that leaves the lists no room, scroll them along."""
        scrolled = self._look.units(self.height()) < TOOLS_STAY_FROM
        if scrolled == self._tools_scroll:
            return
        self._tools_scroll = scrolled
        source, goal = (self._column, self._lists) if scrolled else (self._lists, self._column)
        source.removeItem(self._grid)
        self._grid.setParent(None)
        goal.insertLayout(0, self._grid)

    def _lay_tools(self) -> None:
        """Set the tools in two columns, in one where words would be cut."""
        columns = 2 if self._look.units(self.width()) >= TWO_COLUMNS_FROM else 1
        if columns == self._columns:
            return
        self._columns = columns
        for number, button in enumerate(self.tools.values()):
            self._grid.addWidget(button, number // columns, number % columns)

    def _relook(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(16), px(16), px(4), px(4))
        self._grid.setContentsMargins(0, 0, px(12), 0)
        self._column.setSpacing(px(6))
        self._lists.setSpacing(px(4))
        self._grid.setSpacing(px(8))
        self._here.setContentsMargins(0, px(16), 0, 0)
        self._lines_title.setContentsMargins(0, px(12), 0, 0)
        self._see_title.setContentsMargins(0, px(12), 0, 0)
        self._fit()
