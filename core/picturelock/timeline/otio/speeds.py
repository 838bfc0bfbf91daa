"""How fast an item of an .otio file runs: linear time warps, our own ramps, and those that DaVinci Resolve exports.

Resolve writes a ramp as a bare `TimeEffect.1` with `metadata.Resolve_OTIO."Key Frames"`, a list of
[time in the cut, time in the media, smooth, in x, in y, out x, out y], in seconds from the media's first frame; `smooth` knots
carry tangents of a cubic Bézier curve, and those of the first and the last knot do nothing. (Exports of Resolve Studio
21.0.2 and renders measured against them: github.com/ambiguousengine/davinci-resolve-mcp-free, refs/otio-conform, 2026-07-25.)
Where a trimmed clip starts on that curve is not known, so only one that starts at its media's first frame is followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import opentimelineio as otio

from picturelock.cut import Effect, Knot, Shot
from picturelock.cutmap import ramped, trim
from picturelock.timeline.otio.notes import Note, Notes, is_number, ours
from picturelock.timeline.otio.time import MAX_SECONDS, scalar
from picturelock.timeline.references import clean
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, from_seconds, nearest

MAX_KNOTS = 10_000
CURVE_STEPS = 16
"""Straight stretches that a curve between two knots becomes."""
_SPEED_TOLERANCE = Fraction(1, 5000)
"""A linear speed further than this from our note of it was changed by somebody since: the note no longer holds."""


@dataclass(frozen=True, slots=True)
class Speed:
    """What an item's effects make of its speed."""

    value: Fraction
    reverse: bool
    effects: tuple[Effect, ...] = ()
    """Those that are no speed."""
    keyframes: Any = None
    """Those of Resolve's ramp, as they stand in the file."""
    ramp: bool = False
    """There is a change of speed that is not linear."""
    lost: float = 0.0
    """A speed that is not zero, but was rounded to it."""
    raw: tuple[Note, ...] = ()
    """The effects that are no speed with their settings, switched off or not; as `raw_effect` writes them."""


_NO_SPEED = Speed(Fraction(1), False)


def speed_of(item: Any, notes: Notes) -> Speed:
    """The product of an item's linear speeds, and its other effects."""
    effects = item.effects
    if not len(effects):
        return _NO_SPEED
    speed, ramp, lost, keyframes = Fraction(1), False, 0.0, None
    others: list[Effect] = []
    raw: list[Note] = []
    for effect in effects:
        linear = isinstance(effect, otio.schema.LinearTimeWarp)
        note = notes.of(effect) if not linear else None
        if note and not (isinstance(effect, otio.schema.TimeEffect) and effect.enabled):
            raw.append(raw_effect(effect, note))
        if not effect.enabled:
            continue
        if linear:
            factor = scalar(effect.time_scalar)
            lost = lost if factor else lost or effect.time_scalar
            speed *= factor
        elif isinstance(effect, otio.schema.TimeEffect):
            ramp, keyframes = True, keyframes or _keyframes(note)
        else:
            others.append(Effect("other", clean(effect.effect_name or effect.name or "")))
    return Speed(abs(speed), speed < 0, tuple(others), keyframes, ramp, lost, tuple(raw))


def raw_effect(effect: Any, note: Note) -> Note:
    """An effect as it is carried along: not as an object, which metadata may not hold."""
    kind = "TimeEffect.1" if isinstance(effect, otio.schema.TimeEffect) else "Effect.1"
    metadata = note.get("metadata")
    return {
        "schema": kind,
        "name": effect.name,
        "effect_name": effect.effect_name,
        "enabled": effect.enabled,
        "metadata": metadata if isinstance(metadata, dict) else {},
    }


def exact_speed(speed: Speed, note: Note) -> Speed:
    """The speed as we noted it beside the float, where nobody has changed that since."""
    found = ours(note).get("speed")
    if not isinstance(found, str) or len(found) > 60:
        return speed
    try:
        noted = Fraction(found)
    except (ValueError, ZeroDivisionError):
        return speed
    if noted <= 0 or abs(noted - speed.value) > _SPEED_TOLERANCE * noted:
        return speed
    return replace(speed, value=noted, lost=0.0)


def our_ramp(shot: Shot, note: Note) -> Shot | None:
    """The shot with the ramp that we noted; None where there is none, or its clip was edited since."""
    found = ours(note).get("ramp")
    if not isinstance(found, list) or not 2 <= len(found) <= MAX_KNOTS:
        return None
    if not all(isinstance(one, list) and len(one) == 2 and all(type(t) is int for t in one) for one in found):
        return None
    knots = [Knot(record, source) for record, source in found]
    limit = MAX_SECONDS * FLICKS_PER_SECOND
    if not _rise(knots) or knots[-1].record != shot.record_span.duration or any(abs(k.source) > limit for k in knots):
        return None
    made = ramped(shot, knots)
    first = min(knots[0].source, knots[-1].source)
    moved = abs(first - shot.source_span.start) > 2  # flicks: floats carried it
    retimed = abs(made.speed - shot.speed) > _SPEED_TOLERANCE or (made.reverse != shot.reverse and made.speed > 0)
    return None if moved or retimed else made


def resolve_ramp(shot: Shot, keyframes: Any, media_start: Flicks | None) -> Shot | None:
    """The shot with Resolve's ramp; None where that cannot be told for sure."""
    if media_start is None or shot.source_span.start != media_start or shot.speed != 1 or shot.reverse:
        return None
    if not isinstance(keyframes, list) or not 2 <= len(keyframes) <= MAX_KNOTS:
        return None
    points = [_point(one) for one in keyframes]
    if any(point is None for point in points):
        return None
    curve = list(_curve([point for point in points if point is not None]))
    knots = [Knot(from_seconds(x), media_start + from_seconds(y)) for x, y in curve]
    if not _rise(knots):
        return None
    duration = shot.record_span.duration
    if knots[-1].record < duration:
        knots.append(_further(knots[-2], knots[-1], duration))
    whole = Span(shot.record_span.start, shot.record_span.start + knots[-1].record)
    return trim(ramped(replace(shot, record_span=whole), knots), shot.record_span)


def resolve_keyframes(shot: Shot) -> list[list[Any]] | None:
    """A shot's ramp as Resolve writes one; None for a shot that does not start at its media's first frame."""
    media_start = 0 if shot.nest is not None else shot.source.start
    if not shot.ramp or media_start is None or shot.ramp[0].source != media_start:
        return None
    return [
        [knot.record / FLICKS_PER_SECOND, (knot.source - media_start) / FLICKS_PER_SECOND, False, 0.0, 0.0, 0.0, 0.0]
        for knot in shot.ramp
    ]


def _keyframes(note: Note | None) -> Any:
    metadata = note.get("metadata") if note else None
    resolve = metadata.get("Resolve_OTIO") if isinstance(metadata, dict) else None
    return resolve.get("Key Frames") if isinstance(resolve, dict) else None


def _rise(knots: Sequence[Knot]) -> bool:
    return knots[0].record == 0 and all(a.record < b.record for a, b in pairwise(knots))


def _further(a: Knot, b: Knot, record: Flicks) -> Knot:
    """Where two knots lead at a later time."""
    return Knot(record, b.source + nearest(Fraction((record - b.record) * (b.source - a.source), b.record - a.record)))


_Point = tuple[float, float, bool, float, float, float, float]


def _point(found: Any) -> _Point | None:
    if not isinstance(found, list) or not 2 <= len(found) <= 20 or not all(map(is_number, found[:2] + found[3:7])):
        return None
    if any(abs(value) > MAX_SECONDS for value in found[:2]):
        return None
    handles = [float(value) for value in found[3:7]] if len(found) >= 7 else [0.0] * 4
    smooth = len(found) >= 7 and found[2] is True
    return float(found[0]), float(found[1]), smooth, handles[0], handles[1], handles[2], handles[3]


def _curve(points: Sequence[_Point]) -> Iterator[tuple[float, float]]:
    """Points that lie on the curve, near enough together to be joined by straight lines."""
    last = len(points) - 1
    yield points[0][:2]
    for index, (a, b) in enumerate(pairwise(points)):
        out = a[5:7] if a[2] and index > 0 else (0.0, 0.0)
        into = b[3:5] if b[2] and index + 1 < last else (0.0, 0.0)
        if any(out) or any(into):
            bends = ((a[0] + out[0], a[1] + out[1]), (b[0] + into[0], b[1] + into[1]))
            for step in range(1, CURVE_STEPS):
                yield _bezier(a[:2], *bends, b[:2], step / CURVE_STEPS)
        yield b[:2]


def _bezier(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float], t: float
) -> tuple[float, float]:
    parts = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (sum(part * point[axis] for part, point in zip(parts, (a, b, c, d), strict=True)) for axis in (0, 1))
    return x, y
