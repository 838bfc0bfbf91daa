"""Which use of a stretch of source became which, where a cut uses it several times.

A bridge is *certain* where no other one disputes its old or its new stretch. The others are weighed by what is around them:
an old use goes to one new use at most, and first to one that moved exactly as the picture over it did, or as its
neighbours; then to one that has all of it; to one between the same neighbours; to that with which it shares most; to the
nearest. New uses that are left over are copies of what they share most with.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from picturelock.conform.bridges import ROUNDING, Bridge, bridged, pieces
from picturelock.conform.spans import Stretches
from picturelock.cut import Shot
from picturelock.cutmap import Piece
from picturelock.times import Flicks, Span


def bridges(
    old: Iterable[Shot], new: Iterable[Shot], beside: Sequence[Bridge] = ()
) -> tuple[tuple[Bridge, ...], tuple[Bridge, ...]]:
    """Everything that shots of two cuts share, in order of old record time, and those of them that tell how things moved.

    beside: what tells that of another layer (the picture, for the sound). Cost: n log n in the shots, and what they share.
    """
    ours, theirs = pieces(old), pieces(new)
    certain: list[Bridge] = []
    doubtful: list[list[Bridge]] = []
    telling: list[Bridge] = []
    crowded: list[str] = []
    for source in sorted(ours.keys() & theirs.keys()):
        found = bridged(ours[source], theirs[source])
        if found is None:
            crowded.append(source)
            continue
        clear, disputed = _parted(found)
        certain += clear
        telling += _leading(disputed)
        doubtful += [disputed] if disputed else []
    telling += certain
    shifts, above = Shifts(telling or beside), Shifts(beside)
    for source in crowded:
        place = shifts.place if shifts else _from_the_first(ours[source], theirs[source]).place
        clear, disputed = _parted(bridged(ours[source], theirs[source], place) or [])
        certain += clear
        doubtful += [disputed] if disputed else []
    whole = {piece.shot: piece.record_span for source in ours.values() for piece in source}
    settled = chain(certain, *(_settle(found, _Likelihood(shifts, above, whole)) for found in doubtful))
    return tuple(sorted(settled, key=_in_order)), tuple(telling)


def _from_the_first(ours: Sequence[Piece], theirs: Sequence[Piece]) -> Shifts:
    """Where nothing else tells: the first use stayed the first."""
    old, new = (min(piece.record_span for piece in side) for side in (ours, theirs))
    return Shifts([Bridge(old, new, "", "", "")])


def _in_order(bridge: Bridge) -> tuple[Flicks, bool, Flicks, str]:
    return bridge.old.start, bridge.copy, bridge.new.start, bridge.source


def _parted(found: Sequence[Bridge]) -> tuple[list[Bridge], list[Bridge]]:
    """Bridges that nothing disputes, and the others. Those that map alike do not dispute each other."""
    disputed: set[int] = set()
    for spans in ([bridge.old for bridge in found], [bridge.new for bridge in found]):
        heap: list[int] = []
        end = 0
        for number in sorted(range(len(found)), key=lambda number: spans[number]):
            if heap and spans[number].start >= end - ROUNDING:
                disputed.update(_unlike(heap, found))
                heap = []
            end = max(end, spans[number].end) if heap else spans[number].end
            heap.append(number)
        disputed.update(_unlike(heap, found))
    clear = [bridge for number, bridge in enumerate(found) if number not in disputed]
    return clear, [found[number] for number in sorted(disputed)]


def _unlike(numbers: Sequence[int], found: Sequence[Bridge]) -> Sequence[int]:
    """Bridges that lie over each other, unless all of them map alike."""
    return numbers if len(numbers) > 1 and len({found[number].line for number in numbers}) > 1 else ()


def _leading(disputed: Sequence[Bridge]) -> Iterator[Bridge]:
    """Bridges of which both shots share twice as much as with any other: little doubt is left about those."""
    best: dict[tuple[str, str], dict[tuple[object, ...], Flicks]] = defaultdict(dict)
    for bridge in disputed:
        for shot in (("old", bridge.old_shot), ("new", bridge.new_shot)):
            best[shot][bridge.line] = max(best[shot].get(bridge.line, 0), bridge.old.duration)
    second = {shot: sorted(shares.values())[-2] if len(shares) > 1 else 0 for shot, shares in best.items()}
    for bridge in disputed:
        most = max(second["old", bridge.old_shot], second["new", bridge.new_shot])
        if bridge.old.duration > 2 * most:
            yield bridge


class Shifts:
    """How far things moved around a moment of the old cut."""

    def __init__(self, telling: Iterable[Bridge]) -> None:
        self._by_start = sorted(telling, key=lambda bridge: bridge.old.start)
        self._starts = [bridge.old.start for bridge in self._by_start]
        self._by_end = sorted(self._by_start, key=lambda bridge: bridge.old.end)
        self._ends = [bridge.old.end for bridge in self._by_end]

    def __bool__(self) -> bool:
        """False where no bridge tells anything."""
        return bool(self._starts)

    def near(self, time: Flicks) -> Flicks:
        """The shift of the nearest one."""
        at = bisect_right(self._starts, time)
        return min(self._by_start[max(0, at - 1) : at + 1], key=lambda bridge: _distance(bridge.old, time)).shift

    def over(self, time: Flicks) -> Flicks | None:
        """The shift of what is there at a time."""
        at = bisect_right(self._starts, time) - 1
        return self._by_start[at].shift if at >= 0 and self._by_start[at].old.contains(time) else None

    def place(self, time: Flicks) -> Flicks:
        """Where in the new cut an old time is looked for."""
        return time + self.near(time)

    def in_order(self, bridge: Bridge) -> bool:
        """True where a bridge comes after what it came after, and before what it came before."""
        last = bisect_right(self._ends, bridge.old.start + ROUNDING) - 1
        following = bisect_left(self._starts, bridge.old.end - ROUNDING)
        after = last < 0 or self._by_end[last].new.end <= bridge.new.start + ROUNDING
        return after and (
            following == len(self._starts) or self._by_start[following].new.start >= bridge.new.end - ROUNDING
        )

    def around(self, span: Span) -> Iterator[Flicks]:
        """The shifts of the last ones that start and end before a span, and of the next ones that follow it."""
        for at in {
            bisect_right(self._starts, span.start + ROUNDING) - 1,
            bisect_left(self._starts, span.end - ROUNDING),
        }:
            if 0 <= at < len(self._by_start):
                yield self._by_start[at].shift
        last = bisect_right(self._ends, span.start + ROUNDING) - 1
        if last >= 0:
            yield self._by_end[last].end_shift


def _distance(span: Span, time: Flicks) -> Flicks:
    return max(span.start - time, time - span.end, 0)


class _Likelihood:
    """What sorts the likeliest bridge first."""

    def __init__(self, shifts: Shifts, above: Shifts, whole: Mapping[str, Span]) -> None:
        """whole: record spans of the old shots."""
        self._shifts, self._above, self._whole = shifts, above, whole

    def among(self, found: Sequence[Bridge]) -> _Likelihood:
        """The same, where nothing else tells from the first of these on."""
        first = min(found, key=lambda bridge: (bridge.old.start, bridge.new.start))
        return self if self._shifts else _Likelihood(Shifts([first]), self._above, self._whole)

    def __call__(self, bridge: Bridge) -> tuple[bool, bool, bool, bool, Flicks, Flicks, Flicks, Flicks]:
        return (
            not self._with_picture(bridge),
            not self._moved_alike(bridge),
            bridge.old != self._whole[bridge.old_shot],
            not self._shifts.in_order(bridge),
            -bridge.old.duration,
            abs(bridge.shift - self._shifts.near(bridge.old.start)),
            bridge.old.start,
            bridge.new.start,
        )

    def _with_picture(self, bridge: Bridge) -> bool:
        middle = (bridge.old.start + bridge.old.end) // 2
        picture = self._above.over(middle)
        return picture is not None and abs(bridge.to_new(middle) - middle - picture) <= ROUNDING

    def _moved_alike(self, bridge: Bridge) -> bool:
        own = bridge.shift, bridge.end_shift
        return any(abs(one - shift) <= ROUNDING for shift in self._shifts.around(bridge.old) for one in own)


def _settle(found: Sequence[Bridge], likelihood: _Likelihood) -> Iterator[Bridge]:
    """Give each old use one new use at most, the likeliest first; what is left of the new ones are copies."""
    likeliest = sorted(found, key=likelihood.among(found))
    taken_old, taken_new = Stretches(), Stretches()
    for bridge in likeliest:
        for part in _free(bridge, taken_old, taken_new):
            taken_old.add(part.old)
            taken_new.add(part.new)
            yield part
    for bridge in likeliest:
        for span in taken_new.free(bridge.new):
            again = bridge.within_new(span)
            if again is not None and again.new.duration > ROUNDING:
                taken_new.add(again.new)
                yield replace(again, copy=True)


def _free(bridge: Bridge, taken_old: Stretches, taken_new: Stretches) -> list[Bridge]:
    """The parts of a bridge of which neither end is taken."""
    parts = [part for span in taken_old.free(bridge.old) if (part := bridge.within(span))]
    return [
        part
        for one in parts
        for span in taken_new.free(one.new)
        if (part := one.within_new(span)) and min(part.old.duration, part.new.duration) > ROUNDING
    ]
