"""The frames of a finding: everywhere its first and its last one, both included, as the sentences have them."""

from __future__ import annotations

from picturelock.times import FLICKS_PER_MS, Flicks, FrameRate, Span, Timecode


def frames_of(span: Span, rate: FrameRate) -> tuple[int, int]:
    """The first frame that a stretch of record time touches, and the last one. A moment is one frame.

    Caption files tell whole milliseconds: a time that lies up to one off the edge of a frame is that edge.
    """
    first = rate.floor(span.start + FLICKS_PER_MS)
    return first, max(first, rate.ceil(span.end - FLICKS_PER_MS) - 1)


def timecodes(span: Span, rate: FrameRate, start: Flicks, drop: bool) -> tuple[str, str]:
    """Their labels. start: of the cut's first frame."""
    before = rate.nearest(start)
    first, last = (str(Timecode(before + frame, rate, drop)) for frame in frames_of(span, rate))
    return first, last


def whole(span: Span, rate: FrameRate) -> Span:
    """The time that these frames are on screen."""
    first, last = frames_of(span, rate)
    return Span(rate.time_of(first), rate.time_of(last + 1))
