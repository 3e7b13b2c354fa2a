"""`python -m tests.bench [NAME ...]`: run every bench_*.py, print one table, save bench-results.json.

Each module has `measure() -> list[Measurement]`; with names only those whose file name contains one of them.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

from tests.bench.measurement import Measurement, save, table

ROOT = Path(__file__).resolve().parent.parent.parent


def main(names: list[str]) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found: list[Measurement] = []
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if not names or any(name in path.stem for name in names):
            print(f"· {path.stem}", flush=True)
            found += importlib.import_module(f"tests.bench.{path.stem}").measure()
    print(table(found))
    save(ROOT / "bench-results.json", found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
