"""Whether a file with content credentials is, but for these, a file whose SHA-256 is known.

Writing credentials puts one box into a QuickTime or MP4 file and moves what follows it; the tables that say where samples lie
(`stco`, `co64`: ISO/IEC 14496-12, 8.7.5) are moved with them. Undone, every byte must be what it was. A box behind which not
every sample lies could hold samples of its own, and so could one in a film of fragments: neither is taken apart.
"""

from __future__ import annotations

import hashlib
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from picturelock.delivery.hashing import CHUNK_BYTES
from picturelock.media.boxes import ENDINGS, Box, boxes
from picturelock.media.credentials import UUID

_ABOVE = (b"trak", b"mdia", b"minf", b"stbl")
_TABLES = {b"stco": "I", b"co64": "Q"}
_INDEX = b"moov"
_ELSEWHERE = (b"moof", b"mfra", b"meta")
"""Boxes that say where samples lie in another way."""
_MOST_INDEX = 1 << 28  # bytes; that of a film of ten hours has some megabytes


def sha256_without(file: Path) -> str:
    """The SHA-256 of a film as it was before credentials were written into it, "sha256:" and 64 hex digits.

    "" for a file that holds none, that cannot be taken apart, or that cannot be read.
    """
    if file.suffix.lower() not in ENDINGS:
        return ""
    digest = hashlib.sha256()
    try:
        with file.open("rb") as stream:
            end = stream.seek(0, 2)
            found = list(boxes(stream))
            ours = [box for box in found if box.kind == b"uuid" and box.uuid == UUID]
            kinds = {box.kind for box in found}
            if len(ours) != 1 or _INDEX not in kinds or not kinds.isdisjoint(_ELSEWHERE):
                return ""
            for part in _parts(stream, found, ours[0], end):
                digest.update(part)
    except (OSError, ValueError):
        return ""
    return f"sha256:{digest.hexdigest()}"


def _parts(stream: BinaryIO, found: list[Box], ours: Box, end: int) -> Iterator[bytes | bytearray]:
    """The file's bytes in their order, without the box and with the tables that it moved moved back."""
    bounds = [0, *(box.start + box.size for box in found[:-1]), end]
    at = found.index(ours)
    behind, shift = bounds[at + 1], bounds[at + 1] - bounds[at]
    for box, start, stop in zip(found, bounds, bounds[1:], strict=False):
        if box is ours:
            continue
        stream.seek(start)
        if box.kind == _INDEX:
            yield _moved_back(stream, box.start - start, stop - start, behind, shift)
            continue
        left = stop - start
        while left:
            chunk = stream.read(min(left, CHUNK_BYTES))
            if not chunk:
                raise ValueError(stop)
            left -= len(chunk)
            yield chunk


def _moved_back(stream: BinaryIO, head: int, size: int, behind: int, shift: int) -> bytearray:
    """The index of a film whose samples all lie behind `behind`, as it was when they lay `shift` bytes nearer to the start."""
    if size > _MOST_INDEX:
        raise ValueError(size)
    data = bytearray(stream.read(size))
    if len(data) != size:
        raise ValueError(size)
    tracks, tables = 0, []
    for kind, start, stop in _tables(data, head, size, 0):
        tracks += kind == _ABOVE[0]
        tables += [(kind, start, stop)] if kind in _TABLES else []
    if not tracks or len(tables) < tracks:  # one whose places are written down in another way, or compressed
        raise ValueError(tracks)
    for kind, start, stop in tables:
        _move(data, _TABLES[kind], (start, stop), behind, shift)
    return data


def _tables(data: bytearray, start: int, stop: int, depth: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of each track, and of each table of samples' places. Raises ValueError for a box that cannot be."""
    while start + 8 <= stop:
        size, kind, head = int.from_bytes(data[start : start + 4], "big"), bytes(data[start + 4 : start + 8]), 8
        if size == 1:
            size, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        if size < head or start + size > stop:
            if size == 0:
                return  # QuickTime ends a list of boxes so
            raise ValueError(kind)
        if depth == 0 and kind == _ABOVE[0]:
            yield kind, start + head, start + size
        if depth < len(_ABOVE) and kind == _ABOVE[depth]:
            yield from _tables(data, start + head, start + size, depth + 1)
        elif depth == len(_ABOVE) and kind in _TABLES:
            yield kind, start + head, start + size
        start += size


def _move(data: bytearray, code: str, span: tuple[int, int], behind: int, shift: int) -> None:
    start, stop = span
    count = int.from_bytes(data[start + 4 : start + 8], "big")
    table = array(code)
    until = start + 8 + count * table.itemsize
    if until > stop:
        raise ValueError(count)
    table.frombytes(bytes(data[start + 8 : until]))
    little = sys.byteorder == "little"
    if little:
        table.byteswap()
    if count and min(table) < behind:
        raise ValueError(behind)
    table = array(code, (place - shift for place in table))
    if little:
        table.byteswap()
    data[start + 8 : until] = table.tobytes()
