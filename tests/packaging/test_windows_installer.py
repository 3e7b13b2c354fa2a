"""The Windows installer's script compiles here, on the Linux folder; it was never run on Windows."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.packaging.conftest import program

pytestmark = pytest.mark.package

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_script_compiles_without_a_warning(unpacked: Path, tmp_path: Path) -> None:
    target = tmp_path / "fieldref-setup.exe"
    icon = ROOT / "resources" / "icons" / "app" / "fieldref.ico"
    values = {"VERSION": "0.1.0", "FOLDER": unpacked, "TARGET": target, "SIZE": 1, "ICON": icon, "PUBLISHER": "x"}
    words = [f"-D{name}={value}" for name, value in values.items()]
    script = ROOT / "build" / "windows" / "fieldref.nsi"
    done = subprocess.run(
        [program("makensis"), "-V2", "-WX", "-INPUTCHARSET", "UTF8", "-X!define FAST", *words, script],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert target.read_bytes()[:2] == b"MZ"
