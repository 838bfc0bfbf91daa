"""The shots of a track in whole frames, and the transitions over their edges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from picturelock.cut import Effect, Shot
from picturelock.timeline.base import Losses
from picturelock.timeline.edges import Edge, are_apart
from picturelock.timeline.edges import edge as edge_of
from picturelock.timeline.fcp7.speed import Shown
from picturelock.timeline.fcp7.timing import shown_of
from picturelock.times import FrameRate, Span


@dataclass(frozen=True, slots=True)
class Seam:
    """A transition, in frames of the cut."""

    shot: Shot
    start: int
    cut: int
    end: int
    alignment: str
    """As xmeml names it; "center" for anything between the ends, where Premiere's ticks say more."""
    name: str


@dataclass(slots=True)
class Placed:
    """A shot in frames of the cut."""

    shot: Shot
    start: int
    end: int
    head: Seam | None = None
    tail: Seam | None = None

    @property
    def raw_start(self) -> int:
        """With what it shows under a transition."""
        return self.head.start if self.head is not None else self.start

    @property
    def raw_end(self) -> int:
        return self.tail.end if self.tail is not None else self.end

    def shown(self, rate: FrameRate, zero: int) -> Shown:
        """What media time it shows from `raw_start` on."""
        return shown_of(self.shot, zero, rate.time_of(self.raw_start))


def row(shots: Sequence[Shot], rate: FrameRate, losses: Losses) -> list[Placed | Seam]:
    """A track, in order: shots, and transitions before, between and after them."""
    placed = list(_whole(shots, rate, losses))
    found: list[Placed | Seam] = []
    last: Placed | None = None
    for one in placed:
        together = last is not None and last.end == one.start and not are_apart(last.shot, one.shot)
        hole = one.start - (last.end if last is not None else 0)
        # A transition that reaches a clip is read as one of its own.
        within = 1 if last is not None and hole else 0
        if not together:
            found += _over(last, None, one.start - within, rate, losses)
        found += _over(last if together else None, one, one.start - hole + within, rate, losses)
        found.append(one)
        last = one
    return [*found, *_over(last, None, None, rate, losses)]


def _whole(shots: Sequence[Shot], rate: FrameRate, losses: Losses) -> Iterator[Placed]:
    at = 0
    for shot in shots:
        span = Span(rate.snap(shot.record_span.start), rate.snap(shot.record_span.end))
        start, end = max(at, rate.nearest(span.start)), rate.nearest(span.end)
        if span != shot.record_span or start > rate.nearest(span.start):
            losses.add("fraction", shot.id, shot.record_span)
        if end > start:
            at = end
            yield Placed(shot, start, end)


def _over(
    before: Placed | None, after: Placed | None, free: int | None, rate: FrameRate, losses: Losses
) -> Iterator[Seam]:
    """The transition between two shots, or between one and nothing; free: how far it may reach."""
    out = _effect(before, "transition-out")
    into = _effect(after, "transition-in")
    chosen, side = (out, before) if out is not None else (into, after)
    if chosen is None or side is None:
        return
    edge = after.start if after is not None else side.end
    inside = rate.nearest(chosen.inside)
    start = edge - (rate.nearest(into.handle) if into is not None else 0)
    end = edge + (rate.nearest(out.handle) if out is not None else 0)
    start = min(start, edge - inside) if after is None else start
    end = max(end, edge + inside) if before is None else end
    if free is not None and (before is None or after is None):
        within = max(start, free) if before is None else start, min(end, free) if after is None else end
        if within != (start, end):
            losses.add("transition-handles", side.shot.id, side.shot.record_span)
        start, end = within
    if end <= start:
        losses.add("transitions", side.shot.id, side.shot.record_span)
        return
    if any(time % rate.frame for one in (out, into) if one is not None for time in (one.handle, one.inside)):
        losses.add("fraction", side.shot.id, side.shot.record_span)
    alignment = "start" if edge == start else "end" if edge == end else "center"
    if (before is None and alignment == "start") or (after is None and alignment == "end"):
        alignment += "-black"
    seam = Seam(side.shot, start, edge, end, alignment, chosen.name)
    if before is not None:
        before.tail = seam
    if after is not None:
        after.head = seam
    yield seam


def _effect(placed: Placed | None, side: Edge) -> Effect | None:
    return edge_of(placed.shot, side) if placed is not None else None


def without_room(one: Placed, rate: FrameRate, zero: int) -> Placed:
    """The shot with its own edges where its media does not reach back far enough for the transition before or after it.

    An in point of -1 would mean "not set".
    """
    if one.head is None and one.tail is None:
        return one
    shown = one.shown(rate, zero)
    length = (one.raw_end - one.raw_start) * rate.frame
    if min(shown.at(0), shown.at(length), *(value for _, value in shown.points)) >= 0:
        return one
    return replace(one, head=None, tail=None)
