"""From OpenTimelineIO's tracks, stacks and clips to shots, in one pass with running offsets.

OpenTimelineIO's own range functions are quadratic and ignore retimes, so none is used. What a clip shows: its
`source_range` starts in the media and lasts as long as the clip does in its track; a `LinearTimeWarp` multiplies the media
that is shown in that time. A negative one shows the same stretch, from its end to its start: so write Resolve and Hiero.
A nest is read the same way: its range is in its own time, and its children are trimmed to it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio

from picturelock.cut import Effect, Shot, ShotKind
from picturelock.cutmap import Piece
from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place
from picturelock.timeline.flatten import Layer, Placing, place_span
from picturelock.timeline.otio.markers import marker_of
from picturelock.timeline.otio.media import source_of
from picturelock.timeline.otio.time import flicks, scalar, scaled
from picturelock.timeline.references import clean
from picturelock.times import Flicks, Span

_KINDS: dict[str, tuple[ShotKind, str]] = {"Video": ("video", "V"), "Audio": ("audio", "A")}
_LETTERS: dict[ShotKind, str] = {"video": "V", "audio": "A"}


@dataclass(frozen=True, slots=True)
class _Speed:
    value: Fraction
    reverse: bool
    effects: tuple[Effect, ...]
    """Those that are no speed."""
    ramp: bool
    lost: float = 0.0
    """A speed that is not zero, but was rounded to it."""


_NO_SPEED = _Speed(Fraction(1), False, (), False)


def _speed(item: otio.core.Item) -> _Speed:
    """The product of an item's linear speeds, and its other effects."""
    effects = item.effects
    if not len(effects):
        return _NO_SPEED
    speed, ramp, lost, others = Fraction(1), False, 0.0, []
    for effect in effects:
        if not effect.enabled:
            continue
        if isinstance(effect, otio.schema.LinearTimeWarp):
            factor = scalar(effect.time_scalar)
            lost = lost if factor else lost or effect.time_scalar
            speed *= factor
        elif isinstance(effect, otio.schema.TimeEffect):
            ramp = True
        else:
            others.append(Effect("other", clean(effect.effect_name or effect.name or "")))
    return _Speed(abs(speed), speed < 0, tuple(others), ramp, lost)


class Walker:
    """Walks a timeline; `place` is where it is, for errors, `findings` what it could not follow."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = ""
        self.findings: list[Finding] = []

    def item(self, item: Any, where: str, kind: ShotKind, depth: int) -> Layer:
        """A track or stack as its parent shows it, at time 0. `where` is the prefix of the track names inside."""
        is_track = isinstance(item, otio.schema.Track)
        inner = self.track(item, where, kind, depth) if is_track else self.stack(item, where, kind, depth)
        found = item.source_range
        speed = _speed(item)
        if found is None and speed.value == 1 and not speed.reverse and item.enabled:
            whole = Span(0, inner.duration)
            self._placed_markers(item, inner, None if depth == 0 else Piece("", whole, whole, Fraction(1)))
            return inner
        start, duration = (
            (flicks(found.start_time), flicks(found.duration)) if found is not None else (0, inner.duration)
        )
        self._positive(duration)
        self._doubts(speed, item, where)
        window = Span(start, start + scaled(duration, speed.value))
        placing = Placing(window, Span(0, duration), speed.value, speed.reverse, item.enabled)
        outer = placing.apply(inner)
        self._placed_markers(item, outer, placing.piece)
        return outer

    def stack(self, stack: Any, where: str, kind: ShotKind, depth: int) -> Layer:
        """All children of a stack, at the same time, lowest first."""
        layer, numbers = Layer(), Counter[str]()
        for child in stack:
            if isinstance(child, otio.schema.Transition):
                continue  # between nothing and nothing
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
                layer.extend(self.child(child, name, 1, child_kind, depth + 1, 0))
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
            found = self.child(child, name, number, kind, depth + 1, layer.duration)
            first = len(layer.shots)
            layer.shots += found.shots
            layer.markers += found.markers
            layer.duration += found.duration
            is_shot = isinstance(child, otio.schema.Clip) and len(found.shots) == 1
            if transition is not None and is_shot:
                layer.shots[first] = _with(layer.shots[first], "transition-in", transition, transition.in_offset)
            last, transition = (first if is_shot else None), None
        return layer

    def child(self, child: Any, track: str, number: int, kind: ShotKind, depth: int, at: Flicks) -> Layer:
        """One item of a track or stack, which starts at a time of it."""
        if isinstance(child, otio.schema.Clip):
            return self.clip(child, f"{track}:{number}", track, kind, at)
        if isinstance(child, otio.schema.Gap):
            found = child.source_range
            layer = Layer(duration=self._positive(flicks(found.duration)) if found is not None else 0)
            whole = Span(0, layer.duration)
            self._placed_markers(child, layer, Piece("", whole, whole.shift(at), Fraction(1)))
            return layer
        # The tracks inside "V1" item 2 are called "V1/2.V1", "V1/2.A1" ...
        where = f"{track}/{number}."
        name = f"{where}{_LETTERS[kind]}1" if isinstance(child, otio.schema.Track) else where
        return self.item(child, name, kind, depth).shifted(at)

    def clip(self, clip: otio.schema.Clip, shot_id: str, track: str, kind: ShotKind, at: Flicks) -> Layer:
        """A clip that starts at a time of its track."""
        source = source_of(clip)
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
        speed = _speed(clip)
        record = Span(at, at + duration)
        # A freeze shows one moment of its source; half-open spans hold it as an empty one.
        source_span = Span(start, start + scaled(duration, speed.value))
        shot = Shot(
            shot_id, track, kind, clean(clip.name or "") or source.name, source, source_span, record,
            speed.value, speed.reverse, clip.enabled, speed.effects,
        )  # fmt: skip
        self._doubts(speed, clip, shot_id)
        layer = Layer([shot], [], duration)
        self._placed_markers(clip, layer, Piece("", source_span, record, speed.value, speed.reverse))
        return layer

    def _positive(self, duration: Flicks) -> Flicks:
        if duration < 0:
            raise InputError("has a negative duration.", file=self.path, place=self.place)
        return duration

    def _placed_markers(self, item: Any, layer: Layer, piece: Piece | None) -> None:
        """Add an item's own markers, which are in the time of its source range, where its parent shows them.

        Without a piece they are kept as they are: those of a whole timeline may stand beyond its last frame.
        """
        markers = item.markers
        if not len(markers):
            return
        for marker in markers:
            read = marker_of(marker)
            span = place_span(read.span, piece) if piece is not None else read.span
            if span is not None:
                layer.markers.append(replace(read, span=span))

    def _doubts(self, speed: _Speed, item: Any, where: str) -> None:
        """Say what of a speed could not be followed."""
        evidence: dict[str, Fact] = {"shot": where, "name": clean(item.name or "")}
        place = Place(str(self.path), shot=where)
        if speed.ramp:
            self.findings.append(Finding("timeline.speed-ramp", "warning", place, evidence))
        if speed.lost:
            evidence = {**evidence, "speed": f"{speed.lost:g}"}
            self.findings.append(Finding("timeline.speed-lost", "warning", place, evidence))

    def _skipped(self, track: Any, where: str) -> None:
        evidence = {"track": f"{where}{clean(track.name or '')}", "kind": clean(track.kind)}
        self.findings.append(Finding("timeline.track-skipped", "info", Place(file=str(self.path)), evidence))


def _with(shot: Shot, kind: Any, transition: Any, handle: Any) -> Shot:
    name = clean(transition.name or transition.transition_type or "")
    time = max(0, flicks(handle)) if handle is not None else 0
    return replace(shot, effects=(*shot.effects, Effect(kind, name, time)))
