"""A page as a plain, semantic HTML file for a web browser and its screen reader: language, headings, alt texts, lists.

Everything stands in the one file; it loads nothing and has no script.
"""

from __future__ import annotations

import base64
import re
import tempfile
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from fieldref.core.errors import FieldrefError
from fieldref.core.library import Library
from fieldref.core.model import POLICY_SENTENCE, Block, LocalValue, Page, review_notice
from fieldref.gui.local_fill import fill, with_date
from fieldref.gui.page_html import DAMAGED, source_line
from fieldref.gui.words import long_date, role_names

STYLE = (
    "body{font:1.15em/1.5 sans-serif;max-width:42em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse}td,th{border:1px solid;padding:.3em .6em;text-align:left}"
    "@media (prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#8cc8ff}}"
)
_LINK = re.compile(r'<a href="([a-z]+):([^"]*)">(.*?)</a>')


def page_html(page: Page, library: Library, values: Mapping[str, LocalValue]) -> str:
    """Return the page as a whole HTML document with the agency's own details; nothing in it is folded."""
    meta = page.meta
    body = [
        "<main>",
        f"<h1>{escape(meta.title)}</h1>",
        f"<p>{escape(meta.code)}, for {escape(role_names(library, meta.roles))}. Edited {long_date(meta.edited)}.</p>",
        *(f'<p role="note"><strong>{escape(DAMAGED)}</strong></p>' for _ in range(page.damaged)),
        f"<p><strong>{escape(meta.answer)}</strong></p>",
        *(f'<p role="note">{escape(review_notice(meta.reviews))}</p>' for _ in meta.reviews[:1]),
        '<nav aria-label="Contents"><ul>',
        *(f'<li><a href="#{escape(s.meta.anchor)}">{escape(s.meta.heading)}</a></li>' for s in page.sections),
        *('<li><a href="#sources">Sources</a></li>' for _ in page.sources[:1]),
        "</ul></nav>",
    ]
    numbers = {source.key: number for number, source in enumerate(page.sources, 1)}
    for section in page.sections:
        title = f"{escape(section.meta.heading)} <small>({section.meta.code})</small>"
        head = f'<h2 id="{escape(section.meta.anchor)}">{title}</h2>'
        body += ["<section>", head]
        if len(section.meta.roles) < len(meta.roles):
            body.append(f"<p>For {escape(role_names(library, section.meta.roles))}.</p>")
        for block in section.blocks:
            lines = (fill(line, values, _detail) for line in _block(block, library))
            body += [_links(line, numbers) for line in lines]
        body.append("</section>")
    body += _sources(page)
    dated = long_date(library.content_date)
    body += [f"<p>{POLICY_SENTENCE} Edition {escape(library.edition)}, content of {dated}.</p>", "</main>"]
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(meta.title)} - fieldref</title>'
        f"<style>{STYLE}</style></head>\n<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )


def _sources(page: Page) -> list[str]:
    if not page.sources:
        return []
    lines = [
        f'<li id="source-{escape(source.key)}">{source_line(source)}. {escape(source.address)}</li>'
        for source in page.sources
    ]
    return ['<section><h2 id="sources">Sources</h2>', "<ol>", *lines, "</ol></section>"]


def _block(block: Block, library: Library) -> Iterator[str]:
    if block.kind in ("actions", "steps"):
        yield "<ol>" + "".join(f"<li>{item}</li>" for item in block.items) + "</ol>"
    elif block.kind == "bullets":
        yield "<ul>" + "".join(f"<li>{item}</li>" for item in block.items) + "</ul>"
    elif block.kind == "heading":
        yield f"<h3>{block.html}</h3>"
    elif block.kind == "quote":
        yield f"<blockquote><p>{block.html}</p></blockquote>"
    elif block.kind == "table":
        head = "".join(f'<th scope="col">{cell}</th>' for cell in block.header)
        rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in block.rows)
        yield f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    elif block.kind == "figure":
        yield _figure(block, library)
    else:
        yield f"<p>{block.html}</p>"


def _figure(block: Block, library: Library) -> str:
    try:
        data = base64.b64encode(library.figure(block.source)).decode("ascii")
    except FieldrefError:
        return f"<p>Figure, damaged: {escape(block.alt)}</p>"
    image = f'<img alt="{escape(block.alt)}" style="max-width:100%" src="data:image/svg+xml;base64,{data}">'
    return f"<figure>{image}<figcaption>{block.caption}</figcaption></figure>"


def _links(line: str, numbers: dict[str, int]) -> str:
    """Keep links to sources and addresses; others lead into the program, so their words alone stay."""

    def link(match: re.Match[str]) -> str:
        scheme, rest, words = match.groups()
        if scheme == "source":
            return f'<a href="#source-{rest}">[{numbers.get(rest, "?")}]</a>'
        if scheme in ("http", "https"):
            return f'<a href="{scheme}:{rest}" rel="noreferrer">{words}</a>'
        return words

    return _LINK.sub(link, line)


def _detail(value: LocalValue) -> str:
    return f"<strong>{escape(with_date(value))}</strong>"


def write_page(page: Page, library: Library, values: Mapping[str, LocalValue], folder: Path | None = None) -> Path:
    """Write the page to a file of its own in `folder` (a temporary one when None) and return it; raises OSError."""
    place = folder or Path(tempfile.mkdtemp(prefix="fieldref-"))
    path = place / f"{page.meta.id.replace('/', '-')}.html"
    path.write_text(page_html(page, library, values), encoding="utf-8")
    return path
