"""An .otio timeline as a `Cut`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import opentimelineio as otio

from picturelock.cut import Cut, Marker
from picturelock.errors import InputError, UsageError
from picturelock.findings import Finding, Place
from picturelock.timeline.otio.file import read_json, to_objects
from picturelock.timeline.otio.time import BadTime, flicks, video_rate
from picturelock.timeline.otio.walk import Walker
from picturelock.timeline.references import clean
from picturelock.times import Flicks, FrameRate


def read(path: Path, rate: FrameRate | None = None) -> tuple[Cut, tuple[Finding, ...]]:
    """The cut in an .otio file. `rate` overrules the file's. Raises InputError, or UsageError where no rate is known."""
    found, replaced = to_objects(read_json(path), path)
    timeline = _timeline(found, path)
    walker = Walker(path)
    try:
        walker.place = "global_start_time"
        start = flicks(timeline.global_start_time) if timeline.global_start_time is not None else 0
        layer = walker.item(timeline.tracks, "", "video", 0)
    except (BadTime, RecursionError, UnicodeError, OverflowError) as error:
        message = "nests too deeply" if isinstance(error, RecursionError) else str(error)[:200]
        raise InputError(f"{message}.", file=path, place=walker.place) from error
    if not layer.shots and not layer.duration:
        raise InputError("holds no clips; expected a timeline with at least one.", file=path)
    chosen, rate_findings = _rate(timeline, rate, path)
    shots = sorted(layer.shots, key=lambda shot: (shot.record_span.start, shot.kind != "video"))
    markers = tuple(sorted(_from_zero(layer.markers, start, layer.duration), key=lambda marker: marker.span))
    name = clean(timeline.name or "") or path.stem
    cut = Cut(name, chosen, tuple(shots), start, False, markers, path, layer.duration)
    spans = {shot.id: shot.record_span for shot in shots}
    placed = (replace(f, place=replace(f.place, record=spans.get(f.place.shot))) for f in walker.findings)
    return cut, (*replaced, *rate_findings, *placed)


def _timeline(found: Any, path: Path) -> otio.schema.Timeline:
    """The one timeline in a file; a bare stack, track or clip is made into one."""
    if isinstance(found, otio.schema.SerializableCollection):
        timelines = [child for child in found if isinstance(child, otio.schema.Timeline)]
        if len(timelines) != 1:
            message = f"holds {len(timelines)} timelines; expected one."
            raise InputError(message, file=path, hint="Export each by itself.")
        found = timelines[0]
    if isinstance(found, otio.core.Item):
        item, found = found, otio.schema.Timeline(name=found.name)
        found.tracks.append(item)
    if not isinstance(found, otio.schema.Timeline):
        raise InputError(f"holds a {type(found).__name__}; expected a timeline.", file=path)
    if found.tracks is None:
        raise InputError("holds a timeline without tracks.", file=path)
    return found


def _rate(timeline: otio.schema.Timeline, asked: FrameRate | None, path: Path) -> tuple[FrameRate, tuple[Finding, ...]]:
    """The rate asked for, else the start time's, else the one that most of the picture is counted in."""
    if asked is not None:
        return asked, ()
    if timeline.global_start_time is not None:
        rate = video_rate(timeline.global_start_time.rate)
        if rate is not None:
            return rate, ()
    for items in (_items(timeline, "Video"), _items(timeline, "Audio"), timeline.find_clips()):
        counted = Counter(rate for item in items if (rate := _item_rate(item)) is not None)
        if counted:
            chosen = counted.most_common(1)[0][0]
            evidence = {"rate": chosen.label, "rates": ", ".join(sorted(rate.label for rate in counted))}
            mixed = Finding("timeline.mixed-rates", "info", Place(file=str(path)), evidence)
            return chosen, (mixed,) if len(counted) > 1 else ()
    raise UsageError(
        f"{path.name} does not say its frame rate.", hint="Give it: --rate 25, or rate = 25 in picturelock.toml."
    )


def _items(timeline: otio.schema.Timeline, kind: str) -> Iterator[Any]:
    """What lies on the timeline's own tracks of a kind."""
    for track in timeline.tracks:
        if not isinstance(track, otio.schema.Track):
            yield track
        elif track.kind == kind:
            yield from track


def _item_rate(item: Any) -> FrameRate | None:
    """The rate that an item's length is counted in, if it is one of pictures."""
    found = getattr(item, "source_range", None)
    if found is None and isinstance(item, otio.schema.Clip) and item.media_reference is not None:
        found = item.media_reference.available_range
    return video_rate(found.duration.rate) if found is not None else None


def _from_zero(markers: list[Marker], start: Flicks, duration: Flicks) -> Iterator[Marker]:
    """Markers in record time: some systems count them from the timeline's start timecode, though OpenTimelineIO does not."""
    for marker in markers:
        late = marker.span.start >= duration and 0 <= marker.span.start - start < duration
        yield replace(marker, span=marker.span.shift(-start)) if late and start else marker
