"""What is heard, or what is seen, of two cuts: where each stretch of the old one went."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from picturelock.conform.bridges import Bridge, bridges
from picturelock.cut import Cut, Shot
from picturelock.cutmap import subtract, union
from picturelock.times import Span

SPEAKING, WITH_PICTURE, SOUND, BED = range(4)
"""What a shot is heard as: it has words that are known; its source is also in the picture; any other; music or a mix under
others. A stretch follows the first of these that takes a quarter of it or more."""
_SHARE = 4


def ranks(heard: Sequence[Shot], cut: Cut, speaking: Collection[str]) -> Mapping[str, int]:
    """What each shot that is heard is heard as, by `Shot.id`."""
    pictured = {shot.source.key for shot in cut.shots if shot.kind == "video"}
    beds = _beds(heard)
    return {
        shot.id: SPEAKING
        if shot.id in speaking
        else WITH_PICTURE
        if shot.source.key in pictured
        else BED
        if shot.id in beds
        else SOUND
        for shot in heard
    }


def _beds(heard: Sequence[Shot]) -> set[str]:
    """Shots under which at least two others begin and end. `heard` is in order of start."""
    starts = [shot.record_span.start for shot in heard]
    ends = sorted(shot.record_span.end for shot in heard)
    beds: set[str] = set()
    for shot in heard:
        begin = len(starts) - bisect_left(starts, shot.record_span.start)
        over = begin - (len(ends) - bisect_left(ends, shot.record_span.end + 1))
        if over > 2:  # itself, and two more
            beds.add(shot.id)
    return beds


class _Spanned(Protocol):
    @property
    def old(self) -> Span: ...


_T = TypeVar("_T", bound=_Spanned)


class _Index(Generic[_T]):
    """Things with a span, found by what they overlap: log n, and what is found."""

    def __init__(self, things: Sequence[_T]) -> None:
        self.things = things
        self._starts = [thing.old.start for thing in things]
        self._latest = list(accumulate((thing.old.end for thing in things), max))

    def overlapping(self, span: Span) -> Iterator[_T]:
        at = bisect_left(self._starts, span.end)
        while at > 0 and self._latest[at - 1] > span.start:
            at -= 1
            if self.things[at].old.overlaps(span):
                yield self.things[at]


class _Old:
    """A shot of the old cut."""

    def __init__(self, shot: Shot, rank: int) -> None:
        self.old, self.rank = shot.record_span, rank


class Layer:
    """Sound or picture of two cuts."""

    def __init__(
        self, old: Sequence[Shot], new: Sequence[Shot], rank: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        """old: in order of record start. rank: by `Shot.id`, least first; one that is not there has 0."""
        self.bridges = bridges(old, new)
        self._rank = rank
        self._bridges = _Index(self.bridges)
        self._shots = _Index([_Old(shot, rank.get(shot.id, 0)) for shot in old])

    def follow(self, span: Span) -> tuple[list[Bridge], tuple[Span, ...]]:
        """The bridges of a span, cut to it, and the parts of it in which the old cut has nothing.

        Where several sources are there at once, those of the first rank count, and of them the one that takes most of it.
        """
        rank, occupied = self._first(span)
        parts = (part for bridge in self._bridges.overlapping(span) if (part := bridge.within(span)))
        near = [part for part in parts if self._rank.get(part.old_shot, 0) == rank]
        near.sort(key=lambda part: (-part.old.duration, part.old.start, part.source))
        found: list[Bridge] = []
        taken: tuple[Span, ...] = ()
        for part in near:
            pieces = (
                [part] if part.copy else [piece for free in subtract(part.old, taken) if (piece := part.within(free))]
            )
            found += pieces
            if not part.copy:
                taken = union([*taken, part.old])
        return found, subtract(span, occupied)

    def _first(self, span: Span) -> tuple[int, tuple[Span, ...]]:
        """The rank that a span follows, and where it has shots of that rank."""
        by_rank: dict[int, list[Span]] = {}
        for shot in self._shots.overlapping(span):
            shared = shot.old.intersect(span)
            if shared is not None:
                by_rank.setdefault(shot.rank, []).append(shared)
        occupied = {rank: union(spans) for rank, spans in sorted(by_rank.items())}
        shares = {rank: sum(part.duration for part in spans) for rank, spans in occupied.items()}
        first = next((rank for rank, share in shares.items() if _SHARE * share >= span.duration), None)
        if first is None:
            first = max(shares, key=lambda rank: (shares[rank], -rank), default=0)
        return first, occupied.get(first, ())
