"""Puts the window together: opens the library, settings and user data, shows the window, then does the rest.

Order matters: palette before the first show (no white flash), first paint before anything of search is imported.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon, QScreen
from PySide6.QtWidgets import QApplication

from fieldref.core import paths
from fieldref.core.bundle import CheckReport
from fieldref.core.errors import BundleError, FieldrefError
from fieldref.core.library import Library
from fieldref.core.policy import load_policy, with_machines_details
from fieldref.core.settings import load
from fieldref.core.start_marker import StartMarker
from fieldref.core.traces import UserFiles, clear_everything
from fieldref.core.user_data import CLEARED, UserData
from fieldref.gui.actions import WindowActions
from fieldref.gui.choices import Choices
from fieldref.gui.contrast import ContrastWish
from fieldref.gui.crash import CrashHook, ProblemLog, log_problem, report_of
from fieldref.gui.dresser import Dresser
from fieldref.gui.look import Look
from fieldref.gui.main_window import MainWindow, WindowParts
from fieldref.gui.memory import Collector
from fieldref.gui.places import HOME, Place
from fieldref.gui.safe_mode import SAFE_MODE, export_kept, safe_settings
from fieldref.gui.session import Session, load_session, on_a_screen, save_session
from fieldref.gui.signals import ended_by_signals
from fieldref.gui.style import load_fonts, load_symbols, palette
from fieldref.gui.tasks import Tasks
from fieldref.gui.words import joined

if TYPE_CHECKING:
    from fieldref.gui.report_pane import ReportPane
    from fieldref.gui.warm_up import WarmUp

USUAL_SIZE = (1366, 768)
TITLE_BAR = 40
"""Pixels that the system's frame adds to the height of a window, on the generous side."""


def make_application(argv: Sequence[str]) -> QApplication:
    """Return the application object with the fonts loaded."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    # Not by setStyle: it gives back a QStyle, and loading the names of that class takes 6 ms.
    application = QApplication([*(argv or ["fieldref"]), "-style", "Fusion"])
    application.setApplicationName("fieldref")
    return application


EXPORT_KEPT = "Export what is kept"
COPY_IT, CLOSE_ANYWAY = "Copy it", "Close anyway"
COPY_NOTE = "Copy the note"
NAME_THEM = "Name them all"
NAMED = 2
"""Damaged files that the message itself names; the settings name all of them."""
UNCLEAN = (
    "fieldref was not closed the last time: it was ended, crashed, or lost power. Everything kept until then is here;"
    " at most the change under way is lost."
)
NOT_STARTED = (
    "fieldref could not start. Start it again; after two such starts it opens in safe mode, without your settings,"
    " bookmarks and notes."
)


def damage_words(damaged: Sequence[str]) -> str:
    """The message for damaged files, which names the first of them.

    >>> damage_words(["a/b.html"])
    'Damaged in this copy: b.html. Read on with care, and install fieldref again when you can.'
    >>> damage_words(["a", "b", "c", "d"])[:37]
    'Damaged in this copy: a, b and 2 more'
    """
    first = ", ".join(name.rpartition("/")[2] for name in damaged[:NAMED])
    more = f" and {len(damaged) - NAMED} more" if len(damaged) > NAMED else ""
    return f"Damaged in this copy: {first}{more}. Read on with care, and install fieldref again when you can."


class Program:
    """The running program: everything that is made once, and how it is put together."""

    def __init__(
        self, library: Library, *, settings_path: Path | None, user_data_path: Path | None, session_path: Path | None
    ) -> None:
        self.files = UserFiles(settings_path, user_data_path, session_path)
        self.marker = StartMarker(settings_path.parent if settings_path else None)
        self.marker.begin()
        policy, policy_notice = load_policy()
        usual = policy.usual_settings()
        chosen_before = settings_path is not None and os.path.isfile(settings_path)
        settings, notice = load(settings_path, usual) if settings_path else (usual, "")
        if self.marker.safe_mode:
            settings = safe_settings(settings if chosen_before and not notice else None)
            user_data_path, session_path, notice = None, None, SAFE_MODE
        self._keeping = UserFiles(settings_path, user_data_path, session_path)
        self.library = library
        self.choices = Choices(settings, None if self.marker.safe_mode else settings_path)
        shared = self.choices.settings.shared_laptop
        self.data = UserData(None if shared else user_data_path)
        self.session_path = None if shared else session_path
        self._given_up: dict[str, str] = {}
        self._window_made = False
        self._notices: list[str] = []
        screen = QGuiApplication.primaryScreen()
        ppi = screen.physicalDotsPerInch() if screen else 96.0
        chosen = self.choices.settings
        self.contrast = ContrastWish(self.choices)
        self.look = Look(chosen.theme, chosen.scale, ppi, high_contrast=self.contrast.high)
        self.contrast.changed.connect(self._on_contrast)
        self.tasks = Tasks(self._on_task_failed)
        self._report: ReportPane | None = None
        self._warm_up: WarmUp | None = None
        self.log = ProblemLog(None if shared else self.files.log)
        self.collector = Collector()
        self.hook = CrashHook(self._show_report, self._tell, self.log)
        self.dresser = Dresser((paths.resources_dir() / "style.qss").read_text(encoding="utf-8"), self.look)
        unclean = UNCLEAN if self.marker.unclean and not self.marker.safe_mode else ""
        self.data.beneath, details_notice = with_machines_details(policy, {})
        self._notices += [notice, policy_notice, details_notice, self.data.notice, unclean]
        self.data.tell = self._tell
        self.data.heard_clearing = self._on_cleared_elsewhere
        load_fonts(paths.resources_dir() / "fonts")
        self._style_application()
        self.choices.changed.connect(self._on_choices_changed)  # before the window, which then says what is kept
        self.window = MainWindow(
            WindowParts(library, self.data, self.choices, self.look, self.dresser, self.tasks, policy)
        )
        self._window_made = True
        self.window.may_close = self._may_close
        self.look.changed.connect(self._on_look_changed)
        self.actions = WindowActions(self.window)
        self.window.painted.connect(lambda: QTimer.singleShot(0, self.window, self._after_first_paint))
        self.window.closing.connect(self.close)
        self.window.screens.clear_requested.connect(self.clear_everything)
        self.window.screens.check_requested.connect(self._check)

    def _style_application(self) -> None:
        QApplication.setPalette(palette(self.look))
        QApplication.setFont(self.look.font(17))

    def _on_contrast(self, high: bool) -> None:
        self.look.update(high_contrast=high)
        self.window.screens.refresh()

    def _on_choices_changed(self, names: set[str]) -> None:
        if "shared_laptop" in names:
            self._keep_or_not()

    def _keep_or_not(self) -> None:
        """Begin to keep things in files, or keep nothing any more; what lies in the files stays there."""
        files = UserFiles(None, None, None) if self.choices.settings.shared_laptop else self._keeping
        self.window.screens.keep_typed()
        self.data.switch(files.user_data)
        self.session_path = files.session
        self.log.switch(files.log)
        self._tell(self.data.notice)
        self.window.screens.data_changed.emit()
        self.window.screens.refresh()

    def _on_look_changed(self) -> None:
        self._style_application()
        self.dresser.change()

    def show(self, words: Sequence[str] = ()) -> None:
        """Show the window where it was, and open what the command line names."""
        session = load_session(self.session_path)
        self._place_window(session)
        self.window.widths.restore(session.widths)
        if words:
            self.actions.open_words(" ".join(words))
        else:
            self.window.take_place(session.place)
        if session.maximized or not self._has_room(session):
            self.window.showMaximized()
        else:
            self.window.show()
        if not words:
            QTimer.singleShot(0, self.window, self.window.return_to_place)
        self._follow_screen()
        self.window.activateWindow()  # without a window manager nobody else gives the keyboard
        self.window.top.search.take_focus()

    def _place_window(self, session: Session) -> None:
        screens = [screen.availableGeometry().getRect() for screen in QGuiApplication.screens()]
        if session.geometry and on_a_screen(session.geometry, screens):  # type: ignore[arg-type]
            left, top, width, height = session.geometry
            # A screen may be smaller than the one it was closed on: the whole window must have room on one.
            wide, high = max(screen[2] for screen in screens), max(screen[3] for screen in screens)  # type: ignore[index]
            self.window.setGeometry(left, top, min(width, wide), min(height, high))
            return
        width, height = USUAL_SIZE
        room = screens[0] if screens else (0, 0, width, height)
        self.window.resize(min(width, room[2]), min(height, room[3]))  # type: ignore[index]

    def _has_room(self, session: Session) -> bool:
        """Whether a window that opens for the first time has room with its frame; else its last line would hide."""
        screen = QGuiApplication.primaryScreen()
        if screen is None or session.geometry:
            return True
        room, size = screen.availableGeometry(), self.window.size()
        return size.width() <= room.width() and size.height() + TITLE_BAR <= room.height()

    def _follow_screen(self) -> None:
        """Keep controls as large as a finger on whatever screen the window is."""
        handle = self.window.windowHandle()
        if handle is not None:
            self._on_screen(handle.screen())
            handle.screenChanged.connect(self._on_screen)

    def _on_screen(self, screen: QScreen) -> None:
        before = self.look.control(0)
        self.look.update(ppi=screen.physicalDotsPerInch())
        if self.look.control(0) != before:
            self.window.screens.refresh()

    def _after_first_paint(self) -> None:
        if not self.window.isVisible():
            return  # closed as soon as it was seen
        self.tasks.run(
            self.window, "prepare", self.library.prepare_search, self._on_search_ready, failed=self._on_search_failed
        )
        self.marker.reached()
        self.window.messages.action_pressed.connect(self._on_message_action)
        for notice in filter(None, self._notices):
            self.log.begin()
            buttons = (EXPORT_KEPT,) if notice == SAFE_MODE else ()
            self.window.messages.show_message(notice, *buttons, behind=True)
        self.actions.after_first_paint()

    def _check(self) -> None:
        from fieldref.core.installed import check_copy  # deferred: the first paint waits for no hash

        self.tasks.run(self.window, "check", partial(check_copy, self.library.folder), self._on_checked, aside=True)

    def _on_search_ready(self, _: None) -> None:
        """Do what neither the first paint nor the first search should wait for."""
        from fieldref.gui.warm_up import WarmUp  # deferred: first the first paint

        window = self.window
        self.log.begin()
        window.messages.show_message(self.library.search_notice, behind=True)
        self.actions.ask_for_role()
        self.collector.begin_giving_back()
        load_symbols(paths.resources_dir() / "fonts")
        QGuiApplication.setWindowIcon(QIcon(str(paths.resources_dir() / "icons" / "app" / "fieldref-256.png")))
        self._check()
        self._warm_up = WarmUp(
            window,
            lambda: window.left.results,
            lambda: window.screens.reader,
            self.dresser.dress_hidden,
            window.search.prepare_letters,
        )

    def _on_search_failed(self, error: BaseException) -> None:
        """Go on without it, once the failure has been told: the role is asked for and the copy checked all the same."""
        self._on_task_failed(error)
        self._on_search_ready(None)

    def _on_checked(self, report: CheckReport) -> None:
        time = datetime.datetime.now().strftime("%H:%M")
        self.window.screens.show_damage(report.damaged)
        if report.damaged:
            count = len(report.damaged)
            self.window.status.set_state(f"{count} damaged files, checked {time}", sound=False)
            self.window.messages.show_message(damage_words(report.damaged), NAME_THEM, behind=True)
        else:
            self.window.status.set_state(f"No damage found, checked {time}", sound=True, brief=f"No damage, {time}")

    def _show_report(self, report: str) -> None:
        from fieldref.gui.report_pane import ReportPane  # deferred: nobody wants to see it

        if self._report is None:
            self._report = ReportPane(self.look, None)
            self.dresser.dress(self._report, "buttons", "fields")
        self._report.show_report(report)

    def _on_message_action(self, name: str) -> None:
        if name == NAME_THEM:
            self.window.visit(Place("preferences"))
        elif name == EXPORT_KEPT:
            self._export_kept()
        elif name in (COPY_IT, COPY_NOTE):
            QGuiApplication.clipboard().setText("\n\n".join(self._given_up.values()))
            self._tell("Copied. Paste it into another program before fieldref is closed.", CLOSE_ANYWAY)
        elif name == CLOSE_ANYWAY:
            self.close_anyway()

    def _export_kept(self) -> None:
        if self.files.user_data is None:
            return
        try:
            self._tell(export_kept(self.files.user_data))
        except FieldrefError as error:
            self._tell(str(error))

    def _tell(self, words: str, *buttons: str) -> None:
        """Show a message now, or once there is a window."""
        if self._window_made:
            self.window.messages.show_message(words, *buttons)
        elif words:
            self._notices.append(words)

    def clear_everything(self) -> None:
        """Remove all of the user's own words from every file, and from the window."""
        self.window.forget()
        self.log.end()
        try:
            clear_everything(self.files, self.data, self.choices.settings)
        except FieldrefError as error:
            self._tell(str(error))
        else:
            self.window.say("Everything was cleared")
        self.window.screens.data_changed.emit()

    def _on_cleared_elsewhere(self) -> None:
        """Another window cleared everything: what was typed here before goes too, once the change at hand has ended."""
        self._tell(CLEARED)
        QTimer.singleShot(0, self.window, self._forget_all)

    def _forget_all(self) -> None:
        if self.window.history.here.kind in ("local", "bookmarks"):
            self.window.go_home()  # these screens are made anew
        self.window.forget()
        self.window.screens.data_changed.emit()

    def _on_task_failed(self, error: BaseException) -> None:
        sys.excepthook(type(error), error, error.__traceback__)

    def _may_close(self) -> bool:
        """Keep what is being typed; where that cannot be kept the first wish to close is answered with a way out."""
        if self.data.was_cleared_elsewhere():
            self.window.forget()
        lost = self.window.screens.keep_typed()
        if not lost or lost == self._given_up:
            return True
        self._given_up = lost
        words = f"This could not be kept: {joined(list(lost))}. Copy it to another program, or close and lose it."
        notes = all(name.startswith("the note") for name in lost)
        self._tell(words, COPY_NOTE if notes else COPY_IT, CLOSE_ANYWAY)
        return False

    def close_anyway(self) -> None:
        """Close the window without a question: what cannot be kept is given up, or the system ends the program."""
        self._given_up = self.window.screens.keep_typed()
        self.window.close()

    def close(self) -> None:
        """Save the window's state and stop the worker; a step that fails hinders no other."""
        steps = (
            self._save_session, self.tasks.stop, self.actions.stop, self.collector.stop, self.data.close,
            self.hook.release, self.log.end,
        )  # fmt: skip
        try:
            if self._warm_up is not None:
                self._warm_up.stop()
            if self._report is not None:
                self._report.close()
            for step in steps:
                with contextlib.suppress(OSError):  # a full disk: there is nowhere left to write what went wrong
                    step()
        finally:
            self.marker.end()

    def _save_session(self) -> None:
        window = self.window
        area = window.normalGeometry() if window.isMaximized() or window.isFullScreen() else window.geometry()
        kept = HOME if self.choices.settings.shared_laptop else window.history.here
        session = Session(area.getRect(), window.isMaximized(), window.widths.chosen, kept)  # type: ignore[arg-type]
        save_session(self.session_path, session)


def main(argv: Sequence[str], *, library_dir: Path, settings_path: Path | None, user_data_path: Path | None) -> int:
    """Run the window until it is closed; `argv` is a query or a page id to open. Returns the exit code."""
    application = make_application(["fieldref"])
    try:
        library = Library.open(library_dir)
    except BundleError as error:
        _show_fatal(str(error))
        return 1
    files = UserFiles(settings_path, user_data_path, settings_path.with_name("window.json") if settings_path else None)
    program = _begun(library, files, argv)
    if program is None:
        return 1
    with ended_by_signals(program.close_anyway):
        return application.exec()


def _begun(library: Library, files: UserFiles, argv: Sequence[str]) -> Program | None:
    """The program with its window on its way to the screen; None when it could not be made, which has been shown."""
    try:
        program = Program(
            library, settings_path=files.settings, user_data_path=files.user_data, session_path=files.session
        )
        program.show(argv)
    except Exception as error:  # nothing is there yet that could go on
        if paths.is_of_the_program(error):
            raise  # the packaged program's entry has the words for it
        report = report_of(type(error), error, error.__traceback__)
        log = ProblemLog(files.log)
        log.begin()
        log_problem(report)
        log.end()
        _show_fatal(NOT_STARTED, report)
        return None
    return program


def _show_fatal(words: str, details: str = "") -> None:
    from fieldref.gui.messages import show_fatal  # deferred: almost never

    load_fonts(paths.resources_dir() / "fonts")  # there may be no other font on this machine
    look = Look("dark")  # nobody is blinded by it
    QApplication.setPalette(palette(look))
    QApplication.setFont(look.font(17))
    show_fatal(words, details)
