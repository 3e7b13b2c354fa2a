"""Content to bundle: collect everything, check everything, render, link, then write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fieldref.compiler.asked import with_asked
from fieldref.compiler.bundle_writer import Compiled, write_bundle
from fieldref.compiler.cards import build_card
from fieldref.compiler.cross_checks import check_ends, check_sources
from fieldref.compiler.figures import read_figures
from fieldref.compiler.frame import Frame, read_frame
from fieldref.compiler.inline import PRACTICE, cited_keys
from fieldref.compiler.links import LinkTargets
from fieldref.compiler.lock import UPDATE, Lock, card_code, check_lock, read_lock, updated_lock, write_lock
from fieldref.compiler.meta import CardDraft, PageDraft, card_draft, page_draft
from fieldref.compiler.pages import BuiltPage, PageBuilder
from fieldref.compiler.problems import Problem, Problems
from fieldref.compiler.reference import (
    SourceTable,
    read_directory,
    read_glossary,
    read_home,
    read_sources,
)
from fieldref.compiler.review_table import REVIEW_TABLE, review_table
from fieldref.compiler.source import SourceFile, load_yaml, read_source
from fieldref.core.bundle import Manifest
from fieldref.core.documents import documents
from fieldref.core.model import ROLE_CODES, Card, DirectoryEntry, Document, GlossaryTerm
from fieldref.core.safe_files import write_atomically
from fieldref.core.synonyms import Synonyms, check_synonyms

SYNONYMS = "synonyms.yaml"


@dataclass(frozen=True)
class Report:
    """What a run found and wrote: `manifest` is None when nothing was written."""

    problems: tuple[Problem, ...]
    counts: Mapping[str, int]
    manifest: Manifest | None


def compile_content(
    content: Path,
    out: Path,
    *,
    resources: Path,
    strict: bool = False,
    update_lock: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Compile the folder `content` into the bundle folder `out`.

    With `strict`, any problem keeps the bundle from being written. Raises ContentError when the frame of the content
    is unusable, OSError when `out` cannot be written; `out` is then as it was before.
    """
    problems = Problems()
    progress("checking content")
    compiled = check_content(content, resources, problems, update_lock=update_lock)
    found = problems.sorted()
    if strict and found:
        return Report(found, compiled.counts, None)
    progress("building the search index")
    return Report(found, compiled.counts, write_bundle(compiled, out))


def check_content(content: Path, resources: Path, problems: Problems, *, update_lock: bool = False) -> Compiled:
    """Read and check everything, rendering as much as is usable."""
    frame = read_frame(content, problems)
    pages, cards = _drafts(content, frame, problems)
    lock = _lock(content, frame, pages, cards, problems, update=update_lock)
    sources = read_sources(content, problems)
    _review_table(content, pages, sources, problems, update=update_lock)
    directory = read_directory(content, frame, problems)
    glossary = read_glossary(content, problems)
    targets = _targets(pages, cards, directory, glossary)
    builder = PageBuilder(targets=targets, sources=sources, labels=frame.detail_labels, lock=lock, problems=problems)
    built = tuple(map(builder.build, pages))
    made = _cards(cards, frame, lock, pages, problems)
    home = read_home(content, problems)
    check_ends(home, frame, glossary, targets, problems)
    check_sources(pages, directory, glossary, sources, problems)
    shown = {figure: f"pages/{page.page.meta.id}.md" for page in built for figure in page.figures}
    directory = _with_backlinks(directory, built)
    found = with_asked(content, documents((page.page for page in built), made, directory, glossary), problems)
    synonyms = _synonyms(content, found, problems)
    figures = read_figures(resources / "figures", shown, problems)
    return Compiled(frame, built, made, directory, glossary, sources, home, synonyms, figures, found)


def _drafts(content: Path, frame: Frame, problems: Problems) -> tuple[tuple[PageDraft, ...], tuple[CardDraft, ...]]:
    pages = [page_draft(source, frame, problems) for source in _sources_in(content, "pages", problems)]
    cards = [card_draft(source, frame, problems) for source in _sources_in(content, "cards", problems)]
    owners: dict[str, str] = {}
    for page in pages:
        if page.code in owners:
            text = f"code {page.code} is also that of {owners[page.code]}; take a number never used"
            problems.add(page.source.path, page.source.line_of("code"), text)
        owners.setdefault(page.code, page.id)
    parts = [part.id for part in frame.parts]
    pages.sort(key=lambda page: (parts.index(page.part) if page.part in parts else 99, _number(page.code)))
    cards.sort(key=lambda card: (parts.index(card.part) if card.part in parts else 99, card.kind, _card_order(card)))
    return tuple(pages), tuple(cards)


def _number(code: str) -> int:
    digits = "".join(filter(str.isdigit, code))
    return int(digits) if digits else 0


def _card_order(card: CardDraft) -> tuple[int, str]:
    return (ROLE_CODES.index(card.roles[0]) if card.kind == "role" and card.roles else 0, card.id)


def _sources_in(content: Path, folder: str, problems: Problems) -> list[SourceFile]:
    found = []
    for path in sorted((content / folder).rglob("*.md")):
        name = path.relative_to(content).as_posix()
        if name.count("/") != 2:
            problems.add(name, 0, f"a file of {folder} lies in {folder}/PART/NAME.md; move it")
            continue
        source = read_source(path, name, problems)
        if source is not None:
            found.append(source)
    return found


def _lock(
    content: Path,
    frame: Frame,
    pages: tuple[PageDraft, ...],
    cards: tuple[CardDraft, ...],
    problems: Problems,
    *,
    update: bool,
) -> Lock:
    lock = read_lock(content, problems)
    letters = {part.id: part.letter for part in frame.parts}
    fresh = updated_lock(lock, pages, cards, letters)
    if update:
        write_lock(content, fresh)
        lock = fresh
    check_lock(lock, pages, cards, problems)
    return fresh


def _review_table(
    content: Path, pages: tuple[PageDraft, ...], sources: SourceTable, problems: Problems, *, update: bool
) -> None:
    table, path = review_table(pages, sources), content / REVIEW_TABLE
    if update:
        write_atomically(path, table)
    elif not path.is_file() or path.read_bytes() != table:
        problems.add(REVIEW_TABLE, 0, f"the table of dated figures is behind the pages; {UPDATE}")


def _targets(
    pages: tuple[PageDraft, ...],
    cards: tuple[CardDraft, ...],
    directory: tuple[DirectoryEntry, ...],
    glossary: tuple[GlossaryTerm, ...],
) -> LinkTargets:
    return LinkTargets(
        pages={page.id: page.title for page in pages},
        anchors={page.id: {raw.anchor: raw.heading for raw in page.source.sections} for page in pages},
        cards={card.id: card.title for card in cards},
        directory={entry.id: entry.name for entry in directory},
        glossary={term.id: term.term for term in glossary},
    )


def _cards(
    drafts: tuple[CardDraft, ...], frame: Frame, lock: Lock, pages: tuple[PageDraft, ...], problems: Problems
) -> tuple[Card, ...]:
    letters = {part.id: part.letter for part in frame.parts}
    codes = {page.id: page.code for page in pages}
    anchors = {page.id: frozenset(raw.anchor for raw in page.source.sections) for page in pages}
    sourced = {(page.id, raw.anchor): set(cited_keys(raw.text)) for page in pages for raw in page.source.sections}
    cards = []
    for draft in drafts:
        card = build_card(
            draft,
            card_code(draft, letters.get(draft.part, "?"), lock),
            details=frame.detail_labels,
            page_codes=codes,
            anchors=anchors.get,
            problems=problems,
        )
        for line in (*card.steps, *card.donts):
            page, _, anchor = line.trace.partition("#")
            if sourced.get((page, anchor)) in (set(), {PRACTICE}):
                text = f'"{line.text[:40]}" rests on {line.trace}, which cites no source; cite one there'
                problems.add(draft.source.path, draft.source.line_of("pages"), text)
        cards.append(card)
    return tuple(cards)


def _with_backlinks(directory: tuple[DirectoryEntry, ...], pages: Iterable[BuiltPage]) -> tuple[DirectoryEntry, ...]:
    named: dict[str, list[str]] = {}
    for built in pages:
        for entry in sorted(built.directory):
            named.setdefault(entry, []).append(built.page.meta.id)
    return tuple(entry._replace(pages=tuple(named.get(entry.id, ()))) for entry in directory)


def _synonyms(content: Path, found: tuple[Document, ...], problems: Problems) -> Synonyms:
    values = load_yaml(content / SYNONYMS, SYNONYMS, problems) or {}
    try:
        synonyms = Synonyms.from_plain(values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        problems.add(SYNONYMS, 0, f"the file is garbled ({error!r}); it has groups and one_way")
        return Synonyms.from_plain({})
    for _where, text in check_synonyms(synonyms, found):
        problems.add(SYNONYMS, 0, text)
    return synonyms
