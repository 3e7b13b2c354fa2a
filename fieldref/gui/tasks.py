"""Runs work off the window's thread, one piece at a time, and brings the results back to it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

T = TypeVar("T")


class Tasks(QObject):
    """One worker thread. `run` delivers a result on the window's thread unless its owner is gone or a later `run` with
    the same key has overtaken it: the latest wins.
    """

    _finished = Signal(object)

    def __init__(self, failed: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._failed = failed
        self._executor: ThreadPoolExecutor | None = None
        self._numbers = itertools.count()
        self._latest: dict[str, int] = {}
        self._waiting: dict[str, Future[Any]] = {}
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, owner: QObject, key: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Run `work` on the worker thread and call `done` with its result; `work` must not touch a widget."""
        number = next(self._numbers)
        self._latest[key] = number
        waiting = self._waiting.get(key)
        if waiting is not None:
            waiting.cancel()
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, thread_name_prefix="fieldref")
        self._waiting[key] = self._executor.submit(self._work, (owner, key, number, done), work)

    def forget(self, key: str) -> None:
        """Let no result of that key arrive any more."""
        self._latest[key] = next(self._numbers)

    def _work(self, ticket: tuple[QObject, str, int, Callable[[Any], None]], work: Callable[[], Any]) -> None:
        _, key, number, _ = ticket
        if self._latest.get(key) != number:
            return
        error: BaseException | None = None
        result = None
        try:
            result = work()
        except Exception as problem:  # the worker must live; the problem is reported on the window's thread
            error = problem
        if shiboken6.isValid(self):
            self._finished.emit((ticket, result, error))

    def _deliver(self, parcel: object) -> None:
        (owner, key, number, done), result, error = parcel  # type: ignore[misc]
        if self._latest.get(key) != number or not shiboken6.isValid(owner):
            return
        if error is not None:
            self._failed(error)
        else:
            done(result)

    def stop(self) -> None:
        """Wait for the work under way and take no more."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None


class InlineTasks(Tasks):
    """Tasks for tests: runs at once, on the same thread."""

    def run(self, owner: QObject, key: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Run and deliver now."""
        try:
            result = work()
        except Exception as problem:  # as on the worker thread
            self._failed(problem)
            return
        done(result)
