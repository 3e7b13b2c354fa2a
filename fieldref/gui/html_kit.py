"""The pieces that every document in the window is set from, as HTML that QTextBrowser lays out well.

Sizes and colors come from the Look. The text column begins 66 px (at 100 %) from the edge; codes stand in that gutter.
Only tables carry backgrounds and rules: Qt draws neither on other elements.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtGui import QFontMetrics

from fieldref.gui.look import Look
from fieldref.gui.words import plural

GUTTER = 66
NUMBER_COLUMN = 32
BOX_COLUMN = 50
READING_INSET = 70
"""Reading text keeps this much less width than actions and blocks: 590 of 660 px, 76 characters."""


@dataclass(frozen=True, slots=True)
class Density:
    """Sizes in px at 100 % of what stands on the first screen of a `now` page, and how much its head says.

    The head is "full" (breadcrumb, title, code), a "row" (mark, title, code) or "bar": left to the page bar above.
    """

    title: int = 32
    answer: int = 20
    answer_pad: int = 13
    banner: int = 15
    banner_pad: int = 8
    heading_above: int = 24
    action: int = 22
    box: int = 34
    action_pad: int = 7
    head: str = "full"


DENSITIES = (
    Density(),
    Density(26, 18, 8, 14, 4, 12, 20, 30, 4),
    Density(24, 17, 6, 14, 3, 6, 18, 26, 3, head="row"),
    Density(22, 16, 4, 14, 1, 4, 17, 24, 0, head="bar"),
)
"""From roomy to tight, until the first screen of a `now` page holds its action list; actions stay at reading size."""

_SOURCE_LINK = re.compile(r'\s*<a href="(source:[^"]+)">(\[[^<]*\])</a>')


FIRST_SCREEN = "end-of-actions"
"""The anchor behind what the first screen of a `now` page or a card is to hold."""


class HtmlKit:
    """Sets text, blocks and rows in the look in force; `compact` drops the gutter, `narrow` also stacks columns."""

    def __init__(self, look: Look, *, compact: bool = False, narrow: bool = False, density: int = 0) -> None:
        self._look = look
        self.density = DENSITIES[density]
        self._compact = compact or narrow
        self._narrow = narrow
        self.gutter = 0 if self._compact else look.px(GUTTER)

    def style_sheet(self) -> str:
        """Return the style sheet of a document: links and emphasis."""
        decoration = "underline"
        return (
            f"a {{ color: {self.color('accent')}; text-decoration: {decoration}; }}"
            f" strong {{ font-weight: bold; }} em {{ font-style: normal; font-weight: bold; }}"
            f" code {{ font-family: 'Atkinson Hyperlegible'; font-weight: bold; }}"
        )

    def color(self, token: str) -> str:
        """Return a color as `#RRGGBB`."""
        return self._look.code(token)

    def px(self, size: float) -> int:
        """Return a size at 100 % in pixels."""
        return self._look.px(size)

    # Text

    def inline(self, html: str) -> str:
        """Return inline HTML with its source numbers small and bound to the word before them."""

        def small(match: re.Match[str]) -> str:
            return (
                f'&nbsp;<a href="{match[1]}" style="font-size:{self.px(13)}px; text-decoration:none;'
                f' color:{self.color("accent")}">{match[2]}</a>'
            )

        return _SOURCE_LINK.sub(small, html)

    def span(self, html: str, size: float, token: str = "text", *, bold: bool = False) -> str:
        """Return a run of text of a size and color."""
        weight = "font-weight:bold;" if bold else ""
        return f'<span style="font-size:{self.px(size)}px; color:{self.color(token)}; {weight}">{html}</span>'

    def text(
        self, html: str, size: float = 17, token: str = "text", *, above: float = 0, below: float = 10,
        line: int = 116, bold: bool = False, inset: int = READING_INSET, left: float = 0,
    ) -> str:  # fmt: skip
        """Return a paragraph in the text column; margins in px at 100 %."""
        weight = "font-weight:bold;" if bold else ""
        right = 0 if self._compact else self.px(inset)
        return (
            f'<p style="margin:{self.px(above)}px {right}px {self.px(below)}px {self.gutter + self.px(left)}px;'
            f" line-height:{line}%; font-size:{self.px(size)}px; color:{self.color(token)}; {weight}"
            f'">{self.inline(html)}</p>'
        )

    def _cell(self, html: str, size: float, token: str = "text", *, line: int = 100, more: str = "") -> str:
        return (
            f'<p style="margin:0; line-height:{line}%; font-size:{self.px(size)}px; color:{self.color(token)};'
            f' {more}">{html}</p>'
        )

    def table_open(self, *, above: float = 0, below: float = 0, left: float | None = None) -> str:
        """Open a table at the text column, or `left` pixels of the page (already scaled)."""
        margin = self.gutter if left is None else left
        return (
            f'<table width="100%" cellspacing="0" cellpadding="0" style="margin-left:{margin}px;'
            f' margin-top:{self.px(above)}px; margin-bottom:{self.px(below)}px; border-collapse:collapse;">'
        )

    # Head

    def head(self, part: str, trail: str, right: str, code: str, title: str) -> str:
        """Return mark, breadcrumb, code and title of a document."""
        side = self.px(26)
        mark = f'<img src="mark:{part}" width="{side}" height="{side}">'
        meta = self._cell(right, 14, "muted", more="text-align:right;")
        if self._compact:
            # The mark in a cell of its own: in a line with words Qt sets it lower than they are.
            top = (
                f'<td width="{self.px(38)}" valign="middle">{mark}</td>'
                f'<td valign="middle">{self._cell(trail, 14, "muted")}</td>'
                f'<td align="right" valign="middle">{self._cell(code, 14, "muted")}</td>'
            )
            if self.density.head != "full":
                return self._dense_head(mark, right, code, title)
            return (
                f"{self.table_open()}<tr>{top}</tr></table>"
                f"{self.text(escape(title), self.density.title, bold=True, above=6, below=8, line=95, inset=0)}"
                f"{self.text(right, 14, 'muted', below=4) if right else ''}"
            )
        if self.density.head != "full":
            return self._dense_head(mark, right, code, title)
        gutter = f'<td width="{self.gutter}"'
        return (
            f"{self.table_open(left=0)}<tr>{gutter} valign=middle>{mark}</td>"
            f'<td valign="middle">{self._cell(trail, 14, "muted")}</td>'
            f'<td valign="middle" align="right">{meta}</td></tr></table>'
            f"{self.table_open(left=0, above=4, below=6)}<tr>"
            f'{gutter} valign="top" style="padding-top:{self.px(13)}px">{self._cell(code, 14, "muted")}</td>'
            f"<td>{self._cell(escape(title), self.density.title, line=96, more='font-weight:bold;')}</td>"
            "</tr></table>"
        )

    def _dense_head(self, mark: str, right: str, code: str, title: str) -> str:
        if self.density.head == "bar":
            return ""
        width = f' width="{self.gutter}"' if self.gutter else f' width="{self.px(36)}"'
        words = self._cell(escape(title), self.density.title, line=96, more="font-weight:bold;")
        meta = f"{right} · {code}" if right and not self._narrow else code
        return (
            f"{self.table_open(left=0, below=2)}<tr><td{width} valign=middle>{mark}</td>"
            f'<td valign="middle">{words}</td><td align="right" valign="middle">{self._cell(meta, 14, "muted")}</td>'
            "</tr></table>"
        )

    def answer(self, part: str, html: str) -> str:
        """Return the answer block: the part's tint behind a bar of its ink."""
        return self._block(
            f"tint:{part}",
            f"ink:{part}",
            self._cell(html, self.density.answer, line=110),
            pad=(self.density.answer_pad, 16),
        )

    def banner(self, html: str, icon: str = "warning", *, right: str = "") -> str:
        """Return a warning block with its sign, and a remark at its right."""
        side = self.px(20)
        image = f'<img src="icon:{icon}?warn_fg" width="{side}" height="{side}">'
        text = self._cell(self.inline(html), self.density.banner, "warn_fg", line=104)
        said = self._cell(right, 14, "warn_fg", more="text-align:right;")
        room = QFontMetrics(self._look.font(14)).horizontalAdvance(right) + self.px(4)  # else Qt gives half to each
        remark = f'<td width="{room}" valign="middle" align="right">{said}</td>' if right else ""
        words = (
            f'<table width="100%" cellspacing="0" cellpadding="0"><tr><td width="{self.px(32)}" valign="middle">{image}'
            f'</td><td valign="middle">{text}</td>{remark}</tr></table>'
        )
        return self._block("warn", "warn_l", words, pad=(self.density.banner_pad, 16))

    def _block(self, background: str, bar: str, inner: str, *, pad: tuple[int, int]) -> str:
        vertical, horizontal = self.px(pad[0]), self.px(pad[1])
        return (
            f'{self.table_open(above=4, below=4)}<tr><td width="{self.px(5)}" bgcolor="{self.color(bar)}"></td>'
            f'<td bgcolor="{self.color(background)}" style="padding:{vertical}px {horizontal}px {vertical}px'
            f' {horizontal}px">{inner}</td></tr></table>'
        )

    # Sections

    def heading(self, code: str, text: str, anchor: str, *, above: float = 24) -> str:
        """Return a section heading with its code in the gutter; the code is a link to what can be done with it."""
        name = f'<a name="{escape(anchor)}"></a>'
        link = (
            f'<a href="section:{escape(anchor)}" style="color:{self.color("muted")}; text-decoration:none">'
            f"{escape(code)}</a>"
        )
        title = self._cell(f"{name}{text}", 21, more="font-weight:bold;")
        if self._compact:
            right = f'<td align="right" valign="bottom">{self._cell(link, 14, "muted")}</td>'
            return f"{self.table_open(above=above, below=6)}<tr><td>{title}</td>{right}</tr></table>"
        return (
            f'{self.table_open(left=0, above=above, below=6)}<tr><td width="{self.gutter}" valign="bottom"'
            f' style="padding-bottom:{self.px(3)}px">{self._cell(link, 14, "muted")}</td><td>{title}</td></tr></table>'
        )

    def subheading(self, html: str) -> str:
        """Return a small heading inside a section."""
        return self.text(html, 17, bold=True, above=8, below=4)

    def actions(self, items: Sequence[str], first: int, ticks: dict[int, str] | None = None) -> str:
        """Return lines with boxes to tick; `first` is the number of the first, `ticks` gives the time of each tick."""
        done = ticks or {}
        rows = "".join(self._action(first + place, item, done.get(first + place)) for place, item in enumerate(items))
        return f"{self.table_open(below=8)}{rows}</table>"

    def mark_place(self, name: str) -> str:
        """Return an anchor that stands in a line of its own which nobody sees."""
        return f'<p style="margin:0; font-size:1px"><a name="{name}"></a>&nbsp;</p>'

    def ticked(self, count: int) -> str:
        """Return what stands below lines to tick; above them it would move the next one from under the finger."""
        words = f'{plural(count, "line")} ticked in this sitting. <a href="ticks:clear">Clear ticks</a>'
        return self.text(words, 15, "muted", above=8, below=8)

    def _row_pad(self, pad: float, content: int) -> str:
        """Return padding for the cells of a row to press: `pad` at 100 %, more where the row would be below 9 mm.

        `content` is the least height of what stands in the row, in pixels; a hairline below it is counted too.
        """
        both = max(2 * self.px(pad), self._look.control(0) - content - 1)
        return f"padding-top:{both // 2}px; padding-bottom:{both - both // 2}px;"

    def _action(self, number: int, html: str, time: str | None) -> str:
        sizes = self.density
        side, column = self.px(sizes.box), self.px(BOX_COLUMN)
        rule = f"border-bottom:1px solid {self.color('line')};"
        pad = self._row_pad(sizes.action_pad, side)
        box = "box-done" if time else "box-open"
        image = f'<a href="tick:{number}"><img src="{box}:" width="{side}" height="{side}"></a>'
        when = f"&nbsp; {self.span(time, 14, 'muted')}" if time else ""
        words = self._cell(self.inline(html) + when, sizes.action, "muted" if time else "text", line=100)
        return (
            f'<tr><td width="{column}" valign="middle" style="{rule} {pad}">{image}</td>'
            f'<td valign="middle" style="{rule} {pad}">{words}</td></tr>'
        )

    def steps(self, items: Sequence[str], size: float = 17) -> str:
        """Return numbered lines, the number bold in its own column."""
        rows = "".join(
            f'<tr><td width="{self.px(NUMBER_COLUMN)}" style="padding-bottom:{self.px(8)}px">'
            f"{self._cell(str(number), size, more='font-weight:bold;', line=112)}</td>"
            f'<td style="padding-bottom:{self.px(8)}px; padding-right:{self.px(20)}px">'
            f"{self._cell(self.inline(item), size, line=112)}</td></tr>"
            for number, item in enumerate(items, 1)
        )
        return f"{self.table_open(below=4)}{rows}</table>"

    def bullets(self, items: Sequence[str], size: float = 17) -> str:
        """Return a list with a small square before each line."""
        right = 0 if self._compact else self.px(READING_INSET - 20)
        rows = "".join(
            f'<tr><td width="{self.px(20)}" style="padding-bottom:{self.px(7)}px">'
            f"{self._cell('•', size, 'muted', line=116)}</td>"
            f'<td style="padding-bottom:{self.px(7)}px; padding-right:{right}px">'
            f"{self._cell(self.inline(item), size, line=116)}</td></tr>"
            for item in items
        )
        return f"{self.table_open(below=4)}{rows}</table>"

    def do_nots(self, items: Sequence[str]) -> str:
        """Return lines with a cross before each, behind a bar, so that none can be taken for an instruction."""
        side = self.px(20)
        image = f'<img src="icon:clear?text" width="{side}" height="{side}">'
        rows = "".join(
            f'<tr><td width="{self.px(5)}" bgcolor="{self.color("text")}"></td>'
            f'<td width="{self.px(45)}" align="center" valign="middle" style="padding:{self.px(7)}px 0px">{image}</td>'
            f'<td valign="middle" style="padding:{self.px(7)}px 0px">{self._cell(self.inline(item), 20)}</td></tr>'
            for item in items
        )
        return f"{self.table_open(below=6)}{rows}</table>"

    def entry(self, anchor: str, big: str, name: str, lines: Sequence[str], right: str) -> str:
        """Return an entry of directory or glossary: large number, name, lines, remark at the right."""
        rule = f"border-top:1px solid {self.color('line')};"
        pad = f"padding-top:{self.px(10)}px; padding-bottom:{self.px(10)}px;"
        mark = f'<a name="{escape(anchor)}"></a>'
        title = self._cell(f"{mark}{name}", 20, more="font-weight:bold;")
        remark = self._cell(right, 14, "muted", more="text-align:right;") if right else ""
        body = title + "".join(f'<p style="margin:{self.px(3)}px 0 0 0; line-height:106%">{line}</p>' for line in lines)
        top = f'valign="top" style="{rule} {pad}"'
        side_top = f'valign="top" style="{rule} {pad} padding-left:{self.px(10)}px"'
        if self._narrow or not big:
            number = f'<p style="margin:0 0 {self.px(4)}px 0">{big}</p>' if big else ""
            under = f'<p style="margin:{self.px(4)}px 0 0 0">{right}</p>' if right and self._narrow else ""
            beside = right and not self._narrow
            side = f'<td width="{self.px(150)}" {side_top}>{remark}</td>' if beside else ""
            return f"{self.table_open()}<tr><td {top}>{number}{body}{under}</td>{side}</tr></table>"
        return (
            f'{self.table_open()}<tr><td width="{self.px(206)}" {top}><p style="margin:0">{big}</p></td>'
            f'<td {top}>{body}</td><td width="{self.px(130)}" {side_top}>{remark}</td></tr></table>'
        )

    def quote(self, html: str) -> str:
        """Return a block on the raised neutral, for cases and quotations."""
        return self._block("raised", "strong", self._cell(self.inline(html), 17, line=116), pad=(10, 16))

    def grid(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Return a table with hairlines between its rows and no other rules."""
        rule = f"border-bottom:1px solid {self.color('line')};"
        pad = f"padding:{self.px(7)}px {self.px(14)}px {self.px(7)}px 0px;"
        head = "".join(
            f'<td valign="bottom" style="{pad} border-bottom:2px solid {self.color("strong")};">'
            f"{self._cell(cell, 14, 'muted', more='font-weight:bold;')}</td>"
            for cell in header
        )
        body = "".join(
            "<tr>"
            + "".join(
                f'<td valign="top" style="{pad} {rule}">{self._cell(self.inline(cell), 16, line=108)}</td>'
                for cell in row
            )
            + "</tr>"
            for row in rows
        )
        top = f"<tr>{head}</tr>" if any(header) else ""
        return f"{self.table_open(above=4, below=12)}{top}{body}</table>"

    def figure(self, source: str, alt: str, caption: str, width: int) -> str:
        """Return a figure `width` pixels wide with its caption; pressing it enlarges it."""
        image = (
            f'<a href="figure:{escape(source)}"><img src="figure:{escape(source)}" width="{width}"'
            f' alt="{escape(alt)}"></a>'
        )
        under = self.text(caption, 15, "muted", below=4) if caption else ""
        enlarge = f'<a href="figure:{escape(source)}">Enlarge the figure</a>'
        return (
            f'<p style="margin:{self.px(8)}px 0 {self.px(6)}px {self.gutter}px">{image}</p>{under}'
            f"{self.text(enlarge, 15, below=14)}"
        )

    # Rows

    def row(
        self, address: str, title: str, right: str = "", *, icon: str = "right", bold: bool = True, above: float = 0,
    ) -> str:  # fmt: skip
        """Return a row as wide as the column that leads somewhere or opens a fold."""
        rule = f"border-top:1px solid {self.color('line')};"
        side = self.px(20)
        pad = self._row_pad(12, side)
        image = f'<img src="icon:{icon}?text" width="{side}" height="{side}">' if icon else ""
        weight = "font-weight:bold;" if bold else ""
        style = f"color:{self.color('text')}; text-decoration:none; {weight}"
        link = f'<a href="{escape(address)}" style="{style}">{title}</a>'
        first = f'<td width="{self.px(30)}" valign="middle" style="{rule} {pad}">{image}</td>' if icon else ""
        return (
            f"{self.table_open(above=above)}<tr>{first}"
            f'<td valign="middle" style="{rule} {pad}">{self._cell(link, 17, line=100)}</td>'
            f'<td valign="middle" align="right" style="{rule} {pad}">{self._cell(right, 14, "muted")}</td></tr></table>'
        )

    def source_row(self, number: str, html: str, key: str) -> str:
        """Return a row of the source list with its number and the sign of an address; all of it takes the press."""
        side = self.px(16)
        image = f'<a href="source:{escape(key)}"><img src="icon:outside?muted" width="{side}" height="{side}"></a>'
        pad = self._row_pad(4, side)
        return (
            f'<tr><td width="{self.px(36)}" style="{pad}"><a name="source-{escape(key)}"></a>'
            f"{self._cell(number, 15, 'muted')}</td>"
            f'<td style="{pad}">{self._cell(html, 15, "muted", line=104)}</td>'
            f'<td width="{self.px(30)}" align="right" style="{pad}">{image}</td></tr>'
        )
