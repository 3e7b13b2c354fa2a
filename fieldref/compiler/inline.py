"""What content writes inside a line besides Markdown: source marks, local details, links; turned into inline HTML.

Source marks and local details are replaced by marks in private-use characters before Markdown runs, so that no
Markdown rule touches them, and become links afterwards.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

CITATION = re.compile(r"[ \t]*\[((?:@[\w.-]+)(?:\s*;\s*@[\w.-]+)*)\]")
LOCAL = re.compile(r"\[local:\s*([\w-]+)\s*\]")
RAW_HTML = re.compile(r"<(?:[A-Za-z/!?])")
_CITE_OPEN, _LOCAL_OPEN, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"([{_CITE_OPEN}{_LOCAL_OPEN}])([^{_CLOSE}]*){_CLOSE}")
PRACTICE = "practice"


def protect(markdown: str) -> str:
    """Replace source marks and local details by marks that Markdown leaves alone."""
    text = CITATION.sub(lambda m: _CITE_OPEN + _keys(m[1]) + _CLOSE, markdown)
    return LOCAL.sub(lambda m: f"{_LOCAL_OPEN}{m[1]}{_CLOSE}", text)


def _keys(marks: str) -> str:
    return " ".join(mark.strip().lstrip("@") for mark in marks.split(";"))


def cited_keys(markdown: str) -> list[str]:
    """The source keys in a piece of Markdown, in order.

    >>> cited_keys("Call. [@rand-home; @nij-five] Wait [@practice].")
    ['rand-home', 'nij-five', 'practice']
    """
    return [key for match in CITATION.finditer(markdown) for key in _keys(match[1]).split()]


@dataclass
class Citations:
    """The running numbers of a page's sources, in order of first mention."""

    canonical: Mapping[str, str]
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, key: str) -> int:
        """The number of a source on this page, new when it is first mentioned."""
        return self.numbers.setdefault(self.canonical.get(key, key), len(self.numbers) + 1)


def restore(inline: str, citations: Citations, labels: Mapping[str, str]) -> str:
    """Turn the marks in rendered HTML into links: source:KEY with "[1]", local:KEY with the detail's label.

    A source mark is bound to the last word by a no-break space, so that it never begins a line.
    """

    def link(match: re.Match[str]) -> str:
        if match[1] == _LOCAL_OPEN:
            return f'<a href="local:{match[2]}">{html.escape(labels.get(match[2], match[2]))}</a>'
        links = {citations.canonical.get(key, key): citations.number(key) for key in match[2].split()}
        return "\u00a0" + "".join(f'<a href="source:{key}">[{number}]</a>' for key, number in links.items())

    return _MARK.sub(link, inline)


def strip_marks(inline: str) -> str:
    """Rendered HTML without its marks, for plain text."""
    return _MARK.sub(lambda m: "" if m[1] == _CITE_OPEN else f"____ ({m[2]})", inline)


def plain_text(inline: str) -> str:
    """The words of inline HTML: no tags, no source numbers, a local detail as a labelled blank.

    >>> plain_text('<strong>Call</strong> 911.\\u00a0<a href="source:nsi">[1]</a>')
    'Call 911.'
    >>> plain_text('Staging: <a href="local:staging-area">Staging area</a>')
    'Staging: ____ (Staging area)'
    >>> plain_text('Command channel: <a href="local:command-channel">Command channel</a>')
    'Command channel: ____'
    """
    text = re.sub(r'\s?<a href="source:[^"]*">[^<]*</a>', "", inline)
    text = re.sub(r'<a href="local:[^"]*">([^<]*)</a>', lambda found: _blank(found[1], text[: found.start()]), text)
    text = html.unescape(re.sub(r"<[^>]+>", "", text.replace("<br/>", " ")))
    return re.sub(r"[ \t\n]+", " ", text).strip()


def _blank(label: str, before: str) -> str:
    """A blank to be filled in, labelled unless the words before it just did."""
    return "____" if before.lower().endswith(f"{label.lower()}: ") else f"____ ({label})"


def rewrite_links(inline: str, resolve: Callable[[str, str], tuple[str, str] | None]) -> str:
    """Replace each written link by what `resolve(target, words)` gives as (href, words); None leaves the words."""

    def link(match: re.Match[str]) -> str:
        target, words = html.unescape(match[1]), match[2]
        if target.startswith(("source:", "local:")):
            return match[0]
        resolved = resolve(target, words)
        if resolved is None:
            return words
        return f'<a href="{html.escape(resolved[0])}">{resolved[1]}</a>'

    return re.sub(r'<a href="([^"]*)"[^>]*>(.*?)</a>', link, inline)
