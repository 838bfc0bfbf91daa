"""The top boxes of QuickTime and MP4 files, found without reading what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

ENDINGS = (".mov", ".mp4", ".m4v", ".m4a", ".heic", ".avif")
_MOST = 100_000
_FARTHEST = 1 << 62  # bytes; a file says what it likes, and no disk is as large


@dataclass(frozen=True, slots=True)
class Box:
    """One box."""

    kind: bytes
    uuid: bytes
    """The 16 bytes that name a "uuid" box; of another, its first ones."""
    start: int
    """Of its contents, in bytes from the file's start."""
    size: int
    """Of its contents, as the file says; it may be longer than the file."""


def boxes(file: BinaryIO) -> Iterator[Box]:
    """In order, until the end or a box that cannot be."""
    at = 0
    for _ in range(_MOST):
        file.seek(at)
        head = file.read(32)
        if len(head) < 8:
            return
        size, kind, header = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1:
            size, header = int.from_bytes(head[8:16], "big"), 16
        last = size == 0  # to the end of the file
        if last:
            size = 1 << 62
        if size < header:
            return
        yield Box(kind, head[header : header + 16], at + header, size - header)
        at += size
        if last or at > _FARTHEST:
            return
