"""What lies beside the packages: sums, bill of materials, notices."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.packaging.conftest import DIST

pytestmark = pytest.mark.package


@pytest.fixture
def bill(archive: Path) -> dict[str, object]:
    """The bill of materials of the packages."""
    values: dict[str, object] = json.loads(next(DIST.glob("*.cdx.json")).read_text(encoding="utf-8"))
    return values


def test_the_sums_hold(archive: Path) -> None:
    for sums in DIST.glob("SHA256SUMS-*.txt"):
        subprocess.run(["sha256sum", "--check", "--quiet", sums], cwd=DIST, check=True)
        assert archive.name in sums.read_text()


def test_every_shipped_library_is_in_the_bill(bill: dict[str, object], unpacked: Path) -> None:
    listed = {file["name"] for part in bill["components"] for file in part.get("components", ())}  # type: ignore[attr-defined]
    inside = unpacked / "_internal"
    shipped = {path.relative_to(inside).as_posix() for path in inside.rglob("*.so*")}
    assert shipped - listed == set()


def test_every_component_has_a_licence_and_stands_in_the_notices(bill: dict[str, object], unpacked: Path) -> None:
    path = unpacked / "_internal" / "fieldref" / "_resources" / "third-party-notices.txt"
    notices = path.read_text(encoding="utf-8")
    for part in bill["components"]:  # type: ignore[attr-defined]
        assert part["licenses"][0]["expression"]
        assert f"- {part['name']} " in notices


def test_the_lgpl_and_the_way_to_the_source_are_shipped(unpacked: Path) -> None:
    notices = (unpacked / "_internal/fieldref/_resources/third-party-notices.txt").read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in notices
    assert "Their corresponding" in notices
    assert (unpacked / "_internal" / "PySide6" / "Qt" / "lib" / "libQt6Core.so.6").is_file()
