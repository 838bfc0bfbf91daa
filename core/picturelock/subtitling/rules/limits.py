"""The limits that every profile has: how long a line is, how many there are, how fast, how long, how far apart.

Times are compared in whole frames of the cut: a file in milliseconds is first moved to the nearest frame (half a frame at
most, which is what its milliseconds lost). A limit in seconds counts as the nearest whole number of frames (5/6 s = 21 f
at 25 fps, 20 f at 24 and 23.976).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from picturelock.findings import Fact, Finding
from picturelock.subtitling.subject import Event, Subject
from picturelock.times import to_seconds

OVERLAP = "Picturelock: two captions at once cannot be read; SRT and CEA-608 cannot hold them"
EMPTY = "Picturelock: a caption without text says nothing and may hide that its text was lost"
BEYOND = "Picturelock: a caption after the end of the cut belongs to another version of it"


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module."""
    latest: Event | None = None
    last = subject.rate.ceil(subject.end) if subject.end is not None else None
    for event in subject.events:
        if not event.lines:
            yield subject.finding("empty", event, "", EMPTY)
        yield from _text(subject, event)
        yield from _duration(subject, event)
        if latest is not None:
            yield from _neighbours(subject, latest, event)
        if last is not None and event.end > last:
            yield subject.finding("beyond-cut", event, "", BEYOND, late_frames=event.end - last)
        if latest is None or event.end >= latest.end:
            latest = event


def _text(subject: Subject, event: Event) -> Iterator[Finding]:
    limits, widths, rate = subject.limits, event.widths, subject.rate
    if limits.max_characters and widths and max(widths) > limits.max_characters:
        widest = widths.index(max(widths))
        yield subject.finding(
            "line-length", event, "max_characters", text=event.lines[widest], characters=widths[widest]
        )
    if limits.max_lines and len(widths) > limits.max_lines:
        yield subject.finding("lines", event, "max_lines", lines=len(widths))
    if (
        limits.max_cps
        and event.frames
        and event.characters * Fraction(rate.num, rate.den) > limits.max_cps * event.frames
    ):
        speed = event.characters / to_seconds(rate.time_of(event.frames))
        yield subject.finding("reading-speed", event, "max_cps", cps=round(speed, 1), characters=event.characters)


def _duration(subject: Subject, event: Event) -> Iterator[Finding]:
    limits, rate = subject.limits, subject.rate
    facts: dict[str, Fact] = {"frames": event.frames, "seconds": round(to_seconds(rate.time_of(event.frames)), 2)}
    if limits.min_duration and event.frames < rate.nearest(limits.min_duration):
        yield subject.finding("too-short", event, "min_duration", **facts)
    if limits.max_duration and event.frames > rate.nearest(limits.max_duration):
        yield subject.finding("too-long", event, "max_duration", **facts)


def _neighbours(subject: Subject, before: Event, event: Event) -> Iterator[Finding]:
    gap = event.start - before.end
    if gap < 0:
        yield subject.finding("overlap", event, "", OVERLAP, before=before.cue.id, overlap_frames=-gap)
    elif gap < subject.rate.nearest(subject.limits.min_gap):
        yield subject.finding("gap", event, "min_gap", before=before.cue.id, gap_frames=gap)
