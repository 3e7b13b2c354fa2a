"""What the window was like when it was closed: geometry, pane widths, open place; in a file of its own.

A damaged file is no loss: the window then opens as new.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from fieldref.core.safe_files import write_atomically
from fieldref.gui.places import HOME, Place, ReadingPlace

FARTHEST = 1_000_000
"""Pixels beyond which nothing is placed or scrolled; Qt takes no numbers of any size."""


class Session(NamedTuple):
    """Geometry in pixels (x, y, width, height), whether maximized, widths of panes as chosen, the open place."""

    geometry: tuple[int, int, int, int] | None = None
    maximized: bool = False
    widths: Mapping[str, int] = MappingProxyType({})
    place: Place = HOME


def load_session(path: Path | None) -> Session:
    """Return the saved session, or a new one when there is none that can be read."""
    if path is None:
        return Session()
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return _session(values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return Session()


def _session(values: dict[str, Any]) -> Session:
    geometry = values.get("geometry")
    numbers = tuple(int(number) for number in geometry) if geometry else None
    place = dict(values.get("place") or {})
    place["words"] = tuple(place.get("words") or ())
    place["reading"] = ReadingPlace(*place["reading"]) if place.get("reading") else None
    kept = Place(**{key: value for key, value in place.items() if key in Place._fields}) if place.get("kind") else HOME
    if not _is_place(kept) or (numbers and max(map(abs, numbers)) > FARTHEST):
        raise ValueError("not a session")
    return Session(
        geometry=numbers if numbers and len(numbers) == 4 else None,
        maximized=bool(values.get("maximized")),
        widths={str(pane): int(width) for pane, width in dict(values.get("widths") or {}).items()},
        place=kept,
    )


def _is_place(place: Place) -> bool:
    """Whether every value is of its kind: the file may have been written by anything."""
    anchor, below, characters, density = place.reading or ReadingPlace("", None, 0)
    texts = (place.kind, place.id, place.anchor, place.query, anchor, *place.words)
    numbers = (place.scroll, below or 0, characters, density)
    return all(isinstance(text, str) for text in texts) and all(
        isinstance(number, int) and abs(number) <= FARTHEST for number in numbers
    )


def save_session(path: Path | None, session: Session) -> None:
    """Save a session; where it cannot be written nothing is said, for nothing of value is lost."""
    if path is None:
        return
    values = {**session._asdict(), "widths": dict(session.widths), "place": session.place._asdict()}
    with contextlib.suppress(OSError):
        write_atomically(path, json.dumps(values).encode())


def on_a_screen(geometry: tuple[int, int, int, int], screens: list[tuple[int, int, int, int]]) -> bool:
    """Whether enough of a window's top edge lies on some screen to be reached.

    >>> on_a_screen((100, 100, 800, 600), [(0, 0, 1366, 768)])
    True
    >>> on_a_screen((3000, 100, 800, 600), [(0, 0, 1366, 768)])
    False
    """
    left, top, width, height = geometry
    if width < 200 or height < 150:
        return False
    return any(
        left + width > x + 100 and left < x + wide - 100 and y <= top + 10 and top < y + high - 60
        for x, y, wide, high in screens
    )
