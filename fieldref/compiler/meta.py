"""Front matter to typed facts of pages and cards, with a problem for each value that will not do."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from fieldref.compiler.frame import Frame
from fieldref.compiler.problems import Problems
from fieldref.compiler.source import SourceFile
from fieldref.core.model import REVIEWERS, ROLE_CODES, Review

PAGE_KEYS = {"id", "code", "title", "step", "roles", "use", "answer", "aliases", "see", "edited", "review"}
CARD_KEYS = {"id", "title", "part", "roles", "kind", "pages", "aliases", "edited", "review"}
USES = ("now", "hours", "plan")
ANSWER_LIMIT = 240
CARD_TITLE_LIMIT = 48


@dataclass(frozen=True)
class PageDraft:
    """A page with checked front matter, its body still Markdown."""

    source: SourceFile
    id: str
    code: str
    title: str
    part: str
    step: str | None
    roles: tuple[str, ...]
    use: str
    answer: str
    aliases: tuple[str, ...]
    see: tuple[str, ...]
    edited: str
    reviews: tuple[Review, ...]


@dataclass(frozen=True)
class CardDraft:
    """A card with checked front matter, its lines still Markdown."""

    source: SourceFile
    id: str
    title: str
    part: str
    roles: tuple[str, ...]
    kind: str
    pages: tuple[str, ...]
    aliases: tuple[str, ...]
    edited: str
    reviews: tuple[Review, ...]


class FrontMatter:
    """Reads the values of one file, recording a problem for each that is missing or wrong."""

    def __init__(self, source: SourceFile, problems: Problems, known: set[str]) -> None:
        self._source = source
        self._problems = problems
        for key in source.values:
            if key not in known:
                self.fault(str(key), f"unknown key {key}; known are {', '.join(sorted(known))}")

    def fault(self, key: str, text: str) -> None:
        """Record a problem at the line of `key`."""
        self._problems.add(self._source.path, self._source.line_of(key), text)

    def text(self, key: str, *, example: str, limit: int | None = None) -> str:
        """A required line of text."""
        value = self._source.values.get(key)
        if not isinstance(value, str | int | float) or isinstance(value, bool) or not str(value).strip():
            self.fault(key, f"{key} is missing; write `{key}: {example}`")
            return ""
        words = " ".join(str(value).split())
        if limit and len(words) > limit:
            self.fault(key, f"{key} has {len(words)} characters; shorten it to {limit}")
        return words

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        """A required value out of `choices`."""
        value = self._source.values.get(key)
        if value not in choices:
            self.fault(key, f"{key} is {value!r}; write one of {', '.join(choices)}")
            return choices[-1]
        return str(value)

    def words(self, key: str, *, required: bool = False, example: str = "") -> tuple[str, ...]:
        """A list of words; absent is empty."""
        value = self._source.values.get(key)
        if value in (None, []) and not required:
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(item, str | int) for item in value):
            self.fault(key, f"{key} is {value!r}; write a list such as `{key}: [{example}]`")
            return ()
        return tuple(str(item) for item in value)

    def roles(self) -> tuple[str, ...]:
        """The roles, in their fixed order; `all` stands for all seven."""
        value = self._source.values.get("roles")
        chosen = ROLE_CODES if value in ("all", ["all"]) else self.words("roles", required=True, example="LE, FE")
        for code in chosen:
            if code not in ROLE_CODES:
                self.fault("roles", f"unknown role {code}; use {' '.join(ROLE_CODES)} or all")
        return tuple(code for code in ROLE_CODES if code in chosen)

    def date(self, key: str) -> str:
        """A required date, as ISO text."""
        value = self._source.values.get(key)
        if isinstance(value, datetime.date):
            return value.isoformat()
        self.fault(key, f"{key} is {value!r}; write a date such as `{key}: 2026-11-21`")
        return ""

    def reviews(self) -> tuple[Review, ...]:
        """The kinds of review that apply and who made them."""
        value: Any = self._source.values.get("review") or {}
        if not isinstance(value, dict):
            self.fault("review", "review is no mapping; write `review: {medical: none}` with the kinds that apply")
            return ()
        reviews = []
        for kind, by in value.items():
            if kind not in REVIEWERS:
                self.fault("review", f"unknown review kind {kind}; use {', '.join(REVIEWERS)}")
                continue
            name = None if by in (None, "none") else str(by)
            if name is not None and not re.search(r".+,.+,\s*\d{4}-\d{2}-\d{2}$", name):
                self.fault("review", f'{kind} is {by!r}; write none, or "name, office, 2026-11-21" of who reviewed it')
            reviews.append(Review(str(kind), name))
        return tuple(sorted(reviews, key=lambda review: list(REVIEWERS).index(review.kind)))


def page_draft(source: SourceFile, frame: Frame, problems: Problems) -> PageDraft:
    """Check a page's front matter; `source.path` is pages/PART/NAME.md."""
    front = FrontMatter(source, problems, PAGE_KEYS)
    expected = source.path.removeprefix("pages/").removesuffix(".md")
    page_id = front.text("id", example=expected)
    if page_id and page_id != expected:
        front.fault("id", f"id is {page_id} but the file is {expected}; make them the same")
    part = expected.split("/")[0]
    if part not in frame.steps:
        front.fault("id", f"unknown part {part}; use one of {', '.join(frame.steps)}")
    return PageDraft(
        source=source,
        id=expected,
        code=_code(front, part, frame),
        title=front.text("title", example="First arriving officers"),
        part=part,
        step=_step(front, source, part, frame),
        roles=front.roles(),
        use=front.choice("use", USES),
        answer=front.text("answer", example="Two sentences to act on.", limit=ANSWER_LIMIT),
        aliases=front.words("aliases", example="contact team, solo entry"),
        see=front.words("see", example="mitigate/first-command"),
        edited=front.date("edited"),
        reviews=front.reviews(),
    )


def _code(front: FrontMatter, part: str, frame: Frame) -> str:
    code = front.text("code", example="M21")
    letter = next((p.letter for p in frame.parts if p.id == part), "")
    if code and not re.fullmatch(rf"{letter}[1-9]\d*", code):
        front.fault("code", f"code is {code}; pages of {part} have {letter} and a number, such as {letter}1")
    return code


def _step(front: FrontMatter, source: SourceFile, part: str, frame: Frame) -> str | None:
    step = source.values.get("step")
    if step is None:
        return None
    if step not in frame.steps.get(part, ()):
        known = ", ".join(frame.steps.get(part, ())) or "none: leave it out"
        front.fault("step", f"unknown step {step}; {part} has {known}")
        return None
    return str(step)


def card_draft(source: SourceFile, frame: Frame, problems: Problems) -> CardDraft:
    """Check a card's front matter; `source.path` is cards/PART/NAME.md."""
    front = FrontMatter(source, problems, CARD_KEYS)
    expected = source.path.removesuffix(".md")
    card_id = front.text("id", example=expected)
    if card_id and card_id != expected:
        front.fault("id", f"id is {card_id} but the file is {expected}; make them the same")
    part, name = (expected.split("/") + ["", ""])[1:3]
    if source.values.get("part") != part or part not in frame.steps:
        front.fault("part", f"part is {source.values.get('part')!r}; write `part: {part}`, the folder it lies in")
    kind, roles = front.choice("kind", ("role", "topic")), front.roles()
    if (kind == "role") != (name.upper() in ROLE_CODES):
        front.fault("kind", "role cards, and only they, are named le, fe, so, ac, bv, pm or cl")
    if kind == "role" and roles != (name.upper(),):
        front.fault("roles", f"a role card has one role; write `roles: [{name.upper()}]`")
    return CardDraft(
        source=source,
        id=expected,
        title=front.text("title", example='"FIRE AND EMS: attack under way"', limit=CARD_TITLE_LIMIT),
        part=part,
        roles=roles,
        kind=kind,
        pages=front.words("pages", required=True, example="mitigate/first-officers"),
        aliases=front.words("aliases", example="visor card"),
        edited=front.date("edited"),
        reviews=front.reviews(),
    )
