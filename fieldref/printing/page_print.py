"""Any page onto paper: head, answer, sections, sources; each sheet with its foot and "M21 - 1 of 2"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from fieldref.core.model import PHASES, POLICY_SENTENCE, Block, DirectoryEntry, Page, Section, Source, visible
from fieldref.printing.card_frame import draw_role_row, draw_title, role_words, titles
from fieldref.printing.chain import draw_chain, phase_ink
from fieldref.printing.fonts import CAP_HEIGHT
from fieldref.printing.foot import draw_review_frame, review_frame
from fieldref.printing.formats import MM, PAPERS, Paper, PaperName, paper_for
from fieldref.printing.imprint import Imprint
from fieldref.printing.marks import Box, Canvas, Line, Mark, cap_baseline, moved, text_width
from fieldref.printing.page_blocks import BODY, BlockSetter, Column, Reference
from fieldref.printing.page_flow import Piece, flow
from fieldref.printing.sheets import Sheet
from fieldref.printing.typesetting import Run, break_lines, cut, set_lines, splittable

LEFT, TOP, RIGHT, BOTTOM = 14 * MM, 12 * MM, 16 * MM, 12 * MM
COLUMN = 34 * MM
_CHAIN, _CHAIN_WORD = 7.6 * MM, 11.5
_SMALL_CHAIN, _SMALL_CHAIN_WORD = 5.6 * MM, 8.5
_ROLE = 13.0
_TITLE = (18.0, 27.0)
_ANSWER, _ANSWER_LEADING = 15.0, 1.22
_BAR = 2.2 * MM
_POLICY, _FOOT = 9.5, 9.0
_DIRECTORY_LINK = re.compile(r'href="directory:([^"#]+)"')


def page_sheets(
    page: Page,
    imprint: Imprint,
    figure: Callable[[str], bytes],
    *,
    paper: str = "letter",
    role: str | None = None,
    directory: Iterable[DirectoryEntry] = (),
) -> tuple[Sheet, ...]:
    """The page on sheets of letter or A4; with `role` only that role's sections, and a line that says so.

    `figure` gives a figure's SVG by name (Library.figure); of `directory` (Library.directory) the entries that the
    page links to are listed at its end with their numbers and addresses, since paper has no links. Raises PrintError.
    """
    name = paper_for("letter" if paper == "letter" else "a4", paper)
    return _PagePrint(page, imprint, figure, name, role, directory).sheets()


class _PagePrint:
    def __init__(
        self,
        page: Page,
        imprint: Imprint,
        figure: Callable[[str], bytes],
        paper: PaperName,
        role: str | None,
        directory: Iterable[DirectoryEntry],
    ) -> None:
        self.page = page
        self.imprint = imprint
        self.paper_name = paper
        self.paper: Paper = PAPERS[paper]
        self.role = role
        self.directory = {entry.id: entry for entry in directory}
        self.width = self.paper.width - LEFT - RIGHT
        self.column = Column(COLUMN, self.paper.width - COLUMN - RIGHT, LEFT)
        self.setter = BlockSetter(self.column, imprint, figure)

    def sheets(self) -> tuple[Sheet, ...]:
        first, first_bottom = self.first_head()
        later, later_bottom = self.later_head()
        placed = flow(self.pieces(), first_bottom, later_bottom, self.foot_top() - 4 * MM)
        made = []
        for number, pieces in enumerate(placed, 1):
            canvas = Canvas()
            canvas.add(*(first if number == 1 else later))
            for item in pieces:
                canvas.add(moved(item.piece.marks, item.x, item.y))
            self.draw_foot(canvas, number, len(placed))
            made.append(
                Sheet(self.paper_name, self.paper.width, self.paper.height, canvas.frozen(), (self.page.meta.code,))
            )
        return tuple(made)

    def pieces(self) -> list[Piece]:
        pieces: list[Piece] = []
        for section in self.visible_sections():
            pieces.extend(self.setter.section(section))
        contacts = [_contact_row(self.directory[key]) for key in self.named_entries()]
        if contacts:
            pieces.extend(self.setter.references("In the directory", contacts))
        if self.page.sources:
            rows = [_source_row(number, source) for number, source in enumerate(self.page.sources, 1)]
            pieces.extend(self.setter.references("Sources", rows))
        return pieces

    def named_entries(self) -> list[str]:
        """The directory entries that the printed sections link to, in order."""
        blocks = [block for section in self.visible_sections() for block in section.blocks]
        texts = [text for block in blocks for text in _texts(block)]
        keys = dict.fromkeys(key for text in texts for key in _DIRECTORY_LINK.findall(text))
        return [key for key in keys if key in self.directory]

    def visible_sections(self) -> list[Section]:
        return [section for section in self.page.sections if visible(section.meta.roles, self.role)]

    # Heads

    def first_head(self) -> tuple[tuple[Mark, ...], float]:
        meta = self.page.meta
        canvas = Canvas()
        self.draw_chain(canvas, _CHAIN, _CHAIN_WORD)
        top = TOP + _CHAIN + 2.6 * MM
        words = role_words(meta.roles, self.imprint)
        y = draw_role_row(canvas, meta.roles, words, meta.code, LEFT, top, self.width, _ROLE)
        title = titles(meta.title, self.width, *_TITLE)[0]
        y = draw_title(canvas, title, LEFT, y) - 0.34 * title.size + 14
        y = self.draw_answer(canvas, y)
        for note in self.notes():
            canvas.text(COLUMN, y + 12 + CAP_HEIGHT * 10, note, 10, bold=True, room=self.column.width)
            y += 16
        return canvas.frozen(), y + 1.5 * BODY

    def draw_chain(self, canvas: Canvas, height: float, word: float) -> None:
        part = self.page.meta.part
        if part in PHASES:
            draw_chain(canvas, part, LEFT, TOP, self.width, height, word)
            return
        known = self.imprint.parts.get(part)
        title = (known.title if known else part).upper()
        middle = TOP + height / 2
        end = LEFT + canvas.text(LEFT, cap_baseline(middle, word), title, word, bold=True, room=self.width)
        canvas.add(Line(end + word, middle, LEFT + self.width, middle, 0.8))

    def draw_answer(self, canvas: Canvas, top: float) -> float:
        pad = 4.2 * MM
        left = LEFT + _BAR + pad
        room = self.width - _BAR - 2 * pad
        words = splittable(cut([Run(self.page.meta.answer, bold=True)]), room / _ANSWER)
        lines = break_lines(words, room / _ANSWER, pull=True)
        bottom = top + pad + set_lines(canvas, lines, left, top + pad, _ANSWER, leading=_ANSWER_LEADING) + pad - 1
        canvas.add(Box(LEFT + 0.6, top + 0.6, self.width - 1.2, bottom - top - 1.2, 1.2))
        canvas.add(Box(LEFT, top, _BAR, bottom - top, fill=phase_ink(self.page.meta.part)))
        return bottom

    def notes(self) -> list[str]:
        notes = []
        if self.page.damaged:
            notes.append("This copy of the page is damaged. Check it against another copy.")
        left_out = sum(not visible(section.meta.roles, self.role) for section in self.page.sections)
        if self.role is not None and left_out:
            more = "1 section for other roles is" if left_out == 1 else f"{left_out} sections for other roles are"
            notes.append(f"Sections for {self.imprint.roles[self.role].name} only; {more} left out.")
        return notes

    def later_head(self) -> tuple[tuple[Mark, ...], float]:
        meta = self.page.meta
        canvas = Canvas()
        self.draw_chain(canvas, _SMALL_CHAIN, _SMALL_CHAIN_WORD)
        y = TOP + _SMALL_CHAIN + 1.6 * MM + 11
        words = f"{meta.code} {meta.title}"
        size = min(11.0, self.width / text_width(words, 1, bold=True))
        canvas.text(LEFT, y, words, size, bold=True, room=self.width)
        y += 6
        canvas.add(Line(LEFT, y, LEFT + self.width, y, 0.8))
        return canvas.frozen(), y + 1.3 * BODY

    # Foot

    def foot_top(self) -> float:
        return self.draw_foot(Canvas(), 1, 1)

    def draw_foot(self, canvas: Canvas, number: int, count: int) -> float:
        meta = self.page.meta
        gap = 0.62 * _FOOT
        review, last = Canvas(), Canvas()  # apart, so that they can be added in reading order
        bottom = self.paper.height - BOTTOM
        words = f"Edition {self.imprint.edition} · Content {self.imprint.content_date}"
        if meta.edited:
            words += f" · Edited {meta.edited}"
        last.text(LEFT, bottom, words, _FOOT, room=self.width * 0.8)
        last.text(LEFT + self.width, bottom, f"{meta.code} - {number} of {count}", _FOOT, bold=True, align="right")
        y = bottom - CAP_HEIGHT * _FOOT
        frame = review_frame(meta.reviews, self.width, _FOOT)
        if frame is not None:
            y -= gap + frame.height
            beside = text_width(POLICY_SENTENCE, _POLICY, bold=True) + 2 * gap + frame.width <= self.width
            draw_review_frame(review, frame, LEFT + self.width - frame.width if beside else LEFT, y, _FOOT)
        if frame is not None and beside:
            baseline = cap_baseline(y + frame.height / 2, _POLICY)
        else:
            y -= gap + CAP_HEIGHT * _POLICY
            baseline = y + CAP_HEIGHT * _POLICY
        y -= gap
        canvas.add(Line(LEFT, y, LEFT + self.width, y, 0.9))
        canvas.text(LEFT, baseline, POLICY_SENTENCE, _POLICY, bold=True)
        canvas.add(*review.marks, *last.marks)
        return y


def _texts(block: Block) -> tuple[str, ...]:
    return (block.html, *block.items, *block.header, *(cell for row in block.rows for cell in row))


def _contact_row(entry: DirectoryEntry) -> Reference:
    """How to reach an entry, with the date and publisher of its confirmation."""
    values = ((contact.label, contact.value.rstrip(".")) for contact in entry.contacts)
    ways = "; ".join(f"{label}: {value}" if label else value for label, value in values)
    if entry.local and not ways:
        ways = f"{entry.local} ____________________"
    state = f"Confirmed: {entry.confirmed}." if entry.confirmed else "Unconfirmed."
    return Reference("", entry.name, (f"{ways.rstrip('.')}." if ways else "", state))


def _source_row(number: int, source: Source) -> Reference:
    named = ", ".join(filter(None, (source.publisher, source.date)))
    return Reference(f"[{number}]", source.title, (f"{named}." if named else "", source.address))
