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
from picturelock.timeline.flatten import Layer, in_order, opened
from picturelock.timeline.otio.file import read_json, to_objects
from picturelock.timeline.otio.markers import hanging
from picturelock.timeline.otio.notes import Notes, ours, texts
from picturelock.timeline.otio.time import BadTime, flicks, video_rate
from picturelock.timeline.otio.walk import Walker
from picturelock.timeline.references import clean
from picturelock.times import Flicks, FrameRate


def read(path: Path, rate: FrameRate | None = None) -> tuple[Cut, tuple[Finding, ...]]:
    """The cut in an .otio file. `rate`: where it says none. Raises InputError, or UsageError where no rate is known."""
    return cut_of(read_json(path), path, rate)


def cut_of(data: dict[str, Any], path: Path, rate: FrameRate | None = None) -> tuple[Cut, tuple[Finding, ...]]:
    """As `read`, from the JSON that stands in the file."""
    found, notes, replaced = to_objects(data, path)
    timeline = _timeline(found, path)
    chosen, doubts = _rate(timeline, rate, path)
    walker = Walker(path, notes, chosen)
    try:
        walker.place = "global_start_time"
        start = flicks(timeline.global_start_time) if timeline.global_start_time is not None else 0
        layer = walker.timeline(timeline.tracks)
    except (BadTime, RecursionError, UnicodeError, OverflowError) as error:
        message = "nests too deeply" if isinstance(error, RecursionError) else str(error)[:200]
        raise InputError(f"{message}.", file=path, place=walker.place) from error
    if not layer.shots and not layer.duration:
        raise InputError("holds no clips; expected a timeline with at least one.", file=path)
    if chosen is None:
        raise UsageError(
            f"{path.name} does not say its frame rate.", hint="Give it: --rate 25, or rate = 25 in picturelock.toml."
        )
    cut = _cut(timeline, layer, chosen, start, notes, walker, path)
    return cut, (*replaced, *doubts, *_placed(walker.findings, cut), *_left_out(notes, path))


def _cut(
    timeline: otio.schema.Timeline,
    layer: Layer,
    rate: FrameRate,
    start: Flicks,
    notes: Notes,
    walker: Walker,
    path: Path,
) -> Cut:
    note = notes.of(timeline)
    tracks = layer.tracks
    if not timeline.tracks.enabled:
        tracks = [replace(track, enabled=False) for track in tracks]
    shots = in_order(layer.shots)
    whole = notes.extras(notes.of(timeline.tracks))
    own = {**walker.track_notes(timeline.tracks), **({"stack": whole} if whole else {})}
    return Cut(
        clean(timeline.name or "") or path.stem,
        rate,
        shots,
        start,
        drop=ours(note).get("drop") is True and rate.drop_labels > 0,
        markers=hanging(list(_from_zero(layer.markers, start, layer.duration)), shots, rate),
        path=path,
        duration=layer.duration,
        tracks=tuple(sorted(tracks, key=lambda track: track.kind != "video")),
        comments=texts(ours(note).get("comments")),
        extras=notes.extras(note, own),
    )


def _placed(findings: list[Finding], cut: Cut) -> Iterator[Finding]:
    """The findings with the record time of their shots, which may lie in nests."""
    if findings:
        spans = {shot.id: shot.record_span for shot in (*opened(cut).shots, *cut.shots)}
        for finding in findings:
            yield replace(finding, place=replace(finding.place, record=spans.get(finding.place.shot)))


def _left_out(notes: Notes, path: Path) -> Iterator[Finding]:
    if notes.left_out:
        evidence = {"count": notes.left_out}
        yield Finding("timeline.metadata-left-out", "info", Place(file=str(path)), evidence)


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


def _rate(
    timeline: otio.schema.Timeline, asked: FrameRate | None, path: Path
) -> tuple[FrameRate | None, tuple[Finding, ...]]:
    """The start time's, else that of every clip; where they differ the rate asked for, else that of most of the picture."""
    if timeline.global_start_time is not None:
        rate = video_rate(timeline.global_start_time.rate)
        if rate is not None:
            return rate, ()
    for items in (_items(timeline, "Video"), _items(timeline, "Audio"), timeline.find_clips()):
        counted = Counter(rate for item in items if (rate := _item_rate(item)) is not None)
        if counted:
            if asked is not None and len(counted) > 1:
                return asked, ()
            chosen = counted.most_common(1)[0][0]
            evidence = {"rate": chosen.label, "rates": ", ".join(sorted(rate.label for rate in counted))}
            mixed = Finding("timeline.mixed-rates", "info", Place(file=str(path)), evidence)
            return chosen, (mixed,) if len(counted) > 1 else ()
    return asked, ()


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
