"""Which events moved to another place in the order, and which were only pushed along.

Of the picture (the track that has most of it), the most events that kept their order are what stayed; all others
moved. Every other event goes with the picture it is on. Where it is on none that both cuts have, it moved if a picture that
stayed was after it and is before it now, or if the events of its own track say so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from picturelock.conform.changes.pairing import Row
from picturelock.conform.changes.rises import heaviest_rise
from picturelock.conform.heard import track_number
from picturelock.cut import Shot
from picturelock.times import FLICKS_PER_SECOND, Flicks

_FINE = FLICKS_PER_SECOND // 1000
"""Durations are weighed in milliseconds."""


def mark_moves(rows: Sequence[Row], old: Sequence[Shot], new: Sequence[Shot], near: Flicks) -> str:
    """Set `Row.moved`, and say on which lane of the new cut the picture is that all others follow; "" = there is none.

    near: record time by which two edges may differ and are one.
    """
    by_lanes: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_lanes[row.old_lane, row.new_lane].append(row)
    first = _picture(by_lanes, old)
    if first is None:
        return ""
    names = _Names(rows, old, new)
    _mark(by_lanes[first], names, None)
    picture = _Picture(by_lanes[first], near)
    for lanes, some in by_lanes.items():
        if lanes != first:
            _mark(some, names, picture)
    return first[1]


def _picture(by_lanes: dict[tuple[str, str], list[Row]], old: Sequence[Shot]) -> tuple[str, str] | None:
    """The lanes whose order all others follow."""

    def weight(lanes: tuple[str, str]) -> tuple[bool, int, int, tuple[str, str]]:
        shot = old[by_lanes[lanes][0].old]
        shared = sum(min(row.was.duration, row.now.duration) for row in by_lanes[lanes])
        return shot.kind != "video", -shared, track_number(shot), lanes

    return min(by_lanes, key=weight, default=None)


class _Names:
    """A rank for each row that says nothing of either cut's order: it decides between equals, the same both ways."""

    def __init__(self, rows: Sequence[Row], old: Sequence[Shot], new: Sequence[Shot]) -> None:
        self._rows, self._old, self._new = rows, old, new
        self._ranks: dict[int, int] = {}

    def rank(self, row: Row) -> int:
        """Of a row, by its source and what it shows of it."""
        if not self._ranks:
            ordered = sorted(self._rows, key=self._name)
            self._ranks = {id(one): rank for rank, one in enumerate(ordered)}
        return self._ranks[id(row)]

    def _name(self, row: Row) -> tuple[str, int, int]:
        a, b = self._old[row.old], self._new[row.new]
        return a.source.key, a.source_span.start + b.source_span.start, a.source_span.end + b.source_span.end


def _mark(rows: list[Row], names: _Names, picture: _Picture | None) -> None:
    """Mark what is not in the heaviest run of rows that kept their order."""
    rows.sort(key=lambda row: (row.was.start, row.now.start))
    goes = [picture.goes(row) if picture else None for row in rows]
    if not any(goes) and all(one.now.start <= other.now.start for one, other in pairwise(rows)):
        return
    weights = []
    for row, moved in zip(rows, goes, strict=True):
        length = min(row.was.duration, row.now.duration) // _FINE
        # Numbers of several places: how many stay with their picture, how many stay, how long, and the name.
        weights.append((((((moved is not True) << 24) | 1) << 44 | length) << 44) | names.rank(row))
    stay = heaviest_rise([row.now.start for row in rows], weights)
    for number, (row, moved) in enumerate(zip(rows, goes, strict=True)):
        row.moved = number not in stay or bool(moved)


class _Picture:
    """The events that all others follow."""

    def __init__(self, rows: Sequence[Row], near: Flicks) -> None:
        self._near = near
        self._rows = rows  # in order of old time
        self._starts = [row.was.start for row in rows]
        stayed = [row for row in rows if not row.moved]
        self._old_starts = [row.was.start for row in stayed]
        self._old_ends = [row.was.end for row in stayed]
        self._stayed = stayed

    def goes(self, row: Row) -> bool | None:
        """Whether it moved with its picture, or past some; None where nothing tells."""
        middle = (row.was.start + row.was.end) // 2
        at = bisect_right(self._starts, middle) - 1
        if at >= 0 and self._rows[at].was.contains(middle):
            under = self._rows[at]
            if under.now.contains((row.now.start + row.now.end) // 2):
                return under.moved
        return True if self._passed(row) else None

    def _passed(self, row: Row) -> bool:
        """True where one that stayed was wholly before it and is wholly after it now, or the other way round."""
        before = bisect_right(self._old_ends, row.was.start + self._near) - 1
        after = bisect_left(self._old_starts, row.was.end - self._near)
        return (before >= 0 and _overtook(row, self._stayed[before], self._near)) or (
            after < len(self._stayed) and _overtook(self._stayed[after], row, self._near)
        )


def _overtook(one: Row, other: Row, near: Flicks) -> bool:
    """True where `one` was after `other` and is before it now."""
    turned = one.was.start > other.was.start and one.now.start < other.now.start  # not two that last no time
    return turned and other.now.start >= one.now.end - near
