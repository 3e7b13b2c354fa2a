"""Pages and cards as plain text, for the terminal and for copying."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable, Iterator

from fieldref.core.library import Library
from fieldref.core.model import POLICY_SENTENCE, Block, Card, Page, Section, Source, review_notice, visible

WIDTH = 92
_CITED = re.compile(r'href="source:([^"]+)"')


def words_of(inline: str) -> str:
    """Inline HTML as text; source numbers stay, local details become labelled blanks.

    >>> words_of('Call <strong>911</strong>. <a href="local:tip-line">Local tip line</a>')
    'Call 911. Local tip line: ________'
    >>> words_of('Command channel: <a href="local:command-channel">Command channel</a>')
    'Command channel: ________'
    """
    text = re.sub(r'<a href="local:[^"]*">([^<]*)</a>', lambda found: _blank(found, inline), inline)
    return html.unescape(re.sub(r"<[^>]+>", "", text.replace("<br/>", "\n"))).replace("\u00a0", " ")


def _blank(found: re.Match[str], inline: str) -> str:
    label = found[1]
    named = inline[: found.start()].lower().endswith(f"{label.lower()}: ")
    return "________" if named else f"{label}: ________"


def _filled(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(" ".join(text.split()), WIDTH, initial_indent=first, subsequent_indent=rest)


def block_text(block: Block) -> str:
    """One block as text."""
    if block.kind == "table":
        rows = (block.header, *block.rows)
        return "\n".join(_filled(" | ".join(map(words_of, row)), "  ", "    ") for row in rows)
    if block.kind == "figure":
        return _filled(f"[Figure: {block.alt} {block.caption}]")
    if block.kind in ("actions", "steps", "bullets"):
        marks = {"actions": "[ ]", "bullets": "-"}
        lines = []
        for number, item in enumerate(block.items, 1):
            mark = marks.get(block.kind, f"{number}.")
            lines.append(_filled(words_of(item), f"{mark} ", " " * (len(mark) + 1)))
        return "\n".join(lines)
    return _filled(words_of(block.html))


def section_text(section: Section) -> str:
    """A section with its code and heading."""
    head = f"{section.meta.code}  {section.meta.heading}"
    return "\n".join([head, *map(block_text, section.blocks)])


def page_text(library: Library, page: Page, role: str | None = None) -> str:
    """A whole page: code, title, answer, review notice, sections for the role, sources."""
    return "\n\n".join(_page_parts(library, page, role))


def page_section_text(library: Library, page: Page, anchor: str) -> str:
    """One section of a page under the page's title and warnings, with the sources it cites."""
    return "\n\n".join(_one_section_parts(library, page, anchor))


def _one_section_parts(library: Library, page: Page, anchor: str) -> Iterator[str]:
    yield _title(library, page)
    yield from _warnings(page)
    section = next(section for section in page.sections if section.meta.anchor == anchor)
    yield section_text(section)
    cited = {key for block in section.blocks for piece in _pieces(block) for key in _CITED.findall(piece)}
    yield from _sources((number, source) for number, source in enumerate(page.sources, 1) if source.key in cited)
    others = len(page.sections) - 1
    if others:
        yield f"{others} more sections on this page: fieldref show {page.meta.code}"
    yield _imprint(library)


def _pieces(block: Block) -> Iterator[str]:
    yield from (block.html, *block.items, *block.header, *(cell for row in block.rows for cell in row))


def _title(library: Library, page: Page) -> str:
    meta = page.meta
    return f"{meta.code}  {meta.title}\n{library.part(meta.part).title} · {' '.join(meta.roles)} · {meta.id}"


def _warnings(page: Page) -> Iterator[str]:
    if page.damaged:
        yield "WARNING: this page is damaged. Install fieldref again before you rely on it."
    notice = review_notice(page.meta.reviews)
    if notice:
        yield notice


def _sources(numbered: Iterable[tuple[int, Source]]) -> Iterator[str]:
    lines = [_filled(_source(source), f"[{number}] ", "    ") for number, source in numbered]
    if lines:
        yield "\n".join(["Sources", *lines])


def _source(source: Source) -> str:
    origin = ", ".join(filter(None, (source.publisher, source.date)))
    return " ".join(filter(None, (f"{source.title.rstrip('.')}.", origin and f"{origin}.", source.address)))


def _imprint(library: Library) -> str:
    return f"Edition {library.edition}, content of {library.content_date}. {POLICY_SENTENCE}"


def _page_parts(library: Library, page: Page, role: str | None) -> Iterator[str]:
    yield _title(library, page)
    yield _filled(page.meta.answer)
    yield from _warnings(page)
    shown = [section for section in page.sections if visible(section.meta.roles, role)]
    yield from map(section_text, shown)
    if len(shown) < len(page.sections):
        yield f"{len(page.sections) - len(shown)} more sections for other roles."
    yield from _sources(enumerate(page.sources, 1))
    yield _imprint(library)


def card_text(library: Library, card: Card) -> str:
    """A whole card: title, steps, do-nots, blanks, foot."""
    steps = [_filled(line.text, f"{number}. ", "   ") for number, line in enumerate(card.steps, 1)]
    donts = [_filled(line.text, "x  ", "   ") for line in card.donts]
    blanks = [f"{library.local_detail(key).label}: ________" for key in card.blanks]
    foot = f"{card.code} · edition {library.edition} · {library.content_date} · from {' '.join(card.page_codes)}"
    parts = ["\n".join([f"{card.code}  {card.title}", *steps]), "\n".join(donts), "\n".join(blanks)]
    parts.append("\n".join(filter(None, [POLICY_SENTENCE, review_notice(card.reviews), foot])))
    return "\n\n".join(filter(None, parts))
