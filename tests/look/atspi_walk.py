"""Lists what a screen reader is told: the AT-SPI tree of the running window, by a real client (Debian's pyatspi).

`python -m tests.look.atspi_walk [--bundle DIR]` starts a session bus, Xvfb, the window, and the client with the
system's Python; it prints role, name, description and states of everything shown, and fails when a control has no
name. It needs xvfb, dbus, at-spi2-core and python3-pyatspi.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("xvfb-run", "dbus-run-session", "/usr/bin/python3", "/usr/libexec/at-spi-bus-launcher")

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from fieldref.core.library import Library
from fieldref.gui.app import Program, make_application
from fieldref.gui.places import Place
app = make_application(["fieldref"])
program = Program(Library.open(Path(sys.argv[1])), settings_path=None, user_data_path=None, session_path=None)
program.choices.change(role="LE", role_asked=True)
program.show()
if sys.argv[2] == "page":
    QTimer.singleShot(500, lambda: program.window.visit(Place("page", "mitigate/first-officers")))
elif sys.argv[2] == "results":
    QTimer.singleShot(1500, lambda: program.window.search_for("tourniquet"))
sys.exit(app.exec())
"""

CLIENT = r"""
import sys, time
import pyatspi
CONTROLS = {"push button", "toggle button", "check box", "text", "list", "tree", "radio button", "slider"}
deadline = time.time() + 30
found = None
while time.time() < deadline and found is None:
    for app in pyatspi.Registry.getDesktop(0):
        if app is not None and "fieldref" in (app.name or "").lower():
            found = app
    time.sleep(0.3)
if found is None:
    print("the window is not in the tree"); sys.exit(2)
time.sleep(4)
unnamed, count = [], 0
def states(node):
    kept = ("focused", "checked", "selected", "expanded")
    return [name for name in kept if node.getState().contains(getattr(pyatspi, "STATE_" + name.upper()))]
def walk(node, depth):
    global count
    try:
        role, name = node.getRoleName(), node.name or ""
        showing = node.getState().contains(pyatspi.STATE_SHOWING)
    except Exception as error:
        print("  " * depth + f"! {error}"); return
    if not showing and depth > 1:
        return
    count += 1
    extra = f" ({node.description})" if node.description else ""
    marks = f" [{', '.join(states(node))}]" if states(node) else ""
    if name or role in CONTROLS:
        print("  " * depth + f"{role}: {name[:90]}{extra[:90]}{marks}")
    if role in CONTROLS and not name:
        unnamed.append((role, depth))
    for child in list(node)[:60]:
        if child is not None:
            walk(child, depth + 1)
walk(found, 0)
print(f"{count} nodes, {len(unnamed)} controls without a name {unnamed[:8]}")
sys.exit(1 if unnamed else 0)
"""

SESSION = """
/usr/libexec/at-spi-bus-launcher --launch-immediately &
sleep 1
"$1" "$2" "$4" "$5" > "$6" 2>&1 &
app=$!
/usr/bin/python3 "$3"
code=$?
kill $app
exit $code
"""


def main(argv: list[str]) -> int:
    """Walk home, a page and results; the exit code is the worst of the three."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, default=ROOT / ".cache" / "bundle")
    options = parser.parse_args(argv)
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        print(f"not walked: {', '.join(missing)} missing")
        return 3
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        program, client = Path(folder, "program.py"), Path(folder, "client.py")
        program.write_text(PROGRAM)
        client.write_text(CLIENT)
        environment = {
            **os.environ, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "PYTHONPATH": str(ROOT), "FIELDREF_HOME": folder,
        }  # fmt: skip
        for screen in ("home", "page", "results"):
            print(f"== {screen}", flush=True)
            arguments = [sys.executable, program, client, options.bundle, screen, Path(folder, f"{screen}.log")]
            done = subprocess.run(
                ["xvfb-run", "-a", "dbus-run-session", "--", "sh", "-c", SESSION, "sh", *map(str, arguments)],
                env=environment, check=False,
            )  # fmt: skip
            print(Path(folder, f"{screen}.log").read_text()[-400:])
            worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
