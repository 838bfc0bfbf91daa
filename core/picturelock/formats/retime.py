"""Captions at another rate, speed or start, as editors mean it. A programme's start keeps its label when its rate changes."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from picturelock.cues import Captions, Cue
from picturelock.cut import Cut
from picturelock.errors import UsageError
from picturelock.formats.files import snapped
from picturelock.formats.on_record import begin, habit_of, moved
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, Span, Timecode, nearest

_FRAMES = re.compile(r"([+-]?)(\d{1,9})\s?f", re.ASCII)
_SECONDS = re.compile(r"([+-]?)(\d{1,6}(?:\.\d{1,9})?)\s?s", re.ASCII)


def timecode(text: str, rate: FrameRate, drop: bool | None = None) -> Timecode:
    """A timecode that a person wrote. Raises UsageError.

    drop: how the file counts, whatever stands before the frames: people write a colon for either kind. None = as it is written.
    """
    try:
        return Timecode.parse(text, rate, drop and bool(rate.drop_labels))
    except ValueError as error:
        raise UsageError(f"{error} ({rate.label} fps).") from None


def begun(captions: Captions, start: Timecode, counted: bool) -> Captions:
    """The captions of a programme whose first frame bears a label; what comes before it lies below zero.

    counted: the file says its frame rate. One that does not tells the label by the clock, or, at NTSC rates, as the time that so
    many frames take: as its times show.
    """
    begins = start.time - captions.start
    if not counted:
        loose, cut = replace(captions, rate=None), Cut("", start.rate, (), start=start.time, drop=start.drop)
        begins = begin(loose, cut, "real" if habit_of(loose, cut) == "real" else "label")
    return replace(moved(captions, -begins), start=start.time, drop=start.drop)


def whole_hour(captions: Captions) -> Timecode | None:
    """The hour at which a file of timecodes seems to start: the last one before its first caption; None within the first."""
    if captions.rate is None or not captions.cues:
        return None
    drop = captions.drop and bool(captions.rate.drop_labels)
    label = str(Timecode.at(captions.start + min(cue.span.start for cue in captions.cues), captions.rate, drop))
    return (
        None if label[:1] in "-" or label[:2] == "00" else Timecode.parse(f"{label[:2]}:00:00:00", captions.rate, drop)
    )


def offset(text: str, rate: FrameRate | None) -> Flicks:
    """ "12f", "-1.5s" or a timecode with or without a sign, as a time. Raises UsageError."""
    if seconds := _SECONDS.fullmatch(text.strip()):
        time = nearest(Fraction(seconds[2]) * FLICKS_PER_SECOND)
        return -time if seconds[1] == "-" else time
    if rate is None:
        raise UsageError(f"--shift {text}: frames need a frame rate, and the file names none; add --from-rate.")
    if frames := _FRAMES.fullmatch(text.strip()):
        time = rate.time_of(int(frames[2]))
        return -time if frames[1] == "-" else time
    return timecode(text.strip().removeprefix("+"), rate).time


def shifted(captions: Captions, by: Flicks) -> Captions:
    """Every caption later by `by`."""
    return replace(captions, cues=tuple(replace(cue, span=cue.span.shift(by)) for cue in captions.cues))


def at_rate(captions: Captions, rate: FrameRate) -> Captions:
    """The same moments, on the frames of another rate."""
    if captions.rate in (None, rate):
        return replace(snapped(captions, rate), drop=captions.drop and bool(rate.drop_labels))
    return replace(snapped(captions, rate), start=_same_label(captions, rate), drop=_drop(captions, rate))


def at_speed(captions: Captions, before: FrameRate, after: FrameRate) -> Captions:
    """The same frames, of a picture that ran at `before` and runs at `after`."""
    on_frames = snapped(captions, before)
    cues = tuple(_same_frames(cue, before, after) for cue in on_frames.cues)
    start = _same_label(replace(captions, rate=before), after)
    return replace(captions, cues=cues, rate=after, start=start, drop=_drop(captions, after))


def counted_at(captions: Captions, rate: FrameRate) -> Captions:
    """The captions of a file whose timecode counts frames at another rate than it says, or that names none."""
    if captions.rate is None or captions.rate == rate:
        return replace(captions, rate=rate)
    return at_speed(captions, captions.rate, rate)


def marked_drop(captions: Captions, drop: bool) -> Captions:
    """Timecode of the other kind; the start keeps its label. Raises UsageError at a rate that has no drop-frame."""
    if captions.rate is None or (drop and not captions.rate.drop_labels):
        raise UsageError(
            "Drop-frame timecode exists at 29.97, 59.94 and 119.88 fps only; name one of them with --rate."
        )
    label = str(Timecode.at(captions.start, captions.rate, captions.drop)).replace(";", ":")
    try:
        start = Timecode.parse(label, captions.rate, drop).time
    except ValueError:
        start = captions.start  # a label that drop-frame leaves out
    return replace(captions, start=start, drop=drop)


def _same_frames(cue: Cue, before: FrameRate, after: FrameRate) -> Cue:
    first, end = before.nearest(cue.span.start), before.nearest(cue.span.end)
    return replace(cue, span=Span(after.time_of(first), after.time_of(end)))


def _same_label(captions: Captions, rate: FrameRate) -> Flicks:
    """Where the programme starts at the new rate: at the label that it had, or as near as the new rate has one."""
    if captions.rate is None or not captions.start:
        return captions.start
    label = str(Timecode.at(captions.start, captions.rate, captions.drop)).replace(";", ":")
    clock, _, frames = label.rpartition(":")
    last = min(nearest(Fraction(int(frames) * rate.nominal, captions.rate.nominal)), rate.nominal - 1)
    drop = _drop(captions, rate)
    width = 3 if rate.nominal > 100 else 2
    for frame in (last, last + rate.drop_labels):  # drop-frame leaves the first labels of most minutes out
        try:
            return Timecode.parse(f"{clock}:{frame:0{width}}", rate, drop).time
        except ValueError:
            continue
    return captions.start


def _drop(captions: Captions, rate: FrameRate) -> bool:
    return captions.drop and bool(rate.drop_labels)
