"""Facts about the files that packages are made from; quick, part of every test run."""

from __future__ import annotations

import json
import struct
import sys
from pathlib import Path

import pytest

from fieldref.cli import COMMANDS
from fieldref.core.policy import load_policy

ROOT = Path(__file__).resolve().parent.parent.parent
ICONS = ROOT / "resources" / "icons" / "app"


@pytest.fixture
def _build_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "build"))


def test_the_spec_stays_short() -> None:
    assert len((ROOT / "build" / "fieldref.spec").read_text(encoding="utf-8").splitlines()) < 80


@pytest.mark.parametrize("command", COMMANDS)
def test_the_manual_names_every_command(command: str) -> None:
    manual = (ROOT / "build" / "debian" / "fieldref.1.in").read_text(encoding="utf-8").replace("\\-", "-")
    assert f".B {command}" in manual or f".BR {command}" in manual or f'.BR "{command}' in manual


def test_the_example_policy_can_be_used_whole() -> None:
    policy, notice = load_policy(ROOT / "build" / "debian" / "policy.json")
    assert notice == ""
    assert (policy.role, policy.notes, policy.browser) == ("LE", False, False)


@pytest.mark.parametrize("size", [16, 22, 24, 32, 48, 64, 128, 256, 512])
def test_an_icon_is_as_large_as_its_name_says(size: int) -> None:
    data = (ICONS / f"fieldref-{size}.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (size, size)


@pytest.mark.usefixtures("_build_scripts")
def test_the_icon_files_hold_the_committed_pictures() -> None:
    import icons

    pictures = {size: (ICONS / f"fieldref-{size}.png").read_bytes() for size in icons.SIZES}
    assert (ICONS / "fieldref.ico").read_bytes() == icons.ico({size: pictures[size] for size in icons.ICO_SIZES})
    assert (ICONS / "fieldref.icns").read_bytes() == icons.icns(pictures)


@pytest.mark.usefixtures("_build_scripts")
def test_the_bill_is_the_same_for_the_same_package() -> None:
    from sbom import sbom
    from shipped import Component

    parts = [Component("Thing", "1", "MIT", "pkg:generic/thing@1", ("text",), ("thing.so",))]
    texts = {sbom("0.1.0", "abc", 1_763_683_200, parts, {"thing.so": "0" * 64}) for _ in range(2)}
    (text,) = texts
    values = json.loads(text)
    assert (values["bomFormat"], values["components"][0]["version"]) == ("CycloneDX", "1")


@pytest.mark.usefixtures("_build_scripts")
def test_the_notices_say_each_licence_once() -> None:
    from notices import notices
    from shipped import Component

    parts = [Component(name, "1", "MIT", "", ("the text",), ()) for name in ("One", "Two")]
    text = notices("0.1.0", parts)
    assert text.count("the text") == 1
    assert "One, Two" in text


@pytest.mark.usefixtures("_build_scripts")
@pytest.mark.skipif(sys.platform != "linux", reason="ELF files are Linux's")
def test_a_search_path_of_the_build_machine_is_removed(tmp_path: Path) -> None:
    import elf

    header = struct.pack("<16sHHIQQQIHHHHHH", b"\x7fELF\x02\x01\x01", 3, 62, 1, 0, 64, 0, 0, 64, 56, 2, 64, 0, 0)
    strings = b"\0/home/builder/lib\0$ORIGIN\0"
    entries = [(29, 1), (15, 19), (5, 0x1000 + 300), (0, 0)]
    dynamic = b"".join(elf.ENTRY.pack(*entry) for entry in entries)
    load = struct.pack("<IIQQQQQQ", 1, 4, 0, 0x1000, 0x1000, 400, 400, 4096)
    segment = struct.pack("<IIQQQQQQ", 2, 4, 200, 0x1000 + 200, 0, len(dynamic), len(dynamic), 8)
    data = (header + load + segment).ljust(200, b"\0") + dynamic
    path = tmp_path / "library.so"
    path.write_bytes(data.ljust(300, b"\0") + strings.ljust(100, b"\0"))
    assert elf.drop_absolute_search_paths(path)
    after = path.read_bytes()[200 : 200 + len(dynamic)]
    assert [elf.ENTRY.unpack_from(after, place)[0] for place in range(0, len(after), 16)] == [15, 5, 0, 0]
    assert not elf.drop_absolute_search_paths(path)
