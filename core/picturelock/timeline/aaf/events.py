"""Markers of an AAF composition: descriptive markers on event slots, each at a time of a track.

Avid writes the text as the comment and its author as the user; where there is no text, the user is what people see.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from picturelock.cut import Cut, Marker, Shot
from picturelock.timeline.aaf.mobs import Mob, noted, units_time
from picturelock.timeline.aaf.names import MARKER_ATTRIBUTES, MARKER_COLOR, OURS, Kind, Pid
from picturelock.timeline.aaf.objects import Node
from picturelock.timeline.aaf.walk import Laid
from picturelock.timeline.references import clean, clean_note
from picturelock.times import Flicks, Span

MAX_MARKERS = 200_000
_MAX_ID = 100
_COLORS = {
    "RED": (1, 0, 0), "GREEN": (0, 1, 0), "BLUE": (0, 0, 1), "CYAN": (0, 1, 1), "MAGENTA": (1, 0, 1), "YELLOW": (1, 1, 0),
    "BLACK": (0, 0, 0), "WHITE": (1, 1, 1), "ORANGE": (1, 0.5, 0), "PINK": (1, 0.7, 0.8), "PURPLE": (0.5, 0, 0.5),
}  # fmt: skip
_PALETTE = {
    "FOREST": "GREEN", "DENIM": "BLUE", "VIOLET": "PURPLE", "GREY": "WHITE", "GRAY": "WHITE", "GOLD": "YELLOW",
}  # fmt: skip
"""Avid's colours that OpenTimelineIO has no name for, as the nearest that has one."""


def markers_of(mob: Mob, laid: Laid, numbers: dict[str, int]) -> tuple[Marker, ...]:
    """The markers of a composition, on its shots where they are on a track; numbers: of Avid's own properties."""
    held = _Held(laid.cut)
    found: list[Marker] = []
    for slot in mob.node.many(Pid.SLOTS):
        if slot.kind != Kind.EVENT_SLOT:
            continue
        rate = slot.rational(Pid.EVENT_RATE) or slot.rational(Pid.EDIT_RATE)
        segment = slot.one(Pid.SEGMENT)
        if rate is None or rate <= 0 or segment is None:
            continue
        track = slot.integer(Pid.TRACK_NUMBER) or 0
        for event in segment.many(Pid.COMPONENTS):
            if event.kind in (Kind.DESCRIPTIVE_MARKER, Kind.COMMENT_MARKER) and len(found) < MAX_MARKERS:
                at = units_time(event.integer(Pid.POSITION) or 0, rate)
                attributes = event.tags(numbers.get(MARKER_ATTRIBUTES, 0))
                span = Span(at, at + units_time(_frames(event, attributes), rate))
                shot = held.at(_track(event, laid, track), at)
                found.append(_marker(event, span, shot, attributes, numbers))
    return tuple(sorted(found, key=lambda marker: (marker.span, marker.name, marker.note)))


class _Held:
    """Finds shots by track and time."""

    def __init__(self, cut: Cut) -> None:
        self._shots: dict[str, list[Shot]] = defaultdict(list)
        for shot in cut.shots:
            self._shots[shot.track].append(shot)
        self._starts = {track: [shot.record_span.start for shot in shots] for track, shots in self._shots.items()}

    def at(self, track: str, time: Flicks) -> str:
        """The shot's id; "" where there is none."""
        place = bisect_right(self._starts.get(track, []), time) - 1
        if place < 0:
            return ""
        shot = self._shots[track][place]
        return shot.id if shot.record_span.contains(time) else ""


def _track(event: Node, laid: Laid, number: int) -> str:
    """The track that a marker is on: that of the slot it describes, or the layer of that number in it; "" for none."""
    for slot in _described(event.data(Pid.DESCRIBED_SLOTS)):
        tracks = laid.tracks.get(slot, [])
        if len(tracks) == 1:
            return tracks[0]
        if 0 < number <= len(tracks):
            return tracks[number - 1]
    return ""


def _described(data: bytes) -> Iterator[int]:
    for at in range(0, min(len(data), 400) - 3, 4):
        yield struct.unpack_from("<I", data, at)[0]


def _frames(event: Node, attributes: dict[str, Any]) -> int:
    """How long a marker is: Avid says 1 for a point, so only a length that the event itself has may be 1."""
    own = event.integer(Pid.LENGTH) or 0
    if own > 0:
        return own
    length = attributes.get("_ATN_CRM_LENGTH")
    return length if isinstance(length, int) and length > 1 else 0


def _marker(event: Node, span: Span, shot: str, attributes: dict[str, Any], numbers: dict[str, int]) -> Marker:
    name, _, note = event.text(Pid.COMMENT).replace("\r\n", "\n").replace("\r", "\n").partition("\n")
    own = noted(event.tags(Pid.COMPONENT_COMMENTS).get(OURS))
    user = attributes.get("_ATN_CRM_USER")
    return Marker(
        span,
        clean(name) or ("" if note or not isinstance(user, str) else clean(user)),
        clean_note(note),
        _color(attributes, event.data(numbers.get(MARKER_COLOR, 0))),
        shot,
        clean(str(own.get("id") or ""))[:_MAX_ID],
    )


def _color(attributes: dict[str, Any], rgb: bytes) -> str:
    for key in ("_ATN_CRM_COLOR_EXTENDED", "_ATN_CRM_COLOR"):
        name = str(attributes.get(key) or "").upper()
        if (known := _PALETTE.get(name, name)) in _COLORS:
            return known
    if len(rgb) != 6:
        return "RED"
    parts = [value / 65535 for value in struct.unpack("<3H", rgb)]
    return min(_COLORS, key=lambda one: sum((a - b) ** 2 for a, b in zip(parts, _COLORS[one], strict=True)))
