"""Memory in a long sitting: garbage is collected in pauses, what is freed goes back, little is kept of what is left."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QPixmap, QTextDocument

from fieldref.gui import memory
from fieldref.gui.look import Look
from fieldref.gui.memory import Collector
from fieldref.gui.row_list import MOST_WRAPPED, Row, RowDelegate

PAGES_WITH_FIGURES = ("mitigate/zones", "prevent/warning-signs", "mitigate/unified-command")


@pytest.fixture
def collector(qapp):
    collector = Collector()
    yield collector
    collector.stop()


class Node:
    """Something that only the garbage collector can free."""

    def __init__(self) -> None:
        self.me = self


def test_a_pause_collects_and_gives_back(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    monkeypatch.setattr(memory, "_trim_of_glibc", lambda: given.append)
    collector.begin_giving_back()
    before = sum(isinstance(thing, Node) for thing in gc.get_objects())
    for _ in range(2_000):
        Node()
    assert sum(isinstance(thing, Node) for thing in gc.get_objects()) > before
    collector.collect()
    assert sum(isinstance(thing, Node) for thing in gc.get_objects()) == before
    assert given == [0]


def test_a_pause_without_garbage_does_nothing(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    monkeypatch.setattr(memory, "_trim_of_glibc", lambda: given.append)
    collector.begin_giving_back()
    gc.collect()
    collector.collect()
    assert given == []


def test_another_c_library_is_left_alone(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    import ctypes

    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    collector.begin_giving_back()
    for _ in range(2_000):
        Node()
    collector.collect()


def colors(picture: QPixmap) -> int:
    """How many colors a line across the picture has: a blank has one."""
    image = picture.toImage()
    return len({image.pixel(x, image.height() // 2) for x in range(image.width())})


def test_every_page_shows_its_figure_though_one_is_kept(user) -> None:
    browser, library = user.window.screens.reader.browser, user.program.library
    for page in (*PAGES_WITH_FIGURES, *PAGES_WITH_FIGURES):
        user.visit("page", page)
        blocks = (block for section in library.page(page).sections for block in section.blocks)
        name = QUrl(f"figure:{next(block.source for block in blocks if block.kind == 'figure')}")
        image = QTextDocument.ResourceType.ImageResource.value
        user.qtbot.waitUntil(lambda: colors(browser.document().resource(image, name)) > 1, timeout=10000)  # noqa: B023


def test_wrapped_titles_do_not_pile_up(qapp) -> None:
    delegate = RowDelegate(Look())
    delegate.set_width(120)
    for number in range(3 * MOST_WRAPPED):
        assert delegate.row_height(Row(f"a title of many words {number}", "page:x")) > 0
    assert len(delegate._wrapped) <= MOST_WRAPPED


def test_titles_are_wrapped_anew_in_another_width_and_look(qapp) -> None:
    look = Look()
    delegate, row = RowDelegate(look), Row("a title of some words that needs two lines or three", "page:x")
    delegate.set_width(150)
    narrow = delegate.row_height(row)
    delegate.set_width(900)
    assert delegate.row_height(row) < narrow
    delegate.set_width(260)
    small = delegate.row_height(row)
    look.update(scale=200)
    assert delegate.row_height(row) > small
