"""The safe mode after starts that failed: how it looks, what it says, and how what is kept can still be exported."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from fieldref.core.safe_files import free_name
from fieldref.core.settings import Settings
from fieldref.core.user_data import UserData
from fieldref.gui.words import joined

SAFE_MODE = (
    "fieldref did not start twice in a row, so it starts in safe mode: without your settings, bookmarks, notes and"
    " local details. They are untouched. What you type now is gone when fieldref is closed. Close it and start it again"
    " to use what is kept."
)


def safe_settings(chosen: Settings | None) -> Settings:
    """The settings of the safe mode: how the user's eyes had it, dark where that is not known; and nothing else.

    But a shared laptop stays one: the log, too, keeps nothing there.
    """
    if chosen is None:
        return Settings(role_asked=True, theme="dark")
    return Settings(
        role_asked=True, theme=chosen.theme, scale=chosen.scale, contrast=chosen.contrast,
        shared_laptop=chosen.shared_laptop,
    )  # fmt: skip


def export_kept(user_data: Path) -> str:
    """Write what is kept on disk, which the safe mode does not touch, to new files among the user's documents.

    Returns words for the user; raises UserDataError.
    """
    from fieldref.gui.path_row import documents_folder  # deferred: only when it is asked for

    count, written = 0, []
    with contextlib.closing(UserData(user_data, untouched=True)) as kept:
        exports: list[tuple[Callable[[Path], int], str]] = []
        if kept.bookmarks() or kept.has_notes():
            exports.append((kept.export_bookmarks, "fieldref-bookmarks-and-notes.json"))
        if kept.local_values():
            exports.append((kept.export_local, "fieldref-local-details.json"))
        for export, name in exports:
            target = free_name(documents_folder() / name)
            count += export(target)
            written.append(str(target))
    if not written:
        return "No bookmark, note or local detail is kept. No file was written."
    return f"{count} bookmarks, notes and details were written to {joined(written)}."
