"""Sizes, touch and what must hold at any of them: nothing cut, every control large enough and named."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QPlainTextEdit, QWidget

from fieldref.gui.look import CONTROL_MM, TILE_MM, Look

SIZES = [(800, 600, 100), (800, 600, 200), (1024, 768, 100), (1024, 768, 200), (1366, 768, 300), (3840, 2160, 100)]
PLACES = [
    ("home", ""), ("page", "mitigate/first-officers"), ("card", "cards/mitigate/le"), ("directory", ""), ("local", ""),
    ("preferences", ""), ("roles", ""), ("bookmarks", ""), ("index", ""),
]  # fmt: skip


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 2.5])
def test_controls_are_nine_and_tiles_twenty_millimetres_on_any_screen(ratio: float) -> None:
    for ppi in (60, 96, 118, 160, 220, 300):
        look = Look(scale=100, ppi=ppi / ratio if ppi / ratio >= 60 else ppi)
        density = ppi / ratio if ppi / ratio >= 60 else ppi
        assert look.control(44) / density * 25.4 >= CONTROL_MM - 0.3
        assert look.tile(146) / density * 25.4 >= TILE_MM - 0.3


def test_an_impossible_density_is_taken_for_ninety_six() -> None:
    assert Look(ppi=3.0).control(10) == round(9 * 96 / 25.4)


@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
def test_no_screen_is_wider_than_the_window(start, width: int, height: int, scale: int) -> None:
    user = start(scale=scale)
    user.window.setGeometry(0, 0, width, height)
    user.settle()
    assert user.window.width() == width
    for kind, identifier in PLACES:
        user.visit(kind, identifier)
        for child in user.window.findChildren(QAbstractButton):
            if child.isVisibleTo(user.window) and child.isVisible() and not _scrolls(child, user.window):
                left = child.mapTo(user.window, QPoint(0, 0)).x()
                assert left >= 0, (kind, child.accessibleName())
                assert left + child.width() <= width, (kind, child.accessibleName())


def _scrolls(widget: QWidget, window: QWidget) -> bool:
    """Whether a widget lies in something that scrolls up and down out of view."""
    place = widget.mapTo(window, QPoint(0, 0))
    return not window.rect().contains(QPoint(min(place.x(), window.width() - 1), max(0, place.y())))


@pytest.mark.parametrize(("kind", "identifier"), [*PLACES, ("print", "card:cards/mitigate/le")])
def test_every_control_has_a_name(user, kind: str, identifier: str) -> None:
    user.visit(kind, identifier)
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractItemView)
    unnamed = [
        widget
        for sort in kinds
        for widget in user.window.findChildren(sort)
        if widget.isVisible() and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert not unnamed


@pytest.mark.parametrize(("kind", "identifier"), PLACES)
def test_every_button_is_high_enough_for_a_glove(user, kind: str, identifier: str) -> None:
    user.visit(kind, identifier)
    least = round(CONTROL_MM * 96 / 25.4)
    low = [
        (button.accessibleName(), button.height())
        for button in user.window.findChildren(QAbstractButton)
        if button.isVisible() and button.height() < least
    ]
    assert not low


def test_a_touch_opens_a_tile(user, qapp) -> None:
    device = QTest.createTouchDevice()
    tile = user.window.home.tiles[1]
    place = tile.mapTo(user.window, tile.rect().center())
    QTest.touchEvent(user.window, device).press(1, place)
    QTest.touchEvent(user.window, device).release(1, place)
    user.qtbot.waitUntil(lambda: user.place.id == tile.tile.target, timeout=2000)


def test_contents_and_index_can_be_reached_by_touch_alone(user) -> None:
    words = {button.accessibleName() for button in user.window.home._foot_buttons}
    assert {"A to Z", "Directory", "All cards", "Bookmarks", "Help"} <= words


def test_results_take_the_whole_width_when_narrow_and_back_returns_to_them(user) -> None:
    user.window.setGeometry(0, 0, 800, 600)
    user.settle()
    user.search("tourniquet")
    assert user.results.isVisible()
    assert not user.reader.browser.isVisible()
    user.key(Qt.Key.Key_Return)
    assert user.reader.browser.isVisible()
    assert not user.results.isVisible()
    user.press(user.window.top.back)
    assert user.results.isVisible()


def test_changing_the_size_keeps_the_place_in_the_text(user) -> None:
    user.visit("page", "mitigate/first-officers", "do-not")
    before = user.reader.current_heading
    user.key(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert user.reader.current_heading == before


def test_a_window_on_a_screen_that_is_gone_comes_back(start, tmp_path) -> None:
    import json

    folder = tmp_path / "user"
    folder.mkdir(exist_ok=True)
    (folder / "window.json").write_text(json.dumps({"geometry": [9000, 9000, 800, 600]}))
    user = start()
    assert user.window.x() < 5000


@pytest.mark.parametrize("text", ["", "{", "null", '{"place": {"kind": 3}}', '{"geometry": "wide"}', "\x00" * 50])
def test_a_damaged_window_file_is_no_loss(start, tmp_path, text: str) -> None:
    folder = tmp_path / "user"
    folder.mkdir(exist_ok=True)
    (folder / "window.json").write_text(text)
    assert start().at_home


def test_a_screen_readers_toggle_chooses(user):
    buttons = user.window.top.segments._buttons
    buttons[2].toggle()
    assert user.program.choices.settings.role == "FE"
    assert [b.isChecked() for b in buttons].count(True) == 1
    user.press(buttons[3])
    assert user.program.choices.settings.role == "SO"
    user.visit("preferences")
    pane = user.window.center.currentWidget()
    pane.presets[150].toggle()
    assert user.program.choices.settings.scale == 150
    pane.color.toggle()
    assert user.program.choices.settings.color_cards is pane.color.isChecked()
    user.press(pane.presets[100])
    assert user.program.choices.settings.scale == 100
    assert not pane.presets[150].isChecked()
