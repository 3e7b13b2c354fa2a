"""Puts the agency's own details where a text names them; where one is not filled in, a labelled blank."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from fieldref.core.model import LocalValue
from fieldref.gui.words import long_date

BLANK = "________"
_LOCAL_LINK = re.compile(r'(:\s*)?<a href="local:([^"]+)">([^<]*)</a>')


def fill(
    html: str,
    values: Mapping[str, LocalValue],
    known: Callable[[LocalValue], str],
    blank: Callable[[str], str] = lambda _: BLANK,
) -> str:
    """Return the HTML of a text with each detail as `known` sets it, or as `blank` sets what stands for its key.

    >>> fill('Staging: <a href="local:staging-area">Staging area</a>', {}, with_date)
    'Staging: ________'
    >>> known = {"tip-line": LocalValue("tip-line", "555-0100", "2026-03-01")}
    >>> fill('Tell <a href="local:tip-line">Tip line</a>', known, with_date)
    'Tell Tip line: 555-0100 (1 March 2026)'
    """

    def value(match: re.Match[str]) -> str:
        introduced, key, label = match[1], match[2], match[3]
        head = ": " if introduced else f"{label}: "  # the text may have named it already: "Staging: ____"
        filled = values.get(key)
        return head + (known(filled) if filled and filled.value.strip() else blank(key))

    return _LOCAL_LINK.sub(value, html)


def with_date(value: LocalValue) -> str:
    """A detail as plain text, with its date."""
    return f"{value.value} ({long_date(value.date)})" if value.date else value.value
