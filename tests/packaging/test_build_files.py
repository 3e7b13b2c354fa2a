"""Facts about the files that packages are made from; quick, part of every test run."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from fieldref.cli import COMMANDS
from fieldref.core.paths import UserPlaces
from fieldref.core.policy import Policy, load_policy

ROOT = Path(__file__).resolve().parent.parent.parent
ADMINISTRATORS_PAGE = ROOT / "content" / "pages" / "help" / "install.md"
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


@pytest.mark.usefixtures("_build_scripts")
def test_who_publishes_stands_in_one_place() -> None:
    import publisher

    listed = subprocess.run(["git", "ls-files", "build", ".github"], cwd=ROOT, capture_output=True, text=True).stdout
    for name in listed.split():
        text = (ROOT / name).read_bytes()
        found = [value for value in (publisher.ADDRESS, publisher.APP_ID) if value.encode() in text]
        assert not found or name == "build/publisher.py", name
    assert "build/publisher.py" in (ROOT / "build" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Policy._fields)
def test_the_administrators_page_names_every_entry_of_a_policy(name: str) -> None:
    assert f"| `{name}` |" in ADMINISTRATORS_PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["settings.json", "user-data.sqlite3", "window.json", "fieldref.log"])
def test_the_administrators_page_names_every_file_of_a_user(name: str) -> None:
    places = UserPlaces(Path("x"), portable=False)
    assert name in {path.name for path in (places.settings, places.user_data, places.window_state, places.log)}
    assert f"`{name}`" in ADMINISTRATORS_PAGE.read_text(encoding="utf-8")


def test_the_administrators_page_and_the_readme_say_what_was_not_tried() -> None:
    assert "Windows and macOS: not built or tested" in ADMINISTRATORS_PAGE.read_text(encoding="utf-8")
    assert "Windows and macOS: not built or tested" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_release_workflow_is_read_and_every_job_sums_up() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
    jobs = workflow["jobs"]
    assert set(jobs) == {"linux", "windows", "macos", "draft"}
    for name in ("linux", "windows", "macos"):
        paths = [step["with"]["path"] for step in jobs[name]["steps"] if "upload-artifact" in step.get("uses", "")]
        assert "dist/SHA256SUMS-*.txt" in paths[0]
        assert "dist/*.cdx.json" in paths[0]


@pytest.mark.usefixtures("_build_scripts")
def test_two_builds_are_compared_file_by_file(tmp_path: Path) -> None:
    import compare

    for name, data in (("one", b"1"), ("other", b"2")):
        frozen = tmp_path / name / "work" / "frozen"
        frozen.mkdir(parents=True)
        (frozen / "same").write_bytes(b"0")
        (frozen / "different").write_bytes(data)
        (tmp_path / name / "a.deb").write_bytes(data)
    (tmp_path / "one" / "work" / "frozen" / "alone").touch()
    said = compare.report(tmp_path / "one", tmp_path / "other")
    assert said == ["packed from: alone", "packed from: different", "differs: a.deb"]
    assert compare.report(tmp_path / "one", tmp_path / "one") == []


@pytest.mark.usefixtures("_build_scripts")
def test_a_library_cut_short_is_told_from_one_that_was_replaced(tmp_path: Path) -> None:
    import frozen_main

    library = tmp_path / "library.so"
    head = struct.pack("<16sHHIQQQIHHHHHH", b"\x7fELF\x02\x01\x01", 3, 62, 1, 0, 64, 800, 0, 64, 56, 2, 64, 3, 0)
    library.write_bytes(head.ljust(800 + 3 * 64, b"\0"))  # three sections of 64 bytes, described from byte 800 on
    assert not frozen_main.ends_before_its_sections(library)
    library.write_bytes(library.read_bytes()[:-1])
    assert frozen_main.ends_before_its_sections(library)
