"""Captions on a timeline: markers on its stack, which every editing system keeps.

A marker's name is the caption on one line, its comment the caption with its lines, `metadata.picturelock.caption` the rest;
`metadata.picturelock.captions` of the timeline says of what language they are. A caption that somebody moved or reworded
since is where, and as, the marker says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from picturelock.cues import Captions, Cue
from picturelock.errors import UsageError
from picturelock.timeline.otio.notes import OURS
from picturelock.timeline.otio.time import range_json, time_json
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, Span, from_seconds

from picturelock_otio.caption_values import cue_of, cue_values, header_of, header_values

_COLOR = "WHITE"
_MILLISECONDS = FrameRate(1000)
_MOST_SECONDS = 10**6

Node = dict[str, Any]


def timeline_of(captions: Captions, name: str) -> Node:
    """A timeline, as JSON, that holds nothing but captions, and lasts as long as they do."""
    rate = captions.rate or _MILLISECONDS
    end = max((cue.span.end for cue in captions.cues), default=0)
    gap = {"OTIO_SCHEMA": "Gap.1", "name": "", "source_range": range_json(Span(0, end), rate, rate)}
    track = {"OTIO_SCHEMA": "Track.1", "name": "", "kind": "Video", "children": [gap]}
    timeline: Node = {
        "OTIO_SCHEMA": "Timeline.1",
        "name": name,
        "metadata": {},
        "global_start_time": time_json(captions.start, rate) if captions.start and captions.rate else None,
        "tracks": {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": [track]},
    }
    return with_captions(timeline, captions)


def with_captions(timeline: Node, captions: Captions) -> Node:
    """A timeline, as JSON, with captions added to those it has."""
    rate = captions.rate or _MILLISECONDS
    ours = _ours(timeline)
    headers = [*_list(ours.get("captions")), header_values(captions)]
    stack = timeline.get("tracks")
    if not isinstance(stack, dict):
        raise UsageError("Captions can be put on a timeline only.")
    made = [_marker(cue, rate, len(headers) - 1) for cue in captions.cues]
    return {
        **timeline,
        "metadata": {**_dict(timeline.get("metadata")), OURS: {**ours, "captions": headers}},
        "tracks": {**stack, "markers": [*_list(stack.get("markers")), *made]},
    }


def captions_of(timeline: Node, language: str | None, every_marker: bool) -> Captions:
    """The captions of a timeline, as JSON. Raises UsageError where there are none, or several and none is named.

    every_marker: take all markers that last for captions, whoever put them there.
    """
    stack = _dict(timeline.get("tracks"))
    begin = _span(_dict(stack.get("source_range")), "start_time").start
    found: dict[int, list[Cue]] = defaultdict(list)
    for marker in _list(stack.get("markers")):
        for track, cue in _cue(_dict(marker), begin, every_marker):
            found[track].append(cue)
    headers = [header_of(one) for one in _list(_ours(timeline).get("captions"))]
    tracks = {number: headers[number] if 0 <= number < len(headers) else Captions(()) for number in found}
    chosen = _chosen(tracks, language)
    return replace(tracks[chosen], cues=tuple(sorted(found[chosen], key=lambda cue: cue.span)))


def languages_of(timeline: Node) -> tuple[str, ...]:
    """The languages of the captions on a timeline, as JSON."""
    return tuple(header_of(one).language for one in _list(_ours(timeline).get("captions")))


def _marker(cue: Cue, rate: FrameRate, track: int) -> Node:
    return {
        "OTIO_SCHEMA": "Marker.2",
        "name": " ".join(cue.text.split()),
        "comment": cue.text,
        "color": _COLOR,
        "marked_range": range_json(cue.span, rate, rate),
        "metadata": {OURS: {"caption": {"track": track, **cue_values(cue)}}},
    }


def _cue(marker: Node, begin: Flicks, every_marker: bool) -> Iterator[tuple[int, Cue]]:
    """A marker's caption, with the number of its header; -1 = it has none."""
    noted = _dict(_dict(_dict(marker.get("metadata")).get(OURS)).get("caption"))
    span = _span(_dict(marker.get("marked_range"))).shift(-begin)
    name, comment = (str(marker.get(key) or "") for key in ("name", "comment"))
    text = comment if " ".join(comment.split()) == name or not name else name
    if noted:
        track = noted.get("track")
        yield track if isinstance(track, int) else -1, cue_of(noted, span, text)
    elif every_marker and span.duration and text:
        yield -1, cue_of({}, span, comment or name)


def _chosen(tracks: dict[int, Captions], language: str | None) -> int:
    if not tracks:
        raise UsageError(
            "The timeline holds no captions.",
            hint="Read a caption file onto it (-a onto=CUT), or write all its markers as captions (-A markers=all).",
        )
    wanted = [number for number, one in tracks.items() if language is None or one.language == language]
    if len(wanted) == 1:
        return wanted[0]
    known = ", ".join(sorted({one.language for one in tracks.values()}))
    reason = "several caption tracks" if wanted else f"no captions in {language}"
    raise UsageError(f"The timeline holds {reason}; it has: {known}.", hint="Name one language: -A language=en.")


def _span(found: Node, only: str = "") -> Span:
    start = _time(_dict(found.get("start_time")))
    length = 0 if only else max(0, _time(_dict(found.get("duration"))))
    return Span(start, start + length)


def _time(found: Node) -> Flicks:
    value, rate = _number(found.get("value")), _number(found.get("rate"))
    if not 0 < rate <= FLICKS_PER_SECOND:
        return 0
    if not abs(value) <= _MOST_SECONDS * rate:
        raise UsageError(f"A marker lies at {value:g} of {rate:g} in a second, which is no time.")
    try:
        exact = FrameRate.parse(rate)
    except ValueError:
        return from_seconds(value / rate)
    return int(value) * exact.frame if value == int(value) else from_seconds(value * exact.den / exact.num)


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _ours(node: Node) -> Node:
    return _dict(_dict(node.get("metadata")).get(OURS))


def _dict(found: Any) -> Node:
    return found if isinstance(found, dict) else {}


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []
