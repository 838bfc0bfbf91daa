"""Which event of the old cut is which of the new one, from the stretches that both show.

Two events are one where they share most; of the channels of one recording, those on the same track. What is left over of
one side and shares its larger part with an event that is paired already, at another place of it, is a part of that event:
the event was split, or several were joined.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from picturelock.conform.bridges import Bridge
from picturelock.conform.changes.lanes import lane
from picturelock.conform.spans import Stretches
from picturelock.cut import Shot
from picturelock.times import Flicks, Span

_CHANNELS = 64
"""So many pairs of shots that show the same at the same time are all weighed; of more, only those on one track."""


@dataclass(slots=True)
class Row:
    """One event of both cuts."""

    old: int
    """Its number among the shots."""
    new: int
    was: Span
    """The stretch of old record time that the new event shows too."""
    now: Span
    """The same in new record time."""
    old_lane: str
    new_lane: str
    group: int = 0
    moved: bool = False
    placed: bool = False
    """Paired by its place and not by what it shows."""


def bridge_of(row: Row, old: Sequence[Shot], new: Sequence[Shot]) -> Bridge:
    """A row of two whole shots as what the map between two cuts is made of."""
    a, b = old[row.old], new[row.new]
    return Bridge(row.was, row.now, a.source.key, a.id, b.id, a.reverse != b.reverse)


def rows_of(old: Sequence[Shot], new: Sequence[Shot], bridges: Iterable[Bridge]) -> list[Row]:
    """Pairs of events; an event may be in several where it was split or joined, which then share a `group`."""
    edges = _edges(old, new, bridges)
    found: list[Row] = []
    by_old: dict[int, Row] = {}
    by_new: dict[int, Row] = {}
    left: list[Row] = []
    for row in _likeliest(edges, old, new):
        if row.old in by_old or row.new in by_new:
            left.append(row)
            continue
        by_old[row.old] = by_new[row.new] = row
        found.append(row)
    return found + _parts(left, by_old, by_new, old, new)


def _edges(old: Sequence[Shot], new: Sequence[Shot], bridges: Iterable[Bridge]) -> dict[tuple[int, int], list[Bridge]]:
    """Bridges by the numbers of the shots that they join; of channels that are bridged as one, each with each."""
    ours, theirs = _channels(old), _channels(new)
    edges: dict[tuple[int, int], list[Bridge]] = defaultdict(list)
    for bridge in bridges:
        if bridge.copy:
            continue
        left, right = ours[bridge.old_shot], theirs[bridge.new_shot]
        if len(left) == len(right) == 1:
            edges[left[0], right[0]].append(bridge)
            continue
        for a in left:
            for b in right:
                if len(left) * len(right) <= _CHANNELS or old[a].track == new[b].track:
                    edges[a, b].append(bridge)
    return edges


def _channels(shots: Sequence[Shot]) -> dict[str, list[int]]:
    """By the id of the first of those that show the same at the same time, all of them."""
    alike: dict[tuple[object, ...], str] = {}
    found: dict[str, list[int]] = {}
    for number, shot in enumerate(shots):
        found.setdefault(alike.setdefault(_shows(shot), shot.id), []).append(number)
    return found


def _shows(shot: Shot) -> tuple[object, ...]:
    """What a shot shows, and when."""
    source, record = shot.source_span, shot.record_span
    speed = shot.speed.numerator, shot.speed.denominator  # far quicker to look up than a fraction
    end = source.end if shot.speed else 0
    return shot.kind, shot.source.key, source.start, end, record.start, record.end, speed, shot.reverse


def where_they_were(old: Sequence[Shot], new: Sequence[Shot]) -> list[Row]:
    """Rows of shots that show the same at the same time on the same track as before."""
    before: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, shot in enumerate(old):
        before[_shows(shot)].append(number)
    found: list[Row] = []
    for number, shot in enumerate(new):
        for other in before.get(_shows(shot), ()):
            if lane(old[other]) == lane(shot):
                before[_shows(shot)].remove(other)
                found.append(Row(other, number, shot.record_span, shot.record_span, lane(shot), lane(shot)))
                break
    return found


def _likeliest(
    edges: Mapping[tuple[int, int], Sequence[Bridge]], old: Sequence[Shot], new: Sequence[Shot]
) -> Iterator[Row]:
    """A row for every two events that share something, the likeliest first."""
    ours, theirs = Counter(a for a, _ in edges), Counter(b for _, b in edges)
    disputed: dict[tuple[int, int], Sequence[Bridge]] = {}
    for edge, own in edges.items():
        if ours[edge[0]] == theirs[edge[1]] == 1:
            yield _row(edge, own, old, new)
        else:
            disputed[edge] = own
    shares = {edge: sum(bridge.old.duration + bridge.new.duration for bridge in own) for edge, own in disputed.items()}
    lines = {edge: own[0].line for edge, own in disputed.items()}
    best: dict[tuple[str, int, tuple[object, ...]], Flicks] = {}
    for (a, b), line in lines.items():
        for end in (("old", a, line), ("new", b, line)):
            best[end] = max(best.get(end, 0), shares[a, b])

    def rank(row: Row) -> tuple[Flicks, bool, Flicks, int, int]:
        """Those first that share most, counting channels that go together as one; of channels those on one track."""
        edge = row.old, row.new
        most = max(best["old", row.old, lines[edge]], best["new", row.new, lines[edge]])
        return -most, row.old_lane != row.new_lane, -shares[edge], row.old, row.new

    yield from sorted((_row(edge, own, old, new) for edge, own in disputed.items()), key=rank)


def _row(edge: tuple[int, int], own: Sequence[Bridge], old: Sequence[Shot], new: Sequence[Shot]) -> Row:
    was, now = own[0].old, own[0].new
    if len(own) > 1:
        was = Span(min(one.old.start for one in own), max(one.old.end for one in own))
        now = Span(min(one.new.start for one in own), max(one.new.end for one in own))
    return Row(*edge, was, now, lane(old[edge[0]]), lane(new[edge[1]]))


def _parts(
    left: Iterable[Row], by_old: dict[int, Row], by_new: dict[int, Row], old: Sequence[Shot], new: Sequence[Shot]
) -> list[Row]:
    """The rows of what was split or joined; its group is numbered on all of them."""
    found: list[Row] = []
    was: dict[int, Stretches] = {}
    now: dict[int, Stretches] = {}
    groups = Groups()
    for row in left:
        if (row.old in by_old) == (row.new in by_new):
            continue  # both have their pair
        main, split = (by_old[row.old], True) if row.old in by_old else (by_new[row.new], False)
        own, whole = (row.now, new[row.new].record_span) if split else (row.was, old[row.old].record_span)
        taken = (
            was.setdefault(row.old, Stretches([main.was])) if split else now.setdefault(row.new, Stretches([main.now]))
        )
        part = row.was if split else row.now
        if 2 * own.duration < whole.duration or 2 * sum(one.duration for one in taken.free(part)) < part.duration:
            continue
        taken.add(part)
        (by_new if split else by_old)[row.new if split else row.old] = row
        groups.join(main, row)
        found.append(row)
    groups.number()
    return found


def keep_order(rows: Iterable[Row], old: Sequence[Shot], new: Sequence[Shot]) -> None:
    """Let shots that cannot be told apart keep their order: the first of them stays the first."""
    starts: dict[tuple[Flicks, Flicks], list[Row]] = defaultdict(list)
    for row in rows:
        source = old[row.old].source_span
        if not row.group and source == new[row.new].source_span:
            starts[source.start, source.end].append(row)
    alike: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in chain.from_iterable(some for some in starts.values() if len(some) > 1):
        a, b = old[row.old], new[row.new]
        whole = row.was == a.record_span and row.now == b.record_span and row.was.duration == row.now.duration
        if whole and a.speed == b.speed:
            start, end = a.source_span.start, a.source_span.end
            alike[a.source.key, start, end, a.speed, a.reverse, b.reverse, row.old_lane, row.new_lane].append(row)
    for some in alike.values():
        some.sort(key=lambda row: row.was.start)
        ends = sorted(((row.now, row.new) for row in some), key=lambda end: end[0].start)
        for row, (now, number) in zip(some, ends, strict=True):
            row.now, row.new = now, number


class Groups:
    """Rows that belong together."""

    def __init__(self) -> None:
        self._groups: dict[int, list[Row]] = {}
        self._of: dict[int, int] = {}

    def join(self, main: Row, part: Row) -> None:
        """Put two rows into one group, and with them the groups that they are in."""
        first = self._of.setdefault(id(main), id(main))
        other = self._of.setdefault(id(part), id(part))
        one, two = self._groups.setdefault(first, [main]), self._groups.setdefault(other, [part])
        if first == other:
            return
        if len(one) < len(two):
            first, other, one, two = other, first, two, one
        one += two
        for row in two:
            self._of[id(row)] = first
        del self._groups[other]

    def number(self) -> None:
        """Number the groups from 1, in order of new record time."""
        ordered = sorted(self._groups.values(), key=lambda rows: min((row.now.start, row.new) for row in rows))
        for number, rows in enumerate(ordered, start=1):
            for row in rows:
                row.group = number
