"""Words that mean the same here: abbreviation and full name, slang and formal, British and American.

`Synonyms` is what content/synonyms.yaml says. `Concepts` finds its phrases in texts and queries: a phrase of
a group becomes a term of its own in the index ("=rescue_task_force"), so a query for one finds the sections
with the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from typing import NamedTuple

from fieldref.core.model import Document
from fieldref.core.words import STOP_WORDS, Token, folded_words, stem, stems, tokenize

GROUP_TRUST = 0.9
"""How much a group's other phrase counts beside the typed one."""
ONE_WAY_TRUST = 0.7
"""How much a meaning of a typed word counts."""


class Synonyms(NamedTuple):
    """`groups` of equal phrases; `one_way`: typed phrase and meanings; `misspellings`: wrong and right.

    `spellings` are British and American; the second is put in silently, a misspelling's correction is shown.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    one_way: tuple[tuple[str, tuple[str, ...]], ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    misspellings: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Synonyms:
        """Synonyms from parsed YAML or JSON. Raises ValueError, which says what has the wrong shape.

        >>> Synonyms.from_plain({"groups": [["RTF", "rescue task force"]]})
        Synonyms(groups=(('RTF', 'rescue task force'),), one_way=(), spellings=(), misspellings=())
        """
        groups = plain.get("groups") or []
        if not isinstance(groups, list | tuple):
            raise ValueError("groups is a list of lists of phrases")
        return cls(
            groups=tuple(_strings(f"groups[{place}]", group) for place, group in enumerate(groups)),
            one_way=tuple((key, _strings(f"one_way: {key}", value)) for key, value in _entries("one_way", plain)),
            spellings=_pairs("spellings", plain),
            misspellings=_pairs("misspellings", plain),
        )


def _strings(where: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str | int) for item in value):
        raise ValueError(f"{where} is a list of phrases")
    return tuple(str(item) for item in value)


def _entries(name: str, plain: Mapping[str, object]) -> list[tuple[str, object]]:
    entries = plain.get(name) or {}
    if not isinstance(entries, Mapping):
        raise ValueError(f"{name} is a map")
    return [(str(key), value) for key, value in entries.items()]


def _pairs(name: str, plain: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((key, _strings(f"{name}: {key}", [value])[0]) for key, value in _entries(name, plain))


class Found(NamedTuple):
    """A concept in a text: words `start` up to `end`."""

    start: int
    end: int
    concept: str


class Alternative(NamedTuple):
    """What may stand for the query's words `start` up to `end`: a concept ("=...") or a stem; its trust."""

    start: int
    end: int
    term: str
    trust: float


class _Phrase(NamedTuple):
    """A phrase that stands for a term, what it counts beside it, and whether it is an abbreviation in capitals."""

    stems: tuple[str, ...]
    term: str
    trust: float
    capital: bool


Rows = Mapping[str, str]
"""Phrases by the first of their stems, each in a line: its stems with spaces between, term, trust and whether it is an
abbreviation in capitals, with tabs between. As Python values they would take three times the memory."""


class Concepts:
    """Finds the phrases of the synonyms in texts and in queries.

    The bundle holds them by their stems: a start would have to wait for those of some four thousand phrases.
    """

    def __init__(
        self,
        in_text: Rows,
        in_query: Rows,
        members: Mapping[str, Sequence[str]],
        spellings: Mapping[str, str],
        misspellings: Mapping[str, str],
    ) -> None:
        """The tables that `plain` gives; `Concepts.of` makes them from synonyms."""
        self.misspellings = misspellings
        self._in_text, self._in_query, self._members, self._spellings = in_text, in_query, members, spellings
        self._in_text_at = cache(partial(_read, in_text))
        self._in_query_at = cache(partial(_read, in_query))

    @classmethod
    def of(cls, synonyms: Synonyms) -> Concepts:
        """The concepts of synonyms."""
        tables = _Tables()
        for group in synonyms.groups:
            tables.add_group(group)
        for typed, meanings in synonyms.one_way:
            tables.add_meanings(typed, meanings)
        spellings = dict(synonyms.spellings)
        spellings.update({british + "s": american + "s" for british, american in synonyms.spellings})
        misspellings = {" ".join(folded_words(wrong)): right for wrong, right in synonyms.misspellings}
        return cls(_joined(tables.in_text), _joined(tables.in_query), tables.members, spellings, misspellings)

    def plain(self) -> dict[str, object]:
        """The tables for JSON; `Concepts(**plain)` reads them back."""
        return {
            "in_text": self._in_text,
            "in_query": self._in_query,
            "members": self._members,
            "spellings": self._spellings,
            "misspellings": self.misspellings,
        }

    def members(self, concept: str) -> Sequence[str]:
        """The phrases of a concept as written, to mark them in a text."""
        return self._members.get(concept, ())

    def in_text(self, tokens: Sequence[Token]) -> list[Found]:
        """Every concept that a text holds; an abbreviation only where it is written in capitals."""
        words = stems(token.text for token in tokens)
        return [
            Found(start, start + len(phrase.stems), phrase.term)
            for start, word in enumerate(words)
            if word in self._in_text
            for phrase in self._in_text_at(word)
            if words[start : start + len(phrase.stems)] == phrase.stems
            and (not phrase.capital or tokens[start].acronym)
        ]

    def american(self, word: str) -> str:
        """The word as the pages spell it."""
        return self._spellings.get(word, word)

    def in_query(self, words: Sequence[str], acronyms: Sequence[bool]) -> list[Alternative]:
        """Every alternative for the folded words of a query; an abbreviation may be typed small ("rtf").

        Only one that looks like a stop word ("ME", "US") must be in capitals, as `acronyms` says.
        """
        query = stems(words)
        return [
            Alternative(start, start + len(phrase.stems), phrase.term, phrase.trust)
            for start, word in enumerate(query)
            if word in self._in_query
            for phrase in self._in_query_at(word)
            if query[start : start + len(phrase.stems)] == phrase.stems
            and (acronyms[start] or len(phrase.stems) > 1 or word not in STOP_WORDS)
        ]


def _read(rows: Rows, first: str) -> tuple[_Phrase, ...]:
    fields = (line.split("\t") for line in rows[first].splitlines())
    return tuple(
        _Phrase(tuple(roots.split()), term, float(trust), capital == "1") for roots, term, trust, capital in fields
    )


class _Tables:
    """The tables of `Concepts` while they are made."""

    def __init__(self) -> None:
        self.in_text: dict[str, list[str]] = {}
        self.in_query: dict[str, list[str]] = {}
        self.members: dict[str, Sequence[str]] = {}
        self._known: dict[tuple[str, ...], str] = {}

    def add_group(self, group: Sequence[str]) -> None:
        """Add phrases that mean the same."""
        phrases = list(_phrases(group))
        if len(phrases) < 2:
            return
        term = "=" + "_".join(phrases[0][0])
        self.members[term] = group
        for roots, capital in phrases:
            self._known.setdefault(roots, term)
            _add(self.in_text, roots, term, GROUP_TRUST, capital)
            _add(self.in_query, roots, term, GROUP_TRUST, capital)

    def add_meanings(self, typed: str, meanings: Iterable[str]) -> None:
        """Add what a phrase means that may be typed."""
        key, key_is_capital = _phrase(typed)
        for meaning in meanings if key else ():
            roots, capital = _phrase(meaning)
            if not roots:
                continue
            term = self._known.get(roots)
            if term is None and len(roots) == 1:
                term = roots[0]
            elif term is None:
                term = self._known[roots] = "=" + "_".join(roots)
                self.members[term] = (meaning,)
                _add(self.in_text, roots, term, ONE_WAY_TRUST, capital)
            _add(self.in_query, key, term, ONE_WAY_TRUST, key_is_capital)


def _add(rows: dict[str, list[str]], roots: tuple[str, ...], term: str, trust: float, capital: bool) -> None:
    rows.setdefault(roots[0], []).append(f"{' '.join(roots)}\t{term}\t{trust}\t{int(capital)}")


def _joined(rows: Mapping[str, Sequence[str]]) -> Rows:
    return {first: "\n".join(lines) for first, lines in rows.items()}


def _phrases(texts: Iterable[str]) -> Iterator[tuple[tuple[str, ...], bool]]:
    seen = set()
    for text in texts:
        roots, capital = _phrase(text)
        if roots and roots not in seen:
            seen.add(roots)
            yield roots, capital


def _phrase(text: str) -> tuple[tuple[str, ...], bool]:
    """The stems of a phrase, and whether it is an abbreviation in capitals."""
    tokens = tokenize(text)
    capital = len(tokens) == 1 and tokens[0].acronym and not text.isdigit()
    return stems(token.text for token in tokens), capital


COMMON = 0.15
"""Share of the documents from which on a word is too common to stand for something else."""


def check_synonyms(synonyms: Synonyms, documents: Sequence[Document]) -> list[tuple[str, str]]:
    """What is wrong with synonyms for these documents, as (where, what and what to write instead).

    Found are phrases that no document holds, groups that share a phrase, meanings that lead in a circle, and
    synonyms that would shadow a common word of the book.
    """
    return [
        *_circles(synonyms),
        *_doubles(synonyms),
        *_against_documents(synonyms, _Book(documents, synonyms)),
    ]


class _Book:
    """How often stems, words and concepts stand in the documents."""

    def __init__(self, documents: Sequence[Document], synonyms: Synonyms) -> None:
        self._size = max(1, len(documents))
        self._words: Counter[str] = Counter()
        self._stems: Counter[str] = Counter()
        self._phrases: set[tuple[str, ...]] = set()
        wanted: dict[str, set[tuple[str, ...]]] = {}
        for phrase in {*chain(*synonyms.groups), *chain(*(meanings for _, meanings in synonyms.one_way))}:
            parts = written_stems(phrase)
            wanted.setdefault(parts[0] if parts else "", set()).add(parts)
        for document in documents:
            fields = (document.title, document.heading, document.text, *document.aliases)
            words = [token.text for token in tokenize("\n".join(fields))]
            roots = stems(words)
            self._words.update(set(words))
            self._stems.update(set(roots))
            for at, root in enumerate(roots):
                self._phrases |= {parts for parts in wanted.get(root, ()) if roots[at : at + len(parts)] == parts}

    def holds(self, phrase: str) -> bool:
        """Whether any document has the phrase."""
        return written_stems(phrase) in self._phrases

    def knows(self, text: str) -> bool:
        """Whether every word stands in some document as it is written."""
        return all(token.text in self._words for token in tokenize(text))

    def common(self, phrase: str) -> bool:
        """Whether it is one word that is a stop word or stands in many documents, and no abbreviation."""
        tokens = tokenize(phrase)
        if len(tokens) != 1 or tokens[0].acronym:
            return False
        return tokens[0].text in STOP_WORDS or self._stems[stem(tokens[0].text)] > COMMON * self._size


def _circles(synonyms: Synonyms) -> Iterator[tuple[str, str]]:
    leads = {written_stems(typed): [written_stems(m) for m in meanings] for typed, meanings in synonyms.one_way}
    for typed, _ in synonyms.one_way:
        start = written_stems(typed)
        seen, ahead = set(), list(leads[start])
        while ahead:
            phrase = ahead.pop()
            if phrase == start:
                yield f"one_way: {typed}", f"{typed!r} leads back to itself; make it a group"
                break
            if phrase not in seen:
                seen.add(phrase)
                ahead += leads.get(phrase, [])


def _doubles(synonyms: Synonyms) -> Iterator[tuple[str, str]]:
    seen: dict[tuple[str, ...], str] = {}
    for place, group in enumerate(synonyms.groups):
        where = f"groups[{place}]"
        roots = [written_stems(phrase) for phrase in group]
        if len({root for root in roots if root}) < 2:
            yield (
                where,
                f"{', '.join(group) or 'an empty group'}: needs two different phrases (plurals are found anyway)",
            )
        for phrase, root in zip(group, roots, strict=True):
            if seen.setdefault(root, where) != where:
                yield where, f"{phrase!r} stands in {seen[root]} too; join the groups or take it out of one"
    for typed, meanings in synonyms.one_way:
        known = seen.get(written_stems(typed))
        if known is not None and known in {seen.get(written_stems(meaning)) for meaning in meanings}:
            yield f"one_way: {typed}", f"{typed!r} has this meaning in {known} already"


def _against_documents(synonyms: Synonyms, book: _Book) -> Iterator[tuple[str, str]]:
    for place, group in enumerate(synonyms.groups):
        where = f"groups[{place}]"
        if not any(book.holds(phrase) for phrase in group):
            yield where, f"no page has {' or '.join(map(repr, group))}; take the group out or correct it"
        for phrase in filter(book.common, group):
            yield where, f"{phrase!r} is too common a word to mean the others; use one_way from the rarer word"
    for typed, meanings in synonyms.one_way:
        if book.common(typed):
            yield f"one_way: {typed}", f"{typed!r} is a common word of the pages; a synonym would bury them"
        for meaning in meanings:
            if not book.holds(meaning):
                yield f"one_way: {typed}", f"no page has {meaning!r}; write the words that pages use"
    yield from _misspellings(synonyms, book)


def _misspellings(synonyms: Synonyms, book: _Book) -> Iterator[tuple[str, str]]:
    for british, american in synonyms.spellings:
        if book.knows(british) and not book.knows(american):
            yield f"spellings: {british}", f"pages use {british!r}, not {american!r}"
    for wrong, right in synonyms.misspellings:
        if not book.knows(right):
            yield f"misspellings: {wrong}", f"no page has {right!r}"
        if book.knows(wrong):
            yield f"misspellings: {wrong}", f"pages use {wrong!r}, so it cannot be a misspelling"


def written_stems(text: str) -> tuple[str, ...]:
    """The stems of a phrase as `Concepts` compares them."""
    return stems(token.text for token in tokenize(text))
