"""The in and out points of a shot as xmeml counts them, and its speed as a Time Remap effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from picturelock.cut import Shot
from picturelock.timeline.base import Losses
from picturelock.timeline.fcp7.builder import Builder
from picturelock.timeline.fcp7.clock import TICKS_PER_FLICK, decimal
from picturelock.timeline.fcp7.speed import Shown
from picturelock.times import Flicks, FrameRate, divide_ceil, divide_floor, nearest

Key = tuple[Fraction, Fraction, str]
"""Frame of the clip, frame of the media, and what it marks: "start", "in", "out", "end" or ""."""
_SPEED_PLACES = 20


@dataclass(frozen=True, slots=True)
class Timing:
    """Of one clip, from its first frame under a transition to its last."""

    first: int
    """`in`, in frames of the clip."""
    length: int
    duration: int
    """Of the whole clip, after its speed."""
    low: Fraction
    """The lowest media time shown, in flicks; Premiere's ticks in."""
    high: Fraction
    speed: Fraction = Fraction(1)
    reverse: bool = False
    variable: bool = False
    keys: tuple[Key, ...] = ()

    @property
    def retimed(self) -> bool:
        return bool(self.keys)


def shown_of(shot: Shot, zero: Flicks, start: Flicks) -> Shown:
    """What media time a shot shows, over record time from `start` on."""
    late = start - shot.record_span.start
    if shot.ramp:
        points = tuple((Fraction(knot.record - late), Fraction(knot.source - zero)) for knot in shot.ramp)
        return Shown(points[0][1], shot.speed, shot.reverse, points)
    first = shot.source_span.end if shot.reverse else shot.source_span.start
    moved = Shown(Fraction(first - zero), shot.speed, shot.reverse)
    return Shown(moved.at(late), shot.speed, shot.reverse)


def timing(shown: Shown, length: int, media: Flicks, rate: FrameRate) -> Timing:
    """The timing of a clip of so many frames. media: how long its media is."""
    if shown.points:
        return _ramp(shown, length, rate)
    if shown.speed == 1 and not shown.reverse:
        low, high = shown.first, shown.first + length * rate.frame
        first = nearest(low / rate.frame)
        return Timing(first, length, max(rate.ceil(media), first + length), low, high)
    frame = Fraction(rate.frame)
    start, end = shown.first / frame, shown.at(length * rate.frame) / frame
    low, high = min(start, end) * frame, max(start, end) * frame
    whole = max(Fraction(media) / frame, start, end)
    if shown.speed == 0:
        first = _down(start)
        duration = max(_up(whole), first + length)
        keys = _keys(first, length, duration, start, Fraction(0))
        return Timing(first, length, duration, low, high, shown.speed, keys=keys)
    # Of constant reverse keyframes, Final Cut Pro writes the frame shown plus 1.
    slope = -shown.speed if shown.reverse else shown.speed
    value = start - shown.speed + 1 if shown.reverse else start
    duration = _up(whole / shown.speed)
    first = max(0, duration - _up(start / shown.speed)) if shown.reverse else _down(start / shown.speed)
    duration = max(duration, first + length)
    keys = _keys(first, length, duration, value, slope)
    return Timing(first, length, duration, low, high, shown.speed, shown.reverse, False, keys)


def _keys(first: int, length: int, duration: int, value: Fraction, slope: Fraction) -> tuple[Key, ...]:
    """The four keyframes of a constant speed, which lie on a line that has a value at the in point."""
    found: list[Key] = []
    marks = ((0, "start"), (first, "in"), (first + length, "out"), (duration, "end"))
    for when, mark in marks:
        if (mark == "start" and first == 0) or (mark == "end" and duration == first + length):
            continue
        found.append((Fraction(when), value + (when - first) * slope, mark))
    return tuple(found)


def _ramp(shown: Shown, length: int, rate: FrameRate) -> Timing:
    frame, end = rate.frame, length * rate.frame
    inside = [time for time, _ in shown.points if 0 < time < end]
    times = [Fraction(0), *inside, Fraction(end)]
    keys = tuple(
        (time / frame, shown.at(time) / frame, "in" if time == 0 else "out" if time == end else "") for time in times
    )
    values = [value * frame for _, value, _ in keys]
    low, high = min(values), max(values)
    return Timing(0, length, length, low, high, shown.speed, False, True, keys)


def between_frames(keys: Sequence[Key]) -> bool:
    """True where a keyframe is not on a whole frame of the clip."""
    return any(when.denominator != 1 for when, _, _ in keys)


def write_points(out: Builder, one: Timing) -> None:
    """`in`, `out`, and Premiere's ticks."""
    out.leaf("in", one.first)
    out.leaf("out", one.first + one.length)
    out.leaf("pproTicksIn", nearest(one.low * TICKS_PER_FLICK))
    out.leaf("pproTicksOut", nearest(one.high * TICKS_PER_FLICK))


def write_remap(out: Builder, one: Timing, kind: str) -> None:
    """The Time Remap effect of a clip that has a speed."""
    if not one.retimed:
        return
    with out.element("filter"):
        out.flag("enabled", True)
        with out.element("effect"):
            for tag, text in (("name", "Time Remap"), ("effectid", "timeremap"), ("effectcategory", "motion")):
                out.leaf(tag, text)
            out.leaf("effecttype", "motion")
            out.leaf("mediatype", kind)
            _parameter(out, "variablespeed", "1" if one.variable else "0", 0, 1)
            _parameter(out, "speed", decimal(one.speed * 100, _SPEED_PLACES), -100000, 100000)
            _parameter(out, "reverse", "TRUE" if one.reverse else "FALSE")
            _parameter(out, "frameblending", "FALSE")
            _graph(out, one)


def _parameter(out: Builder, name: str, value: str, low: int | None = None, high: int | None = None) -> None:
    with out.element("parameter"):
        out.leaf("parameterid", name)
        out.leaf("name", name)
        if low is not None and high is not None:
            out.leaf("valuemin", low)
            out.leaf("valuemax", high)
        out.leaf("value", value)


def _graph(out: Builder, one: Timing) -> None:
    with out.element("parameter"):
        out.leaf("parameterid", "graphdict")
        out.leaf("name", "graphdict")
        out.leaf("valuemin", 0)
        out.leaf("valuemax", max(0, *(_up(value) for _, value, _ in one.keys)))
        out.leaf("value", decimal(one.keys[0][1]))
        for when, value, mark in one.keys:
            with out.element("keyframe"):
                out.leaf("when", decimal(when))
                out.leaf("value", decimal(value))
                if mark and not one.variable:
                    out.flag("speedvirtualkf", True)
                if mark:
                    out.flag(f"speedkf{mark}", True)
        with out.element("interpolation"):
            out.leaf("name", "FCPCurve")


def lost(one: Timing, shot: Shot, losses: Losses) -> None:
    """Say what of a shot's speed is between frames."""
    if one.variable and between_frames(one.keys):
        losses.add("fraction", shot.id, shot.record_span)


def _up(value: Fraction) -> int:
    return divide_ceil(value.numerator, value.denominator)


def _down(value: Fraction) -> int:
    return divide_floor(value.numerator, value.denominator)
