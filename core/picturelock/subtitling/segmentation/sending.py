"""Channels on which a caption must be sent before it can be shown: line 21, whose frames run at 29.97.

A caption is sent after the one before it was shown, which itself takes a code that is sent twice; what is said of the bytes
of a caption is what `formats.cea608_write` writes.
"""

from __future__ import annotations

from fractions import Fraction

from picturelock.cues import Cue
from picturelock.formats.cea608.codes import RATE
from picturelock.formats.cea608.schedule import LATEST
from picturelock.formats.cea608.write import frames_to_send
from picturelock.times import Flicks, FrameRate, divide_ceil

__all__ = ("BYTES", "LATEST", "Channel", "about", "first_at", "frame_of")

BYTES = 2
"""Of a frame of line 21, which `frames_to_send` counts."""
_CODE = 2  # frames of a code that is sent twice
_START, _ROW = 4, 4  # words that open a caption, and each of its rows, at the most
_DEAR = 8  # of so many characters one is sent with its base letter before it: French has an accent in ten letters


class Channel:
    """Captions one after the other, in order of their starts."""

    def __init__(self, bytes_per_frame: Fraction, first: int = 0) -> None:
        """first: the frame before which nothing is sent."""
        self._bytes = bytes_per_frame
        self._free = first
        self._gone: int | None = None

    def needed(self, *cues: Cue) -> int:
        """Frames to send captions that come together, before they are shown; 0 where they hold no text."""
        frames = [count for count in map(frames_to_send, cues) if count]
        words = sum(frames) - _START * (len(frames) - 1) if frames else 0
        return divide_ceil(words * BYTES * self._bytes.denominator, self._bytes.numerator)

    def available(self, start: int) -> int:
        """Frames that there are to send a caption that is to be shown in a frame."""
        return max(0, start - self._free)

    def shown(self, start: int, needed: int) -> int:
        """The first frame, from `start` on, in which a caption can be shown."""
        if needed <= start - self._free:
            return start
        erasing = _CODE if self._gone is not None and self._gone < start else 0
        return self._free + needed + erasing

    def show(self, start: int, end: int) -> None:
        """A caption is shown in a frame, and goes in another."""
        self._free = start + self._code()
        self._gone = max(end, self._free)

    def _code(self) -> int:
        return divide_ceil(_CODE * BYTES * self._bytes.denominator, self._bytes.numerator)


def about(characters: int, lines: int, bytes_per_frame: Fraction) -> Flicks:
    """About how long before its start the caption before must have come, for one of so many characters."""
    words = 2 + _START + _ROW * lines + divide_ceil(characters * (_DEAR + 1), 2 * _DEAR)
    frames = divide_ceil(words * BYTES * bytes_per_frame.denominator, bytes_per_frame.numerator)
    return RATE.time_of(frames)


def frame_of(frame: int, rate: FrameRate) -> int:
    """The frame of line 21 in which a frame of another rate is written."""
    return RATE.nearest(rate.time_of(frame))


def first_at(frame: int, rate: FrameRate) -> int:
    """The first frame of a rate that is written in a frame of line 21, or after it."""
    found = max(0, rate.floor(RATE.time_of(frame) - RATE.frame // 2))
    while RATE.nearest(rate.time_of(found)) < frame:
        found += 1
    return found
