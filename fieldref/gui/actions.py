"""What the keys do: each name of the key table as a method of the window's actions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from fieldref.core.model import ROLE_CODES, PageMeta, SectionMeta
from fieldref.gui.look import step_scale
from fieldref.gui.main_window import MainWindow
from fieldref.gui.places import Place
from fieldref.gui.shortcuts import TypeAhead, install
from fieldref.gui.theme import next_theme

if TYPE_CHECKING:
    from fieldref.gui.blackout import Blackout
    from fieldref.gui.input_watch import InputWatch


class WindowActions:
    """The actions behind keys and the top bar's right end."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._choices = window.parts.choices
        self._blackout: Blackout | None = None
        self._watch: InputWatch | None = None
        install(window, self._table())
        top = window.top
        top.theme_requested.connect(self.next_theme)
        top.black_requested.connect(self.black)
        window.screens.black_requested.connect(self.black)

    def _table(self) -> dict[str, Callable[[], None]]:
        window, screens = self._window, self._window.screens
        table: dict[str, Callable[[], None]] = {
            "search": window.top.search.take_focus,
            "find": lambda: self._on_page(screens.reader.open_find),
            "next_mark": lambda: self._on_page(lambda: screens.reader.step_mark(1)),
            "previous_mark": lambda: self._on_page(lambda: screens.reader.step_mark(-1)),
            "back": window.go_back,
            "forward": window.go_forward,
            "home": window.go_home,
            "bookmark": lambda: self._on_page(lambda: screens.use_tool("bookmark")),
            "bookmarks": partial(window.visit, Place("bookmarks")),
            "contents": window.go_to_contents,
            "outline": lambda: self._on_page(screens.reader.go_to_outline),
            "note": lambda: self._on_page(lambda: screens.use_tool("note")),
            "print": lambda: self._on_page(lambda: screens.use_tool("print")),
            "cards": lambda: screens.use_tool("print-card"),
            "larger": self.larger,
            "smaller": self.smaller,
            "normal_size": lambda: self._choices.change(scale=100),
            "next_pane": window.next_pane,
            "previous_pane": lambda: window.next_pane(-1),
            "full_screen": self.full_screen,
            "theme": self.next_theme,
            "black": self.black,
            "help": partial(window.visit, Place("page", "help/using")),
            "role_card": self.role_card,
            "next_section": lambda: self._on_page(lambda: screens.reader.step_heading(1)),
            "previous_section": lambda: self._on_page(lambda: screens.reader.step_heading(-1)),
            "next_page": lambda: self._neighbour(1),
            "previous_page": lambda: self._neighbour(0),
            "copy_section": lambda: self._on_page(lambda: screens.desk.copy_section()),
            "plain_html": lambda: self._on_page(lambda: screens.use_tool("plain-html")),
            "settings": partial(window.visit, Place("preferences")),
        }
        table |= {f"tile_{number}": partial(self._tile, number) for number in range(1, 7)}
        table |= {f"role_{number}": partial(self._role, number) for number in range(8)}
        return table

    def _on_page(self, act: Callable[[], None]) -> None:
        if self._window.screens.on_page:
            act()
        else:
            self._window.say("Open a page or a card first")

    def after_first_paint(self) -> None:
        """Begin to watch keys and fingers."""
        # Deferred: nobody types or touches in a window that is not there yet.
        from fieldref.gui.input_watch import InputWatch
        from fieldref.gui.touch import TouchDrags

        self._window.ring.begin()
        self._watch = InputWatch(self._window.ring, TypeAhead(self._window, self._on_typed))
        self._watch.begin()
        self._touch_drags = TouchDrags(self._window)

    def ask_for_role(self) -> None:
        """Ask for the role at the first start, unless something was opened meanwhile."""
        at_home = self._window.history.here.kind == "home" and not self._window.search.active
        if at_home and not self._choices.settings.role_asked:
            self._window.visit(Place("roles"))

    def stop(self) -> None:
        """Stop watching keys: the window closes."""
        if self._watch is not None:
            self._watch.end()

    # Opening

    def open_words(self, words: str) -> None:
        """Open a page id or a code, or search for the words."""
        from fieldref.core.model import Card  # deferred: most starts name nothing to open

        library = self._window.parts.library
        found = library.find_code(words)
        if isinstance(found, PageMeta):
            self._window.visit(Place("page", found.id))
        elif isinstance(found, SectionMeta):
            self._window.visit(Place("page", found.page, found.anchor))
        elif isinstance(found, Card):
            self._window.visit(Place("card", found.id))
        elif any(page.id == words for page in library.pages()):
            self._window.visit(Place("page", words))
        else:
            self._window.search_for(words)

    def role_card(self) -> None:
        """Open my role's Mitigate card, the list of cards when all roles are chosen."""
        role = self._choices.settings.role
        card = self._window.parts.library.role_card(role, "mitigate") if role else None
        self._window.leave_search(quietly=True)
        self._window.visit(Place("card", card.id) if card else Place("cards"))

    def _tile(self, number: int) -> None:
        self._window.leave_search(quietly=True)
        self._window.home.press_tile(number)

    def _neighbour(self, side: int) -> None:
        here = self._window.history.here
        if here.kind == "page":
            page = self._window.parts.library.neighbours(here.id)[side]
            if page is not None:
                self._window.visit(Place("page", page.id))

    def _on_typed(self, text: str) -> None:
        search = self._window.top.search
        search.type_text(search.text() + text) if text else search.take_focus()

    # Choices

    def _role(self, number: int) -> None:
        self._window.choose_role(ROLE_CODES[number - 1] if number else None)

    def next_theme(self) -> None:
        """Go on to the next theme."""
        self._choices.change(theme=next_theme(self._choices.settings.theme))

    def larger(self) -> None:
        """One step larger."""
        self._choices.change(scale=step_scale(self._choices.settings.scale, 1))

    def smaller(self) -> None:
        """One step smaller."""
        self._choices.change(scale=step_scale(self._choices.settings.scale, -1))

    def black(self) -> None:
        """Black the screen until a key or a touch."""
        from fieldref.gui.blackout import Blackout  # deferred: not needed before the first paint

        if self._blackout is None:
            self._blackout = Blackout(self._window)
        self._blackout.begin()

    @property
    def blackout(self) -> Blackout | None:
        """The black screen, once it was used."""
        return self._blackout

    def full_screen(self) -> None:
        """Fill the screen, or return to a window."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)
