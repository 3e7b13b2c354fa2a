"""Lays out a frozen folder as a Debian package and builds it with dpkg-deb."""

from __future__ import annotations

import datetime
import email.utils
import gzip
import os
import re
import shutil
import subprocess
import textwrap
from collections.abc import Collection
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import publisher
from make import ROOT, Failed

if TYPE_CHECKING:
    from artifacts import Release

FILES = ROOT / "build" / "debian"
ICONS = ROOT / "resources" / "icons" / "app"
MAINTAINER = f"{publisher.NAME[0].upper()}{publisher.NAME[1:]} <{publisher.ADDRESS}>"
OPTIONAL = ("platformthemes", "printsupport", "wayland", "libQt6Wayland", "libQt6Wl")
"""Parts whose libraries are recommended rather than needed: without them that part stays unused."""


def build(release: Release) -> Path:
    """Build the .deb; the same folder and time give the same package."""
    tree = release.dist / "work" / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    lay_out(release, tree)
    machine = subprocess.run(
        ["dpkg", "--print-architecture"], check=True, capture_output=True, text=True
    ).stdout.strip()
    values = {
        "version": release.version,
        "architecture": machine,
        "size": str(sum(p.stat().st_size for p in tree.rglob("*") if p.is_file() and not p.is_symlink()) // 1024),
        "depends": needed_libraries(release.folder, release.carried),
        "maintainer": MAINTAINER,
    }
    (tree / "DEBIAN").mkdir()
    control = Template((FILES / "control.in").read_text(encoding="utf-8")).substitute(values)
    (tree / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    (tree / "DEBIAN" / "md5sums").write_text(md5_sums(tree), encoding="utf-8")
    target = release.dist / f"fieldref_{release.version}_{machine}.deb"
    _same_rights_and_times(tree, release.epoch)
    done = subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(tree), str(target)],
        capture_output=True, text=True, env={**os.environ, "SOURCE_DATE_EPOCH": str(release.epoch)},
    )  # fmt: skip
    if done.returncode != 0:
        raise Failed(f"dpkg-deb failed: {done.stderr}")
    return target


def lay_out(release: Release, tree: Path) -> None:
    """Put every file where Debian wants it."""
    version, epoch = release.version, release.epoch
    share = tree / "usr" / "share"
    shutil.copytree(release.folder, tree / "usr" / "lib" / "fieldref", symlinks=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / "fieldref").symlink_to("../lib/fieldref/fieldref")
    _put(FILES / "fieldref.desktop", share / "applications" / "fieldref.desktop")
    date = f"{datetime.datetime.fromtimestamp(epoch, datetime.UTC):%Y-%m-%d}"
    metainfo = _filled("metainfo.xml.in", version=version, date=date)
    (share / "metainfo").mkdir(parents=True)
    (share / "metainfo" / f"{publisher.APP_ID}.metainfo.xml").write_text(metainfo, encoding="utf-8")
    for picture in ICONS.glob("fieldref-*.png"):
        size = picture.stem.rpartition("-")[2]
        _put(picture, share / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "fieldref.png")
    _put(ICONS / "fieldref.svg", share / "icons" / "hicolor" / "scalable" / "apps" / "fieldref.svg")
    _put_packed(_filled("fieldref.1.in", version=version, date=date).encode(), share / "man" / "man1" / "fieldref.1.gz")
    _put_packed(changelog(version, epoch).encode(), share / "doc" / "fieldref" / "changelog.gz")
    _put(FILES / "copyright", share / "doc" / "fieldref" / "copyright")
    (share / "doc" / "fieldref" / "administrators.txt").write_text(release.guide, encoding="utf-8")
    _put(FILES / "policy.json", share / "doc" / "fieldref" / "examples" / "policy.json")
    _put(FILES / "lintian-overrides", share / "lintian" / "overrides" / "fieldref")


def changelog(version: str, epoch: int) -> str:
    """The top entry of CHANGELOG.md in Debian's form."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## [")[1]
    lines = " ".join(line.strip() for line in text.splitlines() if line.startswith(("- ", "  ")))
    entries = [textwrap.fill(entry, 76, initial_indent="  * ", subsequent_indent="    ")
               for entry in lines.removeprefix("- ").split(" - ")]  # fmt: skip
    date = email.utils.format_datetime(datetime.datetime.fromtimestamp(epoch, datetime.UTC))
    return f"fieldref ({version}) stable; urgency=medium\n\n" + "\n".join(entries) + f"\n\n -- {MAINTAINER}  {date}\n"


def _filled(name: str, **values: str) -> str:
    return publisher.filled((FILES / name).read_text(encoding="utf-8"), **values)


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _put_packed(data: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(data, 9, mtime=0))


def needed_libraries(folder: Path, carried: Collection[str]) -> str:
    """What the package depends on: Debian's packages of the libraries that its own ones link, by dpkg-shlibdeps."""
    wanted = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and (".so" in path.name or path.name == "fieldref")
        and path.read_bytes()[:4] == b"\x7fELF"
        and not any(part in path.as_posix() for part in OPTIONAL)
    ]
    inside = folder / "_internal"
    scratch = folder.parent / "shlibdeps"
    (scratch / "debian").mkdir(parents=True, exist_ok=True)
    (scratch / "debian" / "control").write_text("Source: fieldref\n\nPackage: fieldref\nArchitecture: any\n")
    private = [f"-l{place}" for place in (inside, inside / "PySide6" / "Qt" / "lib", inside / "PySide6",
                                          inside / "shiboken6")]  # fmt: skip
    done = subprocess.run(
        ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", *private, *[f"-e{path}" for path in wanted]],
        cwd=scratch, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode != 0:
        raise Failed(f"dpkg-shlibdeps could not say what is needed: {done.stderr}")
    found = re.search(r"shlibs:Depends=(.*)", done.stdout)
    named = found.group(1).split(", ") if found else []
    return ", ".join(name for name in named if name.split(" ")[0] not in carried)


def md5_sums(tree: Path) -> str:
    """The sums that `dpkg --verify` reads."""
    import hashlib

    files = (p for p in sorted(tree.rglob("*")) if p.is_file() and not p.is_symlink() and "DEBIAN" not in p.parts)
    sums = ((hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest(), path) for path in files)
    return "".join(f"{digest}  {path.relative_to(tree).as_posix()}\n" for digest, path in sums)


def _same_rights_and_times(tree: Path, epoch: int) -> None:
    program = tree / "usr" / "lib" / "fieldref" / "fieldref"
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == program else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)
