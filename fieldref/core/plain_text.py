"""Pages and cards as plain text, for the terminal and for copying."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterator

from fieldref.core.library import Library
from fieldref.core.model import POLICY_SENTENCE, Block, Card, Page, Section, review_notice, visible

WIDTH = 92


def words_of(inline: str) -> str:
    """Inline HTML as text; source numbers stay, local details become labelled blanks.

    >>> words_of('Call <strong>911</strong>. <a href="local:tip-line">Local tip line</a>')
    'Call 911. Local tip line: ________'
    """
    text = re.sub(r'<a href="local:[^"]*">([^<]*)</a>', r"\1: ________", inline)
    return html.unescape(re.sub(r"<[^>]+>", "", text.replace("<br/>", "\n"))).replace("\u00a0", " ")


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


def _page_parts(library: Library, page: Page, role: str | None) -> Iterator[str]:
    meta = page.meta
    yield f"{meta.code}  {meta.title}\n{library.part(meta.part).title} · {' '.join(meta.roles)} · {meta.id}"
    yield _filled(meta.answer)
    if page.damaged:
        yield "WARNING: this page is damaged. Install fieldref again before you rely on it."
    notice = review_notice(meta.reviews)
    if notice:
        yield notice
    shown = [section for section in page.sections if visible(section.meta.roles, role)]
    yield from map(section_text, shown)
    if len(shown) < len(page.sections):
        yield f"{len(page.sections) - len(shown)} more sections for other roles."
    if page.sources:
        lines = [
            _filled(f"{source.title}. {source.publisher}, {source.date}. {source.address}", f"[{number}] ", "    ")
            for number, source in enumerate(page.sources, 1)
        ]
        yield "\n".join(["Sources", *lines])
    yield f"Edition {library.edition}, content of {library.content_date}. {POLICY_SENTENCE}"


def card_text(library: Library, card: Card) -> str:
    """A whole card: title, steps, do-nots, blanks, foot."""
    steps = [_filled(line.text, f"{number}. ", "   ") for number, line in enumerate(card.steps, 1)]
    donts = [_filled(line.text, "x  ", "   ") for line in card.donts]
    blanks = [f"{library.local_detail(key).label}: ________" for key in card.blanks]
    foot = f"{card.code} · edition {library.edition} · {library.content_date} · from {' '.join(card.page_codes)}"
    parts = ["\n".join([f"{card.code}  {card.title}", *steps]), "\n".join(donts), "\n".join(blanks)]
    parts.append("\n".join(filter(None, [POLICY_SENTENCE, review_notice(card.reviews), foot])))
    return "\n\n".join(filter(None, parts))
