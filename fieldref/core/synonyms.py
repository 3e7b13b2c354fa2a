"""Words that mean the same here: abbreviation and full name, slang and formal, British and American.

`Synonyms` is what content/synonyms.yaml says. `Concepts` finds its phrases in texts and queries: a phrase of
a group becomes a term of its own in the index ("=rescue_task_force"), so a query for one finds the sections
with the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fieldref.core.words import STOP_WORDS, Token, stem, stems, tokenize

GROUP_TRUST = 0.9
"""How much a group's other phrase counts beside the typed one."""
ONE_WAY_TRUST = 0.7
"""How much a meaning of a typed word counts."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """`groups` of equal phrases; `one_way`: typed phrase and meanings; `misspellings`: wrong and right."""

    groups: tuple[tuple[str, ...], ...] = ()
    one_way: tuple[tuple[str, tuple[str, ...]], ...] = ()
    misspellings: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Synonyms:
        """Synonyms from parsed YAML or JSON; what has the wrong shape is left out (`check_synonyms` tells).

        >>> Synonyms.from_plain({"groups": [["RTF", "rescue task force"]]})
        Synonyms(groups=(('RTF', 'rescue task force'),), one_way=(), misspellings=())
        """
        groups = plain.get("groups")
        one_way = plain.get("one_way")
        misspellings = plain.get("misspellings")
        return cls(
            groups=tuple(strings(group) for group in groups) if isinstance(groups, list | tuple) else (),
            one_way=tuple((str(key), strings(value)) for key, value in _items(one_way)),
            misspellings=tuple((str(key), str(value)) for key, value in _items(misspellings)),
        )

    def to_plain(self) -> dict[str, object]:
        """The same as plain lists and maps, for JSON; `from_plain` reads it back."""
        return {
            "groups": [list(group) for group in self.groups],
            "one_way": {key: list(meanings) for key, meanings in self.one_way},
            "misspellings": dict(self.misspellings),
        }


def strings(value: object) -> tuple[str, ...]:
    """A list's items as strings, a lone string as a list of one, anything else as nothing."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def _items(value: object) -> Iterable[tuple[object, object]]:
    return value.items() if isinstance(value, Mapping) else ()


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
    stems: tuple[str, ...]
    term: str
    capital: bool


class Concepts:
    """Finds the phrases of the synonyms in texts and in queries."""

    def __init__(self, synonyms: Synonyms) -> None:
        self.misspellings: Mapping[str, str] = {
            " ".join(token.text for token in tokenize(wrong)): right for wrong, right in synonyms.misspellings
        }
        self._in_text: dict[str, list[_Phrase]] = {}
        self._typed: dict[str, list[tuple[_Phrase, float]]] = {}
        self._members: dict[str, tuple[str, ...]] = {}
        known: dict[tuple[str, ...], str] = {}
        for group in synonyms.groups:
            self._add_group(group, known)
        for typed, meanings in synonyms.one_way:
            for meaning in meanings:
                self._add_meaning(typed, meaning, known)

    def members(self, concept: str) -> tuple[str, ...]:
        """The phrases of a concept as written, to mark them in a text."""
        return self._members.get(concept, ())

    def in_text(self, tokens: Sequence[Token]) -> list[Found]:
        """Every concept that a text holds; an abbreviation only where it is written in capitals."""
        words = stems(token.text for token in tokens)
        return [
            Found(start, start + len(phrase.stems), phrase.term)
            for start, word in enumerate(words)
            for phrase in self._in_text.get(word, ())
            if words[start : start + len(phrase.stems)] == phrase.stems
            and (not phrase.capital or tokens[start].acronym)
        ]

    def in_query(self, words: Sequence[str]) -> list[Alternative]:
        """Every alternative for the folded words of a query, in whatever case they were typed."""
        query = stems(words)
        return [
            Alternative(start, start + len(phrase.stems), phrase.term, trust)
            for start, word in enumerate(query)
            for phrase, trust in self._typed.get(word, ())
            if query[start : start + len(phrase.stems)] == phrase.stems
        ]

    def _add_group(self, group: tuple[str, ...], known: dict[tuple[str, ...], str]) -> None:
        phrases = list(_phrases(group))
        if len(phrases) < 2:
            return
        term = "=" + "_".join(phrases[0].stems)
        self._members[term] = group
        for phrase in phrases:
            named = phrase._replace(term=term)
            known.setdefault(phrase.stems, term)
            self._in_text.setdefault(phrase.stems[0], []).append(named)
            self._typed.setdefault(phrase.stems[0], []).append((named, GROUP_TRUST))

    def _add_meaning(self, typed: str, meaning: str, known: dict[tuple[str, ...], str]) -> None:
        for key in _phrases((typed,)):
            for phrase in _phrases((meaning,)):
                term = known.get(phrase.stems)
                if term is None and len(phrase.stems) == 1:
                    term = phrase.stems[0]
                elif term is None:
                    term = known[phrase.stems] = "=" + "_".join(phrase.stems)
                    self._members[term] = (meaning,)
                    self._in_text.setdefault(phrase.stems[0], []).append(phrase._replace(term=term))
                self._typed.setdefault(key.stems[0], []).append((key._replace(term=term), ONE_WAY_TRUST))


def _phrases(texts: Iterable[str]) -> Iterator[_Phrase]:
    seen = set()
    for text in texts:
        tokens = tokenize(text)
        found = stems(token.text for token in tokens)
        if found and found not in seen:
            seen.add(found)
            capital = len(tokens) == 1 and tokens[0].acronym and not text.isdigit()
            yield _Phrase(found, "", capital)


def is_common_word(text: str) -> bool:
    """Whether a phrase is one stop word written small, which no synonym may shadow."""
    tokens = tokenize(text)
    return len(tokens) == 1 and tokens[0].text in STOP_WORDS and not tokens[0].acronym


def written_stem(text: str) -> tuple[str, ...]:
    """The stems of a phrase as `Concepts` compares them."""
    return tuple(stem(token.text) for token in tokenize(text))
