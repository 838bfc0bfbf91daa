"""When a caption comes and goes, in whole frames of the cut.

In: the frame in which its first word starts; the picture cut just before that, where it lies within the profile's cut
zone and the caption before has gone. Out: the end of the last word, rounded up; later where reading speed and shortest
duration ask for it and silence allows (reading speed: no longer than the profile's linger); to just before a picture cut
in the zone; up to the next caption where the gap would be shorter than close_gap. Never over the next caption's gap.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from picturelock.profiles import Limits
from picturelock.subtitling.typography import Token
from picturelock.times import Flicks, FrameRate, divide_ceil

FOREVER = 1 << 60  # frames


@dataclass(frozen=True, slots=True)
class Window:
    """What the speech leaves to one caption; all in frames."""

    start: int
    spoken_end: int
    latest: int
    """The last frame at which it may end: the next caption's gap, the longest duration, the end of the cut."""
    needed: int
    """Duration that reading speed and shortest duration ask for."""
    unread: int
    """How much of what reading speed asks for cannot be had."""
    short: int
    """How much of the shortest duration cannot be had; far more where there is no time at all."""


class Timing:
    """Times for any run of the tokens. Minima are rounded up to whole frames, maxima down."""

    def __init__(
        self, tokens: Sequence[Token], limits: Limits, rate: FrameRate, cuts: Sequence[Flicks], end: Flicks | None
    ) -> None:
        self._rate = rate
        frames = Fraction(rate.num, rate.den) / limits.max_cps if limits.max_cps else Fraction(0)
        self._reading = frames.numerator, frames.denominator  # frames that one character needs
        self._shortest = rate.ceil(limits.min_duration or 0)
        self._longest = rate.floor(limits.max_duration) if limits.max_duration else FOREVER
        self._linger = rate.floor(limits.linger) if limits.linger else None
        self._gap = rate.ceil(limits.min_gap)
        self._close = rate.ceil(limits.close_gap)
        self._zone = rate.floor(limits.cut_zone)
        self._cuts = sorted({rate.nearest(cut) for cut in cuts})
        self._end = rate.floor(end) if end else FOREVER
        self._ends = [rate.ceil(token.span.end) for token in tokens]
        gone = [0, *accumulate(self._ends, max)]
        self._starts = [self._in(rate.floor(token.span.start), gone[index]) for index, token in enumerate(tokens)]

    def _in(self, frame: int, gone: int) -> int:
        at = bisect_right(self._cuts, frame) - 1
        if at >= 0 and frame - self._cuts[at] <= self._zone and self._cuts[at] - self._gap >= gone:
            return self._cuts[at]
        return frame

    def longest_reached(self, first: int, end: int) -> bool:
        """True where tokens [first, end) are spoken for longer than a caption may stay."""
        return self._ends[end - 1] - self._starts[first] > self._longest

    def pause(self, index: int) -> Flicks:
        """Silence after a token; below zero where the next one starts earlier."""
        return self._rate.time_of(self._starts[index + 1] - self._ends[index])

    def crosses_cut(self, first: int, end: int) -> bool:
        """True where the picture cuts while tokens [first, end) are spoken."""
        at = bisect_right(self._cuts, self._starts[first])
        return at < len(self._cuts) and self._cuts[at] < self._ends[end - 1]

    def window(self, first: int, end: int, characters: int) -> Window:
        """What tokens [first, end) may have as one caption."""
        start, spoken_end = self._starts[first], max(self._ends[first:end])
        free = min(
            self._starts[end] - self._gap if end < len(self._starts) else FOREVER, self._end, start + self._longest
        )
        reading = divide_ceil(characters * self._reading[0], self._reading[1])
        # Reading speed may keep a caption for the linger only; the shortest duration must be kept in any case.
        readable = free if self._linger is None else min(free, max(spoken_end, start) + self._linger)
        unread, short = max(0, reading - (readable - start)), max(0, self._shortest - (free - start))
        wanted = max(self._shortest, min(reading, readable - start))
        return Window(start, spoken_end, free, wanted, unread, short + 100 * max(0, 1 - (free - start)))

    def out(self, window: Window, next_start: int | None) -> int:
        """The frame at which a caption goes."""
        floor = max(window.spoken_end, window.start + window.needed)
        target = max(floor, window.spoken_end + (self._linger or 0))
        at = bisect_left(self._cuts, window.spoken_end)
        if at < len(self._cuts) and self._cuts[at] <= target + self._zone:
            before = self._cuts[at] - self._gap
            if before >= window.start + max(window.needed, 1):
                target = before
        if next_start is not None and next_start - self._gap - target < self._close - self._gap:
            target = max(target, next_start - self._gap) if not self._cut_between(target, next_start) else target
        return min(target, window.latest)

    def _cut_between(self, out: int, next_start: int) -> bool:
        """True where the picture cuts just after `out`: the caption was taken off before the cut and stays off."""
        at = bisect_left(self._cuts, out)
        return at < len(self._cuts) and self._cuts[at] - self._gap == out and self._cuts[at] < next_start

    @property
    def gap(self) -> int:
        return self._gap

    @property
    def starts(self) -> Sequence[int]:
        return self._starts
