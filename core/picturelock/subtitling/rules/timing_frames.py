"""What the timing rules and the timing fixes share: a subject's limits in whole frames, and where a time may not stand.

A limit in seconds counts as the nearest whole number of frames, as in `limits`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from picturelock.subtitling.subject import Subject

FOREVER = 1 << 60
"""More frames than any cut has."""
_NO_WORDS = frozenset("-–—♪♫#")

Side = Literal["after", "before", "on"]


def count_words(text: str) -> int:
    """Words as reading rates count them: speakers' names and sound labels too, dashes and music signs not."""
    words = text.split()
    return len(words) - sum(map(_NO_WORDS.__contains__, words))


class Spoken:
    """When somebody speaks, in frames: asked for a stretch, it answers at once."""

    def __init__(self, subject: Subject) -> None:
        rate = subject.rate
        self._starts = [rate.floor(span.start) for span in subject.speech or ()]
        self._ends = list(accumulate((rate.ceil(span.end) for span in subject.speech or ()), max))

    def within(self, start: int, end: int) -> bool:
        """True where anybody speaks in the frames [start, end)."""
        return self.end_before(end) > start

    def end_before(self, frame: int) -> int:
        """The end of the last speech that starts before a frame; below any frame where there is none."""
        at = bisect_left(self._starts, frame)
        return self._ends[at - 1] if at else -FOREVER


@dataclass(frozen=True, slots=True)
class Fault:
    """How a time stands to a picture cut that it should have kept to."""

    cut: int
    """Frame of the cut."""
    frames: int
    """How far from it the time is."""
    side: Side
    """Of the cut on which the time is."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The limits on when captions come and go, in frames."""

    shortest: int
    longest: int
    gap: int
    close: int
    """A gap above `gap` and below this one must be closed; 0 = none must."""
    zone: int
    """How near to a cut a time is drawn to it; 0 = the profile says nothing about cuts."""
    cuts: Sequence[int]
    last: int
    """The frame at which the cut ends."""

    @classmethod
    def of(cls, subject: Subject) -> Clock:
        limits, rate = subject.limits, subject.rate
        return cls(
            shortest=rate.nearest(limits.min_duration or 0),
            longest=rate.nearest(limits.max_duration) if limits.max_duration else FOREVER,
            gap=max(0, rate.nearest(limits.min_gap)),
            close=rate.nearest(limits.close_gap),
            zone=rate.nearest(limits.cut_zone),
            cuts=sorted({rate.nearest(cut) for cut in subject.cuts}),
            last=rate.ceil(subject.end) if subject.end is not None else FOREVER,
        )

    def bad_in(self, start: int) -> Fault | None:
        """Why a caption may not come at a frame: a cut lies within the zone, and it does not come on it."""
        cuts, zone = self.cuts, self.zone
        at = bisect_right(cuts, start)
        if at and (late := start - cuts[at - 1]) < zone:
            return Fault(cuts[at - 1], late, "after") if late else None
        if at < len(cuts) and cuts[at] - start < zone:
            return Fault(cuts[at], cuts[at] - start, "before")
        return None

    def bad_out(self, end: int) -> Fault | None:
        """Why a caption may not go at a frame: a cut lies within the zone, and it does not go its gap before it."""
        cuts, zone, gap = self.cuts, self.zone, self.gap
        at = bisect_right(cuts, end)
        following = cuts[at] - end if at < len(cuts) else FOREVER
        if following == gap or (at and not gap and cuts[at - 1] == end):
            return None
        if at and (late := end - cuts[at - 1]) < zone:
            return Fault(cuts[at - 1], late, "after" if late else "on")
        if following < zone:
            return Fault(cuts[at], following, "before")
        return None

    def inside(self, start: int, end: int) -> Sequence[int]:
        """The cuts that a caption stays over, a whole zone from either of its ends."""
        cuts, zone = self.cuts, self.zone
        first = bisect_left(cuts, start + max(zone, 1))
        if first == len(cuts) or cuts[first] > end - zone:
            return ()
        return cuts[first : bisect_right(cuts, end - max(zone, 1))]

    def is_loose(self, end: int, following: int | None) -> bool:
        """True for an end that stands by itself: the next caption does not come as soon as it may."""
        return following is None or following - end > self.gap
