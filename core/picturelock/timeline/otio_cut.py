"""An .otio timeline as a `Cut`, in one pass with running offsets.

OpenTimelineIO's own range functions are quadratic and ignore retimes, so none is used. What a clip shows: its
`source_range` starts in the media and lasts as long as the clip does in its track; a `LinearTimeWarp` multiplies the media
that is shown in that time. A negative one shows the same stretch, from its end to its start: so write Resolve and Hiero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio

from picturelock.cut import Cut, Effect, Marker, Shot, ShotKind
from picturelock.cutmap import Piece
from picturelock.errors import InputError, PicturelockError, UsageError
from picturelock.findings import Finding, Place
from picturelock.timeline.nest import Layer, Placing, place_span
from picturelock.timeline.otio_file import read_json, to_objects
from picturelock.timeline.otio_markers import marker_of
from picturelock.timeline.otio_media import source_of
from picturelock.timeline.otio_time import BadTime, flicks, scalar, scaled, video_rate
from picturelock.timeline.references import clean
from picturelock.times import Flicks, FrameRate, Span

MAX_NESTS = 60
_KINDS: dict[str, tuple[ShotKind, str]] = {"Video": ("video", "V"), "Audio": ("audio", "A")}
_LETTERS: dict[ShotKind, str] = {"video": "V", "audio": "A"}


def read(path: Path, rate: FrameRate | None = None) -> tuple[Cut, tuple[Finding, ...]]:
    """The cut in an .otio file. `rate` overrules the file's. Raises InputError, or UsageError where no rate is known."""
    found, replaced = to_objects(read_json(path), path)
    timeline = _timeline(found, path)
    reader = _Reader(path)
    try:
        tracks = timeline.tracks
        chosen, rate_findings = _rate(timeline, rate, path)
        layer = reader.item(tracks, "", "video", 0)
        start = flicks(timeline.global_start_time) if timeline.global_start_time is not None else 0
    except PicturelockError:
        raise
    except (BadTime, RecursionError, UnicodeError, OverflowError) as error:
        message = "nests too deeply" if isinstance(error, RecursionError) else str(error)[:200]
        raise InputError(f"{message}.", file=path, place=reader.place) from error
    if not layer.shots and not layer.duration:
        raise InputError("holds no clips; expected a timeline with at least one.", file=path)
    shots = sorted(layer.shots, key=lambda shot: (shot.record_span.start, shot.kind != "video"))
    markers = tuple(sorted(_from_zero(layer.markers, start, layer.duration), key=lambda marker: marker.span))
    name = clean(timeline.name or "") or path.stem
    cut = Cut(name, chosen, tuple(shots), start, False, markers, path, layer.duration)
    return cut, (*replaced, *rate_findings, *reader.findings)


def _timeline(found: Any, path: Path) -> otio.schema.Timeline:
    """The one timeline in a file; a bare stack, track or clip is made into one."""
    if isinstance(found, otio.schema.SerializableCollection):
        timelines = [child for child in found if isinstance(child, otio.schema.Timeline)]
        if len(timelines) != 1:
            raise InputError(f"holds {len(timelines)} timelines; expected one.", file=path, hint="Export each by itself.")
        return timelines[0]
    if isinstance(found, otio.schema.Timeline):
        return found
    if isinstance(found, otio.core.Item):
        name = found.name
        timeline = otio.schema.Timeline(name=name)
        timeline.tracks.append(found)
        return timeline
    raise InputError(f"holds a {type(found).__name__}; expected a timeline.", file=path)


def _rate(timeline: otio.schema.Timeline, asked: FrameRate | None, path: Path) -> tuple[FrameRate, tuple[Finding, ...]]:
    """The rate asked for, else the start time's, else the one that most of the picture is counted in."""
    if asked is not None:
        return asked, ()
    if timeline.global_start_time is not None:
        rate = video_rate(timeline.global_start_time.rate)
        if rate is not None:
            return rate, ()
    for kind in ("Video", "Audio"):
        counted = Counter(rate for rate in _item_rates(timeline, kind) if rate is not None)
        if counted:
            chosen = counted.most_common(1)[0][0]
            evidence = {"rate": chosen.label, "rates": ", ".join(sorted(rate.label for rate in counted))}
            mixed = Finding("timeline.mixed-rates", "info", Place(file=path.name), evidence)
            return chosen, (mixed,) if len(counted) > 1 else ()
    raise UsageError(f"{path.name} does not say its frame rate.", hint="Give it: --rate 25, or rate = 25 in picturelock.toml.")


def _item_rates(timeline: otio.schema.Timeline, kind: str) -> Iterator[FrameRate | None]:
    tracks = timeline.tracks
    for track in tracks:
        if not isinstance(track, otio.schema.Track):
            items = [track]
        elif track.kind == kind:
            items = list(track)
        else:
            continue
        for item in items:
            found = getattr(item, "source_range", None)
            if found is None and isinstance(item, otio.schema.Clip) and item.media_reference is not None:
                found = item.media_reference.available_range
            if found is not None:
                yield video_rate(found.duration.rate)


def _from_zero(markers: list[Marker], start: Flicks, duration: Flicks) -> Iterator[Marker]:
    """Markers in record time: some systems count them from the timeline's start timecode, though OpenTimelineIO does not."""
    for marker in markers:
        late = marker.span.start >= duration and 0 <= marker.span.start - start < duration
        yield replace(marker, span=marker.span.shift(-start)) if late and start else marker


@dataclass(frozen=True, slots=True)
class _Speed:
    value: Fraction
    reverse: bool
    effects: tuple[Effect, ...]
    """Those that are no speed."""
    ramp: bool


def _speed(item: otio.core.Item) -> _Speed:
    """The product of an item's linear speeds, and its other effects."""
    speed, ramp, others = Fraction(1), False, []
    for effect in item.effects:
        if not effect.enabled:
            continue
        if isinstance(effect, otio.schema.LinearTimeWarp):
            speed *= scalar(effect.time_scalar)
        elif isinstance(effect, otio.schema.TimeEffect):
            ramp = True
        else:
            others.append(Effect("other", clean(effect.effect_name or effect.name or "")))
    return _Speed(abs(speed), speed < 0, tuple(others), ramp)


class _Reader:
    """Walks a timeline; `place` is where it is, for errors."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = ""
        self.findings: list[Finding] = []

    def item(self, item: Any, where: str, kind: ShotKind, depth: int) -> Layer:
        """A track or stack as its parent shows it, at time 0. `where` is the prefix of the track names inside."""
        if depth > MAX_NESTS:
            raise InputError(f"nests timelines more than {MAX_NESTS} deep.", file=self.path, place=self.place)
        is_track = isinstance(item, otio.schema.Track)
        inner = self.track(item, where, kind, depth) if is_track else self.stack(item, where, kind, depth)
        found = item.source_range
        speed = _speed(item)
        if found is None and speed.value == 1 and not speed.reverse and item.enabled:
            self._placed_markers(item, inner, Piece("", Span(0, inner.duration), Span(0, inner.duration), Fraction(1)))
            return inner
        start, duration = (flicks(found.start_time), flicks(found.duration)) if found is not None else (0, inner.duration)
        self._positive(duration)
        self._ramp(speed, Span(0, duration), item, where)
        window = Span(start, start + scaled(duration, speed.value))
        placing = Placing(window, Span(0, duration), speed.value, speed.reverse, item.enabled)
        outer = placing.apply(inner)
        self._placed_markers(item, outer, placing.piece)
        return outer

    def stack(self, stack: Any, where: str, kind: ShotKind, depth: int) -> Layer:
        """All children of a stack, at the same time, lowest first."""
        layer, numbers = Layer(), Counter[str]()
        for child in stack:
            child_kind: ShotKind = kind
            if isinstance(child, otio.schema.Track):
                known = _KINDS.get(child.kind)
                if known is None:
                    self._skipped(child, where)
                    continue
                child_kind = known[0]
                if kind == "audio" and child_kind == "video":
                    continue  # an audio track plays a nest's sound, not its picture
            numbers[child_kind] += 1
            name = f"{where}{_LETTERS[child_kind]}{numbers[child_kind]}"
            self.place = f"track {name}"
            if isinstance(child, otio.schema.Track):
                layer.extend(self.item(child, name, child_kind, depth + 1))
            else:
                layer.extend(self.child(child, name, 1, child_kind, depth + 1))
        return layer

    def track(self, track: Any, name: str, kind: ShotKind, depth: int) -> Layer:
        """The items of a track, one after the other."""
        layer, number, last, transition = Layer(), 0, None, None
        for child in track:
            if isinstance(child, otio.schema.Transition):
                transition = child
                if last is not None:
                    layer.shots[last] = _with(layer.shots[last], "transition-out", child, child.out_offset)
                continue
            number += not isinstance(child, otio.schema.Gap)
            self.place = f"clip {number} of track {name}"
            found = self.child(child, name, number, kind, depth + 1)
            at = layer.duration
            first = len(layer.shots)
            layer.shots.extend(replace(s, record_span=s.record_span.shift(at)) if at else s for s in found.shots)
            layer.markers.extend(replace(m, span=m.span.shift(at)) if at else m for m in found.markers)
            layer.duration += found.duration
            is_shot = isinstance(child, otio.schema.Clip) and len(found.shots) == 1
            if transition is not None and is_shot:
                layer.shots[first] = _with(layer.shots[first], "transition-in", transition, transition.in_offset)
            last, transition = (first if is_shot else None), None
        return layer

    def child(self, child: Any, track: str, number: int, kind: ShotKind, depth: int) -> Layer:
        """One item of a track or stack, at time 0."""
        if isinstance(child, otio.schema.Clip):
            return self.clip(child, f"{track}:{number}", track, kind)
        if isinstance(child, otio.schema.Gap):
            found = child.source_range
            layer = Layer(duration=self._positive(flicks(found.duration)) if found is not None else 0)
            self._placed_markers(child, layer, Piece("", Span(0, layer.duration), Span(0, layer.duration), Fraction(1)))
            return layer
        # The tracks inside "V1" item 2 are called "V1/2.V1", "V1/2.A1" ...
        where = f"{track}/{number}."
        return self.item(child, f"{where}{_LETTERS[kind]}1" if isinstance(child, otio.schema.Track) else where, kind, depth)

    def clip(self, clip: otio.schema.Clip, shot_id: str, track: str, kind: ShotKind) -> Layer:
        source = source_of(clip)
        found = clip.source_range
        if found is not None:
            start, duration = flicks(found.start_time), self._positive(flicks(found.duration))
        elif source.available is not None and source.available.duration:
            start, duration = source.available.start, source.available.duration
        else:
            message = "neither the clip nor its media says how long it is, so nothing after it has a time."
            raise InputError(message, file=self.path, place=self.place, hint="Export the timeline again from the editing system.")
        if duration == 0:
            return Layer()
        speed = _speed(clip)
        record = Span(0, duration)
        # A freeze shows one moment of its source; half-open spans hold it as an empty one.
        source_span = Span(start, start + scaled(duration, speed.value))
        shot = Shot(
            shot_id, track, kind, clean(clip.name or "") or source.name, source, source_span, record,
            speed.value, speed.reverse, clip.enabled, speed.effects,
        )  # fmt: skip
        self._ramp(speed, record, clip, shot_id)
        layer = Layer([shot], [], duration)
        self._placed_markers(clip, layer, Piece("", source_span, record, speed.value, speed.reverse))
        return layer

    def _positive(self, duration: Flicks) -> Flicks:
        if duration < 0:
            raise InputError("has a negative duration.", file=self.path, place=self.place)
        return duration

    def _placed_markers(self, item: Any, layer: Layer, piece: Piece) -> None:
        """Add an item's own markers, which are in the time of its source range, where its parent shows them."""
        for marker in item.markers:
            read = marker_of(marker)
            span = place_span(read.span, piece)
            # Markers of a whole timeline may stand beyond its last frame: they are kept.
            if span is not None or not self.place:
                layer.markers.append(replace(read, span=span or read.span))

    def _ramp(self, speed: _Speed, record: Span, item: Any, where: str) -> None:
        if speed.ramp:
            evidence = {"shot": where, "name": clean(item.name or "")}
            self.findings.append(Finding("timeline.speed-ramp", "warning", Place(self.path.name, shot=where), evidence))

    def _skipped(self, track: Any, where: str) -> None:
        evidence = {"track": f"{where}{clean(track.name or '')}", "kind": clean(track.kind)}
        self.findings.append(Finding("timeline.track-skipped", "info", Place(file=self.path.name), evidence))


def _with(shot: Shot, kind: Any, transition: Any, handle: Any) -> Shot:
    name = clean(transition.name or transition.transition_type or "")
    time = max(0, flicks(handle)) if handle is not None else 0
    return replace(shot, effects=(*shot.effects, Effect(kind, name, time)))
