"""Timecode labels as lists of clips write them."""

from __future__ import annotations

from picturelock.times import FrameRate, Timecode


def frames_of_day(rate: FrameRate, drop: bool) -> int:
    """The labels that a day of timecode has."""
    return Timecode.parse(f"23:59:59:{rate.nominal - 1:02}", rate, drop).frames + 1


def day_before(label: Timecode) -> Timecode:
    """The label; one before 00:00:00:00 as that of the day before, as a tape's was."""
    if label.frames >= 0:
        return label
    return Timecode(label.frames + frames_of_day(label.rate, label.drop), label.rate, label.drop)
