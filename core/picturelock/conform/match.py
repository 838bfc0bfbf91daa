"""Which source of one cut is which of another, whatever the two timelines call it.

In this order: the same contents; the same reel, with a name or timecode in common; the same path or reference; the same
name without its ending, then without its version (`sh010_v011` and `sh010_v012`). A name that several sources of a cut share
decides nothing. A source that runs faster in one of the cuts (24 frames a second as 25) is counted there in the frames
that it has in the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from picturelock.conform.media import Media, Pairing, Way, media_of, shared
from picturelock.conform.ways import pairings
from picturelock.cut import Cut, Shot, Source
from picturelock.times import Span, nearest


@dataclass(frozen=True, slots=True)
class Matched:
    """Both cuts with one `Source.key` for what is one source, and its times counted from one zero."""

    old: Cut
    new: Cut
    """Shots are in the order in which they were given."""
    because: Mapping[str, Way]
    """By what the sources were found to be one, by `Source.key`; of others that have one key, that is the name."""


@dataclass(frozen=True, slots=True)
class _Told:
    """How a source is told in the matched cut."""

    source: Source
    pace: Fraction = Fraction(1)


def same_sources(old: Cut, new: Cut) -> tuple[Cut, Cut]:
    """Both cuts of `matched`."""
    found = matched(old, new)
    return found.old, found.new


def matched(old: Cut, new: Cut) -> Matched:
    """Both cuts, with the sources of one told as those of the other.

    Where the timecode of the first frame is known of both, times count from there if more of what the cuts show agrees so
    than in timecode; else both count in timecode. Cost: n log n in the shots.
    """
    ours, theirs = media_of(old), media_of(new)
    told: tuple[dict[str, _Told], dict[str, _Told]] = ({}, {})
    because: dict[str, Way] = {}
    for pairing in pairings(ours, theirs):
        plain = len(pairing.old) == len(pairing.new) == 1 and pairing.old == pairing.new
        name = pairing.old[0] if plain else f"{pairing.old[0]}\N{INFORMATION SEPARATOR ONE}"
        because[name] = pairing.way
        in_file, pace = _counted(pairing, ours, theirs)
        for side, keys, media in ((told[0], pairing.old, ours), (told[1], pairing.new, theirs)):
            for key in keys:
                source = media[key].source
                start = source.start if in_file else 0
                if plain and pace == 1 and (start or 0) == (source.start or 0):
                    continue  # it is told so already
                side[key] = _Told(
                    replace(source, fingerprint=name, start=start), pace if side is told[1] else Fraction(1)
                )
    return Matched(_with(old, told[0]), _with(new, told[1]), because)


def _counted(pairing: Pairing, ours: Mapping[str, Media], theirs: Mapping[str, Media]) -> tuple[bool, Fraction]:
    """Whether times count from the file's first frame (else in timecode), and the pace of the new source."""
    if len(pairing.old) > 1 or len(pairing.new) > 1:
        return False, Fraction(1)
    a, b = ours[pairing.old[0]], theirs[pairing.new[0]]
    if a.source.start is None or b.source.start is None:
        return False, Fraction(1)
    pace = _pace(a.source, b.source)
    if pace != 1 or a.source.start == b.source.start:
        return True, pace
    shift = b.source.start - a.source.start
    in_timecode = shared(a.spans, b.spans)
    return shared(a.spans, tuple(span.shift(-shift) for span in b.spans)) > in_timecode, pace


def _pace(ours: Source, theirs: Source) -> Fraction:
    """Time of the old source over time of the new one, where both hold the same frames at different rates; else 1."""
    a, b = ours.available, theirs.available
    if ours.rate is None or theirs.rate is None or ours.rate == theirs.rate or a is None or b is None:
        return Fraction(1)
    frames = ours.rate.nearest(a.duration)
    same = frames > 0 and frames == theirs.rate.nearest(b.duration)
    return Fraction(ours.rate.frame, theirs.rate.frame) if same else Fraction(1)


def _with(cut: Cut, told: Mapping[str, _Told]) -> Cut:
    if not told:
        return cut

    def own(shot: Shot) -> Shot:
        found = told.get(shot.source.key)
        if found is None:
            return shot
        return replace(shot if found.pace == 1 else _paced(shot, found.pace), source=found.source)

    return replace(cut, shots=tuple(map(own, cut.shots)))


def _paced(shot: Shot, pace: Fraction) -> Shot:
    """The shot with its source told at another pace, from the source's first frame on."""
    zero = shot.source.start or 0
    start, end = (zero + nearest((time - zero) * pace) for time in (shot.source_span.start, shot.source_span.end))
    ramp = tuple(replace(knot, source=zero + nearest((knot.source - zero) * pace)) for knot in shot.ramp)
    return replace(shot, source_span=Span(start, end), speed=shot.speed * pace, ramp=ramp)
