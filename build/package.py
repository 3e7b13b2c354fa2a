"""Make what a user installs, and prove it; run by `python3 build/make.py package`, results in dist/.

    package.py             content compiled strictly, frozen, sealed, packed, then tried (as root: in a clean root)
    package.py --draft     the same with content that still has problems
    package.py --no-try    without the trial at the end

PyInstaller runs three times: the last run puts the digest of what was collected into the executable.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from make import ROOT, Failed, install_debian, run, say

sys.path.insert(0, str(ROOT))

import artifacts  # noqa: E402
import elf  # noqa: E402
import notices  # noqa: E402
import publisher  # noqa: E402
import sbom  # noqa: E402
import shipped  # noqa: E402
import trial  # noqa: E402
from shipped import Component  # noqa: E402

from fieldref import __version__  # noqa: E402
from fieldref.core import installed  # noqa: E402

DIST = ROOT / "dist"
WORK = DIST / "work"
MADE = WORK / "made"
START = """\
import os
import sys

sys.fieldref_seal = {values!r}
if sys.platform == "linux":  # PyInstaller's library path is for this program, not for a browser that it opens
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", "")
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    named = (os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    if next((locale for locale in named if locale), "C") in ("C", "POSIX"):  # Qt would switch, and warn
        os.environ["LC_ALL"] = "C.UTF-8"
"""
"""What runs first inside the executable."""
MOST_DISK, MOST_PACKED = 130_000_000, 45_000_000
PROGRAMS = {
    "binutils": "objcopy",
    "dpkg-dev": "dpkg-shlibdeps",
    "lintian": "lintian",
    "desktop-file-utils": "desktop-file-validate",
    "appstream": "appstreamcli",
    "nsis": "makensis",
    "debootstrap": "debootstrap",
    "strace": "strace",
    "xvfb": "Xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "poppler-utils": "pdftotext",
    "cups": "cupsd",
    "cups-client": "lpadmin",
    "cups-ipp-utils": "ippeveprinter",
    "dbus": "dbus-daemon",
    "avahi-daemon": "avahi-daemon",
    "dosfstools": "mkfs.vfat",
    "fusefat": "fusefat",
    "exfatprogs": "mkfs.exfat",
    "exfat-fuse": "mount.exfat-fuse",
    "weston": "weston",
}
"""Debian packages whose programs make the packages, check them, print from them or make a stick to start them from.

Wine, under which the Windows installer is tried, is large and not installed unasked: `apt-get install wine64`.
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """The commit that is packaged and its time in seconds; a tree without git has neither."""

    commit: str
    epoch: int


def origin() -> Origin:
    """What git says of this tree; uncommitted changes are said too."""
    git = ["git", "-C", str(ROOT)]
    try:
        text = subprocess.run([*git, "log", "-1", "--format=%H %ct"], check=True, capture_output=True, text=True).stdout
        changed = subprocess.run([*git, "status", "--porcelain"], check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return Origin("unknown", 1_763_683_200)
    commit, seconds = text.split()
    return Origin(commit + (" and uncommitted changes" if changed.strip() else ""), int(seconds))


def install_programs() -> None:
    """Install the programs that make and check packages, when this is root on Debian; else say what will be missing."""
    if sys.platform != "linux":
        return
    missing = [package for package, program in PROGRAMS.items() if not shutil.which(program)]
    if not any(Path(folder).glob("libpython3*.so*") for folder in _library_folders()):
        missing.append(f"libpython3.{sys.version_info.minor}")
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        install_debian(missing, "packages are made and checked with further programs")
    elif missing:
        say(f"not here, so what they check stays unchecked: {' '.join(missing)}")


def _library_folders() -> list[str]:
    import sysconfig

    named = (sysconfig.get_config_var("LIBDIR"), sysconfig.get_config_var("LIBPL"), "/usr/lib/x86_64-linux-gnu")
    return [str(folder) for folder in named if folder]


def prepare(here: Origin, *, draft: bool) -> None:
    """Put the compiled bundle, resources and files that PyInstaller reads into the made folder."""
    shutil.rmtree(WORK, ignore_errors=True)
    MADE.mkdir(parents=True)
    say("compiling the content")
    words = ["compile", str(ROOT / "content"), str(MADE / "bundle"), *([] if draft else ["--strict"])]
    seeded = f"import random; random.seed(0); from fieldref.cli import main; raise SystemExit(main({words!r}))"
    run(sys.executable, "-c", seeded, quiet=draft, PYTHONHASHSEED="0")  # names of index files are drawn
    shutil.copytree(ROOT / "resources", MADE / "resources", ignore=shutil.ignore_patterns("screenshots"))
    (MADE / "resources" / "build-commit.txt").write_text(here.commit + "\n", encoding="utf-8")
    (MADE / "resources" / "LICENSE.txt").write_bytes((ROOT / "LICENSE").read_bytes())
    (MADE / "resources" / "content-LICENSE.txt").write_bytes((ROOT / "content" / "LICENSE").read_bytes())
    (MADE / "late").mkdir()
    if sys.platform == "win32":
        (MADE / "version.txt").write_text(artifacts.windows_version(__version__), encoding="utf-8")


def freeze(here: Origin, root: str, libraries: Mapping[str, int]) -> Path:
    """Run PyInstaller with a root digest and sizes of libraries in the executable; returns the folder it made."""
    values = {"root": root, "commit": here.commit, "libraries": dict(libraries)}
    (MADE / "start.py").write_text(START.format(values=values), encoding="utf-8")
    for kept in (WORK / "fieldref").glob("[PE][KX][GE]-*"):  # else the executable of the run before is taken again
        kept.unlink()
    run(
        sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR",
        "--workpath", WORK, "--distpath", WORK / "frozen", ROOT / "build" / "fieldref.spec",
        quiet=True, FIELDREF_MADE=str(MADE), FIELDREF_VERSION=__version__, FIELDREF_APP_ID=publisher.APP_ID,
        SOURCE_DATE_EPOCH=str(here.epoch), PYTHONHASHSEED="0",
    )  # fmt: skip
    folder = WORK / "frozen" / ("fieldref.app" if sys.platform == "darwin" else "fieldref")
    if sys.platform == "linux":
        for path in inside_of(folder).rglob("*.so*"):
            elf.drop_absolute_search_paths(path)
    return folder


def inside_of(folder: Path) -> Path:
    """The part of a frozen folder that the manifest lists."""
    return folder / "Contents" if sys.platform == "darwin" else folder / "_internal"


def seal(here: Origin) -> tuple[Path, list[Component]]:
    """Freeze, write notices and manifest from what came out, freeze again with the manifest's digest.

    Returns the folder and what it holds by others.
    """
    say("freezing, first run: what is shipped")
    freeze(here, "", {})
    components = shipped.components(WORK / "fieldref")
    late = MADE / "late" / "fieldref" / "_resources"
    late.mkdir(parents=True)
    (late / "third-party-notices.txt").write_text(notices.notices(__version__, components), encoding="utf-8")
    folder = freeze(here, "", {})
    digests = installed.digests_of(inside_of(folder))
    manifest = installed.manifest_bytes(digests)
    (MADE / "late" / installed.INSTALLED).write_bytes(manifest)
    say("freezing, last run: with the digest of the manifest")
    inside = inside_of(folder)
    sizes = {name: (inside / name).stat().st_size for name in digests if is_library(name)}
    folder = freeze(here, hashlib.sha256(manifest).hexdigest(), sizes)
    if sys.platform != "darwin":
        executables = [path for path in folder.iterdir() if path.is_file()]
        sums = installed.executable_sums(executables)
        (inside_of(folder) / installed.EXECUTABLES).write_text(sums, encoding="utf-8", newline="\n")
    bill = sbom.sbom(__version__, here.commit, here.epoch, components, digests)
    (DIST / f"fieldref-{__version__}-{artifacts.system_name()}.cdx.json").write_text(bill, encoding="utf-8")
    return folder, components


def is_library(name: str) -> bool:
    """Whether a file is loaded as machine code.

    >>> is_library("PySide6/Qt/lib/libQt6Gui.so.6"), is_library("fieldref/_resources/style.qss")
    (True, False)
    """
    return ".so" in name or name.endswith((".dll", ".pyd", ".dylib"))


def executable_of(folder: Path) -> Path:
    """The program that answers on a terminal."""
    if sys.platform == "darwin":
        return folder / "Contents" / "MacOS" / "fieldref"
    return folder / ("fieldref-console.exe" if sys.platform == "win32" else "fieldref")


def smoke_test(folder: Path) -> None:
    """The frozen program verifies itself and does what it is for."""
    for words in (["--version"], ["check"], ["--self-test"], ["search", "tourniquet"]):
        print("\n".join(ask(folder, *words).splitlines()[:6]))
    window_opens(folder)


def window_opens(folder: Path) -> None:
    """The frozen program's window stays open until it is ended; raises Failed."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "FIELDREF_HOME": str(WORK / "home")}
    window = subprocess.Popen(
        [executable_of(folder), "help/install"], env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    try:
        _, written = window.communicate(timeout=6)
    except subprocess.TimeoutExpired:
        window.terminate()
        window.communicate()
        return
    raise Failed(f"the window did not stay open:\n{written.decode(errors='replace')}")


def ask(folder: Path, *words: str) -> str:
    """What the frozen program answers; raises Failed when it fails."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "FIELDREF_HOME": str(WORK / "home")}
    done = subprocess.run(
        [executable_of(folder), *words], env=environment, capture_output=True, timeout=120, encoding="utf-8"
    )
    if done.returncode != 0 or not done.stdout:
        raise Failed(f"the frozen program failed at {' '.join(words)}:\n{done.stdout}{done.stderr}")
    return done.stdout


def pack(folder: Path, here: Origin, components: list[Component]) -> list[Path]:
    """The artifacts of this system from the frozen folder."""
    guide = ask(folder, "show", "help/install")
    carried = frozenset(component.name for component in components if component.purl.startswith("pkg:deb/"))
    release = artifacts.Release(folder, DIST, __version__, here.epoch, guide, carried)
    return {"win32": artifacts.windows, "darwin": artifacts.macos}.get(sys.platform, artifacts.linux)(release)


def _size_on_disk(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def check_sizes(folder: Path, made: list[Path]) -> None:
    """Raises Failed when the folder or an archive is over its limit."""
    packed = [path for path in made if path.name.endswith(".tar.xz") and path.stat().st_size > MOST_PACKED]
    if _size_on_disk(folder) > MOST_DISK or packed:
        raise Failed("the package is larger than it may be; look for what was newly collected")


def say_what_was_made(folder: Path, made: list[Path], here: Origin) -> None:
    """The commit, the sizes on disk and packed."""
    disk = _size_on_disk(folder)
    say(f"made from {here.commit}")
    say(f"on disk {disk / 1e6:.1f} MB (at most {MOST_DISK / 1e6:.0f})")
    for path in made:
        limit = f" (at most {MOST_PACKED / 1e6:.0f})" if path.name.endswith(".tar.xz") else ""
        say(f"{path.name} {path.stat().st_size / 1e6:.1f} MB{limit}")


def main(words: Sequence[str] | None = None) -> int:
    """Make and try the packages of this system."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draft", action="store_true", help="accept content that still has problems")
    parser.add_argument("--no-try", action="store_true", help="do not try the packages")
    options = parser.parse_args(words)
    start = time.monotonic()
    try:
        DIST.mkdir(exist_ok=True)
        artifacts.clear(DIST)
        install_programs()
        here = origin()
        prepare(here, draft=options.draft)
        folder, components = seal(here)
        smoke_test(folder)
        made = pack(folder, here, components)
        artifacts.write_sums(DIST)
        say_what_was_made(folder, made, here)
        check_sizes(folder, made)
        if not options.no_try:
            say("trying the packages (some minutes)")
            trial.try_everything(DIST)
            say_what_was_made(folder, made, here)
    except (Failed, shipped.UnknownOrigin) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    say(f"done in {time.monotonic() - start:.0f} s; everything lies in {DIST}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
