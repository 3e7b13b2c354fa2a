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


def link_cursor(browser: QTextBrowser, address: str) -> QTextCursor | None:
    """Return a cursor over the first link to an address, None when there is none."""
    block = browser.document().begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            if fragment.charFormat().anchorHref() == address:
                cursor = QTextCursor(browser.document())
                cursor.setPosition(fragment.position())
                cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
                return cursor
            iterator += 1
        block = block.next()
    return None


def stand_at_link(browser: QTextBrowser, address: str) -> bool:
    """Let Tab stand at the first link to an address, without scrolling; say whether there is one."""
    cursor = link_cursor(browser, address)
    if cursor is not None:
        scroll = browser.verticalScrollBar().value()
        browser.setTextCursor(cursor)
        browser.verticalScrollBar().setValue(scroll)
    return cursor is not None


def look_for_links_in_view(browser: QTextBrowser, *, forward: bool) -> None:
    """Let Tab go on from what is in view, where the link it stood at has been scrolled away or there was none.

    Qt goes on after the cursor's selection, and without one from the beginning of the page.
    """
    view = browser.viewport().rect()
    standing = bool(link_at_keys(browser))
    if _screen_reader() or (standing and browser.cursorRect().intersects(view)):
        return
    edge = browser.cursorForPosition(view.topLeft() if forward else view.bottomRight()).position()
    last = browser.document().characterCount() - 1
    cursor = QTextCursor(browser.document())
    cursor.setPosition(max(0, edge - 1) if forward else min(edge, last))
    cursor.setPosition(edge if forward else min(edge + 1, last), QTextCursor.MoveMode.KeepAnchor)
    scroll = browser.verticalScrollBar().value()
    browser.setTextCursor(cursor)
    browser.verticalScrollBar().setValue(scroll)


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
    """Scroll at an arrow, a page key, Space, Home or End, unless a screen reader follows the caret; say if it did."""
    bar = browser.verticalScrollBar()
    places = {
        Qt.Key.Key_Down: bar.value() + step,
        Qt.Key.Key_Up: bar.value() - step,
        Qt.Key.Key_Home: bar.minimum(),
        Qt.Key.Key_End: bar.maximum(),
        # Qt's own page keys count from the caret, which nobody sees; a line stays in view to go on from.
        Qt.Key.Key_PageDown: bar.value() + bar.pageStep() - step // 2,
        Qt.Key.Key_PageUp: bar.value() - bar.pageStep() + step // 2,
        Qt.Key.Key_Space: bar.value() + bar.pageStep() - step // 2,
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
