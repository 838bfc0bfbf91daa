"""Things of one cut and of another, paired by what they have in common: of several the nearest to where one is looked for."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Sequence

from picturelock.times import Flicks

_NEAR = 3
"""So many on either side of where one is looked for."""


class Pairs:
    """Old things and new ones, by number, that are one."""

    def __init__(self, old: Sequence[Flicks], places: Sequence[Flicks | None], new: Sequence[Flicks]) -> None:
        """Record times: of the old things, of where in the new cut each is looked for (None: that is gone), of the new ones."""
        self._old, self._places, self._new = old, places, new
        self.partner: dict[int, int] = {}
        """Of each old thing that has one."""
        self.taken: set[int] = set()
        """New things that are somebody's partner."""

    def by(
        self,
        ours: Sequence[Hashable],
        theirs: Sequence[Hashable],
        limit: Flicks | None = None,
        places: Sequence[Flicks | None] | None = None,
    ) -> None:
        """Pair those that have one name, the nearest first; None is no name.

        limit: how far apart they may be. places: where the old ones are looked for this time.
        """
        places = self._places if places is None else places
        named: dict[Hashable, list[tuple[Flicks, int]]] = defaultdict(list)
        for number, name in enumerate(theirs):
            if number not in self.taken and name is not None:
                named[name].append((self._new[number], number))
        for some in named.values():
            some.sort()
        found = []
        for number, name in enumerate(ours):
            if number in self.partner or name is None or name not in named:
                continue
            place = places[number]
            expected = self._old[number] if place is None else place
            at = bisect_left(named[name], (expected, 0))
            for start, other in named[name][max(0, at - _NEAR) : at + _NEAR]:
                apart = abs(start - expected)
                if limit is None or (place is not None and apart <= limit):
                    found.append((apart, number, other))
        for _, number, other in sorted(found):
            self.pair(number, other)

    def pair(self, number: int, other: int) -> None:
        """Pair two, unless one of them has a partner."""
        if number not in self.partner and other not in self.taken:
            self.partner[number] = other
            self.taken.add(other)
