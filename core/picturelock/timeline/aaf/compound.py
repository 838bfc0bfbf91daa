"""The container of an AAF file: a Compound File Binary ([MS-CFB]), a file system of streams in sectors.

Read by ourselves, because a hostile one makes general readers loop or fill the memory: here every chain is as long as its
stream, every entry has one place in the tree, and what is read in all is no more than the file holds.
"""

from __future__ import annotations

import struct
from array import array
from sys import byteorder
from typing import BinaryIO

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = struct.Struct("<8s16sHHHHH6sIIIIIIIII")
_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")
_LAST_SECTOR = 0xFFFFFFFA
_NO_ENTRY = 0xFFFFFFFF
_MINI = 64
_STORAGES, _STREAM, _ROOT = (1, 5), 2, 5

MAX_SECTORS = 1 << 24
"""Of a file: 64 GB in sectors of 4096 bytes, 8 GB in those of 512."""
MAX_ENTRIES = 2_000_000
"""Streams and storages; 100,000 clips have some 1,000,000."""
MAX_STREAM = 64_000_000
"""Bytes of a stream that is read; embedded pictures and sound never are."""
_MAX_MINI_STREAM = 512_000_000


class BadFile(ValueError):
    """Not a compound file, or a broken one; the sentence says what is wrong with it."""


class Entry:
    """A stream or a storage."""

    __slots__ = ("class_id", "first", "index", "kind", "name", "size", "tree")

    def __init__(self, index: int, data: bytes) -> None:
        name, name_size, self.kind, _, left, right, child, self.class_id, _, _, _, self.first, self.size = (
            _ENTRY.unpack(data)
        )
        self.index = index
        self.name = str(name[: min(name_size, 64)], "utf-16-le", "replace").partition("\0")[0]
        self.tree = left, right, child

    @property
    def is_stream(self) -> bool:
        return bool(self.kind == _STREAM)


class Compound:
    """A compound file that is open; `root` is its top storage. Every method raises BadFile where it is broken."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        """size: of the file, in bytes."""
        self._file = file
        self._size = size
        self._left = 4 * size + 16_000_000  # bytes that may still be read: some objects are looked at more than once
        head = file.read(512)
        if len(head) < 512 or not head.startswith(_MAGIC):
            raise BadFile("does not begin as AAF files do")
        fields = _HEADER.unpack_from(head)
        order, shift, mini_shift = fields[4:7]
        if order != 0xFFFE or shift not in (9, 12) or mini_shift != 6:
            raise BadFile("counts in sectors of a size that no AAF file has")
        self._sector = 1 << shift
        count = -(-size // self._sector)
        if count > MAX_SECTORS:
            raise BadFile("is too large")
        first_directory, self._mini_cutoff, first_mini_table = fields[10], fields[12], fields[13]
        self._table = self._read_table(head, fields[15], fields[16], count)
        self._mini_table = array("I")
        self._mini = b""
        self._directory = self._read_directory(first_directory)
        self._owner = array("I", bytes(4 * self._entries))
        self.root = self._entry(0)
        if self.root.kind != _ROOT:
            raise BadFile("has no root")
        self._mini_table = self._table_at(first_mini_table)
        if self.root.size:
            if self.root.size > min(size, _MAX_MINI_STREAM):
                raise BadFile("has more short streams than fit into it")
            self._mini = self._sectors(self.root.first, self.root.size)

    def children(self, storage: Entry) -> dict[str, Entry]:
        """What a storage holds, by name."""
        found: dict[str, Entry] = {}
        if storage.kind not in _STORAGES:
            return found
        self._spend(_ENTRY.size)
        waiting = [storage.tree[2]]
        seen: set[int] = set()
        while waiting:
            index = waiting.pop()
            if index == _NO_ENTRY:
                continue
            # The root is in no storage, and an entry in one only.
            if (
                index == 0
                or index >= self._entries
                or index in seen
                or self._owner[index] not in (0, storage.index + 1)
            ):
                raise BadFile("has a directory that runs in a circle")
            seen.add(index)
            self._owner[index] = storage.index + 1
            entry = self._entry(index)
            found[entry.name] = entry
            waiting += entry.tree[:2]
        return found

    def read(self, stream: Entry) -> bytes:
        """A whole stream."""
        if stream.size == 0:
            return b""
        if stream.size > min(self._size, MAX_STREAM):
            raise BadFile(f"has a stream {stream.name!r:.60} that is larger than it can be")
        if stream.size >= self._mini_cutoff:
            return self._sectors(stream.first, stream.size)
        self._spend(stream.size)
        parts = [
            self._mini[at * _MINI : (at + 1) * _MINI]
            for at in self._chain(stream.first, -(-stream.size // _MINI), self._mini_table)
        ]
        data = b"".join(parts)[: stream.size]
        if len(data) < stream.size:
            raise BadFile("was cut short")
        return data

    def _entry(self, index: int) -> Entry:
        return Entry(index, self._directory[index * _ENTRY.size : (index + 1) * _ENTRY.size])

    def _read_table(self, head: bytes, first: int, tables: int, count: int) -> array[int]:
        """The table of sectors: which one follows each."""
        listed = list(struct.unpack_from("<109I", head, 76))
        seen: set[int] = set()
        for _ in range(tables):
            if first > _LAST_SECTOR:
                break
            if first in seen or len(seen) > count:
                raise BadFile("has a table of sectors that runs in a circle")
            seen.add(first)
            block = struct.unpack(f"<{self._sector // 4}I", self._read_sector(first))
            listed += block[:-1]
            first = block[-1]
        sectors = [sector for sector in listed if sector <= _LAST_SECTOR]
        if len(set(sectors)) != len(sectors) or any(sector >= count for sector in sectors):
            raise BadFile("was cut short, or its table of sectors is broken")
        table = array("I")
        for sector in sectors:
            table.frombytes(self._read_sector(sector))
        if byteorder == "big":
            table.byteswap()
        return table

    def _table_at(self, first: int) -> array[int]:
        """A table of sectors of the short streams."""
        table = array("I")
        seen: set[int] = set()
        while first <= _LAST_SECTOR:
            if first in seen or first >= len(self._table):
                raise BadFile("has a table of short streams that is broken")
            seen.add(first)
            table.frombytes(self._read_sector(first))
            first = self._table[first]
        if byteorder == "big":
            table.byteswap()
        return table

    def _read_directory(self, first: int) -> bytes:
        parts: list[bytes] = []
        seen: set[int] = set()
        while first <= _LAST_SECTOR:
            if first in seen or first >= len(self._table):
                raise BadFile("has a directory that is broken")
            seen.add(first)
            if len(seen) * self._sector > MAX_ENTRIES * _ENTRY.size:
                raise BadFile(f"holds more than {MAX_ENTRIES:,} objects")
            parts.append(self._read_sector(first))
            first = self._table[first]
        if not parts:
            raise BadFile("has no directory")
        self._entries = len(parts) * self._sector // _ENTRY.size
        return b"".join(parts)

    def _sectors(self, first: int, size: int) -> bytes:
        chain = self._chain(first, -(-size // self._sector), self._table)
        return b"".join(map(self._read_sector, chain))[:size]

    def _chain(self, first: int, count: int, table: array[int]) -> list[int]:
        """As many sectors as a stream needs; what follows them in the table does not matter."""
        chain: list[int] = []
        for _ in range(count):
            if first >= len(table):
                raise BadFile("was cut short, or its table of sectors is broken")
            chain.append(first)
            first = table[first]
        return chain

    def _read_sector(self, number: int) -> bytes:
        self._spend(self._sector)
        self._file.seek((number + 1) * self._sector)
        data = self._file.read(self._sector)
        # Some systems do not fill the last sector of the file.
        if not data:
            raise BadFile("was cut short")
        return data.ljust(self._sector, b"\0")

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise BadFile("has streams that lie in one another")
