"""Writes what a screen reader meets on its way through the program: `python -m tests.accessibility --out FILE`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.accessibility.journey import travel, write_listing
from tests.accessibility.stage import missing


def main() -> int:
    """Go through the program and write the listing; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.accessibility", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    out = parser.parse_args().out
    absent = missing()
    if absent:
        sys.stderr.write(f"{absent}\n")
        return 2
    named = os.environ.get("FIELDREF_BUNDLE")
    with tempfile.TemporaryDirectory() as home:
        write_listing(travel(Path(home), Path(named) if named else None), out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
