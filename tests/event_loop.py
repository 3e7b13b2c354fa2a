"""Waiting while the window and its workers go on; imports nothing of Qt until then."""

from __future__ import annotations


def rest(milliseconds: int) -> None:
    """Run the event loop. QTest.qWait holds Python's lock meanwhile: workers would take ten times as long."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, timer = QEventLoop(), QTimer(singleShot=True)
    timer.timeout.connect(loop.quit)
    timer.start(milliseconds)
    loop.exec()
