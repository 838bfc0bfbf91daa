"""What changed between two cuts.

Nests count as opened: one that moved is its shots that moved. Black is no event, as a gap is none. Events of one source are
paired by the stretches that both cuts show, as captions are carried (`settle`); what moved and what was only pushed along
is told by the longest run of pictures that kept their order; what is left of either cut is paired by its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from statistics import median_low

from picturelock.collector import uncollected
from picturelock.conform.changes.black import without_black
from picturelock.conform.changes.marker_changes import marker_changes
from picturelock.conform.changes.measure import Near
from picturelock.conform.changes.model import KINDS, ChangeList, Kind
from picturelock.conform.changes.moves import mark_moves
from picturelock.conform.changes.pairing import Row, bridge_of, keep_order, rows_of, where_they_were
from picturelock.conform.changes.places import in_order
from picturelock.conform.changes.rates import paced
from picturelock.conform.changes.slots import in_same_place
from picturelock.conform.changes.tell import Teller
from picturelock.conform.match import matched
from picturelock.conform.settle import bridges
from picturelock.cut import Cut, Shot
from picturelock.timeline.flatten import opened
from picturelock.times import Flicks

_LAYERS = 8
"""So many shots that show one source at the same time are told apart."""


def compare(old: Cut, new: Cut, *, handles: Flicks = 0) -> ChangeList:
    """One change for each event of either cut, and one for each marker. handles: see `ChangeList.handles`.

    Cost: n log n in the shots, and what they share.
    """
    with uncollected():
        return _compared(old, new, handles)


def _compared(old: Cut, new: Cut, handles: Flicks) -> ChangeList:
    whole = opened(old), opened(new)
    old, new = (without_black(cut) for cut in whole)
    slowed, pace = paced(old, new)
    told = matched(old, slowed)
    near = Near.of(old, slowed)
    before, after = told.old.shots, told.new.shots
    rows = _rows(before, after)
    picture = mark_moves(rows, before, after, near.record)
    rows = [row for row in rows if not _is_stray(row, before, after)]
    offset = _offset(rows, old, slowed, near.record)
    rows += in_same_place(*_left(rows, before, after), rows, before, after, offset, picture)
    gone, come = _left(rows, before, after)
    teller = Teller(old, new, told, near, offset, pace, handles)
    found = [*teller.changed(rows), *map(teller.removed, gone), *map(teller.added, come)]
    changes = in_order(found, pace.back(offset))
    counts: Counter[Kind] = Counter(change.kind for change in changes)
    markers = marker_changes(told.old, told.new, new.markers, near.record)
    ordered = {kind: counts[kind] for kind in KINDS if counts[kind]}
    return ChangeList(*whole, changes, markers, handles, ordered, pace.back(offset))


def _rows(old: Sequence[Shot], new: Sequence[Shot]) -> list[Row]:
    """Events that share a source; sounds go with the pictures where they might go elsewhere as well.

    Of shots that show one source at the same time on several tracks, the map between two cuts needs but one; the others are
    paired among what is left.
    """
    found = where_they_were(old, new)
    beside = [bridge_of(row, old, new) for row in found if old[row.old].kind == "video"]
    for _ in range(_LAYERS):
        ours, theirs = _left(found, old, new)
        known = {(shot.kind, shot.source.key) for shot in map(old.__getitem__, ours)}
        theirs = [number for number in theirs if (new[number].kind, new[number].source.key) in known]
        if not ours or not theirs:
            break
        before, after = [old[number] for number in ours], [new[number] for number in theirs]
        seen, telling = bridges(_of_kind(before, "video"), _of_kind(after, "video"), beside)
        heard, _other = bridges(_of_kind(before, "audio"), _of_kind(after, "audio"), [*beside, *telling])
        rows = rows_of(before, after, chain(seen, heard))
        groups = max((row.group for row in found), default=0)
        for row in rows:
            row.old, row.new = ours[row.old], theirs[row.new]
            row.group += groups if row.group else 0
        found += rows
        if not rows:
            break
    keep_order(found, old, new)
    return found


def _of_kind(shots: Sequence[Shot], kind: str) -> list[Shot]:
    return [shot for shot in shots if shot.kind == kind]


def _is_stray(row: Row, old: Sequence[Shot], new: Sequence[Shot]) -> bool:
    """True for two events at different places that share a small part of each."""
    lengths = old[row.old].record_span.duration, new[row.new].record_span.duration
    return row.moved and not row.group and 4 * row.was.duration < lengths[0] and 4 * row.now.duration < lengths[1]


def _offset(rows: Iterable[Row], old: Cut, new: Cut, near: Flicks) -> Flicks:
    """How much later record times are in the new cut where nothing moved: cuts agree from the first frame or in timecode.

    A list that starts with another event than before agrees in timecode; a sequence that was given another start does not.
    """
    by_timecode = old.start - new.start
    shifts = [row.now.start - row.was.start for row in rows if not row.moved]
    if not by_timecode or not shifts:
        return 0
    counts = {shift: sum(abs(one - shift) <= near for one in shifts) for shift in (0, by_timecode)}
    usual = median_low(shifts)
    return max((0, by_timecode), key=lambda shift: (counts[shift], -abs(usual - shift)))


def _left(rows: Iterable[Row], old: Sequence[Shot], new: Sequence[Shot]) -> tuple[list[int], list[int]]:
    """The shots of either cut, by number, that are in no row."""
    ours, theirs = set(), set()
    for row in rows:
        ours.add(row.old)
        theirs.add(row.new)
    return [n for n in range(len(old)) if n not in ours], [n for n in range(len(new)) if n not in theirs]
