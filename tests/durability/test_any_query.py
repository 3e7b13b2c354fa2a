"""Whatever is typed is answered, and whatever happens to the index: on the whole book, a hundred thousand times."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldref.core.library import Library
from fieldref.core.model import SearchResult
from fieldref.core.search import SCAN_NOTICE

DAMAGES = 200
HOWS = ("truncated", "zeroed", "flipped")


def damaged(content: bytes, how: str, dice: random.Random) -> bytes:
    """A file cut short, zeroed from a place on, or with one bit flipped."""
    at = dice.randrange(len(content))
    if how == "truncated":
        return content[:at]
    if how == "zeroed":
        return content[:at] + bytes(len(content) - at)
    return content[:at] + bytes([content[at] ^ 1 << dice.randrange(8)]) + content[at + 1 :]


def answers_though_damaged(bundle: Path, seed: int) -> None:
    """Damage one file of the index, search, and mend it again."""
    dice = random.Random(seed)
    path = dice.choice(sorted((bundle / "index").iterdir()))
    sound = path.read_bytes()
    path.write_bytes(damaged(sound, HOWS[seed % len(HOWS)], dice))
    try:
        library = Library.open(bundle)
        library.prepare_search()
        result = library.search("tourniquet")
        assert result.hits[0].page == "mitigate/tourniquets"
        changed = path.read_bytes() != sound  # zeroing what was zero already changes nothing
        assert result.by_scan == changed
        assert library.search_notice == (SCAN_NOTICE if changed else "")
    finally:
        path.write_bytes(sound)


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_index_file_is_scanned_and_told(bundle_copy: Path, seed: int) -> None:
    answers_though_damaged(bundle_copy, seed)


@pytest.mark.slow
def test_two_hundred_damages_to_the_index(bundle_copy: Path) -> None:
    for seed in range(DAMAGES):
        answers_though_damaged(bundle_copy, seed)


@pytest.mark.slow
@given(query=st.text(max_size=500), role=st.sampled_from([None, "LE", "SO"]))
@settings(
    max_examples=100_000,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_a_hundred_thousand_strings(library: Library, query: str, role: str | None) -> None:
    assert isinstance(library.search(query, role), SearchResult)
