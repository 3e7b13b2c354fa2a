"""Removes search paths of the build machine from shared libraries (a RUNPATH that names a folder of its own)."""

from __future__ import annotations

import struct
from pathlib import Path

PT_LOAD, PT_DYNAMIC = 1, 2
DT_NULL, DT_STRTAB, DT_RPATH, DT_RUNPATH = 0, 5, 15, 29
ENTRY = struct.Struct("<qQ")


def drop_absolute_search_paths(path: Path) -> bool:
    """Remove RPATH and RUNPATH entries that begin with a slash from a 64-bit ELF file; returns whether it changed.

    Python built by hand writes its own library folder into every module; in a package such a path would let whoever
    owns that folder on the user's machine put a library of their own before ours.
    """
    data = bytearray(path.read_bytes())
    if data[:6] != b"\x7fELF\x02\x01":  # 64 bits, low byte first
        return False
    segments = _segments(data)
    dynamic = next(((offset, size) for kind, offset, _, size in segments if kind == PT_DYNAMIC), None)
    if dynamic is None:
        return False
    offset, size = dynamic
    entries = [ENTRY.unpack_from(data, place) for place in range(offset, offset + size, ENTRY.size)]
    strings = next((value for tag, value in entries if tag == DT_STRTAB), None)
    if strings is None:
        return False
    table = next(place + strings - start for kind, place, start, _ in segments
                 if kind == PT_LOAD and start <= strings < start + _size_at(segments, start))  # fmt: skip
    kept = [
        (tag, value) for tag, value in entries if tag not in (DT_RPATH, DT_RUNPATH) or data[table + value] != ord("/")
    ]
    if len(kept) == len(entries):
        return False
    kept += [(DT_NULL, 0)] * (len(entries) - len(kept))
    data[offset : offset + size] = b"".join(ENTRY.pack(*entry) for entry in kept)
    path.write_bytes(data)
    return True


def _segments(data: bytearray) -> list[tuple[int, int, int, int]]:
    """Kind, place in the file, address and size in the file of each segment."""
    (first,) = struct.unpack_from("<Q", data, 32)
    step, count = struct.unpack_from("<HH", data, 54)
    found = []
    for number in range(count):
        kind, _flags, offset, address, _physical, size = struct.unpack_from("<IIQQQQ", data, first + number * step)
        found.append((kind, offset, address, size))
    return found


def _size_at(segments: list[tuple[int, int, int, int]], address: int) -> int:
    return next(size for kind, _, start, size in segments if kind == PT_LOAD and start == address)
