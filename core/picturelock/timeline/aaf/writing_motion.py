"""Speeds as Avid's "Motion Control" has them; see `motion` for what its parameters mean."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from picturelock.cut import Shot
from picturelock.timeline.aaf.definitions import Definitions, fitted
from picturelock.timeline.aaf.names import CONSTANT, MOTION, SPEED_MAP, SPEED_OFFSET_MAP, SPEED_RATIO
from picturelock.times import Flicks

Point = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Plan:
    """A change of speed: what its input is, and which frame of it is shown when. All in edit units."""

    start: int
    """Of the input, from the zero of what the clip points to."""
    length: int
    """Of the input."""
    offsets: list[Point]
    speeds: list[Point]


def is_moved(shot: Shot) -> bool:
    """True for a shot that is not simply played."""
    return shot.speed != 1 or shot.reverse or bool(shot.ramp)


def plan_of(shot: Shot, zero: Flicks, unit: Flicks) -> Plan:
    """How a shot is to be shown; zero: source time that the input counts from."""
    length = Fraction(shot.record_span.duration, unit)
    if shot.ramp:
        points = [(Fraction(knot.record, unit), Fraction(knot.source - zero, unit)) for knot in shot.ramp]
    elif shot.reverse:
        last = Fraction(shot.source_span.end - zero, unit) - 1  # the frame that is shown first
        points = [(Fraction(0), last), (length, last - shot.speed * length)]
    else:
        first = Fraction(shot.source_span.start - zero, unit)
        points = [(Fraction(0), first), (length, first + shot.speed * length)]
    values = [value for _, value in points]
    start = floor(min(values)) + (1 if shot.reverse and not shot.ramp else 0)
    speeds = [(a, (y - x) / (b - a)) for (a, x), (b, y) in pairwise(points)]
    return Plan(
        start,
        max(1, ceil(max(values)) - start + (1 if shot.reverse and not shot.ramp else 0)),
        [(time, value - start) for time, value in points],
        speeds,
    )


def is_exact(plan: Plan) -> bool:
    """True where AAF's fractions of 32 bits hold it."""
    return all(fitted(part) == part for point in plan.offsets for part in point)


def group_of(definitions: Definitions, shot: Shot, plan: Plan, length: int) -> object:
    """The effect, without its input."""
    group = definitions.group(MOTION, shot.kind, length)
    ratio = Fraction(length, plan.length)
    if shot.reverse:
        ratio = -ratio
    group["Parameters"].value = [
        definitions.varying(SPEED_MAP, plan.speeds, CONSTANT),
        definitions.varying(SPEED_OFFSET_MAP, plan.offsets),
        definitions.constant(SPEED_RATIO, ratio),
    ]
    return group
