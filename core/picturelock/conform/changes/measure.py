"""What differs between two shots that show one source: ends, speed, direction, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from picturelock.conform.changes.curves import same_curve
from picturelock.conform.changes.edges import PLAIN, Edges, further
from picturelock.cut import Cut, Shot
from picturelock.times import Flicks, Span, nearest

_WHOLE_FRAMES = frozenset({"edl", "xml", "ale"})
"""Endings of formats that know no part of a frame."""


@dataclass(frozen=True, slots=True)
class Near:
    """By how much two times may differ and are one: half a frame, and what is lost where two formats round otherwise."""

    record: Flicks
    source: Flicks
    loose: bool = False
    """One of the two rounds source times to frames, and speeds to a tenth of a frame per second."""
    nominal: int = 24

    @classmethod
    def of(cls, old: Cut, new: Cut) -> Near:
        """For two cuts."""
        half = (old.rate.frame + new.rate.frame) // 2 if old.rate != new.rate else old.rate.frame // 2
        return cls(half, half, _rounds(old) != _rounds(new), old.rate.nominal)

    def of_source(self, speed: Fraction) -> Flicks:
        """Source time, of shots at a speed: half a frame of record, or of source where that was rounded."""
        return self.source if self.loose or speed >= 1 else nearest(self.source * speed)

    def of_tail(self, speed: Fraction) -> Flicks:
        """Record time, of the end of shots at one speed."""
        return self.record if self.loose or speed <= 1 else nearest(self.source / speed)


def _rounds(cut: Cut) -> bool:
    return cut.path is not None and cut.path.suffix.lower().removeprefix(".") in _WHOLE_FRAMES


@dataclass(frozen=True, slots=True)
class Measured:
    """As the fields of `Change`; zero where it is within what is near."""

    head: Flicks = 0
    tail: Flicks = 0
    slip: Flicks = 0
    shift: Flicks = 0
    pushed: bool = False
    """It starts at another time, and not only because its head was trimmed or extended."""
    retimed: bool = False
    reversed: bool = False


def measured(a: Shot, b: Shot, near: Near, ours: Edges = PLAIN, theirs: Edges = PLAIN, offset: Flicks = 0) -> Measured:
    """What became of `a` in `b`. offset: record time by which everything is later."""
    ahead = further(ours.head, theirs.head, near.record)
    behind = further(ours.tail, theirs.tail, near.record)
    was, now = a.record_span, b.record_span
    shift = now.start - was.start - offset - ahead
    longer = now.end - now.start - was.end + was.start + ahead + behind
    if not longer and not ahead and _shows_the_same(a, b):
        away = abs(shift) > near.record
        return Measured(shift=shift if away else 0, pushed=away)
    retimed, turned = not same_speed(a, b, near), a.reverse != b.reverse and a.speed > 0 < b.speed
    slip = 0
    if a.speed == 0 or b.speed == 0:
        head, tail = 0, longer if not retimed and abs(longer) > near.record else 0
        slip = 0 if retimed else b.file_span.start - a.file_span.start
    elif retimed or turned:
        head, tail = ends(a, b, near)
    else:
        head = _at_head(a, b, near, ahead)
        tail = longer - head if abs(longer - head) > near.of_tail(b.speed) else 0
        if head and abs(longer) <= near.record:
            slip, head, tail = _first(b) - _first(a), 0, 0
    slip = slip if abs(slip) > near.of_source(b.speed or Fraction(1)) else 0
    pushed = abs(shift) > near.record and abs(_further_on(a, b, shift, head, longer, turned)) > near.record
    return Measured(head, tail, slip, shift if abs(shift) > near.record else 0, pushed, retimed, turned)


def _further_on(a: Shot, b: Shot, shift: Flicks, head: Flicks, longer: Flicks, turned: bool) -> Flicks:
    """How much later the first frame is that both show; of a shot that was turned round, its end."""
    if turned:
        return shift + longer
    if head < 0 < a.speed != b.speed:
        return shift + nearest(head * b.speed / a.speed)  # frames that only the old shot shows pass at its speed
    return shift + head


def _shows_the_same(a: Shot, b: Shot) -> bool:
    plain = not a.ramp and not b.ramp and a.reverse == b.reverse and (a.speed is b.speed or a.speed == b.speed)
    return plain and a.source_span.start - (a.source.start or 0) == b.source_span.start - (b.source.start or 0)


def same_speed(a: Shot, b: Shot, near: Near) -> bool:
    """True where two shots play at one speed, or at speeds that part them by less than half a frame."""
    if (a.speed == 0) != (b.speed == 0):
        return False
    if a.ramp or b.ramp:
        return same_curve(a, b, near.source)
    apart = abs(a.speed - b.speed)
    if not apart:
        return True
    if near.loose and a.speed != 1 and b.speed != 1 and apart * 20 * near.nominal <= 1:
        return True
    return apart * min(a.record_span.duration, b.record_span.duration) < near.record


def _first(shot: Shot) -> Flicks:
    return shot.file_span.end if shot.reverse else shot.file_span.start


def _more(a: Span, b: Span, reverse: bool) -> tuple[Flicks, Flicks]:
    """Source time that `b` shows more than `a` at its head, and at its tail."""
    earlier, later = a.start - b.start, b.end - a.end
    return (later, earlier) if reverse else (earlier, later)


def _at_head(a: Shot, b: Shot, near: Near, ahead: Flicks) -> Flicks:
    more = _more(a.file_span, b.file_span, b.reverse)[0] + nearest(ahead * b.speed)
    return nearest(more / b.speed) if abs(more) > near.of_source(b.speed) else 0


def ends(a: Shot, b: Shot, near: Near) -> tuple[Flicks, Flicks]:
    """Record time at the new speed that `b` shows more than `a` at its head, and at its tail, whatever their speeds.

    Where a shot ends follows from its speed and a whole number of record frames, so that may be half a frame of those off.
    """
    if a.speed == 0 or b.speed == 0:
        return 0, 0
    exact = near.of_source(min(a.speed, b.speed))
    rough = (
        exact
        if a.speed == b.speed and not a.ramp and not b.ramp
        else nearest(near.source * max(Fraction(1), a.speed, b.speed))
    )
    head, tail = _more(a.file_span, b.file_span, b.reverse)
    at_head = exact if a.reverse == b.reverse else rough
    return (
        nearest(head / b.speed) if abs(head) > at_head else 0,
        nearest(tail / b.speed) if abs(tail) > rough else 0,
    )
