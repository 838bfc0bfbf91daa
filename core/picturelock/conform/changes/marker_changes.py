"""What became of markers: where they stand against the picture that they were set on, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Literal

from picturelock.conform.carry import Carrier
from picturelock.conform.changes.model import MarkerChange
from picturelock.conform.changes.nearest import Pairs
from picturelock.conform.markers import land
from picturelock.cut import Cut, Marker
from picturelock.times import Flicks

_What = Callable[[Marker], Hashable]


def marker_changes(old: Cut, new: Cut, told: Sequence[Marker], near: Flicks) -> tuple[MarkerChange, ...]:
    """A change for each marker of either cut, in order of new record time.

    The cuts are matched (`match.matched`); `told` are the new markers as they are given back. Markers are paired by id, then
    by what they say (of several the nearest to where the old one would be carried), then by their place. near: record time by
    which two places may differ and are one.
    """
    if not old.markers and not new.markers:
        return ()
    carrier = Carrier(old, new) if old.markers and new.markers else None
    pairs = _Pairs(old.markers, new.markers, [_carried(marker, carrier, old, new) for marker in old.markers], near)
    pairs.by(lambda marker: marker.id or None)
    for limit in (near, None):
        pairs.by(lambda marker: (marker.name, marker.note, marker.color), limit)
        pairs.by(lambda marker: (marker.name, marker.note) if marker.name or marker.note else None, limit)
        pairs.by(lambda marker: marker.name or None, limit)
        if limit is not None:
            pairs.by(lambda _: True, limit)
    return pairs.changes(told)


def _carried(marker: Marker, carrier: Carrier | None, old: Cut, new: Cut) -> Flicks | None:
    """Where a marker's picture went, or the end of the cut; None where that is gone."""
    if marker.span.start >= old.duration:
        return marker.span.start - old.duration + new.duration
    landed = land(marker.span, carrier) if carrier else None
    return landed.span.start if landed else None


class _Pairs:
    """Markers of the old cut and of the new one that are one."""

    def __init__(
        self, old: Sequence[Marker], new: Sequence[Marker], places: Sequence[Flicks | None], near: Flicks
    ) -> None:
        """places: where in the new cut the old markers are looked for."""
        self._old, self._new, self._places, self._near = old, new, places, near
        starts = [[marker.span.start for marker in markers] for markers in (old, new)]
        self._pairs = Pairs(starts[0], places, starts[1])

    def by(self, what: _What, limit: Flicks | None = None) -> None:
        """Pair those that have something in common, the nearest first. limit: how far apart they may be."""
        self._pairs.by([what(marker) for marker in self._old], [what(marker) for marker in self._new], limit)

    def changes(self, told: Sequence[Marker]) -> tuple[MarkerChange, ...]:
        """All of them, in order of new record time."""
        found: list[tuple[Flicks, MarkerChange]] = []
        for number, marker in enumerate(self._old):
            other = self._pairs.partner.get(number)
            place = self._places[number]
            if other is None:
                at = marker.span.start if place is None else place
                found.append((at, MarkerChange(("removed",), marker, None)))
            else:
                change = MarkerChange(self._kinds(marker, self._new[other], place), marker, told[other])
                found.append((self._new[other].span.start, change))
        for number, marker in enumerate(self._new):
            if number not in self._pairs.taken:
                found.append((marker.span.start, MarkerChange(("new",), None, told[number])))
        return tuple(change for _, change in sorted(found, key=lambda one: one[0]))

    def _kinds(
        self, old: Marker, new: Marker, place: Flicks | None
    ) -> tuple[Literal["new", "removed", "moved", "edited", "unchanged"], ...]:
        moved = abs(new.span.start - (old.span.start if place is None else place)) > self._near
        said = (old.name, old.note, old.color) != (new.name, new.note, new.color)
        edited = said or abs(old.span.duration - new.span.duration) > self._near
        if moved:
            return ("moved", "edited") if edited else ("moved",)
        return ("edited",) if edited else ("unchanged",)
