"""Stretches of time that are asked about and added to many thousand times."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from picturelock.times import Flicks, Span

T = TypeVar("T")


class Stretches:
    """Stretches of time, in order and apart from each other. A question costs log n, and what is found."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._starts: list[Flicks] = []
        self._ends: list[Flicks] = []
        for span in sorted(spans):
            self.add(span)

    def add(self, span: Span) -> None:
        """Cover a span too; one without duration covers nothing."""
        if span.duration == 0:
            return
        low = bisect_left(self._ends, span.start)
        high = bisect_right(self._starts, span.end)
        start, end = span.start, span.end
        if low < high:
            start, end = min(start, self._starts[low]), max(end, self._ends[high - 1])
        self._starts[low:high] = [start]
        self._ends[low:high] = [end]

    def free(self, span: Span) -> tuple[Span, ...]:
        """What of a span is not covered."""
        left: list[Span] = []
        start = span.start
        for covered in self.within(span):
            if covered.start > start:
                left.append(Span(start, covered.start))
            start = covered.end
        if start < span.end:
            left.append(Span(start, span.end))
        return tuple(left)

    def within(self, span: Span) -> tuple[Span, ...]:
        """What of a span is covered."""
        found: list[Span] = []
        at = bisect_right(self._ends, span.start)
        while at < len(self._starts) and self._starts[at] < span.end:
            found.append(Span(max(self._starts[at], span.start), min(self._ends[at], span.end)))
            at += 1
        return tuple(found)

    def all(self) -> tuple[Span, ...]:
        """Every stretch, in order."""
        return tuple(map(Span, self._starts, self._ends))


class Index(Generic[T]):
    """Things with a span, found by what they overlap, in no particular order. A question costs log n, and what is found.

    They are kept by length, so that one that lies over all the others does not have to be passed for each of them.
    """

    def __init__(self, things: Iterable[tuple[Span, T]]) -> None:
        by_size: dict[int, list[tuple[Span, T]]] = defaultdict(list)
        for span, thing in things:
            by_size[span.duration.bit_length()].append((span, thing))
        self._sizes: list[tuple[Flicks, list[Flicks], list[tuple[Span, T]]]] = []
        for size, some in by_size.items():
            some.sort(key=lambda one: one[0].start)
            self._sizes.append((1 << size, [span.start for span, _ in some], some))

    def overlapping(self, span: Span) -> Iterator[T]:
        """Every thing that shares time with a span."""
        for longest, starts, some in self._sizes:
            for at in range(bisect_right(starts, span.start - longest), bisect_left(starts, span.end)):
                own, thing = some[at]
                if own.end > span.start and own.duration:
                    yield thing
