"""What is sent to a printer arrives, and what cannot arrive is not sent."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldref.core.errors import PrintError
from fieldref.printing import device
from fieldref.printing.cups_jobs import CupsJob
from fieldref.printing.pdf import write_pdf
from fieldref.printing.sheets import sheets_for
from tests.printing import ipp_rig
from tests.printing.paper import card, imprint

ROOT = Path(__file__).resolve().parents[2]
Told = dict[str, object]
Send = Callable[..., tuple[Told, list[Path]]]


def sheets():
    return sheets_for([card()], "letter", imprint()).sheets


def test_a_printer_that_is_not_there_is_named() -> None:
    with pytest.raises(PrintError, match="no printer Nowhere"):
        device.print_sheets("Nowhere", sheets(), "x")


def test_nothing_is_sent_without_sheets() -> None:
    with pytest.raises(PrintError, match="nothing to print"):
        device.print_sheets("Nowhere", (), "x")


@pytest.mark.parametrize(
    ("states", "outcome"),
    [
        (["completed"], "printed"),
        (["completed", "processing"], "waiting"),
        (["canceled"], "failed"),
        (["aborted"], "failed"),
        ([], "unknown"),
    ],
)
def test_a_jobs_end_is_told(states: list[str], outcome: str, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = (CupsJob(1, "Cards", "canceled"), *(CupsJob(n, "Cards", state) for n, state in enumerate(states, 2)))
    monkeypatch.setattr(device, "jobs_of", lambda printer: jobs)
    assert device.outcome(device.Ticket("Q", "Cards", frozenset({1})), wait=0).state == outcome


def test_where_the_system_cannot_be_asked_the_reader_is_told_to_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "jobs_of", lambda printer: None)
    assert "Check that every sheet comes out" in device.outcome(device.Ticket("Q", "Cards", None)).words


# With a real IPP printer


@pytest.fixture(scope="module")
def rig() -> Iterator[ipp_rig.Rig]:
    reason = ipp_rig.missing()
    if reason:
        pytest.skip(f"no test printer: {reason}")
    with ipp_rig.printer() as running:
        yield running


@pytest.fixture
def send(rig: ipp_rig.Rig) -> Send:
    def run(format_name: str, paper: str, wait: int, *after: str, arrives: bool = True) -> tuple[Told, list[Path]]:
        before = set(rig.received.iterdir())
        command = [sys.executable, "-m", "tests.printing.ipp_client", ipp_rig.QUEUE, format_name, paper, str(wait)]
        environment = {**rig.environment, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [*command, *after], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=100, check=True
        )
        told = json.loads(done.stdout)
        end = time.monotonic() + (30 if arrives and "error" not in told else 0)
        while time.monotonic() < end and set(rig.received.glob("*.pdf")) <= before:
            time.sleep(0.2)
        time.sleep(0.5)  # the file is there before its last byte
        return told, sorted(set(rig.received.iterdir()) - before)

    return run


def places_of_words(pdf: Path) -> list[float]:
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True)
    return [float(place) for place in re.findall(r'(?:xMin|yMin|xMax|yMax)="([\d.]+)"', done.stdout)]


def test_a_letter_job_arrives_with_its_pages_text_and_size(send: Send, tmp_path: Path) -> None:
    told, jobs = send("letter", "letter", 60)
    assert told.get("state") == "printed", told
    (job,) = jobs
    assert ipp_rig.QUEUE in told["printers"]  # type: ignore[operator]
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", "-raw", str(job), "-"], capture_output=True, text=True, check=True).stdout
        assert "Do not put a guess on the air as a fact." in text
        assert text.count("\f") == 2
        own = tmp_path / "own.pdf"
        write_pdf(own, sheets_for([card(), card(code="M-FE")], "letter", imprint()).sheets, "x")
        assert places_of_words(job) == pytest.approx(
            places_of_words(own), abs=0.05
        )  # printed at 100 %, not fitted to the page


def test_a_landscape_sheet_arrives_on_its_paper_to_be_turned_on_its_short_edge(rig: ipp_rig.Rig, send: Send) -> None:
    _, (job,) = send("half", "a4", 60)
    asked = max(rig.spool.glob("c0*")).read_bytes()
    assert b"two-sided-short-edge" in asked
    if shutil.which("pdfinfo"):
        info = subprocess.run(["pdfinfo", str(job)], capture_output=True, text=True, check=True).stdout
        assert "(A4)" in info


def test_a_paper_that_the_printer_lacks_is_refused_before_anything_is_sent(
    send: Send,
) -> None:
    told, received = send("index", "card", 0)
    assert "does not offer 4 x 6 in paper" in str(told["error"])
    assert "Letter" in str(told["error"])
    assert received == []


def test_a_job_that_is_cancelled_at_the_printer_is_told(rig: ipp_rig.Rig, send: Send) -> None:
    rig.command("cupsdisable", ipp_rig.QUEUE)
    try:
        told, received = send("letter", "letter", 10, "cancel", "-a", ipp_rig.QUEUE, arrives=False)
    finally:
        rig.command("cupsenable", ipp_rig.QUEUE)
    assert told["state"] == "failed", told
    assert "canceled" in str(told["words"])
    assert received == []


def test_a_queue_that_takes_no_jobs_is_told(rig: ipp_rig.Rig, send: Send) -> None:
    rig.command("cupsreject", ipp_rig.QUEUE)
    try:
        told, received = send("letter", "letter", 2, arrives=False)
    finally:
        rig.command("cupsaccept", ipp_rig.QUEUE)
    assert told["state"] == "unknown", told
    assert "shows no such job" in str(told["words"])
    assert received == []


def test_a_printer_that_is_gone_leaves_the_job_waiting_and_that_is_told(rig: ipp_rig.Rig, send: Send) -> None:
    rig.take_away()
    told, _ = send("letter", "letter", 2, arrives=False)
    assert told["state"] == "waiting", told
    assert "Check the printer" in str(told["words"])
