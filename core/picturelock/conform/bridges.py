"""One map from an old cut to a new one: which stretch of the old record time is which stretch of the new.

old record  |----[== a ==]------[== b ==]----|
                   \\  shared      \\  shared        two shots are bridged over the source they both show;
source            ~~~~~~~~         ~~~~~~~~        within a bridge, times are in proportion
                     \\              \\
new record  |----------[== a ==]------[== b' ==]-|

Where one stretch of a source is used several times, each old use goes to one new use at most: that whose distance is most
like that of the stretches around it. New uses that are left over are copies of the nearest old use.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from picturelock.cut import Shot
from picturelock.cutmap import Piece, subtract, union
from picturelock.times import Flicks, Span, nearest

_MOST_USES = 40
"""Of one moment of a source, in the other cut, that are compared with a use of it: the nearest ones in order."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """One stretch that both cuts show. Both spans are record time; they differ in length where the speed was changed."""

    old: Span
    new: Span
    source: str
    """`Source.key`."""
    old_shot: str
    """`Shot.id`."""
    new_shot: str
    reverse: bool = False
    """It runs the other way round in the new cut."""
    copy: bool = False
    """The old stretch has a bridge of its own: this is one more use of it."""

    def to_new(self, time: Flicks) -> Flicks:
        """New record time of an old one, to the nearest flick; exact where the speed is the same. Not clipped."""
        if self.old.duration == self.new.duration:
            passed = time - self.old.start
        else:
            passed = nearest(Fraction((time - self.old.start) * self.new.duration, self.old.duration))
        return self.new.end - passed if self.reverse else self.new.start + passed

    def within(self, old: Span) -> Bridge | None:
        """The part of the bridge that starts in an old span; None where they share no time."""
        shared = old.intersect(self.old)
        if shared is None or shared.duration == 0:
            return None
        if shared == self.old:
            return self
        a, b = self.to_new(shared.start), self.to_new(shared.end)
        return replace(self, old=shared, new=Span(min(a, b), max(a, b)))

    def within_new(self, new: Span) -> Bridge | None:
        """As `within`, for a span of the new record time."""
        turned = replace(self, old=self.new, new=self.old).within(new)
        return replace(turned, old=turned.new, new=turned.old) if turned else None

    @property
    def shift(self) -> Flicks:
        return self.new.start - self.old.start


def bridges(old: Iterable[Shot], new: Iterable[Shot]) -> tuple[Bridge, ...]:
    """Everything that shots of two cuts share, in order of old record time; copies after what they copy.

    A freeze shows no stretch of time, and is bridged to nothing. Cost: n log n in the shots, plus what they share.
    """
    ours, theirs = _pieces(old), _pieces(new)
    single: list[Bridge] = []
    doubtful: dict[str, list[Bridge]] = {}
    for source in ours.keys() & theirs.keys():
        found = list(_shared(ours[source], theirs[source]))
        if _one_to_one(found):
            single += found
        else:
            doubtful[source] = found
    shifts = _Shifts(single)
    settled = [*single]
    for source in sorted(doubtful):
        settled += _settle(doubtful[source], shifts)
    return tuple(sorted(settled, key=lambda bridge: (bridge.old.start, bridge.copy, bridge.new.start, bridge.source)))


def _pieces(shots: Iterable[Shot]) -> dict[str, list[Piece]]:
    """By source, in order of source time."""
    found: dict[str, list[Piece]] = defaultdict(list)
    for shot in shots:
        if shot.speed > 0 and shot.record_span.duration > 0:
            piece = Piece(shot.source.key, shot.file_span, shot.record_span, shot.speed, shot.reverse, shot.id)
            found[shot.source.key].append(piece)
    for pieces in found.values():
        pieces.sort(key=lambda piece: (piece.source_span.start, piece.record_span.start))
    return found


def _shared(ours: Sequence[Piece], theirs: Sequence[Piece]) -> Iterator[Bridge]:
    """A bridge for every two pieces that show the same moments of a source. Both are in order of source time."""
    open_: list[Piece] = []
    upcoming = 0
    for piece in ours:
        span = piece.source_span
        while upcoming < len(theirs) and theirs[upcoming].source_span.start < span.end:
            open_.append(theirs[upcoming])
            upcoming += 1
        open_ = [other for other in open_ if other.source_span.end > span.start]
        near = open_
        if len(open_) > _MOST_USES:
            near = sorted(open_, key=lambda other: abs(other.record_span.start - piece.record_span.start))[:_MOST_USES]
        for other in near:
            a, b = piece.map_span(other.source_span), other.map_span(span)
            if a is not None and b is not None and a.duration > 0 and b.duration > 0:
                yield Bridge(a, b, piece.source, piece.shot, other.shot, piece.reverse != other.reverse)


def _one_to_one(found: Sequence[Bridge]) -> bool:
    """True where no moment of either cut is in two of the bridges."""
    for spans in (sorted(bridge.old for bridge in found), sorted(bridge.new for bridge in found)):
        if any(b.start < a.end for a, b in pairwise(spans)):
            return False
    return True


class _Shifts:
    """How far things moved around a moment of the old cut, as those bridges say of which there is no doubt."""

    def __init__(self, certain: Iterable[Bridge]) -> None:
        self._certain = sorted(certain, key=lambda bridge: bridge.old.start)
        self._starts = [bridge.old.start for bridge in self._certain]

    def near(self, time: Flicks) -> Flicks:
        """The shift of the nearest certain bridge; 0 without any."""
        at = bisect_right(self._starts, time)
        around = self._certain[max(0, at - 1) : at + 1]
        return min(around, key=lambda bridge: _distance(bridge.old, time)).shift if around else 0


def _distance(span: Span, time: Flicks) -> Flicks:
    return max(span.start - time, time - span.end, 0)


def _settle(found: Sequence[Bridge], shifts: _Shifts) -> Iterator[Bridge]:
    """Give each old use one new use at most, the likeliest first; what is left of the new ones are copies."""
    likeliest = sorted(
        found,
        key=lambda bridge: (
            abs(bridge.shift - shifts.near(bridge.old.start)),
            -bridge.old.duration,
            bridge.old.start,
            bridge.new.start,
        ),
    )
    taken_old, taken_new = _Taken(), _Taken()
    left: list[Bridge] = []
    for bridge in likeliest:
        parts = _free(bridge, taken_old, taken_new)
        for part in parts:
            taken_old.add(part.old)
            taken_new.add(part.new)
            yield part
        left.append(bridge)
    for bridge in left:
        for span in taken_new.free(bridge.new):
            again = bridge.within_new(span)
            if again is not None:
                taken_new.add(again.new)
                yield replace(again, copy=True)


def _free(bridge: Bridge, taken_old: _Taken, taken_new: _Taken) -> list[Bridge]:
    """The parts of a bridge of which neither end is taken."""
    parts = [part for span in taken_old.free(bridge.old) if (part := bridge.within(span))]
    return [part for one in parts for span in taken_new.free(one.new) if (part := one.within_new(span))]


class _Taken:
    """Stretches of record time that have found their other end, apart from each other and in order."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def free(self, span: Span) -> tuple[Span, ...]:
        return subtract(span, self._spans)

    def add(self, span: Span) -> None:
        first = bisect_left(self._spans, span)
        low = max(0, first - 1)
        high = low
        while high < len(self._spans) and self._spans[high].start <= span.end:
            high += 1
        self._spans[low:high] = union([*self._spans[low:high], span])
