"""The portable copy: any folder, a stick, read-only media, damage, two versions side by side; and its sockets."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.packaging.conftest import program

pytestmark = pytest.mark.package

DESKTOP_BUS = "/nonexistent/bus"
"""The desktop's own bus (accessibility, input methods); named so that none is started by asking for it."""


def start(folder: Path, *words: str, timeout: float = 60, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the copy with an environment of its own."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C", "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [folder / "fieldref", *words], env={**environment, **settings}, capture_output=True, text=True, timeout=timeout
    )


def open_window(folder: Path, seconds: float = 5, **settings: str) -> str:
    """Open the window, end it after a while; returns what it wrote to the terminal. Fails when it ended by itself."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "QT_QPA_PLATFORM": "offscreen", **settings}
    process = subprocess.Popen(
        [folder / "fieldref", "M21"], env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    time.sleep(seconds)
    assert process.poll() is None, process.communicate()[1]
    process.terminate()
    written: str = process.communicate(timeout=20)[1]
    return written


def test_it_runs_from_a_folder_with_every_kind_of_character(unpacked: Path) -> None:
    done = start(unpacked, "--self-test")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_whole_copy_is_as_it_was_packed(unpacked: Path) -> None:
    done = start(unpacked, "check")
    assert done.returncode == 0, done.stdout


def test_what_the_user_keeps_stays_beside_the_program(portable: Path) -> None:
    open_window(portable)
    assert (portable / "fieldref-data" / "user-data.sqlite3").is_file()
    assert start(portable, "check").returncode == 0


def test_without_the_marker_the_users_own_folder_is_used(portable: Path, tmp_path: Path) -> None:
    (portable / "portable.txt").unlink()
    home = tmp_path / "home of Zoë"
    home.mkdir()
    open_window(portable, HOME=str(home))
    assert (home / ".local" / "share" / "fieldref" / "user-data.sqlite3").is_file()
    assert not (portable / "fieldref-data").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_it_runs_from_read_only_media_and_keeps_nothing(unpacked: Path, tmp_path: Path) -> None:
    place = tmp_path / "media"
    place.mkdir()
    for words in (["--bind", str(unpacked), str(place)], ["-o", "remount,bind,ro", str(place)]):
        subprocess.run(["mount", *words], check=True)
    try:
        assert start(place, "--self-test").returncode == 0
        assert "Traceback" not in open_window(place)
        assert not (place / "fieldref-data").exists()
    finally:
        subprocess.run(["umount", place], check=True)


def test_it_needs_no_symbolic_links(unpacked: Path) -> None:
    assert [path for path in unpacked.rglob("*") if path.is_symlink()] == []


def test_no_library_looks_into_a_folder_of_the_build_machine(unpacked: Path) -> None:
    readelf = program("readelf")
    libraries = [path for path in unpacked.rglob("*.so*") if path.is_file()]
    shown = subprocess.run([readelf, "-d", *libraries], capture_output=True, text=True).stdout
    assert re.findall(r"(?:RPATH|RUNPATH).*\[(/[^\]]*)\]", shown) == []


def test_two_versions_lie_side_by_side(portable: Path, tmp_path: Path) -> None:
    other = tmp_path / "other version"
    shutil.copytree(portable, other)
    open_window(portable)
    open_window(other)
    assert start(portable, "check").returncode == 0
    assert start(other, "check").returncode == 0


def test_a_missing_page_is_named_and_the_rest_is_read(portable: Path) -> None:
    page = next((portable / "_internal" / "fieldref" / "_bundle" / "pages" / "help").iterdir())
    page.unlink()
    checked = start(portable, "check")
    assert checked.returncode == 1
    assert page.name in checked.stdout
    assert start(portable, "search", "tourniquet").returncode == 0


def test_a_damaged_library_is_named_by_the_check(portable: Path) -> None:
    library = portable / "_internal" / "PySide6" / "Qt" / "lib" / "libQt6Widgets.so.6"
    data = bytearray(library.read_bytes())
    data[len(data) // 2] ^= 1
    library.write_bytes(data)
    checked = start(portable, "check")
    assert checked.returncode == 1
    assert "libQt6Widgets.so.6" in checked.stdout


def test_without_its_content_it_says_so(portable: Path) -> None:
    shutil.rmtree(portable / "_internal" / "fieldref" / "_bundle")
    done = start(portable, "search", "tourniquet")
    assert done.returncode == 2
    assert "Install fieldref again" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_library_that_the_window_needs_it_says_so(portable: Path) -> None:
    (portable / "_internal" / "PySide6" / "Qt" / "lib" / "libQt6Widgets.so.6").unlink()
    done = start(portable, "M21")
    assert done.returncode == 2
    assert "Install fieldref again" in done.stderr
    assert "libQt6Widgets.so.6" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_its_style_it_says_so_in_a_window(portable: Path) -> None:
    (portable / "_internal" / "fieldref" / "_resources" / "style.qss").unlink()
    assert "Traceback" not in open_window(portable)  # the words stand in the window, which waits to be closed
    assert "style.qss" in start(portable, "check").stdout


def test_old_and_unknown_settings_are_no_hindrance(portable: Path) -> None:
    folder = portable / "fieldref-data"
    folder.mkdir()
    (folder / "settings.json").write_text('{"role": "FE", "theme": "sepia", "scale": "big", "of_2031": true}')
    assert "Traceback" not in open_window(portable)
    assert '"of_2031"' in (folder / "settings.json").read_text()


def sockets(folder: Path, tmp_path: Path, *words: str, seconds: float | None = None, **settings: str) -> set[str]:
    """Every address that the program connected to, bound, or sent to, as strace shows them."""
    log = tmp_path / "sockets.log"
    command = [program("strace"), "-f", "-e", "trace=network", "-o", log, folder / "fieldref", *words]
    if seconds is not None:
        command = ["timeout", "-s", "TERM", str(seconds), *command]
    environment = {**os.environ, "FIELDREF_HOME": str(tmp_path / "home"), **settings}
    subprocess.run(command, env=environment, capture_output=True, timeout=120)
    shown = log.read_text(errors="replace")
    return set(re.findall(r"sa_family=(?!AF_UNSPEC)\w+[^}]*", shown)) | set(re.findall(r"socket\(AF_INET\w*", shown))


@pytest.mark.parametrize("words", [("--self-test",), ("search", "tourniquet"), ("check",)], ids=" ".join)
def test_the_command_line_opens_no_socket(unpacked: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert sockets(unpacked, tmp_path, *words, QT_QPA_PLATFORM="offscreen") == set()


def test_the_window_opens_no_socket_but_the_displays_and_the_desktops_bus(unpacked: Path, tmp_path: Path) -> None:
    program("Xvfb")
    reading, writing = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-nolisten", "tcp"], pass_fds=[writing],
                              stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        display = ":" + os.read(reading, 16).decode().strip()
        found = sockets(unpacked, tmp_path, "M21", seconds=10, QT_QPA_PLATFORM="xcb", DISPLAY=display,
                        DBUS_SESSION_BUS_ADDRESS=f"unix:path={DESKTOP_BUS}")  # fmt: skip
    finally:
        server.terminate()
        server.wait()
        for end in (reading, writing):
            os.close(end)
    assert found
    assert {text for text in found if "/tmp/.X11-unix/X" not in text and DESKTOP_BUS not in text} == set()
