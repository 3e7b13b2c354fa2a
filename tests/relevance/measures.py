"""MRR, success and nDCG over lists of pages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

DEPTH = 10
ANSWER = 2


@dataclass(frozen=True)
class Scores:
    """Means over queries."""

    count: int
    mrr: float
    first: float
    third: float
    tenth: float
    ndcg: float


def place(ranked: Sequence[str], grades: Mapping[str, int]) -> int | None:
    """The place (from 1) of the first page that answers, if among the first ten."""
    return next((at for at, page in enumerate(ranked[:DEPTH], 1) if grades.get(page, 0) >= ANSWER), None)


def ndcg(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Discounted gain of the first ten against the best order possible."""
    best = sorted(grades.values(), reverse=True)
    return _gain(grades.get(page, 0) for page in ranked[:DEPTH]) / _gain(best[:DEPTH])


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(at + 1) for at, grade in enumerate(grades, 1))


def scores(runs: Sequence[tuple[Sequence[str], Mapping[str, int]]]) -> Scores:
    """The means of (ranked pages, grades) pairs.

    >>> scores([(["a", "b"], {"b": 3}), (["c"], {"c": 2})])
    Scores(count=2, mrr=0.75, first=0.5, third=1.0, tenth=1.0, ndcg=0.8154648767857288)
    """
    count = len(runs) or 1
    places = [place(ranked, grades) for ranked, grades in runs]

    def within(most: int) -> float:
        return sum(at is not None and at <= most for at in places) / count

    mrr = sum(1 / at for at in places if at is not None) / count
    gains = sum(ndcg(ranked, grades) for ranked, grades in runs) / count
    return Scores(len(runs), mrr, within(1), within(3), within(DEPTH), gains)
