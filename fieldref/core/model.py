"""The frozen values that the whole program passes around: roles, pages, sections, cards, entries, hits.

Those that every start needs are defined here; those with text (blocks, cards, entries) in `texts.py` and those of
search in `answers.py`, imported when one of them is first asked for here. Nothing here reads a file or knows Qt,
Markdown or Whoosh.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from fieldref.core.answers import Correction as Correction
    from fieldref.core.answers import Document as Document
    from fieldref.core.answers import Hit as Hit
    from fieldref.core.answers import SearchResult as SearchResult
    from fieldref.core.texts import Block as Block
    from fieldref.core.texts import Card as Card
    from fieldref.core.texts import CardLine as CardLine
    from fieldref.core.texts import Contact as Contact
    from fieldref.core.texts import DirectoryEntry as DirectoryEntry
    from fieldref.core.texts import GlossaryTerm as GlossaryTerm
    from fieldref.core.texts import Page as Page
    from fieldref.core.texts import Section as Section
    from fieldref.core.texts import Source as Source

ROLE_CODES = ("LE", "FE", "SO", "AC", "BV", "PM", "CL")
"""The seven roles of the Mass Attacks Defense Toolkit, in their fixed order."""

PHASES = ("prevent", "mitigate", "follow-up")
"""The parts that form the Mass Attacks Defense Chain, in order."""

Use = Literal["now", "hours", "plan"]
BlockKind = Literal["paragraph", "actions", "steps", "bullets", "heading", "table", "figure", "quote"]
SectionKind = Literal["act", "detail", "caution", "evidence", "planning"]
ReviewKind = Literal["medical", "tactical", "legal"]
MatchKind = Literal["code", "title", "heading", "text", "other"]

REVIEWERS: dict[str, str] = {
    "medical": "a medical director",
    "tactical": "a tactical instructor",
    "legal": "counsel",
}
"""Who has to review each kind of matter before its notice goes away (WORDING: honesty about review)."""

POLICY_SENTENCE = "Follow your agency's policy and medical direction."


class Role(NamedTuple):
    """One of the seven audiences; `short` is one printed word, `aliases` are words for scoping a search."""

    code: str
    name: str
    short: str
    aliases: tuple[str, ...] = ()


class Step(NamedTuple):
    """A defensive step of a phase; `shape` says how the chain figure draws it, `lead` is its first page."""

    id: str
    part: str
    title: str
    long_title: str
    lead: str
    shape: Literal["link", "bar"]


class Part(NamedTuple):
    """Start here, a phase, policy and funding, or help; `letter` begins the codes of its pages."""

    id: str
    letter: str
    title: str
    when: str
    in_chain: bool
    steps: tuple[Step, ...] = ()


class Review(NamedTuple):
    """One kind of review that a page or card needs, and who did it ("name, office, date"), if anybody."""

    kind: str
    by: str | None = None


def review_notice(reviews: tuple[Review, ...]) -> str:
    """The sentence that page and card show and print until each kind of matter has been reviewed.

    >>> review_notice((Review("medical"), Review("tactical")))
    'Not yet reviewed by a medical director or a tactical instructor.'
    >>> review_notice((Review("medical", "Dr. A. Field, County EMS, 2026-12-01"),))
    'Reviewed: Dr. A. Field, County EMS, 2026-12-01 (medical).'
    >>> review_notice(())
    ''
    """
    missing = [REVIEWERS[review.kind] for review in reviews if not review.by]
    done = [f"{review.by} ({review.kind})" for review in reviews if review.by]
    sentences = []
    if missing:
        sentences.append(f"Not yet reviewed by {' or '.join(missing)}.")
    if done:
        sentences.append(f"Reviewed: {'; '.join(done)}.")
    return " ".join(sentences)


class SectionMeta(NamedTuple):
    """What is known of a section without its text; `code` ("M21.3") is frozen by the lock file."""

    page: str
    anchor: str
    code: str
    heading: str
    roles: tuple[str, ...]
    kind: SectionKind


class PageMeta(NamedTuple):
    """What is known of a page without its text."""

    id: str
    code: str
    title: str
    part: str
    step: str | None
    roles: tuple[str, ...]
    use: Use
    answer: str
    aliases: tuple[str, ...]
    see: tuple[str, ...]
    edited: str
    reviews: tuple[Review, ...]


class LocalDetail(NamedTuple):
    """Something the agency fills in once: a channel, a place, a person, a line."""

    key: str
    label: str
    hint: str
    group: str


class LocalValue(NamedTuple):
    """What an agency filled in for a local detail, and the date (ISO) it was last changed."""

    key: str
    value: str
    date: str


class CardHead(NamedTuple):
    """What a list says of a card; the whole card is read when it is opened."""

    id: str
    title: str
    code: str
    part: str
    kind: str
    roles: tuple[str, ...]


class Tile(NamedTuple):
    """A tile of the home screen; `target` is a page id or a card id; `icon` names an icon."""

    target: str
    title: str
    subtitle: str
    icon: str


def visible(roles: tuple[str, ...], role: str | None) -> bool:
    """Whether something for `roles` is shown to `role` (None: all roles). It only arranges, it never protects."""
    return role is None or role in roles


def __getattr__(name: str) -> Any:
    """Give a value of `answers.py` or `texts.py`: defining their classes costs a start 9 ms."""
    if name.startswith("_"):  # the import system asks for __path__
        raise AttributeError(name)
    from fieldref.core import answers  # deferred: see above

    if name in answers.NAMES:
        return getattr(answers, name)
    from fieldref.core import texts  # deferred: see above

    if name in texts.NAMES:
        return getattr(texts, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
