"""The engine and the two plain ones that it is held against: each answers a query with page ids, best first."""

from __future__ import annotations

import sqlite3
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from fieldref.compiler.pipeline import Compiled, check_content
from fieldref.compiler.problems import Problems
from fieldref.core.index import build_index
from fieldref.core.model import Document
from fieldref.core.search import SearchEngine
from fieldref.core.synonyms import Concepts
from fieldref.core.weights import ALIAS_BOOST, HEADING_BOOST, TEXT_BOOST, TITLE_BOOST
from fieldref.core.words import folded_words

ROOT = Path(__file__).parents[2]
ENOUGH = 3


class Engine(Protocol):
    """Anything that ranks pages for a query."""

    def pages(self, query: str, role: str | None, part: str | None) -> list[str]:
        """Up to ten page ids, best first."""


def read_content() -> Compiled:
    """The content of this source tree, compiled in memory."""
    return check_content(ROOT / "content", ROOT / "resources", Problems())


class Ours:
    """The search engine over the index, or over the documents themselves."""

    def __init__(self, compiled: Compiled, *, scan: bool = False) -> None:
        with tempfile.TemporaryDirectory() as folder:
            build_index(compiled.documents, compiled.synonyms, Path(folder))
            files = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
        frame = compiled.frame
        self.engine = SearchEngine(
            compiled.documents, Concepts.of(compiled.synonyms), None if scan else files, frame.roles, frame.parts
        )

    def pages(self, query: str, role: str | None, part: str | None) -> list[str]:
        return [hit.page for hit in self.engine.search(query, role, part, limit=10).hits]


class Sqlite:
    """SQLite FTS5 with porter stems and bm25."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute(
            "create virtual table section using fts5(code, title, aliases, heading, text,"
            " tokenize='porter unicode61', prefix='2 3')"
        )
        self.connection.executemany(
            "insert into section(rowid, code, title, aliases, heading, text) values (?, ?, ?, ?, ?, ?)",
            [
                (number, each.code, each.title, " ; ".join(each.aliases), each.heading, each.text)
                for number, each in enumerate(documents)
            ],
        )

    def numbers(self, words: Sequence[str], joined: str) -> list[int]:
        terms = [f'"{word}"' for word in words]
        terms[-1] += "*"
        rows = self.connection.execute(
            f"select rowid from section where section match ?"
            f" order by bm25(section, {TITLE_BOOST}, {TITLE_BOOST}, {ALIAS_BOOST}, {HEADING_BOOST}, {TEXT_BOOST})",
            (joined.join(terms),),
        )
        return [row[0] for row in rows]

    def pages(self, query: str, role: str | None, part: str | None) -> list[str]:
        words = folded_words(query)
        if not words:
            return []
        found = _inside(self.documents, self.numbers(words, " "), role, part)
        if len(found) < ENOUGH:
            found += _inside(self.documents, self.numbers(words, " OR "), role, part)
        return _distinct(self.documents[number].page for number in found)


class PlainWhoosh:
    """Whoosh with its stemming analyzer and BM25F, queries built by hand."""

    FIELDS = {"code": TITLE_BOOST, "title": TITLE_BOOST, "aliases": ALIAS_BOOST, "heading": HEADING_BOOST, "text": 1.0}

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from whoosh import fields, query
            from whoosh.analysis import StemmingAnalyzer
            from whoosh.filedb.filestore import RamStorage
        self.query = query
        self.analyzer = StemmingAnalyzer()
        schema: Any = fields.Schema(
            number=fields.STORED,
            **{name: fields.TEXT(analyzer=self.analyzer, phrase=False) for name in self.FIELDS},
        )
        index = RamStorage().create_index(schema)
        writer = index.writer()
        for number, each in enumerate(documents):
            writer.add_document(
                number=number, code=each.code, title=each.title, aliases=" ; ".join(each.aliases),
                heading=each.heading, text=each.text,
            )  # fmt: skip
        writer.commit()
        self.searcher = index.searcher()

    def numbers(self, words: Sequence[str], *, every: bool) -> list[int]:
        parts = []
        for place, word in enumerate(words):
            last = place == len(words) - 1
            options = [self.query.Term(name, word, boost=boost) for name, boost in self.FIELDS.items()]
            if last and len(word) > 1:
                options += [self.query.Prefix(name, word, boost=boost) for name, boost in self.FIELDS.items()]
            parts.append(self.query.Or(options))
        whole = self.query.And(parts) if every else self.query.Or(parts)
        return [hit["number"] for hit in self.searcher.search(whole, limit=300)]

    def pages(self, query: str, role: str | None, part: str | None) -> list[str]:
        words = [token.text for token in self.analyzer(query)]
        if not words:
            return []
        found = _inside(self.documents, self.numbers(words, every=True), role, part)
        if len(found) < ENOUGH:
            found += _inside(self.documents, self.numbers(words, every=False), role, part)
        return _distinct(self.documents[number].page for number in found)


def _inside(documents: Sequence[Document], numbers: Iterable[int], role: str | None, part: str | None) -> list[int]:
    return [
        number
        for number in numbers
        if (role is None or role in documents[number].roles) and part in (None, documents[number].part)
    ]


def _distinct(pages: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(pages))[:10]
