"""Places keep: a hit that was opened, the line that was read, what Esc and the keys of a page act on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from fieldref.gui.places import Place
from fieldref.gui.results import PREVIEW_PAUSE

Key = Qt.Key
LONG = "overview/takeaways"
OTHER = "mitigate/tourniquets"


def pause(user) -> None:
    """Longer than a selection rests before its page is shown."""
    user.qtbot.wait(3 * PREVIEW_PAUSE)


def press_row(user, row: int) -> None:
    rows = user.results.list
    place = rows.visualRect(rows.model().index(row, 0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    user.settle()


def read_on(user, scroll: int) -> str:
    """Scroll the page and return the words at the top of the view."""
    user.reader.browser.verticalScrollBar().setValue(scroll)
    user.settle()
    return line_on_top(user)


def line_on_top(user) -> str:
    browser = user.reader.browser
    text, at = browser.toPlainText(), browser.top_position()
    return text[max(0, at - 60) : at + 60]


def same_line(user, before: str) -> bool:
    """Whether what stood on top stands near the top still."""
    browser = user.reader.browser
    at = browser.toPlainText().find(before[40:80])
    cursor = browser.textCursor()
    cursor.setPosition(at)
    return at >= 0 and -60 <= browser.cursorRect(cursor).top() <= 80


# Hits


def test_back_returns_to_a_hit_other_than_the_first(user) -> None:
    user.search("triage")
    user.key(Key.Key_Down)
    pause(user)
    user.key(Key.Key_Return)
    opened = user.place
    user.ctrl(Key.Key_2)
    user.alt(Key.Key_Left)
    pause(user)
    assert user.place[:3] == opened[:3]
    assert user.window.screens.desk.place[:3] == opened[:3]
    assert user.results.list.currentIndex().row() == 1


def test_forward_returns_to_a_hit_other_than_the_first(user) -> None:
    user.search("triage")
    user.key(Key.Key_Down)
    pause(user)
    user.key(Key.Key_Return)
    opened = user.place
    user.alt(Key.Key_Left)
    user.alt(Key.Key_Right)
    pause(user)
    assert user.window.screens.desk.place[:3] == opened[:3]


def test_a_pressed_hit_is_one_step_from_where_the_search_began(user) -> None:
    user.visit("page", OTHER)
    user.search("triage")
    pause(user)
    press_row(user, 1)
    pause(user)
    assert user.place.query == "triage"
    user.alt(Key.Key_Left)
    assert user.place.id == OTHER


def test_another_role_leaves_an_opened_hit_open(user) -> None:
    user.search("triage")
    user.key(Key.Key_Down)
    pause(user)
    user.key(Key.Key_Return)
    opened = user.window.screens.desk.place
    user.alt(Key.Key_2)
    pause(user)
    assert user.window.screens.desk.place[:3] == opened[:3]


def test_escape_from_a_preview_returns_to_the_line_of_the_opened_hit(user) -> None:
    user.search("triage")
    user.key(Key.Key_Return)
    before = read_on(user, 600)
    user.window.top.search.take_focus()
    user.key(Key.Key_Down)
    pause(user)
    user.key(Key.Key_Escape)
    user.settle()
    assert same_line(user, before)


def test_enter_on_nothing_opens_nothing_later(user) -> None:
    user.search("zzzzqqq")
    user.key(Key.Key_Return)
    user.window.top.search.set_text("")
    user.window.top.search.take_focus()
    user.search("triage")
    pause(user)
    assert user.place.kind == "home"


def test_nothing_found_leaves_no_other_answers_page_beside_it(user) -> None:
    user.search("triage")
    user.preview()
    pause(user)
    user.search("xzqxzqxzq")
    pause(user)
    assert not user.results.result.hits
    assert not user.window.screens.on_page
    user.window.leave_search()
    user.visit("page", OTHER)
    user.search("triage")
    pause(user)
    user.search("xzqxzqxzq")
    pause(user)
    assert user.window.screens.desk.place.id == OTHER


def test_in_one_column_an_opened_hit_has_the_keys(start) -> None:
    user = start(scale=200)
    user.window.setGeometry(0, 0, 800, 600)
    user.settle()
    user.search("reunification")
    user.key(Key.Key_Return)
    pause(user)
    shown, top = user.window.screens.desk.place, user.window.screens.scroll
    user.key(Key.Key_Down)
    assert user.window.screens.scroll > top
    user.alt(Key.Key_Left)
    assert user.window.left.isVisible()
    assert user.window.screens.desk.place == shown


def test_the_list_goes_on_when_it_is_scrolled_to_its_end(user) -> None:
    user.search("police")
    result = user.results.result
    assert result.total > 100
    bar = user.results.list.verticalScrollBar()
    for _ in range(20):
        user.qtbot.wait(250)
        bar.setValue(bar.maximum())
        if len(user.results.result.hits) == user.results.result.total:
            break
    assert len(user.results.result.hits) == user.results.result.total


def test_what_is_for_other_roles_comes_and_goes_at_a_press(user) -> None:
    user.search("le: reunification")
    own, more = user.results.result.total, user.results.result.outside
    assert more
    user.results._foot.click()
    user.qtbot.waitUntil(lambda: user.results.result.total == own + more, timeout=5000)
    assert user.results._foot.isVisible()
    user.results._foot.click()
    user.qtbot.waitUntil(lambda: user.results.result.total == own, timeout=5000)


# Lines


@pytest.mark.parametrize("scroll", [700, 1400])
def test_back_stands_at_the_same_line_in_another_size(user, scroll: int) -> None:
    user.visit("page", LONG)
    before = read_on(user, scroll)
    user.key(Key.Key_F2)
    for _ in range(4):
        user.program.actions.larger()
    user.settle()
    user.alt(Key.Key_Left)
    assert same_line(user, before)


def test_larger_and_smaller_end_where_they_began(user) -> None:
    user.visit("page", LONG)
    read_on(user, 1400)
    for act in (user.program.actions.larger, user.program.actions.smaller):
        for _ in range(6):
            act()
            user.settle()
    assert user.program.choices.settings.scale == 100
    assert abs(user.window.screens.scroll - 1400) <= 24


def test_another_role_leaves_the_text_where_it_is_read(user) -> None:
    user.visit("page", "overview/first-hour")
    anchor = user.reader.anchors[len(user.reader.anchors) // 2]
    user.reader.go_to_heading(anchor)
    user.settle()
    for key in (Key.Key_2, Key.Key_0):
        user.alt(key)
        place = user.reader.browser.anchor_position(anchor)
        assert place is None or abs(place - user.window.screens.scroll) < 60


def test_the_next_start_stands_at_the_same_line(start) -> None:
    user = start()
    user.visit("page", LONG)
    before = read_on(user, 1400)
    user.window.close()
    again = start()
    again.qtbot.wait(100)
    assert again.place.id == LONG
    assert same_line(again, before)


def test_page_down_counts_from_what_is_in_view(user) -> None:
    user.visit("page", LONG)
    bar = user.reader.browser.verticalScrollBar()
    user.reader.browser.setFocus()
    for _ in range(20):
        user.key(Key.Key_Down)
    down = bar.value()
    user.key(Key.Key_PageDown)
    assert down < bar.value() <= down + bar.pageStep()
    user.key(Key.Key_PageUp)
    assert bar.value() == down


def test_tab_goes_on_from_what_is_in_view(user) -> None:
    user.visit("page", LONG)
    read_on(user, 1400)
    user.reader.browser.setFocus()
    user.key(Key.Key_Tab)
    assert user.reader.browser.hasFocus()
    view = user.reader.browser.viewport().rect()
    assert view.adjusted(0, -4, 0, view.height()).contains(user.reader.browser.cursorRect())


def test_the_first_mark_is_not_passed_over(user) -> None:
    user.search("active shooter")
    user.key(Key.Key_Return)
    browser = user.reader.browser
    browser.verticalScrollBar().setValue(0)
    first = browser.current_mark
    if browser.sees_mark(first):
        browser.verticalScrollBar().setValue(browser.verticalScrollBar().maximum())
    user.key(Key.Key_F3)
    assert browser.current_mark == first
    assert browser.sees_mark(first)
    user.key(Key.Key_F3)
    assert browser.current_mark == first + 1


# Esc and the keys of a page


@pytest.mark.parametrize("place", ["list", "page"])
def test_escape_leaves_the_search_from_anywhere(user, place: str) -> None:
    user.search("triage")
    user.preview()
    pause(user)
    (user.results.list if place == "list" else user.reader.browser).setFocus()
    user.key(Key.Key_Escape)
    assert not user.window.search.active
    assert user.at_home


def test_escape_closes_a_source_before_the_search(user) -> None:
    user.search("triage")
    user.key(Key.Key_Return)
    source = user.program.library.page("mitigate/triage").sources[0].key
    user.follow(f"source:{source}")
    user.reader.browser.setFocus()
    user.key(Key.Key_Escape)
    assert not user.reader.panel.isVisible()
    assert user.window.search.active


@pytest.mark.parametrize("key", [Key.Key_D, Key.Key_N, Key.Key_F, Key.Key_P, Key.Key_O])
def test_keys_of_a_page_do_nothing_unseen_on_another_screen(user, key: Qt.Key) -> None:
    user.visit("page", LONG)
    user.visit("bookmarks")
    before = user.place
    user.ctrl(key)
    QTest.keyClicks(user.window.focusWidget(), "x")
    user.settle()
    assert not user.program.data.bookmarks()
    assert not user.window.screens.note.isVisible()
    assert not user.reader.find_bar.isVisibleTo(user.reader)
    assert user.place.kind in (before.kind, "bookmarks")


def figure_of(user, page: str) -> str:
    blocks = (block for section in user.program.library.page(page).sections for block in section.blocks)
    return next(block.source for block in blocks if block.kind == "figure")


def test_an_enlarged_figure_is_drawn_once_and_stays(user) -> None:
    name = figure_of(user, "mitigate/zones")
    user.visit("page", "mitigate/zones")
    user.qtbot.wait(500)
    drawn = []
    user.window.screens._figure_view._figures.ready.connect(lambda *what: drawn.append(what))
    user.follow(f"figure:{name}")
    user.qtbot.wait(1500)
    assert len(drawn) == 1
    picture = user.window.screens._figure_view._picture.pixmap().toImage()
    colors = {picture.pixelColor(x, picture.height() // 2).name() for x in range(0, picture.width(), 3)}
    assert len(colors) > 2


def test_an_enlarged_figure_goes_with_its_page(user) -> None:
    user.visit("page", "mitigate/zones")
    view = user.window.screens._figure_view
    user.follow(f"figure:{figure_of(user, 'mitigate/zones')}")
    assert view.isVisible()
    user.key(Key.Key_F2)
    assert not view.isVisible()
    assert user.place.kind == "card"


def test_the_outline_key_goes_to_the_outline(user) -> None:
    user.visit("page", LONG)
    user.ctrl(Key.Key_O)
    assert user.reader.rail.isVisible()
    assert user.reader.rail.headings.hasFocus()
    user.ctrl(Key.Key_O)
    assert not user.reader.rail.isVisible()


# Copies


def test_copies_hold_the_agencys_own_details(user) -> None:
    user.program.data.set_local_value("command-channel", "TAC 4", "2026-03-01")
    user.visit("page", "mitigate/first-officers")
    section = next(
        section
        for section in user.program.library.page("mitigate/first-officers").sections
        if any("local:command-channel" in item for block in section.blocks for item in (*block.items, block.html))
    )
    user.window.screens.desk.copy_section(section.meta.anchor)
    words = QGuiApplication.clipboard().text()
    assert "Command channel: TAC 4 (1 March 2026)" in words
    assert "Command channel: Command channel" not in words
    assert "] ," not in words


def test_a_search_shows_a_blank_where_the_agency_fills_in(user) -> None:
    page = user.program.library.page("mitigate/first-officers")
    words = " ".join(section.text for section in page.sections)
    assert "Command channel: Command channel" not in words
    assert "Command channel: ____" in words


def test_places_are_told_apart_from_what_was_read_there() -> None:
    assert Place("page", LONG, scroll=3).same_document(Place("page", LONG))
