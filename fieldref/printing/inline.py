"""Inline HTML of blocks as runs of text for paper: two weights, line breaks, and local details filled in."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from fieldref.printing.blanks import unprintable_detail
from fieldref.printing.faults import Unprintable
from fieldref.printing.fonts import fonts
from fieldref.printing.imprint import Imprint
from fieldref.printing.typesetting import Run

BLANK = "_" * 24
_LOCAL = re.compile(r'<a [^>]*href="local:([^"#]+)"[^>]*>.*?</a>', re.DOTALL)
_SENTENCE_END = re.compile(r"[.?!][\"”]?(?: \[\d+\])* ")
_ONLY_MARKS = re.compile(r"[\s.,;:]*")


def inline_runs(html: str, imprint: Imprint, *, bold: bool = False) -> tuple[tuple[Run, ...], ...]:
    """The runs of each line of a text (lines end at <br>); `bold` sets all of it bold.

    A local detail prints as "Label: value (date)" or as a labelled blank, without the label where the sentence has
    just named it (DetailFault when it cannot be printed); a link to an outside address whose words do
    not show it is followed by the address.
    """
    reader = _Reader(imprint, bold)
    reader.feed(html)
    reader.close()
    return tuple(tuple(line) for line in reader.lines if any(run.text.strip() for run in line))


def only_locals(html: str) -> tuple[str, ...]:
    """The keys of a text that is nothing but local details, else an empty tuple.

    >>> only_locals('<a href="local:command-channel">Command channel</a>.')
    ('command-channel',)
    >>> only_locals('Call <a href="local:command-channel">Command channel</a>')
    ()
    """
    keys = tuple(_LOCAL.findall(html))
    return keys if keys and _ONLY_MARKS.fullmatch(_LOCAL.sub("", html)) else ()


def local_words(key: str, imprint: Imprint, before: str = "") -> str:
    """A local detail inside a sentence, after the words `before`, which may have named it already."""
    value = imprint.value(key)
    if value is not None:
        try:
            fonts().width(value.value, bold=False)
        except Unprintable as error:
            raise unprintable_detail(imprint.label(key), error) from error
    filled = f"{value.value.strip()} ({value.date})" if value else BLANK
    return f"{_lead(imprint.label(key), before)}{filled}"


def _lead(label: str, before: str) -> str:
    """What introduces a detail: its label, or so much of it as the sentence has not said.

    >>> _lead("Command channel", "Command channel: "), _lead("Command channel", "Your own list: command ")
    ('', 'channel: ')
    >>> _lead("Ambulance route", "Keep clear the ambulance route, always: "), _lead("Legal counsel", "Ask counsel: ")
    ('', 'Legal counsel ')
    >>> _lead("Legal counsel", "Ask ")
    'Legal counsel: '
    """
    sentence = _SENTENCE_END.split(before)[-1].rstrip()
    said = re.findall(r"\w+", sentence.lower())
    if sentence.endswith(":"):
        named = all(word.lower() in said for word in re.findall(r"\w+", label))
        return "" if named else f"{label} "
    words = label.split()
    for count in range(len(words), 0, -1):
        if said[-count:] == [word.lower() for word in words[:count]] and sentence[-1:].isalnum():
            return f"{' '.join(words[count:])}: " if words[count:] else ""
    return f"{label}: "


class _Reader(HTMLParser):
    def __init__(self, imprint: Imprint, bold: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[Run]] = [[]]
        self._imprint = imprint
        self._depth = 1 if bold else 0
        self._href = ""
        self._words: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("strong", "em", "b"):
            self._depth += 1
        elif tag == "br":
            self.lines.append([])
        elif tag == "a":
            self._href = dict(attrs).get("href") or ""
            self._words = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("strong", "em", "b"):
            self._depth -= 1
        elif tag == "a" and self._words is not None:
            words, self._words = "".join(self._words), None
            self._put(self._link(words))

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)
        else:
            self._put(data)

    def _put(self, text: str) -> None:
        self.lines[-1].append(Run(text, self._depth > 0))

    def _link(self, words: str) -> str:
        scheme, _, rest = self._href.partition(":")
        if scheme == "local":
            return local_words(rest, self._imprint, "".join(run.text for run in self.lines[-1]))
        if scheme in ("http", "https") and rest.strip("/") not in words:
            return f"{words} ({self._href})"
        return words
