"""Markers as Avid has them: an event slot for each track that any is on; those of the timeline are on its timecode track."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from picturelock.cut import Cut, Marker
from picturelock.timeline.aaf.definitions import Definitions, edit_rate, text
from picturelock.timeline.aaf.names import OURS
from picturelock.timeline.base import Losses
from picturelock.times import Flicks

_FIRST_SLOT = 1000
_RGB = {
    "RED": (41471, 12134, 6564), "GREEN": (13107, 52428, 13107), "BLUE": (13107, 13107, 52428), "CYAN": (13107, 52428, 52428),
    "MAGENTA": (52428, 13107, 52428), "YELLOW": (59110, 59110, 6553), "BLACK": (0, 0, 0), "WHITE": (58981, 58981, 58981),
    "ORANGE": (59110, 32768, 6553), "PINK": (65535, 44563, 51117), "PURPLE": (32768, 0, 32768),
}  # fmt: skip
_PLAIN = frozenset({"RED", "GREEN", "BLUE", "CYAN", "MAGENTA", "YELLOW", "BLACK", "WHITE"})
"""Colours that every version of Avid has; the others came with more of them."""


def add_markers(
    definitions: Definitions, mob: Any, cut: Cut, slots: Mapping[str, tuple[int, int]], clock: int, losses: Losses
) -> None:
    """Put a cut's markers on a composition. slots: number and track number of every track; clock: of the timecode slot."""
    shots = {shot.id: shot for shot in cut.shots}
    held: dict[tuple[int, int], list[Marker]] = defaultdict(list)
    for marker in cut.markers:
        shot = shots.get(marker.shot)
        # On a track it would hang on whatever is there.
        its = shot.track if shot is not None and shot.record_span.contains(marker.span.start) else ""
        held[slots.get(its, (clock, 1))].append(marker)
    create = definitions.file.create
    for number, ((described, track), markers) in enumerate(sorted(held.items(), key=lambda one: one[0])):
        slot = create.EventMobSlot()
        slot["SlotID"].value = _FIRST_SLOT + number
        slot["PhysicalTrackNumber"].value = track
        slot["EditRate"].value = edit_rate(cut.rate)
        events = create.Sequence(media_kind="DescriptiveMetadata")
        markers.sort(key=lambda marker: marker.span)
        events.components.value = [_event(definitions, marker, described, cut, losses) for marker in markers]
        slot["Segment"].value = events
        mob.slots.append(slot)


def _event(definitions: Definitions, marker: Marker, described: int, cut: Cut, losses: Losses) -> Any:
    made = definitions.file.create.DescriptiveMarker()
    made["Position"].value = _frame(marker.span.start, cut, losses, marker)
    length = _frame(marker.span.end, cut, losses, marker) - made["Position"].value
    if length:
        made["Length"].value = length
    else:
        del made["Length"]
    made["DescribedSlots"].value = {described}
    name, note = text(marker.name), text(marker.note)
    made["Comment"].value = f"{name}\n{note}" if note else name
    color = marker.color if marker.color in _RGB else "RED"
    made["CommentMarkerColor"].value = dict(zip(("red", "green", "blue"), _RGB[color], strict=True))
    tags = [
        definitions.tag("_ATN_CRM_COLOR_EXTENDED", color.title()),
        definitions.tag("_ATN_CRM_LENGTH", max(1, length)),
    ]
    if color in _PLAIN:
        tags.append(definitions.tag("_ATN_CRM_COLOR", color.title()))
    if name:
        tags.append(definitions.tag("_ATN_CRM_USER", name))
    made["CommentMarkerAttributeList"].value = tags
    if marker.id:
        made["UserComments"].value = [definitions.tag(OURS, json.dumps({"id": marker.id}))]
    return made


def _frame(time: Flicks, cut: Cut, losses: Losses, marker: Marker) -> int:
    if time % cut.rate.frame:
        losses.add("fraction", marker.shot, marker.span)
    return cut.rate.nearest(time)
