"""What people type who need a page, in words that the page lacks (asked.yaml): for search alone, never shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from fieldref.compiler.problems import Problems
from fieldref.compiler.source import load_yaml
from fieldref.core import documents
from fieldref.core.model import Document
from fieldref.core.spelling import Lexicon, Speller
from fieldref.core.words import folded_words, tokenize

ASKED = "asked.yaml"


def with_asked(content: Path, unasked: Iterable[Document], problems: Problems) -> tuple[Document, ...]:
    """The documents, each with the phrases of asked.yaml for its page; the file may be missing."""
    found = tuple(unasked)
    path = content / ASKED
    if not path.is_file():
        return found
    asked = _checked(path, load_yaml(path, ASKED, problems) or {}, found, problems)
    return documents.with_asked(found, _apart(asked, found))


def _apart(asked: Mapping[str, Sequence[str]], found: Sequence[Document]) -> dict[str, list[str]]:
    """The phrases with words taken apart that the book writes as two: else "rollcall", a word of one phrase then, would
    no longer lead to "roll call".
    """
    counts: Counter[str] = Counter()
    for document in found:
        counts.update(folded_words(" ".join((document.title, document.heading, document.text, *document.aliases))))
    speller = Speller(Lexicon.of(counts))
    return {page: [_phrase_apart(phrase, speller) for phrase in phrases] for page, phrases in asked.items()}


def _phrase_apart(phrase: str, speller: Speller) -> str:
    for token in reversed(tokenize(phrase)):
        parts = None if token.acronym or speller.knows(token.text) else speller.split(token.text)
        if parts is not None:
            phrase = f"{phrase[: token.start]}{' '.join(parts)}{phrase[token.end :]}"
    return phrase


def _checked(
    path: Path, values: object, found: tuple[Document, ...], problems: Problems
) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(values, dict):
        problems.add(ASKED, 1, "this file is no map; write `mitigate/lockdown: [what people type, ...]`")
        return {}
    lines = _lines(path)
    names = {document.page: {document.title, *document.aliases} for document in found}
    owners: dict[str, str] = {}
    asked: dict[str, tuple[str, ...]] = {}
    for page, phrases in values.items():
        line = lines.get(str(page), 0)
        if page not in names:
            problems.add(ASKED, line, f"{page} is no page, card, directory/ENTRY or glossary/TERM; mend or remove it")
        elif not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
            problems.add(ASKED, line, f"{page} has {phrases!r}; write a list of phrases, numbers in quotes")
        else:
            asked[page] = tuple(phrases)
            _check_phrases(page, line, phrases, names[page], owners, problems)
    return asked


def _check_phrases(
    page: str, line: int, phrases: list[str], names: set[str], owners: dict[str, str], problems: Problems
) -> None:
    known = {name.casefold() for name in names}
    for phrase in phrases:
        folded = phrase.casefold()
        if folded in known:
            problems.add(ASKED, line, f"{page}: {phrase!r} is its title or an alias already; remove it here")
        elif folded in owners:
            problems.add(ASKED, line, f"{page}: {phrase!r} stands at {owners[folded]} too; keep it at the better one")
        owners.setdefault(folded, page)


def _lines(path: Path) -> dict[str, int]:
    """The line of each key."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {text.split(":")[0].strip("'\" "): number for number, text in enumerate(lines, 1) if text[:1].strip()}
