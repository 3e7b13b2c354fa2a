"""Tries the finished packages with the tests marked `package`, and sums up in a few lines what held."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

from make import Failed, run, say

SUBJECTS = {
    "test_debian_package": "Debian package: lintian, validators, clean root (install, upgrade, run, remove)",
    "test_portable": "portable copy: odd folders, sticks, read-only, damage, side by side, sockets",
    "test_printing": "printing to a queue of CUPS, and the sockets of that",
    "test_papers": "sums, bill of materials, notices",
    "test_windows_installer": "Windows installer: compiles; its work on files under Wine",
}
"""What each file of tests/packaging is about."""


def try_everything(dist: Path) -> None:
    """Run the tests on the packages in `dist`, then say what held; raises Failed."""
    results = dist / "work" / "trial.xml"
    failed = None
    try:
        # No limit for a single test: the first one installs a Debian.
        run(sys.executable, "-m", "pytest", "-m", "package", "-o", "faulthandler_timeout=0", "-q",
            f"--junitxml={results}", "tests/packaging", FIELDREF_DIST=str(dist))  # fmt: skip
    except Failed as error:
        failed = error
    if results.is_file():
        for line in summary(results.read_text(encoding="utf-8")):
            say(line)
    if failed:
        raise failed


def summary(results: str) -> list[str]:
    """One line for each subject, and one for each reason that something was not tried.

    >>> summary('<testsuite><testcase classname="tests.packaging.test_papers" name="a"/></testsuite>')
    ['sums, bill of materials, notices: 1 held']
    """
    counts: dict[str, Counter[str]] = {}
    reasons: Counter[str] = Counter()
    for case in ElementTree.fromstring(results).iter("testcase"):
        name = next((part for part in case.get("classname", "").split(".") if part in SUBJECTS), "")
        skipped = case.find("skipped")
        bad = case.find("failure") is not None or case.find("error") is not None
        counts.setdefault(name, Counter())["failed" if bad else "held" if skipped is None else "not tried"] += 1
        if skipped is not None:
            reasons[skipped.get("message", "")] += 1
    lines = [
        f"{subject}: {', '.join(f'{counts[name][state]} {state}' for state in counts[name])}"
        for name, subject in SUBJECTS.items()
        if name in counts
    ]
    return lines + [f"not tried ({count}): {reason}" for reason, count in reasons.items()]
