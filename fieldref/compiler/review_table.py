"""The table for the yearly review: every sourced sentence with a figure that ages, its years and its sources."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from fieldref.compiler.inline import CITATION, PRACTICE, cited_keys
from fieldref.compiler.meta import PageDraft
from fieldref.compiler.reference import SourceTable

REVIEW_TABLE = "figures-review.csv"
COLUMNS = ("page", "section", "years", "figures", "statement", "sources")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
FIGURE = re.compile(r"(?<![\w.-])(?:\$\s?)?\d[\d,]*(?:\.\d+)?(?:\s?(?:%|percent|million|billion))?(?![\w-])")
NO_FIGURES = {"911", "988"}


def review_table(pages: Iterable[PageDraft], sources: SourceTable) -> bytes:
    """The table as CSV, in the order of the outline, the same for the same content."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for page in pages:
        for section in page.source.sections:
            for _, line in section.lines:
                writer.writerows(_rows(page, section.anchor, line, sources))
    return stream.getvalue().encode()


def _rows(page: PageDraft, anchor: str, line: str, sources: SourceTable) -> Iterator[tuple[str, ...]]:
    for sentence in sentences(line):
        keys = [key for key in cited_keys(sentence) if key != PRACTICE]
        words = " ".join(CITATION.sub("", sentence).split())
        years = sorted(set(YEAR.findall(words)))
        figures = [found for found in FIGURE.findall(words) if found not in years and found not in NO_FIGURES]
        ages = years or any(re.search(r"\$|%|percent|million|billion", found) for found in figures)
        if keys and figures and ages:
            named = "; ".join(_named(key, sources) for key in keys)
            yield f"{page.code} {page.id}", anchor, " ".join(years), "; ".join(figures), words, named


def sentences(line: str) -> list[str]:
    """The sentences of a content line, each with the source marks behind it.

    >>> sentences("- In 2022, 61 of them. [@fbi] Later more. [@rand]")
    ['In 2022, 61 of them. [@fbi]', 'Later more. [@rand]']
    """
    text = re.sub(r"^\s*(?:\d+\.|- \[ \]|[-*>|])\s*", "", line)
    parts = re.split(r"(?<=\])\s+(?=[A-Z0-9\"$])", text)
    return [part.strip() for part in parts if part.strip()]


def _named(key: str, sources: SourceTable) -> str:
    source = sources.by_key.get(sources.canonical.get(key, key))
    return f"{key} ({source.publisher}, {source.date})" if source else key
