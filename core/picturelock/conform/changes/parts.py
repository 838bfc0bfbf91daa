"""The ends of events that were split or joined: trimmed is what the parts together show less of, or more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from picturelock.conform.changes.edges import PLAIN, Edges
from picturelock.conform.changes.measure import Measured, Near, beyond, ends
from picturelock.conform.changes.model import Kind
from picturelock.conform.changes.pairing import Row
from picturelock.cut import Shot
from picturelock.times import Flicks, nearest


@dataclass(frozen=True, slots=True)
class Part:
    """One event of a group, next to the others."""

    kinds: tuple[Kind, ...]
    head: Flicks
    tail: Flicks
    shift: Flicks
    """Record time by which what it shares with the old event is later."""
    first: bool
    last: bool

    def within(self, found: Measured) -> Measured:
        """What was measured of the two whole events, with the part's own ends and place."""
        pushed = self.shift != 0
        return replace(found, head=self.head, tail=self.tail, slip=0, shift=self.shift, pushed=pushed)


def parts_of(
    rows: Sequence[Row], old: Sequence[Shot], new: Sequence[Shot], near: Near, offset: Flicks,
    ours: Mapping[int, Edges], theirs: Mapping[int, Edges],
) -> dict[int, Part]:  # fmt: skip
    """Each row of a group, by its `id`. offset: record time by which everything is later. ours, theirs: transitions."""
    by_old: dict[int, list[Row]] = defaultdict(list)
    by_new: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.group:
            by_old[row.old].append(row)
            by_new[row.new].append(row)
    for some in by_old.values():
        some.sort(key=lambda row: row.was.start)
    for some in by_new.values():
        some.sort(key=lambda row: row.now.start)
    after_old = {id(row): later for some in by_old.values() for row, later in pairwise(some)}
    after_new = {id(row): later for some in by_new.values() for row, later in pairwise(some)}
    found: dict[int, Part] = {}
    for row in (row for row in rows if row.group):
        a, b = old[row.old], new[row.new]
        head, tail = ends(a, b, near, *beyond(a, b, ours.get(row.old, PLAIN), theirs.get(row.new, PLAIN), near))
        follows_old, follows_new = after_old.get(id(row)), after_new.get(id(row))
        if follows_old is not None:
            tail = -_gap(b, new[follows_old.new], b, near) if a.reverse == b.reverse else 0
        elif follows_new is not None:
            tail = _gap(a, old[follows_new.old], b, near) if a.reverse == b.reverse else 0
        first = by_old[row.old][0] is row and by_new[row.new][0] is row
        last = follows_old is None and follows_new is None
        kinds: list[Kind] = ["split"] if len(by_old[row.old]) > 1 else []
        kinds += ["joined"] if len(by_new[row.new]) > 1 else []
        shift = row.now.start - row.was.start - offset
        found[id(row)] = Part(
            tuple(kinds), head if first else 0, tail, shift if abs(shift) > near.record else 0, first, last
        )
    return found


def _gap(one: Shot, other: Shot, new: Shot, near: Near) -> Flicks:
    """Record time at the new speed of what lies in the source between the end of one shot and the start of another."""
    if new.speed == 0:
        return 0
    gap = one.file_span.start - other.file_span.end if one.reverse else other.file_span.start - one.file_span.end
    return nearest(gap / new.speed) if abs(gap) > near.of_source(new.speed) else 0
