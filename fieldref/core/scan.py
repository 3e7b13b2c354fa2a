"""The second back end: reads every document itself when the index cannot be used.

It answers the same questions as `index.IndexPostings` with the same weights, so the hits are the same; the
first query waits until all documents have been read (well under a second for the whole book).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

from fieldref.core.model import Document
from fieldref.core.phrasebook import Phrasebook
from fieldref.core.spelling import Lexicon
from fieldref.core.synonyms import Concepts
from fieldref.core.weights import (
    SHORTEST_TEXT_PREFIX,
    completion,
    document_terms,
    goes_on,
    name_beginnings,
    name_terms,
    written_words,
)

_Postings = dict[str, dict[int, float]]


class ScanPostings:
    """Where terms stand, found by reading the documents once, at the first question."""

    def __init__(self, documents: Sequence[Document], concepts: Concepts) -> None:
        self.size = len(documents)
        self._documents = documents
        self._concepts = concepts
        self._grams: dict[str, dict[int, float]] = {}

    def word(self, term: str) -> Mapping[int, float]:
        """Documents with a word, with its weight in each."""
        return self._read[0].get(term, {})

    def stem(self, term: str) -> Mapping[int, float]:
        """Documents with any word of a stem."""
        return self._read[1].get(term, {})

    def gram(self, prefix: str) -> Mapping[int, float]:
        """Documents with a word that begins so (1 to 4 letters)."""
        if len(prefix) < SHORTEST_TEXT_PREFIX:
            return self._name_beginnings.get(prefix, {})
        if prefix not in self._grams:
            found: dict[int, float] = {}
            for word in self.words_from(prefix):
                if len(word) > len(prefix) and goes_on(word):
                    worth = completion(prefix, word)
                    for number, weight in self.word(word).items():
                        found[number] = max(found.get(number, 0.0), round(weight * worth, 2))
            self._grams[prefix] = found
        return self._grams[prefix]

    def words_from(self, prefix: str) -> list[str]:
        """The words that begin so, in order."""
        first = bisect_left(self._sorted, prefix)
        last = bisect_left(self._sorted, prefix + "\U0010ffff", first)
        return self._sorted[first:last]

    def lexicon(self) -> Lexicon:
        """Every word with the number of documents that hold it."""
        return Lexicon.of(self._read[2])

    @cached_property
    def phrasebook(self) -> Phrasebook:
        """What people type who need a page."""
        return Phrasebook.of_documents(self._documents)

    @cached_property
    def _read(self) -> tuple[_Postings, _Postings, Counter[str]]:
        """Where words and stems stand, and in how many documents each word is written."""
        words: _Postings = {}
        stems: _Postings = {}
        written: Counter[str] = Counter()
        for number, document in enumerate(self._documents):
            terms = document_terms(document, self._concepts)
            for term, weight in terms.words.items():
                words.setdefault(term, {})[number] = weight
            for term, weight in terms.stems.items():
                stems.setdefault(term, {})[number] = weight
            written.update(written_words(terms))
        return words, stems, written

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._read[0])

    @cached_property
    def _name_beginnings(self) -> _Postings:
        found: _Postings = {}
        for number, document in enumerate(self._documents):
            for prefix, weight in name_beginnings(name_terms(document, self._concepts)).items():
                found.setdefault(prefix, {})[number] = weight
        return found
