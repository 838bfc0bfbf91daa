"""What a caption file does not say of its clock: where in it the cut begins, and its frame rate.

A cut that starts at 01:00:00:00 has its captions from 00:00:00 on, or from 01:00:00 on. At 23.976 fps the latter is an hour
of the clock to most, and to some the time that 86 400 frames really take, 3.6 s more. A delivery may also count from an hour
of its own, such as 10:00:00:00.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Literal

from picturelock.cues import Captions
from picturelock.cut import Cut
from picturelock.cutmap import union
from picturelock.findings import Fact, Finding, Place
from picturelock.formats.files import starting_at
from picturelock.spoken import RecordWord
from picturelock.times import FLICKS_PER_MS, FLICKS_PER_SECOND, Flicks, FrameRate, Span, Timecode, nearest

Habit = Literal["zero", "label", "real", "hour"]
"""What a file calls the cut's first frame: 0; its timecode; the time at which a count of frames reaches it; another hour."""

_RATES = tuple(FrameRate.parse(text) for text in ("23.976", "24", "25", "29.97", "30", "50", "59.94", "60"))
_FEWEST = 16
"""Times that decide on a rate: fewer stand on some frame by chance."""
_HOUR: Flicks = 3600 * FLICKS_PER_SECOND
_HALF_HOUR: Flicks = _HOUR // 2
"""No programme is silent for so long: captions that begin near a start as late as this count in its timecode."""
_LEADER: Flicks = 300 * FLICKS_PER_SECOND
"""How long before such a start its captions may begin: a leader has a title, and captions may be out of step."""
_STEPS = 20
"""Shares are compared in steps this fine: one stray caption among many decides nothing."""


def on_record(
    captions: Captions, cut: Cut, words: Sequence[RecordWord] = (), file: str = ""
) -> tuple[Captions, tuple[Finding, ...]]:
    """The captions on the record time of their cut, and what was concluded where a file counts as few of its format do.

    words: what is heard in the cut, where that is known. `Captions.start` becomes the start in the file's own count:
    01:00:00:00 is 3603.6 s into a non-drop count of 29.97, and 3600 s into a drop-frame one.
    """
    habit = habit_of(captions, cut, words)
    by = begin(captions, cut, habit)
    return starting_at(captions, captions.start + by) if by else captions, concluded(captions, cut, habit, file)


def habit_of(captions: Captions, cut: Cut, words: Sequence[RecordWord] = ()) -> Habit:
    """How a file tells the first frame of its cut: the way that puts most of its captions into the cut.

    Nothing is captioned before a cut begins. Of ways that are alike in this, the one that puts most words under a caption, then
    most times on a frame; then the start's timecode, for a file of timecodes or a start of half an hour and more; else zero.
    """
    if not captions.cues:
        return "zero"
    ways: tuple[Habit, ...] = ("zero",)
    if cut.start > 0 and captions.rate is not None:
        ways = ("label", "zero")
    elif cut.start > 0:
        ways = ("label", "real", "zero") if cut.start >= _HALF_HOUR else ("zero", "label", "real")
    begins = {way: begin(captions, cut, way) for way in ways}
    possible = [way for way in ways if _early(captions, cut, begins[way]) * _STEPS <= len(captions.cues)] or ["zero"]
    if not any(_inside(captions, cut, begins[way]) for way in possible) and _counts_from_an_hour(captions, cut):
        return "hour"
    if len({begins[way] for way in possible}) == 1:
        return possible[0]
    measures = partial(_inside_share, captions, cut), partial(_heard, captions, words), partial(_framed, captions, cut)
    for measure in measures:
        shares = measure([begins[way] for way in possible])
        possible = [way for way, share in zip(possible, shares, strict=True) if share == max(shares)]
        if len(possible) == 1:
            break
    return possible[0]


def begin(captions: Captions, cut: Cut, habit: Habit) -> Flicks:
    """The time of the cut's first frame in a file of that habit."""
    if habit == "zero":
        return 0
    if habit == "hour":
        return _own_hour(captions)
    return (cut.start if habit == "real" else _label(cut, captions.rate, captions.drop)) - captions.start


def concluded(captions: Captions, cut: Cut, habit: Habit, file: str = "") -> tuple[Finding, ...]:
    """What a person should know of a file's habit: nothing where it counts from 0, or in timecode as its format does."""
    if habit == "zero" or (habit == "label" and captions.rate is not None):
        return ()
    first, start = str(Timecode.at(cut.start, cut.rate, cut.drop)), begin(captions, cut, habit)
    if habit == "hour":
        facts: dict[str, Fact] = {"start": _hour_label(captions, start), "first": first}
        return (Finding("captions.counts-from-hour", "warning", Place(file=file), facts, "Picturelock"),)
    facts = {"start": _clock(start), "first": first}
    return (Finding("captions.counts-from-start", "info", Place(file=file), facts, "Picturelock"),)


def moved(captions: Captions, by: Flicks) -> Captions:
    """The captions, all later by a time; the start that they tell stays."""
    if not by:
        return captions
    return replace(captions, cues=tuple(replace(cue, span=cue.span.shift(by)) for cue in captions.cues))


def rate_of_times(captions: Captions) -> FrameRate | None:
    """The rate of the trade on whose frames every time of a file stands, to its milliseconds; None where several or none fit.

    A file of few captions may fit several: it then says nothing. 24 stands for 48, and 23.976 is told from it by long files.
    """
    times = [time for cue in captions.cues for time in (cue.span.start, cue.span.end)]
    fits = [rate for rate in _RATES if all(_on_frame(time, rate) for time in times)]
    slowest = [rate for rate in fits if not any(_holds(other, rate) for other in fits)]
    return slowest[0] if len(times) >= _FEWEST and len(slowest) == 1 else None


def _holds(rate: FrameRate, other: FrameRate) -> bool:
    """True where every frame of a rate begins one of another: 25 in 50."""
    return rate != other and rate.frame % other.frame == 0


def _on_frame(time: Flicks, rate: FrameRate) -> bool:
    return not FLICKS_PER_MS <= time % rate.frame <= rate.frame - FLICKS_PER_MS


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


def _slack(cut: Cut, start: Flicks) -> Flicks:
    return _LEADER if start >= _HALF_HOUR else cut.rate.frame


def _early(captions: Captions, cut: Cut, start: Flicks) -> int:
    """Captions that come before a cut which begins there."""
    first = start - _slack(cut, start)
    return sum(cue.span.start < first for cue in captions.cues)


def _inside(captions: Captions, cut: Cut, start: Flicks) -> int:
    """Captions that begin in a cut which begins there; all, where nobody knows how long it is."""
    if not cut.duration:
        return len(captions.cues)
    whole = Span(start - _slack(cut, start), start + cut.duration + cut.rate.frame)
    return sum(whole.contains(cue.span.start) for cue in captions.cues)


def _inside_share(captions: Captions, cut: Cut, starts: Sequence[Flicks]) -> list[int]:
    return [_share(_inside(captions, cut, start), len(captions.cues)) for start in starts]


def _heard(captions: Captions, words: Sequence[RecordWord], starts: Sequence[Flicks]) -> list[int]:
    """Words that a caption stands under, of the most that do from any of the starts."""
    shown = union([cue.span for cue in captions.cues]) if words else ()
    ends = [span.end for span in shown]
    heard = []
    for start in starts:
        found = ((word.span.end + start, bisect_right(ends, word.span.start + start)) for word in words)
        heard.append(sum(at < len(shown) and shown[at].start < end for end, at in found))
    return [_share(count, max(heard)) for count in heard]


def _framed(captions: Captions, cut: Cut, starts: Sequence[Flicks]) -> list[int]:
    """1 for a start from which nearly all times stand on frames of the cut, to their milliseconds; else 0: it is chance."""
    times = [time for cue in captions.cues for time in (cue.span.start, cue.span.end)]
    framed = [sum(_on_frame(time - start, cut.rate) for time in times) for start in starts]
    return [int(_share(count, len(times)) >= _STEPS - 2) for count in framed]


def _share(count: int, of: int) -> int:
    return nearest(Fraction(_STEPS * count, of)) if of else 0


def _counts_from_an_hour(captions: Captions, cut: Cut) -> bool:
    """True where nearly all captions lie in the cut, if it begins at the whole hour before the first of them."""
    hour = _own_hour(captions)
    return hour > 0 and _share(_inside(captions, cut, hour), len(captions.cues)) >= _STEPS - 1


def _own_hour(captions: Captions) -> Flicks:
    """The time of the whole hour before a file's first caption, in its own count."""
    first = min(cue.span.start for cue in captions.cues)
    if captions.rate is None:
        return first // _HOUR * _HOUR
    told = captions.start + first
    hours = (_hour_of(captions, hour) for hour in range(24))
    below = [time for time in hours if time <= told]
    return below[-1] - captions.start if below else 0


def _hour_of(captions: Captions, hour: int) -> Flicks:
    assert captions.rate is not None
    drop = captions.drop and bool(captions.rate.drop_labels)
    return Timecode.parse(f"{hour:02}:00:00:00", captions.rate, drop).time


def _hour_label(captions: Captions, time: Flicks) -> str:
    """The label of a whole hour, as a file of timecodes or of times writes timecode."""
    if captions.rate is None:
        return f"{time // _HOUR:02}:00:00:00"
    return str(Timecode.at(captions.start + time, captions.rate, captions.drop and bool(captions.rate.drop_labels)))


def _clock(time: Flicks) -> str:
    ms = nearest(Fraction(time, FLICKS_PER_MS))
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
