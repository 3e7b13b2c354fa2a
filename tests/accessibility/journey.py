"""A way through the program with a screen reader: where it goes, what is there at each stop, and what is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.accessibility.stage import Client, stage

Node = dict[str, Any]
PAGE = "First arriving officers"
LINE = "Stop the killing first; then stop the dying (ALERRT)."


@dataclass
class Journey:
    """The nodes shown at each stop, what was heard on the way there, and texts that were read."""

    nodes: dict[str, list[Node]] = field(default_factory=dict)
    heard: dict[str, list[Node]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    focused: dict[str, Node] = field(default_factory=dict)

    def stop(self, client: Client, name: str) -> None:
        """Look around."""
        self.heard[name] = client.ask("events")
        self.nodes[name] = client.ask("walk")
        self.focused[name] = client.ask("focused") or {}

    def said(self, name: str) -> list[str]:
        """What was announced on the way to a stop."""
        return [event["words"] for event in self.heard[name] if event["type"].startswith("object:announcement")]


def travel(home: Path, bundle: Path | None) -> Journey:
    """Start the program twice, go through its screens and return what a screen reader met."""
    journey = Journey()
    first = home / "first"
    first.mkdir(parents=True)
    (first / "settings.json").write_text("{", encoding="utf-8")
    with stage(first, bundle=bundle) as client:
        client.ask("find", name="Welcome")
        journey.stop(client, "first start")
    usual = home / "usual"
    usual.mkdir()
    settings = {"role": "LE", "role_asked": True}
    (usual / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    with stage(usual, bundle=bundle) as client:
        client.ask("find", name="Status: No damage", seconds=60)
        _go_round(client, journey)
    return journey


def _go_round(client: Client, journey: Journey) -> None:
    journey.stop(client, "home")
    client.ask("press", name="Fire and EMS")
    journey.stop(client, "home of another role")
    client.ask("press", name="Law enforcement")
    client.ask("type", name="Search", text="turniquet")
    client.ask("find", name="Results:")
    journey.stop(client, "results")
    client.ask("key", name="Escape")
    client.ask("press", name="First arriving officer", role="push button")
    client.ask("find", name=PAGE, role="label")
    journey.stop(client, "page")
    journey.texts["page"] = client.ask("text", name=PAGE, role="label") or ""
    client.ask("key", name="F6")
    client.ask("key", name="Down")
    journey.stop(client, "headings")
    client.ask("key", name="F6")
    client.ask("key", name="Down")
    client.ask("key", name="Down")
    client.ask("key", name="space")
    journey.stop(client, "ticked")
    client.ask("press", name="Bookmark")
    journey.stop(client, "bookmarked")
    client.ask("key", name="ctrl+f")
    client.ask("type", name="Find in this page", text="officer")
    journey.stop(client, "find in page")
    client.ask("key", name="Escape")
    client.ask("key", name="ctrl+n")
    journey.stop(client, "note")
    client.ask("key", name="Escape")
    for keys, name in (("ctrl+comma", "settings"), ("ctrl+b", "bookmarks")):
        client.ask("key", name=keys)
        journey.stop(client, name)
    for button in ("All cards", "Directory", "A to Z", "Fill in"):
        client.ask("key", name="alt+Home")
        client.ask("press", name=button, role="push button")
        journey.stop(client, button)
    client.ask("key", name="F2")
    journey.stop(client, "card")
    client.ask("press", name="Print")
    client.ask("find", name="1 card on 1 sheet", seconds=30)
    journey.stop(client, "print")


def listing(journey: Journey) -> Iterator[str]:
    """Yield the whole walk in lines: role, name, states that matter, description."""
    for name, nodes in journey.nodes.items():
        yield f"== {name}"
        for words in journey.said(name):
            yield f"   said: {words}"
        for node in nodes:
            if not node["name"] and not {"FOCUSABLE"} & set(node["states"]):
                continue
            told = {"CHECKED", "EXPANDED", "FOCUSED", "SELECTED"}
            kept = [state.lower() for state in node["states"] if state in told]
            states = f" [{', '.join(kept)}]" if kept else ""
            text = f" ({node['text']} characters)" if node["text"] else ""
            description = f" - {node['description']}" if node["description"] else ""
            yield f"{'  ' * node['depth']}{node['role']}: {node['name']}{states}{text}{description}"
        yield ""


def write_listing(journey: Journey, out: Path) -> None:
    """Write the listing to a file."""
    with suppress(FileExistsError):
        out.parent.mkdir(parents=True)
    out.write_text("\n".join(listing(journey)), encoding="utf-8")
