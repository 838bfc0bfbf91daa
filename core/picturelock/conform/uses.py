"""Which pieces of two cuts show the same moments of one source, found without comparing all with all."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import islice

from picturelock.conform.spans import Index
from picturelock.cutmap import Piece
from picturelock.times import Flicks

MANY = 12
"""So many pairs for each piece are compared all with all; where there are more, only those near the expected place."""
_NEAR = 4
"""Uses that are looked at before, and after, that place."""

Pair = tuple[Piece, Piece]
"""A piece of the old cut and one of the new."""


def plain_pairs(ours: Sequence[Piece], theirs: Sequence[Piece]) -> list[Pair] | None:
    """Every two pieces that share source time; None where that would be too many."""
    index = Index([(other.source_span, other) for other in theirs])
    most = MANY * (len(ours) + len(theirs))
    every = ((piece, other) for piece in ours for other in index.overlapping(piece.source_span))
    found = list(islice(every, most + 1))
    return found if len(found) <= most else None


def near_pairs(ours: Sequence[Piece], theirs: Sequence[Piece], expected: Callable[[Flicks], Flicks]) -> list[Pair]:
    """Of each piece of either side, some pairs with the other side: those nearest to where the old one is expected."""
    sides = (
        _Open(ours, [expected(piece.record_span.start) for piece in ours]),
        _Open(theirs, [piece.record_span.start for piece in theirs]),
    )
    starts = sorted(
        (piece.source_span.start, side, number) for side, some in enumerate((ours, theirs)) for number, piece in enumerate(some)
    )  # fmt: skip
    found: set[tuple[int, int]] = set()
    for moment, side, number in starts:
        # Two pieces that share any time share the start of the later one.
        for other in sides[1 - side].near(moment, sides[side].places[number]):
            found.add((number, other) if side == 0 else (other, number))
        sides[side].add(number)
    alone = set(range(len(theirs))) - {number for _, number in found}
    index = Index([(piece.source_span, number) for number, piece in enumerate(ours)])
    found |= {
        (other, number) for number in alone for other in islice(index.overlapping(theirs[number].source_span), _NEAR)
    }
    return [(ours[a], theirs[b]) for a, b in sorted(found)]


class _Open:
    """Pieces of one side that show the present moment of the source, by their place in record time."""

    def __init__(self, pieces: Sequence[Piece], places: Sequence[Flicks]) -> None:
        self.places = places
        self._pieces = pieces
        self._open: list[tuple[Flicks, int]] = []
        self._ending: list[tuple[Flicks, int]] = []

    def add(self, number: int) -> None:
        insort(self._open, (self.places[number], number))
        heappush(self._ending, (self._pieces[number].source_span.end, number))

    def near(self, moment: Flicks, place: Flicks) -> Iterator[int]:
        """The nearest to a place of those that still show the moment. Moments come in order."""
        while self._ending and self._ending[0][0] <= moment:
            _, gone = heappop(self._ending)
            del self._open[bisect_left(self._open, (self.places[gone], gone))]
        middle = bisect_left(self._open, (place, 0))
        yield from (number for _, number in self._open[max(0, middle - _NEAR) : middle + _NEAR])
