"""Compares two builds file by file: python build/compare.py DIST OTHER_DIST; says what differs, 1 when anything does.

Compared are the artifacts themselves and, to say where a difference lies, the frozen folders they were packed from.
"""

from __future__ import annotations

import sys
from pathlib import Path

from make import ROOT

sys.path.insert(0, str(ROOT))

import artifacts  # noqa: E402

from fieldref.core.bundle import file_digest  # noqa: E402


def differing(one: Path, other: Path) -> list[str]:
    """The files under two folders that only one of them has, or that differ, by their path inside."""
    first, second = _files(one), _files(other)
    alone = set(first) ^ set(second)
    return sorted(
        alone | {name for name in set(first) & set(second) if file_digest(first[name]) != file_digest(second[name])}
    )


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def report(one: Path, other: Path) -> list[str]:
    """What differs between two dist folders, in words; empty when they are the same, byte for byte."""
    lines = [f"packed from: {name}" for name in differing(one / "work" / "frozen", other / "work" / "frozen")]
    names = {path.name for dist in (one, other) for path in artifacts.published(dist)}
    for name in sorted(names):
        paths = (one / name, other / name)
        if not all(path.is_file() for path in paths):
            lines.append(f"only in one: {name}")
        elif file_digest(paths[0]) != file_digest(paths[1]):
            lines.append(f"differs: {name}")
    return lines


def main() -> int:
    """Compare the two folders named on the command line."""
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    found = report(Path(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join(found) or "the same, byte for byte")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
