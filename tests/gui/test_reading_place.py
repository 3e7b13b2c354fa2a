"""A page stays where it is read: beside results, when a panel opens, when its width, size or form changes."""

from __future__ import annotations

import pytest

PAGE = "mitigate/first-officers"


def distance(user, anchor: str) -> int:
    """How far below the top of the view a section begins."""
    return user.reader.browser.anchor_position(anchor) - user.reader.scroll_place


def preview_of_a_section(user, width: int) -> str:
    """Search in a window of that width; the section that the first hit's page is shown at."""
    user.window.setGeometry(0, 0, width, 768)
    user.search("turniq")
    user.preview()
    user.qtbot.wait(300)
    return user.window.screens.desk.place.anchor


@pytest.mark.parametrize("width", [900, 980, 1024, 1100, 1366])
def test_a_hit_beside_the_results_stands_at_its_section(user, width: int) -> None:
    anchor = preview_of_a_section(user, width)
    assert anchor
    assert 0 <= distance(user, anchor) <= 40
    assert user.reader.current_heading == anchor


@pytest.mark.parametrize("width", [1024, 1366])
def test_other_colors_leave_a_hit_at_its_section(user, width: int) -> None:
    anchor = preview_of_a_section(user, width)
    before = distance(user, anchor)
    for _ in range(4):
        user.program.actions.next_theme()
        user.qtbot.wait(150)
        assert abs(distance(user, anchor) - before) <= 2
        assert user.reader.current_heading == anchor


def test_an_opened_source_stays_open_and_the_page_where_it_is(user) -> None:
    user.window.setGeometry(0, 0, 1024, 768)
    user.visit("page", PAGE)
    user.qtbot.wait(200)
    before = user.page_text
    source = user.program.library.page(PAGE).sources[0].key
    user.follow(f"source:{source}")
    user.qtbot.wait(300)
    assert user.reader.panel.isVisible()
    assert user.page_text == before
    user.window.desk.refresh()
    assert user.reader.panel.isVisible()
    user.visit("page", "mitigate/tourniquets")
    assert not user.reader.panel.isVisible()


@pytest.mark.parametrize(("width", "height", "scale"), [(1024, 768, 200), (800, 600, 200), (1366, 768, 300)])
def test_a_panel_is_shown_whole_or_scrolls(start, width: int, height: int, scale: int) -> None:
    user = start(scale=scale)
    user.window.setGeometry(0, 0, width, height)
    user.visit("page", PAGE)
    user.window.screens.use_tool("note")
    user.qtbot.wait(200)
    note = user.window.screens.note
    for part in (note._warning, note.edit):
        bottom = part.mapTo(user.reader, part.rect().bottomLeft()).y()
        assert bottom <= user.reader.height()
    assert note._warning.height() >= note._warning.heightForWidth(note._warning.width())
    note.close_panel()
    user.follow(f"source:{user.program.library.page(PAGE).sources[0].key}")
    user.qtbot.wait(200)
    panel = user.reader.panel
    bar = panel._area.verticalScrollBar()
    assert panel.geometry().bottom() <= user.reader.height()
    assert panel._area.widget().height() <= panel._area.viewport().height() + bar.maximum()
    assert panel._address.width() > panel.width() // 2


def test_a_card_shows_its_steps_on_a_small_screen_with_large_text(start) -> None:
    user = start(scale=200)
    user.window.setGeometry(0, 0, 1024, 768)
    user.visit("card", "cards/mitigate/le")
    user.qtbot.wait(200)
    shown = user.reader.browser.viewport().height()
    assert distance(user, "steps") < shown // 3


def test_a_search_without_a_hit_offers_ways_on(user) -> None:
    user.search("qwertzuiop")
    from PySide6.QtWidgets import QAbstractButton

    ways = [button for button in user.results.findChildren(QAbstractButton) if button.isVisible()]
    assert {"All pages, A to Z", "Quick cards", "Directory", "Glossary"} <= {way.accessibleName() for way in ways}
    user.press(next(way for way in ways if way.accessibleName() == "Quick cards"))
    assert user.place.kind == "cards"
