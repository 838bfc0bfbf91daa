"""Speed ramps: whether two shots run through what they both show in the same way."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from picturelock.cut import Knot, Shot
from picturelock.cutmap import trim
from picturelock.times import Flicks, Span


def same_curve(a: Shot, b: Shot, near: Flicks) -> bool:
    """True where one shot's ramp is the other's, or what trimming left of it. near: source time."""
    if not a.ramp or not b.ramp:
        return False
    if a.reverse != b.reverse or not (_rising(a) and _rising(b)):
        return _same(_from_start(a), _from_start(b), near)
    shared = a.file_span.intersect(b.file_span)
    if shared is None:
        return False
    return _same(_from_start(_within(a, shared)), _from_start(_within(b, shared)), near)


def _rising(shot: Shot) -> bool:
    """True where no source time is shown twice."""
    steps = [later.source - earlier.source for earlier, later in pairwise(shot.ramp)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def _within(shot: Shot, shared: Span) -> Shot:
    """The part of a shot that shows a stretch of the file."""
    zero = shot.source.start or 0
    start, end = sorted(_record(shot, time + zero) for time in (shared.start, shared.end))
    return trim(shot, Span(start, end))


def _record(shot: Shot, source: Flicks) -> Flicks:
    """Record time at which a ramp shows a source time."""
    for one, other in pairwise(shot.ramp):
        low, high = sorted((one.source, other.source))
        if low <= source <= high:
            passed = abs(source - one.source) * (other.record - one.record) // (high - low)
            return shot.record_span.start + one.record + passed
    return shot.record_span.end


def _from_start(shot: Shot) -> tuple[Knot, ...]:
    zero = shot.ramp[0].source if shot.ramp else 0
    return tuple(Knot(knot.record, knot.source - zero) for knot in shot.ramp)


def _same(a: tuple[Knot, ...], b: tuple[Knot, ...], near: Flicks) -> bool:
    """True where both pass the same moments, whatever knots they are written with."""
    if not a or not b or abs(a[-1].record - b[-1].record) > near:
        return not a and not b
    return all(abs(_source(b, knot.record) - knot.source) <= near for knot in a) and all(
        abs(_source(a, knot.record) - knot.source) <= near for knot in b
    )


def _source(ramp: tuple[Knot, ...], record: Flicks) -> Flicks:
    after = min(max(bisect_left(ramp, record, key=lambda knot: knot.record), 1), len(ramp) - 1)
    one, other = ramp[after - 1], ramp[after]
    return one.source + (record - one.record) * (other.source - one.source) // max(other.record - one.record, 1)
