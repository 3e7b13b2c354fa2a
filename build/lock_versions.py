"""Resolve the project's dependencies for every system and write `name==version --hash` lines; run by `make.py lock`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Written by `python3 build/make.py lock` from pyproject.toml; do not edit.\n"


def write(path: Path, requirements: list[str]) -> None:
    """Write one lock file: exact versions, hashes of every wheel, markers per system, no index address."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.in"
        wanted.write_text("\n".join(requirements) + "\n", encoding="utf-8")
        made = subprocess.run(
            [
                sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
                "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
                "--only-binary", ":all:", str(wanted),
            ],
            check=True, capture_output=True, text=True, cwd=folder,
        )  # fmt: skip
    path.write_text(HEADER + made.stdout, encoding="utf-8")


def main() -> None:
    """Write both lock files named on the command line."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    base = project["project"]["dependencies"]
    write(Path(sys.argv[1]), [*base, *groups["test"], *groups["check"]])
    write(Path(sys.argv[2]), groups["package"])


if __name__ == "__main__":
    main()
