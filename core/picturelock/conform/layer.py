"""What is heard, or what is seen, of two cuts: where each stretch of the old one went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from picturelock.conform.bridges import Bridge, stretch_key
from picturelock.conform.heard import SOUND, WITH_PICTURE, track_number
from picturelock.conform.settle import bridges
from picturelock.conform.spans import Index, Stretches
from picturelock.cut import Shot
from picturelock.times import Flicks, Span

_SHARE = 4
"""A stretch follows the first of the ranks that takes a quarter of it or more."""


@dataclass(frozen=True, slots=True)
class _Old:
    """A shot of the old cut."""

    span: Span
    key: str
    rank: int
    track: int


class Layer:
    """Sound or picture of two cuts."""

    def __init__(
        self,
        old: Sequence[Shot],
        new: Sequence[Shot],
        rank: Mapping[str, int] = MappingProxyType({}),
        beside: Sequence[Bridge] = (),
    ) -> None:
        """rank: of old shots by `Shot.id`, least first; one that is not there has 0. beside: see `bridges`."""
        self.bridges, self.telling = bridges(old, new, beside)
        self._bridges = Index([(bridge.old, bridge) for bridge in self.bridges])
        shots = (_Old(shot.record_span, stretch_key(shot), rank.get(shot.id, 0), track_number(shot)) for shot in old)
        self._shots = Index([(shot.span, shot) for shot in shots])

    def follow(self, span: Span) -> tuple[list[Bridge], tuple[Span, ...]]:
        """The bridges of a span, cut to it, and the parts of it in which the old cut has nothing of the rank it follows.

        Where several shots are there at once, each moment belongs to the one that takes most of the span; of equal ones to
        that of the lowest track. What became of that shot became of the moment, also where that is nothing.
        """
        found: list[Bridge] = []
        taken = Stretches()
        shots = self._first(span)
        if len(shots) == 1 and shots[0].span.intersect(span) == span:
            return list(self._of(shots[0], span)), ()
        for shot in shots:
            own = shot.span.intersect(span)
            for free in taken.free(own) if own else ():
                found += self._of(shot, free)
            if own:
                taken.add(own)
        return found, taken.free(span)

    def _of(self, shot: _Old, span: Span) -> Iterator[Bridge]:
        """The bridges of one shot's source in a span; no moment of it twice, but for copies."""
        near = [bridge for bridge in self._bridges.overlapping(span) if bridge.source == shot.key]
        if len(near) == 1:
            part = near[0].within(span)
            yield from (part,) if part else ()
            return
        taken = Stretches()
        for bridge in sorted(
            near, key=lambda bridge: (bridge.copy, bridge.old.start, -bridge.old.end, bridge.new.start)
        ):
            shared = bridge.old.intersect(span)
            if shared is None:
                continue
            for free in (shared,) if bridge.copy else taken.free(shared):
                part = bridge.within(free)
                if part is not None:
                    yield part
            if not bridge.copy:
                taken.add(shared)

    def _first(self, span: Span) -> list[_Old]:
        """The shots that a span follows, in the order in which they may have its moments."""
        by_rank: dict[int, list[_Old]] = {}
        for shot in self._shots.overlapping(span):
            by_rank.setdefault(shot.rank, []).append(shot)
        if len(by_rank) == 1:
            return sorted(*by_rank.values(), key=lambda shot: (-_shared(shot, span), shot.track, shot.span.start))
        shares = {rank: _share(by_rank[rank], span) for rank in sorted(by_rank)}
        ample = [rank for rank, share in shares.items() if _SHARE * share >= span.duration]
        if ample[:2] == [WITH_PICTURE, SOUND] and _lowest(by_rank[SOUND]) < _lowest(by_rank[WITH_PICTURE]):
            ample = [SOUND]  # a voice over pictures that have a sound of their own
        first = ample[0] if ample else max(shares, key=lambda rank: (shares[rank], -rank), default=0)
        return sorted(by_rank.get(first, ()), key=lambda shot: (-_shared(shot, span), shot.track, shot.span.start))


def _shared(shot: _Old, span: Span) -> Flicks:
    return min(shot.span.end, span.end) - max(shot.span.start, span.start)


def _share(shots: Sequence[_Old], span: Span) -> Flicks:
    covered = Stretches(shared for shot in shots if (shared := shot.span.intersect(span)))
    return sum(part.duration for part in covered.all())


def _lowest(shots: Sequence[_Old]) -> int:
    return min(shot.track for shot in shots)
