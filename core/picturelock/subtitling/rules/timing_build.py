"""Captions that cannot be sent in time: on line 21 a caption is built while the one before it is seen.

The same as `formats.cea608_write` finds when it writes a file; here it is known before one is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from picturelock.findings import Finding
from picturelock.subtitling.segmentation.sending import LATEST, Channel, frame_of
from picturelock.subtitling.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module. Captions that come together are one; one that comes late makes the next ones wait."""
    per_frame = subject.limits.bytes_per_frame
    if per_frame is None:
        return
    channel = Channel(per_frame)
    events = sorted((event for event in subject.events if event.frames > 0), key=lambda event: event.start)
    for at, together in groupby(events, key=lambda event: frame_of(event.start, subject.rate)):
        group = list(together)
        needed = channel.needed(*(event.cue for event in group))
        if not needed:
            continue
        start = channel.shown(at, needed)
        if start > at:
            facts = {"needed": needed, "available": channel.available(at), "late": start - at}
            rule = "build-time" if start - at <= LATEST else "not-built"
            yield subject.finding(rule, group[0], "bytes_per_frame", **facts)
        if start - at <= LATEST:
            end = max(frame_of(event.end, subject.rate) for event in group)
            channel.show(start, max(end, at + 1) + start - at)
