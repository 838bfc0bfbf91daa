"""Where in the time of a caption file its cut begins: at zero, or at the cut's timecode as one of several habits writes it.

A cut that starts at 01:00:00:00 has its captions from 00:00:00 on, or from 01:00:00 on. At 23.976 fps the latter is an hour
of the clock to most, and to some the time that 86 400 frames really take, 3.6 s more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from picturelock.conform.spans import Stretches
from picturelock.cues import Captions
from picturelock.cut import Cut
from picturelock.spoken import RecordWord
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, Span, Timecode, nearest

Habit = Literal["zero", "label", "real"]


def habit_of(captions: Captions, cut: Cut, words: Sequence[RecordWord] = ()) -> Habit:
    """How a file tells the first frame of its cut: the way that puts most of its captions into the cut.

    Nothing is captioned before a cut begins. Of ways that are alike in this, the one that puts most words under a caption;
    then, for a file of timecodes, the label; for a file of times, zero.
    """
    if not captions.cues or not cut.start:
        return "zero"
    ways: tuple[Habit, ...] = ("zero", "label", "real") if captions.rate is None else ("label", "zero")
    possible = [way for way in ways if _first(captions) >= begin(captions, cut, way) - cut.rate.frame] or ["zero"]
    ends = {way: begin(captions, cut, way) for way in possible}
    if len(set(ends.values())) == 1:
        return possible[0]
    return max(possible, key=lambda way: (_inside(captions, cut, ends[way]), _heard(captions, words, ends[way])))


def begin(captions: Captions, cut: Cut, habit: Habit) -> Flicks:
    """The time of the cut's first frame in a file of that habit."""
    if habit == "zero":
        return 0
    return (cut.start if habit == "real" else _label(cut, captions.rate, captions.drop)) - captions.start


def moved(captions: Captions, by: Flicks) -> Captions:
    """The captions, all later by a time."""
    if not by:
        return captions
    return replace(captions, cues=tuple(replace(cue, span=cue.span.shift(by)) for cue in captions.cues))


def _label(cut: Cut, rate: FrameRate | None, drop: bool) -> Flicks:
    """The timecode of the cut's first frame, read by a clock, or as timecode of another rate."""
    label = str(Timecode.at(cut.start, cut.rate, cut.drop)).replace(";", ":")
    hours, minutes, seconds, frames = map(int, label.removeprefix("-").split(":"))
    part = Fraction(frames, cut.rate.nominal)
    if rate is None:
        return (3600 * hours + 60 * minutes + seconds) * FLICKS_PER_SECOND + nearest(part * FLICKS_PER_SECOND)
    frame = min(nearest(part * rate.nominal), rate.nominal - 1)
    if drop and rate.drop_labels and minutes % 10 and seconds == 0:
        frame = max(frame, rate.drop_labels)
    clock = f"{hours:02}:{minutes:02}:{seconds:02}:{frame:0{3 if rate.nominal > 100 else 2}}"
    return Timecode.parse(clock, rate, drop and bool(rate.drop_labels)).time


def _first(captions: Captions) -> Flicks:
    return min(cue.span.start for cue in captions.cues)


def _inside(captions: Captions, cut: Cut, start: Flicks) -> int:
    whole = Span(start - cut.rate.frame, start + cut.duration + cut.rate.frame)
    return sum(whole.contains(cue.span.start) for cue in captions.cues)


def _heard(captions: Captions, words: Sequence[RecordWord], start: Flicks) -> int:
    shown = Stretches(cue.span.shift(-start) for cue in captions.cues)
    return sum(bool(shown.within(word.span)) for word in words)
