"""A track of a cut as AAF counts: each shot lasts as far as its transitions reach, and they take that time back again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from picturelock.cut import Effect, Shot
from picturelock.timeline.aaf.writing_mobs import extended
from picturelock.timeline.base import Losses
from picturelock.timeline.edges import are_apart, edge
from picturelock.times import Flicks, FrameRate

Part = tuple[Shot | None, Effect | None, int]
"""A shot, a transition (its handle is the time up to its cut point) or neither, which is nothing; and its length."""


@dataclass(frozen=True, slots=True)
class _Fade:
    """A transition from or to nothing, in edit units: over its shot, and beyond it."""

    effect: Effect
    inside: int
    handle: int


class Row:
    """Lays a track's shots out as AAF counts: each as far as its transitions reach."""

    def __init__(self, shots: Sequence[Shot], duration: Flicks, rate: FrameRate, losses: Losses) -> None:
        self._shots, self._duration, self._rate, self._losses = shots, duration, rate, losses

    def parts(self) -> Iterator[Part]:
        """The components of the track, in order."""
        end, head, before = 0, 0, None
        for shot in (*self._shots, None):
            start = (
                self._units(shot.record_span.start, shot) if shot is not None else self._rate.nearest(self._duration)
            )
            gap = max(0, start - end)
            into, out = edge(shot, "transition-in"), edge(before, "transition-out")
            if before is not None and shot is not None and gap == 0 and not are_apart(before, shot):
                joint = self._joint(before, into, out)
                yield self._part(before, head, joint[1] if joint else 0)
                head = joint[0] if joint else 0
                if joint:
                    yield None, joint[2], joint[0] + joint[1]
            else:
                going = self._fade(before, out, gap)
                coming = self._fade(shot, into, gap - (going.handle if going else 0))
                if before is not None:
                    yield self._part(before, head, going.handle if going else 0)
                yield from self._nothing(gap, going, coming)
                head = coming.handle if coming else 0
            before = shot
            end = self._units(shot.record_span.end, shot) if shot is not None else end

    def _nothing(self, gap: int, going: _Fade | None, coming: _Fade | None) -> Iterator[Part]:
        """What is between two shots that share no transition: a fade to nothing, nothing, a fade from nothing."""
        if going is not None:
            yield None, replace(going.effect, handle=self._rate.time_of(going.inside)), going.inside + going.handle
        length = gap + sum(fade.inside for fade in (going, coming) if fade is not None)
        if length or going or coming:
            yield None, None, length
        if coming is not None:
            yield None, replace(coming.effect, handle=self._rate.time_of(coming.handle)), coming.inside + coming.handle

    def _part(self, shot: Shot, head: int, tail: int) -> Part:
        more = self._rate.time_of
        length = self._units(shot.record_span.end, None) - self._units(shot.record_span.start, None) + head + tail
        return extended(shot, more(head), more(tail)), None, length

    def _joint(self, before: Shot, into: Effect | None, out: Effect | None) -> tuple[int, int, Effect] | None:
        """A transition between two shots: its time before the edit and after it; None for none."""
        named = into or out
        if named is None:
            return None
        head, tail = (self._units(one.handle, before) if one is not None else 0 for one in (into, out))
        if head + tail == 0:
            self._losses.add("transitions", before.id, before.record_span)
            return None
        return head, tail, replace(named, handle=self._rate.time_of(head))

    def _fade(self, shot: Shot | None, effect: Effect | None, room: int) -> _Fade | None:
        """A fade from or to nothing, which lies over the shot and over the nothing beside it, where there is room."""
        if shot is None or effect is None:
            return None
        inside, handle = (self._units(time, shot) for time in (effect.inside, effect.handle))
        if handle > room:
            self._losses.add("transition-handles", shot.id, shot.record_span)
            handle = max(0, room)
        if inside + handle == 0:
            self._losses.add("transitions", shot.id, shot.record_span)
            return None
        return _Fade(effect, inside, handle)

    def _units(self, time: Flicks, shot: Shot | None) -> int:
        if shot is not None and time % self._rate.frame:
            self._losses.add("fraction", shot.id, shot.record_span)
        return self._rate.nearest(time)
