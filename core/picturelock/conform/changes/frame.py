"""What changed about two cuts as wholes: where they start, how they count, and where there is nothing to see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from picturelock.conform.changes.black import is_black
from picturelock.cut import Cut
from picturelock.cutmap import subtract, union
from picturelock.times import Span, Timecode
from picturelock.wording import say

_KEYS: Mapping[tuple[bool, bool], str] = {
    (False, True): "changes_hole", (False, False): "changes_closed",
    (True, True): "changes_black", (True, False): "changes_black_gone",
}  # fmt: skip
"""By whether it is black, and whether it came."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A stretch of record time without a picture."""

    span: Span
    black: bool
    """Black that somebody laid there, and no gap."""
    after: str
    """The source of the picture before it."""


def holes(cut: Cut) -> tuple[Hole, ...]:
    """The stretches of record time in which no picture is, at least a frame long; none in a cut of sound only."""
    shown = [shot for shot in cut.shots if shot.kind == "video" and shot.enabled]
    covered = union(shot.record_span for shot in shown if not is_black(shot))
    black = union(shot.record_span for shot in shown if is_black(shot))
    ending = {shot.record_span.end: shot.source.name for shot in shown if not is_black(shot)}
    found: list[Hole] = []
    for empty in subtract(Span(0, cut.duration), covered) if covered else ():
        parts = [(part, False) for part in subtract(empty, black)]
        parts += [(part, True) for one in black if (part := one.intersect(empty))]
        after = ending.get(empty.start, "")
        found += (Hole(part, dark, after) for part, dark in sorted(parts) if cut.rate.nearest(part.duration) > 0)
    return tuple(found)


def opened(old: Cut, new: Cut) -> tuple[Hole, ...]:
    """The holes of the new cut that the old one did not have, told by their length and what stands before them."""
    known = Counter(_told(hole, old) for hole in holes(old))
    found = []
    for hole in holes(new):
        known[_told(hole, new)] -= 1
        if known[_told(hole, new)] < 0:
            found.append(hole)
    return tuple(found)


def notes(old: Cut, new: Cut, language: str) -> Iterator[str]:
    """In sentences: another start, rate or way of counting, and every gap or black that came or went."""
    ends = [str(Timecode.at(cut.start, cut.rate, cut.drop)) for cut in (old, new)]
    if ends[0] != ends[1]:
        yield say("changes_start", language, old=ends[0], new=ends[1])
    rates = [f"{cut.rate.label}{' DF' if cut.drop else ''}" for cut in (old, new)]
    if rates[0] != rates[1]:
        yield say("changes_rate", language, old=rates[0], new=rates[1])
    for came, found, cut in ((True, opened(old, new), new), (False, opened(new, old), old)):
        for hole in found:
            first, last = (
                Timecode.at(cut.start + time, cut.rate, cut.drop) for time in (hole.span.start, hole.span.end)
            )
            key = _KEYS[hole.black, came]
            yield say(key, language, frames=cut.rate.nearest(hole.span.duration), first=str(first), last=str(last))


def _told(hole: Hole, cut: Cut) -> tuple[int, bool, str]:
    return cut.rate.nearest(hole.span.duration), hole.black, hole.after
