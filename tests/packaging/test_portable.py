"""The portable copy: any folder, a stick, read-only media, damage, two versions side by side; and its sockets."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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


def make_stick(kind: str, image: Path, place: Path) -> list[list[str]]:
    """Mount a new file system of a stick at `place`; returns the commands that undo it. Skips where that cannot be."""
    image.touch()
    os.truncate(image, 300_000_000)
    if kind == "exfat":
        subprocess.run([program("mkfs.exfat"), image], check=True, capture_output=True)
        fuse = program("mount.exfat-fuse")
        loop = subprocess.run(["losetup", "-f", "--show", image], check=True, capture_output=True, text=True)
        device = loop.stdout.strip()
        subprocess.run([fuse, device, place], check=True, capture_output=True)
        return [["umount", str(place)], ["losetup", "-d", device]]
    subprocess.run([program("mkfs.vfat"), "-F", "32", image], check=True, capture_output=True)
    if subprocess.run(["mount", "-o", "loop", "-t", "vfat", image, place], capture_output=True).returncode:
        nowhere = subprocess.DEVNULL  # fusefat stays in the background with what it was given
        subprocess.run([program("fusefat"), image, place, "-o", "rw+"], check=True, stdout=nowhere, stderr=nowhere)
    return [["umount", str(place)]]


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
@pytest.mark.parametrize("kind", ["fat32", "exfat"])
def test_it_runs_from_a_stick_and_keeps_the_users_files_there(unpacked: Path, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "media" / "STICK 1"
    place.mkdir(parents=True)
    undo = make_stick(kind, tmp_path / "stick.img", place)
    try:
        subprocess.run(["cp", "-r", unpacked, place / "fieldref"], check=True)
        assert start(place / "fieldref", "check").returncode == 0
        assert start(place / "fieldref", "--self-test").returncode == 0
        assert "Traceback" not in open_window(place / "fieldref")
        assert (place / "fieldref" / "fieldref-data" / "user-data.sqlite3").is_file()
    finally:
        for command in undo:
            subprocess.run(command, check=True)


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


def test_it_opens_on_wayland(unpacked: Path, tmp_path: Path) -> None:
    weston = [program("weston"), "--backend=headless-backend.so", "--socket=screen", "--width=1366", "--height=768"]
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    settings = {"XDG_RUNTIME_DIR": str(run), "WAYLAND_DISPLAY": "screen", "QT_QPA_PLATFORM": "wayland"}
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(weston, env={**os.environ, **settings}, stdout=nowhere, stderr=nowhere) as compositor:
        time.sleep(3)
        written = open_window(unpacked, 8, FIELDREF_HOME=str(tmp_path / "home"), WAYLAND_DEBUG="1", **settings)
        compositor.terminate()
    assert 'set_app_id("fieldref")' in written
    assert 'set_title("First arriving officers - fieldref")' in written


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


def test_two_versions_open_at_once_share_one_users_files(portable: Path, unpacked: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.json").write_text('{"role": "FE", "role_asked": true, "only_in_the_other_version": 7}')
    settings = {"FIELDREF_HOME": str(home)}
    with ThreadPoolExecutor() as pool:
        said = list(pool.map(lambda folder: open_window(folder, 8, **settings), (portable, unpacked)))
    assert "Traceback" not in "".join(said)
    assert "not closed the last time" not in messages(home)
    assert '"only_in_the_other_version"' in (home / "settings.json").read_text()
    assert (home / "user-data.sqlite3").read_bytes().startswith(b"SQLite format 3")


def test_a_missing_page_is_named_and_the_rest_is_read(portable: Path) -> None:
    page = next((portable / "_internal" / "fieldref" / "_bundle" / "pages" / "help").iterdir())
    page.unlink()
    checked = start(portable, "check")
    assert checked.returncode == 1
    assert page.name in checked.stdout
    assert start(portable, "search", "tourniquet").returncode == 0


def messages(folder: Path) -> str:
    """What the window said in its message bar, which is logged too."""
    return "".join(path.read_text(encoding="utf-8") for path in folder.glob("fieldref.log*"))


def altered(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


PLACES = (
    "fieldref/_bundle/pages/mitigate/triage.json", "fieldref/_bundle/library.json",
    "fieldref/_resources/figures/zones.svg", "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
)  # fmt: skip


@pytest.mark.parametrize("harm", [altered, truncated, Path.unlink], ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("name", PLACES)
def test_a_damaged_file_is_named_by_the_check_and_in_the_window(
    portable: Path, name: str, harm: Callable[[Path], None]
) -> None:
    damaged = next((portable / "_internal" / name).parent.glob(Path(name).stem + "*"))
    harm(damaged)
    inside = damaged.relative_to(portable / "_internal").as_posix()
    checked = start(portable, "check")
    assert (checked.returncode, f"damaged: {inside}" in checked.stdout) == (1, True)
    is_code = ".so" in name
    if harm is truncated and is_code:  # to load it would end the program
        done = start(portable, "M21")
        assert (done.returncode, damaged.name in done.stderr) == (2, True)
        return
    said = start_and_listen(portable)
    assert damaged.name in said
    assert "Traceback" not in said


def start_and_listen(folder: Path) -> str:
    """What the program says at a start: on the terminal, and in its window's messages."""
    process = subprocess.Popen(
        [folder / "fieldref", "M21"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    try:
        said: str = process.communicate(timeout=10)[1]
    except subprocess.TimeoutExpired:
        process.terminate()
        said = process.communicate(timeout=20)[1]
    return said + messages(folder / "fieldref-data")


def test_an_altered_library_of_qt_is_named_by_the_check(portable: Path) -> None:
    altered(portable / "_internal" / "PySide6" / "Qt" / "lib" / "libQt6Widgets.so.6")
    checked = start(portable, "check")
    assert checked.returncode == 1
    assert "libQt6Widgets.so.6" in checked.stdout


def test_an_altered_executable_is_named_by_the_check(portable: Path) -> None:
    with (portable / "fieldref").open("ab") as stream:  # behind the archive that it reads
        stream.write(b"\0")
    checked = start(portable, "check")
    assert "damaged: fieldref" in checked.stdout.splitlines()


@pytest.mark.parametrize("folder", ["/nonexistent/home", "/proc/1/home"])
def test_a_home_that_cannot_be_written_is_no_hindrance(portable: Path, folder: str) -> None:
    (portable / "portable.txt").unlink()
    assert "Traceback" not in open_window(portable, HOME=folder)
    assert start(portable, "--self-test", HOME=folder).returncode == 0


def test_a_policy_that_cannot_be_read_is_named_in_the_window(portable: Path) -> None:
    (portable / "policy.json").write_text('{"notes": fal')
    open_window(portable)
    assert "This machine's policy cannot be read" in messages(portable / "fieldref-data")


def test_a_policy_of_the_copy_holds_and_local_details_that_are_not_there_are_named(portable: Path) -> None:
    values = {"role": "LE", "theme": "dark", "notes": False, "local_details": "agency.json"}
    (portable / "policy.json").write_text(json.dumps(values))
    open_window(portable)
    said = messages(portable / "fieldref-data")
    assert "The local details of this machine cannot be used" in said
    assert "agency.json" in said


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_a_disk_that_fills_while_unpacking_leaves_nothing_that_starts(archive: Path, tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", place], check=True)
    try:
        done = subprocess.run(["tar", "-C", place, "-xf", archive], capture_output=True, text=True)
        assert done.returncode != 0
        assert "No space left" in done.stderr
        begun = next(place.iterdir())
        assert not (begun / "fieldref").exists() or not (begun / "fieldref").stat().st_size
    finally:
        subprocess.run(["umount", place], check=True)


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


def test_without_its_style_it_says_so(portable: Path) -> None:
    (portable / "_internal" / "fieldref" / "_resources" / "style.qss").unlink()
    done = start(portable, "M21")
    assert done.returncode == 2
    assert "Install fieldref again" in done.stderr
    assert "style.qss" in done.stderr
    assert "style.qss" in start(portable, "check").stdout


@pytest.mark.parametrize("name", ["PySide6/QtWidgets.abi3.so", "PySide6/Qt/lib/libQt6Gui.so.6"])
def test_a_library_cut_short_ends_the_start_with_words(portable: Path, name: str) -> None:
    truncated(portable / "_internal" / name)
    done = start(portable, "M21")
    assert done.returncode == 2
    assert f"{name}). `fieldref check` names every such file." in done.stderr
    assert name in start(portable, "check").stdout


def test_a_library_that_its_user_replaced_is_used_and_named(portable: Path) -> None:
    library = portable / "_internal" / "PySide6" / "Qt" / "plugins" / "platforms" / "libqoffscreen.so"
    size = library.stat().st_size
    subprocess.run([program("strip"), "--strip-all", "--remove-section=.comment", library], check=True)
    assert library.stat().st_size < size  # smaller than packed, and whole
    assert "libqoffscreen.so" in start(portable, "check").stdout
    assert "Traceback" not in open_window(portable)


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
