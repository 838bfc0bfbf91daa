"""What an .otio file's metadata says. OpenTimelineIO is given the number of a note in its place, so nothing in it can harm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from picturelock.cut import Cdl, Extras
from picturelock.timeline.references import clean

OURS = "picturelock"
"""The key under which our own metadata lies."""
SELF = "opentimelineio"
"""The key in `extras` of what OpenTimelineIO's own objects held and no field has: raw effects, tracks' metadata ..."""
MAX_PARTS = 20_000
"""Values in the metadata of one object that is kept."""
MAX_LEVELS = 40
MAX_TEXT = 1_000_000  # characters of one object's metadata
_REELS = (("cmx_3600", "reel"), ("Resolve_OTIO", "Reel Name"), ("reel",))
"""Where editing systems and adapters leave the reel in the metadata of a clip or its media."""
_WRITTEN = ("original_target_url", "missing_reference_because")
"""What bundles note of media that they do not hold."""
_NUMBER = "#"
_TIMES = {"RationalTime.1": ("value", "rate"), "TimeRange.1": ("start_time", "duration")}

Note = Mapping[str, Any]
_NOTHING: Note = {}


class Notes:
    """The metadata of a file's objects, by the number that stands for it in OpenTimelineIO's."""

    def __init__(self) -> None:
        self._all: list[Note] = []
        self.left_out = 0
        """How many objects' metadata could not be kept whole."""

    def add(self, metadata: Any) -> dict[str, Any]:
        """The metadata to give to OpenTimelineIO."""
        if not isinstance(metadata, dict) or not metadata:
            return {}
        self._all.append(metadata)
        return {_NUMBER: len(self._all) - 1}

    def of(self, item: Any) -> Note:
        """What was noted of an object."""
        metadata = item.metadata
        if not len(metadata):  # asking OpenTimelineIO for a key that is not there is slow
            return _NOTHING
        number = metadata.get(_NUMBER)
        return self._all[number] if isinstance(number, int) else _NOTHING

    def extras(self, note: Note, own: Mapping[str, Any] = _NOTHING) -> Extras:
        """What of a note has no field, as it is carried along; `own`: more, under SELF."""
        kept: dict[str, Any] = {}
        for key, value in note.items():
            rest = _unread(key, value)
            if rest is None:
                continue
            if _fits(rest):
                kept[key] = rest
            else:
                self.left_out += 1
        if own:
            if _fits(own):
                kept[SELF] = dict(own)
            else:
                self.left_out += 1
        return kept


def ours(note: Note) -> Note:
    """Our own part of a note."""
    found = note.get(OURS)
    return found if isinstance(found, dict) else _NOTHING


def reel_of(note: Note) -> str:
    """The reel that a note names; "" where none."""
    if not note:
        return ""
    for path in _REELS:
        value: Any = note
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, str) and value:
            return clean(value)
    return ""


def comments_of(note: Note) -> tuple[str, ...]:
    """The comments of an edit list, as the CMX 3600 adapter keeps them."""
    event = note.get("cmx_3600")
    found = event.get("comments") if isinstance(event, dict) else None
    return texts(found)


def texts(found: Any) -> tuple[str, ...]:
    """The texts in a list, as they can be shown."""
    if not isinstance(found, list):
        return ()
    return tuple(clean(one) for one in found[:1000] if isinstance(one, str) and clean(one))


def cdl_of(note: Note) -> Cdl | None:
    """The primary grade, as OpenTimelineIO's adapters note it: `cdl.asc_sop.slope`, `cdl.asc_sat` ..."""
    found = note.get("cdl")
    if not isinstance(found, dict):
        return None
    sop = found.get("asc_sop")
    saturation = found.get("asc_sat")
    if sop is None and saturation is None:
        return None
    parts = [_triple(sop.get(name)) for name in ("slope", "offset", "power")] if isinstance(sop, dict) else []
    if None in parts or (sop is not None and not parts):
        return None
    plain = Cdl()
    slope, offset, power = parts or (plain.slope, plain.offset, plain.power)
    if slope is None or offset is None or power is None:
        return None
    return Cdl(slope, offset, power, 1.0 if saturation is None or not is_number(saturation) else float(saturation))


def is_number(value: Any) -> bool:
    """True for a finite number."""
    return type(value) in (int, float) and abs(value) < 1e300 and isfinite(value)


def _triple(value: Any) -> tuple[float, float, float] | None:
    if not isinstance(value, list) or len(value) != 3 or not all(is_number(one) for one in value):
        return None
    return float(value[0]), float(value[1]), float(value[2])


def _unread(key: str, value: Any) -> Any:
    """What of a note's entry no field holds; None for nothing."""
    if key in (OURS, *_WRITTEN) or (key == "reel" and isinstance(value, str)):
        return None
    read: Sequence[str] = ()
    if key == "cmx_3600":
        read = ("reel", "comments")
    elif key == "Resolve_OTIO":
        read = ("Reel Name", "Locked", "Resolve OTIO Meta Version")
    elif key == "cdl" and cdl_of({"cdl": value}) is not None:
        read = ("asc_sop", "asc_sat")
    if not read or not isinstance(value, dict):
        return value
    return {inner: one for inner, one in value.items() if inner not in read} or None


def _fits(value: Any) -> bool:
    """True for what can be written again: of some size, and no objects that OpenTimelineIO might fail to read."""
    parts, text = 0, 0
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting:
        one, level = waiting.pop()
        parts += 1
        if isinstance(one, str):
            text += len(one)
        elif isinstance(one, dict):
            text += sum(map(len, one))
            if ("OTIO_SCHEMA" in one or "OTIO_REF_ID" in one) and not _is_time(one):
                return False
            waiting.extend((inner, level + 1) for inner in one.values())
        elif isinstance(one, list):
            waiting.extend((inner, level + 1) for inner in one)
        if parts + len(waiting) > MAX_PARTS or text > MAX_TEXT or level > MAX_LEVELS:
            return False
    return True


def _is_time(node: Note) -> bool:
    """True for a whole time or range: the objects that editing systems do put into metadata."""
    schema = node.get("OTIO_SCHEMA")
    keys = _TIMES.get(schema) if isinstance(schema, str) else None
    if keys is None or set(node) != {"OTIO_SCHEMA", *keys}:
        return False
    values = [node[key] for key in keys]
    if schema == "TimeRange.1":
        return all(isinstance(one, dict) and one.get("OTIO_SCHEMA") == "RationalTime.1" for one in values)
    return all(is_number(one) for one in values)
