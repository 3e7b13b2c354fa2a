"""Runs work off the window's thread, one piece at a time in each lane, and brings the results back to it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")


class _Ticket(NamedTuple):
    """A piece of work; kept on the window's thread until its result was delivered."""

    owner: QObject
    key: str
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[BaseException], None]


class Tasks(QObject):
    """A worker thread, and one for long work aside that nobody waits for.

    `run` delivers a result on the window's thread unless its owner is gone or a later `run` with the same key has
    overtaken it: the latest wins.
    """

    _finished = Signal(int, object, object)

    def __init__(self, failed: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._failed = failed
        self._lanes: dict[bool, ThreadPoolExecutor] = {}
        self._numbers = itertools.count()
        self._latest: dict[str, int] = {}
        self._tickets: dict[int, _Ticket] = {}
        self._waiting: dict[str, tuple[int, Future[None]]] = {}
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        key: str,
        work: Callable[[], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[BaseException], None] | None = None,
        aside: bool = False,
    ) -> None:
        """Run `work` on the worker thread and call `done` with its result; `work` must not touch a widget.

        An exception goes to `failed`, where none is given to what all tasks have for it. Work `aside` keeps no search
        and no preview waiting: the check of the copy at the start takes seconds.
        """
        number = next(self._numbers)
        self._latest[key] = number
        if key in self._waiting:
            before, future = self._waiting[key]
            if future.cancel():
                self._tickets.pop(before, None)
        if aside not in self._lanes:
            from concurrent.futures import ThreadPoolExecutor  # deferred: nothing runs before the first paint

            self._lanes[aside] = ThreadPoolExecutor(1, thread_name_prefix="fieldref")
        self._tickets[number] = _Ticket(owner, key, work, done, failed or self._failed)
        self._waiting[key] = (number, self._lanes[aside].submit(self._work, number))

    def forget(self, key: str) -> None:
        """Let no result of that key arrive any more."""
        self._latest[key] = next(self._numbers)

    def _work(self, number: int) -> None:
        # The ticket stays in its dictionary: what it refers to must never be freed on this thread.
        ticket = self._tickets.get(number)
        error: BaseException | None = None
        result = None
        if ticket is not None and self._latest.get(ticket.key) == number:
            try:
                result = ticket.work()
            except Exception as problem:  # the worker must live; the problem is reported on the window's thread
                error = problem
        if shiboken6.isValid(self):
            self._finished.emit(number, result, error)

    def _deliver(self, number: int, result: object, error: object) -> None:
        ticket = self._tickets.pop(number, None)
        if ticket is None or self._latest.get(ticket.key) != number or not shiboken6.isValid(ticket.owner):
            return
        if isinstance(error, BaseException):
            ticket.failed(error)
        else:
            ticket.done(result)

    def stop(self) -> None:
        """Wait for the work under way and take no more."""
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
        self._lanes.clear()
        self._tickets.clear()
