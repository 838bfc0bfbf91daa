"""Gaps that are neither closed nor long enough: what flickers between two captions.

Netflix, Subtitle Timing Guidelines: gaps of 3 to 11 frames (at 24 fps) are closed to 2. BBC, Subtitle Guidelines: a gap is
left out, or is a second long at least.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.subtitling.rules.timing_frames import Clock
from picturelock.subtitling.subject import Event, Subject


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module. What a picture cut in the gap asks for is the finding of `timing_shots`."""
    clock = Clock.of(subject)
    # A file that counts at a rate of its own may be a frame of the cut off.
    own = subject.captions.rate not in (None, subject.rate)
    least, most = clock.gap + own, clock.close - own
    if most <= least + 1:
        return
    latest: Event | None = None
    for event in subject.events:
        if (
            latest is not None
            and least < event.start - latest.end < most
            and not leaves_for_cut(clock, latest.end, event.start)
        ):
            gap, before = event.start - latest.end, latest.cue.id
            yield subject.finding("close-gap", event, "close_gap", before=before, gap_frames=gap, least_frames=least)
        if latest is None or event.end >= latest.end:
            latest = event


def leaves_for_cut(clock: Clock, end: int, start: int) -> bool:
    """True where one caption goes for a picture cut, and the next one comes so soon after it that it should come on it."""
    cut = end + clock.gap
    at = bisect_left(clock.cuts, cut)
    return cut < start < cut + clock.zone and at < len(clock.cuts) and clock.cuts[at] == cut
