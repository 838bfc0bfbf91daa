"""Which frames of its file a strip shows: read from the strip as it stands, whoever built it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import bpy
from picturelock.cut import Knot, Shot
from picturelock.cutmap import frames_shown, ramped, trim
from picturelock.times import FrameRate, Span, nearest

from picturelock_blender.curves import lines, read_curve, read_factor, steps
from picturelock_blender.media import path_of
from picturelock_blender.sequencer import SHOWN

_HALF = -SHOWN[0]  # 0 or 1/2: what Blender adds before it rounds down, as we do


def frames_of(strip: Any, speeds: Mapping[str, Any]) -> list[int]:
    """The frames of its file, or of a meta strip's content, from the left handle to the right; 0 = the first.

    speeds: the speed effects of the sequencer, by the name of their input.
    """
    start, length = strip.frame_final_start, strip.frame_final_duration
    into, effect = round(start - strip.frame_start), speeds.get(strip.name)
    if effect is None:
        passed = list(range(length))
    elif effect.speed_control == "MULTIPLY":
        passed = read_factor(effect, length)
    elif effect.speed_control == "FRAME_NUMBER":
        passed = read_curve(effect, start, length)
    else:  # "stretched" and "by length": from the left handle to the end of the file
        left = strip.frame_duration - into
        passed = [nearest(Fraction(k * left, max(length, 1))) for k in range(length)]
    last = strip.frame_duration - 1
    if getattr(strip, "use_reverse_frames", False):
        return [last - into - k for k in passed]
    return [into + k for k in passed]


def same_shot(noted: Shot, frames: list[int], record: Span, rate: FrameRate) -> Shot | None:
    """The shot that a strip was built for, at the record time where it is now; None if it shows other frames.

    One that was trimmed since is the part that is left.
    """
    shown = frames_shown(noted, rate)
    count = len(frames)
    if count == len(shown) and tuple(frames) == shown:
        return _moved(noted, record)
    for late in range(len(shown) - count + 1):
        ends = shown[late] == frames[0] and shown[late + count - 1] == frames[-1]  # most places are told apart by these
        if ends and shown[late : late + count] == tuple(frames):
            start = noted.record_span.start + rate.time_of(late)
            return _moved(trim(noted, Span(start, min(start + record.duration, noted.record_span.end))), record)
    return None


def shot_of_frames(shot: Shot, frames: list[int], rate: FrameRate, factor: float | None = None) -> Shot:
    """The shot with the source span, speed and ramp that these frames of its file make; factor: Blender's own, if it says one."""
    frame, zero = (shot.source.rate or rate).frame, shot.source.start or 0
    count, step = len(frames), steps(frames)
    if set(frames) == {frames[0]} and count > 1:
        at = zero + frames[0] * frame
        return _linear(shot, at, Fraction(0))
    if step is not None and count > 0:
        first = zero + (frames[0] if step == 1 else frames[0] + 1) * frame
        return _linear(shot, first, step * Fraction(frame, rate.frame))
    if factor is not None:
        speed = Fraction(factor).limit_denominator(10_000)
        phase = 0 if speed.denominator == 1 else nearest(frame * Fraction(_HALF))
        return _linear(shot, zero + frames[0] * frame + phase, speed * frame / rate.frame)
    corners = [(k, Fraction(value) + Fraction(_HALF)) for k, value in lines(frames)]
    (a, x), (b, y) = corners[-2:]
    corners[-1] = (count, y + (y - x) * Fraction(count - b, b - a))  # a line goes on to the end of its last frame
    knots = [Knot(rate.time_of(k), zero + nearest(value * frame)) for k, value in corners]
    if len(knots) == 2:
        return _linear(shot, knots[0].source, Fraction(knots[1].source - knots[0].source, knots[1].record))
    return ramped(shot, knots)


def _linear(shot: Shot, first: int, speed: Fraction) -> Shot:
    """A shot that starts at a source time and runs at a speed, negative for reverse."""
    passed = nearest(shot.record_span.duration * abs(speed))
    span = Span(first - passed, first) if speed < 0 else Span(first, first + passed)
    return replace(shot, source_span=span, speed=abs(speed), reverse=speed < 0, ramp=())


def _moved(shot: Shot, record: Span) -> Shot:
    return replace(shot, record_span=record)


@cache
def file_length(path: str, kind: str) -> int | None:
    """How many frames a movie has; None where nobody can say. Blender tells a strip's length only after it was retimed."""
    if kind != "MOVIE":
        return None
    with suppress(RuntimeError):
        clip = bpy.data.movieclips.load(path)
        length = int(clip.frame_duration)
        bpy.data.movieclips.remove(clip)
        return length
    return None


def plays_at(strip: Any, rate: FrameRate) -> Fraction:
    """Frames of the file for each frame of the strip's content, without its speed effect: 1, but for Blender's retiming and for
    movies that it fits to the scene's rate."""
    fps = float(getattr(strip, "fps", 0.0) or 0.0)
    keys = len(getattr(strip, "retiming_keys", ()))
    if not keys and abs(fps - float(rate)) < 0.005:
        return Fraction(1)
    length = file_length(str(path_of(strip)), strip.type)
    if not length or not strip.frame_duration:
        return Fraction(1)
    ratio = Fraction(length, strip.frame_duration)
    if not keys:
        fitted = Fraction(fps).limit_denominator(1001) * rate.den / rate.num
        return (
            fitted
            if abs(ratio - fitted) < Fraction(1, 20) * fitted and abs(ratio - 1) > Fraction(1, 100)
            else Fraction(1)
        )
    return ratio
