"""The third-party notices of a package, written from what is really in it."""

from __future__ import annotations

import textwrap

from shipped import Component

HEAD = """\
Third-party notices for fieldref {version}

fieldref's own code is under the Apache License 2.0, its content, icons and figures under CC BY 4.0. This copy also
contains what is listed here, each part under its own licence, whose text follows the list.

Qt and PySide6 are used under the GNU Lesser General Public License, version 3. They lie in this copy as separate
shared libraries (the folder _internal/PySide6 and _internal/shiboken6) and may be replaced there by other builds of the
same interface; fieldref starts with them, and `fieldref check` then names the replaced files, which hinders nothing.
You may reverse engineer fieldref to debug such changes. Nothing in them is changed, only their symbol tables are
stripped on Linux. Their corresponding source, in the versions listed below, is published by their makers, The Qt
Company and the Qt Project, at
https://download.qt.io/official_releases/QtForPython/ and https://download.qt.io/official_releases/qt/.
"""
RULE = "=" * 100


def notices(version: str, components: list[Component]) -> str:
    """The notices as plain text: a list of everything, then each licence text once with what it covers."""
    parts = [HEAD.format(version=version), ""]
    for component in components:
        parts.append(f"- {component.name} {component.version}: {component.licence}".rstrip())
        parts.append(textwrap.indent(textwrap.fill(", ".join(_folders(component)), 96), "    "))
    covered: dict[str, list[str]] = {}
    for component in components:
        for text in component.texts:
            covered.setdefault(text.strip(), []).append(component.name)
    for text, names in covered.items():
        parts += ["", RULE, ", ".join(names), RULE, "", text]
    return "\n".join(parts) + "\n"


def _folders(component: Component) -> list[str]:
    """The files, a folder with many of them as one entry."""
    found: dict[str, list[str]] = {}
    for file in component.files:
        found.setdefault(file.rpartition("/")[0], []).append(file)
    return [name for folder, files in found.items() for name in (files if len(files) < 4 else [f"{folder or '.'}/*"])]
