"""Everything a bundle holds, and how it becomes files: a fresh folder that then takes the place of the old one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldref.compiler.frame import Frame
from fieldref.compiler.pages import BuiltPage
from fieldref.compiler.reference import SourceTable
from fieldref.core import codec, documents, text_codec
from fieldref.core.bundle import MANIFEST, Manifest, make_manifest
from fieldref.core.model import Card, CardHead, DirectoryEntry, Document, GlossaryTerm, Tile
from fieldref.core.safe_files import replaced_folder
from fieldref.core.synonyms import Concepts, Synonyms


@dataclass(frozen=True)
class Compiled:
    """Everything a bundle holds, before it is written."""

    frame: Frame
    pages: tuple[BuiltPage, ...]
    cards: tuple[Card, ...]
    directory: tuple[DirectoryEntry, ...]
    glossary: tuple[GlossaryTerm, ...]
    sources: SourceTable
    home: Mapping[str, tuple[Tile, ...]]
    synonyms: Synonyms
    figures: Mapping[str, bytes]
    documents: tuple[Document, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How much there is of each thing."""
        return {
            "pages": len(self.pages),
            "sections": sum(len(built.page.sections) for built in self.pages),
            "cards": len(self.cards),
            "directory": len(self.directory),
            "glossary": len(self.glossary),
            "sources": len(self.sources.by_key),
            "figures": len(self.figures),
        }


def write_bundle(compiled: Compiled, out: Path) -> Manifest:
    """Write everything into a fresh folder that then takes the place of `out`."""
    from fieldref.core.index import build_index

    with replaced_folder(out) as folder:
        for name, values in _tables(compiled).items():
            _write_json(folder / name, values)
        for built in compiled.pages:
            _write_json(folder / "pages" / f"{built.page.meta.id}.json", _page_values(built))
        lines = "\n".join(documents.document_lines(compiled.documents))
        (folder / "sections.jsonl").write_text(lines + "\n", encoding="utf-8", newline="\n")
        for name, data in compiled.figures.items():
            (folder / "figures").mkdir(exist_ok=True)
            (folder / "figures" / name).write_bytes(data)
        (folder / "index").mkdir()
        build_index(compiled.documents, compiled.synonyms, folder / "index")
        frame = compiled.frame
        manifest = make_manifest(folder, edition=frame.edition, content_date=frame.content_date, counts=compiled.counts)
        (folder / MANIFEST).write_bytes(manifest.to_json())
    return manifest


def _write_json(path: Path, values: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _tables(compiled: Compiled) -> dict[str, Any]:
    frame = compiled.frame
    return {
        "library.json": {
            "roles": list(map(codec.plain, frame.roles)),
            "parts": list(map(codec.plain, frame.parts)),
            "pages": [codec.plain(built.page.meta) for built in compiled.pages],
            "cards": [[*(getattr(card, name) for name in CardHead._fields)] for card in compiled.cards],
            "home": {role: list(map(codec.plain, tiles)) for role, tiles in compiled.home.items()},
            "local_details": list(map(codec.plain, frame.details)),
        },
        "contents.json": {
            built.page.meta.id: codec.sections_plain(section.meta for section in built.page.sections)
            for built in compiled.pages
        },
        "cards.json": list(map(codec.plain, compiled.cards)),
        "reference.json": {
            "directory": list(map(codec.plain, compiled.directory)),
            "glossary": list(map(codec.plain, compiled.glossary)),
            "sources": [codec.plain(source) for source in compiled.sources.by_key.values()],
        },
        "asked.json": {document.page: document.asked for document in compiled.documents if document.asked},
        "synonyms.json": Concepts.of(compiled.synonyms).plain(),
    }


def _page_values(built: BuiltPage) -> dict[str, Any]:
    page = built.page
    return {
        "sections": [
            {
                "anchor": section.meta.anchor,
                "blocks": list(map(text_codec.block_plain, section.blocks)),
                "text": section.text,
            }
            for section in page.sections
        ],
        "sources": list(map(codec.plain, page.sources)),
    }
