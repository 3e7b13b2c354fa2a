"""The window: places the panes, connects them, and goes from place to place. No pane knows another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLayout,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldref.core.errors import FieldrefError
from fieldref.core.library import Library
from fieldref.core.policy import Policy
from fieldref.core.user_data import UserData
from fieldref.gui.choices import Choices
from fieldref.gui.dresser import Dresser
from fieldref.gui.focus_ring import FocusRing
from fieldref.gui.home import HomeScreen
from fieldref.gui.home_rows import HomeRows
from fieldref.gui.left_pane import LeftPane
from fieldref.gui.look import Look
from fieldref.gui.messages import MessageBar
from fieldref.gui.pane_widths import PaneWidths
from fieldref.gui.places import HOME, History, Place, place_of
from fieldref.gui.screens import Screens, activate_layouts
from fieldref.gui.search_flow import SearchFlow
from fieldref.gui.status_line import StatusLine
from fieldref.gui.tasks import Tasks
from fieldref.gui.top_bar import TopBar
from fieldref.gui.words import long_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldref.core.model import Hit
    from fieldref.gui.pane_handle import PaneHandle
    from fieldref.gui.reading_desk import ReadingDesk

TREE_FROM, SIDE_BY_SIDE_FROM, ONE_COLUMN_BELOW = 1200, 900, 640


class WindowParts(NamedTuple):
    """What the window is made from."""

    library: Library
    data: UserData
    choices: Choices
    look: Look
    dresser: Dresser
    tasks: Tasks
    policy: Policy = Policy()


class MainWindow(QMainWindow):
    """The whole window, also to a screen reader; `painted` is emitted once, after the first paint."""

    painted = Signal()
    closing = Signal()

    def __init__(self, parts: WindowParts) -> None:
        super().__init__()
        self.setWindowTitle("fieldref")
        self.parts = parts
        self.may_close: Callable[[], bool] = lambda: True
        """Asked before the window closes; whoever says no has told the user why."""
        self.history = History()
        self.widths = PaneWidths()
        self._left_handle: PaneHandle | None = None
        self._preview: Place | None = None
        self._painted = False
        self._recent_failed = False
        self._left_asked: bool | None = None
        self._build()
        self._connect()
        self._show_home()
        self.top.set_ways(back=False, forward=False)
        self._dress()

    # Making

    def _dress(self) -> None:
        dress = self.parts.dresser.dress
        dress(self.top, "buttons", "fields", "top")
        dress(self.messages, "buttons", "messages")
        dress(self.left, "buttons", "left")
        dress(self.home, "buttons", "home")
        dress(self.status, "status line")

    def _build(self) -> None:
        parts, look = self.parts, self.parts.look
        self.top = TopBar(look, parts.library.roles)
        self.messages = MessageBar(look)
        self.home_rows = HomeRows(parts.library, parts.data)
        self.home = HomeScreen(look)
        self.left = LeftPane(look, parts.library, self._trail)
        self.center = QStackedWidget()
        self.center.addWidget(self.home)
        self.screens = Screens(parts, self.center, self.widths)
        self.search = SearchFlow(parts.library, parts.tasks, lambda: self.left.results, self._role)
        self.status = StatusLine(look)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.left)
        body.addWidget(self.center, 1)
        for pane in (self.left, self.center):  # where a message needs much room they have less, and scroll
            pane.setSizePolicy(pane.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Ignored)
        frame = QWidget()
        self.setCentralWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # A window must not grow because something in it would like to: it is made for 800x600 at 200 %.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(320, 240)
        column.addWidget(self.top)
        column.addWidget(self.messages)
        column.addLayout(body, 1)
        column.addWidget(self.status)
        self.ring = FocusRing(self, look)
        self._tell_status()

    def _connect(self) -> None:
        top, search = self.top, self.search
        top.home_requested.connect(self.go_home)
        top.back_requested.connect(self.go_back)
        top.forward_requested.connect(self.go_forward)
        top.contents_requested.connect(self.toggle_contents)
        top.role_chosen.connect(self.choose_role)
        top.search.text_changed.connect(self._on_typed)
        top.search.submitted.connect(self._on_submitted)
        top.search.moved.connect(self._on_moved)
        top.search.left.connect(self.leave_search)
        search.began.connect(self._on_search_began)
        search.ended.connect(self._on_search_ended)
        search.previewed.connect(self._on_previewed)
        search.nothing_found.connect(self._on_nothing_found)
        search.opened.connect(self.visit)
        self.left.opened.connect(self.open_address)
        self.left.suggestion_chosen.connect(self.search_for)
        self.home.opened.connect(self.open_address)
        self.screens.place_requested.connect(self.visit)
        self.screens.remark.connect(self.say)
        self.screens.problem.connect(self.messages.show_message)
        self.screens.settled.connect(self.messages.withdraw)
        self.screens.data_changed.connect(self._on_data_changed)
        self.screens.role_chosen.connect(self.choose_role)
        self.screens.bar_pressed.connect(top.press)
        top.roles_requested.connect(lambda: self.visit(Place("roles")))
        top.size_requested.connect(lambda: self.visit(Place("preferences")))
        self.parts.choices.changed.connect(self._on_choices_changed)
        self.parts.choices.problem.connect(self.messages.show_message)
        self.parts.look.changed.connect(self._tell_status)
        self.widths.changed.connect(lambda _: self._lay_out_panes())

    def _role(self) -> str | None:
        return self.parts.choices.settings.role

    def _trail(self, hit: Hit) -> str:
        return self.screens.trail(hit)

    @property
    def desk(self) -> ReadingDesk:
        """What happens on the page."""
        return self.screens.desk

    # Going places

    def visit(self, place: Place) -> None:
        """Go to a place; where one was stays one step back."""
        if self.search.active and not place.query:
            self._end_search_at(place)
        self._remember_scroll()
        self._preview = None
        typing = self.top.search.has_focus() and self.search.active and self.side_by_side
        self._uncover()
        if place == HOME:
            self.history.visit(HOME)
            self._show_home()
        elif self._show(place):
            self.history.visit(place)
            self._note_read(place)
            self._lay_out_panes()
            if not typing and not (place.kind == "local" and place.anchor):  # which goes to one of its fields
                self.screens.take_focus()
        self._after_move()

    def _end_search_at(self, place: Place) -> None:
        """Leave the search for a place outside it; a hit that was shown beside the results is one step back."""
        hit = self._preview
        if hit is not None and place != HOME:
            self.history.visit(hit)
            self.history.remember(self.screens.scroll, self.screens.reading)
        self.leave_search(quietly=True)

    def open_address(self, address: str) -> None:
        """Go where a link leads."""
        place = place_of(address)
        if place is not None:
            self.visit(place)

    def go_home(self) -> None:
        """Go to the home screen."""
        self.leave_search(quietly=True)
        self.visit(HOME)
        self.top.search.take_focus()

    def go_back(self) -> None:
        """Go one step back, to the exact scroll position."""
        if self.search.active and not self.side_by_side and not self.left.isVisible():
            # In one column the results lie one step behind the page.
            self._remember_scroll()
            place = self.history.back()
            if place.query == self.search.query:
                self._return_to(place)
            else:
                self._lay_out_panes()
                self._after_move()
            return
        if self._preview is not None or (self.search.active and not self.history.here.query):
            self.leave_search()
            return
        self._remember_scroll()
        self._return_to(self.history.back())

    def go_forward(self) -> None:
        """Go one step forward."""
        self._remember_scroll()
        self._return_to(self.history.forward())

    def _return_to(self, place: Place) -> None:
        self._preview = None
        if place.query and place.query != self.search.query:
            self.top.search.set_text(place.query)
            self.search.search(place.query, at=place)
            self.search.begin()  # now: the page is then set in the width that it will have
        elif place.query:
            self.search.stand_at(place)
        elif self.search.active:
            self.leave_search(quietly=True)
        self._uncover()
        if place == HOME:
            self._show_home()
        else:
            self._show(place, at_scroll=True)
        self._after_move()

    def _remember_scroll(self) -> None:
        if self._preview is None and self.history.here.kind != "home":
            self.history.remember(self.screens.scroll, self.screens.reading)

    def _show(self, place: Place, *, at_scroll: bool = False) -> bool:
        shown = self.screens.show(place, at_scroll=at_scroll)
        if shown:
            self.left.show_place(place, self.screens.category)
            self._lay_out_panes()
        return shown

    def _show_home(self) -> None:
        self.screens.close_note()
        self.home.show_contents(self.home_rows.contents(self._role()))
        self.top.set_role(self._role())
        if self.center.currentWidget() is not self.home:
            self._lay_out_panes(at_home=True)  # home is then set once, in the width it will have
            activate_layouts(self.centralWidget())
            self.center.setCurrentWidget(self.home)
        self._lay_out_panes()

    def _note_read(self, place: Place) -> None:
        """Remember a page that was read. Where that fails it is said once: nothing of value is lost."""
        if place.kind not in ("page", "card") or self.parts.choices.settings.shared_laptop or self._recent_failed:
            return
        try:
            self.parts.data.add_recent(place.id)
        except FieldrefError as error:
            self._recent_failed = True
            if not self.parts.data.read_only:  # then it was said at the start
                self.messages.show_message(str(error))

    def _after_move(self) -> None:
        searching_back = self._preview is not None
        self.top.set_ways(back=self.history.can_go_back or searching_back, forward=self.history.can_go_forward)
        self.screens.set_forward(self.history.can_go_forward)
        title = self.screens.title if self.history.here.kind != "home" else ""
        self.setWindowTitle(f"{title} - fieldref" if title else "fieldref")
        if self.history.here == HOME and self._preview is None:
            self.home.set_recent(self.home_rows.recent_rows())

    # Search

    def search_for(self, text: str) -> None:
        """Search as if the text had been typed."""
        self.top.search.set_text(text)
        self._search(text)
        self.top.search.take_focus()

    def _search(self, text: str) -> None:
        if not self.search.active:
            self._remember_scroll()
        self.search.search(text)

    def _on_typed(self, text: str) -> None:
        if text.strip() or not self.search.active:
            self._search(text)
        else:
            self._end_search()  # erased letter by letter: back as with Esc, but the typing goes on

    def _on_search_began(self) -> None:
        self.left.show_results()
        self.screens.set_searching(True)
        if self.center.currentWidget() is self.home:
            self.screens.show_empty(beside=self.side_by_side)
        self._lay_out_panes()

    def _on_search_ended(self) -> None:
        self.screens.set_searching(False)
        self.left.show_contents()
        if self.history.here != HOME:
            self.left.show_place(self.history.here, self.screens.category)
        self._lay_out_panes()
        # What is shown next is set once, in the width it will have: its scroll position then holds.
        activate_layouts(self.centralWidget(), self.center.currentWidget())

    def _on_submitted(self) -> None:
        if self.search.active:
            self.search.open_first()

    def _on_moved(self, steps: int) -> None:
        if self.search.active:
            self.left.results.move_selection(steps)
        elif self.center.currentWidget() is self.home:
            self.home.chain.setFocus()

    def _on_previewed(self, place: Place) -> None:
        if not self.search.active or not self.side_by_side:
            return
        here = self.history.here
        if (
            self._preview is None
            and here.same_document(place)
            and (here.anchor, here.query) == (place.anchor, place.query)
        ):
            return  # it is open already, perhaps scrolled
        if here.query:  # what the search began at was remembered then, in the width it had
            self._remember_scroll()
        self._preview = place
        if self.screens.show(place):
            self._lay_out_panes()
            self.top.set_ways(back=True, forward=self.history.can_go_forward)

    def _on_nothing_found(self) -> None:
        """Show again what the search began at: the page of another answer would look like a hit."""
        if self._preview is None or not self.side_by_side:
            return
        self._preview = None
        if self.history.here == HOME:
            self.screens.show_empty(beside=True)
        else:
            self._show(self.history.here, at_scroll=True)
        self._after_move()

    def leave_search(self, *, quietly: bool = False) -> None:
        """End the search and return to where it began; an Esc with nothing typed goes to the page."""
        was_active = self.search.active
        self.top.search.set_text("")
        if quietly:
            self.search.stop()
            self._preview = None
            return
        self._end_search()
        if not was_active and not self.screens.close_extras():
            self.screens.clear_marks()
        self.screens.take_focus()

    def _on_escape(self) -> None:
        """Close what lies over or below the page, else leave the search, else unmark its words."""
        if self.screens.close_extras():
            return
        if self.search.active:
            self.leave_search()
        else:
            self.screens.clear_marks()

    def _end_search(self) -> None:
        """End the search and show again what it began at."""
        was_active = self.search.active
        self.search.stop()
        previewed, self._preview = self._preview, None
        here = self.history.here
        if was_active and (previewed is not None or self.center.currentWidget() is not self.screens.widget_of(here)):
            if here == HOME:
                self._show_home()
            else:
                self._show(here, at_scroll=True)
        self._after_move()

    # Panes

    @property
    def side_by_side(self) -> bool:
        """Whether results and page have room beside each other."""
        return self.parts.look.units(self.width()) >= SIDE_BY_SIDE_FROM

    def go_to_contents(self) -> None:
        """Put the focus into the contents, shown where they are hidden; hide them where the focus is there already."""
        if self.left.isVisible() and not self.search.active and not _has_focus(self.left):
            self.left.take_focus()
        else:
            self.toggle_contents()

    def toggle_contents(self) -> None:
        """Show or hide the contents."""
        if self.search.active:
            self.leave_search(quietly=True)
            self._show(self.history.here, at_scroll=True) if self.history.here != HOME else self._show_home()
        self._left_asked = not self.left.isVisible()
        self.left.show_contents()
        self._lay_out_panes()
        if self.left.isVisible():
            self.left.take_focus()

    def _lay_out_panes(self, *, at_home: bool = False) -> None:
        look = self.parts.look
        units = look.units(self.width())
        searching = self.search.active
        at_home = at_home or self.center.currentWidget() is self.home
        if searching:
            one_column = units < SIDE_BY_SIDE_FROM
            showing_page = one_column and self.history.here.query == self.search.query and not at_home
            self.left.setVisible(not showing_page)
            self.center.setVisible(not one_column or showing_page)
            self._set_left_width("results", free=not one_column)
            return
        asked = self._left_asked
        shown = (units >= TREE_FROM and not at_home) if asked is None else asked
        one_column = units < ONE_COLUMN_BELOW
        self.left.setVisible(shown)
        self._set_left_width("tree", free=not (one_column and shown))
        self.center.setVisible(not (one_column and shown))

    def _uncover(self) -> None:
        """Close contents that lie over everything: somewhere is gone to that is to be seen."""
        if self.parts.look.units(self.width()) < ONE_COLUMN_BELOW:
            self._left_asked = None

    def _set_left_width(self, pane: str, *, free: bool) -> None:
        """Give the left pane the width chosen for what it shows, or the whole window."""
        look = self.parts.look
        span = self.widths.span(pane, look.units(self.width()))
        self.left.setFixedWidth(look.px(span.now) if free else self.width())
        if not self.left.isHidden() and (free or self._left_handle is not None):
            self._handle_of_left().offer(span if free else None)

    def _handle_of_left(self) -> PaneHandle:
        if self._left_handle is None:
            from fieldref.gui.pane_handle import PaneHandle  # deferred: home has no pane beside it

            self._left_handle = PaneHandle(
                self.parts.look, self.left, "Width of the left pane", left=True, beside=self.left
            )
            self._left_handle.chosen.connect(self._on_left_width)
        return self._left_handle

    def _on_left_width(self, width: int) -> None:
        self.widths.choose("results" if self.search.active else "tree", width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the form by the width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._left_asked = None
        self.messages.fit()
        self._lay_out_panes()

    # State

    def _on_choices_changed(self, names: set[str]) -> None:
        settings = self.parts.choices.settings
        if names & {"theme", "scale"}:
            self.screens.hold()
            self.parts.look.update(theme_name=settings.theme, scale=settings.scale)
            self._lay_out_panes()
            self.screens.refresh()
        if "role" in names:
            self.top.set_role(settings.role)
            self.left.set_role(settings.role)
            self.home.show_contents(self.home_rows.contents(settings.role))
            self.screens.refresh(other_text=True)
            self.search.prepare_letters()
            self.search.again()
        if "shared_laptop" in names:
            self._tell_status()

    def choose_role(self, code: str | None) -> None:
        """Choose a role, None for all; where the role was asked for, the question is answered and goes."""
        self.parts.choices.change(role=code, role_asked=True)
        if self.history.here.kind != "roles":
            return
        if self.history.can_go_back:
            self.go_back()
        else:
            self.go_home()

    def _on_data_changed(self) -> None:
        self._tell_status()
        self.home.show_contents(self.home_rows.contents(self._role()))

    def say(self, words: str) -> None:
        """Show a passing remark in the status line."""
        self.status.say(words)
        QTimer.singleShot(4000, self, lambda: self.status.say(""))

    def _tell_status(self) -> None:
        library, look = self.parts.library, self.parts.look
        shared = self.parts.choices.settings.shared_laptop
        keeps = "Shared laptop: nothing is kept" if shared else "" if self.parts.data.keeps else "Nothing is kept"
        edition = f"Edition {library.edition}, content of {long_date(library.content_date)}"
        dated = self.home_rows.details_date()
        details = f"Local details of {long_date(dated)}" if dated else ""
        self.status.set_facts(*filter(None, (keeps, edition, details, "Makes no network connections")))
        self.status.set_right(f"F9 {look.theme.title}", "F12 Black screen", f"Size {look.scale} %")

    def take_place(self, place: Place) -> None:
        """Open with a place that was open before."""
        if place != HOME and self._show(place._replace(query="", words=()), at_scroll=True):
            self.history.visit(place._replace(query="", words=()))
            self._after_move()

    def forget(self) -> None:
        """Forget where the user was, what was searched for and what is being typed into a note."""
        self.leave_search(quietly=True)
        self.screens.forget()
        self.history.clear()

    def return_to_place(self) -> None:
        """Show the open place as it was left, now that the window has its size: it was set for another."""
        if self.history.here.kind != "home":
            self._show(self.history.here, at_scroll=True)

    def next_pane(self, step: int = 1) -> None:
        """Move the focus to the next pane: search, left pane, page, rail."""
        from fieldref.gui.tab_order import first_stop, focus_and_show  # deferred: not needed before the first paint

        panes: list[QWidget] = [self.top.search, self.messages, *self.left.panes(), *self.screens.panes()]
        shown = [(pane, stop) for pane in panes if (stop := first_stop(pane)) is not None]
        here = next((number for number, (pane, _) in enumerate(shown) if _has_focus(pane)), -1)
        focus_and_show(shown[(here + step) % len(shown)][1], Qt.FocusReason.TabFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab go as the window is read."""
        from fieldref.gui.tab_order import step_focus  # deferred: likewise

        return step_focus(self, forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press what has the focus (Qt's buttons outside a dialog only know Space), and Esc leave it."""
        button = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(button, QAbstractButton):
            button.click()
            return
        if event.key() == Qt.Key.Key_Escape:
            self._on_escape()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the window has been painted."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the window closes, so that its state can be saved."""
        if not self.may_close():
            event.ignore()
            return
        self._remember_scroll()
        self.closing.emit()
        super().closeEvent(event)


def _has_focus(pane: QWidget) -> bool:
    focused = pane.window().focusWidget()
    return focused is not None and (focused is pane or pane.isAncestorOf(focused))
