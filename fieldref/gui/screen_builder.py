"""Makes the screens of controls (bookmarks, local details, settings, roles, printing) when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from fieldref.core.errors import NotFound
from fieldref.gui.places import Place, place_of

if TYPE_CHECKING:
    from fieldref.gui.card_view import PrintJob
    from fieldref.gui.main_window import WindowParts
    from fieldref.gui.screens import Screens


class ScreenBuilder:
    """Makes and prepares screens; each is made once."""

    def __init__(self, parts: WindowParts, screens: Screens) -> None:
        self._parts, self._screens = parts, screens

    def make(self, kind: str) -> QWidget | None:
        """Return a new screen of a kind, None when there is no such kind."""
        makers = {
            "bookmarks": self._bookmarks,
            "local": self._local,
            "preferences": self._preferences,
            "roles": self._roles,
            "print": self._print,
        }
        return makers[kind]() if kind in makers else None

    def prepare(self, place: Place, screen: QWidget) -> None:
        """Bring a screen up to date before it is shown."""
        from fieldref.gui.bookmarks import BookmarksPane
        from fieldref.gui.card_view import PrintPane
        from fieldref.gui.local_details_pane import LocalDetailsPane
        from fieldref.gui.preferences import PreferencesPane
        from fieldref.gui.role_pane import RolePane

        if isinstance(screen, BookmarksPane):
            screen.refresh()
        elif isinstance(screen, LocalDetailsPane):
            screen.refresh()
            screen.go_to(place.anchor)
        elif isinstance(screen, RolePane):
            screen.show_role(self._parts.choices.settings.role)
        elif isinstance(screen, PreferencesPane):
            screen.show_damage(self._screens.damaged)
        elif isinstance(screen, PrintPane):
            screen.show_jobs(self.jobs(place.id))

    def set_forward(self, roles: QWidget, forward: bool) -> None:
        """Say in the list of roles whether there is a way forward."""
        from fieldref.gui.role_pane import RolePane

        assert isinstance(roles, RolePane)
        roles.from_bar["forward"].setEnabled(forward)

    def _follow(self, address: str) -> None:
        place = place_of(address)
        if place is not None:
            self._screens.place_requested.emit(place)

    def _bookmarks(self) -> QWidget:
        from fieldref.gui.bookmarks import BookmarksPane

        pane = BookmarksPane(self._parts.look, self._parts.library, self._parts.data)
        pane.opened.connect(self._follow)
        pane.changed.connect(self._screens.data_changed)
        pane.remark.connect(self._screens.remark)
        self._screens.hear(pane.complaints)
        return pane

    def _local(self) -> QWidget:
        from fieldref.gui.local_details_pane import LocalDetailsPane

        pane = LocalDetailsPane(self._parts.look, self._parts.library.local_details, self._parts.data)
        pane.changed.connect(self._screens.data_changed)
        pane.remark.connect(self._screens.remark)
        self._screens.hear(pane.complaints)
        return pane

    def _preferences(self) -> QWidget:
        from fieldref.core.about import about
        from fieldref.gui.preferences import PreferencesPane

        pane = PreferencesPane(self._parts.look, self._parts.choices, about(self._parts.library))
        pane.clear_requested.connect(self._screens.clear_requested)
        pane.black_requested.connect(self._screens.black_requested)
        pane.check_requested.connect(self._screens.check_requested)
        pane.role_requested.connect(lambda: self._screens.place_requested.emit(Place("roles")))
        return pane

    def _roles(self) -> QWidget:
        from fieldref.gui.role_pane import RolePane

        first = not self._parts.choices.settings.role_asked
        pane = RolePane(self._parts.look, self._parts.library.roles, first=first)
        pane.chosen.connect(self._screens.role_chosen)
        pane.bar_pressed.connect(self._screens.bar_pressed)
        return pane

    def _print(self) -> QWidget:
        from fieldref.gui.card_view import Press, PrintPane

        press = Press(self._parts.library, self._parts.data)
        pane = PrintPane(self._parts.look, press, self._parts.choices, self._parts.tasks)
        pane.remark.connect(self._screens.remark)
        pane.problem.connect(self._screens.problem)
        return pane

    def jobs(self, identifier: str) -> list[PrintJob]:
        """Return what can be printed from a place: the thing itself, then sets of cards."""
        from fieldref.gui.card_view import PrintJob

        library, role = self._parts.library, self._parts.choices.settings.role
        kind, _, name = identifier.partition(":")
        jobs = []
        try:
            if kind == "page":
                jobs.append(PrintJob("Whole page", page=name))
                if role:
                    jobs.append(PrintJob(f"Sections for {role}", page=name, role=role))
                return jobs
            if kind == "card":
                jobs.append(PrintJob("This card", (library.card(name),)))
        except NotFound:
            jobs = []
        cards = library.cards(role=role)
        if kind == "cards" and name:
            # From a page: its own cards first, whoever they are for, then those of its phase.
            own = tuple(card for card in library.cards() if name in card.pages)
            part = library.part(name.partition("/")[0])
            phase = tuple(card for card in cards if card.part == part.id)
            if own:
                jobs.append(PrintJob(f"Cards of this page ({len(own)})", own))
            if phase:
                jobs.append(PrintJob(f"{part.title}, {role or 'all roles'} ({len(phase)})", phase, role=role))
        mine = tuple(card for card in cards if card.kind == "role")
        whose = f"{role} " if role else ""
        if mine:
            jobs.append(PrintJob(f"{whose}role cards ({len(mine)})", mine, role=role))
        if cards:
            jobs.append(PrintJob(f"All {whose}cards ({len(cards)})", cards, role=role))
        return jobs
