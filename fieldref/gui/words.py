"""Small phrases of the window: dates in words, counts with their nouns, role names in a row."""

from __future__ import annotations

from fieldref.core.errors import NotFound
from fieldref.core.library import Library

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def long_date(iso: str) -> str:
    """Return a date in words; anything that is not year-month-day stays as it is.

    >>> long_date("2026-11-21"), long_date("March 2022")
    ('21 November 2026', 'March 2022')
    >>> long_date("2026-0\u00b91-01") == "2026-0\u00b91-01"
    True
    """
    words = iso[:10].split("-")
    if len(words) != 3 or not all(word.isdecimal() for word in words) or not 1 <= int(words[1]) <= 12:
        return iso
    return f"{int(words[2])} {MONTHS[int(words[1]) - 1]} {words[0]}"


def short_date(iso: str) -> str:
    """Return a date with the month in three letters.

    >>> short_date("2026-09-02")
    '2 Sep 2026'
    """
    full = long_date(iso).split()
    return f"{full[0]} {full[1][:3]} {full[2]}" if len(full) == 3 else iso


def edition_words(edition: str, edited: str, *, short: bool = False) -> str:
    """Return what the head of a page or card says of its state.

    >>> edition_words("2026.1", "2026-11-21")
    'Edition 2026.1, edited 21 November 2026'
    >>> edition_words("2026.1", "2026-11-21", short=True)
    'Edition 2026.1, edited 21 Nov 2026'
    """
    return f"Edition {edition}, edited {short_date(edited) if short else long_date(edited)}"


def plural(count: int, noun: str, many: str = "") -> str:
    """Return a count with its noun.

    >>> plural(1, "section"), plural(1200, "page"), plural(2, "entry", "entries")
    ('1 section', '1,200 pages', '2 entries')
    """
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def role_names(library: Library, codes: tuple[str, ...]) -> str:
    """Return role names in a row as they stand inside a sentence; all seven are "everyone"."""
    if len(codes) >= len(library.roles):
        return "everyone"
    return joined([role_name(library, code, inside=True) for code in codes])


def role_name(library: Library, code: str | None, *, inside: bool = False) -> str:
    """Return the name of a role, "All roles" for None; `inside` a sentence it begins small."""
    if code is None:
        return "all roles" if inside else "All roles"
    try:
        name = library.role(code).name
    except NotFound:
        return code
    return name[0].lower() + name[1:] if inside and name else name


def joined(words: list[str]) -> str:
    """Return words in a row.

    >>> joined(["a", "b", "c"])
    'a, b and c'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
