"""What changed about two cuts as wholes: where they start, how they count, and where there is nothing to see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from picturelock.cut import Cut
from picturelock.cutmap import subtract, union
from picturelock.times import Span, Timecode
from picturelock.wording import say


def holes(cut: Cut) -> tuple[Span, ...]:
    """The stretches of record time in which no picture is, at least a frame long; none in a cut of sound only."""
    covered = union(shot.record_span for shot in cut.shots if shot.kind == "video" and shot.enabled)
    empty = subtract(Span(0, cut.duration), covered) if covered else ()
    return tuple(hole for hole in empty if cut.rate.nearest(hole.duration) > 0)


def opened(old: Cut, new: Cut) -> tuple[Span, ...]:
    """The holes of the new cut that the old one did not have, told by their length and what stands before them."""
    known = Counter(_told(old))
    found = []
    for hole, key in zip(holes(new), _told(new), strict=True):
        known[key] -= 1
        if known[key] < 0:
            found.append(hole)
    return tuple(found)


def notes(old: Cut, new: Cut, language: str) -> Iterator[str]:
    """In sentences: another start, rate or way of counting, and every hole that was opened or closed."""
    ends = [str(Timecode.at(cut.start, cut.rate, cut.drop)) for cut in (old, new)]
    if ends[0] != ends[1]:
        yield say("changes_start", language, old=ends[0], new=ends[1])
    rates = [f"{cut.rate.label}{' DF' if cut.drop else ''}" for cut in (old, new)]
    if rates[0] != rates[1]:
        yield say("changes_rate", language, old=rates[0], new=rates[1])
    for key, found, cut in (("changes_hole", opened(old, new), new), ("changes_closed", opened(new, old), old)):
        for hole in found:
            first, last = (Timecode.at(cut.start + time, cut.rate, cut.drop) for time in (hole.start, hole.end))
            yield say(key, language, frames=cut.rate.nearest(hole.duration), first=str(first), last=str(last))


def _told(cut: Cut) -> list[tuple[int, str]]:
    """Length in frames of each hole, and the source of the picture before it."""
    ending = {shot.record_span.end: shot.source.name for shot in cut.shots if shot.kind == "video" and shot.enabled}
    return [(cut.rate.nearest(hole.duration), ending.get(hole.start, "")) for hole in holes(cut)]
