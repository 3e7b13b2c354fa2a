"""Checks a whole installation: every file of the packaged program against the manifest sealed into its executable.

    installed.json         SHA-256 of every file of the folder `_internal`; written when the package is made
    executables.sha256     SHA-256 of the executables beside that folder (they cannot vouch for themselves)
    the seal               the SHA-256 of installed.json, held by the executable itself

A manifest proves accident, not tampering: whoever can change a file can change the executable too. That a copy is the
published one is what the published SHA-256 sums are for.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fieldref.core import paths
from fieldref.core.bundle import BundleFiles, CheckReport, file_digest
from fieldref.core.errors import BundleError

INSTALLED = "installed.json"
EXECUTABLES = "executables.sha256"
FORMAT = 1
NOT_LISTED = (INSTALLED, EXECUTABLES, ".DS_Store", "Thumbs.db", "desktop.ini")
"""The lists themselves, and what file managers put into any folder."""
SIGNED_BY_MACOS = ("MacOS", "_CodeSignature", "CodeResources")
"""Parts of an .app for which the system's code signature stands."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What is held inside the executable: the manifest's SHA-256 and the commit it was built from."""

    root: str
    commit: str


def seal() -> Seal | None:
    """The running program's seal; None when it is not the packaged one."""
    values = getattr(sys, "fieldref_seal", None)
    return Seal(str(values["root"]), str(values["commit"])) if isinstance(values, dict) else None


def digests_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file under `folder` by its path inside; a symbolic link is its target's name."""
    return {path.relative_to(folder).as_posix(): _digest_now(path) for path in listed_files(folder)}


def listed_files(folder: Path) -> list[Path]:
    """The files and symbolic links under `folder` that a manifest lists, sorted."""
    return sorted(
        path
        for path in folder.rglob("*")
        if (path.is_symlink() or not path.is_dir())
        and path.name not in NOT_LISTED
        and path.relative_to(folder).parts[0] not in SIGNED_BY_MACOS
    )


def manifest_bytes(digests: Mapping[str, str]) -> bytes:
    """The manifest file for these digests; the same bytes for the same digests.

    >>> manifest_bytes({"b": "2", "a": "1"}) == manifest_bytes({"a": "1", "b": "2"})
    True
    """
    values = {"format": FORMAT, "files": dict(sorted(digests.items()))}
    return (json.dumps(values, indent=1, ensure_ascii=False) + "\n").encode()


def executable_sums(executables: Iterable[Path]) -> str:
    """The sums of the executables, one a line as `sha256sum` writes them."""
    return "".join(f"{file_digest(path)}  {path.name}\n" for path in sorted(executables))


def check_installed(inside: Path, root: str) -> CheckReport:
    """Compare the folder `inside` and the executables beside it with the sealed digest `root`.

    Damaged are files that are altered, missing, unreadable, or there without belonging to this version.
    """
    place = inside / "Resources" if (inside / "Resources" / INSTALLED).is_file() else inside
    try:
        data = (place / INSTALLED).read_bytes()
        expected: dict[str, str] = json.loads(data)["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return CheckReport(1, (INSTALLED,))
    if hashlib.sha256(data).hexdigest() != root:
        return CheckReport(1, (INSTALLED,))
    damaged = [name for name, digest in sorted(expected.items()) if _digest_now(inside / name) != digest]
    present = {path.relative_to(inside).as_posix() for path in listed_files(inside)}
    damaged += [f"{name} (not part of this version)" for name in sorted(present - set(expected))]
    executables = _damaged_executables(inside)
    return CheckReport(len(expected) + 1 + executables.checked, (*damaged, *executables.damaged))


def _digest_now(path: Path) -> str:
    try:
        return f"-> {path.readlink().as_posix()}" if path.is_symlink() else file_digest(path)
    except OSError:
        return "unreadable"


def _damaged_executables(inside: Path) -> CheckReport:
    """The executables beside the folder; on macOS the system's code signature stands for them."""
    if sys.platform == "darwin":
        return CheckReport(0, ())
    try:
        lines = (inside / EXECUTABLES).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return CheckReport(1, (EXECUTABLES,))
    wanted = [line.split("  ", 1) for line in lines if "  " in line]
    damaged = tuple(name for digest, name in wanted if _digest_now(inside.parent / name) != digest)
    return CheckReport(len(wanted), damaged)


def check_copy(bundle: Path) -> CheckReport:
    """Check everything of this copy: the packaged program with its bundle, or elsewhere the bundle alone.

    A bundle that lies outside the packaged program is checked beside it. Raises BundleError only where there is no
    package and the bundle cannot be opened at all.
    """
    here = seal()
    if here is None:
        return BundleFiles(bundle).check()
    inside = paths.program_files_dir()
    report = check_installed(inside, here.root)
    if bundle.resolve().is_relative_to(inside):
        return report
    try:
        other = BundleFiles(bundle).check()
    except BundleError:
        other = CheckReport(1, (str(bundle),))
    return CheckReport(report.checked + other.checked, report.damaged + other.damaged)
