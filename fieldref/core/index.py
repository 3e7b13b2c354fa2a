"""The ready-made index on disk and in memory: with index_codec the only module that imports Whoosh.

It keeps three fields, words, stems and beginnings of words, each with the weight that `weights` gave it, and
answers where a term stands. Document numbers are positions in the sequence of documents it was built from. Beside
Whoosh's files lie the lexicon, every word with its documents and its sound, which Whoosh takes 80 ms to list, and the
phrasebook.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from fieldref.core.errors import BundleDamaged
from fieldref.core.model import Document
from fieldref.core.phrasebook import Phrasebook
from fieldref.core.spelling import Lexicon
from fieldref.core.synonyms import Concepts, Synonyms
from fieldref.core.weights import beginnings, document_terms, written_words

if TYPE_CHECKING:
    from whoosh.fields import Schema

LEXICON = "lexicon.json"
PHRASEBOOK = "phrasebook.json"
CACHED = 40
"""Postings for each document that are kept in memory as Python values (50 bytes each), the oldest dropped first."""


def build_index(documents: Sequence[Document], synonyms: Synonyms, folder: Path) -> None:
    """Write the index of the documents into an empty folder: one segment, no lock, same bytes for same input.

    Raises OSError when the folder cannot be written.
    """
    with _importing_whoosh(), _same_names():
        from whoosh.filedb.filestore import FileStorage

        from fieldref.core.index_codec import PackedCodec

        concepts = Concepts.of(synonyms)
        counts: Counter[str] = Counter()
        index = FileStorage(str(folder)).create_index(_schema())
        writer = index.writer(limitmb=256, compound=False, codec=PackedCodec())  # a compound file holds times
        for document in documents:
            terms = document_terms(document, concepts)
            grams = beginnings(terms)
            counts.update(written_words(terms))
            writer.add_document(word=_field(terms.words), stem=_field(terms.stems), gram=_field(grams))
        writer.commit(optimize=True)
        index.close()
    for lock in folder.glob("*LOCK*"):
        lock.unlink()
    _write_json(folder / LEXICON, Lexicon.of(counts)._asdict())
    _write_json(folder / PHRASEBOOK, Phrasebook.of_documents(documents)._asdict())


class IndexPostings:
    """Where terms stand, read from the index's bytes (whose hash has been checked: Whoosh unpickles them)."""

    def __init__(self, files: Mapping[str, bytes], size: int) -> None:
        """Open the index; `size` is the number of documents it must hold. Raises BundleDamaged."""
        self.size = size
        self._cache: dict[tuple[str, str], dict[int, float]] = {}
        self._cached = 0
        # Each number and each weight is there once for all postings: half of what these take.
        self._numbers = tuple(range(size))
        self._weights: dict[float, float] = {}
        self._words: Lexicon | None = None
        try:
            self._lexicon, self._phrasebook = files[LEXICON], files[PHRASEBOOK]
            self._reader = _open({name: data for name, data in files.items() if name not in (LEXICON, PHRASEBOOK)})
            count = self._reader.doc_count_all()
        except Exception as error:  # bytes that are not an index fail in any way inside Whoosh
            raise BundleDamaged("The search index cannot be read.") from error
        if count != size:
            raise BundleDamaged("The search index belongs to other content.")

    def word(self, term: str) -> Mapping[int, float]:
        """Documents with a word, with its weight in each."""
        return self._postings("word", term)

    def stem(self, term: str) -> Mapping[int, float]:
        """Documents with any word of a stem."""
        return self._postings("stem", term)

    def gram(self, prefix: str) -> Mapping[int, float]:
        """Documents with a word that begins so (1 to 4 letters)."""
        return self._postings("gram", prefix)

    def words_from(self, prefix: str) -> list[str]:
        """The words that begin so, in order."""
        with _damage():
            return [term.decode() for term in self._reader.expand_prefix("word", prefix)]

    def lexicon(self) -> Lexicon:
        """Every word with the number of documents that hold it; read once, and its bytes then go."""
        if self._words is None:
            with _damage():
                self._words = Lexicon(**json.loads(self._lexicon))
            self._lexicon = b""
        return self._words

    @cached_property
    def phrasebook(self) -> Phrasebook:
        """What people type who need a page; read when first asked for, and its bytes then go."""
        with _damage():
            found = Phrasebook.from_plain(json.loads(self._phrasebook))
        self._phrasebook = b""
        return found

    def _postings(self, field: str, term: str) -> Mapping[int, float]:
        key = (field, term)
        known = self._cache.get(key)
        if known is None:
            known = self._read(field, term)
            self._cached += len(known)
            self._cache[key] = known
            while self._cached > CACHED * self.size and len(self._cache) > 1:
                self._cached -= len(self._cache.pop(next(iter(self._cache))))
        return known

    def _read(self, field: str, term: str) -> dict[int, float]:
        found: dict[int, float] = {}
        with _damage():
            if (field, term) not in self._reader:
                return found
            number, same = self._numbers.__getitem__, self._weights.setdefault
            postings = self._reader.postings(field, term)
            # Asked one by one, they would take a third longer; the pinned Whoosh keeps them in two sequences.
            numbers, weights = postings._ids, postings._weights
            found.update(zip(map(number, numbers), map(same, weights, weights), strict=True))
        return found


@contextmanager
def _damage() -> Iterator[None]:
    """Turn whatever Whoosh raises over damaged bytes into BundleDamaged."""
    try:
        yield
    except Exception as error:
        raise BundleDamaged("The search index cannot be read.") from error


@contextmanager
def _importing_whoosh() -> Iterator[None]:
    """Import Whoosh without the downloader that it imports and never calls: that one brings sockets, TLS and mail.

    It would take 50 ms and 7 MB, and a program that never reaches a network needs none of it.
    """
    downloader = "urllib.request"
    stand_in = ModuleType(downloader)
    stand_in.urlretrieve = None  # type: ignore[attr-defined]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Whoosh 2.7.4 on Python 3.12 and later
        in_place = sys.modules.setdefault(downloader, stand_in)
        try:
            yield
        finally:
            if in_place is stand_in:
                del sys.modules[downloader]


@contextmanager
def _same_names() -> Iterator[None]:
    """Whoosh names its files by `random`: seed it, and leave the program's own dice as they were."""
    import random  # deferred: only the compiler throws dice

    state = random.getstate()
    random.seed(0)
    try:
        yield
    finally:
        random.setstate(state)


def _write_json(path: Path, values: object) -> None:
    path.write_text(json.dumps(values, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _schema() -> Schema:
    from whoosh.analysis import DelimitedAttributeFilter, SpaceSeparatedTokenizer
    from whoosh.fields import TEXT, Schema

    analyzer = SpaceSeparatedTokenizer() | DelimitedAttributeFilter(delimiter="^", attribute="boost")
    return Schema(**{name: TEXT(analyzer=analyzer, phrase=False) for name in ("word", "stem", "gram")})


def _field(weights: Mapping[str, float]) -> str:
    return " ".join(f"{term}^{weight:.2f}" for term, weight in weights.items())


def _open(files: Mapping[str, bytes]) -> Any:
    with _importing_whoosh():
        from whoosh.filedb.filestore import RamStorage
        from whoosh.filedb.structfile import BufferFile

    class BytesStorage(RamStorage):  # type: ignore[misc]
        """Files in memory, each there once: Whoosh's own storage hands out views, which its files copy (4 MB)."""

        def open_file(self, name: str, **options: Any) -> Any:
            if name not in self.files:
                raise NameError(name)
            return BufferFile(self.files[name], name=name, **options)

    storage = BytesStorage()
    storage.files.update(files)
    return storage.open_index().reader()
