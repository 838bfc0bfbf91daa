"""Exact time: flicks, frame rates, spans and timecode labels. The only time arithmetic, and the only rounding.

A time is an `int` count of flicks, 1/705 600 000 s: every frame of 24, 25, 30, 48, 50, 60, 100 and 120 fps, of all of
them x 1000/1001, every millisecond and every sample of the usual audio rates is a whole number of flicks
(https://github.com/facebookarchive/Flicks). Integers add without drift; floats enter at the engines only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Flicks: TypeAlias = int
"""A time or a duration, in 1/705 600 000 s."""

FLICKS_PER_SECOND = 705_600_000
FLICKS_PER_MS = FLICKS_PER_SECOND // 1000
DAY = 24 * 3600 * FLICKS_PER_SECOND

_NTSC_BASES = (24, 30, 48, 60, 120)
_NTSC_TOLERANCE = Fraction(5, 1000)  # people write 23.98 for 24000/1001, which is 0.0039 away
# No exponents: Fraction("1e999999999") would compute a thousand million digits.
_RATE = re.compile(r"\d{1,6}(\.\d{1,20})?|\d{1,9}/\d{1,9}", re.ASCII)
_LABEL = re.compile(r"(-?)(\d{1,2})([:;.])(\d{2})([:;.])(\d{2})([:;.,])(\d{2,3})", re.ASCII)


def divide_floor(numerator: int, denominator: int) -> int:
    """The whole quotient at or below."""
    return numerator // denominator


def divide_nearest(numerator: int, denominator: int) -> int:
    """The nearest whole quotient; a half goes up, also below zero, so that shifting never changes a rounding."""
    return (2 * numerator + denominator) // (2 * denominator)


def divide_ceil(numerator: int, denominator: int) -> int:
    """The whole quotient at or above."""
    return -(-numerator // denominator)


def nearest(value: Fraction) -> int:
    """The nearest integer; a half goes up."""
    return divide_nearest(value.numerator, value.denominator)


def from_seconds(seconds: float | Fraction) -> Flicks:
    """Seconds to the nearest flick. For engines and OTIO only: they alone speak in floats."""
    return nearest(Fraction(seconds) * FLICKS_PER_SECOND)


def from_ms(milliseconds: int) -> Flicks:
    """Milliseconds, exactly."""
    return milliseconds * FLICKS_PER_MS


def to_seconds(time: Flicks) -> float:
    """Seconds as a float, for display and for libraries that want one."""
    return time / FLICKS_PER_SECOND


def to_ms(time: Flicks) -> int:
    """The nearest millisecond: what SRT, WebVTT and a reader of JSON are shown."""
    return divide_nearest(time, FLICKS_PER_MS)


def from_samples(samples: int, sample_rate: int) -> Flicks:
    """The time at which a sample starts, to the nearest flick (exact for the usual rates)."""
    return divide_nearest(samples * FLICKS_PER_SECOND, sample_rate)


def to_samples(time: Flicks, sample_rate: int) -> int:
    """The nearest sample to a time."""
    return divide_nearest(time * sample_rate, FLICKS_PER_SECOND)


@dataclass(frozen=True, slots=True)
class FrameRate:
    """An exact frame rate, in lowest terms: 24000/1001, 25/1. A frame is a whole number of flicks, or it is refused."""

    num: int
    den: int = 1

    def __post_init__(self) -> None:
        if self.num <= 0 or self.den <= 0:
            raise ValueError(f"a frame rate is above zero, not {self.num}/{self.den}")
        exact = Fraction(self.num, self.den)
        object.__setattr__(self, "num", exact.numerator)
        object.__setattr__(self, "den", exact.denominator)
        if FLICKS_PER_SECOND * self.den % self.num:
            raise ValueError(f"{self} fps has no exact frame duration; expected a film, television or web rate")

    @classmethod
    def parse(cls, value: str | int | float | Fraction) -> FrameRate:
        """The exact rate that people mean: "23.976", 23.98 and "24000/1001" are one.

        Raises ValueError for what is no rate. Whole numbers are taken at their word: 24 is never 23.976.
        """
        value = value.strip() if isinstance(value, str) else value
        try:
            # Nothing that is no number, or has frames shorter than a flick, reaches the arithmetic.
            sound = _RATE.fullmatch(value) if isinstance(value, str) else 0 < value <= FLICKS_PER_SECOND
            rate = Fraction(value) if sound else None
        except ZeroDivisionError:
            rate = None
        if rate is None:
            raise ValueError(f"{value!r:.60} is not a frame rate; expected one such as 24, 25, 23.976 or 30000/1001")
        if rate.denominator != 1:
            for base in _NTSC_BASES:
                ntsc = Fraction(base * 1000, 1001)
                if abs(rate - ntsc) < _NTSC_TOLERANCE:
                    rate = ntsc
        if rate.denominator > 1001:
            rate = rate.limit_denominator(1001)
        return cls(rate.numerator, rate.denominator)

    @property
    def frame(self) -> Flicks:
        """The duration of one frame."""
        return FLICKS_PER_SECOND * self.den // self.num

    @property
    def nominal(self) -> int:
        """The count of frame labels in a second of timecode: 24 for 23.976, 30 for 29.97."""
        return divide_nearest(self.num, self.den)

    @property
    def drop_labels(self) -> int:
        """Labels that drop-frame timecode leaves out each minute: 2 at 29.97, 4 at 59.94, 8 at 119.88, else 0.

        SMPTE ST 12-1 defines it for 29.97 and 59.94; 119.88 follows the same proportion.
        """
        return self.nominal // 15 if self.den == 1001 and self.nominal % 30 == 0 else 0

    def time_of(self, frame: int) -> Flicks:
        """The time at which a frame starts."""
        return frame * self.frame

    def floor(self, time: Flicks) -> int:
        """The frame that is on screen at a time."""
        return divide_floor(time, self.frame)

    def nearest(self, time: Flicks) -> int:
        """The frame that starts nearest to a time; half a frame goes up."""
        return divide_nearest(time, self.frame)

    def ceil(self, time: Flicks) -> int:
        """The first frame that starts at or after a time."""
        return divide_ceil(time, self.frame)

    def snap(self, time: Flicks) -> Flicks:
        """The time of the nearest frame start."""
        return self.time_of(self.nearest(time))

    def __float__(self) -> float:
        return self.num / self.den

    def __str__(self) -> str:
        return f"{self.num}/{self.den}"

    @property
    def label(self) -> str:
        """As people write it: "25", "23.976", "29.97"."""
        return str(self.num) if self.den == 1 else f"{float(self):.3f}".rstrip("0")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of time [start, end), in flicks. An end before its start is refused."""

    start: Flicks
    end: Flicks

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a span cannot end ({self.end}) before it starts ({self.start})")

    @property
    def duration(self) -> Flicks:
        return self.end - self.start

    def shift(self, by: Flicks) -> Span:
        """The same length, later by `by` (earlier if negative)."""
        return Span(self.start + by, self.end + by)

    def contains(self, time: Flicks) -> bool:
        return self.start <= time < self.end

    def overlaps(self, other: Span) -> bool:
        """True where the two share more than an edge."""
        return self.start < other.end and other.start < self.end

    def intersect(self, other: Span) -> Span | None:
        """What the two share, or None if that is nothing (touching edges share nothing)."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


def frame_label(time: Flicks, rate: FrameRate) -> str:
    """A time as files and HTTP carry it, "frame@num/den", at the nearest frame."""
    return f"{rate.nearest(time)}@{rate}"


def parse_frame_label(text: str) -> tuple[Flicks, FrameRate]:
    """The reverse of `frame_label`. Raises ValueError for anything else."""
    match = re.fullmatch(r"(-?\d+)@(\d+)/(\d+)", text, re.ASCII)
    if match is None:
        raise ValueError(f"{text!r} is not a time; expected frame@num/den, such as 48@24/1")
    rate = FrameRate(int(match[2]), int(match[3]))
    return rate.time_of(int(match[1])), rate


@dataclass(frozen=True, slots=True)
class Timecode:
    """A label for a count of frames. Drop-frame is how the label is written; it is never guessed from a rate."""

    frames: int
    """Frames since 00:00:00:00. A label wraps at 24 hours, as a tape's did."""
    rate: FrameRate
    drop: bool = False

    def __post_init__(self) -> None:
        if self.drop and not self.rate.drop_labels:
            raise ValueError(
                f"there is no drop-frame timecode at {self.rate.label} fps; it exists at 29.97, 59.94 and 119.88"
            )

    @classmethod
    def at(cls, time: Flicks, rate: FrameRate, drop: bool = False) -> Timecode:
        """The label of the frame that starts nearest to a time."""
        return cls(rate.nearest(time), rate, drop)

    @classmethod
    def parse(cls, text: str, rate: FrameRate, drop: bool | None = None) -> Timecode:
        """Read "01:00:00:00"; a `;` or `.` before the frames says drop-frame unless `drop` says otherwise.

        Raises ValueError for a label that does not exist: a field out of range, or one that drop-frame leaves out.
        """
        match = _LABEL.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a timecode; expected HH:MM:SS:FF")
        sign, hours, minutes, seconds, frames = match[1], int(match[2]), int(match[4]), int(match[6]), int(match[8])
        drop = match[7] in ";.," if drop is None else drop
        if hours > 23 or minutes > 59 or seconds > 59 or frames >= rate.nominal:
            raise ValueError(f"{text!r} does not exist at {rate.label} fps: a field is out of range")
        skipped = rate.drop_labels if drop else 0
        if skipped and minutes % 10 and seconds == 0 and frames < skipped:
            raise ValueError(f"{text!r} does not exist: drop-frame timecode leaves that label out")
        total_minutes = 60 * hours + minutes
        count = (60 * total_minutes + seconds) * rate.nominal + frames - skipped * (total_minutes - total_minutes // 10)
        return cls(-count if sign else count, rate, drop)

    @property
    def time(self) -> Flicks:
        """Real elapsed time since 00:00:00:00."""
        return self.rate.time_of(self.frames)

    def __str__(self) -> str:
        nominal, skipped = self.rate.nominal, self.rate.drop_labels if self.drop else 0
        ten_minutes = 600 * nominal - 9 * skipped
        count = abs(self.frames) % (144 * ten_minutes)
        if skipped:
            tens, rest = divmod(count, ten_minutes)
            # The first minute of ten keeps all its labels; each later one skips some at its start.
            late = max(0, rest - skipped) // (60 * nominal - skipped)
            count += skipped * (9 * tens + late)
        seconds, frames = divmod(count, nominal)
        width = 3 if nominal > 100 else 2
        sign, mark = "-" if self.frames < 0 else "", ";" if self.drop else ":"
        return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{frames:0{width}}"
