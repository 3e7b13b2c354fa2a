"""Objects for tests in one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from fieldref.core.model import ROLE_CODES, Document, Part, Role

ROLES = (
    Role("LE", "Law enforcement", "POLICE", ("police", "cop")),
    Role("FE", "Fire and EMS", "FIRE/EMS", ("fire", "ems", "medic")),
    Role("SO", "School officials", "SCHOOLS", ("school", "principal")),
)
PARTS = (
    Part("prevent", "P", "Prevent", "before", True),
    Part("mitigate", "M", "Mitigate", "during", True),
    Part("follow-up", "F", "Follow Up", "after", True),
)


def document(
    page: str,
    title: str,
    text: str = "",
    *,
    heading: str = "What to do",
    code: str = "",
    aliases: Sequence[str] = (),
    roles: Sequence[str] = ROLE_CODES,
    use: str = "plan",
) -> Document:
    """A searchable section; its part is the beginning of the page id, its anchor the heading's words."""
    part, _, _ = page.partition("/")
    anchor = "-".join(heading.lower().split())
    return Document(page, anchor, code, title, heading, text, tuple(aliases), tuple(roles), part, use)


def index_files(folder: Path) -> Mapping[str, bytes]:
    """The bytes of the index in a folder, by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
