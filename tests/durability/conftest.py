"""The window of tests/gui, and programs of their own that can be killed, starved and cut off."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui.conftest import look, qapp, start, user

__all__ = ["look", "qapp", "start", "user"]


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a megabyte of its own; fill it with `fill`."""
    if os.name == "nt" or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root can mount a small file system")
    place = tmp_path / "tiny disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(place)], capture_output=True).returncode:
        pytest.skip("this machine mounts nothing")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def read_only_copy(tmp_path: Path) -> Iterator[object]:
    """Mounts a folder read-only in its place: a write-protected stick."""
    if os.name == "nt" or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root can mount a folder read-only")
    mounted: list[Path] = []

    def protect(folder: Path) -> None:
        if subprocess.run(["mount", "--bind", str(folder), str(folder)], capture_output=True).returncode:
            pytest.skip("this machine mounts nothing")
        mounted.append(folder)
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)

    yield protect
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)
