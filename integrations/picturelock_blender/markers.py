"""Timeline markers: ours are those that a scene notes; all others are somebody else's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from picturelock.cut import Marker
from picturelock.timeline.plcut.reading import Wrong, marker_of
from picturelock.timeline.plcut.writing import marker_json

from picturelock_blender.clock import clock_of
from picturelock_blender.notes import note_of, set_note, whole

Ours = tuple[Any, Marker]
"""A marker in Blender and what we know of it: Blender's have a name and a frame, and nothing else."""
LONGEST = 63
"""Bytes of a marker's name."""


def ours(scene: Any) -> list[Ours]:
    """Our markers in a scene, where they are now. One that was both moved and renamed is no longer ours."""
    waiting = list(scene.timeline_markers)
    found: list[Ours] = []
    noted = _noted(scene)
    for exact in (True, False):
        for entry in list(noted):
            marker, frame, name = entry
            same = [one for one in waiting if one.name == name and (one.frame == frame or not exact)]
            same = same or ([one for one in waiting if one.frame == frame] if not exact else [])
            if same:
                waiting.remove(same[0])
                noted.remove(entry)
                found.append((same[0], _placed(scene, marker, same[0], frame, name)))
    return sorted(found, key=lambda one: one[1].span)


def put(scene: Any, markers: Sequence[Marker]) -> int:
    """Add markers; one with the id of one that is there takes its place."""
    replaced = {marker.id for marker in markers}
    remove(scene, replaced)
    clock, entries = clock_of(scene), _entries(ours(scene))
    for marker in markers:
        made = scene.timeline_markers.new(_short(marker.name), frame=clock.frame(marker.span.start))
        made.select = False
        entries.append({"marker": marker_json(marker), "frame": made.frame, "name": made.name})
    set_note(scene, markers=entries or None)
    return len(markers)


def remove(scene: Any, ids: Collection[str] | None) -> int:
    """Take away those of our markers that have these ids, or all of ours."""
    there = ours(scene)
    going = [one for one in there if ids is None or one[1].id in ids]
    staying = [one for one in there if one not in going]
    entries = _entries(staying)
    for made, _ in going:
        scene.timeline_markers.remove(made)
    set_note(scene, markers=entries or None)
    return len(going)


def _entries(those: Sequence[Ours]) -> list[dict[str, Any]]:
    return [{"marker": marker_json(marker), "frame": made.frame, "name": made.name} for made, marker in those]


def _noted(scene: Any) -> list[tuple[Marker, int, str]]:
    entries, found = note_of(scene).get("markers"), []
    for entry in entries if isinstance(entries, list) else ():
        frame = whole(entry, "frame") if isinstance(entry, dict) else None
        try:
            marker = marker_of(entry["marker"], "marker") if frame is not None else None
        except (Wrong, KeyError):
            continue
        if marker is not None and frame is not None and marker.id:
            found.append((marker, frame, str(entry.get("name"))))
    return found


def _placed(scene: Any, marker: Marker, made: Any, frame: int, name: str) -> Marker:
    """What we know of a marker, at the frame and with the name that it has now."""
    if made.frame != frame:
        by = clock_of(scene).rate.time_of(made.frame - frame)
        marker = replace(marker, span=marker.span.shift(by))
    return marker if made.name == name else replace(marker, name=made.name)


def _short(name: str) -> str:
    """A name as long as Blender can hold, never half a letter."""
    return name.encode("utf-8", "replace")[:LONGEST].decode("utf-8", "ignore") or "Picturelock"
