"""The keys on a page: the link they stand at, the ring around it, and arrows that scroll or, for a screen reader, read.

Qt moves a caret with the arrow keys; nobody sees it, but a screen reader reads the line it stands on.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QTextCursor
from PySide6.QtWidgets import QTextBrowser

from fieldref.gui.look import Look


def link_at_keys(browser: QTextBrowser) -> str:
    """Return the address of the link that Tab stands at, empty when at none."""
    cursor = browser.textCursor()
    if not browser.hasFocus() or not cursor.hasSelection():
        return ""
    inside = QTextCursor(browser.document())
    inside.setPosition(cursor.selectionStart() + 1)
    return inside.charFormat().anchorHref()


def stand_at_link(browser: QTextBrowser, address: str) -> bool:
    """Let Tab stand at the first link to an address, without scrolling; say whether there is one."""
    block = browser.document().begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            if fragment.charFormat().anchorHref() == address:
                cursor = QTextCursor(browser.document())
                cursor.setPosition(fragment.position())
                cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
                scroll = browser.verticalScrollBar().value()
                browser.setTextCursor(cursor)
                browser.verticalScrollBar().setValue(scroll)
                return True
            iterator += 1
        block = block.next()
    return False


def paint_link_ring(browser: QTextBrowser, look: Look) -> None:
    """Paint the focus ring around the link that Tab stands at, line by line; a caret where a screen reader reads."""
    cursor = browser.textCursor()
    painter = QPainter(browser.viewport())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if link_at_keys(browser):
        width = look.px(3)
        painter.setPen(QPen(look.color("focus"), width))
        for rect in _line_rects(browser, cursor):
            painter.drawRoundedRect(rect.adjusted(-width, -1, width, 1), look.px(6), look.px(6))
    elif browser.hasFocus() and _screen_reader():
        caret = browser.cursorRect()
        caret.setWidth(max(2, look.px(2)))
        painter.fillRect(caret, look.color("text"))
    painter.end()


def _line_rects(browser: QTextBrowser, cursor: QTextCursor) -> list[QRectF]:
    """Return where each line of the selection stands in the view."""
    rects: list[QRectF] = []
    place = QTextCursor(browser.document())
    for position in range(cursor.selectionStart(), cursor.selectionEnd() + 1):
        place.setPosition(position)
        rect = QRectF(browser.cursorRect(place))
        if rects and abs(rects[-1].bottom() - rect.bottom()) < 3:
            rects[-1] = rects[-1].united(rect)
        else:
            rects.append(rect)
    return rects


def scroll_by_key(browser: QTextBrowser, event: QKeyEvent, step: int) -> bool:
    """Scroll at an arrow key, Home or End, unless a screen reader follows the caret; say whether it was done."""
    bar = browser.verticalScrollBar()
    places = {
        Qt.Key.Key_Down: bar.value() + step,
        Qt.Key.Key_Up: bar.value() - step,
        Qt.Key.Key_Home: bar.minimum(),
        Qt.Key.Key_End: bar.maximum(),
    }
    place = places.get(Qt.Key(event.key()))
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if place is None or not plain or _screen_reader():
        return False
    bar.setValue(place)
    return True


def _screen_reader() -> bool:
    from PySide6.QtGui import QAccessible  # deferred: 150 names of roles and events

    return bool(QAccessible.isActive())
