"""OpenTimelineIO's times become flicks and exact rates here, and nowhere else."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any

from picturelock.times import Flicks, FrameRate, Span, from_seconds, nearest

if TYPE_CHECKING:
    import opentimelineio as otio

MAX_SECONDS = 10**9  # flicks of more than this many seconds would leave a database's 64 bits
MAX_SCALAR = 10_000
SCALAR_DENOMINATOR = 10_000  # hosts keep speeds as 32-bit floats: -0.699999988 is meant to be -0.7
VIDEO_RATES = range(1, 241)


class BadTime(ValueError):
    """A time or a speed that means nothing; the sentence says what it is."""


@lru_cache(maxsize=256)
def exact_rate(rate: float) -> FrameRate | None:
    """The exact rate that a float stands for; None where a frame of it is no whole number of flicks."""
    try:
        return FrameRate.parse(rate)
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _frame(rate: float) -> Flicks | None:
    """The exact duration of a frame, or None."""
    exact = exact_rate(rate)
    return exact.frame if exact else None


def flicks(time: otio.opentime.RationalTime) -> Flicks:
    """Exact for a whole value at a real rate, else the nearest flick. Raises BadTime for what is no time."""
    value, rate = time.value, time.rate
    if not (isfinite(value) and isfinite(rate)) or rate <= 0 or abs(value) > MAX_SECONDS * rate:
        raise BadTime(f"{value:g} at {rate:g} frames per second is no time")
    frame = _frame(rate) if value == int(value) else None
    # A fraction of a frame was computed from seconds with the very float that stands beside it.
    return int(value) * frame if frame else from_seconds(Fraction(value) / Fraction(rate))


def span(time_range: otio.opentime.TimeRange) -> Span:
    """A range as a span. Raises BadTime for a negative duration."""
    start, duration = flicks(time_range.start_time), flicks(time_range.duration)
    if duration < 0:
        raise BadTime(f"{time_range.duration.value:g} is no duration")
    return Span(start, start + duration)


def scalar(value: float) -> Fraction:
    """A speed as an exact fraction, negative for reverse. Raises BadTime for what is no speed.

    One below half of 1/SCALAR_DENOMINATOR is 0, a freeze: it would stay on one frame for minutes.
    """
    if not isfinite(value) or abs(value) > MAX_SCALAR:
        raise BadTime(f"{value:g} is no speed")
    return Fraction(value).limit_denominator(SCALAR_DENOMINATOR)


def scaled(time: Flicks, speed: Fraction) -> Flicks:
    """A duration times a speed, to the nearest flick."""
    return time if speed == 1 else nearest(time * speed)


def video_rate(rate: float) -> FrameRate | None:
    """A rate that a picture can have; None for a sample rate and the like."""
    exact = exact_rate(rate) if isfinite(rate) and rate > 0 else None
    return exact if exact and exact.nominal in VIDEO_RATES else None


def time_json(time: Flicks, rate: FrameRate) -> dict[str, Any]:
    """A time as OpenTimelineIO writes it. A fraction of a frame comes back as the same flick from `flicks`."""
    whole, rest = divmod(time, rate.frame)
    value = float(whole) if rest == 0 else time / rate.frame
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(rate), "value": value}


def range_json(span: Span, start_rate: FrameRate, rate: FrameRate) -> dict[str, Any]:
    """A range as OpenTimelineIO writes it; its start and its duration may be counted at different rates."""
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "duration": time_json(span.duration, rate),
        "start_time": time_json(span.start, start_rate),
    }
