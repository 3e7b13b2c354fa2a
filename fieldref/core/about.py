"""What a copy says of itself: version, edition, content, commit, and what it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldref import __version__
from fieldref.core import paths

if TYPE_CHECKING:
    from fieldref.core.library import Library


def build_commit() -> str:
    """The commit that a package was built from, or an empty string."""
    try:
        return (paths.resources_dir() / "build-commit.txt").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def about(library: Library) -> str:
    """The lines of About, as one text."""
    commit = build_commit()
    return (
        f"fieldref {__version__}, edition {library.edition}, content of {library.content_date}"
        f"{f', built from {commit}' if commit else ''}. Content digest {library.content_digest[:16]}. "
        "Not an official product of RAND, NIJ or DOJ. Makes no network connections. "
        "Code: Apache License 2.0. Content: CC BY 4.0. Fonts and libraries keep their own licences."
    )
