"""Two cuts at different rates: the same frames played faster, or the same seconds in other frames.

A film conformed from 24 to 25 frames a second keeps its frames; one laid on a timeline of another rate at its true speed
keeps its seconds. The shots say which: they keep their frame numbers and lengths, or they do not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction

from picturelock.cut import Cut, Shot, Source
from picturelock.times import Flicks, FrameRate, Span, nearest


@dataclass(frozen=True, slots=True)
class Pace:
    """Time of the old cut over time of the new one."""

    factor: Fraction

    def back(self, time: Flicks) -> Flicks:
        """A time of the old cut in the new cut's own."""
        return nearest(time / self.factor) if time and self.factor != 1 else time

    def slowed(self, span: Span) -> Span:
        """A stretch of the new cut in the old one's time."""
        if self.factor == 1:
            return span
        return Span(nearest(span.start * self.factor), nearest(span.end * self.factor))


def paced(old: Cut, new: Cut) -> tuple[Cut, Pace]:
    """The new cut with its frames played at the old one's rate, where at least half of its shots keep their frames so."""
    if old.rate == new.rate or not old.shots or not new.shots:
        return new, Pace(Fraction(1))
    by_frame = _alike(_counted(old, old.rate), _counted(new, new.rate))
    by_time = _alike(_counted(old, old.rate), _counted(new, old.rate))
    if by_frame <= by_time or 2 * by_frame < min(len(old.shots), len(new.shots)):
        return new, Pace(Fraction(1))
    factor = Fraction(old.rate.frame, new.rate.frame)
    return _slowed(new, factor, old.rate), Pace(factor)


def _counted(cut: Cut, rate: FrameRate) -> Counter[tuple[int, int]]:
    """Shots by their first source frame and length in frames."""
    return Counter(
        (rate.nearest(shot.source_span.start), rate.nearest(shot.record_span.duration)) for shot in cut.shots
    )


def _alike(one: Counter[tuple[int, int]], other: Counter[tuple[int, int]]) -> int:
    return (one & other).total()


def _slowed(cut: Cut, factor: Fraction, rate: FrameRate) -> Cut:
    known: dict[int, Source] = {}

    def time(value: Flicks) -> Flicks:
        return nearest(value * factor)

    def span(value: Span) -> Span:
        return Span(time(value.start), time(value.end))

    def source(own: Source) -> Source:
        found = known.get(id(own))
        if found is None:
            found = known[id(own)] = replace(
                own,
                start=None if own.start is None else time(own.start),
                available=None if own.available is None else span(own.available),
                rate=rate if own.rate == cut.rate else own.rate,
            )
        return found

    def shot(own: Shot) -> Shot:
        return replace(
            own,
            source=source(own.source),
            source_span=span(own.source_span),
            record_span=span(own.record_span),
            effects=tuple(replace(effect, handle=time(effect.handle)) for effect in own.effects),
            ramp=tuple(replace(knot, record=time(knot.record), source=time(knot.source)) for knot in own.ramp),
        )

    markers = tuple(replace(marker, span=span(marker.span)) for marker in cut.markers)
    start, duration = time(cut.start), time(cut.duration)
    return replace(cut, rate=rate, shots=tuple(map(shot, cut.shots)), markers=markers, start=start, duration=duration)
