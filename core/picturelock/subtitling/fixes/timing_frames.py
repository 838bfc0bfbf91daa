"""Captions that come or go between two frames are moved to the nearest one: half a frame at most."""

from __future__ import annotations

from dataclasses import replace

from picturelock.cues import Captions
from picturelock.subtitling.fixes.base import Fix
from picturelock.subtitling.rules.timing_order import off_frames, other_rate
from picturelock.subtitling.subject import Subject
from picturelock.times import Span


def apply(subject: Subject) -> Captions:
    """See the top of this module. A file that was made for another rate is left alone: moving its times would only hide that."""
    slack, off = off_frames(subject)
    if not off or other_rate(subject, slack, off):
        return subject.captions
    cues, rate = list(subject.captions.cues), subject.rate
    for event in off:
        span = Span(rate.time_of(event.start), rate.time_of(event.end))
        cues[event.number] = replace(cues[event.number], span=span)
    return replace(subject.captions, cues=tuple(cues))


FIX = Fix("frames", ("captions.off-frame",), apply)
