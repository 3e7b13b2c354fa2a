"""What a user does every day, from cold start to the right page, with keys and with presses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldref.gui.row_list import AddressRole
from fieldref.gui.search_flow import FIRST, LIMIT

Key = Qt.Key


def test_home_opens_with_focus_in_the_search_field(user) -> None:
    assert user.at_home
    assert user.window.top.search.has_focus()


def test_one_key_opens_my_mitigate_card(user) -> None:
    user.key(Key.Key_F2)
    assert user.place.id == "cards/mitigate/le"
    assert "Attack under way" in user.page_text


def test_two_keys_open_another_roles_card(user) -> None:
    user.alt(Key.Key_2)
    user.key(Key.Key_F2)
    assert user.place.id == "cards/mitigate/fe"


def test_one_press_opens_the_first_tile(user) -> None:
    user.press(user.window.home.tiles[0])
    assert user.place.kind == "card"


def test_control_and_a_digit_open_a_tile(user) -> None:
    target = user.window.home.tiles[1].tile.target
    user.ctrl(Key.Key_2)
    assert user.place.id == target


def test_a_press_on_a_chain_link_opens_the_steps_lead_page(user) -> None:
    chain = user.window.home.chain
    user.press(chain, chain.rect_of("page:mitigate/run-hide-fight").center())
    assert user.place.id == "mitigate/run-hide-fight"


def test_chain_folds_to_three_phases_on_a_small_screen(user) -> None:
    user.window.resize(1024, 768)
    user.settle()
    assert user.window.home.chain.folded


def test_a_row_of_the_now_list_opens_its_page(user) -> None:
    rows = user.window.home.now.list
    index = rows.model().index(0, 0)
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(index).center())
    user.settle()
    assert f"page:{user.place.id}" == index.data(AddressRole) or user.place.kind == "page"


def test_results_appear_while_typing_and_the_first_is_previewed(user) -> None:
    user.search("tourniquet")
    user.preview()
    assert user.results.result.hits
    assert "tourniquet" in user.page_text.lower()
    assert user.window.top.search.has_focus()


def test_enter_opens_the_hit_at_its_section_with_the_words_marked(user) -> None:
    user.search("tourniquet")
    hit = user.results.current_hit
    user.key(Key.Key_Return)
    assert user.place.anchor == hit.anchor
    assert user.reader.browser.mark_count > 0
    assert " of " in user.reader.bar.marks.words


def test_arrow_keys_choose_another_hit_while_the_focus_stays(user) -> None:
    user.search("triage")
    first = user.results.current_hit
    user.key(Key.Key_Down)
    assert user.results.current_hit != first
    assert user.window.top.search.has_focus()


def test_escape_returns_to_where_the_search_began(user) -> None:
    user.visit("page", "mitigate/zones")
    user.reader.browser.verticalScrollBar().setValue(120)
    user.search("triage")
    user.qtbot.waitUntil(lambda: user.title != "Hot, warm and cold zones", timeout=5000)
    user.key(Key.Key_Escape)
    assert user.title == "Hot, warm and cold zones"
    assert user.reader.scroll_place == 120
    assert user.window.top.search.text() == ""


def test_escape_from_a_search_begun_at_home_returns_home(user) -> None:
    user.search("triage")
    user.preview()
    user.key(Key.Key_Escape)
    assert user.at_home


def test_a_correction_is_said(user) -> None:
    user.search("turniquet")
    assert user.results.result.correction is not None
    assert "No match for" in user.results.spoken()


def test_a_key_waits_for_the_hits_in_sight_and_the_others_follow(user, monkeypatch: pytest.MonkeyPatch) -> None:
    user.search("police")  # the list has its height now
    pane, asked, library = user.results, [], user.window.parts.library
    user.qtbot.waitUntil(lambda: len(pane.result.hits) == LIMIT, timeout=5000)
    room, find = pane.rows_in_sight(), library.search
    seen = [
        row for row in range(LIMIT) if pane.list.visualRect(pane.list.model().index(row)).top() < pane.list.height()
    ]
    assert len(seen) <= room < FIRST
    monkeypatch.setattr(
        library, "search", lambda query, **how: asked.append((query, how["limit"])) or find(query, **how)
    )
    user.search("police o")
    assert {limit for query, limit in asked if query == "police o"} == {room}
    user.qtbot.waitUntil(lambda: len(pane.result.hits) == LIMIT, timeout=5000)
    assert pane.list.model().rowCount() == LIMIT


def test_the_hits_that_a_key_waits_for_stay_where_they_are_when_the_rest_comes(user) -> None:
    first = user.window.parts.library.search("police", role="LE", limit=FIRST).hits
    user.search("police")
    assert user.results.result.hits == first[: len(user.results.result.hits)] != ()
    user.key(Key.Key_Down)
    chosen = user.results.current_hit
    user.qtbot.waitUntil(lambda: user.results.list.model().rowCount() == LIMIT, timeout=10000)
    assert user.results.result.hits[:FIRST] == first
    assert user.results.current_hit == chosen


def test_the_hit_whose_page_is_shown_stays_selected_when_the_search_is_made_again(user) -> None:
    user.search("police")
    user.qtbot.waitUntil(lambda: user.results.list.model().rowCount() == LIMIT, timeout=10000)
    user.results.list.setCurrentIndex(user.results.list.model().index(LIMIT - 3))
    chosen = user.results.current_hit
    user.results.open_current()
    before = user.results.result
    user.window.search.again()
    user.qtbot.waitUntil(lambda: user.results.result is not before, timeout=5000)
    assert user.results.current_hit == chosen
    assert user.results.list.currentIndex().row() == LIMIT - 3


def test_nothing_found_offers_a_way_on(user) -> None:
    user.search("####")
    assert not user.results.result.hits
    assert user.results._nothing.isVisible()


def test_a_typed_code_comes_first(user) -> None:
    user.search("m21")
    assert user.results.result.hits[0].page == "mitigate/first-officers"


def test_next_mark_goes_round(user) -> None:
    user.search("tourniquet")
    user.key(Key.Key_Return)
    count = user.reader.browser.mark_count
    before = user.reader.browser.current_mark
    for _ in range(count):
        user.key(Key.Key_F3)
    assert user.reader.browser.current_mark == before


def test_typing_on_a_page_goes_to_the_search_field(user) -> None:
    user.visit("page", "mitigate/zones")
    user.reader.browser.setFocus()
    QTest.keyClick(user.reader.browser, Key.Key_T)
    assert user.window.top.search.text() == "t"


def test_back_returns_to_the_exact_scroll_position(user) -> None:
    user.visit("page", "mitigate/first-officers")
    user.reader.browser.verticalScrollBar().setValue(777)
    user.visit("page", "mitigate/zones")
    user.alt(Key.Key_Left)
    assert user.place.id == "mitigate/first-officers"
    assert user.reader.scroll_place == 777
    user.alt(Key.Key_Right)
    assert user.place.id == "mitigate/zones"


def test_find_in_page_counts(user) -> None:
    user.visit("page", "mitigate/first-officers")
    user.ctrl(Key.Key_F)
    QTest.keyClicks(user.reader.find_bar._edit, "officer")
    user.settle()
    assert " of " in user.reader.find_bar.words
    assert user.reader.browser.mark_count > 1


def test_closing_the_find_bar_keeps_the_place(user) -> None:
    user.visit("page", "mitigate/first-officers")
    user.ctrl(Key.Key_F)
    QTest.keyClicks(user.reader.find_bar._edit, "supervisor")
    before = user.reader.scroll_place
    user.key(Key.Key_Escape)
    assert not user.reader.find_bar.isVisible()
    assert user.reader.scroll_place == before


def test_f9_goes_through_the_themes(user) -> None:
    seen = []
    for _ in range(4):
        user.key(Key.Key_F9)
        seen.append(user.program.look.theme.name)
    assert seen == ["dark", "red", "amber", "day"]


def test_theme_scale_and_role_are_kept(start) -> None:
    user = start()
    user.key(Key.Key_F9)
    user.key(Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    user.alt(Key.Key_3)
    user.window.close()
    again = start()
    assert (again.program.look.theme.name, again.program.look.scale) == ("dark", 110)
    assert again.program.choices.settings.role == "SO"


def test_open_page_and_scroll_are_restored(start) -> None:
    user = start()
    user.visit("page", "mitigate/first-officers")
    user.reader.browser.verticalScrollBar().setValue(300)
    user.window.close()
    again = start()
    again.settle()
    assert again.place.id == "mitigate/first-officers"
    assert abs(again.reader.scroll_place - 300) < 5


def test_role_is_asked_once(start) -> None:
    user = start(role=None, role_asked=False)
    user.qtbot.waitUntil(lambda: user.place.kind == "roles", timeout=3000)
    pane = user.window.center.currentWidget()
    user.press(pane.buttons["FE"])
    assert user.program.choices.settings.role == "FE"
    assert user.at_home
    user.window.close()
    assert start().at_home


def test_black_screen_ends_with_any_key_that_does_nothing_else(user) -> None:
    user.key(Key.Key_F12)
    black = user.program.actions.blackout
    assert black.isVisible()
    QTest.keyClick(black, Key.Key_F2)
    assert not black.isVisible()
    assert user.at_home


def test_copy_is_checked_and_said(user) -> None:
    user.qtbot.waitUntil(lambda: "No damage found" in user.window.status.words, timeout=15000)


def test_f6_goes_through_the_panes(user) -> None:
    user.visit("page", "mitigate/zones")
    seen = set()
    for _ in range(5):
        user.key(Key.Key_F6)
        seen.add(type(user.window.focusWidget()).__name__)
    assert {"LineField", "NavTree", "PageBrowser", "RowList"} <= seen


def test_f1_opens_help(user) -> None:
    if not any(page.id == "help/using" for page in user.program.library.pages()):
        user.key(Key.Key_F1)
        assert user.at_home
        return
    user.key(Key.Key_F1)
    assert user.place.id == "help/using"


def test_erasing_the_query_goes_back_to_where_one_was(user) -> None:
    user.visit("page", "mitigate/first-officers", "do-not")
    scroll = user.window.screens.scroll
    assert scroll
    user.search("triage")
    user.qtbot.waitUntil(lambda: user.title != "First arriving officers", timeout=5000)
    for _ in "triage":
        user.key(Key.Key_Backspace)
    assert user.title == "First arriving officers"
    assert user.window.screens.scroll == scroll
    assert user.window.top.search.has_focus()
    user.search("tour")
    assert user.results.isVisible()


def test_erasing_a_query_that_began_at_home_shows_home(user) -> None:
    user.search("triage")
    user.preview()
    for _ in "triage":
        user.key(Key.Key_Backspace)
    assert user.at_home
    assert user.window.top.search.has_focus()


def test_nothing_waits_for_a_long_check(user) -> None:
    """The check of the copy has a lane of its own: search and preview go on beside it."""
    import threading

    go_on = threading.Event()
    done: list[str] = []
    tasks = user.program.tasks
    tasks.run(user.window, "long", go_on.wait, lambda _: done.append("long"), aside=True)
    tasks.run(user.window, "short", lambda: None, lambda _: done.append("short"))
    user.qtbot.waitUntil(lambda: "short" in done, timeout=15000)
    assert done == ["short"]
    go_on.set()
    user.qtbot.waitUntil(lambda: "long" in done, timeout=15000)


def test_a_correction_has_a_way_back_to_what_was_typed(user) -> None:
    user.search("turniquet")
    way_back = user.results._exact
    assert way_back.isVisible()
    assert "turniquet" in way_back.accessibleName()
    way_back.click()
    user.qtbot.waitUntil(lambda: user.results.result.query == '"turniquet"')
    assert user.results.result.correction is None
    assert not way_back.isVisible()


def test_words_are_marked_in_any_inflection(user) -> None:
    user.search("tourniquet")
    user.key(Qt.Key.Key_Return)
    assert user.place.id == "mitigate/tourniquets"
    text = user.reader.browser.document().toPlainText()
    marked = {text[span.start : span.end].casefold() for span in user.reader.browser._spans}
    assert {"tourniquet", "tourniquets"} <= marked
