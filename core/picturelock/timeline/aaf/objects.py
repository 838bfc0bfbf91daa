"""AAF objects: storages of a compound file, each with a stream of properties (AAF Stored Format Specification 1.0).

Values are taken as what they are known to be; one that is missing or of another size is None.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from uuid import UUID

from picturelock.timeline.aaf.compound import BadFile, Compound, Entry
from picturelock.timeline.aaf.names import EXTENSIONS, Pid

_ONE, _VECTOR, _SET = 0x22, 0x32, 0x3A
_CLASS = bytes.fromhex("0101010d01010000060e2b3402060101")
_NUMBERS = {1: "B", 2: "H", 3: "I", 4: "Q", 5: "b", 6: "h", 7: "i", 8: "q"}
_MAX_TEXT = 20_000  # bytes of a text that is read
_MAX_ITEMS = 1_000_000
_NULL_MOB = bytes(32)
_OLD_LABEL = b"\x06\x0e\x2b\x34\x7f\x7f"


class Node:
    """An object, and its properties by number."""

    __slots__ = ("_children", "_compound", "_values", "entry", "kind")

    def __init__(self, compound: Compound, entry: Entry) -> None:
        self._compound = compound
        self.entry = entry
        self.kind = _kind_of(entry.class_id)
        self._children = compound.children(entry)
        self._values: dict[int, tuple[int, bytes]] = {}
        properties = self._children.get("properties")
        if properties is not None and properties.is_stream:
            self._values = _properties(compound.read(properties))

    def __contains__(self, pid: int) -> bool:
        return pid in self._values

    def data(self, pid: int) -> bytes:
        """The bytes of a value; empty where there is none."""
        return self._values.get(pid, (0, b""))[1]

    def integer(self, pid: int) -> int | None:
        """A whole number; its sign is that of AAF's positions and lengths (64 bits), else it has none."""
        found = self.data(pid)
        if len(found) not in (1, 2, 4, 8):
            return None
        return int.from_bytes(found, "little", signed=len(found) == 8)

    def rational(self, pid: int) -> Fraction | None:
        """A fraction; None for one by zero."""
        return _rational(self.data(pid))

    def text(self, pid: int) -> str:
        """A text up to its end mark."""
        return _text(self.data(pid))

    def auid(self, pid: int) -> str:
        """An identifier, or that of the definition that is referred to; "" where there is none."""
        found = self.data(pid)
        if len(found) == 21:  # a weak reference: which table, which key, its size, and the key
            found = found[5:]
        return str(UUID(bytes_le=found)) if len(found) == 16 else ""

    def mob_id(self, pid: int) -> str:
        """A mob's identifier as people write it; "" for none and for all zeros, which means none."""
        found = self.data(pid)
        return umid(found) if len(found) == 32 and found != _NULL_MOB else ""

    def value(self, pid: int) -> Any:
        """A value that says its own type: a text, a whole number, a fraction or a truth; None for any other."""
        found = self.data(pid)
        if len(found) < 17 or found[0] != 0x4C:
            return None
        (kind,) = struct.unpack_from("<I", found, 1)
        rest = found[17:]
        if kind == 0x01100200:
            return _text(rest)
        if kind == 0x03010100:
            return _rational(rest)
        if kind == 0x01040100:
            return rest[:1] == b"\1"
        code = _NUMBERS.get(kind >> 8 & 0xFF) if kind >> 16 == 0x0101 and kind & 0xFF == 0 else None
        return struct.unpack(f"<{code}", rest)[0] if code and len(rest) == struct.calcsize(code) else None

    def one(self, pid: int) -> Node | None:
        """The object that a property holds."""
        form, found = self._values.get(pid, (0, b""))
        entry = self._children.get(_text(found)) if form == _ONE else None
        return Node(self._compound, entry) if entry is not None and not entry.is_stream else None

    def many(self, pid: int) -> Iterator[Node]:
        """The objects that a property holds, in their order."""
        form, found = self._values.get(pid, (0, b""))
        if form not in (_VECTOR, _SET):
            return
        name = _text(found)
        index = self._children.get(f"{name} index")
        if index is None or not index.is_stream:
            return
        for key in _keys(self._compound.read(index), form):
            entry = self._children.get(f"{name}{{{key:x}}}")
            if entry is not None and not entry.is_stream:
                yield Node(self._compound, entry)

    def tags(self, pid: int) -> dict[str, Any]:
        """Named values, such as a mob's comments; the first of each name."""
        found: dict[str, Any] = {}
        for tag in self.many(pid):
            found.setdefault(tag.text(Pid.TAG_NAME), tag.value(Pid.TAG_VALUE))
        return found


def umid(identifier: bytes) -> str:
    """A mob's identifier as a SMPTE UMID in a URN, as pyaaf2 writes it."""
    material = UUID(bytes_le=bytes(identifier[16:32])).bytes
    # Before SMPTE's registry, Avid kept a label where the material's UUID stands: those are turned half round in the URN.
    if identifier[11] == 0 and identifier[24:30] == _OLD_LABEL:
        material = material[8:] + material[:8]
    label = (identifier[:16] + material).hex()
    return "urn:smpte:umid:" + ".".join(label[at : at + 8] for at in range(0, 64, 8))


def extension_pids(root: Node) -> dict[str, int]:
    """The numbers that this file gives to Avid's own properties, by their names."""
    found: dict[str, int] = {}
    dictionary = root.one(Pid.META_DICTIONARY)
    if dictionary is None:
        return found
    for definition in dictionary.many(Pid.CLASSES):
        for known in definition.many(Pid.CLASS_PROPERTIES):
            number = known.integer(Pid.PROPERTY_NUMBER)
            if number is not None and number >= 0x8000 and (name := known.text(Pid.META_NAME)) in EXTENSIONS:
                found[name] = number
    return found


def _kind_of(class_id: bytes) -> int:
    return class_id[7] if class_id[:7] + b"\0" + class_id[8:] == _CLASS else 0


def _properties(data: bytes) -> dict[int, tuple[int, bytes]]:
    if len(data) < 4:
        raise BadFile("has an object without properties")
    order, _, count = struct.unpack_from("<BBH", data)
    if order != 0x4C:
        raise BadFile("is written in an order of bytes that no editing system uses today")
    at = 4 + 6 * count
    if at > len(data):
        raise BadFile("has an object whose properties were cut short")
    found: dict[int, tuple[int, bytes]] = {}
    for pid, form, size in struct.iter_unpack("<HHH", data[4:at]):
        found[pid] = form, data[at : at + size]
        at += size
    return found


def _keys(index: bytes, form: int) -> Iterator[int]:
    """The local keys in an index."""
    if len(index) < 12:
        return
    (count,) = struct.unpack_from("<I", index)
    at, step = 12, 4
    if form == _SET and len(index) >= 15:
        at, step = 15, 8 + index[14]
    for place in range(at, min(len(index) - 3, at + step * min(count, _MAX_ITEMS)), step):
        yield struct.unpack_from("<I", index, place)[0]


def _text(data: bytes) -> str:
    return str(data[:_MAX_TEXT], "utf-16-le", "replace").partition("\0")[0]


def _rational(data: bytes) -> Fraction | None:
    if len(data) != 8:
        return None
    numerator, denominator = struct.unpack("<ii", data)
    return Fraction(numerator, denominator) if denominator else None
