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
from picturelock.errors import InputError
from picturelock.times import Flicks, Span, nearest

Edge = Literal["transition-in", "transition-out"]
MAX_OPENED = 200_000
"""Clips and markers that the nests of a cut may open into, on every level; a long film has some thousands."""


def opened(cut: Cut) -> Cut:
    """The cut with every nest opened, and `enabled` of tracks and nests in that of the shots.

    A nest that is shown more than once is opened once. Raises InputError for one that opens into more than `MAX_OPENED`.
    """
    return _Opening(cut).opened(cut)


class _Opening:
    """Opens the nests of one cut, each once, and counts what they open into."""

    def __init__(self, cut: Cut) -> None:
        self._cut = cut
        self._known: dict[int, Cut] = {}
        """By the identity of the nest, which the cut keeps alive."""
        self._placed = 0

    def opened(self, cut: Cut) -> Cut:
        """One of the cuts with its nests opened."""
        off = {track.id for track in cut.tracks if not track.enabled}
        if not off and all(shot.nest is None for shot in cut.shots):
            return cut
        layer = Layer(markers=list(cut.markers), duration=cut.duration)
        for shot in cut.shots:
            enabled = shot.enabled and shot.track not in off
            if shot.nest is None:
                layer.shots.append(shot if enabled == shot.enabled else replace(shot, enabled=enabled))
            else:
                whole, placings = self._inside(shot.nest), list(_placings(replace(shot, enabled=enabled)))
                self._count(whole, len(placings))
                inside = _named(shot, whole)
                for placing in placings:
                    found = placing.apply(inside)
                    found.shots = [_with_edges(one, shot) for one in found.shots] if shot.effects else found.shots
                    layer.extend(found)
        markers = tuple(sorted(layer.markers, key=lambda marker: marker.span))
        return replace(cut, shots=in_order(layer.shots), markers=markers, duration=cut.duration)

    def _inside(self, nest: Cut) -> Cut:
        """A nest, opened."""
        if id(nest) not in self._known:
            self._known[id(nest)] = self.opened(nest)
        return self._known[id(nest)]

    def _count(self, inside: Cut, times: int) -> None:
        self._placed += times * (1 + len(inside.shots) + len(inside.markers))
        if self._placed > MAX_OPENED:
            raise InputError(
                f"holds nested sequences that open into more than {MAX_OPENED:,} clips; no editing system writes that.",
                file=self._cut.path or self._cut.name, hint="Export the sequence again, or render its nests first.",
            )  # fmt: skip


def in_order(shots: Iterable[Shot]) -> tuple[Shot, ...]:
    """Shots in the order of `Cut.shots`; those at the same time stay in the order in which they come."""
    return tuple(sorted(shots, key=lambda shot: (shot.record_span.start, shot.kind != "video")))


def _named(shot: Shot, whole: Cut) -> Layer:
    """What an opened nest shows to the shot that holds it, under the names that it has inside the parent."""
    prefix = f"{shot.id.replace(':', '/')}."
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
        record = _mapped(shared, piece) if shared else None
        if shared is None or record is None or record.duration == 0:
            continue
        part = shot if shared == shot.record_span else trim(shot, shared)
        moved = replace(
            part,
            record_span=record,
            speed=part.speed * placing.speed if placing.speed != 1 else part.speed,
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
    return _mapped(span, piece)


def _mapped(span: Span, piece: Piece) -> Span | None:
    """As `Piece.map_span`; at normal speed that is but a shift, and nests are rarely at another."""
    if piece.speed != 1 or piece.reverse:
        return piece.map_span(span)
    by = piece.record_span.start - piece.source_span.start
    shared = span.intersect(piece.source_span)
    if shared is None and span.duration == 0 and piece.source_span.contains(span.start):
        shared = span
    record = shared.shift(by) if shared is not None else None
    # A window longer than what the parent shows of it is cut off there.
    end = piece.record_span.end
    return record if record is None or record.end <= end else Span(min(record.start, end), end)
