"""What a shot shows of its source, transitions and handles included, in whole frames: the same for every list.

record  |<- transition ->|==== shot ====|<- transition ->|
source  [handles][  ...  on screen, beyond its edges too  ...  ][handles]
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from picturelock.cut import Effect, Shot, Source
from picturelock.times import Flicks, Span, divide_ceil, nearest

_LOST = 20
"""Of a frame so many a part may be lost where a file says a speed in a few decimals."""


def on_screen(shot: Shot, frame: Flicks) -> Span:
    """Source time that is on screen, under transitions too; of a freeze its frame. frame: of the source."""
    span = shot.source_span
    end = max(span.end, span.start + frame)
    if not shot.effects:
        return span if end == span.end else Span(span.start, end)
    head = nearest(_beyond(shot.effects, "transition-in") * shot.speed)
    tail = nearest(_beyond(shot.effects, "transition-out") * shot.speed)
    before, after = (tail, head) if shot.reverse else (head, tail)
    return Span(span.start - before, end + after)


def with_handles(shot: Shot, shown: Span, handles: Flicks, frame: Flicks) -> Span:
    """A stretch with handles beyond it, in whole frames of the source.

    handles: record time; of a shot that runs faster than its source as much more of it, of a slower one no less.
    """
    if not handles:
        return shown
    margin = divide_ceil(nearest(handles * max(shot.speed, Fraction(1))), frame) * frame
    return Span(shown.start - margin, shown.end + margin)


def in_frames(span: Span, frame: Flicks) -> Span:
    """The whole frames of a stretch, and those of which it has more than was lost in rounding."""
    if span.start % frame == 0 and span.end % frame == 0:
        return span
    lost = frame // _LOST
    start = (span.start + lost) // frame * frame
    return Span(start, max(divide_ceil(span.end - lost, frame) * frame, start + frame))


def within(wanted: Span, source: Source) -> Span:
    """What of a stretch the media have, as far as the timeline says; media that disagree with their use count for nothing."""
    available = source.available
    if available is None or available.duration == 0:
        return Span(max(0, wanted.start), max(0, wanted.end))
    return wanted.intersect(available) or wanted


def _beyond(effects: Iterable[Effect], kind: str) -> Flicks:
    return max((effect.handle for effect in effects if effect.kind == kind), default=0)
