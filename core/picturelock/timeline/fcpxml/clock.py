"""Times as FCPXML writes them: rational seconds, "1001/24000s", "5s".

They are kept exact: a whole number of flicks as an int, anything else as a fraction of flicks, so that sums of offsets do not
drift. Only the edges of a shot are rounded, at the end, to the nearest flick.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, nearest

Exact: TypeAlias = int | Fraction
"""Flicks: an int where they are whole."""
Point: TypeAlias = tuple[Exact, Exact]
MAX_SECONDS = 10**9  # flicks of more than this many seconds would leave a database's 64 bits
_TIME = re.compile(r"([-+]?\d{1,20})(?:/(\d{1,20})|\.(\d{1,15}))?\s*s?", re.ASCII)
_FORMAT_RATE = re.compile(r"([pi])(\d{2,5})$", re.ASCII)
_FORMAT_RATES = {
    "2398": (24000, 1001), "24": (24, 1), "25": (25, 1), "2997": (30000, 1001), "30": (30, 1), "4795": (48000, 1001),
    "48": (48, 1), "50": (50, 1), "5994": (60000, 1001), "60": (60, 1), "90": (90, 1), "100": (100, 1), "11988": (120000, 1001),
    "120": (120, 1),
}  # fmt: skip
CONFORM_RATES = ("23.98", "24", "25", "29.97", "30", "60", "47.95", "48", "50", "59.94")
"""What `conform-rate` may name, by the document type definitions 1.6 to 1.13."""
_SCALED = Fraction(6, 100)


@lru_cache(maxsize=65536)
def parse_time(text: str) -> Exact:
    """A time in exact flicks. Raises ValueError for what is no time."""
    match = _TIME.fullmatch(text.strip())
    if match is None or (match[2] is not None and int(match[2]) == 0):
        raise ValueError(f"{text[:40]!r} is no time; expected seconds such as 1001/24000s or 5s")
    whole, below, decimals = match.groups()
    seconds = Fraction(f"{whole}.{decimals}") if decimals else Fraction(int(whole), int(below or 1))
    if abs(seconds) > MAX_SECONDS:
        raise ValueError(f"{text[:40]!r} is no time: it is more than {MAX_SECONDS} seconds")
    return simple(seconds * FLICKS_PER_SECOND)


def simple(value: Fraction) -> Exact:
    """The same number, as an int where it is whole: sums of ints are ten times as fast."""
    return value.numerator if value.denominator == 1 else value


def whole(value: Exact) -> Flicks:
    """The nearest flick."""
    return value if isinstance(value, int) else nearest(value)


def write_time(time: Flicks) -> str:
    """A time as FCPXML has it, in lowest terms."""
    exact = Fraction(time, FLICKS_PER_SECOND)
    return f"{exact.numerator}s" if exact.denominator == 1 else f"{exact.numerator}/{exact.denominator}s"


def rate_of_frame(duration: str) -> FrameRate | None:
    """The rate of a `frameDuration`; None for one that no picture has. Raises ValueError for what is no time."""
    frame = parse_time(duration)
    if frame <= 0:
        return None
    try:
        return FrameRate.parse(Fraction(FLICKS_PER_SECOND) / frame)
    except ValueError:
        return None


def rate_of_name(name: str) -> FrameRate | None:
    """The rate that the name of a format says: FFVideoFormat1080p2398, FFVideoFormat1080i50 (25 frames a second)."""
    match = _FORMAT_RATE.search(name)
    if match is None or match[2] not in _FORMAT_RATES:
        return None
    num, den = _FORMAT_RATES[match[2]]
    fields = match[1] == "i" and num > 40 * den
    return FrameRate(num, den * 2 if fields else den)


def conformed(media: FrameRate, timeline: FrameRate) -> Fraction:
    """Media time shown in a unit of timeline time where a clip is conformed: each frame of one is a frame of the other.

    A rate counts as its double and half do (50p conforms to 24 as 25p). Where that would change the speed by more than six
    parts in a hundred, Final Cut Pro drops or repeats frames instead, and time stays as it is
    (https://developer.apple.com/documentation/professional-video-applications/conform-rate).
    """
    factor = Fraction(timeline.num * media.den, timeline.den * media.num)
    for scale in (Fraction(1), Fraction(2), Fraction(1, 2)):
        if abs(factor * scale - 1) <= _SCALED:
            return factor * scale
    return Fraction(1)


class Warp:
    """What inner time is shown at what local time: straight lines between points, going on beyond the first and last."""

    def __init__(self, points: Iterable[Point]) -> None:
        """At least one point; of those at one time the last counts."""
        by_time = dict(points)
        self.times = sorted(by_time)
        self.values = [by_time[time] for time in self.times]

    def at(self, time: Exact) -> Exact:
        """The inner time at a local time."""
        if len(self.times) == 1:
            return self.values[0]
        after = min(max(bisect_right(self.times, time), 1), len(self.times) - 1)
        t0, t1 = self.times[after - 1], self.times[after]
        v0, v1 = self.values[after - 1], self.values[after]
        if time == t0:
            return v0
        return simple(v0 + Fraction(v1 - v0) * (time - t0) / (t1 - t0))

    def over(self, start: Exact, end: Exact) -> list[Point]:
        """The points from one local time to a later one, both included, without those on a straight line."""
        first, last = bisect_right(self.times, start), bisect_right(self.times, end)
        inside = [(self.times[i], self.values[i]) for i in range(first, last) if self.times[i] < end]
        return straightened([(start, self.at(start)), *inside, (end, self.at(end))])


def straightened(points: Sequence[Point]) -> list[Point]:
    """The points without those that lie on the line between their neighbours."""
    kept = list(points[:1])
    for i in range(1, len(points) - 1):
        (t0, v0), (t1, v1), (t2, v2) = kept[-1], points[i], points[i + 1]
        if (v1 - v0) * (t2 - t1) != (v2 - v1) * (t1 - t0):
            kept.append(points[i])
    return [*kept, *points[-1:]] if len(points) > 1 else kept
