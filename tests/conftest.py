"""Fixtures for all tests: the real content compiled once, and user folders that are nobody's."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from fieldref.cli import ready_bundle

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

collect_ignore = ["accessibility/client.py"]
"""Runs under the system's Python, which has the AT-SPI client."""


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile before several workers start: each of them would otherwise find nothing and write the same folder."""
    if getattr(session.config.option, "numprocesses", None):
        ready_bundle()


@pytest.fixture(scope="session")
def bundle() -> Path:
    """The real content, compiled anew only when it changed; the bundle that $FIELDREF_BUNDLE names, if it names one."""
    return ready_bundle()


@pytest.fixture
def bundle_copy(bundle: Path, tmp_path: Path) -> Path:
    """A copy of the compiled content that a test may damage."""
    copy = tmp_path / "bundle copy"
    shutil.copytree(bundle, copy)
    return copy


@pytest.fixture(scope="session")
def library(bundle: Path):
    """The library of the real content."""
    from fieldref.core.library import Library

    return Library.open(bundle)


@pytest.fixture(autouse=True)
def _nobodys_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's own folder."""
    monkeypatch.setenv("FIELDREF_HOME", str(tmp_path / "home of nobody"))
