"""What keeps a card or page from being printed, with words for the editor or the reader."""

from __future__ import annotations

from fieldref.core.errors import PrintError


class TooLong(PrintError):
    """Text does not fit the room it has at the least legal size."""


class Unprintable(PrintError):
    """Text holds a character that none of the bundled fonts can draw."""

    def __init__(self, character: str) -> None:
        super().__init__(
            f"The character U+{ord(character):04X} cannot be printed with the fonts of fieldref. Write it in words."
        )
        self.character = character


class FileFault(PrintError):
    """A file cannot be written; `cause` says why without naming it, so that many of one cause can be told once."""

    def __init__(self, file: str, cause: str) -> None:
        super().__init__(f"{file} {cause}")
        self.cause = cause


class DetailFault(PrintError):
    """A local detail cannot be printed in its cell; the detail is to blame, not the card."""


class CardFault(PrintError):
    """A card cannot be printed in a format; `card` is its id, `reason` what is wrong without saying where."""

    def __init__(self, card: str, code: str, format_name: str, reason: str) -> None:
        super().__init__(f"Card {code} does not fit the format {format_name}: {reason}")
        self.card = card
        self.code = code
        self.format_name = format_name
        self.reason = reason
