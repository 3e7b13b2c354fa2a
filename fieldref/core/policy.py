"""What the administrator of a machine has set for all its users: one small JSON file that only an administrator writes.

    {"role": "LE", "theme": "dark", "paper": "letter",      where each user starts; every user may choose otherwise
     "notes": false,                                       no notes can be written on this machine
     "browser": false,                                     outside addresses are shown, never opened in a browser
     "local_details": "/srv/fieldref/local-details.json"}  the agency's own entries, where a user has none of their own

Linux: /etc/fieldref/policy.json. Windows: %ProgramData%\\fieldref\\policy.json. macOS: /Library/Application Support/
fieldref/policy.json. A portable copy: policy.json beside the program. A fixed theme or role would harm the reader at
night or in a mixed team, so those are only where one starts.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from fieldref.core import paths
from fieldref.core.errors import UserDataError
from fieldref.core.file_reasons import file_reason
from fieldref.core.model import ROLE_CODES, LocalValue
from fieldref.core.settings import PAPERS, THEMES, Settings

POLICY = "policy.json"
POLICY_VARIABLE = "FIELDREF_POLICY"


class Policy(NamedTuple):
    """The machine's policy; None is "not said"."""

    role: str | None = None
    theme: str | None = None
    paper: str | None = None
    notes: bool = True
    """Whether notes may be written."""
    browser: bool = True
    """Whether an outside address may be handed to the system's browser."""
    local_details: Path | None = None
    """A file of local details as fieldref exports it."""

    def usual_settings(self) -> Settings:
        """The settings of a user who has chosen nothing yet."""
        usual = Settings()
        if self.role:
            usual = usual._replace(role=self.role, role_asked=True)
        return usual._replace(theme=self.theme or usual.theme, paper=self.paper or usual.paper)


def with_machines_details(policy: Policy, own: Mapping[str, LocalValue]) -> tuple[dict[str, LocalValue], str]:
    """The user's own local details over those of the machine's policy, and a notice (empty: all is well)."""
    if policy.local_details is None:
        return dict(own), ""
    from fieldref.core.exchange import read_local_details

    try:
        found = read_local_details(policy.local_details)
    except UserDataError as error:
        return dict(own), f"The local details of this machine cannot be used: {error}"
    lost = f"{found.skipped} of the local details of this machine cannot be used ({policy.local_details})."
    return {**found.entries, **own}, lost if found.skipped else ""


def policy_path() -> Path:
    """Where the policy of this machine, or of this portable copy, lies when there is one."""
    named = os.environ.get(POLICY_VARIABLE)
    if named:
        return Path(named)
    beside = paths.program_dir()
    if (beside / paths.PORTABLE_MARKER).is_file():
        return beside / POLICY
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "fieldref" / POLICY
    if sys.platform == "darwin":
        return Path("/Library/Application Support/fieldref") / POLICY
    return Path("/etc/fieldref") / POLICY


def load_policy(path: Path | None = None) -> tuple[Policy, str]:
    """The policy in `path` (the machine's own when None), and a notice for the user (empty: all is well).

    No file is no policy. A file that cannot be read forbids what a policy can forbid, and the notice says why:
    the administrator meant something, and the careful reading of it costs the user least.
    """
    path = policy_path() if path is None else path
    try:
        values = json.loads(path.read_bytes())
        if not isinstance(values, dict):
            raise ValueError("not a list of settings")
    except (FileNotFoundError, NotADirectoryError):
        return Policy(), ""
    except (OSError, ValueError) as error:
        why = file_reason(error)
        words = f"This machine's policy cannot be read ({path}: {why}); notes and the browser are off. Tell your IT."
        return Policy(notes=False, browser=False), words
    bad = sorted(name for name, value in values.items() if not _valid(name, value))
    notice = f"This machine's policy has entries that cannot be used ({path}: {', '.join(bad)})." if bad else ""
    return _policy({name: value for name, value in values.items() if name not in bad}, path, bad), notice


def _policy(values: dict[str, Any], path: Path, bad: list[str]) -> Policy:
    details = values.get("local_details")
    return Policy(
        role=values.get("role"),
        theme=values.get("theme"),
        paper=values.get("paper"),
        notes=values.get("notes", "notes" not in bad),
        browser=values.get("browser", "browser" not in bad),
        local_details=path.parent / details if details else None,
    )


def _valid(name: str, value: Any) -> bool:
    choices = {"role": ROLE_CODES, "theme": THEMES, "paper": PAPERS}.get(name)
    if choices:
        return value in choices
    if name == "local_details":
        return isinstance(value, str) and bool(value)
    return name in ("notes", "browser") and isinstance(value, bool)
