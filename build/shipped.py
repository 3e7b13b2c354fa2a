"""What a frozen folder really holds and where each part comes from; read from PyInstaller's own lists."""

from __future__ import annotations

import ast
import functools
import importlib.metadata as metadata
import platform
import shutil
import subprocess
import sys
import sysconfig
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LICENCES = ROOT / "resources" / "licences"

LICENCE_OF = {
    "pyside6-essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "whoosh": "BSD-2-Clause",
    "markdown": "BSD-3-Clause",
    "pyyaml": "MIT",
    "platformdirs": "MIT",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pyinstaller-hooks-contrib": "Apache-2.0",
    "typing-extensions": "PSF-2.0",
}
"""SPDX expressions of the packages that may be shipped; a new one stops the build until someone reads its licence."""
LGPL = ("LGPL-3.0.txt", "GPL-3.0.txt", "Qt-third-party.txt")
"""The licence texts of Qt and PySide6; the last one holds those of the code of others inside Qt, and of ICU."""
LICENCE_OF_LIBRARY = {
    "libbz2": "bzip2-1.0.6",
    "libexpat": "MIT",
    "libffi": "MIT",
    "liblzma": "LicenseRef-public-domain",
    "libmpdec": "BSD-2-Clause",
    "libsqlite3": "blessing",
    "libxcb": "MIT",
    "libxkbcommon": "MIT",
    "libzstd": "BSD-3-Clause",
}
"""The licence of the library itself in a Debian package, whose notice, shipped whole, also covers tests and tools."""
FONTS = {
    "AtkinsonHyperlegible": ("Atkinson Hyperlegible", "2020", "OFL-1.1", "AtkinsonHyperlegible-OFL.txt"),
    "DejaVuSans": ("DejaVu Sans", "2.37", "Bitstream-Vera AND LicenseRef-Arev", "DejaVu-LICENSE.txt"),
}


class UnknownOrigin(Exception):
    """A shipped file whose licence nobody has named; the text says which."""


@dataclass(frozen=True, slots=True)
class Component:
    """One thing by others that is shipped: its licence texts, and its files by their path in the folder."""

    name: str
    version: str
    licence: str
    purl: str
    texts: tuple[str, ...]
    files: tuple[str, ...] = ()


def components(work: Path) -> list[Component]:
    """Everything by others in the folder that PyInstaller made with its work files in `work`."""
    files: dict[str, set[str]] = defaultdict(set)
    for listed, source, kind in _listed(work / "COLLECT-00.toc"):
        name = listed.replace("\\", "/")
        if kind in ("SYMLINK", "DEPENDENCY", "EXECUTABLE"):
            continue
        files[_origin(name, Path(source))].add(name)
    for _name, source, _kind in _listed(work / "PYZ-00.toc"):
        if source not in ("-", ""):
            files[_origin("", Path(source))].add("(inside the executable)")
    files["package:pyinstaller"].add("(inside the executable)")
    return [_described(origin, tuple(sorted(names))) for origin, names in sorted(files.items()) if origin != "own"]


def _listed(path: Path) -> list[tuple[str, str, str]]:
    """The (name, source, kind) rows of one of PyInstaller's lists."""
    values = ast.literal_eval(path.read_text(encoding="utf-8"))
    rows = next(value for value in values if isinstance(value, list))
    return [(row[0], row[1] or "", row[2]) for row in rows]


def _origin(name: str, source: Path) -> str:
    """Where a file comes from: own, font:NAME, package:NAME, qt:Qt, qt:ICU, python, system:PACKAGE."""
    font = next((known for known in FONTS if Path(name).name.startswith(known)), None)
    if font:
        return f"font:{font}"
    text = source.as_posix()
    package = _package_files().get(text)
    if package == "pyside6-essentials" and _is_qt(name):
        return "qt:ICU" if source.name.startswith("libicu") else "qt:Qt"
    if package:
        return f"package:{package}"
    if text.startswith(ROOT.as_posix()) or "fieldref/_" in name or name.startswith("installed"):
        return "own"
    if source.name.lower().startswith(("vcruntime", "msvcp", "ucrtbase", "api-ms-", "concrt")):
        return "system:Microsoft Visual C++ runtime"
    if source.name == "base_library.zip" or _is_python(source):
        return "python"
    return f"system:{_debian_package(source)}"


def _is_qt(name: str) -> bool:
    """Whether a file of PySide6 is Qt itself or a library that comes with it, rather than PySide6's own.

    >>> _is_qt("PySide6/Qt/lib/libQt6Core.so.6"), _is_qt("PySide6/Qt6Core.dll"), _is_qt("PySide6/QtCore.abi3.so")
    (True, True, False)
    """
    return any(part in name for part in ("PySide6/Qt/", "PySide6/Qt6", "PySide6/plugins/"))


def _is_python(source: Path) -> bool:
    places = (sys.base_prefix, sysconfig.get_paths()["stdlib"], sysconfig.get_config_var("LIBDIR") or sys.base_prefix)
    is_library = source.name.startswith(("libpython", "python3")) or "lib-dynload" in source.parts
    inside = any(source.as_posix().startswith(Path(place).as_posix()) for place in places[:2])
    return is_library or (inside and not (sys.base_prefix == "/usr" and source.suffix == ".so"))


@functools.cache
def _package_files() -> dict[str, str]:
    """The Python package each installed file belongs to, by the file's path."""
    found = {}
    for distribution in metadata.distributions():
        name = distribution.metadata["Name"].lower().replace("_", "-")
        for file in distribution.files or ():
            found[Path(str(distribution.locate_file(file))).as_posix()] = name
    return found


@functools.cache
def _debian_package(source: Path) -> str:
    """The Debian package that owns a file; the file's own name where there is no dpkg."""
    if not shutil.which("dpkg-query"):
        return source.name
    for path in dict.fromkeys((source, source.resolve(), Path("/usr") / source.relative_to("/"))):
        found = subprocess.run(["dpkg-query", "-S", str(path)], capture_output=True, text=True)
        if found.returncode == 0:
            return found.stdout.split(":", 1)[0]
        if str(path).startswith("/usr/lib/"):  # the merged /usr: dpkg may know the file by its old place
            found = subprocess.run(["dpkg-query", "-S", str(path)[4:]], capture_output=True, text=True)
            if found.returncode == 0:
                return found.stdout.split(":", 1)[0]
    raise UnknownOrigin(f"{source} is shipped, and no package owns it; say in build/shipped.py where it comes from")


def _described(origin: str, files: tuple[str, ...]) -> Component:
    kind, _, name = origin.partition(":")
    if kind == "font":
        title, version, licence, text = FONTS[name]
        return Component(title, version, licence, "", (_read(ROOT / "resources" / "fonts" / text),), files)
    if kind == "package":
        return _python_package(name, files)
    if kind == "qt":
        return _qt(name, files)
    if kind == "python":
        version = platform.python_version()
        return Component("Python", version, "PSF-2.0", f"pkg:generic/python@{version}", _python_licence(), files)
    return _system_package(name, files)


def _qt(name: str, files: tuple[str, ...]) -> Component:
    """Qt as PySide6 brings it, whose version is its own, or the ICU beside it, whose version is in its file names."""
    texts = tuple(_read(LICENCES / text) for text in LGPL)
    if name == "Qt":
        version = metadata.version("pyside6-essentials")
        return Component("Qt", version, "LGPL-3.0-only", f"pkg:generic/qt@{version}", texts, files)
    version = files[0].rpartition(".so.")[2]
    return Component("ICU", version, "Unicode-3.0", f"pkg:generic/icu@{version}", texts[-1:], files)


def _python_package(name: str, files: tuple[str, ...]) -> Component:
    distribution = metadata.distribution(name)
    licence = LICENCE_OF.get(name)
    if licence is None:
        raise UnknownOrigin(f"{name} is shipped: read its licence and add it to LICENCE_OF in build/shipped.py")
    if licence == "LGPL-3.0-only":
        texts = tuple(_read(LICENCES / text) for text in LGPL)
    else:
        texts = tuple(
            _read(Path(str(distribution.locate_file(file))))
            for file in distribution.files or ()
            if "dist-info" in str(file) and Path(str(file)).name.startswith(("LICENSE", "COPYING", "LICENCE"))
        )
    if not texts and name == "whoosh":  # 2.7.4 carries its licence only at the head of its files
        head = _read(Path(str(distribution.locate_file("whoosh/__init__.py")))).split("\n\n", 1)[0]
        texts = ("\n".join(line.removeprefix("#").removeprefix(" ") for line in head.splitlines()),)
    if not texts:
        raise UnknownOrigin(f"{name} is shipped, and its licence text is not in its package")
    version = distribution.version
    return Component(distribution.metadata["Name"], version, licence, f"pkg:pypi/{name}@{version}", texts, files)


def _python_licence() -> tuple[str, ...]:
    major_minor = ".".join(platform.python_version_tuple()[:2])
    places = (
        Path(sysconfig.get_paths()["stdlib"]) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python{major_minor}/copyright"),
    )
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise UnknownOrigin("the licence text of Python is not where it usually is")
    return (_read(found), _read(LICENCES / "Python-third-party.txt"))


def _system_package(name: str, files: tuple[str, ...]) -> Component:
    notice = Path("/usr/share/doc") / name / "copyright"
    if not notice.is_file():
        return Component(name, "", "LicenseRef-terms-of-its-maker", "", (), files)
    version = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", name], capture_output=True, text=True, check=True
    ).stdout
    licence = next((known for start, known in LICENCE_OF_LIBRARY.items() if name.startswith(start)), None)
    if licence is None:
        raise UnknownOrigin(f"{name} is shipped: read its licence and add it to LICENCE_OF_LIBRARY in build/shipped.py")
    return Component(name, version, licence, f"pkg:deb/debian/{name}@{version}", (_read(notice),), files)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
