"""What an administrator sets for a machine reaches the window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldref.core.user_data import UserData
from tests.gui.user import User


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def write(**values: object) -> None:
        path = tmp_path / "policy.json"
        path.write_text(json.dumps(values), encoding="utf-8")
        monkeypatch.setenv("FIELDREF_POLICY", str(path))

    return write


def test_notes_are_off_where_the_policy_says_so(policy: Callable[..., None], start: Callable[..., User]) -> None:
    policy(notes=False)
    user = start()
    user.visit("page", "mitigate/triage")
    user.window.screens.use_tool("note")
    assert not user.window.screens.note.isVisible()


def test_the_browser_button_is_gone_where_the_policy_says_so(
    policy: Callable[..., None], start: Callable[..., User]
) -> None:
    policy(browser=False)
    user = start()
    user.visit("page", "mitigate/triage")
    user.follow("https://www.rand.org")
    panel = user.window.screens.reader.panel
    assert panel.isVisible()
    assert not panel._open.isVisible()


def test_the_machines_local_details_show_beneath_the_users_own(
    policy: Callable[..., None], start: Callable[..., User], tmp_path: Path
) -> None:
    agency = UserData(None)
    agency.set_local_value("trauma-center", "County General", date="2026-11-21")
    agency.export_local(tmp_path / "details.json")
    policy(local_details="details.json")
    user = start()
    assert user.program.data.local_values()["trauma-center"].value == "County General"
    user.program.data.set_local_value("trauma-center", "Mercy")
    assert user.program.data.local_values()["trauma-center"].value == "Mercy"


def test_settings_say_what_this_copy_is(start: Callable[..., User], library) -> None:
    from PySide6.QtWidgets import QLabel

    user = start()
    user.visit("preferences")
    said = " ".join(label.text() for label in user.window.findChildren(QLabel))
    assert library.edition in said or any(
        library.edition in (widget.accessibleName() or "")
        for widget in user.window.findChildren(object)
        if hasattr(widget, "accessibleName")
    )
