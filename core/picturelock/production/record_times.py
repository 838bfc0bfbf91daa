"""Times of a cut as people write them into a production: record timecode, or a frame counted from the cut's first."""

from __future__ import annotations

import re

from picturelock.cut import Cut
from picturelock.production.model import GraphicOrder
from picturelock.times import Flicks, FrameRate, Span, Timecode

_TIMECODE = re.compile(r"\d{1,2}:\d{2}:\d{2}[:;]\d{2,3}", re.ASCII)
_FRAME = re.compile(r"(\d{1,10})@([\d./]{1,20})", re.ASCII)


def is_time(text: str) -> bool:
    """True for what may be a time; whether the label exists depends on the cut's rate."""
    frame = _FRAME.fullmatch(text)
    if frame is None:
        return bool(_TIMECODE.fullmatch(text))
    try:
        FrameRate.parse(frame[2])
    except ValueError:
        return False
    return True


def record_time(text: str, cut: Cut) -> Flicks:
    """Record time of a label; below zero before the cut's first frame. Raises ValueError for one that does not exist."""
    frame = _FRAME.fullmatch(text)
    if frame is not None:
        return FrameRate.parse(frame[2]).time_of(int(frame[1]))
    drop = True if cut.drop and cut.rate.drop_labels else None
    return Timecode.parse(text, cut.rate, drop).time - cut.start


def span_of(order: GraphicOrder, cut: Cut) -> Span:
    """When a graphic is in the picture, in record time. Raises ValueError for times that cannot be, or end before they start."""
    start, end = record_time(order.start, cut), record_time(order.end, cut)
    if end <= start:
        raise ValueError(f"the graphic ends at {order.end}, and starts at {order.start}")
    return Span(start, end)
