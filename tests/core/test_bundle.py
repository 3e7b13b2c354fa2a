"""A bundle's files: read, checked, refused, and still readable when some of it is damaged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from fieldref.core.bundle import FORMAT, BundleFiles
from fieldref.core.errors import BundleDamaged, BundleError, BundleMissing, BundleTooNew
from fieldref.core.library import Library


def flip(path: Path, at: int | None = None) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if at is None else at] ^= 1
    path.write_bytes(bytes(data))


def test_a_sound_copy_has_no_damage(bundle: Path) -> None:
    report = Library.open(bundle).check()
    assert report.sound
    assert report.checked > 100


def test_a_missing_bundle_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(BundleMissing, match="no content at"):
        Library.open(tmp_path / "nothing")


def test_a_later_format_asks_for_the_update(bundle_copy: Path) -> None:
    manifest = bundle_copy / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"format": {FORMAT}', f'"format": {FORMAT + 1}'))
    with pytest.raises(BundleTooNew, match="Install the update"):
        Library.open(bundle_copy)


def test_an_earlier_format_is_not_misread(bundle_copy: Path) -> None:
    manifest = bundle_copy / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"format": {FORMAT}', f'"format": {FORMAT - 1}'))
    with pytest.raises(BundleDamaged, match="an earlier fieldref"):
        Library.open(bundle_copy)


NOW = f'"format": {FORMAT}'


@pytest.mark.parametrize("text", ["", "{", "[]", f"{{{NOW}}}", "null", f'{{{NOW}, "files": 3}}'])
def test_a_garbled_manifest_is_damage(bundle_copy: Path, text: str) -> None:
    (bundle_copy / "manifest.json").write_text(text)
    with pytest.raises(BundleDamaged):
        Library.open(bundle_copy)


def test_a_manifest_that_leads_outside_is_damage(bundle_copy: Path) -> None:
    values = json.loads((bundle_copy / "manifest.json").read_text(encoding="utf-8"))
    values["files"]["../../etc/passwd"] = "0"
    (bundle_copy / "manifest.json").write_text(json.dumps(values))
    with pytest.raises(BundleDamaged, match="outside the bundle"):
        Library.open(bundle_copy)


def test_a_flipped_page_is_shown_with_a_warning(bundle_copy: Path) -> None:
    path = bundle_copy / "pages/overview/first-hour.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("911", "912", 1), encoding="utf-8")
    library = Library.open(bundle_copy)
    assert library.page("overview/first-hour").damaged
    assert library.check().damaged == ("pages/overview/first-hour.json",)


@pytest.mark.parametrize("harm", ["gone", "empty", "half"])
def test_a_page_beyond_reading_is_an_error_and_others_stay(bundle_copy: Path, harm: str) -> None:
    path = bundle_copy / "pages/overview/first-hour.json"
    data = path.read_bytes()
    path.unlink() if harm == "gone" else path.write_bytes(b"" if harm == "empty" else data[: len(data) // 2])
    library = Library.open(bundle_copy)
    with pytest.raises(BundleDamaged):
        library.page("overview/first-hour")
    assert not library.page("overview/what-this-is").damaged


def test_a_flipped_byte_anywhere_never_escapes_as_another_error(bundle_copy: Path) -> None:
    names = [*BundleFiles(bundle_copy).manifest.files][::9]
    for name in names:
        path = bundle_copy / name
        whole = path.read_bytes()
        flip(path)
        try:
            library = Library.open(bundle_copy)
            library.search("tourniquet")
            for page in library.pages()[:5]:
                library.page(page.id)
            assert name in library.check().damaged
        except BundleError:
            pass  # said in words for the reader: that is what is asked for
        finally:
            path.write_bytes(whole)


@pytest.mark.parametrize("harm", ["gone", "flipped", "truncated"])
def test_without_its_index_the_library_still_answers(bundle_copy: Path, harm: str) -> None:
    files = sorted((bundle_copy / "index").iterdir())
    for path in files:
        if harm == "gone":
            path.unlink()
        elif harm == "flipped":
            flip(path)
        else:
            path.write_bytes(path.read_bytes()[:-5])
    library = Library.open(bundle_copy)
    result = library.search("reunification")
    assert result.by_scan
    assert result.hits
    assert library.search_notice


def test_the_index_is_read_once_so_a_pulled_stick_cannot_stop_a_search(bundle_copy: Path) -> None:
    library = Library.open(bundle_copy)
    assert library.search("reunification").hits
    for path in (bundle_copy / "index").iterdir():
        path.write_bytes(b"")
    assert library.search("triage").hits


def test_a_zeroed_list_of_files_is_said_without_the_words_of_a_parser(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(b"\x00" * 500)
    with pytest.raises(BundleDamaged) as caught:
        Library.open(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "line 1" not in str(caught.value)


def test_a_damaged_table_is_named_with_its_folder(bundle: Path, tmp_path: Path) -> None:
    copy = tmp_path / "bundle"
    shutil.copytree(bundle, copy)
    (copy / "library.json").write_bytes(b"\x00" * 500)
    with pytest.raises(BundleDamaged) as caught:
        Library.open(copy)
    assert str(copy / "library.json") in str(caught.value)
