"""Changes in the order of the new cut; what was removed stands where it would be now."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from picturelock.conform.changes.lanes import lane
from picturelock.conform.changes.model import Change
from picturelock.conform.heard import track_number
from picturelock.cut import Shot
from picturelock.times import Flicks

_Key = tuple[Flicks, bool, int, str, bool, Flicks]


def in_order(changes: Sequence[Change], offset: Flicks) -> tuple[Change, ...]:
    """By record time, pictures first, lower tracks first, what was removed before what is there now.

    offset: record time by which everything is later in the new cut.
    """
    neighbours: dict[str, list[tuple[Flicks, Flicks, Flicks, Flicks]]] = defaultdict(list)
    for change in changes:
        if change.old and change.new and "moved" not in change.kinds:
            was, now = change.old.record_span, change.new.record_span
            neighbours[lane(change.old)].append((was.start, was.end, now.start, now.end))
    known = {name: _Neighbours(sorted(some), offset) for name, some in neighbours.items()}
    nobody = _Neighbours([], offset)

    def key(change: Change) -> _Key:
        shot = change.shot
        gone = change.new is None
        at = known.get(lane(shot), nobody).place(shot) if gone else shot.record_span.start
        return at, shot.kind != "video", track_number(shot), shot.track, not gone, shot.record_span.start

    return tuple(sorted(changes, key=key))


class _Neighbours:
    """The events of a lane that are in both cuts and kept their order."""

    def __init__(self, some: Sequence[tuple[Flicks, Flicks, Flicks, Flicks]], offset: Flicks) -> None:
        self._starts = [was_start for was_start, *_ in some]
        self._some = some
        self._offset = offset

    def place(self, shot: Shot) -> Flicks:
        """Where in the new cut an old shot would be: as far behind the one before it, and not past the next one."""
        start = shot.record_span.start
        at = bisect_right(self._starts, start)
        if at:
            _, end, _, now_end = self._some[at - 1]
            found = now_end + max(start - end, 0)
        else:
            found = start + self._offset
        return max(min(found, self._some[at][2]) if at < len(self._some) else found, 0)
