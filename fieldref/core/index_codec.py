"""Whoosh's codec for our postings: a term's documents and weights in a few packed bytes, read whole and at once.

Whoosh's own keeps each posting as pickled objects, in blocks that it can skip. Of this book, where most terms stand in
a few documents, that is three times the bytes in memory and on disk, and half as much time again for a term.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3PostingsWriter
from whoosh.matching.mcore import ListMatcher

WIDTHS = "BHI"
"""The type codes of unsigned numbers of 1, 2 and 4 bytes."""
PLAIN, SMALLER = b"P", b"Z"


class PackedCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's third codec with packed postings: of a posting it keeps document number and weight, to two decimals."""

    def postings_writer(self, file: Any, byteids: bool = False) -> W3PostingsWriter:
        """Return the writer of a field's postings."""
        return _Writer(file, blocklimit=sys.maxsize, byteids=byteids)

    def postings_reader(
        self, file: Any, terminfo: Any, format_: Any, term: object = None, scorer: object = None
    ) -> ListMatcher:
        """Return a term's postings. Raises ValueError or zlib.error for bytes that are none."""
        offset, length = terminfo.extent()
        (length,) = length  # Whoosh 2.7.4 leaves it as its struct came
        numbers, weights = unpack_postings(bytes(file.get(offset, length)))
        return ListMatcher(numbers, weights, format=format_, scorer=scorer, term=term, terminfo=terminfo)


class _Writer(W3PostingsWriter):  # type: ignore[misc]
    def _write_block(self, last: bool = False) -> None:
        self._terminfo.add_block(self)
        self._postfile.write(pack_postings(self._ids, self._weights))
        self._blockcount += 1
        self._new_block()


def pack_postings(numbers: Sequence[int], weights: Sequence[float]) -> bytes:
    """Pack document numbers, rising, and their weights.

    >>> unpack_postings(pack_postings([3, 4, 700], [1.0, 0.25, 12.5]))
    ([3, 4, 700], [1.0, 0.25, 12.5])
    """
    gaps, hundredths = [after - before for before, after in pairwise((0, *numbers))], [round(w * 100) for w in weights]
    codes = _narrowest(gaps), _narrowest(hundredths)
    columns = map(array, codes, (gaps, hundredths))
    plain = b"".join(_little_endian(column).tobytes() for column in columns)
    smaller = zlib.compress(plain, 9)
    kind, body = (SMALLER, smaller) if len(smaller) < len(plain) else (PLAIN, plain)
    return kind + "".join(codes).encode() + body


def unpack_postings(packed: bytes) -> tuple[list[int], list[float]]:
    """Return document numbers and weights. Raises ValueError or zlib.error for bytes that are no postings."""
    kind, codes, body = packed[:1], packed[1:3].decode(), packed[3:]
    if kind == SMALLER:
        body = zlib.decompress(body)
    gaps, hundredths = (array(code) for code in codes)
    count, rest = divmod(len(body), gaps.itemsize + hundredths.itemsize)
    if rest or kind not in (PLAIN, SMALLER):
        raise ValueError("These are no postings.")
    gaps.frombytes(body[: count * gaps.itemsize])
    hundredths.frombytes(body[count * gaps.itemsize :])
    return list(accumulate(_little_endian(gaps))), [weight / 100 for weight in _little_endian(hundredths)]


def _narrowest(values: Sequence[int]) -> str:
    return next(code for code in WIDTHS if max(values) < 1 << 8 * array(code).itemsize)


def _little_endian(column: array[int]) -> array[int]:
    """Turn a column from the order of this machine's bytes to the file's, or back."""
    if sys.byteorder == "big":
        column.byteswap()
    return column
