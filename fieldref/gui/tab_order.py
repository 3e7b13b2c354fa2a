"""The order in which Tab goes through the window: as it is read, whenever its parts were made.

Qt's own order is that of making; here panes are made when first needed, so the contents would come after the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QTextEdit,
    QWidget,
)

from fieldref.gui.pane_handle import PaneHandle

WHOLE = (QAbstractButton, QAbstractItemView, QLineEdit, QPlainTextEdit, QTextEdit)
"""Controls in which Tab does not look for others."""
AIR = 60


def stops(widget: QWidget) -> Iterator[QWidget]:
    """Yield what Tab stops at in a visible widget, in reading order."""
    if not widget.isVisible() or not widget.isEnabled():
        return
    if _is_stop(widget):
        yield widget
    if isinstance(widget, WHOLE):
        return
    if isinstance(widget, QStackedWidget | QScrollArea):
        inner = widget.currentWidget() if isinstance(widget, QStackedWidget) else widget.widget()
        if inner is not None:
            yield from stops(inner)
        return
    for child in _children(widget):
        yield from stops(child)


def _is_stop(widget: QWidget) -> bool:
    if not isinstance(widget, QAbstractButton) or not widget.autoExclusive():
        return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    # Of several choices Tab stops at one: where the arrow keys are, else at what is chosen, else at the first.
    parent = widget.parentWidget()
    every = parent.findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly) if parent else []
    choices = [button for button in every if button.autoExclusive() and button.isVisible() and button.isEnabled()]
    ranked = sorted(choices, key=lambda button: (not button.hasFocus(), not button.isChecked()))
    return widget is ranked[0]


def _children(widget: QWidget) -> list[QWidget]:
    layout = widget.layout()
    every = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    placed = list(_placed(layout, every)) if layout is not None else []
    known = set(placed)
    others = [child for child in every if child not in known and not child.isWindow()]
    for child in [child for child in others if isinstance(child, PaneHandle) and child.beside in known]:
        others.remove(child)
        placed.insert(placed.index(child.beside) + 1, child)
    return placed + others


def _placed(layout: QLayout, widgets: Sequence[QWidget]) -> Iterator[QWidget]:
    """Yield those of the widgets that stand in a layout, in its order.

    Never by `itemAt`: Qt deletes an item with its widget without telling PySide, whose object of it stays behind, and
    deleting whatever is made at the same address later ends the process (seen with PySide6 6.11).
    """
    inner: list[QLayout] = layout.findChildren(QLayout, options=Qt.FindChildOption.FindDirectChildrenOnly)
    parts: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(widget), widget) for widget in widgets]
    parts += [(layout.indexOf(other), other) for other in inner]
    for place, part in sorted(parts, key=lambda found: found[0]):
        if isinstance(part, QLayout):
            yield from _placed(part, widgets)
        elif place >= 0:
            yield part


def first_stop(widget: QWidget) -> QWidget | None:
    """Return the first stop in a widget."""
    return next(stops(widget), None)


def step_focus(window: QWidget, *, forward: bool) -> bool:
    """Move the focus to the next stop of the window, or the one before; say whether there is one."""
    order = list(stops(window))
    if not order:
        return False
    here = window.focusWidget()
    if here in order:
        place = order.index(here) + (1 if forward else -1)
    else:
        place = _place_near(order, here) if here is not None else 0
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    focus_and_show(order[place % len(order)], reason)
    return True


def _place_near(order: list[QWidget], here: QWidget) -> int:
    """Return the first stop that shares the nearest parent with a control that is no stop itself."""
    parent = here.parentWidget()
    while parent is not None:
        inside = [place for place, stop in enumerate(order) if parent.isAncestorOf(stop)]
        if inside:
            return inside[0]
        parent = parent.parentWidget()
    return 0


def focus_and_show(widget: QWidget, reason: Qt.FocusReason) -> None:
    """Put the focus into a control and scroll to it, once more when all that was just shown has its place."""
    widget.setFocus(reason)
    _show(widget)
    QTimer.singleShot(0, widget, partial(_show, widget))


def _show(widget: QWidget) -> None:
    """Scroll to a control."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            inside = parent.widget()
            if inside is not None and inside.isAncestorOf(widget):
                spare = parent.viewport().height() - widget.height()
                if spare > 0:
                    # Not ensureWidgetVisible: of a field it shows no more than the caret.
                    middle = widget.mapTo(inside, widget.rect().center())
                    parent.ensureVisible(middle.x(), middle.y(), 0, widget.height() // 2 + min(AIR, spare // 2))
                else:
                    parent.verticalScrollBar().setValue(widget.mapTo(inside, QPoint(0, 0)).y() - AIR)
        parent = parent.parentWidget()
