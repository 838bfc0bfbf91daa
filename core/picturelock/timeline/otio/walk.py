"""From OpenTimelineIO's tracks, stacks and clips to shots, in one pass with running offsets.

OpenTimelineIO's own range functions are quadratic and ignore retimes, so none is used. What a clip shows: its
`source_range` starts in the media and lasts as long as the clip does in its track; a `LinearTimeWarp` multiplies the media
that is shown in that time. A negative one shows the same stretch, from its end to its start: so write Resolve and Hiero.
A nest is read the same way: its range is in its own time. It stays closed (`Shot.nest`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio

from picturelock.cut import Cut, Shot, ShotKind, Source, Track
from picturelock.cutmap import Piece, stretches
from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place
from picturelock.timeline.flatten import Layer, Placing, in_order, place_span
from picturelock.timeline.otio.markers import hanging, marker_of
from picturelock.timeline.otio.media import is_time, rate_of, source_of
from picturelock.timeline.otio.notes import Note, Notes, cdl_of, comments_of, ours, texts
from picturelock.timeline.otio.speeds import Speed, exact_speed, our_ramp, resolve_ramp, speed_of
from picturelock.timeline.otio.time import flicks, scaled
from picturelock.timeline.otio.transitions import with_transition
from picturelock.timeline.references import clean
from picturelock.times import Flicks, FrameRate, Span

_KINDS: dict[str, ShotKind] = {"Video": "video", "Audio": "audio"}
_LETTERS: dict[ShotKind, str] = {"video": "V", "audio": "A"}
_ONE = Fraction(1)


class Walker:
    """Walks a timeline; `place` is where it is, for errors, `findings` what it could not follow."""

    def __init__(self, path: Path, notes: Notes | None = None, rate: FrameRate | None = None) -> None:
        """rate: that of nests, which do not say their own."""
        self.path = path
        self.place = ""
        self.findings: list[Finding] = []
        self._notes = notes or Notes()
        self._rate = rate or FrameRate(24)

    def timeline(self, stack: Any) -> Layer:
        """What a timeline's stack of tracks shows."""
        return self._placed(stack, self._stack(stack, "", "video"), whole=None)

    def _placed(self, item: Any, inner: Layer, whole: Piece | None) -> Layer:
        """A track, or a timeline's stack, as its own range and speed show it; whole: for its markers where it has none."""
        found = item.source_range
        speed = speed_of(item, self._notes)
        if found is None and speed.value == 1 and not speed.reverse:
            self._markers(item, inner, "", [whole] if whole else None)
            return inner
        start, duration = (
            (flicks(found.start_time), flicks(found.duration)) if found is not None else (0, inner.duration)
        )
        self._positive(duration)
        window = Span(start, start + scaled(duration, speed.value))
        placing = Placing(window, Span(0, duration), speed.value, speed.reverse)
        outer = placing.apply(inner)
        outer.tracks = inner.tracks
        self._markers(item, outer, "", [placing.piece])
        return outer

    def _stack(self, stack: Any, where: str, kind: ShotKind) -> Layer:
        """All children of a stack, at the same time, lowest first; `where`: the nests around it, for errors."""
        layer, numbers = Layer(), Counter[str]()
        for child in stack:
            if isinstance(child, otio.schema.Transition):
                continue  # between nothing and nothing
            is_track = isinstance(child, otio.schema.Track)
            if is_track and child.kind not in _KINDS:
                self._skipped(child, where)
                continue
            child_kind = _KINDS[child.kind] if is_track else kind
            numbers[child_kind] += 1
            name = f"{_LETTERS[child_kind]}{numbers[child_kind]}"
            self.place = f"track {where}{name}"
            if is_track:
                inner = self._track(child, where, name, child_kind)
                whole = Span(0, inner.duration)
                found = self._placed(child, inner, Piece("", whole, whole, _ONE))
                layer.tracks.append(self._track_of(child, name, child_kind))
            else:
                found = self._child(child, where, name, 1, child_kind, 0)
                layer.tracks.append(Track(name, child_kind))
            layer.extend(found)
        return layer

    def _track_of(self, track: Any, name: str, kind: ShotKind) -> Track:
        note = self._notes.of(track)
        resolve = note.get("Resolve_OTIO")
        locked = isinstance(resolve, dict) and resolve.get("Locked") is True
        noted = ours(note).get("name")
        title = noted if isinstance(noted, str) else track.name
        return Track(name, kind, clean(title or ""), track.enabled, locked)

    def _track(self, track: Any, where: str, name: str, kind: ShotKind) -> Layer:
        """The items of a track, one after the other."""
        layer, number, last, transition = Layer(), 0, None, None
        for child in track:
            if isinstance(child, otio.schema.Transition):
                transition = child
                continue
            number += not isinstance(child, otio.schema.Gap)
            self.place = f"clip {number} of track {where}{name}"
            found = self._child(child, where, name, number, kind, layer.duration)
            first = len(layer.shots)
            layer.shots += found.shots
            layer.markers += found.markers
            layer.duration += found.duration
            here = first if found.shots else None
            if transition is not None:
                self._join(layer.shots, last, transition, here)
            last, transition = here, None
        if transition is not None:
            self._join(layer.shots, last, transition, None)
        return layer

    def _join(self, shots: list[Shot], before: int | None, transition: Any, after: int | None) -> None:
        """Hang a transition on the shots beside it."""
        if before is not None:
            shots[before] = with_transition(shots[before], "transition-out", transition, self._notes, after is None)
        if after is not None:
            shots[after] = with_transition(shots[after], "transition-in", transition, self._notes, before is None)

    def _child(self, child: Any, where: str, track: str, number: int, kind: ShotKind, at: Flicks) -> Layer:
        """One item of a track or stack, which starts at a time of it."""
        shot_id = f"{track}:{number}"
        if isinstance(child, otio.schema.Clip):
            return self._clip(child, where, shot_id, track, kind, at)
        if isinstance(child, otio.schema.Gap):
            found = child.source_range
            layer = Layer(duration=self._positive(flicks(found.duration)) if found is not None else 0)
            whole = Span(0, layer.duration)
            self._markers(child, layer, "", [Piece("", whole, whole.shift(at), _ONE)])
            return layer
        return self._nest(child, where, shot_id, track, kind, at)

    def _nest(self, item: Any, where: str, shot_id: str, track: str, kind: ShotKind, at: Flicks) -> Layer:
        """A stack or track in a place of a clip."""
        # The tracks inside "V1" item 2 are called "V1/2.V1", "V1/2.A1" ... once it is opened.
        inside = f"{where}{shot_id.replace(':', '/')}."
        if isinstance(item, otio.schema.Track):
            name = f"{_LETTERS[kind]}1"
            content = self._track(item, inside, name, kind)
            content.tracks.append(Track(name, kind))
        else:
            content = self._stack(item, inside, kind)
        found = item.source_range
        start, duration = (
            (flicks(found.start_time), flicks(found.duration)) if found is not None else (0, content.duration)
        )
        if self._positive(duration) == 0:
            return Layer()
        cut = self._nested(item, content)
        title = clean(item.name or "")
        return self._shot(item, where, shot_id, track, kind, Source(title), start, Span(at, at + duration), cut)

    def _nested(self, item: Any, content: Layer) -> Cut:
        """The cut that a stack holds, with what we noted of it."""
        found = ours(self._notes.of(item)).get("nest")
        noted = found if isinstance(found, dict) else {}
        rate = rate_of(noted.get("rate")) or self._rate
        shots = in_order(content.shots)
        return Cut(
            clean(str(noted.get("name") or item.name or "")),
            rate,
            shots,
            noted["start"] if is_time(noted.get("start")) else 0,
            noted.get("drop") is True and rate.drop_labels > 0,
            markers=hanging(content.markers, shots, rate),
            duration=content.duration,
            tracks=tuple(sorted(content.tracks, key=lambda one: one.kind != "video")),
            comments=texts(noted.get("comments")),
            extras=self._notes.extras({}, self.track_notes(item)),
        )

    def track_notes(self, stack: Any) -> Note:
        """The metadata of a stack's tracks, which has no other place."""
        found: dict[str, Note] = {}
        numbers = Counter[str]()
        for child in stack:
            kind = child.kind if isinstance(child, otio.schema.Track) else "Video"
            if kind in _KINDS:
                numbers[kind] += 1
                if isinstance(child, otio.schema.Track) and (kept := self._notes.extras(self._notes.of(child))):
                    found[f"{kind[0]}{numbers[kind]}"] = kept
        return {"tracks": found} if found else {}

    def _clip(self, clip: Any, where: str, shot_id: str, track: str, kind: ShotKind, at: Flicks) -> Layer:
        """A clip that starts at a time of its track."""
        source = source_of(clip, self._notes.of(clip), self._notes)
        found = clip.source_range
        if found is not None:
            start, duration = flicks(found.start_time), self._positive(flicks(found.duration))
        elif source.available is not None and source.available.duration:
            start, duration = source.available.start, source.available.duration
        else:
            message = "neither the clip nor its media says how long it is, so nothing after it has a time."
            raise InputError(
                message, file=self.path, place=self.place, hint="Export the timeline again from the editing system."
            )
        if duration == 0:
            return Layer()
        return self._shot(clip, where, shot_id, track, kind, source, start, Span(at, at + duration), None)

    def _shot(
        self, item: Any, where: str, shot_id: str, track: str, kind: ShotKind, source: Source, start: Flicks,
        record: Span, nest: Cut | None,
    ) -> Layer:  # fmt: skip
        note = self._notes.of(item)
        speed = speed_of(item, self._notes)
        if note:
            speed = exact_speed(speed, note)
        # A freeze shows one moment of its source; half-open spans hold it as an empty one.
        source_span = Span(start, start + scaled(record.duration, speed.value))
        raw = {"effects": list(speed.raw)} if speed.raw else {}
        shot = Shot(
            shot_id, track, kind, clean(item.name or "") or source.name, source, source_span, record,
            speed.value, speed.reverse, item.enabled, speed.effects, nest=nest,
        )  # fmt: skip
        if note or raw:
            shot = replace(
                shot, comments=comments_of(note), cdl=cdl_of(note), extras=self._notes.extras(note, raw),
                source_span=_noted_span(source_span, note, self._rate),
            )  # fmt: skip
        media_start = 0 if nest is not None else source.start
        ramp = (our_ramp(shot, note) if note else None) or (
            resolve_ramp(shot, speed.keyframes, media_start) if speed.keyframes else None
        )
        shot = ramp or shot
        if speed.ramp or speed.lost:
            self._doubts(speed, shot, f"{where}{shot_id}")
        layer = Layer([shot], [], record.duration)
        if len(item.markers):
            self._markers(item, layer, shot_id, list(_pieces(shot)))
        return layer

    def _positive(self, duration: Flicks) -> Flicks:
        if duration < 0:
            raise InputError("has a negative duration.", file=self.path, place=self.place)
        return duration

    def _markers(self, item: Any, layer: Layer, shot_id: str, pieces: Sequence[Piece] | None) -> None:
        """Add an item's own markers, which are in the time of its source range, where its parent shows them.

        Without pieces they are kept as they are: those of a whole timeline may stand beyond its last frame.
        """
        markers = item.markers
        if not len(markers):
            return
        for marker in markers:
            read = marker_of(marker, self._notes.of(marker))
            spans = [place_span(read.span, piece) for piece in pieces] if pieces is not None else [read.span]
            span = next((span for span in spans if span is not None), None)
            if span is not None:
                layer.markers.append(replace(read, span=span, shot=shot_id or read.shot))

    def _doubts(self, speed: Speed, shot: Shot, where: str) -> None:
        """Say what of a speed could not be followed."""
        evidence: dict[str, Fact] = {"shot": where, "name": shot.name}
        place = Place(str(self.path), shot=where)
        if speed.ramp and not shot.ramp:
            self.findings.append(Finding("timeline.speed-ramp", "warning", place, evidence))
        if speed.lost:
            evidence = {**evidence, "speed": f"{speed.lost:g}"}
            self.findings.append(Finding("timeline.speed-lost", "warning", place, evidence))

    def _skipped(self, track: Any, where: str) -> None:
        evidence = {"track": f"{where}{clean(track.name or '')}", "kind": clean(track.kind)}
        self.findings.append(Finding("timeline.track-skipped", "info", Place(file=str(self.path)), evidence))


def _pieces(shot: Shot) -> Iterator[Piece]:
    """Where the times of a shot's source are shown."""
    if not shot.ramp:
        yield Piece("", shot.source_span, shot.record_span, shot.speed, shot.reverse)
        return
    for piece in stretches(shot):
        yield replace(piece, source_span=piece.source_span.shift(shot.source.start or 0))


def _noted_span(span: Span, note: Note, rate: FrameRate) -> Span:
    """The source span as we noted it, where the one that follows from the file differs from it by less than a frame."""
    found = ours(note).get("source")
    if not (isinstance(found, list) and len(found) == 2 and all(type(one) is int for one in found)):
        return span
    start, end = found
    near = abs(start - span.start) < rate.frame and abs(end - span.end) < rate.frame
    return Span(start, end) if near and start <= end else span
