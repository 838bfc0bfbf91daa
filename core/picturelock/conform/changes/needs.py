"""What of a new shot's source was not pulled for the old cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from picturelock.conform.used import in_frames, on_screen, with_handles, within
from picturelock.cut import Shot
from picturelock.cutmap import subtract, union
from picturelock.times import Flicks, Span, nearest


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
        """Source time, as `original` (the same shot before matching) counts it, within its media, new handles included.

        None where all that is on screen was pulled, if only as a handle. anew: nothing that was pulled is of use.
        """
        if not shot.enabled or shot.source.generated:
            return ()
        had = () if anew else self._of(shot.kind, shot.source.key)
        lacking = self._beyond(self._shown(shot, 0), had)
        if not lacking:
            return ()
        wider = self._beyond(self._shown(shot, self._handles), had) if self._handles else lacking
        spans = [_in_own_time(one, shot, original) for one in wider if any(map(one.overlaps, lacking))]
        there = [within(span, original.source) for span in spans]
        return tuple(span for span in there if span.duration > self._frame // 2)

    def _beyond(self, wanted: Span, had: Sequence[Span]) -> list[Span]:
        return [span for span in subtract(wanted, had) if span.duration > self._frame // 2]

    def _of(self, kind: str, key: str) -> Sequence[Span]:
        if (kind, key) not in self._merged:
            self._merged[kind, key] = union(
                self._shown(shot, self._handles) for shot in self._uses.get((kind, key), ())
            )
        return self._merged[kind, key]

    def _shown(self, shot: Shot, handles: Flicks) -> Span:
        """What is on screen of the file, transitions and handles included."""
        frame = shot.source.rate.frame if shot.source.rate else self._frame
        start = shot.source.start
        span = on_screen(shot, self._frame).shift(-start) if start else on_screen(shot, self._frame)
        return with_handles(shot, in_frames(span, frame) if self._whole else span, handles, frame)


def _in_own_time(span: Span, shot: Shot, original: Shot) -> Span:
    told, own = shot.file_span, original.source_span
    if told.duration == own.duration:
        return span.shift(own.start - told.start)
    pace = Fraction(own.duration, told.duration) if told.duration else Fraction(1)
    start, end = (own.start + nearest((time - told.start) * pace) for time in (span.start, span.end))
    return Span(start, end)
