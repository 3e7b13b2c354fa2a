"""The Debian package from first install to removal, in a clean root, by a user without network or fonts."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.packaging.clean_root import HOME, NUMBER, CleanRoot
from tests.packaging.conftest import program

pytestmark = pytest.mark.package

USER_DATA = f"{HOME}/.local/share/fieldref"


def older(deb: Path, folder: Path) -> Path:
    """The same package as an older version that had one file more and one file less."""
    tree = folder / "older"
    subprocess.run(["dpkg-deb", "-R", deb, tree], check=True)
    inside = tree / "usr" / "lib" / "fieldref" / "_internal"
    (inside / "gone-since.so").write_bytes(b"old")
    (inside / "fieldref" / "_resources" / "content-LICENSE.txt").unlink()
    control = tree / "DEBIAN" / "control"
    lines = control.read_text().splitlines()
    control.write_text("\n".join("Version: 0.0.1" if x.startswith("Version:") else x for x in lines) + "\n")
    (tree / "DEBIAN" / "md5sums").unlink()
    target = folder / "fieldref_0.0.1.deb"
    subprocess.run(["dpkg-deb", "-Znone", "--build", "--root-owner-group", tree, target], check=True)
    shutil.rmtree(tree)
    return target


@pytest.fixture(scope="module")
def before(clean_root: CleanRoot, deb: Path) -> set[str]:
    """The root with everything the package depends on, no font at all, and not yet the package."""
    depends = subprocess.run(["dpkg-deb", "-f", deb, "Depends"], check=True, capture_output=True, text=True).stdout
    clean_root.as_root("apt-get", "satisfy", "-qy", "--no-install-recommends", depends.strip())
    shutil.rmtree(clean_root.inside("/usr/share/fonts"))
    clean_root.inside("/usr/share/fonts").mkdir()
    return clean_root.files()


@pytest.fixture(scope="module")
def upgraded(
    clean_root: CleanRoot, deb: Path, before: set[str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """Installed in an older version, used, upgraded; what the user had kept before the upgrade."""
    for package in (older(deb, tmp_path_factory.mktemp("older")), deb):
        shutil.copy(package, clean_root.inside(f"/tmp/{package.name}"))
    clean_root.as_root("dpkg", "-i", "/tmp/fieldref_0.0.1.deb")
    folder = clean_root.inside(USER_DATA)
    folder.mkdir(parents=True)
    (folder / "settings.json").write_text('{"role": "FE", "role_asked": true, "of_a_later_version": 1}\n')
    for path in (folder, *folder.parents):
        if path == clean_root.inside("/home"):
            break
        subprocess.run(["chown", "-R", f"{NUMBER}:{NUMBER}", path], check=True)
    clean_root.as_user("timeout", "8", "fieldref", "search me")
    kept = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    clean_root.as_root("dpkg", "-i", f"/tmp/{deb.name}")
    return kept


@pytest.mark.usefixtures("upgraded")
class TestInstalled:
    """After the upgrade."""

    def test_every_file_is_as_it_was_packed(self, clean_root: CleanRoot) -> None:
        done = clean_root.as_user("fieldref", "check")
        assert done.returncode == 0, done.stdout
        assert "No damage found" in done.stdout
        assert clean_root.as_root("dpkg", "--verify", "fieldref") == ""

    def test_the_self_test_passes_without_network_fonts_or_locale(self, clean_root: CleanRoot) -> None:
        done = clean_root.as_user("fieldref", "--self-test")
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.count("ok    ") >= 4

    def test_the_command_line_finds(self, clean_root: CleanRoot) -> None:
        done = clean_root.as_user("fieldref", "search", "tourniquet")
        assert done.returncode == 0, done.stderr
        assert "ourniquet" in done.stdout

    def test_the_window_runs_until_it_is_ended(self, clean_root: CleanRoot) -> None:
        done = clean_root.as_user("timeout", "6", "fieldref", "M21")
        assert done.returncode == 124, done.stderr  # ended by timeout, not by itself
        assert "Traceback" not in done.stderr

    def test_the_version_names_edition_and_commit(self, clean_root: CleanRoot) -> None:
        shown = clean_root.as_user("fieldref", "--version").stdout
        assert "edition" in shown
        assert "built from" in shown

    def test_a_home_that_cannot_be_written_is_no_hindrance(self, clean_root: CleanRoot) -> None:
        done = clean_root.as_user("timeout", "6", "fieldref", "M21", settings=["HOME=/nonexistent"])
        assert done.returncode == 124, done.stderr
        assert "Traceback" not in done.stderr

    def test_what_the_user_kept_survived_the_upgrade(self, clean_root: CleanRoot, upgraded: dict[str, bytes]) -> None:
        assert "user-data.sqlite3" in upgraded
        found = clean_root.inside(USER_DATA)
        assert (found / "settings.json").read_bytes() == upgraded["settings.json"]
        assert (found / "user-data.sqlite3").read_bytes()[:15] == b"SQLite format 3"

    def test_nothing_of_the_older_version_is_left(self, clean_root: CleanRoot) -> None:
        assert not clean_root.inside("/usr/lib/fieldref/_internal/gone-since.so").exists()

    def test_a_damaged_file_is_named(self, clean_root: CleanRoot) -> None:
        target = clean_root.inside("/usr/lib/fieldref/_internal/fieldref/_resources/style.qss")
        whole = target.read_bytes()
        target.write_bytes(whole[:-1])
        try:
            done = clean_root.as_user("fieldref", "check")
            assert done.returncode == 1
            assert "damaged: fieldref/_resources/style.qss" in done.stdout
        finally:
            target.write_bytes(whole)

    def test_a_full_disk_stops_the_unpacking_and_a_second_try_succeeds(self, clean_root: CleanRoot, deb: Path) -> None:
        place = clean_root.inside("/mnt")
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=30m", "tmpfs", place], check=True)
        try:
            done = subprocess.run(
                ["chroot", clean_root.folder, "dpkg", "--instdir=/mnt", "--force-depends", "--force-script-chrootless",
                 "--unpack", f"/tmp/{deb.name}"],
                capture_output=True, text=True,
            )  # fmt: skip
            assert done.returncode != 0
            assert "No space left" in done.stderr
        finally:
            subprocess.run(["umount", place], check=True)
        clean_root.as_root("dpkg", "-i", f"/tmp/{deb.name}")
        assert clean_root.as_user("fieldref", "check").returncode == 0

    def test_the_portable_copy_runs_beside_it(self, clean_root: CleanRoot, archive: Path) -> None:
        place = f"{HOME}/Stick #1, 100 %"
        folder = clean_root.inside(place)
        folder.mkdir()
        subprocess.run(["tar", "-C", folder, "--strip-components=1", "-xf", archive], check=True)
        subprocess.run(["chown", "-R", f"{NUMBER}:{NUMBER}", folder], check=True)
        for words in (("--self-test",), ("check",)):
            done = clean_root.as_user(f"{place}/fieldref", *words)
            assert done.returncode == 0, done.stdout + done.stderr
        assert clean_root.as_user("timeout", "8", f"{place}/fieldref", "M21").returncode == 124
        assert (folder / "fieldref-data" / "user-data.sqlite3").is_file()

    def test_zz_removal_leaves_nothing_but_the_users_files(self, clean_root: CleanRoot, before: set[str]) -> None:
        kept = sorted(path.name for path in clean_root.inside(USER_DATA).iterdir())
        clean_root.as_root("dpkg", "--purge", "fieldref")
        assert sorted(clean_root.files() - before) == []
        assert sorted(before - clean_root.files()) == []
        assert sorted(path.name for path in clean_root.inside(USER_DATA).iterdir()) == kept


def test_lintian_finds_no_error(deb: Path) -> None:
    done = subprocess.run([program("lintian"), "--allow-root", deb], capture_output=True, text=True)
    assert not [line for line in done.stdout.splitlines() if line.startswith("E:")]


def test_the_desktop_file_is_valid(deb: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "-x", deb, tmp_path], check=True)
    file = tmp_path / "usr" / "share" / "applications" / "fieldref.desktop"
    done = subprocess.run([program("desktop-file-validate"), file], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_appstream_data_is_valid(deb: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "-x", deb, tmp_path], check=True)
    file = next((tmp_path / "usr" / "share" / "metainfo").iterdir())
    done = subprocess.run([program("appstreamcli"), "validate", "--no-net", file], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
