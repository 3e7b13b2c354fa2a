"""Figures: own SVG drawings that need nothing from outside and use only the palette's day colors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from fieldref.compiler.problems import Problems

FORBIDDEN = {"script", "image", "foreignObject", "style", "animate", "filter"}


def read_figures(folder: Path, used: Mapping[str, str], problems: Problems) -> dict[str, bytes]:
    """The bytes of each figure in `used` (name to the page that shows it); unused and unsafe ones are problems."""
    present = {path.name: path for path in sorted(folder.glob("*.svg"))}
    for name in sorted(set(present) - set(used)):
        problems.add(f"resources/figures/{name}", 0, "no page shows this figure; use it or delete it")
    figures = {}
    for name, page in sorted(used.items()):
        if name not in present:
            problems.add(page, 0, f"missing image {name}; draw resources/figures/{name} or take it out")
            continue
        data = present[name].read_bytes()
        _check(name, data, problems)
        figures[name] = data
    return figures


def _check(name: str, data: bytes, problems: Problems) -> None:
    path = f"resources/figures/{name}"
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        problems.add(path, error.position[0], f"this is not SVG ({error}); draw it again")
        return
    if root.get("viewBox") is None:
        problems.add(path, 1, "the drawing has no viewBox; without one it cannot be scaled")
    for element in root.iter():
        tag = str(element.tag).rsplit("}", 1)[-1]
        if tag in FORBIDDEN:
            problems.add(path, 0, f"<{tag}> in a figure; draw with shapes, paths and text only")
        for attribute, value in element.attrib.items():
            if attribute.endswith("href") and not value.startswith("#") or re.search(r"url\((?!#)", value):
                problems.add(path, 0, f"{attribute}={value[:40]} leads outside the figure; take it out")
