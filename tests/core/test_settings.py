"""Settings: kept, merged, recovered; nothing lost."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from fieldref.core import settings
from fieldref.core.errors import SettingsError
from fieldref.core.settings import Settings


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "Größe #1" / "settings.json"
    chosen = Settings(role="FE", theme="red", scale=150)
    settings.save(path, chosen)
    assert settings.load(path) == (chosen, "")


def test_a_missing_file_gives_the_defaults_without_a_word(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "settings.json") == (Settings(), "")


@pytest.mark.parametrize(
    ("key", "value"),
    [("role", "XX"), ("theme", "pink"), ("scale", 5000), ("scale", "big"), ("scale", True), ("color_cards", "yes")],
)
def test_a_bad_value_falls_back_and_is_named(tmp_path: Path, key: str, value: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"theme": "dark", key: value}))
    loaded, notice = settings.load(path)
    assert getattr(loaded, key) == getattr(Settings(), key)
    assert key in notice


def test_keys_of_another_version_survive_a_save(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"theme": "dark", "voice": "loud"}))
    settings.save(path, Settings(theme="red"))
    assert json.loads(path.read_text())["voice"] == "loud"


@pytest.mark.parametrize("data", [b"", b"{", b"\x00" * 300, b"[1, 2]", b"\xff\xfe"])
def test_a_damaged_file_is_set_aside_and_the_previous_one_used(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "settings.json"
    settings.save(path, Settings(theme="dark"))
    settings.save(path, Settings(theme="red"))
    path.write_bytes(data)
    loaded, notice = settings.load(path)
    assert loaded.theme == "dark"
    assert "kept as" in notice
    assert (tmp_path / "settings.json.damaged-1").read_bytes() == data


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError, match="cannot be saved"):
        settings.save(tmp_path / "file" / "settings.json", Settings())


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
def test_settings_behind_a_link_stay_behind_it(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "settings.json").symlink_to(tmp_path / "elsewhere" / "settings.json")
    for theme in ("red", "dark"):
        settings.save(tmp_path / "settings.json", Settings(theme=theme))
    assert (tmp_path / "settings.json").is_symlink()
    assert settings.load(tmp_path / "elsewhere" / "settings.json")[0].theme == "dark"


def test_a_zeroed_file_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_bytes(b"\x00" * 400)
    notice = settings.load(tmp_path / "settings.json")[1]
    assert "damaged" in notice
    assert "line 1" not in notice
