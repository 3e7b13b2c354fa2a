"""Times each keystroke of 60 typed queries at the real size and with altered copies, beside SQLite FTS5.

python -m tests.bench.bench_search [--sizes 1 10 30] [--json FILE]
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import pickle
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from fieldref.core.index import build_index
from fieldref.core.model import Document, Part, Role
from fieldref.core.search import SearchEngine
from fieldref.core.synonyms import Concepts, Synonyms
from fieldref.core.weights import ALIAS_BOOST, HEADING_BOOST, TEXT_BOOST, TITLE_BOOST
from fieldref.core.words import folded_words
from tests.bench.measurement import Measurement, at_most, timed

ROOT = Path(__file__).parents[2]
KEYSTROKE_LIMITS = {1: 10, 10: 30, 30: 100}
"""Milliseconds at most for 95 of 100 keystrokes, by how many times the real size."""
SHOWN = 20
STRINGS = 2_000
ROLES_IN_TURN = (None, "LE")
QUERIES = """
tourniquet | rescue task force | rtf | reunification | stop the bleed | lockdown | run hide fight | active shooter
casualty collection point | unified command | ics 214 | triage tags | hospital surge | bomb threat checklist
suspicious package | warning signs | report a concern | threat assessment team | red flag law | tip line
fusion center | privacy law ferpa | suicide prevention | wellness check | involuntary hold | first arriving officers
contact team | hot warm cold zones | ambulance exchange | secondary devices | vehicle attack | knife attack
swatting call | communications plan | public information officer | rumor control | perimeter | crime scene
death notification | family assistance center | victim services | psychological first aid | donations | volunteers
vigil | anniversary | after action review | responder wellness | vicarious trauma | federal grants
emergency funding after an attack | church security grant | turniquet | evacaution | lock down | police arrive
what do i tell 911 | where do the parents go | who is in charge of the warm zone | medical examiner
""".replace("\n", "|")  # fmt: skip


def queries() -> list[str]:
    """The 60 typed queries."""
    return [text.strip() for text in QUERIES.split("|") if text.strip()]


def keystrokes() -> list[str]:
    """What stands in the search field after each letter of each query."""
    return [query[:length] for query in queries() for length in range(1, len(query) + 1) if query[length - 1] != " "]


def copies(documents: Sequence[Document], times: int) -> list[Document]:
    """The documents `times` over; each copy has pages of its own and a third of its longer words altered."""
    result = list(documents)
    for copy in range(1, times):
        for document in documents:
            result.append(
                document._replace(
                    page=f"{document.page}~{copy}",
                    code="",
                    title=_altered(document.title, copy),
                    heading=_altered(document.heading, copy),
                    text=_altered(document.text, copy),
                )
            )
    return result


def _altered(text: str, copy: int) -> str:
    return " ".join(_altered_word(word, copy) for word in text.split(" "))


def _altered_word(word: str, copy: int) -> str:
    if len(word) < 5 or not word.isalpha() or zlib.crc32(f"{copy} {word}".encode()) % 3:
        return word
    return word[:-2] + "aeioulnrst"[copy % 10] + "dgklmnprst"[copy // 3 % 10]


def times(run: Callable[[str, str | None], object]) -> dict[str, float]:
    """Milliseconds of each keystroke, roles in turn: median, 95th percentile, greatest."""
    run("tourniquet", None)
    spent = []
    gc.collect()
    for place, text in enumerate(keystrokes()):
        role = ROLES_IN_TURN[place % len(ROLES_IN_TURN)]
        start = time.perf_counter()
        run(text, role)
        spent.append((time.perf_counter() - start) * 1000)
    spent.sort()
    return {"p50": spent[len(spent) // 2], "p95": spent[int(len(spent) * 0.95)], "max": spent[-1]}


class Sqlite:
    """FTS5 as one would use it: porter, prefixes, bm25 with the same weights, snippets, role filter, counts."""

    def __init__(self, documents: Sequence[Document], path: Path) -> None:
        self.connection = sqlite3.connect(path)
        self.connection.execute(
            "create virtual table section using fts5(title, aliases, heading, text, roles unindexed,"
            " tokenize='porter unicode61', prefix='2 3')"
        )
        rows = ((d.title, " ; ".join(d.aliases), d.heading, d.text, " ".join(d.roles)) for d in documents)
        self.connection.executemany("insert into section values (?, ?, ?, ?, ?)", rows)
        self.connection.commit()

    def search(self, text: str, role: str | None) -> list[Any]:
        words = folded_words(text)
        if not words:
            return []
        terms = " ".join(f'"{word}"' for word in words) + "*"
        wanted = "section match ?" + (f" and roles like '%{role}%'" if role else "")
        rank = f"bm25(section, {TITLE_BOOST}, {ALIAS_BOOST}, {HEADING_BOOST}, {TEXT_BOOST})"
        self.connection.execute(f"select count(*) from section where {wanted}", (terms,)).fetchone()
        return self.connection.execute(
            f"select title, heading, snippet(section, 3, '[', ']', '...', 24) from section where {wanted}"
            f" order by {rank} limit {SHOWN}",
            (terms,),
        ).fetchall()


def measure_size(
    documents: Sequence[Document], synonyms: Synonyms, roles: Sequence[Role], parts: Sequence[Part], many: int
) -> dict[str, object]:
    """Build, size, cold open and keystrokes with the documents `many` times over."""
    corpus = copies(documents, many)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "index"
        folder.mkdir()
        start = time.perf_counter()
        build_index(corpus, synonyms, folder)
        built = time.perf_counter() - start
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        cold = _cold(corpus, synonyms, folder, Path(temporary) / "corpus.pickle")
        engine = SearchEngine(corpus, Concepts.of(synonyms), files, roles, parts)
        ours = times(lambda text, role: engine.search(text, role, limit=SHOWN))
        start = time.perf_counter()
        sqlite = Sqlite(corpus, Path(temporary) / "fts.sqlite")
        sqlite_built = time.perf_counter() - start
        theirs = times(sqlite.search)
        sqlite.connection.close()
        sqlite_size = (Path(temporary) / "fts.sqlite").stat().st_size
    return {
        "times": many,
        "sections": len(corpus),
        "build_s": built,
        "size_mb": sum(map(len, files.values())) / 1e6,
        "cold_ms": cold,
        "keystroke_ms": ours,
        "sqlite_build_s": sqlite_built,
        "sqlite_size_mb": sqlite_size / 1e6,
        "sqlite_keystroke_ms": theirs,
    }


_COLD = """
import pickle, sys, time
from pathlib import Path
documents, concepts = pickle.load(open(sys.argv[2], "rb"))
files = {path.name: path.read_bytes() for path in Path(sys.argv[1]).iterdir()}
start = time.perf_counter()
from fieldref.core.search import SearchEngine
from fieldref.core.synonyms import Concepts
SearchEngine(documents, Concepts(**concepts), files, [], []).search("tourniquet")
print((time.perf_counter() - start) * 1000)
"""


def _cold(corpus: Sequence[Document], synonyms: Synonyms, folder: Path, path: Path) -> float:
    """Milliseconds from importing the engine to the first hits in a fresh process, the middle of five runs."""
    path.write_bytes(pickle.dumps((list(corpus), Concepts.of(synonyms).plain())))
    command = [sys.executable, "-c", _COLD, str(folder), str(path)]
    runs = [float(subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout) for _ in range(5)]
    return sorted(runs)[2]


def measure_sizes(sizes: Sequence[int] = (1, 10, 30)) -> list[dict[str, Any]]:
    """The measurements at each size, from the content of this source tree."""
    from fieldref.compiler.pipeline import check_content
    from fieldref.compiler.problems import Problems

    compiled = check_content(ROOT / "content", ROOT / "resources", Problems())
    frame = compiled.frame
    return [measure_size(compiled.documents, compiled.synonyms, frame.roles, frame.parts, many) for many in sizes]


def measure() -> list[Measurement]:
    """Keystrokes, build and cold open at each size, and the slowest answer to anything, for the common table."""
    found = [each for size in measure_sizes() for each in _measurements(size)]
    return [*found, at_most("search", f"slowest of {STRINGS:,} random strings", slowest_answer(), "ms", 250)]


def random_strings(dice: random.Random, words: Sequence[str]) -> Iterator[str]:
    """Strings of up to 500 characters without end: letters, signs of every script, words of the book, misspelled."""
    while True:
        length, kind = dice.randrange(501), dice.randrange(4)
        if kind == 0:
            yield "".join(dice.choices("abcdefghijklmnopqrstuvwxyz  '-.:\"*", k=length))
        elif kind == 1:
            yield "".join(map(chr, dice.choices([*range(0xD800), *range(0xE000, 0x11_0000)], k=length)))
        else:
            chosen = dice.choices(words, k=1 + length // 8)
            wrong = [_misspelled(word, dice) for word in chosen] if kind == 3 else chosen
            yield " ".join(wrong)[:500]


def _misspelled(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[:at] + dice.choice("abcdefghijklmnop") + word[at + 1 :]


def slowest_answer() -> float:
    """Milliseconds of the slowest answer to many random strings, on the content of this source tree."""
    from fieldref.cli import ready_bundle
    from fieldref.core.library import Library

    library, dice = Library.open(ready_bundle()), random.Random(7)
    library.prepare_search()
    words = [word for document in library.documents() for word in document.text.split()]
    strings = itertools.islice(random_strings(dice, words), STRINGS)
    library.search("turniquet")
    return max(timed(lambda query=query: library.search(query)) for query in strings)  # type: ignore[misc]


def _measurements(size: dict[str, Any]) -> Iterator[Measurement]:
    name, ours, theirs = f"{size['times']}x, ", size["keystroke_ms"], size["sqlite_keystroke_ms"]
    yield Measurement("search", name + "keystroke p50", ours["p50"], "ms", "SQLite FTS5", ours["p50"] / theirs["p50"])
    limit = KEYSTROKE_LIMITS[size["times"]]
    yield Measurement(
        "search", name + "keystroke p95", ours["p95"], "ms", "SQLite FTS5", ours["p95"] / theirs["p95"],
        f"≤ {limit} ms", ours["p95"] <= limit,
    )  # fmt: skip
    yield Measurement("search", name + "keystroke max", ours["max"], "ms")
    yield Measurement("search", name + "index build", size["build_s"], "s")
    yield Measurement("search", name + "index size", size["size_mb"], "MB")
    yield at_most("search", name + "cold open and first query", size["cold_ms"], "ms", 100)


def lines(results: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The measurements as a table."""
    yield "search, each keystroke of 60 queries, ms        p50    p95    max   build s   MB   cold open + first query"
    for each in results:
        ours, theirs = each["keystroke_ms"], each["sqlite_keystroke_ms"]
        yield (
            f"{each['times']:3}x {each['sections']:6} sections   fieldref       {ours['p50']:8.1f}{ours['p95']:7.1f}"
            f"{ours['max']:7.1f}{each['build_s']:9.1f}{each['size_mb']:6.1f}{each['cold_ms']:8.0f}"
        )
        yield (
            f"{'':22}SQLite FTS5    {theirs['p50']:8.1f}{theirs['p95']:7.1f}{theirs['max']:7.1f}"
            f"{each['sqlite_build_s']:9.1f}{each['sqlite_size_mb']:6.1f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 30])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = measure_sizes(options.sizes)
    print("\n".join(lines(results)))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
