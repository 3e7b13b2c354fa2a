"""What an administrator's policy file does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fieldref.core import policy
from fieldref.core.model import LocalValue
from fieldref.core.policy import Policy, load_policy, policy_path, with_machines_details
from fieldref.core.settings import Settings, load, save
from fieldref.core.user_data import UserData


def written(folder: Path, values: object) -> Path:
    path = folder / "policy.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


def test_no_file_is_no_policy(tmp_path: Path) -> None:
    assert load_policy(tmp_path / "policy.json") == (Policy(), "")


def test_every_entry_is_read(tmp_path: Path) -> None:
    details = str(tmp_path / "details.json")
    values = {"role": "FE", "theme": "red", "paper": "a4", "notes": False, "browser": False, "local_details": details}
    found, notice = load_policy(written(tmp_path, values))
    assert notice == ""
    assert found == Policy("FE", "red", "a4", False, False, Path(details))


def test_local_details_may_lie_beside_the_policy(tmp_path: Path) -> None:
    found, _ = load_policy(written(tmp_path, {"local_details": "details.json"}))
    assert found.local_details == tmp_path / "details.json"


def test_a_role_that_was_set_is_not_asked_for() -> None:
    assert Policy(role="SO").usual_settings() == Settings(role="SO", role_asked=True)


def test_no_policy_leaves_the_usual_settings() -> None:
    assert Policy().usual_settings() == Settings()


@pytest.mark.parametrize("values", [{"role": "XX"}, {"theme": []}, {"local_details": 3}, {"colour": "red"}])
def test_a_wrong_entry_is_left_out_and_named(tmp_path: Path, values: dict[str, object]) -> None:
    found, notice = load_policy(written(tmp_path, values))
    assert found == Policy()
    assert next(iter(values)) in notice


def test_a_wrong_prohibition_is_taken_as_one(tmp_path: Path) -> None:
    found, notice = load_policy(written(tmp_path, {"notes": "no"}))
    assert found.notes is False
    assert "notes" in notice


@pytest.mark.parametrize("data", [b"{", b"[]", b"\xff\xfe", b""])
def test_an_unreadable_policy_forbids_and_says_so(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "policy.json"
    path.write_bytes(data)
    found, notice = load_policy(path)
    assert (found.notes, found.browser) == (False, False)
    assert str(path) in notice


def test_a_portable_copy_has_its_policy_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "portable.txt").touch()
    monkeypatch.setattr(policy.paths, "program_dir", lambda: tmp_path)
    assert policy_path() == tmp_path / "policy.json"


def test_a_new_user_starts_with_the_policys_settings(tmp_path: Path) -> None:
    usual = Policy(role="FE", theme="red", paper="a4").usual_settings()
    found, notice = load(tmp_path / "settings.json", usual)
    assert (found.role, found.theme, found.paper, notice) == ("FE", "red", "a4", "")


def test_what_a_user_chose_stands_over_the_policy(tmp_path: Path) -> None:
    save(tmp_path / "settings.json", Settings(role="LE", theme="day"))
    found, _ = load(tmp_path / "settings.json", Policy(role="FE", theme="red").usual_settings())
    assert (found.role, found.theme) == ("LE", "day")


def test_the_machines_details_stand_where_the_user_has_none(tmp_path: Path) -> None:
    data = UserData(None)
    data.set_local_value("command-channel", "TAC 4", "2026-01-01")
    data.set_local_value("hospital-notify", "agency", "2026-01-01")
    data.export_local(tmp_path / "details.json")
    own = {"hospital-notify": LocalValue("hospital-notify", "mine", "2026-02-02")}
    found, notice = with_machines_details(Policy(local_details=tmp_path / "details.json"), own)
    assert (found["command-channel"].value, found["hospital-notify"].value, notice) == ("TAC 4", "mine", "")


def test_missing_details_of_the_machine_are_told(tmp_path: Path) -> None:
    found, notice = with_machines_details(Policy(local_details=tmp_path / "none.json"), {})
    assert found == {}
    assert "local details" in notice
