"""Where the reader can be: places, the addresses of links inside documents, and the way back and forward."""

from __future__ import annotations

from typing import NamedTuple


class ReadingPlace(NamedTuple):
    """Where a page is read, whatever its size: a section, and either how many pixels its heading stands below the top
    of the view, or how many of its characters come before the line on top; and how tight the page was set.
    """

    anchor: str
    below_top: int | None
    characters: int
    density: int = 0


class Place(NamedTuple):
    """A screen and what it shows.

    `kind` is home, page, card, cards, directory, glossary, index, sources, bookmarks, local or preferences; `id` a page
    or card id, a directory category or a letter; `words` are marked on the page (a prefix ends in "*"). `scroll` is in
    pixels; `reading` says the same for another size or width.
    """

    kind: str
    id: str = ""
    anchor: str = ""
    scroll: int = 0
    words: tuple[str, ...] = ()
    query: str = ""
    reading: ReadingPlace | None = None

    def same_document(self, other: Place) -> bool:
        """Whether both show the same document, wherever in it."""
        return (self.kind, self.id) == (other.kind, other.id)


HOME = Place("home")
WIDE_KINDS = ("directory", "index", "cards")
"""Kinds shown in the whole width instead of the reading measure."""
DOCUMENT_KINDS = ("page", "card", "cards", "directory", "glossary", "index", "sources")
"""Kinds shown by the page browser."""


def place_of(address: str) -> Place | None:
    """Return the place that a link leads to, or None for an address outside.

    >>> place_of("page:mitigate/first-officers#do-not").anchor
    'do-not'
    >>> place_of("directory:aeap")
    Place(kind='directory', id='', anchor='aeap', scroll=0, words=(), query='', reading=None)
    >>> place_of("https://example.org") is None
    True
    """
    scheme, _, rest = address.partition(":")
    identifier, _, anchor = rest.partition("#")
    if scheme in ("page", "card"):
        return Place(scheme, identifier, anchor)
    if scheme in ("directory", "glossary"):
        return Place(scheme, "", identifier)
    if scheme == "screen":
        return Place(identifier, anchor)
    if scheme == "local":
        return Place("local", "", identifier)
    return None


def place_of_hit(page: str, anchor: str) -> Place:
    """Return the place of a search hit, whose page may name a card, a directory entry or a glossary term.

    >>> place_of_hit("directory/aeap", "").kind, place_of_hit("cards/mitigate/le", "").kind
    ('directory', 'card')
    """
    head, _, rest = page.partition("/")
    if head in ("directory", "glossary"):
        return Place(head, "", rest)
    if head == "cards":
        return Place("card", page)
    return Place("page", page, anchor)


ON_THE_WAY = "roles"
"""The kind of place that holds the way forward where the top bar has no room for it."""


class History:
    """The places visited, with the one shown now; each remembers where it was read."""

    LIMIT = 200

    def __init__(self) -> None:
        self._places: list[Place] = [HOME]
        self._at = 0

    @property
    def here(self) -> Place:
        """The place shown now."""
        return self._places[self._at]

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place after this one."""
        return self._at + 1 < len(self._places)

    def remember(self, scroll: int, reading: ReadingPlace | None) -> None:
        """Keep where the place shown now is being read."""
        self._places[self._at] = self.here._replace(scroll=scroll, reading=reading)

    def visit(self, place: Place) -> None:
        """Go to a place: what lay ahead is forgotten, except on the way through the list of roles."""
        ahead = self._places[self._at + 1 :] if place.kind == ON_THE_WAY else []
        self._places[self._at + 1 :] = [place, *(later for later in ahead if later.kind != ON_THE_WAY)]
        self._at += 1
        gone = max(0, len(self._places) - self.LIMIT)
        del self._places[:gone]
        self._at -= gone

    def replace(self, place: Place) -> None:
        """Change the place shown now without a step in the history."""
        self._places[self._at] = place

    def clear(self) -> None:
        """Forget all places but the one shown now."""
        self._places, self._at = [self.here._replace(words=(), query="")], 0

    def back(self) -> Place:
        """Go one place back, if there is one."""
        self._at = max(0, self._at - 1)
        return self.here

    def forward(self) -> Place:
        """Go one place forward, if there is one."""
        self._at = min(len(self._places) - 1, self._at + 1)
        return self.here
