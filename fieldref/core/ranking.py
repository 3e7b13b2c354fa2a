"""The order of hits: words found, names matched, words standing together, what the page is for.

Scores are sums of shares between 0 and 1, so that each reason's part can be read off; equal scores keep the
order of the book. A page appears once, with its best section.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import takewhile
from typing import NamedTuple

from fieldref.core.evidence import Evidence
from fieldref.core.likeness import FEW_LETTERS, content_stems, likeness, nearness
from fieldref.core.model import Document
from fieldref.core.words import stem, tokenize

SATURATION = 6.5
"""Weight of a word at which it counts half: more of the same word adds less and less."""
FEW = 3
"""With fewer pages that have all words in a section, those with some of them are shown too."""
MANY_WORDS = 3
"""Words from which on no section needs all of them, only the more the better: who asks in a sentence does not choose
each word, and the third word of a list is often the one that the right page lacks."""
CONNECTING = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})
"""Stop words that stand in names too and make no question."""
MOST_TELLING = 5
"""Words of which a section needs one, when it does not need all."""
WORTH_SHOWING = 0.35
"""Share of the best coverage that a section with some of the words needs."""
PAGE_COVERAGE = 0.5
"""How much of the coverage may come from other sections of the page."""
COVERAGE_POWER = 0.7
"""How hard a section is punished for the words that it lacks."""
SISTER_SHARE = 0.08
SISTER_SHARE_OF_QUESTION = 0.08
"""What each further section that matches adds to its page: a question is about what the whole page is about."""
NAME_BONUS = 0.85
FULL_NAME = 3
FULL_NAME_BONUS = 0.6
"""For a whole title of so many words typed out, even of an entry: who types that wants just that."""
ALIAS_SHARE = 0.6
"""What a part of an alias counts beside the same part of a title."""
ASKED_BONUS = 0.5
"""For what people type who need the page, word by word."""
NEARLY_ASKED, NEARLY_ASKED_BONUS = 0.5, 0.8
"""From this likeness on a phrase is nearly the query, and then counts like a name of its page."""
SMALL_LETTERS_SHARE = 0.2
"""What a name counts that lacks the capitals which were typed ("march" for "MARCH")."""
HEADING_BONUS = 0.3
NEARNESS_BONUS = 0.4
FIRST_SECTION_BONUS = 0.06
LONG_ENOUGH = 5
"""Letters of a word that a longer one may have begun with."""
PAGES_LOOKED_AT = 30
"""Pages whose names and word order are compared; the rest keep their place by words alone."""
SECTIONS_LOOKED_AT = 3
MOST_RANKED = 1_500
"""Sections that are ordered; of a query that finds more (a letter or two) the rest are only counted."""

USE_LIFT = {"now": 1.08, "hours": 1.03}
USE_LIFT_TYPING = {"now": 1.3, "hours": 1.1}
"""The same while few letters are typed."""
KIND_LIFT = {"cards": 0.8, "directory": 0.85, "glossary": 0.75, "help": 0.85}
ENTRY_SHARE_OF_QUESTION = 0.8
"""What cards and entries count beside pages when a whole question is asked."""
ROLE_LIFT = 0.08
"""For a page that is for the reader's role alone; less, the more roles it is for."""
INTENTS = {
    "cards": frozenset({"card", "cards", "checklist", "wallet"}),
    "directory": frozenset({"phone", "telephone", "number", "numbers", "hotline", "line", "website", "helpline"}),
    "glossary": frozenset({"define", "definition", "meaning", "mean", "means", "stands", "acronym"}),
}
"""Words by which a reader asks for a kind of thing."""
INTENT_LIFT = 1.4
DEFINITION = re.compile(r"(what (is|are|does)|whats|define|meaning of) ")
"""How a reader asks what a word means, in folded words."""
DEFINITION_LIFT = 1.7
MOST_DEFINED = 3
"""Words of a term that is asked for."""
NO_CAPITALS: frozenset[str] = frozenset()
"""The same one for nearly all names: an empty set takes 216 bytes."""


class Question(NamedTuple):
    """What ranking needs to know of a query.

    `forms` are its words as stems, without stop words: first as typed, then with synonyms put in, each with
    its trust. `capitals` are the stems of acronyms typed as such. `wanted` decides which documents hold the
    quoted phrases. `strict` keeps out what has only some words. `asked` is the phrasebook's likeness for the first
    document of each page; `clues` and `is_asked` are what the functions of that name find.
    """

    evidence: Sequence[Evidence]
    words: tuple[str, ...]
    forms: tuple[tuple[tuple[str, ...], float], ...]
    prefix: bool
    role: str | None
    capitals: frozenset[str]
    wanted: Callable[[Document], bool] | None
    strict: bool
    asked: Mapping[int, float]
    clues: tuple[frozenset[str], tuple[str, ...]]
    is_asked: bool


def is_asked(evidence: Sequence[Evidence]) -> bool:
    """Whether the words of a query are a whole question, not a name or a list of words."""
    required = sum(e.required for e in evidence)
    asking = any(not e.required and e.word not in CONNECTING for e in evidence)
    return asking and required >= MANY_WORDS


def clues(forms: Sequence[tuple[tuple[str, ...], float]], *, prefix: bool) -> tuple[frozenset[str], tuple[str, ...]]:
    """Words of which a name must hold one to be like a query, and what one may begin with (after a space)."""
    typed = {word for form, _ in forms for word in form}
    unfinished = {form[-1] for form, _ in forms if form} if prefix else set()
    # "evacuati" is longer than the stem of what it will become.
    typed |= {word[:length] for word in unfinished for length in range(LONG_ENOUGH, len(word))}
    return frozenset(typed), tuple(f" {word}" for word in sorted(unfinished))


class _Name(NamedTuple):
    """A name of a page as stems, also in one line, those in capitals, and what a part of it counts."""

    stems: tuple[str, ...]
    line: str
    capitals: frozenset[str]
    share: float


class RankedPage(NamedTuple):
    """A page with the number of its best document and how many further documents of it match."""

    best: int
    score: float
    more: int


class Ranking(NamedTuple):
    """Pages in order, and how many further ones the filter leaves out."""

    pages: tuple[RankedPage, ...] = ()
    outside: int = 0
    any_word: bool = False


class Ranker:
    """Orders the documents that evidence speaks for."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._page_of: list[int] = []
        self._first_of: list[int] = []
        pages: dict[str, int] = {}
        for number, document in enumerate(documents):
            page = pages.setdefault(document.page, len(pages))
            if page == len(self._first_of):
                self._first_of.append(number)
            self._page_of.append(page)
        self._known_headings: list[tuple[str, ...] | None] = [None] * len(documents)
        self._known_texts: list[str] = [""] * len(documents)
        self._known_names: list[tuple[_Name, ...]] = [()] * len(pages)

    def read_ahead(self, numbers: Iterable[int]) -> None:
        """Take the stems of documents' names, headings and texts now: else the first query that finds them does."""
        for number in numbers:
            self._text_of(number)
            self._heading_of(number)
            self._names_of(self._page_of[number])

    def rank(self, question: Question, allowed: frozenset[int] | None) -> Ranking:
        """Pages in order; `allowed` are the documents inside the role and part filter (None: all)."""
        matched, partly = self._matching(question, allowed)
        inside = matched if allowed is None else matched & allowed
        scores = self._word_scores(question.evidence, inside)
        any_word = False
        if partly:
            shares = self._coverage(question.evidence, inside)
            scores = {number: scores[number] * share**COVERAGE_POWER for number, share in shares.items()}
            required = [e.weights for e in question.evidence if e.required]
            any_word = not any(all(number in weights for weights in required) for number in scores)
        outside = 0
        if allowed is not None and len(matched) > len(inside):
            everywhere = self._coverage(question.evidence, matched) if partly else matched
            shown = {self._page_of[number] for number in scores}
            outside = len({self._page_of[number] for number in everywhere} - shown)
        return Ranking(tuple(self._pages(question, scores)), outside, any_word)

    def _matching(self, question: Question, allowed: frozenset[int] | None) -> tuple[set[int], bool]:
        """Documents with all required words; with too few inside, those with any of the telling ones."""
        required = sorted((e for e in question.evidence if e.required), key=lambda e: len(e.weights))
        if not required:
            return set(), False
        everything = set(required[0].weights)
        for evidence in required[1:]:
            everything.intersection_update(evidence.weights)
        if question.wanted is not None:
            return {number for number in everything if question.wanted(self._documents[number])}, False
        inside = everything if allowed is None else everything & allowed
        if len(required) == 1 or question.strict or (len(required) < MANY_WORDS and self._enough(inside)):
            return everything, False
        telling = sorted((e for e in required if e.weights), key=lambda e: -e.idf)[:MOST_TELLING]
        some = set().union(*(e.weights for e in telling))
        return some, len(some) > len(everything)

    def _enough(self, numbers: set[int]) -> bool:
        """Whether documents are of a few pages at least."""
        return len(numbers) > MOST_RANKED or len({self._page_of[number] for number in numbers}) >= FEW

    @staticmethod
    def _word_scores(evidence: Sequence[Evidence], numbers: Iterable[int]) -> dict[int, float]:
        whole = sum(e.idf for e in evidence if e.weights) or 1.0
        parts = [(e.idf / whole, e.weights) for e in evidence if e.weights]
        scores = dict.fromkeys(sorted(numbers), 0.0)  # sorted: of equal ones the first of the book are kept
        for share, weights in parts:
            for number in weights.keys() & scores.keys():
                weight = weights[number]
                scores[number] += share * weight / (weight + SATURATION)
        return scores

    def _coverage(self, evidence: Sequence[Evidence], numbers: set[int]) -> dict[int, float]:
        """What share of the question each section has, with what its page adds; those with little are left out."""
        required = [e for e in evidence if e.required]
        whole = sum(e.idf for e in required) or 1.0
        shares = [(1 << place, e.idf / whole, e.weights) for place, e in enumerate(required)]
        masks = dict.fromkeys(sorted(numbers), 0)
        for bit, _, weights in shares:
            for number in weights.keys() & numbers:
                masks[number] += bit
        page_masks: dict[int, int] = {}
        for number, mask in masks.items():
            page = self._page_of[number]
            page_masks[page] = page_masks.get(page, 0) | mask
        worth = {
            mask: sum(share for bit, share, _ in shares if mask & bit)
            for mask in {*masks.values(), *page_masks.values()}
        }
        covered = {
            number: worth[mask] + PAGE_COVERAGE * (worth[page_masks[self._page_of[number]]] - worth[mask])
            for number, mask in masks.items()
        }
        least = WORTH_SHOWING * max(covered.values(), default=0.0)
        return {number: share for number, share in covered.items() if share >= least}

    def _pages(self, question: Question, scores: Mapping[int, float]) -> list[RankedPage]:
        """All pages in order: roughly by their sections' scores, and the first of them by a closer look."""
        chosen = scores
        if len(scores) > MOST_RANKED:
            chosen = {number: scores[number] for number in nlargest(MOST_RANKED, scores, key=scores.__getitem__)}
        sections = self._sections(chosen)
        lifts = self._lifts(question)
        roughly = []
        for page, found in sections.items():
            best = min(found)
            first = self._first_of[page]
            rough = _with_sisters(-best[0], found, _sister_share(question)) + self._asked(question, first)
            roughly.append((-rough * lifts(self._documents[best[1]]), first, page, best[1]))
        roughly.sort()
        looked_at = roughly[:PAGES_LOOKED_AT]
        ranked = [self._look_at(question, page, sorted(sections[page]), lifts) for _, _, page, _ in looked_at]
        if chosen is not scores:
            ranked = [page._replace(more=self._others(page.best, scores)) for page in ranked]
        ranked.sort(key=lambda page: (-page.score, page.best))
        for minus, _, page, number in roughly[PAGES_LOOKED_AT:]:
            ranked.append(RankedPage(number, min(-minus, ranked[-1].score), len(sections[page]) - 1))
        return ranked

    def _others(self, number: int, scores: Mapping[int, float]) -> int:
        """How many further sections of a document's page match."""
        page = self._page_of[number]
        numbers = range(self._first_of[page], len(self._page_of))
        same = takewhile(lambda other: self._page_of[other] == page, numbers)  # a page's sections stand together
        return sum(other in scores for other in same) - 1

    def _sections(self, scores: Mapping[int, float]) -> dict[int, list[tuple[float, int]]]:
        """For each page its sections as (minus the score, number)."""
        sections: dict[int, list[tuple[float, int]]] = {}
        page_of = self._page_of
        for number, score in scores.items():
            page = page_of[number]
            if page in sections:
                sections[page].append((-score, number))
            else:
                sections[page] = [(-score, number)]
        return sections

    def _look_at(
        self, question: Question, page: int, found: list[tuple[float, int]], lifts: Callable[[Document], float]
    ) -> RankedPage:
        """Compare the page's names and its best sections' headings and word order with the query."""
        first = self._first_of[page]
        name = self._name_likeness(question, page)
        looked_at = found[:SECTIONS_LOOKED_AT]
        if name > 0.3 and first not in {number for _, number in looked_at}:
            looked_at += [entry for entry in found[SECTIONS_LOOKED_AT:] if entry[1] == first]
        best, best_score = found[0][1], -1.0
        for minus, number in looked_at:
            score = self._section_score(question, number) - minus
            if number == first:
                score += FIRST_SECTION_BONUS * (3.0 if name > 0.8 else 1.0)
            if score > best_score:
                best, best_score = number, score
        score = _with_sisters(best_score, found, _sister_share(question)) + NAME_BONUS * name
        score += self._asked(question, first)
        score *= lifts(self._documents[best])
        title = self._names_of(page)[0].stems
        if len(title) >= FULL_NAME and question.forms[0][0] == title:
            score += FULL_NAME_BONUS
        return RankedPage(best, score, len(found) - 1)

    @staticmethod
    def _asked(question: Question, first: int) -> float:
        like = question.asked.get(first, 0.0)
        nearly = max(0.0, like - NEARLY_ASKED) / (1 - NEARLY_ASKED)
        return ASKED_BONUS * like + NEARLY_ASKED_BONUS * nearly

    def _name_likeness(self, question: Question, page: int) -> float:
        """How much the query is the page's title or another name of it; a part of another name counts less."""
        best = 0.0
        for name in self._names_of(page):
            if not _may_be_like(question, name.stems, name.line):
                continue  # nearly all of them, and a key must not wait for a closer look at each
            like = _likeness(question, name.stems)
            if not question.capitals <= name.capitals:
                like *= SMALL_LETTERS_SHARE
            best = max(best, like if like > 0.99 else like * name.share)
        return best

    def _section_score(self, question: Question, number: int) -> float:
        score = 0.0
        heading = self._heading_of(number)
        if _may_be_like(question, heading, f" {' '.join(heading)}"):
            score += HEADING_BONUS * _likeness(question, heading)
        if len(question.forms[0][0]) > 1:
            text = self._text_of(number)
            score += NEARNESS_BONUS * max(
                trust * nearness(form, text, question.prefix) for form, trust in question.forms
            )
        return score

    def _names_of(self, page: int) -> tuple[_Name, ...]:
        """Title and aliases."""
        if not self._known_names[page]:
            document = self._documents[self._first_of[page]]
            shares = ((1.0, (document.title,)), (ALIAS_SHARE, document.aliases))
            self._known_names[page] = tuple(_name(name, share) for share, names in shares for name in names)
        return self._known_names[page]

    def _heading_of(self, number: int) -> tuple[str, ...]:
        """The stems of a section's heading; cards and entries only repeat their title there."""
        known = self._known_headings[number]
        if known is None:
            document = self._documents[number]
            known = content_stems(document.heading) if "." in document.code else ()
            self._known_headings[number] = known
        return known

    def _text_of(self, number: int) -> str:
        """The stems of a document's words with spaces around each."""
        if not self._known_texts[number]:
            document = self._documents[number]
            stems = content_stems(f"{document.title} {document.heading} {document.text}")
            self._known_texts[number] = f" {' '.join(stems)} "
        return self._known_texts[number]

    def _lifts(self, question: Question) -> Callable[[Document], float]:
        """What a page's use, kind and role multiply its score by."""
        typing = question.prefix and len(question.words) == 1 and len(question.words[0]) <= FEW_LETTERS
        uses = USE_LIFT_TYPING if typing else USE_LIFT
        kinds = {
            kind: KIND_LIFT.get(kind, 1.0) * (INTENT_LIFT if words.intersection(question.words) else 1.0)
            for kind, words in (*INTENTS.items(), ("help", frozenset()))
        }

        if question.is_asked:
            kinds = {kind: value * ENTRY_SHARE_OF_QUESTION for kind, value in kinds.items()}
        if DEFINITION.match(" ".join(question.words)) and len(question.forms[0][0]) <= MOST_DEFINED:
            kinds["glossary"] = KIND_LIFT["glossary"] * DEFINITION_LIFT

        def lift(document: Document) -> float:
            value = uses.get(document.use, 1.0) * kinds.get(document.page.partition("/")[0], 1.0)
            if question.role is not None and question.role in document.roles:
                value *= 1 + ROLE_LIFT / len(document.roles)
            return value

        return lift


def _sister_share(question: Question) -> float:
    return SISTER_SHARE_OF_QUESTION if question.is_asked else SISTER_SHARE


def _with_sisters(score: float, found: Sequence[tuple[float, int]], share: float) -> float:
    """A page's score, more for its further sections (at most as much as four of the best)."""
    scores = [minus for minus, _ in found]
    best = -min(scores)
    others = -sum(scores) - best
    return score + share * min(others, 4 * best)


def _name(name: str, share: float) -> _Name:
    words = content_stems(name)
    capitals = frozenset(stem(token.text) for token in tokenize(name) if token.acronym)
    return _Name(words, f" {' '.join(words)}", capitals or NO_CAPITALS, share)


def _may_be_like(question: Question, stems: tuple[str, ...], line: str) -> bool:
    """Whether a name, also in one line after a space, has anything of the query; of most names that is all to know."""
    typed, begun = question.clues
    return not typed.isdisjoint(stems) or any(beginning in line for beginning in begun)


def _likeness(question: Question, name: tuple[str, ...]) -> float:
    return max(trust * likeness(form, name, question.prefix) for form, trust in question.forms)
