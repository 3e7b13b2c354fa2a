"""Postings packed into bytes come back as they were; bytes that are none are refused."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from fieldref.core import index_codec
from fieldref.core.index import IndexPostings, build_index
from fieldref.core.index_codec import pack_postings, unpack_postings
from fieldref.core.synonyms import Synonyms
from tests.builders import document, index_files

POSTINGS = {
    "one": ([7], [4.0]),
    "first document": ([0], [0.01]),
    "wide gaps": ([255, 65_000, 200_000, 90_000_000], [0.83, 2.55, 2.56, 655.36]),
    "many": (list(range(0, 9000, 3)), [4.0, 0.83, 13.0] * 1000),
}


@pytest.mark.parametrize("name", POSTINGS)
def test_postings_come_back(name: str) -> None:
    assert unpack_postings(pack_postings(*POSTINGS[name])) == POSTINGS[name]


@pytest.mark.parametrize("name", POSTINGS)
def test_the_order_of_bytes_is_the_same_on_every_machine(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine of the other order both columns are swapped on their way in and out."""
    packed = pack_postings(*POSTINGS[name])
    monkeypatch.setattr(index_codec.sys, "byteorder", "big")
    other = pack_postings(*POSTINGS[name])
    assert unpack_postings(other) == POSTINGS[name]
    monkeypatch.undo()
    wide = any(code in packed[1:3] for code in b"HI")
    assert (packed != other) == wide


@pytest.mark.parametrize(
    "damaged", [b"", b"P", b"PBB\x01", b"Pxx\x01\x01", b"P\xff\xff\x01\x01", b"QBB\x01\x01", b"ZBB\x01\x01"]
)
def test_damaged_bytes_are_refused(damaged: bytes) -> None:
    with pytest.raises((ValueError, zlib.error)):
        unpack_postings(damaged)


def test_a_word_of_many_documents_is_read_whole_with_the_weights_given(tmp_path: Path) -> None:
    many = [document(f"mitigate/page-{number}", f"Tourniquet {number}", "Press. " * number) for number in range(300)]
    build_index(many, Synonyms(), tmp_path)
    postings = IndexPostings(index_files(tmp_path), len(many))
    press = postings.word("press")
    assert list(postings.word("tourniquet")) == list(range(300))
    assert list(press) == list(range(1, 300))
    assert all(round(weight, 2) == weight for weight in press.values())
    assert press[1] < press[40]
