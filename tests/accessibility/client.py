"""A screen reader's side of the connection, run by the system's Python: it alone has the AT-SPI library (gi).

Started inside a D-Bus session of its own; starts the program given as arguments; reads one JSON command a line on
standard input and answers with one JSON value a line on standard output.
"""

# ruff: noqa: E402  the version must be asked for before the import
from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib

warnings.simplefilter("ignore")  # newer releases rename what older ones lack

EVENTS = (
    "object:announcement",
    "object:property-change:accessible-name",
    "object:property-change:accessible-description",
    "object:state-changed:checked",
    "object:state-changed:focused",
    "object:active-descendant-changed",
    "window:activate",
)
STATES = (
    "FOCUSABLE", "FOCUSED", "CHECKABLE", "CHECKED", "PRESSED", "EXPANDABLE", "EXPANDED", "SELECTABLE", "SELECTED",
    "SHOWING", "ENABLED", "READ_ONLY", "EDITABLE", "ACTIVE",
)  # fmt: skip
DEEPEST, MOST_CHILDREN = 30, 400


def turn_on() -> None:
    """Say to the session that a screen reader runs, as Orca does when it starts."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for name in ("IsEnabled", "ScreenReaderEnabled"):
        value = GLib.Variant("(ssv)", ("org.a11y.Status", name, GLib.Variant("b", True)))
        place = ("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set")
        bus.call_sync(*place, value, None, Gio.DBusCallFlags.NONE, 10_000, None)


def let_run(seconds: float) -> None:
    """Receive events for a while."""
    context, end = GLib.MainContext.default(), time.monotonic() + seconds
    while time.monotonic() < end:
        if not context.iteration(False):
            time.sleep(0.005)


class Reader:
    """What a screen reader knows of the program."""

    def __init__(self, program: list[str]) -> None:
        self._heard: list[dict[str, object]] = []
        self._listener = Atspi.EventListener.new(self._on_event)
        for name in EVENTS:
            self._listener.register(name)
        self._process = subprocess.Popen(program, stdout=subprocess.DEVNULL)

    def _on_event(self, event: Atspi.Event) -> None:
        try:
            words = event.any_data if isinstance(event.any_data, str) else ""
            of = {"name": event.source.get_name() or "", "role": event.source.get_role_name() or ""}
            self._heard.append({"type": event.type, "detail": event.detail1, "words": words, **of})
        except GLib.Error:
            return  # the control has gone since

    def _root(self) -> Atspi.Accessible | None:
        desktop = Atspi.get_desktop(0)
        for number in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(number)
            if application is not None and application.get_process_id() == self._process.pid:
                application.clear_cache()
                return application
        return None

    def begin(self, seconds: float = 60) -> dict[str, object]:
        """Wait until the program's window is there."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self._process.poll() is None:
            let_run(0.2)
            root = self._root()
            if root is not None and root.get_child_count() and root.get_child_at_index(0).get_child_count():
                let_run(1.0)
                return {"toolkit": root.get_toolkit_name(), "version": root.get_toolkit_version()}
        return {"error": "no window", "exit": self._process.poll()}

    # Commands

    def walk(self) -> list[dict[str, object]]:
        """Return every node that is showing, depth first."""
        nodes: list[dict[str, object]] = []
        root = self._root()
        if root is not None:
            self._add(root, 0, nodes)
        return nodes

    def _add(self, node: Atspi.Accessible, depth: int, nodes: list[dict[str, object]]) -> None:
        try:
            told = describe(node, depth)
            # What lies below the edge of a list or page is reached by moving; what is hidden is not there.
            if depth > 0 and not (
                "SHOWING" in told["states"] or node.get_state_set().contains(Atspi.StateType.VISIBLE)
            ):
                return
            nodes.append(told)
            for number in range(min(node.get_child_count(), MOST_CHILDREN)) if depth < DEEPEST else ():
                child = node.get_child_at_index(number)
                if child is not None:
                    self._add(child, depth + 1, nodes)
        except GLib.Error as error:
            sys.stderr.write(f"gone while looking: {error}\n")

    def _find(self, name: str, role: str = "") -> Atspi.Accessible | None:
        def search(node: Atspi.Accessible) -> Atspi.Accessible | None:
            states = node.get_state_set()
            showing = states.contains(Atspi.StateType.SHOWING)
            if showing and (node.get_name() or "").startswith(name) and (not role or node.get_role_name() == role):
                return node
            for number in range(min(node.get_child_count(), MOST_CHILDREN)):
                child = node.get_child_at_index(number)
                found = search(child) if child is not None else None
                if found is not None:
                    return found
            return None

        root = self._root()
        return search(root) if root is not None else None

    def find(self, name: str, role: str = "", seconds: float = 15) -> dict[str, object] | None:
        """Return the first node with that name, waiting for it, or nothing."""
        end = time.monotonic() + seconds
        while True:
            node = self._find(name, role)
            if node is not None:
                return describe(node, 0)
            if time.monotonic() > end:
                return None
            let_run(0.2)

    def press(self, name: str, role: str = "", action: str = "") -> list[str] | None:
        """Do a node's first action (or the named one) as a screen reader does; return its actions."""
        node = self._find(name, role)
        if node is None:
            return None
        names = [Atspi.Action.get_action_name(node, number) for number in range(Atspi.Action.get_n_actions(node))]
        if names:
            Atspi.Action.do_action(node, names.index(action) if action else 0)
            let_run(0.6)
        return names

    def type(self, name: str, text: str) -> bool:
        """Put a text into a field."""
        node = self._find(name)
        if node is None:
            return False
        done = bool(Atspi.EditableText.set_text_contents(node, text))
        let_run(1.5)
        return done

    def key(self, name: str) -> None:
        """Press a key by its X name, with modifiers before it (`ctrl+f`), at the X server."""
        subprocess.run(["xdotool", "key", name], check=True)
        let_run(0.8)

    def text(self, name: str, role: str = "") -> str | None:
        """Return the whole text of a node."""
        node = self._find(name, role)
        if node is None or not node.get_text_iface():
            return None
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))

    def focused(self) -> dict[str, object] | None:
        """Return the node that has the focus."""
        for told in self.walk():
            if "FOCUSED" in told["states"] and told["role"] not in ("frame", "application"):
                return told
        return None

    def events(self, seconds: float = 0.3) -> list[dict[str, object]]:
        """Return what was heard since the last time."""
        let_run(seconds)
        heard, self._heard = self._heard, []
        return heard

    def end(self) -> bool:
        """End the program."""
        self._process.terminate()
        self._process.wait(20)
        return True


def describe(node: Atspi.Accessible, depth: int) -> dict[str, object]:
    """Return role, name, description, states, actions and size of text of a node."""
    states = node.get_state_set()
    kinds = [name for name in STATES if states.contains(getattr(Atspi.StateType, name))]
    text = Atspi.Text.get_character_count(node) if node.get_text_iface() else 0
    actions = []
    if node.get_action_iface():
        actions = [Atspi.Action.get_action_name(node, number) for number in range(Atspi.Action.get_n_actions(node))]
    size = [0, 0, 0, 0]
    if node.get_component_iface():
        rect = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
        size = [rect.x, rect.y, rect.width, rect.height]
    return {
        "depth": depth, "role": node.get_role_name(), "name": node.get_name() or "",
        "description": node.get_description() or "", "states": kinds, "text": text, "actions": actions, "rect": size,
    }  # fmt: skip


def main() -> None:
    """Answer commands until there are no more."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # services that D-Bus starts for us write to standard output
    turn_on()
    reader = Reader(sys.argv[1:])
    for line in sys.stdin:
        command = json.loads(line)
        answer = getattr(reader, command.pop("do"))(**command)
        print(json.dumps(answer), file=answers, flush=True)
    if reader._process.poll() is None:
        reader.end()
    os._exit(0)  # libatspi keeps threads


if __name__ == "__main__":
    main()
