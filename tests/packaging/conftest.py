"""The packages that `python3 build/make.py package` made, or a reason to skip."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.clean_root import CleanRoot

DIST = Path(os.environ.get("FIELDREF_DIST", Path(__file__).resolve().parent.parent.parent / "dist"))


def _one(pattern: str) -> Path:
    found = sorted(DIST.glob(pattern))
    if not found:
        pytest.skip(f"no {pattern} in {DIST}: run `python3 build/make.py package`")
    return found[-1]


def program(name: str) -> str:
    """The path of a program, or a skip that says what is missing."""
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not here")
    return found


@pytest.fixture(scope="session")
def deb() -> Path:
    """The Debian package."""
    return _one("fieldref_*.deb")


@pytest.fixture(scope="session")
def archive() -> Path:
    """The portable archive."""
    return _one("*-portable.tar.xz")


@pytest.fixture(scope="session")
def unpacked(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portable copy, unpacked where every kind of character is in the path; not to be changed."""
    folder = tmp_path_factory.mktemp("100% Jürgen's #stick")
    subprocess.run(["tar", "-C", folder, "-xf", archive], check=True)
    return next(folder.iterdir())


@pytest.fixture
def portable(unpacked: Path, tmp_path: Path) -> Path:
    """A portable copy of the test's own."""
    copy = tmp_path / "Übung 1" / "fieldref"
    shutil.copytree(unpacked, copy)
    return copy


@pytest.fixture(scope="session")
def clean_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CleanRoot]:
    """A fresh Debian; needs root, debootstrap and network for its packages."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a clean root needs Linux and root")
    program("debootstrap")
    root = CleanRoot(tmp_path_factory.mktemp("root") / "debian", DIST / "clean-root-transcript.txt")
    yield root
    root.close()
