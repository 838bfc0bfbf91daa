"""Nests opened: a cut whose shots hold cuts becomes one whose every shot shows a source.

A nest is trimmed to its own range, played at its own speed, and put where its parent has it. Shots keep what they showed:
the part of each that is left, at the product of the speeds. Those inside the second shot of V1 are called "V1/2.V1:1".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from picturelock.cut import Cut, Effect, Knot, Marker, Shot, Track
from picturelock.cutmap import Piece, ramped, stretches, trim
from picturelock.times import Flicks, Span, nearest

Edge = Literal["transition-in", "transition-out"]


def opened(cut: Cut) -> Cut:
    """The cut with every nest opened, and `enabled` of tracks and nests in that of the shots."""
    off = {track.id for track in cut.tracks if not track.enabled}
    if not off and all(shot.nest is None for shot in cut.shots):
        return cut
    layer = Layer(markers=list(cut.markers), duration=cut.duration)
    for shot in cut.shots:
        enabled = shot.enabled and shot.track not in off
        if shot.nest is None:
            layer.shots.append(shot if enabled == shot.enabled else replace(shot, enabled=enabled))
        else:
            inside = _inside(shot, shot.nest)
            for placing in _placings(replace(shot, enabled=enabled)):
                found = placing.apply(inside)
                found.shots = [_with_edges(one, shot) for one in found.shots]
                layer.extend(found)
    markers = tuple(sorted(layer.markers, key=lambda marker: marker.span))
    return replace(cut, shots=in_order(layer.shots), markers=markers, duration=cut.duration)


def in_order(shots: Iterable[Shot]) -> tuple[Shot, ...]:
    """Shots in the order of `Cut.shots`; those at the same time stay in the order in which they come."""
    return tuple(sorted(shots, key=lambda shot: (shot.record_span.start, shot.kind != "video")))


def _inside(shot: Shot, nest: Cut) -> Layer:
    """What a nest shows, in its own record time, under the names that it has inside the parent."""
    prefix = f"{shot.id.replace(':', '/')}."
    whole = opened(nest)
    named = [
        replace(one, id=f"{prefix}{one.id}", track=f"{prefix}{one.track}")
        for one in whole.shots
        if shot.kind == "video" or one.kind == "audio"  # an audio track plays a nest's sound, not its picture
    ]
    heard = {one.id for one in named}
    markers = (replace(one, shot=f"{prefix}{one.shot}" if one.shot else shot.id) for one in whole.markers)
    # The picture of the same nest, on its own track, brings the other notes.
    kept = [one for one in markers if shot.kind == "video" or one.shot in heard]
    return Layer(named, kept, whole.duration)


def _with_edges(part: Shot, nest: Shot) -> Shot:
    """A part of a nest with the transitions that the nest has where it starts and ends."""
    if not nest.effects or part.kind != nest.kind:
        return part
    at_start = part.record_span.start == nest.record_span.start
    at_end = part.record_span.end == nest.record_span.end
    added = tuple(
        effect
        for effect in nest.effects
        if (effect.kind == "transition-in" and at_start) or (effect.kind == "transition-out" and at_end)
    )
    return replace(part, effects=(*part.effects, *added)) if added else part


def _placings(shot: Shot) -> Iterator[Placing]:
    """How the parent shows a nest: at one speed, or in the stretches of its ramp."""
    if not shot.ramp:
        yield Placing(shot.source_span, shot.record_span, shot.speed, shot.reverse, shot.enabled)
    for piece in stretches(shot) if shot.ramp else ():
        yield Placing(piece.source_span, piece.record_span, piece.speed, piece.reverse, shot.enabled)


@dataclass(slots=True)
class Layer:
    """What a composition shows, in its own time (0 = its first frame)."""

    shots: list[Shot] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    duration: Flicks = 0
    tracks: list[Track] = field(default_factory=list)

    def extend(self, other: Layer) -> None:
        """Add what another composition shows at the same time."""
        self.shots.extend(other.shots)
        self.markers.extend(other.markers)
        self.duration = max(self.duration, other.duration)

    def shifted(self, by: Flicks) -> Layer:
        """The same, later."""
        if by == 0:
            return self
        shots = [replace(shot, record_span=shot.record_span.shift(by)) for shot in self.shots]
        markers = [replace(marker, span=marker.span.shift(by)) for marker in self.markers]
        return Layer(shots, markers, self.duration, self.tracks)


@dataclass(frozen=True, slots=True)
class Placing:
    """Which part of a composition is shown, when, and how fast."""

    window: Span
    """In the composition's own time."""
    record: Span
    """In its parent's time."""
    speed: Fraction = Fraction(1)
    """Own time over the parent's; 0 = the frame at the start of the window is frozen."""
    reverse: bool = False
    enabled: bool = True

    @property
    def piece(self) -> Piece:
        return Piece("", self.window, self.record, self.speed, self.reverse)

    def apply(self, layer: Layer) -> Layer:
        """What the parent shows of the composition."""
        shots = _frozen(layer, self) if self.speed == 0 else _played(layer, self)
        return Layer(list(shots), list(_markers(layer, self)), self.record.duration)


def _played(layer: Layer, placing: Placing) -> Iterator[Shot]:
    piece = placing.piece
    for shot in layer.shots:
        shared = shot.record_span.intersect(placing.window)
        record = piece.map_span(shared) if shared else None
        if shared is None or record is None or record.duration == 0:
            continue
        part = shot if shared == shot.record_span else trim(shot, shared)
        moved = replace(
            part,
            record_span=record,
            speed=part.speed * placing.speed,
            reverse=part.speed > 0 and part.reverse != placing.reverse,
            enabled=part.enabled and placing.enabled,
            effects=tuple(_effects(shot, shared, placing)),
        )
        yield _with_ramp(moved, part.ramp, placing) if part.ramp else moved


def _with_ramp(shot: Shot, ramp: tuple[Knot, ...], placing: Placing) -> Shot:
    """A shot that was placed, with the ramp that it had before, as fast and in the direction that it is played now."""
    length, duration = ramp[-1].record, shot.record_span.duration
    turned = [Knot(length - knot.record, knot.source) for knot in reversed(ramp)] if placing.reverse else ramp
    knots: list[Knot] = []
    for knot in turned:
        record = min(nearest(knot.record / placing.speed), duration)
        if not knots or record > knots[-1].record:
            knots.append(Knot(record, knot.source))
    knots[-1] = Knot(duration, turned[-1].source)
    if len(knots) < 2:  # the whole ramp lasts less than a flick
        moment = Span(knots[0].source, knots[0].source)
        return replace(shot, ramp=(), speed=Fraction(0), reverse=False, source_span=moment)
    return ramped(shot, knots)


def _effects(shot: Shot, shared: Span, placing: Placing) -> Iterator[Effect]:
    """The effects that are left on a part: a transition stays only at an edge that was not trimmed away."""
    for effect in shot.effects:
        if effect.kind == "other":
            yield effect
        elif (
            shared.start == shot.record_span.start
            if effect.kind == "transition-in"
            else shared.end == shot.record_span.end
        ):
            handle, inside = nearest(effect.handle / placing.speed), nearest(effect.inside / placing.speed)
            incoming = (effect.kind == "transition-in") != placing.reverse
            kind: Edge = "transition-in" if incoming else "transition-out"
            yield replace(effect, kind=kind, handle=handle, inside=inside)


def _frozen(layer: Layer, placing: Placing) -> Iterator[Shot]:
    """The frame at the window's start, for as long as the parent shows it."""
    frozen = placing.window.start
    for shot in layer.shots:
        if shot.record_span.contains(frozen) and placing.record.duration:
            # A freeze needs the source time of one moment; half-open spans hold it as an empty one.
            moment = trim(shot, Span(frozen, frozen)).source_span.start
            still = replace(shot, speed=Fraction(0), reverse=False, ramp=(), enabled=shot.enabled and placing.enabled)
            yield replace(still, source_span=Span(moment, moment), record_span=placing.record, effects=())


def _markers(layer: Layer, placing: Placing) -> Iterator[Marker]:
    for marker in layer.markers:
        placed = place_span(marker.span, placing.piece)
        if placed is not None:
            yield replace(marker, span=placed)


def place_span(span: Span, piece: Piece) -> Span | None:
    """Where a marker's span lands; None where the piece does not show it. A point stays a point."""
    if piece.speed == 0:
        return Span(piece.record_span.start, piece.record_span.start) if span.start == piece.source_span.start else None
    return piece.map_span(span)
