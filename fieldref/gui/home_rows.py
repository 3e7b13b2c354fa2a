"""Collects what the home screen shows for a role from the library and the user's own data."""

from __future__ import annotations

from collections.abc import Iterator

from fieldref.core.errors import NotFound
from fieldref.core.library import Library
from fieldref.core.model import Part, Step
from fieldref.core.user_data import UserData
from fieldref.gui.chain import ChainPhase, ChainStep
from fieldref.gui.home import HomeContents
from fieldref.gui.home_parts import DetailLine
from fieldref.gui.row_list import Row
from fieldref.gui.words import role_name

SHOWN_DETAILS = ("command-channel", "trauma-center", "hospital-notify", "staging-area", "family-site", "mutual-aid")
LEADERS = "leaders"
NOW_PART = "mitigate"
"""The phase whose cards are needed in seconds."""


def _mixed(pages: list[Row], cards: list[Row]) -> Iterator[Row]:
    """Yield two pages, then a card, so that a short list shows both."""
    while pages or cards:
        yield from (*pages[:2], *cards[:1])
        pages, cards = pages[2:], cards[1:]


class HomeRows:
    """Makes the contents of the home screen."""

    def __init__(self, library: Library, data: UserData) -> None:
        self._library = library
        self._data = data

    def contents(self, role: str | None) -> HomeContents:
        """Return everything the home screen shows for a role."""
        filled, total = self.filled()
        return HomeContents(
            role_name=role_name(self._library, role),
            phases=self.phases(role),
            tiles=self._library.tiles(role),
            now=self.now_rows(role),
            recent=self.recent_rows(),
            bookmarks=self.bookmark_rows(),
            details=self.details(),
            filled=filled,
            dated=self.details_date(),
            total=total,
        )

    def phases(self, role: str | None) -> tuple[ChainPhase, ...]:
        """Return the chain with its counts; Policy and funding hangs under the last phase."""
        chain = [part for part in self._library.parts if part.in_chain]
        return tuple(self._phase(part, role, last=part is chain[-1]) for part in chain)

    def _phase(self, part: Part, role: str | None, *, last: bool) -> ChainPhase:
        steps = [(step.shape, self._step(part, step, role)) for step in part.steps]
        bars = [step for shape, step in steps if shape == "bar"]
        if last:
            bars += self._leaders(role)
        return ChainPhase(
            part=part.id,
            title=part.title,
            when=part.when,
            address=f"page:{part.id}/overview",
            pages=len(self._library.pages(part=part.id, role=role)),
            links=tuple(step for shape, step in steps if shape == "link"),
            bars=tuple(bars),
        )

    def _step(self, part: Part, step: Step, role: str | None) -> ChainStep:
        count = len(self._library.pages(part=part.id, step=step.id, role=role))
        return ChainStep(step.title, f"page:{step.lead}", count, step.long_title)

    def _leaders(self, role: str | None) -> list[ChainStep]:
        try:
            part = self._library.part(LEADERS)
        except NotFound:
            return []
        count = len(self._library.pages(part=LEADERS, role=role))
        return [ChainStep(part.title, f"page:{LEADERS}/overview", count, part.title)]

    def now_rows(self, role: str | None) -> tuple[Row, ...]:
        """Return the pages and cards needed in seconds that are not on a tile already."""
        on_tiles = {tile.target for tile in self._library.tiles(role)}
        pages = [
            Row(page.title, f"page:{page.id}", page.code, page.part)
            for page in self._library.pages(role=role)
            if page.use == "now" and page.id not in on_tiles
        ]
        cards = [
            Row(card.title, f"card:{card.id}", card.code, icon="card")
            for card in self._library.card_heads(role, NOW_PART)
            if card.kind != "role" and card.id not in on_tiles
        ]
        return tuple(_mixed(pages, cards))

    def recent_rows(self) -> tuple[Row, ...]:
        """Return the pages read last."""
        return tuple(row for page in self._data.recent(8) if (row := self._page_row(page)))

    def bookmark_rows(self) -> tuple[Row, ...]:
        """Return the newest bookmarks; those of pages that are gone are left to the bookmarks screen."""
        rows = (self._page_row(mark.page, mark.anchor) for mark in self._data.bookmarks())
        return tuple(row for row in rows if row)

    def _page_row(self, identifier: str, anchor: str = "") -> Row | None:
        try:
            if identifier.startswith("cards/"):
                card = self._library.card(identifier)
                return Row(card.title, f"card:{card.id}", card.code, card.part)
            page = self._library.page_meta(identifier)
        except NotFound:
            return None
        sections = self._library.sections(identifier) if anchor else ()
        section = next((section for section in sections if section.anchor == anchor), None)
        title = f"{page.title}: {section.heading}" if section else page.title
        address = f"page:{page.id}#{anchor}" if section else f"page:{page.id}"
        return Row(title, address, section.code if section else page.code, page.part)

    def details(self) -> tuple[DetailLine, ...]:
        """Return the local details that matter most in the first minutes."""
        values = self._data.local_values()
        known = {detail.key: detail for detail in self._library.local_details}
        keys = [key for key in SHOWN_DETAILS if key in known] or list(known)[:6]
        return tuple(DetailLine(known[key].label, values[key].value if key in values else "") for key in keys)

    def details_date(self) -> str:
        """Return when a local detail was last changed (ISO), empty when none is filled in."""
        return max((value.date for value in self._data.local_values().values() if value.value.strip()), default="")

    def filled(self) -> tuple[int, int]:
        """Return how many local details are filled in, and how many there are."""
        values = self._data.local_values()
        keys = [detail.key for detail in self._library.local_details]
        return sum(key in values for key in keys), len(keys)
