"""What differs between two shots that show one source: ends, speed, direction, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from picturelock.conform.changes.curves import same_curve
from picturelock.conform.changes.edges import PLAIN, Edge, Edges, alike, further
from picturelock.cut import Cut, Shot
from picturelock.times import Flicks, Span, nearest

_WHOLE_FRAMES = frozenset({"edl", "xml", "ale"})
"""Endings of formats that know no part of a frame."""
_LISTS = frozenset({"edl"})
"""Endings of formats that cut where a dissolve starts, wherever the editor had cut."""


@dataclass(frozen=True, slots=True)
class Near:
    """By how much two times may differ and are one: half a frame, and what is lost where two formats round otherwise."""

    record: Flicks
    source: Flicks
    loose: bool = False
    """Two formats, of which one rounds source times to frames, and speeds to a tenth of a frame per second."""
    nominal: int = 24
    listed: int = 0
    """1 = only the new cut is a list that cuts where its dissolves start; -1 = only the old one."""

    @classmethod
    def of(cls, old: Cut, new: Cut) -> Near:
        """For two cuts."""
        half = (old.rate.frame + new.rate.frame) // 2 if old.rate != new.rate else old.rate.frame // 2
        listed = (_ending(new) in _LISTS) - (_ending(old) in _LISTS)
        loose = _ending(old) != _ending(new) and not _WHOLE_FRAMES.isdisjoint((_ending(old), _ending(new)))
        return cls(half, half, loose, old.rate.nominal, listed)

    def of_source(self, speed: Fraction) -> Flicks:
        """Source time, of shots at a speed: half a frame of record, or of source where that was rounded."""
        return self.source if self.loose or speed == 1 or speed > 1 else nearest(self.source * speed)

    def of_tail(self, speed: Fraction) -> Flicks:
        """Record time, of the end of shots at one speed."""
        return self.record if self.loose or speed == 1 or speed < 1 else nearest(self.source / speed)


def _ending(cut: Cut) -> str:
    return cut.path.suffix.lower().removeprefix(".") if cut.path else ""


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
    ahead, behind = beyond(a, b, ours, theirs, near)
    was, now = a.record_span, b.record_span
    shift = now.start - was.start - offset - ahead
    longer = now.end - now.start - was.end + was.start + ahead + behind
    if not longer and not ahead and _shows_the_same(a, b):
        away = abs(shift) > near.record
        return Measured(shift=shift if away else 0, pushed=away)
    retimed, turned = not same_speed(a, b, near), a.reverse != b.reverse and bool(a.speed and b.speed)
    slip = 0
    if a.speed == 0 or b.speed == 0:
        head, tail = 0, longer if not retimed and abs(longer) > near.record else 0
        slip = 0 if retimed else b.file_span.start - a.file_span.start
    elif retimed or turned:
        head, tail = ends(a, b, near, ahead, behind)
    else:
        more = _more(a.file_span, b.file_span, b.reverse)[0] + (nearest(ahead * b.speed) if ahead else 0)
        head = _at(more, b.speed) if abs(more) > near.of_source(b.speed) else 0
        if near.loose and b.speed != 1:
            head = _simplest(nearest(more / b.speed), longer, shift, near, b.speed)
        tail = longer - head if abs(longer - head) > near.of_tail(b.speed) else 0
        if head and abs(longer) <= near.record:
            slip, head, tail = more if b.reverse else -more, 0, 0
    slip = slip if slip and abs(slip) > near.of_source(b.speed or Fraction(1)) else 0
    pushed = abs(shift) > near.record and abs(_further_on(a, b, shift, head, longer, turned)) > near.record
    return Measured(head, tail, slip, shift if abs(shift) > near.record else 0, pushed, retimed, turned)


def _at(source: Flicks, speed: Fraction) -> Flicks:
    """Record time in which a stretch of source passes."""
    return source if speed == 1 else nearest(source / speed)


def beyond(a: Shot, b: Shot, ours: Edges, theirs: Edges, near: Near) -> tuple[Flicks, Flicks]:
    """Record time by which `b` has more (positive) beyond each edge than `a`, only because of where formats cut dissolves.

    Of a dissolve that came, went or changed, a list does not say where in it the editor cut: where nothing was trimmed, if that
    may be, else in its middle.
    """
    if ours is theirs:
        return 0, 0
    if not near.listed or a.reverse != b.reverse:
        return further(ours.head, theirs.head, near.record), further(ours.tail, theirs.tail, near.record)
    speed = b.speed if a.speed else Fraction(0)
    head, tail = (nearest(more / speed) if speed else None for more in _more(a.file_span, b.file_span, b.reverse))
    exact = nearest(near.source / min(speed or Fraction(1), Fraction(1)))
    ahead = _of_edge(ours.head, theirs.head, head, near, exact, -near.listed)
    return ahead, _of_edge(ours.tail, theirs.tail, tail, near, exact, near.listed)


def _of_edge(old: Edge | None, new: Edge | None, more: Flicks | None, near: Near, exact: Flicks, way: int) -> Flicks:
    """more: record time; None = a freeze does not say. exact: to how much of that it is known. way: in which a list's edge lies
    from where it was cut."""
    edge = new if near.listed > 0 else old
    if edge is None or not edge.shared or alike(old, new, near.record):
        return further(old, new, near.record)
    middle = way * (edge.length // 2)
    if more is None or not 0 <= -more * way <= edge.length or abs(more + middle) <= exact:
        return middle
    return -more


def _further_on(a: Shot, b: Shot, shift: Flicks, head: Flicks, longer: Flicks, turned: bool) -> Flicks:
    """How much later the first frame is that both show; of a shot that was turned round, its end."""
    if turned:
        return shift + longer
    if head < 0 and a.speed and a.speed != b.speed:
        return shift + nearest(head * b.speed / a.speed)  # frames that only the old shot shows pass at its speed
    return shift + head


def _shows_the_same(a: Shot, b: Shot) -> bool:
    plain = not a.ramp and not b.ramp and a.reverse == b.reverse and (a.speed is b.speed or a.speed == b.speed)
    return plain and a.source_span.start - (a.source.start or 0) == b.source_span.start - (b.source.start or 0)


def same_speed(a: Shot, b: Shot, near: Near) -> bool:
    """True where two shots play at one speed, or at speeds that part them by less than half a frame."""
    if a.ramp or b.ramp:
        return (a.speed == 0) == (b.speed == 0) and same_curve(a, b, near.source)
    if a.speed is b.speed or a.speed == b.speed:
        return True
    if a.speed == 0 or b.speed == 0:
        return False
    apart = abs(a.speed - b.speed)
    if near.loose and a.speed != 1 and b.speed != 1 and apart * 20 * near.nominal <= 1:
        return True
    return apart * min(a.record_span.duration, b.record_span.duration) < near.record


def _more(a: Span, b: Span, reverse: bool) -> tuple[Flicks, Flicks]:
    """Source time that `b` shows more than `a` at its head, and at its tail."""
    earlier, later = a.start - b.start, b.end - a.end
    return (later, earlier) if reverse else (earlier, later)


def _simplest(head: Flicks, longer: Flicks, shift: Flicks, near: Near, speed: Fraction) -> Flicks:
    """Of what a head may be that is known to half a frame of source only, what leaves the fewest things to tell."""

    def told(one: Flicks) -> int:
        return sum(abs(time) > near.record for time in (one, longer - one, shift + one))

    return min((one for one in (0, longer, -shift, head) if abs(one - head) * speed <= near.source), key=told)


def ends(a: Shot, b: Shot, near: Near, ahead: Flicks = 0, behind: Flicks = 0) -> tuple[Flicks, Flicks]:
    """Record time at the new speed that `b` shows more than `a` at its head, and at its tail, whatever their speeds.

    ahead, behind: see `beyond`; the shot that is cut nearer to where its dissolve starts is taken as if it were cut where the
    other is. Where a shot ends follows from its speed and a whole
    number of record frames, so that may be half a frame of those off.
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
    head += nearest(ahead * (a.speed if ahead > 0 else b.speed))
    tail += nearest(behind * (b.speed if behind > 0 else a.speed))
    at_head = exact if a.reverse == b.reverse else rough
    return (
        nearest(head / b.speed) if abs(head) > at_head else 0,
        nearest(tail / b.speed) if abs(tail) > rough else 0,
    )
