"""What a fix changed, piece by piece, so that a piece which makes a new fault can be taken back alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from picturelock.cues import Cue


@dataclass(frozen=True, slots=True)
class Hunk:
    """Captions [first, end) of the old ones that became captions [new_first, new_end) of the new ones."""

    first: int
    end: int
    new_first: int
    new_end: int


def hunks(old: Sequence[Cue], new: Sequence[Cue]) -> list[Hunk]:
    """Every change, smallest first: captions that a fix left alone are the same objects, and part the changes."""
    places = {id(cue): at for at, cue in enumerate(old)}
    found: list[Hunk] = []
    first = new_first = 0
    for at, cue in enumerate(new):
        place = places.get(id(cue), -1)
        if place >= first:
            found += _between(old, new, Hunk(first, place, new_first, at))
            first, new_first = place + 1, at + 1
    return [*found, *_between(old, new, Hunk(first, len(old), new_first, len(new)))]


def _between(old: Sequence[Cue], new: Sequence[Cue], whole: Hunk) -> list[Hunk]:
    count = whole.end - whole.first
    if count != whole.new_end - whole.new_first:
        return [whole]
    pairs = [
        Hunk(whole.first + at, whole.first + at + 1, whole.new_first + at, whole.new_first + at + 1)
        for at in range(count)
    ]
    return [pair for pair in pairs if old[pair.first] != new[pair.new_first]]


def merged(old: Sequence[Cue], new: Sequence[Cue], accepted: Sequence[Hunk]) -> list[Cue]:
    """The old captions with only some of the changes."""
    cues: list[Cue] = []
    at = 0
    for hunk in accepted:
        cues += old[at : hunk.first]
        cues += new[hunk.new_first : hunk.new_end]
        at = hunk.end
    return [*cues, *old[at:]]


def traced(origins: Sequence[tuple[int, ...]], accepted: Sequence[Hunk]) -> list[tuple[int, ...]]:
    """For each caption after the changes the captions of the very first file that it comes from."""
    found: list[tuple[int, ...]] = []
    at = 0
    for hunk in accepted:
        found += origins[at : hunk.first]
        roots = tuple(sorted({root for own in origins[hunk.first : hunk.end] for root in own}))
        found += [roots] * (hunk.new_end - hunk.new_first)
        at = hunk.end
    return [*found, *origins[at:]]
