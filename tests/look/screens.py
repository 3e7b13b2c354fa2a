"""Pictures of every screen, at two sizes, in four themes, at 100 and 200 %, into a folder to be looked at.

`python -m tests.look.screens OUT [--only home,page] [--themes red] [--sizes 1024x768] [--scales 200]`
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from fieldref.core import paths  # noqa: E402 - the platform is named before Qt is imported
from fieldref.core.library import Library  # noqa: E402
from fieldref.gui.app import Program, make_application  # noqa: E402
from fieldref.gui.places import Place  # noqa: E402
from fieldref.gui.theme import THEME_ORDER  # noqa: E402
from tests.event_loop import rest  # noqa: E402

SIZES = ("1024x768", "1920x1080")
SCALES = (100, 200)
WAIT = 15_000
SETTLE = 250
"""Milliseconds in which everything under way takes its place."""


@dataclass(frozen=True)
class Screen:
    """A screen: its name, the place to visit, a query to type, what to do then."""

    name: str
    place: Place | None = None
    query: str = ""
    then: Callable[[Program], None] | None = None


def _lower(program: Program) -> None:
    bar = program.window.screens.reader.browser.verticalScrollBar()
    bar.setValue(bar.maximum() * 2 // 3)


def _ticked(program: Program) -> None:
    for number in (0, 1):
        program.window.screens.desk.follow(f"tick:{number}")


def _source(program: Program) -> None:
    page = program.library.page("mitigate/first-officers")
    program.window.screens.desk.follow(f"source:{page.sources[0].key}")


def _note(program: Program) -> None:
    program.window.screens.use_tool("note")


def _preview(program: Program) -> None:
    pane = program.window.center.currentWidget()
    _wait(lambda: pane.pdf.isEnabled())  # type: ignore[attr-defined]
    _wait(lambda: bool(pane.preview.labels and not pane.preview.labels[0].pixmap().isNull()))  # type: ignore[attr-defined]


def _find(program: Program) -> None:
    program.window.screens.reader.open_find()
    program.window.screens.reader.find_bar.open_bar("officer")


def _figure(program: Program) -> None:
    program.window.screens.desk.follow("figure:first-ten-minutes.svg")
    rest(1500)


def _refused(program: Program) -> None:
    program.window.messages.show_message("4 files of this copy are damaged. Read on with care.", "Check again")


def _high_contrast(program: Program) -> None:
    program.choices.change(contrast="high")


def _handle(program: Program) -> None:
    handle = program.window.screens.reader._handle
    handle.setFocus()


SCREENS = (
    Screen("home"),
    Screen("results", query="turniq"),
    Screen("nothing", query="####"),
    Screen("nothing-near", query="qwertzuiop tournament"),
    Screen("corrected", query="turniquet"),
    Screen("page", Place("page", "mitigate/first-officers"), then=_ticked),
    Screen("page-lower", Place("page", "mitigate/first-officers"), then=_lower),
    Screen("plan-page", Place("page", "mitigate/overview")),
    Screen("source", Place("page", "mitigate/first-officers"), then=_source),
    Screen("find", Place("page", "mitigate/first-officers"), then=_find),
    Screen("figure", Place("page", "mitigate/first-command"), then=_figure),
    Screen("message", Place("page", "mitigate/first-officers"), then=_refused),
    Screen("contrast", Place("page", "mitigate/first-officers"), then=_high_contrast),
    Screen("handle", Place("page", "mitigate/first-officers"), then=_handle),
    Screen("note", Place("page", "mitigate/first-officers"), then=_note),
    Screen("card", Place("card", "cards/mitigate/le")),
    Screen("cards", Place("cards")),
    Screen("print", Place("print", "card:cards/mitigate/le"), then=_preview),
    Screen("directory", Place("directory")),
    Screen("glossary", Place("glossary")),
    Screen("index", Place("index")),
    Screen("local", Place("local")),
    Screen("bookmarks", Place("bookmarks")),
    Screen("settings", Place("preferences")),
    Screen("roles", Place("roles")),
)


def _wait(ready: Callable[[], bool]) -> None:
    waited = 0
    while not ready() and waited < WAIT:
        rest(20)
        waited += 20


def _furnish(program: Program) -> None:
    data = program.data
    for key, value in (("command-channel", "TAC 4"), ("trauma-center", "County General"), ("staging-area", "Lot 7")):
        data.set_local_value(key, value)
    for page in ("follow-up/death-notification", "prevent/wellness-checks", "mitigate/hoax-calls"):
        data.add_recent(page)
    data.add_bookmark("mitigate/tourniquets", "", "Tourniquet reference")


def picture(library: Library, screen: Screen, theme: str, scale: int, size: str, out: Path) -> Path:
    """Save one picture and return its path."""
    program = Program(library, settings_path=None, user_data_path=None, session_path=None)
    _furnish(program)
    program.choices.change(role="LE", role_asked=True, theme=theme, scale=scale)
    width, height = map(int, size.split("x"))
    program.show()
    program.window.showNormal()
    program.window.setGeometry(0, 0, width, height)
    rest(1)
    if screen.place is not None:
        program.window.visit(screen.place)
    if screen.query:
        program.window.top.search.type_text(screen.query)
        _wait(lambda: program.window.left.results.result.query == screen.query)
        rest(250)
    if screen.then is not None:
        screen.then(program)
    _wait(lambda: "Checking" not in program.window.status.words)
    rest(SETTLE)
    path = out / f"{screen.name}-{size}-{theme}-{scale}.png"
    program.window.grab().save(str(path))
    program.window.close()
    program.tasks.stop()
    return path


def main(argv: list[str]) -> int:
    """Make the pictures that the options name, all without options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--bundle", type=Path, default=None)
    parser.add_argument("--only", default="")
    parser.add_argument("--themes", default=",".join(THEME_ORDER))
    parser.add_argument("--sizes", default=",".join(SIZES))
    parser.add_argument("--scales", default=",".join(map(str, SCALES)))
    options = parser.parse_args(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    make_application(["fieldref"])
    library = Library.open(options.bundle or paths.bundle_dir())
    chosen = [screen for screen in SCREENS if not options.only or screen.name in options.only.split(",")]
    for screen in chosen:
        for theme in options.themes.split(","):
            for size in options.sizes.split(","):
                for scale in map(int, options.scales.split(",")):
                    print(picture(library, screen, theme, scale, size, options.out), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
