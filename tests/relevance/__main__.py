"""Prints how well search answers the judged queries, beside the two plain engines."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from .engines import Engine, Ours, PlainWhoosh, Sqlite, read_content
from .judged import KINDS, QUERIES, Judged, held_out, read
from .measures import Scores, place, scores

RECORDED = Path(__file__).with_name("recorded.json")


def run(engine: Engine, queries: Sequence[Judged]) -> dict[Judged, list[str]]:
    """The pages that an engine answers each query with."""
    return {each: engine.pages(each.query, each.role if each.filtered else None, each.part) for each in queries}


def measured(answers: dict[Judged, list[str]], wanted: Callable[[Judged], bool]) -> Scores:
    """The scores of the answers to some of the queries."""
    return scores([(pages, each.pages) for each, pages in answers.items() if wanted(each)])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.relevance", description=__doc__)
    parser.add_argument("--part", choices=("both", "tuned", "held-out"), default="both")
    parser.add_argument("--queries", type=Path, default=QUERIES)
    parser.add_argument("--batch", type=int, help="only the queries of this batch")
    parser.add_argument("--worst", type=int, default=0, help="list that many queries answered worst")
    parser.add_argument("--record", action="store_true", help="write recorded.json")
    options = parser.parse_args()
    compiled = read_content()
    queries = read(options.queries)
    _unknown_pages(queries, {document.page for document in compiled.documents})
    outside = held_out(queries)
    queries = [each for each in queries if options.batch in (None, each.batch)]
    parts = {
        "tuned": [each for each in queries if each.query not in outside],
        "held-out": [each for each in queries if each.query in outside],
    }
    engines: dict[str, Engine] = {
        "fieldref": Ours(compiled),
        "SQLite FTS5": Sqlite(compiled.documents),
        "Whoosh BM25F": PlainWhoosh(compiled.documents),
    }
    record = {}
    for name, some in parts.items():
        if options.part in ("both", name):
            answers = {engine_name: run(engine, some) for engine_name, engine in engines.items()}
            _table(name, answers)
            _worst(answers["fieldref"], options.worst)
            record[name] = asdict(measured(answers["fieldref"], lambda each: True))
    if options.record:
        RECORDED.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0


def _unknown_pages(queries: Sequence[Judged], pages: set[str]) -> None:
    unknown = sorted({page for each in queries for page in each.pages if page not in pages})
    if unknown:
        print(f"{len(unknown)} judged pages are not in the content: {', '.join(unknown)}\n")


def _table(name: str, answers: dict[str, dict[Judged, list[str]]]) -> None:
    queries = list(next(iter(answers.values())))
    print(f"{name}: {len(queries)} queries")
    print(f"{'':14}{'n':>4}  " + "".join(f"{engine:<35}" for engine in answers))
    print(f"{'':14}{'':>4}  " + f"{'MRR':>6}{'S@1':>6}{'S@3':>6}{'S@10':>6}{'nDCG':>6}     " * len(answers))
    rows: list[tuple[str, Callable[[Judged], bool]]] = [("all", lambda each: True)]
    rows += [(kind, lambda each, kind=kind: each.kind == kind) for kind in KINDS]  # type: ignore[misc]
    rows += [(role, lambda each, role=role: each.role == role) for role in sorted({q.role for q in queries})]  # type: ignore[misc]
    for label, wanted in rows:
        means = [measured(found, wanted) for found in answers.values()]
        if means[0].count:
            columns = "".join(
                f"{m.mrr:6.2f}{m.first:6.2f}{m.third:6.2f}{m.tenth:6.2f}{m.ndcg:6.2f}     " for m in means
            )
            print(f"{label:14}{means[0].count:4}  {columns}")
    print()


def _worst(answers: dict[Judged, list[str]], most: int) -> None:
    def badness(each: Judged) -> int:
        return place(answers[each], each.pages) or 99

    for each in sorted(answers, key=badness, reverse=True)[:most]:
        if badness(each) > 1:
            wanted = ", ".join(f"{page} {grade}" for page, grade in each.pages.items())
            print(f"  {badness(each):2}  {each.query!r} ({each.kind}, {each.role}) wants {wanted}")
            print(f"      got {', '.join(answers[each][:4]) or 'nothing'}")
    if most:
        print()


if __name__ == "__main__":
    raise SystemExit(main())
