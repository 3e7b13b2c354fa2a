"""What can only be checked over the complete set: where tiles and steps lead, which sources are used."""

from __future__ import annotations

from collections.abc import Mapping

from fieldref.compiler.frame import Frame
from fieldref.compiler.inline import PRACTICE, cited_keys
from fieldref.compiler.links import LinkTargets
from fieldref.compiler.meta import PageDraft
from fieldref.compiler.problems import Problems
from fieldref.compiler.reference import DIRECTORY, GLOSSARY, HOME, SOURCES, SourceTable
from fieldref.core.model import DirectoryEntry, GlossaryTerm, Tile


def check_ends(
    home: Mapping[str, tuple[Tile, ...]],
    frame: Frame,
    glossary: tuple[GlossaryTerm, ...],
    targets: LinkTargets,
    problems: Problems,
) -> None:
    """Record a problem for each tile, step and glossary term that leads nowhere."""
    for role, tiles in home.items():
        for tile in tiles:
            if tile.target not in targets.pages and tile.target not in targets.cards:
                problems.add(HOME, 0, f"{role}: a tile leads to {tile.target}, which does not exist; choose another")
    for part in frame.parts:
        for step in part.steps:
            if step.lead not in targets.pages:
                problems.add("structure.yaml", 0, f"step {step.id}: no page {step.lead}; name its first page")
    for term in glossary:
        for page in term.see:
            if page not in targets.pages:
                problems.add(GLOSSARY, 0, f"{term.id}: see names {page}, which does not exist; take it out")


def check_sources(
    pages: tuple[PageDraft, ...],
    directory: tuple[DirectoryEntry, ...],
    glossary: tuple[GlossaryTerm, ...],
    sources: SourceTable,
    problems: Problems,
) -> None:
    """Record a problem for each source that an entry names but nobody describes, and for each that nothing cites."""
    used = {key for page in pages for raw in page.source.sections for key in cited_keys(raw.text)}
    for file, entries in ((DIRECTORY, directory), (GLOSSARY, glossary)):
        for entry in entries:
            used.update(entry.sources)
            for key in entry.sources:
                if not sources.knows(key):
                    problems.add(file, 0, f"{entry.id}: unknown source {key}; add it to {SOURCES} or correct it")
    used_documents = {sources.canonical[key] for key in used if key in sources.canonical} | {PRACTICE}
    for key in sources.by_key:
        if key not in used_documents:
            problems.add(SOURCES, 0, f"{key}: nothing cites this source; take it out, or cite it where it is used")
