"""Whether the bundle of a source tree still fits its content: names, sizes and times of all files it is made from."""

from __future__ import annotations

import hashlib
from pathlib import Path

from fieldref.core.safe_files import write_atomically

SOURCES = ("content", "resources/figures", "fieldref/compiler", "fieldref/core")


def _stamp(root: Path) -> str:
    lines = []
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                state = path.stat()
                lines.append(f"{path.relative_to(root).as_posix()} {state.st_size} {state.st_mtime_ns}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _marker(bundle: Path) -> Path:
    return bundle.with_name(bundle.name + ".stamp")


def is_fresh(root: Path, bundle: Path) -> bool:
    """Whether `bundle` was compiled from what lies under `root` now."""
    try:
        return bundle.is_dir() and _marker(bundle).read_text(encoding="ascii") == _stamp(root)
    except OSError:
        return False


def remember(root: Path, bundle: Path) -> None:
    """Note that `bundle` was compiled from what lies under `root` now."""
    write_atomically(_marker(bundle), _stamp(root).encode())
