"""What is in one cut only, paired by its place: between the same neighbours, most of it in the same stretch."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from picturelock.conform.changes.lanes import lane
from picturelock.conform.changes.pairing import Row
from picturelock.conform.spans import Index
from picturelock.cut import Shot
from picturelock.times import Flicks, Span

_MOST = 8
"""So many events that lie over one are looked at."""


def stayed_by_lane(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows that neither moved nor left their lane, in order of time."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if not row.moved and row.old_lane == row.new_lane:
            found[row.old_lane].append(row)
    for some in found.values():
        some.sort(key=lambda row: (row.was.start, row.now.start))
    return found


def in_same_place(
    left_old: Iterable[int], left_new: Iterable[int], rows: Sequence[Row], old: Sequence[Shot], new: Sequence[Shot],
    offset: Flicks, picture: str,
) -> list[Row]:  # fmt: skip
    """Rows of shots by number that no source joins.

    offset: record time by which everything is later in the new cut. picture: the lane that others follow: what lies over
    or under it is looked for where its picture went.
    """
    gone, come = _by_lane(left_old, old), _by_lane(left_new, new)
    stayed = stayed_by_lane(rows)
    found: list[Row] = []
    if picture in gone and picture in come:
        gaps = _Gaps(stayed.get(picture, ()), old, new, offset)
        found += _of_lane(picture, gone[picture], come[picture], gaps, None, old, new)
    under = _Under([*stayed.get(picture, ()), *found], offset)
    for name in gone.keys() & come.keys() - {picture}:
        gaps = _Gaps(stayed.get(name, ()), old, new, offset)
        found += _of_lane(name, gone[name], come[name], gaps, under, old, new)
    return found


def _by_lane(numbers: Iterable[int], shots: Sequence[Shot]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        found[lane(shots[number])].append(number)
    return found


def _of_lane(
    name: str, gone: Iterable[int], come: Iterable[int], gaps: _Gaps, under: _Under | None, old: Sequence[Shot],
    new: Sequence[Shot],
) -> Iterator[Row]:  # fmt: skip
    """Rows of one lane. Without `under`, places count from the last event of the lane that stayed."""
    removed: dict[int, list[tuple[Span, int]]] = defaultdict(list)
    added: dict[int, list[tuple[Span, int]]] = defaultdict(list)
    for number in gone:
        span = old[number].record_span
        gap, zero = gaps.of_old(span.start)
        removed[gap].append((span.shift(under.shift(span) if under else -zero), number))
    for number in come:
        span = new[number].record_span
        gap, zero = gaps.of_new(span.start)
        added[gap].append((span if under else span.shift(-zero), number))
    for gap in sorted(removed.keys() & added.keys()):
        yield from _paired(name, removed[gap], added[gap], old, new)


class _Under:
    """Where the picture went that something lies over or under."""

    def __init__(self, rows: Sequence[Row], offset: Flicks) -> None:
        ordered = sorted(rows, key=lambda row: row.was.start)
        self._starts = [row.was.start for row in ordered]
        self._shifts = [offset, *(row.now.start - row.was.start for row in ordered)]

    def shift(self, span: Span) -> Flicks:
        """By how much later that picture is, or the one before where there is none."""
        return self._shifts[bisect_right(self._starts, (span.start + span.end) // 2)]


class _Gaps:
    """The stretches between the events of a lane that stayed."""

    def __init__(self, stayed: Sequence[Row], old: Sequence[Shot], new: Sequence[Shot], offset: Flicks) -> None:
        self._old_starts = [row.was.start for row in stayed]
        self._new_starts = [row.now.start for row in stayed]
        self._old_zeros = [0, *(row.was.end if row.group else old[row.old].record_span.end for row in stayed)]
        self._new_zeros = [offset, *(row.now.end if row.group else new[row.new].record_span.end for row in stayed)]

    def of_old(self, time: Flicks) -> tuple[int, Flicks]:
        """The number of the gap in which an old time lies, and where it starts."""
        gap = bisect_right(self._old_starts, time)
        return gap, self._old_zeros[gap]

    def of_new(self, time: Flicks) -> tuple[int, Flicks]:
        """As `of_old`, of a new time."""
        gap = bisect_right(self._new_starts, time)
        return gap, self._new_zeros[gap]


def _paired(
    name: str, gone: list[tuple[Span, int]], come: list[tuple[Span, int]], old: Sequence[Shot], new: Sequence[Shot]
) -> list[Row]:
    """Of two that share the larger part of the shorter one those that share most, each once."""
    index = Index([(span, (span, number)) for span, number in come])
    pairs = []
    for span, one in gone:
        for other_span, other in islice(index.overlapping(span), _MOST):
            common = min(span.end, other_span.end) - max(span.start, other_span.start)
            if 2 * common >= min(span.duration, other_span.duration):
                pairs.append((-common, span.start + other_span.start, one, other))
    found: list[Row] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for _, _, one, other in sorted(pairs):
        if one not in used_old and other not in used_new:
            used_old.add(one)
            used_new.add(other)
            row = Row(one, other, old[one].record_span, new[other].record_span, name, name, placed=True)
            found.append(row)
    return found
