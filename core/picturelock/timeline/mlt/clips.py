"""What a shot becomes in MLT: a producer, and the frames of it that its entry shows.

MLT counts in frames of the project and in time of the file, without timecode: `in` 0 is the file's first frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from picturelock.cut import Shot
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, nearest

_NUDGE = 1000  # a part of a frame: MLT floors floats, which lie a little to either side of an edge


@dataclass(frozen=True, slots=True)
class Clip:
    """A shot on a track; all in frames of the project."""

    shot: Shot
    start: int
    """On the timeline, with the head that a transition shows before the shot's own edge."""
    end: int
    head: int = 0
    """Frames before the shot's own edge."""
    fade_in: int = 0
    fade_out: int = 0

    @property
    def length(self) -> int:
        return self.end - self.start


def is_plain(shot: Shot) -> bool:
    """True for a shot that shows its source as it is, and nothing before the file's first frame: MLT counts from that."""
    return shot.speed == 1 and not shot.reverse and not shot.ramp and shot.file_span.start >= 0


def source_in(clip: Clip, rate: FrameRate) -> int:
    """The frame of the file that a plain clip starts with."""
    return max(0, rate.nearest(clip.shot.file_span.start) - clip.head)


def time_map(clip: Clip, rate: FrameRate) -> str:
    """What second of the file is on screen at which frame of the clip, as MLT's time remapping has it: "0=2.5;48=6.5"."""
    shot = clip.shot
    nudge = Fraction(-rate.frame if _backwards(shot) else rate.frame, _NUDGE)
    keys: tuple[int, ...] = (0, clip.length)
    if shot.ramp:
        knots = {rate.nearest(knot.record) + clip.head for knot in shot.ramp}
        exact = all(knot.record % rate.frame == 0 for knot in shot.ramp)
        keys = tuple(sorted({*keys, *knots} if exact else range(clip.length + 1)))
    return ";".join(
        f"{key}={_seconds(_shown(shot, rate.time_of(key - clip.head)) + nudge)}"
        for key in keys
        if 0 <= key <= clip.length
    )


def last_shown(clip: Clip, rate: FrameRate) -> int:
    """The frame of the file after the last that a clip shows."""
    shot = clip.shot
    if is_plain(shot):
        return source_in(clip, rate) + clip.length
    edges = (_shown(shot, rate.time_of(key - clip.head)) for key in (0, clip.length))
    return max(1, rate.ceil(nearest(max(*edges, Fraction(shot.file_span.end)))))


def _shown(shot: Shot, record: Flicks) -> Fraction:
    """File time on screen at a record time from the shot's first frame; it runs on beyond the shot's edges."""
    if shot.ramp:
        return _ramped(shot, record)
    passed = record * shot.speed
    return Fraction(shot.file_span.end - passed if shot.reverse else shot.file_span.start + passed)


def _ramped(shot: Shot, record: Flicks) -> Fraction:
    zero = shot.source.start or 0
    stretches = [pair for pair in pairwise(shot.ramp) if pair[0].record < pair[1].record]
    if not stretches:
        return Fraction(shot.ramp[0].source - zero)
    a, b = next((pair for pair in stretches if record <= pair[1].record), stretches[-1])
    return a.source - zero + Fraction((record - a.record) * (b.source - a.source), b.record - a.record)


def _backwards(shot: Shot) -> bool:
    return shot.ramp[-1].source < shot.ramp[0].source if shot.ramp else shot.reverse and shot.speed != 0


def _seconds(time: Fraction) -> str:
    return f"{float(max(Fraction(0), time) / FLICKS_PER_SECOND):.7f}"
