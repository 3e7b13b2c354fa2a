"""Sets a page as a themed document: head, answer, banners, sections with folds for other roles, sources, ways on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import groupby

from fieldref.core.errors import NotFound
from fieldref.core.library import Library
from fieldref.core.model import (
    POLICY_SENTENCE,
    Block,
    LocalValue,
    Page,
    PageMeta,
    Section,
    Source,
    review_notice,
    visible,
)
from fieldref.gui.documents import Heading, ReaderDocument, ReadingState, TickLine
from fieldref.gui.html_kit import FIRST_SCREEN, HtmlKit
from fieldref.gui.local_fill import BLANK, fill
from fieldref.gui.words import edition_words, long_date, plural, role_names

DAMAGED = "This page is not as it was released: its file has changed or is damaged. Check it against another copy."
PLANNERS = "For planners"
_TAG = re.compile(r"<[^>]+>")
_SOURCE = re.compile(r'<a href="source:[^"]*"[^>]*>[^<]*</a>')


@dataclass
class _Writer:
    """What is being collected while a page is set."""

    html: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    folded: dict[str, str] = field(default_factory=dict)
    hidden: int = 0
    actions: int = 0
    has_list: bool = False
    lines: list[TickLine] = field(default_factory=list)


def tick_lines(items: Sequence[str], first: int, ticks: Mapping[int, str]) -> list[TickLine]:
    """Return lines to tick as they are said: without markup and source numbers.

    >>> tick_lines(['Call <strong>911</strong>.&#160;<a href="source:x">[1]</a>'], 4, {4: "14:02"})
    [TickLine(number=4, words='Call 911.', time='14:02')]
    """
    said = (unescape(_TAG.sub("", _SOURCE.sub("", item))) for item in items)
    return [
        TickLine(number, " ".join(words.split()), ticks.get(number, "")) for number, words in enumerate(said, first)
    ]


class PageSetter:
    """Sets pages of a library in one look and reading state."""

    def __init__(self, library: Library, kit: HtmlKit, state: ReadingState, figure_width: Callable[[str], int]) -> None:
        self._library = library
        self._kit = kit
        self._state = state
        self._figure_width = figure_width

    def document(self, page: Page) -> ReaderDocument:
        """Return the whole document of a page."""
        out, kit = _Writer(), self._kit
        out.html.append(self._head(page))
        for key, group in groupby(page.sections, lambda section: self._fold_of(page.meta, section)):
            sections = list(group)
            if key is None:
                for section in sections:
                    first = section is page.sections[0]
                    self._section(out, section, above=self._kit.density.heading_above if first else 24)
            else:
                self._fold(out, f"{key}:{sections[0].meta.anchor}", key, sections)
        self._sources(out, page.sources)
        self._ways_on(out, page.meta)
        note = f"{plural(out.hidden, 'section')} for other roles" if out.hidden else ""
        return ReaderDocument(
            title=page.meta.title,
            html="".join(out.html),
            code=page.meta.code,
            part=page.meta.part,
            headings=tuple(out.headings),
            see=self._see(page.meta),
            folded=out.folded,
            hidden_note=note,
            first_screen=FIRST_SCREEN if page.meta.use == "now" else "",
            tight=kit.density.head != "full",
            lines=tuple(out.lines),
            state=f"{page.meta.code} · {self._edition(page.meta)}" if kit.density.head == "bar" else "",
        )

    # Head

    def _head(self, page: Page) -> str:
        kit, meta = self._kit, page.meta
        # A low head leaves its line to the title: the edition then stands beside the review state.
        low = kit.density.head == "row"
        beside = self._edition(meta, short=True) if low and meta.reviews else ""
        edition = "" if beside else self._edition(meta, short=low)
        html = [
            kit.head(meta.part, escape(self.trail(meta)), edition, meta.code, meta.title),
            kit.answer(meta.part, self._fill(escape(meta.answer))),
        ]
        if page.damaged:
            html.append(kit.banner(DAMAGED))
        if meta.reviews:
            html.append(kit.banner(escape(review_notice(meta.reviews)), right=beside))
        if not visible(meta.roles, self._state.role):
            written = escape(role_names(self._library, meta.roles))
            html.append(kit.text(f"Written for {written}.", 15, "muted", above=8, below=0))
        return "".join(html)

    def _edition(self, meta: PageMeta, *, short: bool = False) -> str:
        return edition_words(self._library.edition, meta.edited, short=short)

    def trail(self, meta: PageMeta) -> str:
        """Return the breadcrumb of a page without its own title."""
        try:
            part = self._library.part(meta.part)
        except NotFound:
            return ""
        step = next((step.long_title for step in part.steps if step.id == meta.step), "")
        return " › ".join(filter(None, (part.title, step)))

    # Sections

    def _fold_of(self, meta: PageMeta, section: Section) -> str | None:
        """Return for whom a section folds away, or None when it stays open."""
        if section.meta.kind == "caution":
            return None
        role = self._state.role
        if visible(meta.roles, role) and not visible(section.meta.roles, role):
            return f"For {role_names(self._library, section.meta.roles)}"
        if meta.use == "now" and section.meta.kind == "planning":
            return PLANNERS
        return None

    def _fold(self, out: _Writer, name: str, title: str, sections: list[Section]) -> None:
        is_open = name in self._state.opened
        codes = ", ".join(section.meta.code for section in sections)
        right = codes if len(sections) == 1 else f"{plural(len(sections), 'section')}, {codes}"
        planning = title == PLANNERS
        if planning:
            title = ", ".join(section.meta.heading for section in sections)
        elif len(sections) == 1:
            title = f"{title}: {sections[0].meta.heading}"
        icon = "down" if is_open else "right"
        out.html.append(self._kit.row(f"fold:{name}", escape(title), right, icon=icon, above=16))
        if not planning:
            out.hidden += len(sections)
        for section in sections:
            if is_open:
                self._section(out, section, above=12)
            else:
                out.folded[section.meta.anchor] = name
                out.actions += _action_count(section)

    def _section(self, out: _Writer, section: Section, above: float = 24) -> None:
        meta = section.meta
        out.headings.append(Heading(meta.heading, meta.anchor, meta.code))
        if self._kit.density.head == "bar" and not out.actions and len(out.headings) == 1:
            out.html.append(f'<p style="margin:0; font-size:1px"><a name="{escape(meta.anchor)}"></a>&nbsp;</p>')
        else:
            out.html.append(self._kit.heading(meta.code, escape(meta.heading), meta.anchor, above=above))
        for block in section.blocks:
            out.html.append(self.block(block, out.actions))
            if block.kind == "actions" and not out.has_list:  # folded lines count, but nobody sees them
                out.has_list = True
                out.html.append(self._kit.mark_place(FIRST_SCREEN))
                if self._state.ticks:
                    out.html.append(self._kit.ticked(len(self._state.ticks)))
            if block.kind == "actions":
                out.lines += tick_lines(block.items, out.actions, self._state.ticks)
                out.actions += len(block.items)

    def block(self, block: Block, first_action: int = 0) -> str:
        """Return one block of a section."""
        kit = self._kit
        items = [self._fill(item) for item in block.items]
        if block.kind == "actions":
            return kit.actions(items, first_action, dict(self._state.ticks))
        if block.kind == "steps":
            return kit.steps(items)
        if block.kind == "bullets":
            return kit.bullets(items)
        if block.kind == "heading":
            return kit.subheading(block.html)
        if block.kind == "table":
            return kit.grid(block.header, [[self._fill(cell) for cell in row] for row in block.rows])
        if block.kind == "figure":
            return kit.figure(block.source, block.alt, block.caption, self._figure_width(block.source))
        if block.kind == "quote":
            return kit.quote(self._fill(block.html))
        return kit.text(self._fill(block.html))

    def _fill(self, html: str) -> str:
        """Put the agency's own details where the text names them, a labelled blank where there is none."""

        def known(detail: LocalValue) -> str:
            date = f" ({escape(long_date(detail.date))})" if detail.date else ""
            return f"<strong>{escape(detail.value)}</strong>{self._kit.span(date, 14, 'muted')}"

        return fill(html, self._state.local, known, lambda key: f'{BLANK} <a href="local:{key}">Fill in</a>')

    # Foot

    def _sources(self, out: _Writer, sources: tuple[Source, ...]) -> None:
        if not sources:
            return
        out.headings.append(Heading("Sources", "sources"))
        rows = "".join(
            self._kit.source_row(f"[{number}]", source_line(source), source.key)
            for number, source in enumerate(sources, 1)
        )
        out.html.append(self._kit.heading("", "Sources", "sources", above=28))
        out.html.append(f"{self._kit.table_open(below=12)}{rows}</table>")

    def _ways_on(self, out: _Writer, meta: PageMeta) -> None:
        before, after = self._library.neighbours(meta.id)
        for label, page, icon in (("Previous", before, "back"), ("Next", after, "forward")):
            if page is not None:
                title = f"{label}: {escape(page.title)}"
                above = 16 if label == "Previous" or before is None else 0
                out.html.append(self._kit.row(f"page:{page.id}", title, page.code, icon=icon, bold=False, above=above))
        out.html.append(self._kit.text(POLICY_SENTENCE, 15, above=14, below=2, bold=True))
        out.html.append(self._kit.text(self._foot(meta), 14, "muted"))

    def _foot(self, meta: PageMeta) -> str:
        roles = escape(role_names(self._library, meta.roles))
        dated = long_date(self._library.content_date)
        return f"{meta.code} · for {roles} · edition {escape(self._library.edition)}, content of {dated}"

    def _see(self, meta: PageMeta) -> tuple[Heading, ...]:
        return tuple(_see_lines(self._library, meta.see))


def _see_lines(library: Library, identifiers: tuple[str, ...]) -> Iterator[Heading]:
    for identifier in identifiers:
        head, _, rest = identifier.partition("/")
        try:
            if head == "cards":
                card = library.card(identifier)
                yield Heading(card.title, code=card.code, address=f"card:{identifier}")
            elif head == "directory":
                yield Heading(library.directory_entry(rest).name, address=f"directory:{rest}")
            elif head == "glossary":
                yield Heading(library.glossary_term(rest).term, address=f"glossary:{rest}")
            else:
                page = library.page_meta(identifier.partition("#")[0])
                yield Heading(page.title, code=page.code, address=f"page:{identifier}")
        except NotFound:
            continue


def _action_count(section: Section) -> int:
    return sum(len(block.items) for block in section.blocks if block.kind == "actions")


def source_line(source: Source) -> str:
    """Return a source as one line: publisher, title, date."""
    return escape(", ".join(filter(None, (source.publisher, source.title, source.date))))
