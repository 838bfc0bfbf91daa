"""Clips as the walk finds them, with exact times and lanes; and how they become shots on numbered tracks.

Pictures: the primary storyline is V1 and lane n is V(n+1); lanes below the storyline come first and move all others up. Sound:
what belongs to pictures on the same lane comes first, then what stands alone: lane -1, -2 ... and then lane 1, 2 ...
Clips of one lane that overlap (Final Cut Pro allows none) go to tracks of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from heapq import heappop, heappush

from picturelock.cut import Cut, Effect, Knot, Marker, Shot, ShotKind, Source, Track
from picturelock.cutmap import ramped, trim
from picturelock.timeline.fcpxml.clock import Exact, Point, whole
from picturelock.times import Span, nearest

_FILLED = 200
"""Lanes up to this number keep their track numbers where some of them are empty."""
_NORMAL = Fraction(1)
Lanes = tuple[int, ...]
"""The lane of each clip that a clip hangs on, and its own; () = the primary storyline."""
Order = tuple[tuple[int, ...], Lanes]


@dataclass(slots=True)
class Item:
    """A clip: from when to when it is on screen or heard, and what it shows."""

    kind: ShotKind
    lanes: Lanes
    name: str
    start: Exact
    """In record time, as are all times but those of sources."""
    end: Exact
    points: list[Point]
    """Record time from `start`, and source time: straight between; at least two."""
    source: Source
    nest: Cut | None = None
    embedded: bool = False
    """Sound that comes with a picture on the same lane."""
    enabled: bool = True
    effects: list[Effect] = field(default_factory=list)
    comments: tuple[str, ...] = ()
    role: str = ""
    noted: dict[str, str] = field(default_factory=dict)
    """Extras: by what Final Cut Pro knows its transitions."""
    markers: list[tuple[Span, Marker]] = field(default_factory=list)

    @property
    def slope(self) -> Fraction:
        """Source time over record time, from end to end."""
        (t0, v0), (t1, v1) = self.points[0], self.points[-1]
        if v1 - v0 == t1 - t0:
            return _NORMAL
        return Fraction(v1 - v0) / Fraction(t1 - t0)


def shot_of(item: Item, track: str, number: int) -> Shot | None:
    """A shot with its edges on the nearest flick; None for what is shorter than that."""
    record = Span(whole(item.start), whole(item.end))
    if record.duration == 0:
        return None
    extras = {"fcpxml": dict(item.noted)} if item.noted else {}
    slope, first = item.slope, whole(item.points[0][1])
    shown = record.duration if slope is _NORMAL else nearest(abs(slope) * record.duration)
    last = first - shown if slope < 0 else first
    shot = Shot(
        f"{track}:{number}", track, item.kind, item.name, item.source, Span(last, last + shown), record,
        abs(slope), slope < 0, item.enabled, tuple(item.effects), (), item.nest, item.comments, extras=extras,
    )  # fmt: skip
    if len(item.points) < 3:
        return shot
    knots: list[Knot] = []
    for time, value in item.points:
        at = min(whole(time), record.duration)
        if not knots or at > knots[-1].record:
            knots.append(Knot(at, whole(value)))
    if len(knots) < 3:
        return shot
    knots[-1] = replace(knots[-1], record=record.duration)
    return ramped(shot, knots)


def placed(items: Sequence[Item]) -> tuple[list[Shot], list[Track], list[Marker]]:
    """The shots in order of record time, their tracks, and the markers that hang on them."""
    shots: list[Shot] = []
    tracks: list[Track] = []
    markers: list[Marker] = []
    kinds: tuple[tuple[ShotKind, str], ...] = (("video", "V"), ("audio", "A"))
    for kind, letter in kinds:
        own = [item for item in items if item.kind == kind]
        for index, (order, row) in enumerate(_rows(own, kind), start=1):
            del order
            name, number, roles = f"{letter}{index}", 0, set()
            for item in row:
                shot = shot_of(item, name, number + 1)
                if shot is None or shot.record_span.end <= 0:
                    continue
                if shot.record_span.start < 0:  # nothing of it is seen before the first frame
                    shot = trim(shot, Span(0, shot.record_span.end))
                number += 1
                if item.nest is None:  # a compound clip has no role of its own
                    roles.add(item.role)
                shots.append(shot)
                markers += [replace(marker, span=span, shot=shot.id) for span, marker in item.markers]
            if number:
                tracks.append(Track(name, kind, roles.pop() if len(roles) == 1 else ""))
    shots.sort(key=lambda shot: (shot.record_span.start, shot.kind != "video"))
    return shots, tracks, markers


def _rows(items: Sequence[Item], kind: ShotKind) -> Iterator[tuple[Order, list[Item]]]:
    """What goes on each track, lowest first; also tracks that stay empty so that the others keep their numbers."""
    by_order: dict[Order, list[Item]] = defaultdict(list)
    deepest = max((len(item.lanes) for item in items), default=0)
    for item in items:
        by_order[_order(item, deepest)].append(item)
    rest = (0,) * max(0, deepest - 1)
    if kind == "video" and items:
        plain = [item.lanes[0] for item in items if len(item.lanes) == 1 and 0 < item.lanes[0] <= _FILLED]
        for lane in range(max(plain, default=0) + 1):
            by_order.setdefault(((), (lane, *rest)[:deepest]), [])
    elif items and not any(item.embedded for item in items):
        plain = [-item.lanes[0] for item in items if len(item.lanes) == 1 and 0 > item.lanes[0] >= -_FILLED]
        for lane in range(1, max(plain, default=0) + 1):
            by_order.setdefault(((1, 0), (lane, *rest)), [])
    for order in sorted(by_order):
        for row in _apart(by_order[order]):
            yield order, row


def _order(item: Item, deepest: int) -> Order:
    padded = item.lanes + (0,) * (deepest - len(item.lanes))
    if item.kind == "video":
        return (), padded
    if item.embedded:
        return (0, 0), padded
    if padded and padded[0] < 0:
        return (1, 0), tuple(-lane for lane in padded)
    return (1, 1), padded


def _apart(items: list[Item]) -> list[list[Item]]:
    """The items in order of time, on as few rows as they need to not overlap; one empty row for none."""
    items.sort(key=lambda item: item.start)
    rows: list[list[Item]] = [[]]
    free: list[tuple[Exact, int]] = []
    last: Exact | None = None
    for item in items:
        if last is None or last <= item.start:
            row, last = 0, item.end
        elif free and free[0][0] <= item.start:
            row = heappop(free)[1]
        else:
            row = len(rows)
            rows.append([])
        if row:
            heappush(free, (item.end, row))
        rows[row].append(item)
    return rows
