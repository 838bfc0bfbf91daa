"""What of a new shot's source was not pulled for the old cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from picturelock.cut import Effect, Shot
from picturelock.cutmap import subtract, union
from picturelock.times import Flicks, Span, divide_ceil, nearest

_LOST = 20
"""Of a frame so many a part may be lost where a file says a speed in a few decimals."""


class Pulled:
    """What the old cut has of its sources, with handles. Shots are of matched cuts: see `match.matched`."""

    def __init__(self, old: Iterable[Shot], handles: Flicks, frame: Flicks, whole: bool) -> None:
        """frame: the least that is pulled, for a freeze. whole: times are exact, and a part of a frame is pulled as one."""
        self._frame, self._handles, self._whole = frame, handles, whole
        self._uses: dict[tuple[str, str], list[Shot]] = defaultdict(list)
        for shot in old:
            if shot.enabled and not shot.source.generated:
                self._uses[shot.kind, shot.source.key].append(shot)
        self._merged: dict[tuple[str, str], tuple[Span, ...]] = {}

    def needed(self, shot: Shot, original: Shot, anew: bool) -> tuple[Span, ...]:
        """Source time, as `original` (the same shot before matching) counts it. anew: nothing that was pulled is of use."""
        if not shot.enabled or shot.source.generated:
            return ()
        wanted = self._shown(shot, 0)
        left = (wanted,) if anew else subtract(wanted, self._of(shot.kind, shot.source.key))
        return tuple(_in_own_time(span, shot, original) for span in left if span.duration > self._frame // 2)

    def _of(self, kind: str, key: str) -> Sequence[Span]:
        if (kind, key) not in self._merged:
            self._merged[kind, key] = union(
                self._shown(shot, self._handles) for shot in self._uses.get((kind, key), ())
            )
        return self._merged[kind, key]

    def _shown(self, shot: Shot, handles: Flicks) -> Span:
        """What is on screen of the file, transitions and handles included."""
        span = shot.file_span
        end = max(span.end, span.start + self._frame)
        if not handles and not shot.effects:
            return self._in_frames(Span(span.start, end), shot)
        head = nearest((_beyond(shot.effects, "transition-in") + handles) * shot.speed)
        tail = nearest((_beyond(shot.effects, "transition-out") + handles) * shot.speed)
        before, after = (tail, head) if shot.reverse else (head, tail)
        return self._in_frames(Span(span.start - before, end + after), shot)

    def _in_frames(self, span: Span, shot: Shot) -> Span:
        """The whole frames of a stretch of the file, and those of which it has more than was lost in rounding."""
        if not self._whole:
            return span
        frame = shot.source.rate.frame if shot.source.rate else self._frame
        if span.start % frame == 0 and span.end % frame == 0:
            return span
        lost = frame // _LOST
        return Span((span.start + lost) // frame * frame, divide_ceil(span.end - lost, frame) * frame)


def _beyond(effects: Iterable[Effect], kind: str) -> Flicks:
    return max((effect.handle for effect in effects if effect.kind == kind), default=0)


def _in_own_time(span: Span, shot: Shot, original: Shot) -> Span:
    told, own = shot.file_span, original.source_span
    pace = Fraction(own.duration, told.duration) if told.duration and told.duration != own.duration else Fraction(1)
    start, end = (own.start + nearest((time - told.start) * pace) for time in (span.start, span.end))
    return Span(start, end)
