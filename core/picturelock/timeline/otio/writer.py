"""A `Cut` as an .otio timeline, in the JSON that OpenTimelineIO 0.18 reads.

Written as JSON and not through OpenTimelineIO's objects: those take 50 µs a clip, and turn numbers in other programs'
metadata into others. What OpenTimelineIO has no field for lies in `metadata.picturelock`, and in the keys that its adapters
and DaVinci Resolve read. `Shape` is what differs between the .otio files that we write.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from picturelock.cut import Cut, Marker, Shot, Track
from picturelock.errors import OutputError
from picturelock.findings import Finding, Place
from picturelock.timeline.base import Findings, Losses
from picturelock.timeline.edges import are_apart
from picturelock.timeline.lanes import laid_out
from picturelock.timeline.otio.file import MAX_BYTES
from picturelock.timeline.otio.markers import hung, marker_json
from picturelock.timeline.otio.notes import OURS, SELF
from picturelock.timeline.otio.time import range_json, time_json
from picturelock.timeline.otio.transitions import transition_json
from picturelock.timeline.otio.writing_clips import Clips, merged
from picturelock.times import Flicks, FrameRate, Span

INDENTED = 2000
"""Clips up to which a file is indented for people; Python takes ten times as long for it."""
_KINDS = {"video": "Video", "audio": "Audio"}

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How an .otio file is to look."""

    name: str
    """Of the format, for findings."""
    resolve: bool = False
    """As DaVinci Resolve writes and reads it, else as OpenTimelineIO's own adapters do."""
    bundled: Mapping[Path, str] | None = None
    """For a bundle: the references of the files in it; of other media it keeps what they were called."""


def to_text(cut: Cut, shape: Shape) -> tuple[str, Findings]:
    """The text of the file, and what others than Picturelock will not find in it. Raises OutputError if it is too large."""
    losses = Losses(shape.name, {"track-names": "info", "handles": "info"})
    findings: Findings = ()
    data = timeline_json(cut, shape, losses)
    indent = 4 if len(cut.shots) <= INDENTED else None
    try:
        text = json.dumps(data, indent=indent, ensure_ascii=False, default=_plain)
    except (RecursionError, ValueError, TypeError):
        findings = (Finding("timeline.metadata-left-out", "info", Place(), {"count": len(cut.shots)}),)
        bare = timeline_json(without_extras(cut), shape, Losses(shape.name))
        text = json.dumps(bare, indent=indent, ensure_ascii=False)
    if len(text) > MAX_BYTES // 4 and len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise OutputError(
            f"The timeline is too large for one file: more than {MAX_BYTES // 1_000_000} MB.",
            hint="Write it in parts (reels).",
        )
    return text, (*losses.findings, *findings)


def write(cut: Cut, path: Path, shape: Shape) -> Findings:
    """As `TimelineFormat.write`."""
    text, findings = to_text(cut, shape)
    path.write_bytes(text.encode("utf-8", "replace"))
    return findings


def timeline_json(cut: Cut, shape: Shape, losses: Losses) -> Node:
    """The timeline as JSON objects; what has no place is added to `losses`."""
    cut = laid_out(cut)
    return _Writer(shape, losses, cut.rate).timeline(cut)


class _Writer:
    """Writes a cut and the cuts in it."""

    def __init__(self, shape: Shape, losses: Losses, rate: FrameRate) -> None:
        self._shape = shape
        self._losses = losses
        self._rate = rate
        self._clips = Clips(shape.resolve, shape.bundled, losses, rate)

    def timeline(self, cut: Cut) -> Node:
        noted = {
            **({"drop": True} if cut.drop else {}),
            **({"comments": list(cut.comments)} if cut.comments else {}),
        }
        resolve = {"Resolve_OTIO": {"Resolve OTIO Meta Version": "1.0"}} if self._shape.resolve else {}
        own = cut.extras.get(SELF)
        own = own if isinstance(own, Mapping) else {}
        stack = own.get("stack")
        return {
            "OTIO_SCHEMA": "Timeline.1",
            "metadata": merged(cut.extras, resolve, {OURS: noted} if noted else {}),
            "name": cut.name,
            "global_start_time": time_json(cut.start, self._rate),
            "tracks": {
                **_item(
                    "Stack.1", "" if self._shape.resolve else "tracks", stack if isinstance(stack, Mapping) else {}
                ),
                **self.inside(cut, top=True),
            },
        }

    def inside(self, cut: Cut, top: bool) -> Node:
        """A stack's children and markers."""
        by_track: dict[str, list[Shot]] = defaultdict(list)
        for shot in cut.shots:
            by_track[shot.track].append(shot)
        hanging, loose = self._sorted_markers(cut)
        tracks = cut.tracks or ((Track("V1", "video"),) if cut.duration or (loose and not top) else ())
        own = cut.extras.get(SELF)
        noted = own.get("tracks") if isinstance(own, Mapping) else None
        children = []
        longest = max((shots[-1].record_span.end for shots in by_track.values()), default=0)
        for number, track in enumerate(tracks):
            # Nothing else says that the cut is longer than its last clip.
            length = cut.duration if number == 0 and cut.duration > longest else 0
            metadata = noted.get(track.id) if isinstance(noted, Mapping) else None
            child = self._track(track, by_track[track.id], length, hanging, metadata)
            if number == 0 and not top:
                child["markers"] = loose  # those of a stack belong to the clip that a nest is
            children.append(child)
        return {"markers": loose if top else [], "children": children}

    def _sorted_markers(self, cut: Cut) -> tuple[dict[str, list[Node]], list[Node]]:
        """The markers that hang on clips, by shot, and the others."""
        shots = {shot.id: shot for shot in cut.shots} if any(marker.shot for marker in cut.markers) else {}
        hanging: dict[str, list[Node]] = defaultdict(list)
        loose: list[Node] = []
        for marker in cut.markers:
            shot = shots.get(marker.shot)
            span = hung(marker, shot) if shot is not None else None
            noted = _noted(marker, shot if span is None else None)
            if shot is not None and span is not None:
                hanging[shot.id].append(marker_json(marker, span, self._rate, noted))
            else:
                loose.append(marker_json(marker, marker.span, self._rate, noted))
        return hanging, loose

    def _track(
        self, track: Track, shots: Sequence[Shot], length: Flicks, hanging: Mapping[str, list[Node]], metadata: Any
    ) -> Node:
        kind = _KINDS[track.kind]
        usual = f"{kind} {track.id[1:]}"
        noted: Node = {}
        named = usual if self._shape.resolve else track.name
        if named != track.name:
            noted["name"] = track.name
            if track.name:
                self._losses.add(f"track-names: {track.name}"[:60])
        resolve: Node = {"Locked": track.locked} if track.locked or self._shape.resolve else {}
        sound = {"Resolve_OTIO": {"Audio Type": "Stereo"}} if self._shape.resolve and track.kind == "audio" else {}
        known = metadata if isinstance(metadata, Mapping) else {}
        parts = merged(sound, known, {"Resolve_OTIO": resolve} if resolve else {}, {OURS: noted} if noted else {})
        return {
            **_item("Track.1", named, parts),
            "enabled": track.enabled,
            "children": self._children(shots, length, hanging),
            "kind": kind,
        }

    def _children(self, shots: Sequence[Shot], length: Flicks, hanging: Mapping[str, list[Node]]) -> list[Node]:
        """Clips, the gaps between them and the transitions at their edges."""
        found: list[Node] = []
        before: Shot | None = None
        at = 0
        for shot in shots:
            start = shot.record_span.start
            apart = before is not None and are_apart(before, shot)
            if start > at or (apart and not self._shape.resolve):  # for no time, where each has its own fade
                self._join(found, before, None)
                before = None
                found.append(self._gap(start - at))
            if before is not None and apart:  # Resolve knows no empty gap, and has one transition at an edit
                self._losses.add("transitions", before.id, before.record_span)
            else:
                self._join(found, before, shot)
            found.append(self._shot(shot, hanging.get(shot.id, [])))
            before, at = shot, shot.record_span.end
        self._join(found, before, None)
        if length > at:
            found.append(self._gap(length - at))
        return found

    def _join(self, found: list[Node], before: Shot | None, after: Shot | None) -> None:
        made = transition_json(before, after, self._rate) if before is not None or after is not None else None
        if made is not None:
            found.append(made)

    def _gap(self, length: Flicks) -> Node:
        return {**_item("Gap.1", "", {}), "source_range": range_json(Span(0, length), self._rate, self._rate)}

    def _shot(self, shot: Shot, markers: list[Node]) -> Node:
        if shot.nest is None:
            return {**self._clips.clip(shot), "markers": markers}
        made = self._clips.item("Stack.1", shot)
        inside = _Writer(self._shape, self._losses, shot.nest.rate)
        return {**made, **inside.inside(laid_out(shot.nest), top=False), "markers": markers}


def without_extras(cut: Cut) -> Cut:
    """The cut without what other programs noted in it."""
    shots = []
    for shot in cut.shots:
        nest = without_extras(shot.nest) if shot.nest is not None else None
        shots.append(replace(shot, extras={}, source=replace(shot.source, extras={}), nest=nest))
    return replace(cut, shots=tuple(shots), extras={})


def _plain(value: Any) -> Any:
    """Other programs' notes as JSON knows them."""
    return dict(value) if isinstance(value, Mapping) else str(value)


def _item(schema: str, name: str, metadata: Mapping[str, Any]) -> Node:
    return {
        "OTIO_SCHEMA": schema,
        "metadata": dict(metadata),
        "name": name,
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": True,
    }


def _noted(marker: Marker, shot: Shot | None) -> Node:
    """What to note of a marker: that it is ours, and the shot that it could not be hung on."""
    return {
        **({"marker": True, "id": marker.id} if marker.id else {}),
        **({"shot": shot.id} if shot is not None else {}),
    }
