"""What a screen reader meets in the real program, asked through AT-SPI by a real client."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from fieldref.core.library import Library
from tests.accessibility.journey import LINE, PAGE, Journey, Node, travel
from tests.accessibility.stage import missing

ABSENT = missing()
pytestmark = [pytest.mark.atspi, pytest.mark.skipif(bool(ABSENT), reason=ABSENT)]
SAYS_NOTHING = {"filler", "unknown", "invalid", "gone", "layered pane", ""}


@pytest.fixture(scope="module")
def journey(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    return travel(tmp_path_factory.mktemp("walk"), bundle)


def controls(nodes: list[Node]) -> list[Node]:
    return [node for node in nodes if "FOCUSABLE" in node["states"]]


def of_role(nodes: list[Node], role: str) -> list[str]:
    return [node["name"] for node in nodes if node["role"] == role]


def test_every_control_has_a_name_and_a_role(journey: Journey) -> None:
    poor = [
        (stop, node["role"], node["name"])
        for stop, nodes in journey.nodes.items()
        for node in controls(nodes)
        if not node["name"].strip() or node["role"] in SAYS_NOTHING
    ]
    assert not poor


def test_no_two_controls_beside_each_other_share_a_name(journey: Journey) -> None:
    alike = [
        (stop, one["role"], one["name"])
        for stop, nodes in journey.nodes.items()
        for one, other in pairwise(controls(nodes))
        if (one["name"], one["role"]) == (other["name"], other["role"])
    ]
    assert not alike


def test_the_window_is_a_window_with_its_title(journey: Journey) -> None:
    assert of_role(journey.nodes["page"], "frame") == [f"{PAGE} - fieldref"]


def test_every_link_of_the_chain_says_its_pages(journey: Journey, library: Library) -> None:
    shown = {node["name"]: node["description"] for node in journey.nodes["home"]}
    steps = [step for part in library.parts for step in part.steps]
    missing_steps = [step.long_title for step in steps if step.long_title not in shown and step.title not in shown]
    assert not missing_steps
    assert shown["Medical response"].endswith("pages for this role")


def test_the_six_tiles_say_title_line_and_key(journey: Journey, library: Library) -> None:
    shown = {node["name"]: node["description"] for node in journey.nodes["home"] if node["role"] == "push button"}
    for number, tile in enumerate(library.tiles("LE"), 1):
        assert shown[tile.title] == f"{tile.subtitle}. Key {'F2' if number == 1 else f'Ctrl+{number}'}"


@pytest.mark.parametrize(("stop", "name"), [("home", "Law enforcement"), ("home of another role", "Fire and EMS")])
def test_roles_are_radio_buttons_of_which_one_is_checked(journey: Journey, stop: str, name: str) -> None:
    roles = [node for node in journey.nodes[stop] if node["role"] == "radio button"]
    assert len(roles) == 8
    assert [node["name"] for node in roles if "CHECKED" in node["states"]] == [name]


def test_a_result_says_heading_way_code_and_where_it_matched(journey: Journey) -> None:
    rows = of_role(journey.nodes["results"], "list item")
    assert rows
    assert "Mitigate › " in rows[0]
    places = ("in title", "in heading", "in text", "in other words")
    assert all(any(f". {where}. " in row for where in places) for row in rows)
    assert any(". M19." in row for row in rows)


def test_the_count_of_results_is_announced(journey: Journey) -> None:
    said = journey.said("results")
    line = re.compile(r"No match for turniquet; showing tourniquet\. \d+ results")
    assert any(line.match(words) for words in said), said


def test_the_contents_say_their_lines_depth_and_state(journey: Journey) -> None:
    nodes = journey.nodes["page"]
    assert "Contents" in of_role(nodes, "tree")
    line = next(node for node in nodes if node["name"] == f"M21 {PAGE}")
    assert line["description"] == "level 3"
    assert "SELECTED" in line["states"]
    part = next(node for node in nodes if node["name"] == "Mitigate" and "EXPANDABLE" in node["states"])
    assert "EXPANDED" in part["states"]


def test_headings_and_links_of_the_page_are_lists(journey: Journey, library: Library) -> None:
    nodes = journey.nodes["page"]
    assert {"Headings of this page", "See also"} <= set(of_role(nodes, "list"))
    headings = {section.heading for section in library.sections("mitigate/first-officers")}
    shown = set(of_role(nodes, "list item"))
    assert {"What to do", "Do not", "Why"} <= headings & shown


def test_moving_in_the_headings_is_heard(journey: Journey) -> None:
    heard = [event["name"] for event in journey.heard["headings"] if event["type"].endswith("focused")]
    assert "Go in" in heard


def test_a_page_opened_takes_the_focus(journey: Journey) -> None:
    heard = [event for event in journey.heard["page"] if event["type"].endswith("focused") and event["detail"]]
    assert heard[-1]["name"] == PAGE


def test_the_page_can_be_read(journey: Journey, library: Library) -> None:
    text = journey.texts["page"]
    assert library.page_meta("mitigate/first-officers").answer in text
    assert "What to do" in text
    assert "Sources" in text
    assert len(text) > 3000


def test_lines_to_tick_are_a_list_and_say_whether_they_are_ticked(journey: Journey) -> None:
    assert "Lines to tick on this page" in of_role(journey.nodes["page"], "list")

    def line(stop: str) -> dict:
        return next(node for node in journey.nodes[stop] if node["name"].startswith(LINE))

    assert "CHECKED" not in line("page")["states"]
    assert "CHECKED" in line("ticked")["states"]
    others = [node for node in journey.nodes["ticked"] if node["role"] == "list item" and "CHECKED" in node["states"]]
    assert len(others) == 1


def test_a_remark_is_announced(journey: Journey) -> None:
    assert "Bookmarked" in journey.said("bookmarked")


def test_the_find_bar_says_and_announces_its_place(journey: Journey) -> None:
    nodes = journey.nodes["find in page"]
    assert {"Previous place", "Next place", "Close the find bar"} <= set(of_role(nodes, "push button"))
    assert any(" of " in words for words in journey.said("find in page"))


def test_a_message_is_there_and_announced(journey: Journey) -> None:
    assert any(node["name"].startswith("Message: ") for node in journey.nodes["first start"])
    assert "Close this message" in of_role(journey.nodes["first start"], "push button")


def test_the_status_line_is_one(journey: Journey) -> None:
    (status,) = of_role(journey.nodes["home"], "status bar")
    assert status.startswith("Status: No damage found")
    assert "Makes no network connections" in status


def test_settings_say_what_is_chosen(journey: Journey) -> None:
    nodes = journey.nodes["settings"]
    chosen = {node["name"] for node in nodes if node["role"] == "radio button" and "CHECKED" in node["states"]}
    assert {"100 %", "Day", "Law enforcement"} <= chosen
    boxes = set(of_role(nodes, "check box"))
    assert {"Print cards in color", "Shared laptop: keep nothing"} <= boxes


def test_local_details_name_their_fields(journey: Journey, library: Library) -> None:
    fields = set(of_role(journey.nodes["Fill in"], "text"))
    labels = {detail.label for detail in library.local_details}
    assert len(fields & labels) > 3
