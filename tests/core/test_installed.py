"""What the check of an installation finds."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from fieldref.core import installed, paths
from fieldref.core.installed import EXECUTABLES, INSTALLED, check_copy, check_installed, seal


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """The folder of a small packaged program, its manifest written as package.py does."""
    folder = tmp_path / "Müller's copy" / "_internal"
    (folder / "fieldref").mkdir(parents=True)
    (folder / "library.so").write_bytes(b"code")
    (folder / "fieldref" / "page.json").write_bytes(b"words")
    program = folder.parent / "fieldref"
    program.write_bytes(b"executable")
    (folder / INSTALLED).write_bytes(installed.manifest_bytes(installed.digests_of(folder)))
    (folder / EXECUTABLES).write_text(installed.executable_sums([program]))
    return folder


def root_of(folder: Path) -> str:
    return hashlib.sha256((folder / INSTALLED).read_bytes()).hexdigest()


def test_a_whole_copy_has_no_damage(inside: Path) -> None:
    report = check_installed(inside, root_of(inside))
    assert report.sound
    assert report.checked == 4


def test_an_altered_file_is_named(inside: Path) -> None:
    root = root_of(inside)
    (inside / "library.so").write_bytes(b"c0de")
    assert check_installed(inside, root).damaged == ("library.so",)


def test_a_missing_file_is_named(inside: Path) -> None:
    root = root_of(inside)
    (inside / "fieldref" / "page.json").unlink()
    assert check_installed(inside, root).damaged == ("fieldref/page.json",)


def test_a_file_left_over_from_another_version_is_named(inside: Path) -> None:
    root = root_of(inside)
    (inside / "older.so").write_bytes(b"old")
    assert check_installed(inside, root).damaged == ("older.so (not part of this version)",)


def test_what_a_file_manager_leaves_is_no_damage(inside: Path) -> None:
    root = root_of(inside)
    (inside / ".DS_Store").write_bytes(b"x")
    assert check_installed(inside, root).sound


def test_an_altered_executable_is_named(inside: Path) -> None:
    (inside.parent / "fieldref").write_bytes(b"other")
    assert check_installed(inside, root_of(inside)).damaged == ("fieldref",)


def test_a_manifest_written_anew_does_not_match_the_seal(inside: Path) -> None:
    root = root_of(inside)
    (inside / "library.so").write_bytes(b"c0de")
    (inside / INSTALLED).write_bytes(installed.manifest_bytes(installed.digests_of(inside)))
    assert check_installed(inside, root).damaged == (INSTALLED,)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"files": 3}'])
def test_a_garbled_manifest_is_damage_and_no_crash(inside: Path, data: bytes) -> None:
    (inside / INSTALLED).write_bytes(data)
    assert check_installed(inside, "0").damaged == (INSTALLED,)


def test_a_source_tree_has_no_seal_and_checks_its_bundle(bundle: Path) -> None:
    assert seal() is None
    assert check_copy(bundle).sound


def test_a_packaged_program_with_another_bundle_checks_both(
    inside: Path, bundle_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "fieldref_seal", {"root": root_of(inside), "commit": "c"}, raising=False)
    monkeypatch.setattr(installed.paths, "package_dir", lambda: inside / "fieldref")
    (bundle_copy / "library.json").write_bytes(b"{}")
    report = check_copy(bundle_copy)
    assert report.damaged == ("library.json",)
    assert report.checked > 4


@pytest.mark.parametrize("part", ["Frameworks", "Resources"])
def test_an_apps_files_are_those_of_its_contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    contents = tmp_path / "fieldref.app" / "Contents"
    monkeypatch.setattr(paths, "package_dir", lambda: contents / part / "fieldref")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert paths.program_files_dir() == contents


def test_an_error_is_of_the_program_only_in_a_package_and_about_its_own_files(
    inside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    style, own = FileNotFoundError(2, "gone", str(inside / "style.qss")), PermissionError(13, "no", "/home/x/notes")
    assert not paths.is_of_the_program(style)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(paths, "package_dir", lambda: inside / "fieldref")
    assert [paths.is_of_the_program(error) for error in (style, own, ImportError("libQt"), ValueError("x"))] == [
        True, False, True, False,
    ]  # fmt: skip
    assert f"gone: {inside / 'style.qss'}" in paths.program_damage(style)
    assert "libQt" in paths.program_damage(ImportError("libQt"))
