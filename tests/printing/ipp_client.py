"""Run by test_device.py in a process of its own, because libcups reads its server once: prints and tells as JSON."""

from __future__ import annotations

import json
import subprocess
import sys

from fieldref.core.errors import PrintError
from fieldref.printing import device
from fieldref.printing.fonts import ensure_application
from fieldref.printing.sheets import sheets_for
from tests.printing.paper import card, imprint


def main(queue: str, format_name: str, paper: str, wait: str, *after: str) -> None:
    """Print two cards, on both sides where that is possible, run a command, and say what came of it."""
    ensure_application()
    sheets = sheets_for([card(), card(code="M-FE")], format_name, imprint(), paper=paper).sheets
    told: dict[str, object] = {"printers": [printer.name for printer in device.printers()]}
    try:
        ticket = device.print_sheets(queue, sheets, "Cards of a test", duplex=True)
        if after:
            subprocess.run(after, check=True, timeout=30)
        found = device.outcome(ticket, wait=float(wait))
        told["state"], told["words"] = found.state, found.words
    except PrintError as error:
        told["error"] = str(error)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
