"""The search engine: one parsed query over the index or, when that is unusable, over the documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from fieldref.core.documents import with_asked
from fieldref.core.errors import BundleDamaged
from fieldref.core.evidence import Evidence, Postings, gather
from fieldref.core.hits import Highlight, hit
from fieldref.core.index import IndexPostings
from fieldref.core.likeness import content_stems
from fieldref.core.model import Correction, Document, Hit, Part, Role, SearchResult, visible
from fieldref.core.phrasebook import LEAST_SHARED
from fieldref.core.query import ParsedQuery, QueryParser, code_key
from fieldref.core.ranking import Question, Ranker, Ranking, clues, is_asked
from fieldref.core.repair import repair
from fieldref.core.scan import ScanPostings
from fieldref.core.snippets import Marker
from fieldref.core.spelling import Speller
from fieldref.core.synonyms import Concepts
from fieldref.core.words import ASKING_WORDS, STOP_WORDS, forget_words, stem

SCAN_NOTICE = "The search index cannot be used. Searching reads the pages themselves; the results are the same."
MOST_FORMS = 8
"""Forms of a query (synonyms put in) whose likeness to names is compared."""
MOST_SUGGESTIONS = 5
MOST_LOOKED_UP = 3
AT_A_TIME = 25
"""Documents whose words are read ahead at a time."""


class SearchEngine:
    """Answers queries; build one and keep it. Not for two threads at once."""

    def __init__(
        self,
        documents: Sequence[Document],
        concepts: Concepts,
        index_files: Mapping[str, bytes] | None,
        roles: Sequence[Role],
        parts: Sequence[Part],
        asked: Callable[[], Mapping[str, Sequence[str]]] | None = None,
    ) -> None:
        """`index_files` are the index's bytes by name, their hashes checked; None searches without an index.

        `asked` gives what people type who need each page, where the documents have been read without it.
        """
        self.notice = "" if index_files is not None else SCAN_NOTICE
        self._documents = tuple(documents)
        self._concepts = concepts
        self._parser = QueryParser(roles, parts)
        self._ranker = Ranker(self._documents)
        self._files = index_files
        self._asked = asked
        self._postings: Postings | None = None
        self._speller: Speller | None = None
        self._allowed: dict[tuple[str | None, str | None], frozenset[int] | None] = {(None, None): None}
        self._codes = _codes(self._documents)
        self._ahead = self._read_ahead()

    @property
    def by_scan(self) -> bool:
        """Whether the documents are read instead of the index."""
        return bool(self.notice)

    def prepare(self) -> None:
        """Open the index now, so that the first search does not wait for it."""
        if self._postings is None:
            self._postings = self._open()
            self._files = None  # the postings have what they still need of them

    def prepare_more(self) -> bool:
        """Do a little (some 5 ms) of what the first searches would have to do; says whether there is more to do."""
        self.prepare()
        try:
            return next(self._ahead, False)
        except BundleDamaged:
            self._use_scan()
            return False

    def _read_ahead(self) -> Iterator[bool]:
        _ = self._back_end().phrasebook
        yield True
        self._spelling()
        yield True
        for first in range(0, len(self._documents), AT_A_TIME):
            self._ranker.read_ahead(range(first, min(first + AT_A_TIME, len(self._documents))))
            yield True
        forget_words()

    def search(
        self, query: str, role: str | None = None, part: str | None = None, limit: int = 20, *, everywhere: bool = False
    ) -> SearchResult:
        """The answer to any string. A scope typed in it (`le:`) wins over `role` and `part`; `everywhere` over all."""
        parsed = self._parse(query)
        spelled = zip(parsed.words, parsed.exact, strict=True)
        parsed = parsed._replace(
            words=tuple(word if exact else self._concepts.american(word) for word, exact in spelled)
        )
        scope = (None, None) if everywhere else (parsed.role or role, parsed.part or part)
        try:
            return self._search(parsed, *scope, limit)
        except BundleDamaged:
            self._use_scan()
            return self._search(parsed, *scope, limit)

    def _parse(self, query: str) -> ParsedQuery:
        """The parsed query; a whole title that only looks scoped ("FIRE AND EMS: after the attack") stays one."""
        parsed = self._parser.parse(query)
        if parsed.role is None and parsed.part is None:
            return parsed
        title = query.strip().casefold()
        whole = any(document.title.casefold() == title for document in self._documents)
        return self._parser.parse(query, scopes=False) if whole else parsed

    def _open(self) -> Postings:
        if self._files is not None and not self.notice:
            try:
                return IndexPostings(self._files, len(self._documents))
            except BundleDamaged:
                self.notice = SCAN_NOTICE
        return self._scan()

    def _scan(self) -> ScanPostings:
        found = with_asked(self._documents, self._asked()) if self._asked is not None else self._documents
        return ScanPostings(found, self._concepts)

    def _use_scan(self) -> None:
        self.notice = SCAN_NOTICE
        self._speller = None
        self._postings = self._scan()

    def _search(self, parsed: ParsedQuery, role: str | None, part: str | None, limit: int) -> SearchResult:
        self.prepare()
        result = SearchResult(query=parsed.text, scope_role=parsed.role, scope_part=parsed.part, by_scan=self.by_scan)
        if not parsed.words:
            return result
        parsed, evidence, correction = self._corrected(parsed)
        question = self._question(parsed, evidence, role)
        ranking = self._ranker.rank(question, self._inside(role, part))
        highlight = self._highlight(parsed, evidence)
        hits = self._hits(parsed, ranking, highlight, limit)
        return result._replace(
            hits=hits,
            total=max(len(ranking.pages), len(hits)),
            outside=ranking.outside,
            words=highlight.words,
            correction=correction,
            suggestions=() if hits or ranking.outside else self._suggestions(parsed),
            any_word=ranking.any_word,
            by_scan=self.by_scan,
        )

    def _corrected(self, parsed: ParsedQuery) -> tuple[ParsedQuery, list[Evidence], Correction | None]:
        """The query with words that stand nowhere replaced by the ones probably meant, if that finds something."""
        postings = self._back_end()
        evidence = gather(parsed, postings, self._concepts)
        if all(found.weights or not found.required for found in evidence) or self._code(parsed) is not None:
            return parsed, evidence, None
        better = repair(parsed, [bool(found.weights) for found in evidence], self._spelling(), self._concepts)
        if better is None:
            return parsed, evidence, None
        query, correction = better
        return query, gather(query, postings, self._concepts), correction

    def _question(self, parsed: ParsedQuery, evidence: list[Evidence], role: str | None) -> Question:
        forms = self._forms(parsed)
        return Question(
            evidence=evidence,
            words=parsed.words,
            forms=forms,
            prefix=parsed.prefix,
            role=role,
            capitals=self._capitals(parsed),
            wanted=_holds(parsed.phrases) if parsed.phrases else None,
            strict=self._code(parsed) is not None,
            asked=self._asked_likeness(parsed),
            clues=clues(forms, prefix=parsed.prefix),
            is_asked=is_asked(evidence),
        )

    def _asked_likeness(self, parsed: ParsedQuery) -> Mapping[int, float]:
        if len(parsed.words) < LEAST_SHARED:  # a word alone needs no phrasebook, and nothing reads it before
            return {}
        return self._back_end().phrasebook.likeness(parsed.words, unfinished=parsed.prefix)

    def _capitals(self, parsed: ParsedQuery) -> frozenset[str]:
        """The stems of words typed in capitals that the book has in capitals too ("MARCH")."""
        typed = zip(parsed.words, parsed.acronyms, strict=True)
        return frozenset(stem(word) for word, acronym in typed if acronym and self._back_end().word(word.upper()))

    def _forms(self, parsed: ParsedQuery) -> tuple[tuple[tuple[str, ...], float], ...]:
        """The query as stems, then with each synonym put in, and with neighbors joined ("lock down")."""
        plain = [word for word in parsed.words if word not in ASKING_WORDS] or parsed.words
        forms = [(content_stems(" ".join(plain)), 1.0), (content_stems(" ".join(parsed.words)), 1.0)]
        for other in self._concepts.in_query(parsed.words, parsed.acronyms):
            for phrase in self._concepts.members(other.term) or (other.term,):
                words = (*parsed.words[: other.start], *phrase.split(), *parsed.words[other.end :])
                forms.append((content_stems(" ".join(words)), other.trust))
        for start, end, joined in self._joined(parsed):
            forms.append((content_stems(" ".join((*parsed.words[:start], joined, *parsed.words[end:]))), 1.0))
        return tuple(dict(reversed(forms[:MOST_FORMS])).items())[::-1]

    def _inside(self, role: str | None, part: str | None) -> frozenset[int] | None:
        """The numbers of the documents for a role and of a part; made once for each pair."""
        key = (role, part)
        if key not in self._allowed:
            self._allowed[key] = frozenset(
                number
                for number, document in enumerate(self._documents)
                if visible(document.roles, role) and part in (None, document.part)
            )
        return self._allowed[key]

    def _hits(self, parsed: ParsedQuery, ranking: Ranking, highlight: Highlight, limit: int) -> tuple[Hit, ...]:
        marker = Marker(highlight.words)
        hits = []
        coded = self._code(parsed)
        if coded is not None:
            best = ranking.pages[0].score if ranking.pages else 0.0
            first = self._documents[coded]
            hits.append(hit(first, marker, highlight, score=max(2.0, best + 1), more=0, match="code"))
        for page in ranking.pages[:limit]:
            document = self._documents[page.best]
            if not (hits and hits[0].page == document.page):
                hits.append(hit(document, marker, highlight, score=page.score, more=page.more))
        return tuple(hits[: max(limit, 0)])

    def _code(self, parsed: ParsedQuery) -> int | None:
        """The document whose code is the whole query."""
        return self._codes.get(parsed.code)

    def _highlight(self, parsed: ParsedQuery, evidence: Sequence[Evidence]) -> Highlight:
        """The words to mark: typed ones without stop words, a star for a beginning, joined ones, synonyms' phrases."""
        only_stop = all(word in STOP_WORDS for word in parsed.words)
        spans: list[tuple[int, int, str]] = []
        for place, word in enumerate(parsed.words):
            if only_stop or word not in STOP_WORDS:
                begun = parsed.prefix and place == len(parsed.words) - 1
                star = begun or not self._stands(parsed, place, evidence[place])
                spans.append((place, place + 1, word + "*" if star else word))
        typed = [place for place, _, _ in spans]
        spans += self._joined(parsed)
        for other in self._concepts.in_query(parsed.words, parsed.acronyms):
            phrases = self._concepts.members(other.term) or (other.term,)
            spans += [(other.start, other.end, phrase.casefold()) for phrase in phrases]
        words = tuple(dict.fromkeys(word for _, _, word in spans))
        stand_for = [
            frozenset(words.index(word) for start, end, word in spans if start <= place < end) for place in typed
        ]
        return Highlight(words, tuple(stand_for))

    def _joined(self, parsed: ParsedQuery) -> list[tuple[int, int, str]]:
        """Neighbors that the book writes as one word ("lock down"), with their places."""
        pairs = zip(parsed.words, parsed.words[1:], strict=False)
        return [
            (place, place + 2, first + second)
            for place, (first, second) in enumerate(pairs)
            if not any(parsed.exact[place : place + 2]) and self._back_end().word(first + second)
        ]

    def _stands(self, parsed: ParsedQuery, place: int, evidence: Evidence) -> bool:
        """False for a word that was found only as the beginning of others ("evac plan")."""
        word = parsed.words[place]
        if not evidence.weights or len(word) < 3 or self._back_end().word(word):
            return True
        others = self._concepts.in_query(parsed.words, parsed.acronyms)
        return any(other.start <= place < other.end for other in others)

    def _suggestions(self, parsed: ParsedQuery) -> tuple[str, ...]:
        """Words of the book that look like the longest ones typed."""
        longest = sorted(parsed.words, key=len, reverse=True)[:MOST_LOOKED_UP]
        near = [other for word in longest for other in self._spelling().near(word, MOST_SUGGESTIONS)]
        return tuple(dict.fromkeys(near))[:MOST_SUGGESTIONS]

    def _spelling(self) -> Speller:
        if self._speller is None:
            self._speller = Speller(self._back_end().lexicon())
        return self._speller

    def _back_end(self) -> Postings:
        self.prepare()
        assert self._postings is not None
        return self._postings


def _codes(documents: Sequence[Document]) -> dict[str, int]:
    """Page codes (to the page's first document), section codes and card codes, as `code_key` writes them."""
    codes: dict[str, int] = {}
    for number, document in enumerate(documents):
        if document.code:
            codes.setdefault(code_key(document.code.partition(".")[0]), number)
            codes.setdefault(code_key(document.code), number)
    return codes


def _holds(phrases: Sequence[tuple[str, ...]]) -> Callable[[Document], bool]:
    """Whether a document has every quoted phrase, word beside word, in one of its fields."""
    patterns = [
        re.compile(r"(?<![^\W_])" + r"(?:['\u2019]s)?[\W_]+".join(map(re.escape, words)) + r"(?![^\W_])", re.IGNORECASE)
        for words in phrases
    ]

    def holds(document: Document) -> bool:
        fields = (document.title, document.heading, document.text, *document.aliases)
        return all(any(pattern.search(field) for field in fields) for pattern in patterns)

    return holds
