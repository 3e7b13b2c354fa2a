"""Paints a search hit: phase mark, breadcrumb, code, heading with how it matched, snippet with the words marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fieldref.core.model import Hit, MatchKind
from fieldref.gui.icons import icon_pixmap
from fieldref.gui.look import Look
from fieldref.gui.phase_mark import mark_pixmap

Index = QModelIndex | QPersistentModelIndex
TrailOf = Callable[[Hit], str]
MATCHES: dict[MatchKind, tuple[str, str]] = {
    "code": ("code", "by code"),
    "title": ("title", "in title"),
    "heading": ("heading", "in heading"),
    "text": ("text", "in text"),
    "other": ("speech", "in other words"),
}
GENERIC_HEADINGS = {"What to do", "Do not", "Why", "For planners", "For leaders", "Sources"}
"""Headings that many pages share: a row says the page's title before them."""
EDGE, BAR = 16, 5
HEADING, SNIPPET, SMALL = 18, 15, 14
"""Sizes of text; headings are bold."""
CUT, CUT_ROOM = " …", 20
"""What a snippet ends in that goes on, and the room for it (100 % design)."""
MOST_LINES = 99
"""A heading is never cut."""
NARROWEST = 0.3
"""Width of a letter, in parts of its size, below which no text's average falls."""
ARROW = " › "
NARROW = 620
MOST_KEPT = 120
"""Texts that are kept laid out: those of some ten answers."""
"""From this width of the list (100 % design) on, a snippet takes one line."""


class _RunKey(NamedTuple):
    """A text to be set: where it is marked, its size at 100 %, its room, and in how many lines at most."""

    text: str
    marks: tuple[tuple[int, int], ...]
    size: float
    room: float
    most: int


class _Run(NamedTuple):
    """Text set in lines; `cut` is where its last line ends when it goes on, from the top left of the text."""

    layout: QTextLayout
    height: float
    cut: QPointF | None = None

    def draw(self, painter: QPainter, place: QPointF) -> None:
        """Draw the lines, and a sign where there would be more; font and pen are the painter's for that."""
        self.layout.draw(painter, place)
        if self.cut is not None:
            painter.setFont(self.layout.font())
            painter.drawText(place + self.cut, CUT)


def more_words(hit: Hit) -> str:
    """Return how many further sections of the page were found, as a row says it after its code."""
    return f" + {hit.more} more" if hit.more else ""


def row_heading(hit: Hit) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return what a row says in bold and where its words are marked."""
    if not hit.heading:
        return hit.title, hit.title_marks
    if hit.heading not in GENERIC_HEADINGS:
        return hit.heading, hit.heading_marks
    asks = hit.title.endswith("?")
    before = f"{hit.title} " if asks else f"{hit.title}: "
    heading = hit.heading if asks else hit.heading[0].lower() + hit.heading[1:]
    moved = tuple((start + len(before), end + len(before)) for start, end in hit.heading_marks)
    return before + heading, hit.title_marks + moved


def shortened_trail(trail: str, room: float, width_of: Callable[[str], float]) -> str:
    """Return a breadcrumb that fits: its middle goes first, then its beginning; of the title only whole words.

    >>> shortened_trail("Mitigate › Law enforcement response › Rural response", 29, len)
    'Mitigate › … › Rural response'
    >>> shortened_trail("Mitigate › Law enforcement response › Rural response", 20, len)
    '… › Rural response'
    >>> shortened_trail("Mitigate › Law enforcement response › Rural response", 10, len)
    'Rural …'
    >>> shortened_trail("Glossary", 8, len)
    'Glossary'
    """
    *above, title = trail.split(ARROW)
    words = title.split()
    shorter = [trail]
    if len(above) > 1:
        shorter.append(f"{above[0]}{ARROW}…{ARROW}{title}")
    if above:
        shorter.append(f"…{ARROW}{title}")
    shorter += [title, *(f"{' '.join(words[:count])} …" for count in range(len(words) - 1, 0, -1))]
    return next((short for short in shorter if width_of(short) <= room), "…")


class ResultDelegate(QStyledItemDelegate):
    """Paints hits; texts that were laid out are kept: with a letter more, most hits stay as they were."""

    def __init__(self, view: QListView, look: Look, trail: TrailOf, hits: Callable[[], tuple[Hit, ...]]) -> None:
        """`hits` gives those of all rows: through the model Qt would hand a hit, which is a tuple, on as a list."""
        super().__init__(view)
        self._view, self._look, self._trail = view, look, trail
        self._hits = hits
        self._runs: dict[_RunKey, _Run] = {}
        self._trails: dict[tuple[str, float], str] = {}
        self._sizes: list[QSize] = []
        self._metrics: dict[tuple[float, bool], QFontMetricsF] = {}
        self._match_widths: dict[MatchKind, float] = {}
        self._pictures: dict[tuple[str, str, float], QPixmap] = {}

    def forget(self) -> None:
        """Drop the heights of the rows: other hits, or another width."""
        self._sizes = []

    def relook(self) -> None:
        """Drop everything that was measured in another look."""
        self.forget()
        self._runs.clear()
        self._trails.clear()
        self._metrics.clear()
        self._match_widths.clear()
        self._pictures.clear()

    def _measure(self, size: float, *, bold: bool = False) -> QFontMetricsF:
        key = (size, bold)
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(self._look.font(size, bold=bold))
        return self._metrics[key]

    def _width(self) -> int:
        return self._view.viewport().width()

    def _heading_room(self, hit: Hit) -> float:
        return self._width() - self._look.px(2 * EDGE) - self._match_width(hit)

    def _heading(self, hit: Hit) -> _Run:
        text, marks = row_heading(hit)
        return self._run(_RunKey(text, marks, HEADING, self._heading_room(hit), MOST_LINES))

    def _snippet_lines(self) -> int:
        return 1 if self._look.units(self._width()) > NARROW else 2

    def _snippet_room(self) -> float:
        return self._width() - self._look.px(2 * EDGE)

    def _snippet(self, hit: Hit) -> _Run:
        return self._run(_RunKey(hit.snippet, hit.marks, SNIPPET, self._snippet_room(), self._snippet_lines()))

    def _run(self, key: _RunKey) -> _Run:
        if key not in self._runs:
            _make_room(self._runs)
            self._runs[key] = _laid_out(key, self._look)
        return self._runs[key]

    def _elided_trail(self, hit: Hit, room: float) -> str:
        trail = self._trail(hit)
        key = (trail, room)
        if key not in self._trails:
            _make_room(self._trails)
            self._trails[key] = shortened_trail(trail, room, self._measure(SMALL).horizontalAdvance)
        return self._trails[key]

    def _match_width(self, hit: Hit) -> float:
        if hit.match not in self._match_widths:
            words = self._measure(SMALL).horizontalAdvance(MATCHES[hit.match][1])
            self._match_widths[hit.match] = words + self._look.px(34)
        return self._match_widths[hit.match]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """118 px at 100 % with two lines of snippet."""
        known, hits = len(self._sizes), self._hits()
        if known < len(hits):
            self._sizes += [self._size(hit) for hit in hits[known:]]
        return self._sizes[index.row()]

    def _size(self, hit: Hit) -> QSize:
        return QSize(self._look.px(200), self._row_height(self._heading_height(hit) + self._snippet_height(hit)))

    def _row_height(self, words: float) -> int:
        return max(self._look.control(64), round(words) + self._look.px(54))

    def least_height(self) -> int:
        """The height of a row with one line of heading and one of snippet."""
        return self._row_height(self._measure(HEADING, bold=True).height() + self._measure(SNIPPET).height())

    # Most rows are never in view: their heights are found by the width of their words, without laying them out.

    def _heading_height(self, hit: Hit) -> float:
        measure = self._measure(HEADING, bold=True)
        if measure.horizontalAdvance(row_heading(hit)[0]) <= self._heading_room(hit):
            return measure.height()
        return self._heading(hit).height

    def _snippet_height(self, hit: Hit) -> float:
        measure, most, room = self._measure(SNIPPET), self._snippet_lines(), self._snippet_room()
        surely_longer = len(hit.snippet) * self._look.px(SNIPPET) * NARROWEST > room
        if most > 1 and not surely_longer and measure.horizontalAdvance(hit.snippet) <= room:
            most = 1
        return measure.height() * most

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one hit."""
        hit = self._hits()[index.row()]
        look, px = self._look, self._look.px
        rect = QRectF(option.rect)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.fillRect(rect, look.color("sel"))
            painter.fillRect(QRectF(rect.left(), rect.top(), px(BAR), rect.height()), look.color(f"ink:{hit.part}"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.color("hover"))
        if look.theme.outlined and selected:
            painter.setPen(look.color("strong"))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -1.5))
        inner = rect.adjusted(px(EDGE), 0, -px(EDGE), 0)
        self._paint_trail(painter, hit, inner, "text" if selected else "muted")
        heading = self._heading(hit)
        painter.setPen(look.color("text"))
        top = rect.top() + px(35)
        heading.draw(painter, QPointF(inner.left(), top))
        self._paint_match(painter, hit, inner, top, "text" if selected else "muted")
        snippet = self._snippet(hit)
        painter.setPen(look.color("text"))
        snippet.draw(painter, QPointF(inner.left(), top + heading.height + px(6)))
        if not selected:
            painter.fillRect(QRectF(inner.left(), rect.bottom() - 1, rect.width(), 1), look.color("line"))
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            pen = painter.pen()
            pen.setColor(look.color("focus"))
            pen.setWidthF(px(3))
            painter.setPen(pen)
            painter.drawRect(rect.adjusted(2, 2, -2, -2))
        painter.restore()

    def _paint_trail(self, painter: QPainter, hit: Hit, inner: QRectF, token: str) -> None:
        look, px = self._look, self._look.px
        side = px(20)
        line = QRectF(inner.left(), inner.top() + px(10), inner.width(), px(24))
        ratio = painter.device().devicePixelRatio()
        mark = self._picture((hit.part, "", ratio), lambda: mark_pixmap(look, hit.part, side, ratio))
        painter.drawPixmap(QPoint(round(line.left()), round(line.center().y() - side / 2)), mark)
        font = look.font(SMALL)
        metrics = self._measure(SMALL)
        painter.setFont(font)
        painter.setPen(look.color(token))
        code = f"{hit.section or hit.code}{more_words(hit)}"
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, code)
        room = line.width() - px(40) - metrics.horizontalAdvance(code)
        trail = self._elided_trail(hit, room)
        painter.drawText(line.adjusted(px(28), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, trail)

    def _paint_match(self, painter: QPainter, hit: Hit, inner: QRectF, top: float, token: str) -> None:
        look, px = self._look, self._look.px
        icon, words = MATCHES[hit.match]
        painter.setFont(look.font(SMALL))
        painter.setPen(look.color(token))
        line = QRectF(inner.left(), top + px(2), inner.width(), px(22))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        width = self._measure(SMALL).horizontalAdvance(words)
        side = px(15)
        left = line.right() - width - side - px(7)
        ratio = painter.device().devicePixelRatio()
        picture = self._picture((icon, token, ratio), lambda: icon_pixmap(icon, side, look.color(token), ratio, 2.4))
        painter.drawPixmap(QPoint(round(left), round(line.center().y() - side / 2)), picture)

    def _picture(self, key: tuple[str, str, float], make: Callable[[], QPixmap]) -> QPixmap:
        """Return a small picture that many rows have, made once for a look and a screen."""
        if key not in self._pictures:
            self._pictures[key] = make()
        return self._pictures[key]


def _marked(text: str, marks: tuple[tuple[int, int], ...], look: Look) -> list[QTextLayout.FormatRange]:
    ranges = []
    style = QTextCharFormat()
    style.setBackground(look.color("mark"))
    style.setForeground(look.color("mark_fg"))
    for start, end in marks:
        piece = QTextLayout.FormatRange()
        piece.start = start
        piece.length = max(0, min(end, len(text)) - start)
        piece.format = style
        if piece.length:
            ranges.append(piece)
    return ranges


def _make_room(kept: dict[_RunKey, _Run] | dict[tuple[str, float], str]) -> None:
    """Let go of what was laid out first."""
    if len(kept) >= MOST_KEPT:
        del kept[next(iter(kept))]  # type: ignore[arg-type]


def _laid_out(key: _RunKey, look: Look) -> _Run:
    """Return text set in at most that many lines, the last of them with room for the sign that it goes on."""
    text, marks, size, room, most = key
    layout = QTextLayout(text, look.font(size, bold=size == HEADING))
    layout.setCacheEnabled(True)  # else it is shaped once more to be drawn
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    if marks:
        layout.setFormats(_marked(text, marks, look))
    layout.beginLayout()
    height, cut = 0.0, None
    for number in range(1, most + 1):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(room if number < most else room - look.px(CUT_ROOM))
        line.setPosition(QPointF(0, height))
        if number == most and line.textStart() + line.textLength() < len(text):
            cut = QPointF(line.naturalTextWidth(), height + line.ascent())
        height += line.height()
    layout.endLayout()
    return _Run(layout, height, cut)
