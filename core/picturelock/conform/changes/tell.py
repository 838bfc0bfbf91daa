"""Rows of two cuts told as changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from picturelock.conform.changes.edges import PLAIN, Edge, Edges, alike, edges_of
from picturelock.conform.changes.lanes import retracked
from picturelock.conform.changes.measure import Measured, Near, measured
from picturelock.conform.changes.model import KINDS, Because, Change, EdgeChange, Kind
from picturelock.conform.changes.model import Edge as Which
from picturelock.conform.changes.needs import Pulled
from picturelock.conform.changes.pairing import Row
from picturelock.conform.changes.parts import Part, parts_of
from picturelock.conform.changes.rates import Pace
from picturelock.conform.changes.versions import another_version
from picturelock.conform.match import Matched
from picturelock.cut import Cut, Shot
from picturelock.times import Flicks, Span

_ORDER: Mapping[Kind, int] = {kind: number for number, kind in enumerate(KINDS)}
_SHOWN_BEFORE: frozenset[Kind] = frozenset({"moved", "retracked", "shifted", "unchanged", "removed"})
"""Kinds that alone show nothing which was not shown before."""


class Teller:
    """Says of each event what changed. `told` are the same cuts, shot by shot, with sources and times told alike."""

    def __init__(
        self, old: Cut, new: Cut, told: Matched, near: Near, offset: Flicks, pace: Pace, handles: Flicks
    ) -> None:
        """offset: record time by which everything is later. pace: of the new cut's own times."""
        self._old, self._new = old.shots, new.shots
        self._before, self._after = told.old.shots, told.new.shots
        self._because = told.because
        self._near, self._offset, self._pace = near, offset, pace
        self._ours, self._theirs = edges_of(self._before), edges_of(self._after)
        self._pulled = Pulled(self._before, handles, 2 * near.source, not near.loose and old.rate == new.rate)
        self._one_of: dict[str, Shot] = {}
        for shot, own in zip(self._before, self._old, strict=True):
            self._one_of.setdefault(shot.source.key, own)

    def removed(self, number: int) -> Change:
        """The change of an old shot that is gone."""
        return Change(("removed",), self._old[number], None)

    def added(self, number: int) -> Change:
        """The change of a new shot."""
        return Change(("new",), None, self._new[number], pull=self._needed(number))

    def changed(self, rows: Sequence[Row]) -> Iterator[Change]:
        """The changes of events that are in both cuts."""
        parts = parts_of(rows, self._before, self._after, self._near, self._offset, self._ours, self._theirs)
        for row in rows:
            yield self._told(row, parts.get(id(row)))

    def _told(self, row: Row, part: Part | None) -> Change:
        a, b = self._before[row.old], self._after[row.new]
        same = a.source.key == b.source.key
        ours, theirs = self._ours.get(row.old, PLAIN), self._theirs.get(row.new, PLAIN)
        version = another_version(self._old[row.old], self._new[row.new])
        found = measured(a, b, self._near, ours, theirs, self._offset)
        if part is not None:
            found = part.within(found)
        replaced = row.placed and not version and not _is_frozen(a, b)
        if replaced:
            found = self._replaced(a, b, found)
        kinds = self._kinds(row, part, found, replaced)
        kinds += ["version"] if version else []
        kinds += ["retracked"] if retracked(a, b) else []
        kinds += ["switched"] if a.enabled != b.enabled else []
        edges = tuple(self._other_edges(ours, theirs, part))
        kinds += ["transition"] if edges else []
        kinds.sort(key=_ORDER.__getitem__)
        because: Because = self._because.get(a.source.key, "name") if same else "name" if version else "place"
        back = self._pace.back
        return Change(
            tuple(kinds) or ("unchanged",),
            self._old[row.old],
            self._new[row.new],
            because,
            back(found.head),
            back(found.tail),
            back(found.slip),
            back(found.shift),
            () if _SHOWN_BEFORE.issuperset(kinds) else self._needed(row.new),
            row.group,
            edges,
        )

    def _other_edges(self, ours: Edges, theirs: Edges, part: Part | None) -> Iterator[EdgeChange]:
        if ours is theirs:
            return
        sides: tuple[tuple[Which, Edge | None, Edge | None, bool], ...] = (
            ("head", ours.head, theirs.head, part is None or part.first),
            ("tail", ours.tail, theirs.tail, part is None or part.last),
        )
        for which, old, new, whole in sides:
            if not whole or alike(old, new, self._near.record):
                continue
            yield EdgeChange(
                which, "came" if old is None else "went" if new is None else "changed",
                old.name if old else "", self._pace.back(old.length) if old else 0, old is not None and not old.shared,
                new.name if new else "", self._pace.back(new.length) if new else 0, new is not None and not new.shared,
            )  # fmt: skip

    def _replaced(self, a: Shot, b: Shot, found: Measured) -> Measured:
        """What is told of two shots that share no frame: nothing of their ends; if they show one source, how far it slipped."""
        alike = a.source.key == b.source.key and not (found.retimed or found.reversed or found.head or found.tail)
        return Measured(slip=found.slip if alike else 0, shift=found.shift, pushed=found.pushed)

    def _kinds(self, row: Row, part: Part | None, found: Measured, replaced: bool) -> list[Kind]:
        kinds: list[Kind] = ["replaced"] if replaced else []
        if part is not None:
            kinds += part.kinds
        if row.moved:
            kinds.append("moved")
        elif found.pushed:
            kinds.append("shifted")
        told: tuple[tuple[Kind, object], ...] = (
            ("reversed", found.reversed), ("retimed", found.retimed), ("slipped", found.slip), ("head", found.head),
            ("tail", found.tail),
        )  # fmt: skip
        return kinds + [kind for kind, there in told if there]

    def _needed(self, number: int) -> tuple[Span, ...]:
        shot = self._after[number]
        before = self._one_of.get(shot.source.key)
        anew = before is not None and another_version(before, self._new[number])
        return self._pulled.needed(shot, self._new[number], anew)


def _is_frozen(a: Shot, b: Shot) -> bool:
    """True where one of the two is a frame of what the other shows."""
    if (a.speed == 0) == (b.speed == 0) or a.source.key != b.source.key:
        return False
    still, running = (a, b) if a.speed == 0 else (b, a)
    return running.file_span.start <= still.file_span.start <= running.file_span.end
