"""Page drafts to whole pages: sections rendered, numbered, linked, with their sources in order of mention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fieldref.compiler import wording
from fieldref.compiler.inline import LOCAL, Citations, cited_keys, plain_text, restore
from fieldref.compiler.links import LinkTargets, PageLinker
from fieldref.compiler.lock import Lock
from fieldref.compiler.meta import PageDraft
from fieldref.compiler.problems import Problems
from fieldref.compiler.reference import SourceTable
from fieldref.compiler.render import SectionRenderer, inline_pieces, map_inline
from fieldref.compiler.source import RawSection
from fieldref.core.model import ROLE_CODES, Block, Page, PageMeta, Section, SectionMeta, Use


@dataclass(frozen=True)
class BuiltPage:
    """A page ready to be written, with the figures it shows and the directory entries it names."""

    page: Page
    figures: frozenset[str]
    directory: frozenset[str]


class PageBuilder:
    """Builds pages once every link target, source, label and number is known."""

    def __init__(
        self, *, targets: LinkTargets, sources: SourceTable, labels: Mapping[str, str], lock: Lock, problems: Problems
    ) -> None:
        self._targets = targets
        self._sources = sources
        self._labels = labels
        self._lock = lock
        self._problems = problems
        self._renderer = SectionRenderer()

    def build(self, draft: PageDraft) -> BuiltPage:
        """The page of a draft; every fault becomes a problem, and what is usable is kept."""
        wording.check_page(draft, self._problems)
        self._check_frame(draft)
        citations = Citations(self._sources.canonical)
        linker = PageLinker(self._targets, self._problems, draft.source.path, draft.id)
        sections = tuple(
            self._section(draft, raw, citations, linker, first=index == 0)
            for index, raw in enumerate(draft.source.sections)
        )
        meta = PageMeta(
            draft.id, draft.code, draft.title, draft.part, draft.step, draft.roles, _use(draft.use), draft.answer,
            draft.aliases, tuple(page for page in draft.see if page in self._targets.pages), draft.edited,
            draft.reviews,
        )  # fmt: skip
        sources = tuple(self._sources.by_key[key] for key in citations.numbers if key in self._sources.by_key)
        figures = frozenset(b.source for section in sections for b in section.blocks if b.kind == "figure" and b.source)
        return BuiltPage(Page(meta, sections, sources), figures, frozenset(linker.directory))

    def _check_frame(self, draft: PageDraft) -> None:
        path = draft.source.path
        for number, line in draft.source.preamble:
            if line.strip():
                self._problems.add(path, number, "text before the first section; begin with a `## ` heading")
                break
        if not draft.source.sections:
            self._problems.add(path, 1, "the page has no sections; begin with `## What to do`")
        for page in draft.see:
            if page not in self._targets.pages:
                self._problems.add(path, draft.source.line_of("see"), f"see names {page}, which does not exist")
        seen = set()
        for section in draft.source.sections:
            if section.anchor in seen:
                text = f"two sections are called {section.anchor}; give one of them {{: #another-name }}"
                self._problems.add(path, section.line, text)
            seen.add(section.anchor)

    def _section(
        self, draft: PageDraft, raw: RawSection, citations: Citations, linker: PageLinker, *, first: bool
    ) -> Section:
        path = draft.source.path
        self._check_marks(path, raw)

        def fault(needle: str, text: str) -> None:
            self._problems.add(path, raw.line_of(needle) if needle else raw.line, text)

        def finish(inline: str) -> str:
            return linker.link(restore(inline, citations, self._labels), raw)

        blocks = tuple(map_inline(block, finish) for block in self._renderer.blocks(raw.text, fault))
        if first and draft.use == "now":
            blocks = tuple(b._replace(kind="actions") if b.kind in ("steps", "bullets") else b for b in blocks)
        if not blocks:
            self._problems.add(path, raw.line, f"section {raw.heading} is empty; write it or delete it")
        number = self._lock.number(draft.id, raw.anchor)
        meta = SectionMeta(
            draft.id,
            raw.anchor,
            f"{draft.code}.{number}",
            raw.heading,
            self._section_roles(draft, raw),
            wording.section_kind(raw, first=first),
        )
        return Section(meta, blocks, self._text(blocks))

    def _section_roles(self, draft: PageDraft, raw: RawSection) -> tuple[str, ...]:
        if raw.roles is None:
            return draft.roles
        for code in raw.roles:
            if code not in ROLE_CODES:
                text = f"unknown role {code or 'none'}; use {' '.join(ROLE_CODES)}"
                self._problems.add(draft.source.path, raw.line, text)
        return tuple(code for code in ROLE_CODES if code in raw.roles)

    def _check_marks(self, path: str, raw: RawSection) -> None:
        for number, line in raw.lines:
            for key in cited_keys(line):
                if not self._sources.knows(key):
                    self._problems.add(path, number, f"unknown source {key}; add it to sources.yaml or correct it")
            for key in LOCAL.findall(line):
                if key not in self._labels:
                    self._problems.add(path, number, f"unknown local detail {key}; see local-details.yaml")

    def _text(self, blocks: tuple[Block, ...]) -> str:
        pieces = [plain_text(piece) for block in blocks for piece in inline_pieces(block)]
        return " ".join(
            piece if piece.endswith((".", ":", ";", "?", "!")) else piece + "." for piece in pieces if piece
        )


def _use(value: str) -> Use:
    return "now" if value == "now" else "hours" if value == "hours" else "plan"
