"""Captions and picture cuts: on the cut or well away from it, and over it only where the dialogue goes over it.

Netflix, Subtitle Timing Guidelines: a caption that comes within half a second after a cut comes on the cut; one before a cut
comes half a second before it, or on it; one that goes within half a second of a cut goes 2 frames before it. BBC, Subtitle
Guidelines: captions start on the first frame of a shot, end on its last, and do not straddle cuts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import zip_longest
from types import MappingProxyType

from picturelock.findings import Finding
from picturelock.subtitling.rules.timing_frames import Clock, Side, Spoken
from picturelock.subtitling.rules.timing_reading import Reading
from picturelock.subtitling.subject import Event, Subject

IN: Mapping[Side, str] = MappingProxyType({"after": "in-after-cut", "before": "in-before-cut"})
OUT: Mapping[Side, str] = MappingProxyType({"after": "out-after-cut", "on": "out-on-cut", "before": "out-before-cut"})
CROSSES, LEADS = "crosses-cut", "leads-cut"


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module.

    The end of a caption that the next one follows at once is not judged: where that one comes decides it.
    """
    clock = Clock.of(subject)
    if not clock.zone or not clock.cuts:
        return
    crossing = Crossing(subject, clock) if subject.speech is not None else None
    events = subject.events
    for event, after in zip_longest(events, events[1:]):
        following = after.start if after else None
        fault = clock.bad_in(event.start)
        if fault is not None:
            yield subject.finding(IN[fault.side], event, "cut_zone", off_frames=fault.frames)
        if clock.is_loose(event.end, following):
            fault = clock.bad_out(event.end)
            if fault is not None:
                facts = {"off_frames": fault.frames, "gap_frames": clock.gap}
                yield subject.finding(OUT[fault.side], event, "cut_zone", **facts)
        if crossing is not None and (crossed := crossing.needless(event, following)) is not None:
            cut, later = crossed
            frames = event.end - cut if later else cut - event.start
            yield subject.finding(CROSSES if later else LEADS, event, "cut_zone", frames=frames)


class Crossing:
    """Which captions stay over a cut that nothing said goes over."""

    def __init__(self, subject: Subject, clock: Clock) -> None:
        self._subject, self._clock = subject, clock
        self._reading = Reading(subject)

    @cached_property
    def _spoken(self) -> Spoken:
        return Spoken(self._subject)

    def needless(self, event: Event, following: int | None) -> tuple[int, bool] | None:
        """The first cut over which a caption stays though nobody speaks on one side of it, and True if that side is the later
        one. None too where the caption could not be read without that side, or would leave a gap that must be closed.

        following: where the next caption comes.
        """
        clock = self._clock
        for cut in clock.inside(event.start, event.end):
            before, after = self._spoken.within(event.start, cut), self._spoken.within(cut, event.end)
            if before == after:
                continue
            if before and following is not None and clock.gap < following - cut + clock.gap < clock.close:
                continue
            left = cut - clock.gap - event.start if before else event.end - cut
            if left >= max(clock.shortest, self._reading.needed(event)):
                return cut, before
        return None
