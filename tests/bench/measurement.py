"""One measured figure beside its baseline and target, and the table of many."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measurement:
    """`value` in `unit`; `ratio` to `baseline` when there is one; `target` as words, `met` None without a target."""

    group: str
    name: str
    value: float
    unit: str
    baseline: str = ""
    ratio: float | None = None
    target: str = ""
    met: bool | None = None


def at_most(group: str, name: str, value: float, unit: str, limit: float) -> Measurement:
    """A figure whose own value has a limit."""
    return Measurement(group, name, value, unit, target=f"≤ {limit:g} {unit}", met=value <= limit)


def ratio_at_most(
    group: str, name: str, value: float, unit: str, *, baseline: str, of: float, limit: float
) -> Measurement:
    """A figure whose ratio to a baseline has a limit."""
    ratio = value / of
    return Measurement(group, name, value, unit, baseline, ratio, f"≤ {limit:g} ×", ratio <= limit)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of all lie (0.95: all but the slowest twentieth)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that `work` took."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def median_of(work: Callable[[], float], runs: int) -> float:
    """The median of several runs after one that warms up."""
    work()
    return statistics.median(work() for _ in range(runs))


def table(measurements: Sequence[Measurement]) -> str:
    """The measurements as a table for the terminal."""
    rows = [("what", "value", "beside", "ratio", "target", "")]
    for m in measurements:
        ratio = f"{m.ratio:.2f} ×" if m.ratio is not None else ""
        state = {True: "met", False: "MISSED", None: ""}[m.met]
        rows.append((f"{m.group}: {m.name}", f"{m.value:,.2f} {m.unit}", m.baseline, ratio, m.target, state))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def save(path: Path, measurements: Sequence[Measurement]) -> None:
    """The measurements as JSON."""
    path.write_text(json.dumps([asdict(m) for m in measurements], indent=1, ensure_ascii=False) + "\n")
