"""A `now` page holds its whole action list on the first screen, also on a small screen in large type."""

from __future__ import annotations

from collections.abc import Callable

from fieldref.core.library import Library
from fieldref.gui.html_kit import DENSITIES
from fieldref.gui.main_window import MainWindow
from fieldref.gui.page_html import FIRST_SCREEN
from fieldref.gui.places import Place
from tests.gui.user import User


def room_left(window: MainWindow) -> int:
    """Pixels between the end of the action list and the lower edge of the page in view (negative: cut off)."""
    browser = window.desk._reader.browser
    end = browser.anchor_positions((FIRST_SCREEN,))[0]
    return browser.viewport().height() + window.desk._maker.px(8) - end


def test_the_action_list_of_every_now_page_fits_1024x768_at_150_percent(
    start: Callable[..., User], library: Library
) -> None:
    user = start(scale=150, role=None)
    user.window.resize(1024, 768)
    user.settle()
    cut = []
    for meta in library.pages():
        if meta.use == "now":
            user.window.visit(Place("page", meta.id))
            if room_left(user.window) < 0:
                cut.append((meta.code, room_left(user.window)))
    assert cut == []


def test_no_action_is_set_below_reading_size() -> None:
    assert min(density.action for density in DENSITIES) >= 17


def test_a_roomy_window_keeps_the_full_head(start: Callable[..., User]) -> None:
    user = start()
    user.window.resize(1920, 1080)
    user.settle()
    user.window.visit(Place("page", "mitigate/still-active"))
    assert not user.window.desk._reader.document.tight
