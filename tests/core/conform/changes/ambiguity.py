"""Programs of which no editor could tell what was done: see `edits`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from rendering import Event, laid_out
from truth import Row, is_frozen, is_replaced, rows_of

if TYPE_CHECKING:
    from edits import Programme


def is_ambiguous(programme: Programme) -> bool:
    """True where the truth is not the only one, or says too little."""
    old, new = laid_out(programme.old, frozenset()), laid_out(programme.new, programme.nested)
    rows = list(rows_of(old, new))
    return (
        any(map(_shares_little, rows))
        or _uses_twice(new)
        or _is_order_unclear(rows)
        or any(_is_place_unclear([row for row in rows if _lane(row) == lane]) for lane in {_lane(row) for row in rows})
    )


def _by_source(old: Event, new: Event) -> bool:
    return not is_replaced(old, new) and not is_frozen(old, new)


def _lane(row: Row) -> str:
    event = row[0] or row[1]
    assert event is not None
    return event.track


def _shares_little(row: Row) -> bool:
    a, b, kinds = row
    if a is None or b is None:
        return False
    if not _by_source(a, b):
        outside = is_frozen(a, b) and not a.first <= b.first < a.last
        return outside or b.item.moved or a.track != b.track or b.nested
    if a.speed == 0:
        return False
    common = min(a.last, b.last) - max(a.first, b.first)
    whole = b.last - b.first
    return 2 * common < (whole if "split" in kinds else min(a.last - a.first, whole))


def _uses_twice(events: Sequence[Event]) -> bool:
    uses: dict[tuple[str, str], list[tuple[Fraction, Fraction]]] = defaultdict(list)
    for event in events:
        uses[event.what, event.source].append((event.first, max(event.last, event.first + 1)))
    return any(one[1] > other[0] for some in uses.values() for one, other in pairwise(sorted(some)))


def _is_order_unclear(rows: Sequence[Row]) -> bool:
    """True unless the items that did not move are the one largest set of pictures on V1 that kept their order."""
    pictures = [(a, b) for a, b, _ in rows if a and b and a.what == "picture" and _by_source(a, b)]
    pictures.sort(key=lambda pair: (pair[0].start, pair[1].start))
    plain = [(a, b) for a, b in pictures if a.track == b.track == "V1" and not b.nested]
    best, ways = _longest([b.start for _, b in plain])
    stayed = [(a, b) for a, b in plain if not b.item.moved]
    if ways != 1 or best != len(stayed) or any(one[1].start > other[1].start for one, other in pairwise(stayed)):
        return True
    others = [(a, b) for a, b, _ in rows if a and b and b.item.moved]
    return any(not _passes(a, b, stayed) for a, b in others)


def _passes(a: Event, b: Event, stayed: Sequence[tuple[Event, Event]]) -> bool:
    return any(
        (one.start + one.frames <= a.start and other.start >= b.start + b.frames)
        or (one.start >= a.start + a.frames and other.start + other.frames <= b.start)
        for one, other in stayed
    )


def _longest(places: Sequence[int]) -> tuple[int, int]:
    """Length of the longest rise, and in how many ways there is one."""
    length, ways = [1] * len(places), [1] * len(places)
    for at, place in enumerate(places):
        for before in range(at):
            if places[before] < place:
                if length[before] + 1 > length[at]:
                    length[at], ways[at] = length[before] + 1, ways[before]
                elif length[before] + 1 == length[at]:
                    ways[at] += ways[before]
    best = max(length, default=0)
    return best, sum(way for way, one in zip(ways, length, strict=True) if one == best)


def _is_place_unclear(rows: Sequence[Row]) -> bool:
    """True where something came and something went between two events of a track that stayed."""
    stayed = [(a, b) for a, b, _ in rows if a and b and _stays(a, b)]
    old_starts, new_starts = [a.start for a, _ in stayed], [b.start for _, b in stayed]
    gone, come, placed, elsewhere = set(), set(), set(), set()
    for a, b, _ in rows:
        old = _gap(old_starts, a.start) if a else -1
        new = _gap(new_starts, b.start) if b else -1
        if a is None:
            come.add(new)
        elif b is None:
            gone.add(old)
        elif not _by_source(a, b):
            placed.add(old)
        elif not _stays(a, b):
            elsewhere |= {old, new}
    return bool(gone & come or placed & (gone | come | elsewhere))


def _stays(a: Event, b: Event) -> bool:
    return _by_source(a, b) and not b.item.moved and a.track == b.track and not b.nested


def _gap(starts: Sequence[int], start: int) -> int:
    return sum(one <= start for one in starts)
