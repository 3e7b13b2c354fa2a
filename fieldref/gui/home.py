"""The home screen: the chain, the role's six tiles, what is needed now, recently read, bookmarks, local details.

It rearranges with its width in the units of the 100 % design: three columns, two, one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QScroller, QSizePolicy, QVBoxLayout, QWidget

from fieldref.core.model import Tile
from fieldref.gui.buttons import WordButton
from fieldref.gui.chain import ChainFigure, ChainPhase
from fieldref.gui.home_parts import MOST_DETAILS, Caption, DetailLine, FittingRows, LocalBox
from fieldref.gui.look import Look
from fieldref.gui.row_list import Row
from fieldref.gui.tiles import TileButton

WIDE_FROM, TWO_FROM, TALL_FROM = 1260, 840, 860
LEAST_RECENT = 2
FOOT = (
    ("All cards", "card", "screen:cards"),
    ("Bookmarks", "bookmark", "screen:bookmarks"),
    ("Directory", "phone", "screen:directory"),
    ("A to Z", "", "screen:index"),
    ("Start here", "", "page:overview/what-this-is"),
    ("Help", "", "page:help/using"),
)


class HomeContents(NamedTuple):
    """Everything the home screen shows for a role."""

    role_name: str
    phases: tuple[ChainPhase, ...]
    tiles: tuple[Tile, ...]
    now: tuple[Row, ...]
    recent: tuple[Row, ...]
    bookmarks: tuple[Row, ...]
    details: tuple[DetailLine, ...]
    filled: int
    dated: str
    total: int


class HomeScreen(QScrollArea):
    """The home screen; `opened` carries the address of what was pressed."""

    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._form = ""
        self._tall = False
        self.setObjectName("home")
        self.setAccessibleName("Home")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # page keys scroll it from any control in it
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewport(QWidget())  # one that Python knows: finding out what Qt's own is takes 11 ms
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._build()
        look.changed.connect(self._relook)

    def _build(self) -> None:
        look = self._look
        page = QWidget()
        page.setObjectName("scrolled")
        self._column = QVBoxLayout(page)
        self.chain = ChainFigure(look)
        self.chain.pressed.connect(self.opened)
        self._grid = QGridLayout()
        self._column.addWidget(self.chain)
        self._column.addLayout(self._grid, 1)
        self._caption = Caption(look, "")
        self._tile_area = QWidget()
        self._tile_area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._tile_grid = QGridLayout(self._tile_area)
        self._tile_grid.setContentsMargins(0, 0, 0, 0)
        self._tiles: list[TileButton] = []
        self._foot = QWidget()
        self._foot_grid = QGridLayout(self._foot)
        self._foot_grid.setContentsMargins(0, 0, 0, 0)
        self._foot_buttons = [self._foot_button(*entry) for entry in FOOT]
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self._caption)
        left.addWidget(self._tile_area, 1)
        left.addSpacing(look.px(12))
        left.addWidget(self._foot)
        self.now = FittingRows(look, "Now", more="screen:index#now", least=4)
        self.recent = FittingRows(look, "Recently read", least=LEAST_RECENT, most=5)
        self.bookmarks = FittingRows(look, "Bookmarks", more="screen:bookmarks", least=2, most=4)
        self.local = LocalBox(look)
        for part in (self.now, self.recent, self.bookmarks, self.local):
            part.opened.connect(self.opened)
        self.setWidget(page)

    def _foot_button(self, word: str, icon: str, address: str) -> WordButton:
        button = WordButton(self._look, word, icon)
        button.clicked.connect(lambda: self.opened.emit(address))
        return button

    # Contents

    def show_contents(self, contents: HomeContents) -> None:
        """Show everything for a role."""
        self.chain.set_phases(contents.phases)
        self._caption.set_words(contents.role_name, "F2 opens the card; Ctrl+2 to 6 the others")
        self._set_tiles(contents.tiles)
        self.now.caption.set_words("Now", "read in seconds")
        self.now.set_rows(contents.now, "No pages of that kind for this role.")
        self.set_recent(contents.recent)
        self.bookmarks.set_rows(contents.bookmarks)
        self.local.set_details(contents.details, contents.filled, contents.total, contents.dated)
        self._form = ""
        self._arrange()

    def set_recent(self, rows: Sequence[Row]) -> None:
        """Show the pages read last."""
        self.recent.set_rows(rows, "Pages you open are listed here.")

    def set_bookmarks(self, rows: Sequence[Row]) -> None:
        """Show the newest bookmarks; without any the list takes no room."""
        self.bookmarks.set_rows(rows)
        self._form = ""
        self._arrange()

    def _set_tiles(self, tiles: Sequence[Tile]) -> None:
        if [button.tile for button in self._tiles] == list(tiles):
            return
        for old in self._tiles:
            old.hide()
            old.deleteLater()
        self._tiles = []
        for number, tile in enumerate(tiles, 1):
            button = TileButton(
                self._look, tile, "F2" if number == 1 else str(number), primary=number == 1, parent=self._tile_area
            )
            button.clicked.connect(lambda _=False, target=tile.target: self.opened.emit(address_of(target)))
            button.show()
            self._tiles.append(button)

    def press_tile(self, number: int) -> None:
        """Open a tile by its number, 1 to 6."""
        if 1 <= number <= len(self._tiles):
            self._tiles[number - 1].click()

    @property
    def tiles(self) -> tuple[TileButton, ...]:
        """The tiles in their fixed order."""
        return tuple(self._tiles)

    def panes(self) -> list[QWidget]:
        """What F6 stops at."""
        return [self.chain, self._tile_area, self.now.list, self.recent.list, self.bookmarks.list, self.local]

    # Arranging

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the form by the width."""
        super().resizeEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(self._look.px(900), self._look.px(600))

    def _relook(self) -> None:
        self._form = ""
        self._arrange()

    def _arrange(self) -> None:
        # By the outer width: the scroll bar comes and goes with the form, and must not decide about it.
        width = self.width() - self._look.px(16)
        units = self._look.units(self.width())
        form = "wide" if units >= WIDE_FROM else "two" if units >= TWO_FROM else "one"
        columns = 3 if form == "wide" else 2 if units >= 420 else 1
        self._tall = tall = self._look.units(self.height()) >= TALL_FROM
        self.chain.set_folded(width - 2 * self._look.px(24) < self.chain.least_full_width())
        self._left.setMinimumHeight(self._first_screen() if form == "two" and not tall else 0)
        key = f"{form}{columns}{self._look.scale}{tall}"
        if key == self._form or not self._tiles:
            return
        self._form = key
        px = self._look.px
        edge = px(24 if form != "one" else 14)
        self._column.setContentsMargins(edge, px(14), edge, px(14))
        self._column.setSpacing(px(24 if form == "wide" else 18))
        self._grid.setHorizontalSpacing(px(28))
        self._grid.setVerticalSpacing(px(20))
        for part in (self._left, self.now, self.recent, self.bookmarks, self.local):
            self._grid.removeWidget(part)
        for row in range(6):
            self._grid.setRowStretch(row, 0)
        for column in range(3):
            self._grid.setColumnStretch(column, 0)
            self._grid.setColumnMinimumWidth(column, 0)
        self.bookmarks.setVisible(self.bookmarks.filled)
        {"wide": self._arrange_wide, "two": self._arrange_two, "one": self._arrange_one}[form]()
        self._arrange_tiles(columns, low=form != "wide")
        self._arrange_foot(6 if form != "one" and units >= 1000 else 3 if units >= 420 else 2 if units >= 320 else 1)

    def _first_screen(self) -> int:
        """The height that the window leaves below the chain."""
        return max(0, self.height() - self.chain.sizeHint().height() - self._look.px(14 + 18 + 14))

    @property
    def _lists(self) -> list[QWidget]:
        return [self.recent, self.bookmarks] if self.bookmarks.filled else [self.recent]

    def _arrange_wide(self) -> None:
        side = [*self._lists, self.local]
        crowded = self.bookmarks.filled and not self._tall
        self.recent.set_least(1 if crowded else LEAST_RECENT)
        self.local.set_most(3 if crowded else MOST_DETAILS)
        self._grid.addWidget(self._left, 0, 0, len(side), 1)
        self._grid.addWidget(self.now, 0, 1, len(side), 1)
        for row, part in enumerate(side):
            self._grid.addWidget(part, row, 2)
        for column, stretch in ((0, 678), (1, 308), (2, 276)):
            self._grid.setColumnStretch(column, stretch)
        self._grid.setRowStretch(0, 1)

    def _arrange_two(self) -> None:
        side = [self.now, *(self._lists if self._tall else ()), self.local]
        self._grid.addWidget(self._left, 0, 0, len(side), 1)
        for row, part in enumerate(side):
            self._grid.addWidget(part, row, 1)
        if not self._tall:  # below the first screen, which the tiles keep to themselves
            for column, part in enumerate(self._lists):
                self._grid.addWidget(part, len(side), column)
        self._grid.setColumnStretch(0, 644)
        self._grid.setColumnStretch(1, 304)
        self._grid.setRowStretch(0, 1)

    def _arrange_one(self) -> None:
        for row, part in enumerate([self._left, self.now, *self._lists, self.local]):
            self._grid.addWidget(part, row, 0)
        self._grid.setColumnStretch(0, 1)

    def _arrange_tiles(self, columns: int, *, low: bool) -> None:
        gap = self._look.px(12)
        self._tile_grid.setSpacing(gap)
        for column in range(3):
            self._tile_grid.setColumnStretch(column, 1 if column < columns else 0)
        for place, tile in enumerate(self._tiles):
            tile.set_low(low)
            tile.setMaximumHeight(self._look.tile(400))
            self._tile_grid.addWidget(tile, place // columns, place % columns)
        rows = -(-len(self._tiles) // columns)
        for row in range(7):
            # Beyond the tiles' greatest height the room goes below them, not between them.
            self._tile_grid.setRowStretch(row, 1000 if row < rows else 1 if row == rows else 0)

    def _arrange_foot(self, columns: int) -> None:
        self._foot_grid.setSpacing(self._look.px(8))
        for column in range(6):
            self._foot_grid.setColumnStretch(column, 1 if column < columns else 0)
        for place, button in enumerate(self._foot_buttons):
            self._foot_grid.addWidget(button, place // columns, place % columns)


def address_of(target: str) -> str:
    """Return the address of a tile's target, a page id or a card id.

    >>> address_of("cards/mitigate/le"), address_of("mitigate/first-officers")
    ('card:cards/mitigate/le', 'page:mitigate/first-officers')
    """
    return f"card:{target}" if target.startswith("cards/") else f"page:{target}"
