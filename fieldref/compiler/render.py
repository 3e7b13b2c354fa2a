"""Markdown of one section to typed blocks; what the reader cannot lay out is a problem."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree

import markdown

from fieldref.compiler.inline import RAW_HTML, protect
from fieldref.core.model import Block

INLINE_TAGS = {"strong", "em", "code", "br", "a"}
TASK = re.compile(r"^\[ \]\s+")
LIST_ITEM = re.compile(r"(?:[-*]|\d+\.) +\S")
LIST_BEGIN = re.compile(r"(?:[-*]|1\.) +\S")
MAX_COLUMNS = 5

Fault = Callable[[str, str], None]
"""Called with (words to find the line by, what is wrong)."""


class SectionRenderer:
    """One configured Markdown converter for a whole run."""

    def __init__(self) -> None:
        self._markdown = markdown.Markdown(extensions=["tables", "sane_lists"], output_format="xhtml")

    def blocks(self, text: str, fault: Fault) -> tuple[Block, ...]:
        """The blocks of a section's Markdown, links and marks still as written."""
        self._refuse_raw_html(text, fault)
        self._markdown.reset()
        source = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", protect(_lists_apart(text)))
        rendered = self._markdown.convert(source)
        try:
            root = ElementTree.fromstring(f"<root>{_numeric_entities(rendered)}</root>")
        except ElementTree.ParseError as error:
            fault("", f"this Markdown does not give a tree of tags ({error}); write it more simply")
            return ()
        walker = _Walker(fault)
        return tuple(block for child in root for block in walker.block(child))

    @staticmethod
    def _refuse_raw_html(text: str, fault: Fault) -> None:
        for line in text.splitlines():
            if RAW_HTML.search(re.sub(r"`[^`]*`", "", line)):
                fault(line, "raw HTML; write it in Markdown")


def _lists_apart(text: str) -> str:
    """The text with an empty line before each list, without which Python-Markdown runs the items into the paragraph.

    >>> _lists_apart("In order:\\n1. Stop.\\n2. Look.")
    'In order:\\n\\n1. Stop.\\n2. Look.'
    """
    lines: list[str] = []
    for line in text.split("\n"):
        before = lines[-1] if lines else ""
        in_list = LIST_ITEM.match(before) or before.startswith(" ")
        if LIST_BEGIN.match(line) and before.strip() and not in_list:
            lines.append("")
        lines.append(line)
    return "\n".join(lines)


def _numeric_entities(text: str) -> str:
    return re.sub(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(\w+);", lambda m: html.unescape(m[0]), text)


@dataclass
class _Walker:
    fault: Fault

    def block(self, element: ElementTree.Element) -> tuple[Block, ...]:
        if element.tag == "p":
            return self._paragraph(element)
        if element.tag == "h3":
            return (Block("heading", html=self.inline(element)),)
        if element.tag in ("ul", "ol"):
            return (self._list(element),)
        if element.tag == "table":
            return (self._table(element),)
        if element.tag == "blockquote":
            return (Block("quote", html=" ".join(self.inline(child) for child in element)),)
        words = "".join(element.itertext()).strip()
        meaning = {"pre": "text indented by four spaces or fenced", "hr": "a rule", "h1": "a # heading"}
        what = meaning.get(element.tag, f"<{element.tag}>")
        self.fault(words[:30], f"{what} cannot be laid out; use ## and ### headings, paragraphs, lists and tables")
        return ()

    def _paragraph(self, element: ElementTree.Element) -> tuple[Block, ...]:
        images = element.findall("img")
        if not images:
            return (Block("paragraph", html=self.inline(element)),)
        if len(images) > 1 or (element.text or "").strip() or (images[0].tail or "").strip():
            self.fault(images[0].get("src", ""), "a figure shares its paragraph; give it a paragraph of its own")
        return tuple(self._figure(image) for image in images)

    def _figure(self, image: ElementTree.Element) -> Block:
        source, alt = image.get("src", ""), image.get("alt", "").strip()
        match = re.fullmatch(r"figures/([\w-]+\.svg)", source)
        if not match:
            self.fault(source, f"image {source} is not figures/NAME.svg; put a drawing into resources/figures")
        if len(alt) < 10:
            self.fault(source, f"image {source} lacks words for who cannot see it; write ![What it shows](...)")
        return Block("figure", source=match[1] if match else "", alt=alt, caption=image.get("title", ""))

    def _list(self, element: ElementTree.Element) -> Block:
        items = [self._item(item) for item in element]
        tasks = [TASK.match(item) is not None for item in items]
        if any(tasks):
            if not all(tasks):
                stray = items[tasks.index(False)]
                self.fault(html.unescape(re.sub("<.*", "", stray))[:30], "a list mixes boxes and none; use one kind")
            return Block("actions", items=tuple(TASK.sub("", item) for item in items))
        return Block("steps" if element.tag == "ol" else "bullets", items=tuple(items))

    def _item(self, item: ElementTree.Element) -> str:
        for nested in item:
            if nested.tag in ("ul", "ol", "table", "blockquote", "pre"):
                words = "".join(nested.itertext()).strip().split("\n")[0]
                self.fault(words[:30], "a list or block inside a list item; make it a section or lines of its own")
        paragraphs = item.findall("p")
        if paragraphs:
            return "<br/>".join(self.inline(paragraph) for paragraph in paragraphs)
        return self.inline(item)

    def _table(self, element: ElementTree.Element) -> Block:
        header = tuple(self.inline(cell) for cell in element.iterfind("thead/tr/th"))
        rows = tuple(tuple(self.inline(cell) for cell in row) for row in element.iterfind("tbody/tr"))
        if len(header) > MAX_COLUMNS:
            self.fault("|", f"a table has {len(header)} columns; at most {MAX_COLUMNS} fit a small screen and paper")
        if not any(header):
            self.fault("|", "a table has no header row; name its columns")
        return Block("table", header=header, rows=rows)

    def inline(self, element: ElementTree.Element) -> str:
        """The inside of an element as inline HTML of the subset that model.Block names."""
        parts = [html.escape(element.text or "", quote=False)]
        for child in element:
            parts.append(self._inline_child(child))
            parts.append(html.escape(child.tail or "", quote=False))
        return re.sub(r"\s*\n\s*", " ", "".join(parts)).strip()

    def _inline_child(self, child: ElementTree.Element) -> str:
        if child.tag == "br":
            return "<br/>"
        if child.tag == "a":
            return f'<a href="{html.escape(child.get("href", ""))}">{self.inline(child)}</a>'
        if child.tag in INLINE_TAGS:
            return f"<{child.tag}>{self.inline(child)}</{child.tag}>"
        if child.tag == "img":
            self.fault(child.get("src", ""), "an image inside text; give it a paragraph of its own")
            return ""
        self.fault("".join(child.itertext())[:30], f"<{child.tag}> inside a line cannot be laid out")
        return self.inline(child)


def map_inline(block: Block, change: Callable[[str], str]) -> Block:
    """The block with `change` applied to each piece of inline HTML."""
    return block._replace(
        html=change(block.html),
        items=tuple(map(change, block.items)),
        header=tuple(map(change, block.header)),
        rows=tuple(tuple(map(change, row)) for row in block.rows),
    )


def inline_pieces(block: Block) -> tuple[str, ...]:
    """All pieces of inline HTML of a block, in reading order (a figure: its caption and alt text)."""
    pieces = [block.html, *block.items, *block.header, *(cell for row in block.rows for cell in row)]
    return tuple(piece for piece in [*pieces, html.escape(block.caption), html.escape(block.alt)] if piece)
