"""How fast an AAF "Motion Control" runs: what of its input is shown at which time.

Avid bakes every speed curve into PARAM_SPEED_OFFSET_MAP_U, straight lines from edit units of the effect to edit units of its
input; that is followed where it is there. SpeedRatio, which is all that the specification knows, is the length of the effect
over that of its input: Avid rounds both, so its ratio is wrong by up to a frame, and 1/SpeedRatio is only taken from others.
A value is the frame that is shown, so a clip that runs backwards starts with the last frame of what it shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from picturelock.cut import Knot, Shot
from picturelock.cutmap import ramped
from picturelock.timeline.aaf.names import (
    CONSTANT,
    LINEAR,
    OFFSET_MAP_NAME,
    SPEED_MAP,
    SPEED_OFFSET_MAP,
    SPEED_RATIO,
    Kind,
    Pid,
)  # fmt: skip
from picturelock.timeline.aaf.objects import Node
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, nearest

MAX_POINTS = 20_000
MAX_SPEED = 10_000
_NEAR = Fraction(1, 1_000_000)

Point = tuple[Fraction, Fraction]
"""Edit units of the effect, edit units of its input."""


@dataclass(frozen=True, slots=True)
class Motion:
    """Straight lines from time in the effect to time in its input."""

    points: tuple[Point, ...]
    """At least two, times rising."""
    exact: bool = True
    """False where the file has a curve between them, or nothing that we can follow."""


def motion_of(group: Node, names: dict[str, str], length: int) -> Motion:
    """The motion of an effect. names: of parameters, by their definitions; length: of the effect, in edit units."""
    parameters = {name: node for node in group.many(Pid.PARAMETERS) for name in _called(node, names)}
    span = Fraction(max(1, length))
    if (baked := parameters.get(SPEED_OFFSET_MAP)) and len(points := _points(baked)) > 1:
        return Motion(points)
    if (drawn := parameters.get(OFFSET_MAP_NAME)) and len(points := _points(drawn)) > 1:
        # Its times run from 0 at the first frame to 1 at the last.
        return Motion(
            tuple((time * max(1, length - 1), value) for time, value in points),
            len(points) == 2 or drawn.auid(Pid.INTERPOLATION) == LINEAR,
        )
    first = next(group.many(Pid.INPUTS), None)
    last = Fraction(max(0, (first.integer(Pid.LENGTH) or 1) - 1 if first is not None else 0))
    if (curve := parameters.get(SPEED_MAP)) and (points := _points(curve)):
        start = last if points[0][1] < 0 else Fraction(0)
        return _integrated(points, span, start, curve.auid(Pid.INTERPOLATION))
    ratio = parameters[SPEED_RATIO].value(Pid.CONSTANT) if SPEED_RATIO in parameters else None
    if not isinstance(ratio, Fraction | int) or ratio == 0:
        return Motion(_line(Fraction(0), Fraction(1), span), False)
    speed = Fraction(0) if ratio == length and last == 0 and length > 1 else 1 / Fraction(ratio)
    return Motion(_line(last if speed < 0 else Fraction(0), speed, span))


def moved(shot: Shot, motion: Motion, origin: Flicks, rate: Fraction) -> Shot:
    """A shot at its full length as the motion shows it; origin: source time of the input's zero; rate: edit units a second."""
    points = motion.points
    (t0, v0), (t1, v1) = points[0], points[-1]
    slope = (v1 - v0) / (t1 - t0)
    if any(abs(v0 + slope * (time - t0) - value) > _NEAR * 1000 for time, value in points[1:-1]):
        return _ramp(shot, points, origin, rate)
    slope = max(Fraction(-MAX_SPEED), min(Fraction(MAX_SPEED), slope))
    rounded = slope.limit_denominator(10_000)
    speed = rounded if abs(rounded - slope) <= _NEAR * max(Fraction(1), abs(slope)) else slope
    first = origin + _time(v0 - slope * t0, rate)
    shown = nearest(shot.record_span.duration * abs(speed))
    if speed < 0:
        end = first + _time(Fraction(1), rate)
        return replace(shot, source_span=Span(end - shown, end), speed=-speed, reverse=True)
    return replace(shot, source_span=Span(first, first + shown), speed=speed)


def _ramp(shot: Shot, points: tuple[Point, ...], origin: Flicks, rate: Fraction) -> Shot:
    duration = shot.record_span.duration
    timed = [(_time(time, rate), origin + _time(value, rate)) for time, value in points]
    knots = [Knot(0, _at(timed, 0))]
    for (before, _), (time, source), (after, _) in zip(timed, timed[1:], timed[2:], strict=False):
        if before < time < after and knots[-1].record < time < duration:
            knots.append(Knot(time, source))
    knots.append(Knot(duration, _at(timed, duration)))
    return ramped(shot, _straightened(knots))


def _straightened(knots: list[Knot]) -> list[Knot]:
    """Without knots that lie on the line between their neighbours, to the flick."""
    kept = knots[:1]
    for knot, after in pairwise(knots[1:]):
        before = kept[-1]
        slope = Fraction(after.source - before.source, after.record - before.record)
        if abs(before.source + slope * (knot.record - before.record) - knot.source) > 1:
            kept.append(knot)
    return [*kept, knots[-1]]


def _at(timed: list[tuple[Flicks, Flicks]], time: Flicks) -> Flicks:
    """Source time at a time, beyond the ends as at them."""
    for (a, x), (b, y) in pairwise(timed):
        if time <= b or b == timed[-1][0]:
            return x + nearest(Fraction((time - a) * (y - x), b - a)) if b > a else x
    return timed[-1][1]


def _time(units: Fraction, rate: Fraction) -> Flicks:
    return nearest(units * FLICKS_PER_SECOND / rate)


def _called(parameter: Node, names: dict[str, str]) -> tuple[str, ...]:
    """What a parameter is called: by its identifier, and by its name."""
    found = parameter.auid(Pid.PARAMETER_ID)
    return found, names.get(found, "")


def _points(parameter: Node) -> tuple[Point, ...]:
    """The control points of a parameter, times rising; a constant has one."""
    if parameter.kind == Kind.CONSTANT_VALUE:
        value = parameter.value(Pid.CONSTANT)
        return ((Fraction(0), Fraction(value)),) if isinstance(value, Fraction | int) else ()
    found: list[Point] = []
    for number, point in enumerate(parameter.many(Pid.POINTS)):
        time, value = point.rational(Pid.POINT_TIME), point.value(Pid.POINT_VALUE)
        if number >= MAX_POINTS:
            break
        if time is not None and isinstance(value, Fraction | int) and (not found or time > found[-1][0]):
            found.append((time, Fraction(value)))
    return tuple(found)


def _integrated(points: tuple[Point, ...], length: Fraction, start: Fraction, interpolation: str) -> Motion:
    """Where speeds lead that hold from point to point, or change evenly between them."""
    if len(points) == 1:
        return Motion(_line(start, points[0][1], length))
    steps = interpolation == CONSTANT
    made: list[Point] = [(Fraction(0), start)]
    known = [(Fraction(0), points[0][1]), *points] if points[0][0] > 0 else list(points)
    for (a, x), (b, y) in pairwise(known):
        at, value = made[-1]
        made.append((at + b - a, value + (b - a) * (x if steps else (x + y) / 2)))
    at, value = made[-1]
    if at < length:
        made.append((length, value + (length - at) * points[-1][1]))
    return Motion(tuple(made), steps)


def _line(start: Fraction, speed: Fraction, length: Fraction) -> tuple[Point, Point]:
    return (Fraction(0), start), (length, start + speed * length)
