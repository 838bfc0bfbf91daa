"""The limits that every profile has: how long a line is, how many there are, how fast, how long, how far apart.

Times are compared in whole frames of the cut: a file in milliseconds is first moved to the nearest frame (half a frame at
most, which is what its milliseconds lost). A limit in seconds counts as the nearest whole number of frames (5/6 s = 21 f
at 25 fps, 20 f at 24 and 23.976).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from picturelock.findings import Fact, Finding
from picturelock.subtitling.rules.text_repeats import same
from picturelock.subtitling.subject import Event, Subject
from picturelock.times import to_seconds

OVERLAP = "Picturelock: two captions at once cannot be read; SRT and CEA-608 cannot hold them"
EMPTY = "Picturelock: a caption without text says nothing and may hide that its text was lost"
MOST = 1 << 60
"""More than any count of characters, lines or frames: no limit."""
BEYOND = "Picturelock: a caption after the end of the cut belongs to another version of it"


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module."""
    latest: Event | None = None
    last = subject.rate.ceil(subject.end) if subject.end is not None else None
    text, length, gap = _Text(subject), _Length(subject), subject.rate.nearest(subject.limits.min_gap)
    for event in subject.events:
        if not event.lines:
            yield subject.finding("empty", event, "", EMPTY)
        if text.broken(event):
            yield from text.findings(event)
        if event.lines and length.broken(event):
            yield from length.findings(event)
        if latest is not None and event.start - latest.end < max(gap, 0) and not _twice(latest, event):
            yield _neighbours(subject, latest, event)
        if last is not None and event.end > last:
            yield subject.finding("beyond-cut", event, "", BEYOND, late_frames=event.end - last)
        if latest is None or event.end >= latest.end:
            latest = event


class _Text:
    """How long lines are, how many, and how fast they must be read."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        limits, rate = subject.limits, subject.rate
        self._characters = limits.max_characters or MOST
        self._lines = limits.max_lines or MOST
        # characters * num / den > cps * frames, in whole numbers
        cps = limits.max_cps or Fraction(0)
        self._per_character, self._per_frame = rate.num * cps.denominator, rate.den * cps.numerator
        self._fast = bool(limits.max_cps)
        self._shortest = rate.nearest(limits.min_duration or 0)

    def broken(self, event: Event) -> bool:
        widths = event.widths
        if not widths:
            return False
        return max(widths) > self._characters or len(widths) > self._lines or (self._fast and self._too_fast(event))

    def _too_fast(self, event: Event) -> bool:
        """True for what could not be read either if the caption stayed for the shortest duration, which is another rule's."""
        frames = max(event.end - event.start, self._shortest)
        return sum(event.widths) * self._per_character > frames * self._per_frame

    def findings(self, event: Event) -> Iterator[Finding]:
        widths, subject = event.widths, self._subject
        if max(widths) > self._characters:
            at = widths.index(max(widths))
            yield subject.finding("line-length", event, "max_characters", text=event.lines[at], characters=widths[at])
        if len(widths) > self._lines:
            yield subject.finding("lines", event, "max_lines", lines=len(widths))
        if self._fast and event.frames and self._too_fast(event):
            speed = event.characters / to_seconds(subject.rate.time_of(event.frames))
            yield subject.finding("reading-speed", event, "max_cps", cps=round(speed, 1), characters=event.characters)


class _Length:
    """How long captions stay."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        limits, rate = subject.limits, subject.rate
        self._shortest = rate.nearest(limits.min_duration) if limits.min_duration else -MOST
        self._longest = rate.nearest(limits.max_duration) if limits.max_duration else MOST

    def broken(self, event: Event) -> bool:
        return not self._shortest <= event.end - event.start <= self._longest

    def findings(self, event: Event) -> Iterator[Finding]:
        rate = self._subject.rate
        facts: dict[str, Fact] = {"frames": event.frames, "seconds": round(to_seconds(rate.time_of(event.frames)), 2)}
        short = event.frames < self._shortest
        rule, limit = ("too-short", "min_duration") if short else ("too-long", "max_duration")
        yield self._subject.finding(rule, event, limit, **facts)


def _twice(before: Event, event: Event) -> bool:
    """True for one caption that is there twice, which another rule says."""
    return bool(event.lines) and event.lines == before.lines and same(before, event)


def _neighbours(subject: Subject, before: Event, event: Event) -> Finding:
    gap = event.start - before.end
    if gap < 0:
        return subject.finding("overlap", event, "", OVERLAP, before=before.cue.id, overlap_frames=-gap)
    return subject.finding("gap", event, "min_gap", before=before.cue.id, gap_frames=gap)
