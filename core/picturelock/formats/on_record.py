"""What a caption file does not say of its clock: the timecode that it counts in, and its frame rate."""

from __future__ import annotations

from picturelock.cues import Captions
from picturelock.cut import Cut
from picturelock.formats.files import starting_at
from picturelock.times import FLICKS_PER_MS, FLICKS_PER_SECOND, Flicks, FrameRate, Timecode

_RATES = tuple(FrameRate.parse(text) for text in ("23.976", "24", "25", "29.97", "30", "50", "59.94", "60"))
_FEWEST = 16
"""Times that decide on a rate: fewer stand on some frame by chance."""
_HALF_HOUR: Flicks = 1800 * FLICKS_PER_SECOND
"""No programme is silent for so long: captions that begin near a start as late as this count in its timecode."""


def on_record_time(captions: Captions, cut: Cut) -> Captions:
    """The captions with the cut's start taken off, where they count in its timecode; else as they are.

    A file that says where its programme starts is on record time already. The start is the label of the cut's first frame, in
    the file's own count: 01:00:00:00 is 3603.6 s into a non-drop count of 29.97, and 3600 s into a drop-frame one.
    """
    if captions.start or not captions.cues or cut.start <= 0:
        return captions
    start = _label_in(captions, cut)
    first = captions.cues[0].span.start
    late = start >= _HALF_HOUR and 10 * first >= 9 * start
    return starting_at(captions, start) if late or first >= max(start, cut.duration) else captions


def rate_of_times(captions: Captions) -> FrameRate | None:
    """The rate of the trade on whose frames every time of a file stands, to its milliseconds; None where several or none fit.

    A file of few captions may fit several: it then says nothing. 24 stands for 48, and 23.976 is told from it by long files.
    """
    times = [time for cue in captions.cues for time in (cue.span.start, cue.span.end)]
    fits = [
        rate
        for rate in _RATES
        if all(not FLICKS_PER_MS <= time % rate.frame <= rate.frame - FLICKS_PER_MS for time in times)
    ]
    slowest = [rate for rate in fits if not any(_holds(other, rate) for other in fits)]
    return slowest[0] if len(times) >= _FEWEST and len(slowest) == 1 else None


def _holds(rate: FrameRate, other: FrameRate) -> bool:
    """True where every frame of a rate begins one of another: 25 in 50."""
    return rate != other and rate.frame % other.frame == 0


def _label_in(captions: Captions, cut: Cut) -> Flicks:
    """The time at which the file's own count reaches the label of the cut's first frame."""
    if captions.rate is None:
        return cut.start
    label = str(Timecode.at(cut.start, cut.rate, cut.drop)).replace(";", ":")
    clock, _, frames = label.rpartition(":")
    frame = min(int(frames) * captions.rate.nominal // cut.rate.nominal, captions.rate.nominal - 1)
    try:
        return Timecode.parse(f"{clock}:{frame:02}", captions.rate, captions.drop).time
    except ValueError:  # drop-frame leaves that label out
        return Timecode.parse(f"{clock}:{frame + captions.rate.drop_labels:02}", captions.rate, captions.drop).time
