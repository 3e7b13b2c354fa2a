"""Packs a frozen folder into what is published: .tar.xz and .deb, .zip and installer, .dmg; and their SHA-256 sums."""

from __future__ import annotations

import io
import lzma
import platform
import shutil
import sys
import tarfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import debian_package
import publisher
from make import ROOT, Failed, run, say

from fieldref.core.bundle import file_digest
from fieldref.core.paths import PORTABLE_MARKER

PORTABLE_NOTE = """\
This file makes this folder a portable copy of fieldref: settings, bookmarks, notes and local details are kept in the
folder fieldref-data beside it. Delete this file and they are kept in the user's own folder of the computer instead.
"""
README = """\
fieldref {version}, portable copy: an offline field reference for mass attacks. Nothing needs to be installed.

Start it     {start}
Check it     {check}
Remove it    delete this folder

It makes no network connections. Everything else stands in {guide}. The licences lie in
_internal/fieldref/_resources (LICENSE.txt, content-LICENSE.txt, third-party-notices.txt).
"""
GUIDE = "administrators.txt"
"""The help page on installing, updating and verifying, as a file."""
PUBLISHED = (".tar.xz", ".deb", ".zip", ".exe", ".dmg", ".cdx.json")
XZ = [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": 6}]
"""Machine code packs smaller behind the x86 filter; a higher preset takes much longer for 2 %."""


@dataclass(frozen=True, slots=True)
class Release:
    """What is packed: the frozen folder, where the packages go, version, time in seconds, the administrators' page."""

    folder: Path
    dist: Path
    version: str
    epoch: int
    guide: str
    carried: frozenset[str]
    """Debian packages whose libraries lie in the folder."""


def system_name() -> str:
    """This system and processor as written in file names.

    >>> "-" in system_name()
    True
    """
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)
    return f"{system}-{platform.machine().lower().replace('amd64', 'x86_64')}"


def linux(release: Release) -> list[Path]:
    """The portable archive and the Debian package."""
    say("packing the portable archive")
    name = f"fieldref-{release.version}"
    target = release.dist / f"{name}-{system_name()}-portable.tar.xz"
    filters = XZ if platform.machine() == "x86_64" else XZ[1:]
    with lzma.open(target, "wb", filters=filters) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        for path in sorted(release.folder.rglob("*")):
            inside = path.relative_to(release.folder).as_posix()
            archive.add(path, f"{name}/{inside}", False, filter=_same_for_all(release.epoch))
        for title, text in beside(release, "./fieldref", "./fieldref check").items():
            _add_text(archive, f"{name}/{title}", text, release.epoch)
    made = [target]
    if shutil.which("dpkg-deb"):
        say("packing the Debian package")
        made.append(debian_package.build(release))
    else:
        say("no dpkg-deb here: no Debian package")
    return made


def beside(release: Release, start: str, check: str) -> dict[str, str]:
    """The texts beside the program of a portable copy."""
    readme = README.format(version=release.version, start=start, check=check, guide=GUIDE)
    return {PORTABLE_MARKER: PORTABLE_NOTE, "README.txt": readme, GUIDE: release.guide}


def _same_for_all(epoch: int):  # type: ignore[no-untyped-def]
    """Owner, time and rights that do not depend on who packs."""

    def change(info: tarfile.TarInfo) -> tarfile.TarInfo:
        info.uid = info.gid = 0
        info.uname = info.gname = "root"
        info.mtime = epoch
        executable = info.isdir() or info.mode & 0o100
        info.mode = 0o755 if executable else 0o644
        return info

    return change


def _add_text(archive: tarfile.TarFile, name: str, text: str, epoch: int) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(text.encode())
    archive.addfile(_same_for_all(epoch)(info), io.BytesIO(text.encode()))


def windows(release: Release) -> list[Path]:
    """The portable zip and the installer. Not built or tested so far."""
    name = f"fieldref-{release.version}-{system_name()}"
    target, installer = release.dist / f"{name}-portable.zip", release.dist / f"{name}-setup.exe"
    write_zip(release, target)
    make_installer(release.folder, installer, release.version)
    return [target, installer]


def write_zip(release: Release, target: Path) -> None:
    """A portable zip of the folder."""
    stamp = time.gmtime(release.epoch)[:6]
    name = f"fieldref-{release.version}"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(release.folder.rglob("*")):
            if path.is_file():
                inside = path.relative_to(release.folder).as_posix()
                archive.writestr(_zip_entry(f"{name}/{inside}", stamp), path.read_bytes())
        for title, text in beside(release, "fieldref.exe", "fieldref-console.exe check").items():
            archive.writestr(_zip_entry(f"{name}/{title}", stamp), text.replace("\n", "\r\n"))


def _zip_entry(name: str, stamp: tuple[int, ...]) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, stamp)  # type: ignore[arg-type]
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def make_installer(folder: Path, target: Path, version: str) -> None:
    """The Windows installer by NSIS; on other systems this checks the script's syntax on whatever folder there is."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1024
    icon = ROOT / "resources" / "icons" / "app" / "fieldref.ico"
    values = {"VERSION": version, "FOLDER": folder, "TARGET": target, "SIZE": size, "ICON": icon,
              "PUBLISHER": publisher.NAME}  # fmt: skip
    words = [f"-D{name}={value}" for name, value in values.items()]
    run("makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, ROOT / "build" / "windows" / "fieldref.nsi")


def windows_version(version: str) -> str:
    """The version resource of the Windows executables, as PyInstaller reads it."""
    numbers = tuple(int(part) for part in version.split(".")[:3]) + (0,)
    strings = {
        "CompanyName": publisher.NAME,
        "FileDescription": "fieldref, offline field reference",
        "FileVersion": version,
        "ProductName": "fieldref",
        "ProductVersion": version,
        "LegalCopyright": "Code Apache-2.0, content CC BY 4.0",
    }
    rows = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in strings.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0, OS=0x40004,"
        f" fileType=1, subtype=0, date=(0, 0)), kids=[StringFileInfo([StringTable('040904B0', [{rows}])]),"
        " VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )


def macos(release: Release) -> list[Path]:
    """The disk image with the .app. Not built or tested so far."""
    target = release.dist / f"fieldref-{release.version}-{system_name()}.dmg"
    run("sh", ROOT / "build" / "macos" / "make-dmg.sh", release.folder, target, release.version)
    return [target]


def clear(dist: Path) -> None:
    """Remove what an earlier run left, which might be of another version or commit."""
    for path in [*published(dist), *dist.glob("SHA256SUMS-*.txt"), *dist.glob("*-transcript.txt")]:
        path.unlink()


def published(dist: Path) -> list[Path]:
    """The files that are published."""
    return sorted(path for path in dist.iterdir() if path.name.endswith(PUBLISHED))


def write_sums(dist: Path) -> Path:
    """SHA-256 sums of everything published, as `sha256sum -c` reads them."""
    files = published(dist)
    if not files:
        raise Failed(f"nothing to publish in {dist}")
    target = dist / f"SHA256SUMS-{system_name()}.txt"
    lines = (f"{file_digest(path)}  {path.name}\n" for path in files)
    target.write_text("".join(lines), encoding="utf-8", newline="\n")
    return target
