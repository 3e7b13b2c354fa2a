"""What a new user does in the first minutes: answers the role, ticks fast, prints from a page, comes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest

from fieldref.gui.path_row import PathRow
from fieldref.gui.row_list import AddressRole
from fieldref.gui.session import Session
from fieldref.gui.status_line import GAP

Key = Qt.Key


@pytest.mark.parametrize("way", ["key", "segment", "row"])
def test_the_role_asked_at_the_first_start_is_answered_in_any_way(start, way: str) -> None:
    user = start(role=None, role_asked=False)
    user.qtbot.waitUntil(lambda: user.place.kind == "roles", timeout=3000)
    if way == "key":
        user.alt(Key.Key_1)
    elif way == "segment":
        user.window.top.role_chosen.emit("LE")
    else:
        user.window.screens.role_chosen.emit("LE")
    user.settle()
    assert user.at_home
    assert user.program.choices.settings.role == "LE"


@pytest.mark.parametrize(("kind", "identifier", "line"), [
    ("page", "mitigate/first-officers", "Put on the air"),
    ("card", "cards/mitigate/le", "Radio"),
])  # fmt: skip
def test_a_tick_moves_no_line(user, kind: str, identifier: str, line: str) -> None:
    user.visit(kind, identifier)
    browser = user.reader.browser
    above = browser.cursorRect(browser.document().find(line)).top()
    place = browser.cursorRect(browser.document().find(line)).center() + QPoint(150, 0)
    QTest.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=place)
    user.settle()
    assert "1 line ticked" in user.page_text
    assert browser.cursorRect(browser.document().find(line)).top() == above


def test_cards_printed_from_a_page_begin_with_its_own(user) -> None:
    user.visit("page", "mitigate/casualty-collection")
    user.key(Key.Key_P, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    jobs = user.window.screens._builders.jobs(user.place.id)
    assert user.place.kind == "print"
    assert all("mitigate/casualty-collection" in card.pages for card in jobs[0].cards)
    assert jobs[0].cards
    assert "Mitigate" in jobs[1].title


def test_a_place_outside_the_search_ends_it_and_back_returns_to_the_hit(user) -> None:
    user.search("casualty collection")
    user.preview()
    user.window.top.search.submitted.emit()
    user.settle()
    hit = user.place
    user.visit("directory")
    assert not user.window.search.active
    assert user.window.top.search.text() == ""
    user.alt(Key.Key_Left)
    assert user.place.id == hit.id
    assert user.window.search.active


def test_a_link_on_a_previewed_hit_leaves_the_hit_one_step_back(user) -> None:
    user.search("casualty collection")
    user.preview()
    user.qtbot.waitUntil(lambda: user.window._preview is not None, timeout=5000)
    hit = user.window._preview
    user.follow("page:mitigate/tecc-march")
    assert user.place.id == "mitigate/tecc-march"
    user.alt(Key.Key_Left)
    assert user.place.id == hit.id
    assert user.title


def test_the_box_of_local_details_opens_where_it_is_pressed_and_typing_begins(user) -> None:
    user.press(user.window.home.local, QPoint(40, 60))
    assert user.place.kind == "local"
    pane = user.window.screens.widget_of(user.place)
    row = next(iter(pane.rows.values()))
    assert row.edit.hasFocus()
    row.edit.setText("A very long entry that does not fit " * 5)
    user.key(Key.Key_Tab)
    assert row.edit.cursorPosition() == 0
    assert "very long entry" in user.program.data.local_values()[row.detail.key].value


def test_a_folder_given_for_a_file_takes_the_file_in(look, qtbot, tmp_path) -> None:
    row = PathRow(look, "cards.pdf")
    qtbot.addWidget(row)
    row.ask("Save", existing=False)
    row.edit.setText(str(tmp_path))
    with qtbot.waitSignal(row.accepted) as told:
        row.go.click()
    assert told.args == [tmp_path / "cards.pdf"]


def test_in_one_column_a_result_opens_at_its_section(user) -> None:
    user.window.resize(800, 600)
    user.settle()
    user.search("tourniquet")
    user.key(Key.Key_Down)
    user.key(Key.Key_Return)
    user.qtbot.waitUntil(lambda: bool(user.place.anchor), timeout=5000)
    user.qtbot.wait(300)
    assert user.reader.current_heading == user.place.anchor


def test_while_the_first_start_asks_no_role_is_chosen(start) -> None:
    user = start(role=None, role_asked=False)
    user.qtbot.waitUntil(lambda: user.place.kind == "roles", timeout=3000)
    pane = user.window.screens.widget_of(user.place)
    assert not any(button.isChecked() for button in pane.buttons.values())
    assert pane.verticalScrollBar().value() == 0


def test_a_window_closed_on_a_large_screen_fits_on_a_small_one(start) -> None:
    user = start()
    user.program._place_window(Session(geometry=(0, 0, 3000, 2000)))
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert user.window.width() <= room.width()
    assert user.window.height() <= room.height()


def test_a_code_marks_nothing(user) -> None:
    user.search("M2")
    user.window.top.search.submitted.emit()
    user.settle()
    assert user.place.id == user.program.library.find_code("M2").id
    assert user.reader.browser.mark_count == 0


def test_after_a_search_the_contents_stand_at_the_page_and_nothing_is_marked(user) -> None:
    user.visit("page", "mitigate/first-officers")
    user.search("tourniquet")
    user.window.top.search.submitted.emit()
    user.settle()
    user.key(Key.Key_Escape)
    assert not user.window.search.active
    assert user.window.left.tree.current_address == f"page:{user.place.id}"
    user.window.screens.refresh()
    assert user.reader.browser.mark_count == 0


def test_the_focus_ring_goes_with_what_is_scrolled(user) -> None:
    user.visit("preferences")
    ring, pane = user.window.ring, user.window.screens.widget_of(user.place)
    user.key(Key.Key_Tab)
    before = ring.geometry().top()
    assert ring.isVisible()
    pane.verticalScrollBar().setValue(20)
    user.settle()
    assert ring.geometry().top() == before - pane.verticalScrollBar().value()
    pane.verticalScrollBar().setValue(10_000)
    user.settle()
    assert not ring.isVisible()


def rows_of(view) -> list[str]:
    model = view.model()
    return [model.index(row, 0).data(AddressRole) for row in range(model.rowCount())]


def test_home_lists_cards_among_the_pages_needed_now(user) -> None:
    kinds = {address.partition(":")[0] for address in rows_of(user.window.home.now.list)[:4]}
    assert kinds == {"page", "card"}


def test_no_card_is_read_before_the_first_paint(start, library) -> None:
    library._read_cards = None
    library._plain_cards = library._files.read_sound("cards.json")
    user = start()
    user.settle()
    assert user.at_home
    assert library._read_cards is None


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080), (800, 600)])
def test_bookmarks_and_pages_read_stand_on_home_in_every_size(user, size: tuple[int, int]) -> None:
    user.program.data.add_bookmark("mitigate/zones", "", "Zones")
    user.visit("page", "mitigate/triage")
    user.window.go_home()
    user.window._on_data_changed()
    user.window.setGeometry(0, 0, *size)
    user.settle()
    home = user.window.home
    assert rows_of(home.bookmarks.list) == ["page:mitigate/zones"]
    assert rows_of(home.recent.list)[:1] == ["page:mitigate/triage"]
    for view in (home.bookmarks.list, home.recent.list):
        assert view.isVisible()
        assert view.visualRect(view.model().index(0, 0)).height() > 20
        assert home.widget().rect().contains(view.mapTo(home.widget(), view.rect().bottomRight()))


@pytest.mark.parametrize(("width", "scale"), [(800, 100), (800, 200), (1024, 100), (1366, 100)])
def test_the_status_line_never_cuts_the_state_of_the_copy(start, width: int, scale: int) -> None:
    user = start(scale=scale)
    user.window.setGeometry(0, 0, width, 600)
    user.program.data.set_local_value("command-channel", "TAC 4", "2026-03-01")
    user.window._on_data_changed()
    status, look = user.window.status, user.program.look
    status.set_state("No damage found, checked 14:02", sound=True)
    metrics = QFontMetrics(look.font(14))
    room = status.width() - 2 * look.px(24) - look.px(21)
    state = metrics.horizontalAdvance(status._state)
    facts, right = status._fitting(metrics, room - state, look.px(GAP), status._facts)
    assert state <= room
    if width >= 800 and scale == 100:
        assert any(words.startswith("Edition") for words in facts)
    if width >= 1366:
        assert "Local details of 1 March 2026" in facts
        assert right


def test_a_folded_checklist_takes_no_clear_button_from_the_one_in_sight(start, library) -> None:
    user = start(role="LE")
    listed = {
        page.id: [
            "LE" in section.meta.roles
            for section in library.page(page.id).sections
            if any(block.kind == "actions" for block in section.blocks)
        ]
        for page in library.pages(role="LE")
    }
    folded_first = [page for page, shown in listed.items() if any(shown) and not shown[0]]
    assert folded_first
    for page in folded_first:
        user.visit("page", page)
        user.follow(f"tick:{user.reader.document.lines[0].number}")
        assert "Clear ticks" in user.page_text
