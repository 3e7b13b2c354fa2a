"""Search answers the judged queries at least as well as recorded, and better than the plain engines."""

from __future__ import annotations

import json

import pytest

from .__main__ import RECORDED, measured, run
from .engines import Ours, PlainWhoosh, Sqlite, read_content
from .judged import KINDS, QUERIES, Judged, held_out, read
from .measures import Scores, scores

TOLERANCE = 0.01
"""What a mean may fall below the recorded one without being called a drop."""

KIND_TOLERANCE = 0.03
"""The same for one kind beside a plain engine: one query of 24 moves a mean by 0.04."""

pytestmark = pytest.mark.skipif(not QUERIES.exists(), reason="no judged queries yet")

Answers = dict[Judged, list[str]]


@pytest.fixture(scope="module")
def answers() -> dict[str, Answers]:
    compiled = read_content()
    queries = read()
    engines = {
        "ours": Ours(compiled),
        "scan": Ours(compiled, scan=True),
        "sqlite": Sqlite(compiled.documents),
        "whoosh": PlainWhoosh(compiled.documents),
    }
    return {name: run(engine, queries) for name, engine in engines.items()}


@pytest.fixture(scope="module")
def outside() -> set[str]:
    return held_out(read())


@pytest.mark.skipif(not RECORDED.exists(), reason="nothing recorded yet")
@pytest.mark.parametrize("part", ["tuned", "held-out"])
def test_no_mean_has_dropped(answers: dict[str, Answers], outside: set[str], part: str) -> None:
    recorded = Scores(**json.loads(RECORDED.read_text(encoding="utf-8"))[part])
    now = measured(answers["ours"], lambda each: (each.query in outside) == (part == "held-out"))
    for name in ("mrr", "first", "third", "tenth", "ndcg"):
        assert getattr(now, name) >= getattr(recorded, name) - TOLERANCE, name


@pytest.mark.parametrize("plain", ["sqlite", "whoosh"])
def test_better_than_the_plain_engine(answers: dict[str, Answers], plain: str) -> None:
    assert measured(answers["ours"], lambda _: True).mrr > measured(answers[plain], lambda _: True).mrr


@pytest.mark.parametrize("plain", ["sqlite", "whoosh"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_is_answered_worse_than_by_the_plain_engine(answers: dict[str, Answers], kind: str, plain: str) -> None:
    ours, theirs = (measured(answers[name], lambda each: each.kind == kind) for name in ("ours", plain))
    assert ours.mrr >= theirs.mrr - KIND_TOLERANCE


def test_scan_agrees_with_the_index_on_the_first_three(answers: dict[str, Answers]) -> None:
    same = [answers["ours"][each][:3] == pages[:3] for each, pages in answers["scan"].items()]
    assert sum(same) >= 0.9 * len(same)


def test_no_role_is_left_behind(answers: dict[str, Answers]) -> None:
    for role in {each.role for each in answers["ours"]}:
        assert measured(answers["ours"], lambda each, role=role: each.role == role).third >= 0.85, role  # type: ignore[misc]


def test_measures_of_nothing_are_zero() -> None:
    assert scores([]) == Scores(0, 0.0, 0.0, 0.0, 0.0, 0.0)
