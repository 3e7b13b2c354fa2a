"""The compiled bundle: a folder of plain files under a manifest of hashes; how it is written, read and checked.

    manifest.json     format, edition, content date, counts, SHA-256 of every file, content and index digests
    library.json      structure, page facts, home, local details: read at start
    contents.json     section facts: its bytes are checked at start, and parsed when first asked for
    cards.json        the cards: likewise
    reference.json    directory, glossary, sources: read when first asked for
    sections.jsonl    what search indexes, one document a line
    asked.json        what people type who need a page: read only where there is no index, which has it
    synonyms.json     what search folds together
    pages/PART/NAME.json, figures/NAME.svg, index/*

A manifest proves accident, not tampering: it says whether a file is still as it was compiled.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from fieldref.core.errors import BundleDamaged, BundleMissing, BundleTooNew
from fieldref.core.file_reasons import file_reason

FORMAT = 5
MANIFEST = "manifest.json"
INDEX_FOLDER = "index/"
CHUNK = 1 << 17
"""Bytes of a file that are read at a time to be hashed: a check keeps no megabytes."""


def sha256(data: bytes) -> str:
    """The SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def file_digest(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal, read in pieces; raises OSError."""
    found = hashlib.sha256()
    with path.open("rb", buffering=0) as stream:
        while piece := stream.read(CHUNK):
            found.update(piece)
    return found.hexdigest()


def digest(files: Mapping[str, str], *, index: bool) -> str:
    """One digest over the named files' hashes: those of the index, or all the others.

    >>> digest({"a": "1", "index/x": "2"}, index=True) == digest({"index/x": "2"}, index=True)
    True
    """
    lines = [f"{name} {files[name]}\n" for name in sorted(files) if name.startswith(INDEX_FOLDER) is index]
    return sha256("".join(lines).encode())


class Manifest(NamedTuple):
    """What a bundle says of itself; `files` maps each path inside the bundle to its SHA-256."""

    edition: str
    content_date: str
    counts: Mapping[str, int]
    files: Mapping[str, str]
    content_digest: str
    index_digest: str

    def to_json(self) -> bytes:
        """The manifest file's bytes, the same for the same values."""
        values = {
            "format": FORMAT,
            "edition": self.edition,
            "content_date": self.content_date,
            "counts": dict(sorted(self.counts.items())),
            "content_digest": self.content_digest,
            "index_digest": self.index_digest,
            "files": dict(sorted(self.files.items())),
        }
        return (json.dumps(values, indent=1, ensure_ascii=False) + "\n").encode()


def make_manifest(folder: Path, *, edition: str, content_date: str, counts: Mapping[str, int]) -> Manifest:
    """Hash every file under `folder` into a manifest (not yet written)."""
    files = {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }
    return Manifest(edition, content_date, counts, files, digest(files, index=False), digest(files, index=True))


def read_manifest(folder: Path) -> Manifest:
    """Read and check the manifest; raises BundleMissing, BundleDamaged or BundleTooNew."""
    path = folder / MANIFEST
    try:
        values = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise BundleMissing(
            f"There is no content at {folder}. Install fieldref again, or compile the content of a source tree."
        ) from error
    except (OSError, ValueError) as error:
        raise BundleDamaged(
            f"The content at {folder} cannot be read ({file_reason(error)}). Install fieldref again."
        ) from error
    if not isinstance(values, dict) or not isinstance(values.get("format"), int):
        raise BundleDamaged(f"{path} is not the list of files of a fieldref bundle. Install fieldref again.")
    if values["format"] > FORMAT:
        raise BundleTooNew(
            f"The content at {folder} was made for a later fieldref. Install the update, or choose another bundle."
        )
    if values["format"] < FORMAT:
        raise BundleDamaged(f"The content at {folder} was made for an earlier fieldref. Install fieldref again.")
    return _manifest_from(values, path)


def _manifest_from(values: dict[str, Any], path: Path) -> Manifest:
    try:
        manifest = Manifest(
            edition=str(values["edition"]),
            content_date=str(values["content_date"]),
            counts={str(name): int(count) for name, count in values["counts"].items()},
            files={str(name): str(value) for name, value in values["files"].items()},
            content_digest=str(values["content_digest"]),
            index_digest=str(values["index_digest"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BundleDamaged(f"{path} lacks or garbles {error}. Install fieldref again.") from error
    if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in manifest.files):
        raise BundleDamaged(f"{path} names files outside the bundle. Install fieldref again.")
    return manifest


class CheckReport(NamedTuple):
    """What a check of the copy found: `checked` files, and those `damaged` (altered or missing), as paths."""

    checked: int
    damaged: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether no damage was found."""
        return not self.damaged


class BundleFiles:
    """Reads a bundle's files and knows whether each is as the manifest says; never writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)

    def read(self, name: str) -> tuple[bytes, bool]:
        """The bytes of a file and whether their hash is right; raises BundleDamaged when it cannot be read."""
        expected = self.manifest.files.get(name)
        if expected is None:
            raise BundleDamaged(f"The content has no file {name}. Install fieldref again.")
        try:
            data = (self.folder / name).read_bytes()
        except OSError as error:
            raise BundleDamaged(
                f"{self.folder / name} cannot be read ({error.strerror}). Install fieldref again."
            ) from error
        return data, sha256(data) == expected

    def read_sound(self, name: str) -> bytes:
        """The bytes of a file whose hash is right; raises BundleDamaged."""
        data, sound = self.read(name)
        if not sound:
            raise BundleDamaged(f"{self.folder / name} is damaged. Install fieldref again.")
        return data

    def names(self, prefix: str) -> list[str]:
        """The names of all files that begin with `prefix`, sorted."""
        return sorted(name for name in self.manifest.files if name.startswith(prefix))

    def check(self, names: Iterable[str] | None = None) -> CheckReport:
        """Hash the named files, or all of them, and the two digests of the manifest itself."""
        chosen = sorted(self.manifest.files) if names is None else list(names)
        damaged = [name for name in chosen if not self._is_sound(name)]
        files = self.manifest.files
        digests = (digest(files, index=False), digest(files, index=True))
        if digests != (self.manifest.content_digest, self.manifest.index_digest):
            damaged.append(MANIFEST)
        return CheckReport(len(chosen) + 1, tuple(damaged))

    def _is_sound(self, name: str) -> bool:
        try:
            return file_digest(self.folder / name) == self.manifest.files.get(name)
        except OSError:
            return False
