"""How two versions of a note become one, so that neither loses a word."""

from __future__ import annotations


def joined_notes(own: str, other: str, before: str = "") -> str:
    """Both texts, the other below; `before` is what both began with, where that is known.

    >>> joined_notes("mine", "yours")
    'mine\\n\\nyours'
    >>> joined_notes("Gate 4 is shut", "Gate 4")
    'Gate 4 is shut'

    Where the other still holds what was before as paragraphs of its own, they grow there and are not doubled:

    >>> joined_notes("mine and more", "yours\\n\\nmine", before="mine")
    'yours\\n\\nmine and more'
    """
    if not other.strip() or other in own:
        return own
    if not own.strip() or own in other:
        return other
    parts = f"\n\n{other}\n\n".split(f"\n\n{before}\n\n") if before.strip() else []
    if len(parts) == 2:
        return f"\n\n{own}\n\n".join(parts).strip("\n")
    return f"{own}\n\n{other}"
