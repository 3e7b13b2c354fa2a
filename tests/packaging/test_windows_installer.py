"""The Windows installer's script: it compiles here, and what it does to files is tried under Wine where that is here.

Never run on Windows itself. Under Wine a small folder of the same shape stands for the program, and the installer's
64-bit stub for the usual one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.conftest import program

pytestmark = pytest.mark.package

ROOT = Path(__file__).resolve().parent.parent.parent
WINE = Path("/usr/lib/wine/wine64")
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\fieldref"


def compile_setup(folder: Path, target: Path, version: str, *words: str) -> None:
    icon = ROOT / "resources" / "icons" / "app" / "fieldref.ico"
    values = {"VERSION": version, "FOLDER": folder, "TARGET": target, "SIZE": 1, "ICON": icon, "PUBLISHER": "x"}
    defined = [f"-D{name}={value}" for name, value in values.items()]
    script = ROOT / "build" / "windows" / "fieldref.nsi"
    done = subprocess.run(
        [program("makensis"), "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, *defined, script],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_script_compiles_on_the_real_folder_without_a_warning(unpacked: Path, tmp_path: Path) -> None:
    target = tmp_path / "fieldref-setup.exe"
    compile_setup(unpacked, target, "0.1.0", "-X!define FAST")
    assert target.read_bytes()[:2] == b"MZ"


class Windows:
    """A Windows of Wine's in a folder of its own, with a setup of an older and of a newer version."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.drive = folder / "prefix" / "drive_c"
        self.environment = {
            "PATH": "/usr/bin:/bin", "HOME": str(folder), "WINEPREFIX": str(folder / "prefix"), "WINEARCH": "win64",
            "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8",
        }  # fmt: skip
        self.server("-p")  # stays, so that the system does not start anew for every program
        self.run("wineboot", "-i", timeout=300)
        for version, only in (("0.1.0", "of-the-older.dll"), ("0.2.0", "of-the-newer.dll")):
            self._make(version, only)

    def _make(self, version: str, only: str) -> None:
        source = self.folder / version
        (source / "_internal" / "deep").mkdir(parents=True)
        for name in ("fieldref.exe", "fieldref-console.exe", f"_internal/{only}", "_internal/deep/page.html"):
            (source / name).write_text(f"{version} {name}")
        (source / "_internal" / "large.bin").write_bytes(os.urandom(3_000_000))
        compile_setup(source, self.setup(version), version, "-XTarget amd64-unicode")

    def setup(self, version: str) -> Path:
        return self.folder / f"setup-{version}.exe"

    def run(self, *words: str | Path, timeout: float = 60) -> int:
        nowhere = subprocess.DEVNULL
        return subprocess.run(
            [WINE, *words], env=self.environment, timeout=timeout, stdout=nowhere, stderr=nowhere
        ).returncode

    def install(self, version: str, words: str) -> int:
        """Run a setup with words as they stand: a path with spaces is not to be quoted, and Wine would."""
        script = self.drive / "setup.bat"
        script.write_text(f"@{dos(self.setup(version))} {words}\r\n@exit /b %errorlevel%\r\n")
        return self.run("cmd", "/c", r"C:\setup.bat")

    def remove(self, place: Path) -> int:
        """Run the uninstaller where it stands, so that it has ended when this returns; it cannot remove itself then."""
        script = self.drive / "remove.bat"
        script.write_text(f'@"{dos(place)}\\uninstall.exe" /S _?={dos(place)}\r\n@exit /b %errorlevel%\r\n')
        return self.run("cmd", "/c", r"C:\remove.bat")

    def server(self, word: str) -> None:
        self.drive.parent.mkdir(exist_ok=True)
        nowhere = subprocess.DEVNULL  # a pipe would stay open as long as the server runs
        subprocess.run([WINE.with_name("wineserver64"), word], env=self.environment, stdout=nowhere, stderr=nowhere)

    def registered(self, key: str) -> bool:
        return self.run("reg", "query", rf"{key}\{UNINSTALL}") == 0

    @property
    def own(self) -> Path:
        return next(path for path in (self.drive / "users").iterdir() if path.name != "Public") / "AppData" / "Local"


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    if not WINE.is_file():
        pytest.skip("Wine is not here (Debian: wine64)")
    system = Windows(tmp_path_factory.mktemp("windows"))
    yield system
    system.server("-k")


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def whole(only: str) -> list[str]:
    inside = sorted([f"_internal/{only}", "_internal/deep/page.html", "_internal/large.bin"])
    return [*inside, "fieldref-console.exe", "fieldref.exe", "uninstall.exe"]


def test_for_one_user_silently_installed_upgraded_and_removed(windows: Windows) -> None:
    place, kept = windows.own / "Programs" / "fieldref", windows.own / "fieldref" / "settings.json"
    kept.parent.mkdir()
    kept.write_text("{}")
    assert windows.install("0.1.0", "/S") == 0
    assert files_in(place) == whole("of-the-older.dll")
    assert windows.registered("HKCU")
    assert list(windows.drive.rglob("fieldref.lnk"))
    assert windows.install("0.2.0", "/S") == 0
    assert files_in(place) == whole("of-the-newer.dll")
    assert (place / "fieldref.exe").read_text() == "0.2.0 fieldref.exe"
    assert windows.remove(place) == 0
    assert files_in(place) in ([], ["uninstall.exe"])  # told to stay in its place it cannot remove itself
    assert not windows.registered("HKCU")
    assert not list(windows.drive.rglob("fieldref.lnk"))
    assert kept.read_text() == "{}"
    shutil.rmtree(kept.parent)


def dos(path: Path) -> str:
    """A path as Wine's programs see it: C: is the prefix's drive, Z: the root."""
    head, drive, rest = str(path).partition("/drive_c/")
    return ("C:/" + rest if drive else "Z:" + head).replace("/", "\\")


def test_for_all_users(windows: Windows) -> None:
    place = windows.drive / "Program Files" / "fieldref"
    assert windows.install("0.2.0", "/S /AllUsers") == 0
    assert files_in(place) == whole("of-the-newer.dll")
    assert windows.registered("HKLM")
    assert not windows.registered("HKCU")
    assert windows.remove(place) == 0
    assert files_in(place) in ([], ["uninstall.exe"])
    assert not windows.registered("HKLM")


def test_into_a_folder_whose_name_has_spaces(windows: Windows) -> None:
    place = windows.folder / "the chief's #1 folder, 50 km"
    assert windows.install("0.1.0", f"/S /D={dos(place)}") == 0
    assert files_in(place) == whole("of-the-older.dll")
    assert windows.remove(place) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_a_full_disk_leaves_the_older_version_whole(windows: Windows) -> None:
    place = windows.folder / "small disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", place], check=True)
    try:
        assert windows.install("0.1.0", f"/S /D={dos(place)}") == 0
        assert windows.install("0.2.0", f"/S /D={dos(place)}") != 0
        assert files_in(place) == whole("of-the-older.dll")
    finally:
        subprocess.run(["umount", place], check=True)
