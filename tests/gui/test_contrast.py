"""High contrast: followed where the system asks for it, chosen or refused in the preferences, kept."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

HIGH, USUAL = Qt.ContrastPreference.HighContrast, Qt.ContrastPreference.NoPreference


def page_color(user) -> str:
    """The color of the page below its text, as it is on the screen."""
    browser = user.reader.browser
    return user.picture().pixelColor(browser.mapTo(user.window, browser.rect().bottomLeft()) + QPoint(4, -4)).name()


def test_the_systems_wish_is_followed_at_once_and_taken_back(user) -> None:
    user.visit("page", "mitigate/first-officers")
    look = user.program.look
    assert look.code("text") == "#12181C"
    user.program.contrast.on_system(HIGH)
    assert look.code("text") == look.code("muted") == look.code("strong") == "#000000"
    assert page_color(user) == "#ffffff"
    assert "#000000" in user.reader.browser.document().toHtml()
    user.program.contrast.on_system(USUAL)
    assert look.code("text") == "#12181C"


def test_the_users_choice_wins_and_is_kept(start) -> None:
    user = start()
    user.visit("preferences")
    pane = user.window.center.currentWidget()
    user.press(pane.contrasts["high"])
    assert user.program.look.theme.name == "day-high"
    user.program.contrast.on_system(USUAL)
    assert user.program.look.theme.name == "day-high"
    user.window.close()
    again = start()
    assert again.program.look.theme.name == "day-high"
    again.visit("preferences")
    again.press(again.window.center.currentWidget().contrasts["usual"])
    again.program.contrast.on_system(HIGH)
    assert again.program.look.theme.name == "day"


def test_dark_is_white_on_black_and_red_stays_red(start) -> None:
    user = start(contrast="high", theme="dark")
    user.visit("page", "mitigate/first-officers")
    assert page_color(user) == "#000000"
    assert user.program.look.code("text") == "#FFFFFF"
    user.key(Qt.Key.Key_F9)
    assert user.program.look.theme.name == "red"
    user.key(Qt.Key.Key_F9)
    user.key(Qt.Key.Key_F9)
    assert user.program.look.theme.name == "day-high"
