"""From a keystroke to shown results: the worker searches, the latest answer wins, the selection is previewed."""

from __future__ import annotations

import string
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from fieldref.core.library import Library
from fieldref.gui.announce import announce
from fieldref.gui.places import Place, place_of_hit
from fieldref.gui.tasks import Tasks

if TYPE_CHECKING:
    from fieldref.core.model import Hit, SearchResult
    from fieldref.gui.results import ResultsPane

FIRST = 10
"""The most hits that a key waits for, as many as a tall pane shows; it waits for no more than are in sight."""
LIMIT = 30
MORE = 60
"""Hits that are found in addition each time the list is scrolled to its end."""
REST_PAUSE = 180
"""Milliseconds without a key after which the further hits are found."""
PAUSE = 15
"""Milliseconds between two letters that are prepared, so that a key finds the worker free."""
PATIENCE = 60
"""Milliseconds in which a first answer may come before the pane opens without one: it is then laid out only once."""


class SearchFlow(QObject):
    """Searches while the user types; `began` and `ended` frame the time in which results are shown."""

    began = Signal()
    ended = Signal()
    previewed = Signal(object)
    opened = Signal(object)
    nothing_found = Signal()

    def __init__(
        self, library: Library, tasks: Tasks, pane: Callable[[], ResultsPane], role: Callable[[], str | None]
    ) -> None:
        super().__init__()
        self._library, self._tasks, self._make_pane, self._role = library, tasks, pane, role
        self._made: ResultsPane | None = None
        self._query = ""
        self._all_roles = False
        self._open_when_found = False
        self._opened: Place | None = None
        self._opening = QTimer(self)
        self._opening.setSingleShot(True)
        self._opening.setInterval(PATIENCE)
        self._opening.timeout.connect(self.began)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_PAUSE)
        self._resting.timeout.connect(self._find_rest)
        self._letters: list[str] = []
        self._more = True
        self._prepared: dict[str, SearchResult] = {}
        self._between = QTimer(self)
        self._between.setSingleShot(True)
        self._between.setInterval(PAUSE)
        self._between.timeout.connect(self._prepare_letter)

    @property
    def _pane(self) -> ResultsPane:
        if self._made is None:
            pane = self._made = self._make_pane()
            pane.preview_requested.connect(lambda hit: self.previewed.emit(self.place(hit)))
            pane.hit_opened.connect(self._on_opened)
            pane.all_roles_requested.connect(self._on_all_roles)
            pane.more_wanted.connect(self._find_more)
        return self._made

    @property
    def active(self) -> bool:
        """Whether results are shown."""
        return bool(self._query)

    @property
    def query(self) -> str:
        """The words being searched for."""
        return self._query

    def search(self, text: str, *, at: Place | None = None, keep_scope: bool = False) -> None:
        """Search for a text; an empty one ends the search.

        `at` is the hit whose page is shown already: it will be the selected one, and no other is previewed.
        """
        if not text.strip():
            self.stop()
            return
        if not keep_scope:
            self._all_roles = False
        self._opened, self._open_when_found = at, False
        was_active, self._query = self.active, text
        self._resting.stop()
        self._tasks.forget("rest")
        if not was_active:
            self._opening.start()
        elif self._made is not None:
            self._made.stop()  # a page set now would keep the answer waiting
        ready = None if self._all_roles else self._prepared.get(text)
        if ready is not None:
            self._tasks.forget("search")
            self._show(ready)
            return
        self._find("search", self._first_limit(was_active), self._show)

    def _first_limit(self, was_active: bool) -> int:
        """How many hits to find at once: those in sight, or enough to have the one whose page is shown among them."""
        if self._opened is not None:
            return LIMIT
        return min(FIRST, self._made.rows_in_sight()) if was_active and self._made is not None else FIRST

    def _find(self, key: str, limit: int, done: Callable[[SearchResult], None]) -> None:
        query, role, library, everywhere = self._query, self._role(), self._library, self._all_roles
        self._tasks.run(self, key, lambda: library.search(query, role=role, limit=limit, everywhere=everywhere), done)

    def again(self) -> None:
        """Search once more (the role changed)."""
        if self.active:
            self.search(self._query, at=self._opened)

    def stop(self) -> None:
        """End the search."""
        was_active, self._query = self.active, ""
        self._tasks.forget("search")
        self._tasks.forget("rest")
        self._open_when_found = False
        self._opening.stop()
        self._resting.stop()
        if self._made is not None:
            self._made.clear()
        if was_active:
            self.ended.emit()
            if self._letters or self._more:
                self._between.start()

    def begin(self) -> None:
        """Open the pane now, be the answer there or not."""
        if self._opening.isActive():
            self._opening.stop()
            self.began.emit()

    def open_first(self) -> None:
        """Open the selected hit, or the first one as soon as the search under way has found it."""
        if self._pane.result.query == self._query:
            self._pane.open_current()
        else:
            self._open_when_found = True

    def _on_opened(self, hit: Hit) -> None:
        self._opened = self.place(hit)
        self.opened.emit(self._opened)

    def stand_at(self, place: Place) -> None:
        """Select the hit whose page is shown, without a preview."""
        self._opened = place
        self._pane.select(self._row_of(place, self._pane.result))

    def _row_of(self, place: Place, result: SearchResult) -> int:
        """The row of the hit that leads to a place, -1 when none of those shown does."""
        places = (place_of_hit(hit.page, hit.anchor) for hit in result.hits)
        goal = (place.kind, place.id, place.anchor)
        return next((row for row, found in enumerate(places) if (found.kind, found.id, found.anchor) == goal), -1)

    def place(self, hit: Hit) -> Place:
        """Return the place of a hit with the words to mark."""
        place = place_of_hit(hit.page, hit.anchor)
        # A code names its place; its letter and number are no words to mark all over the page.
        words = () if hit.match == "code" else self._pane.result.words
        return Place(place.kind, place.id, place.anchor, 0, words, self._query)

    def _show(self, result: SearchResult) -> None:
        self.begin()
        self._pane.show_result(result, everywhere=self._all_roles)
        if self._opened is not None:
            self._pane.select(self._row_of(self._opened, result))
        if len(result.hits) < min(result.total, LIMIT):
            self._resting.start()
        if not result.hits:
            self.nothing_found.emit()
        announce(self._pane, self._pane.spoken())
        if self._open_when_found:
            self._open_when_found = False
            self._pane.open_current()

    def _find_rest(self) -> None:
        """Find what comes after the first hits: nobody types any more, so nobody waits for it."""
        self._find("rest", LIMIT, self._on_rest)

    def _find_more(self) -> None:
        """Find the next hits: the list was scrolled to its end."""
        self._find("rest", len(self._pane.result.hits) + MORE, self._on_rest)

    def _on_rest(self, result: SearchResult) -> None:
        if result.query == self._pane.result.query:
            self._pane.add_rest(result)

    def prepare_letters(self) -> None:
        """Find what each first letter finds while nobody types: with the first letter the pane opens besides."""
        self._tasks.forget("letter")  # one for another role
        self._prepared = {}
        self._letters = list(reversed(string.ascii_lowercase))
        self._between.start()

    def _prepare_letter(self) -> None:
        if self.active:
            return
        if self._letters:
            letter, role, library = self._letters[-1], self._role(), self._library
            self._tasks.run(self, "letter", lambda: library.search(letter, role=role, limit=FIRST), self._on_prepared)
        else:
            self._tasks.run(self, "letter", self._library.prepare_more, self._on_more_prepared)

    def _on_prepared(self, result: SearchResult) -> None:
        if result.by_scan:  # each takes many times as long, and a key would wait for it
            self._letters = []
        elif self._letters and result.query == self._letters[-1]:
            self._prepared[self._letters.pop()] = result
            self._between.start()

    def _on_more_prepared(self, there_is_more: bool) -> None:
        self._more = there_is_more
        if there_is_more:
            self._between.start()

    def _on_all_roles(self) -> None:
        self._all_roles = not self._all_roles
        self.search(self._query, at=self._opened, keep_scope=True)
