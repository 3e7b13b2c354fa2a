"""What lies beside the packages: sums, bill of materials, notices."""

from __future__ import annotations

import json
import re
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


def parts_of(bill: dict[str, object]) -> list[dict[str, object]]:
    """All components of the bill, those inside others too."""
    found = []
    for part in bill.get("components", ()):  # type: ignore[attr-defined]
        found += [part, *parts_of(part)]
    return found


def test_the_bill_has_what_cyclonedx_requires(bill: dict[str, object]) -> None:
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.5", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", str(bill["serialNumber"]))
    for part in parts_of(bill):
        assert part["type"] in ("application", "library", "file")
        assert part["name"]
        assert re.fullmatch(r"pkg:(generic|pypi|deb/debian)/[^@ ]+@[^ ]+", str(part.get("purl", "pkg:generic/x@1")))
        for found in part.get("hashes", ()):  # type: ignore[attr-defined]
            assert found["alg"] == "SHA-256"
            assert re.fullmatch(r"[0-9a-f]{64}", found["content"])
    names = [part["bom-ref"] for part in bill["components"]]  # type: ignore[attr-defined]
    assert len(names) == len(set(names))
    (program,) = bill["dependencies"]  # type: ignore[misc]
    assert (program["ref"], program["dependsOn"]) == ("fieldref", names)


@pytest.mark.parametrize("name", ["Qt", "ICU", "Python", "PySide6_Essentials", "shiboken6", "Whoosh", "Markdown"])
def test_what_a_search_for_a_known_fault_looks_for_is_named_with_its_version(
    bill: dict[str, object], name: str
) -> None:
    (part,) = [part for part in bill["components"] if part["name"] == name]  # type: ignore[attr-defined]
    assert part["version"]


def test_what_is_inside_qt_and_python_is_in_the_notices_too(unpacked: Path) -> None:
    notices = (unpacked / "_internal/fieldref/_resources/third-party-notices.txt").read_text(encoding="utf-8")
    for words in ("harfbuzz", "libpng", "pcre2", "Unicode, Inc.", "Expat maintainers", "libmpdec", "Mersenne Twister"):
        assert words in notices


def test_no_cryptography_of_others_is_shipped(unpacked: Path) -> None:
    names = [path.name for path in unpacked.rglob("*")]
    assert [name for name in names if name.startswith(("libssl", "libcrypto", "_ssl", "_hashlib"))] == []
