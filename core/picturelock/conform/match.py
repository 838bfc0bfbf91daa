"""Which source of one cut is which of another, whatever the two timelines call it.

In this order: the same contents; the same path or reference; the same reel, where it is one of a tape or card; the same
file name without its ending. A name that several sources of a cut share decides nothing. A source that runs faster in one
of the cuts (24 frames a second as 25) is counted there in the frames that it has in the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import PurePosixPath, PureWindowsPath

from picturelock.cut import Cut, Shot, Source
from picturelock.times import Span, nearest

_NO_REELS = frozenset({"", "ax", "bl", "001", "000", "none", "gen"})
"""Reels that editing systems write where they know of none."""

_WAYS: tuple[Callable[[Source], str], ...] = (
    lambda source: source.fingerprint,
    lambda source: str(source.path or "") or source.url,
    lambda source: "" if source.reel.strip().lower() in _NO_REELS else source.reel.strip().lower(),
    lambda source: _stem(source.name) or _stem(source.url),
)


def same_sources(old: Cut, new: Cut) -> tuple[Cut, Cut]:
    """Both cuts with one `Source.key` for what is one source, and its times counted from one zero.

    Where the first frame's timecode is known of both, times count from there; else both count in timecode.
    """
    ours, theirs = _sources(old), _sources(new)
    partner = _partners(ours, theirs)
    renamed_old: dict[str, Source] = {}
    renamed_new: dict[str, Source] = {}
    pace: dict[str, Fraction] = {}
    for key, other in partner.items():
        name = f"{other}\N{INFORMATION SEPARATOR ONE}"
        known = theirs[key].start is not None and ours[other].start is not None
        pace[key] = _pace(ours[other], theirs[key]) if known else Fraction(1)
        for table, found, own in ((renamed_new, theirs[key], key), (renamed_old, ours[other], other)):
            table[own] = replace(found, fingerprint=name, start=found.start if known else 0)
    return _with(old, renamed_old, {}), _with(
        new, renamed_new, {key: value for key, value in pace.items() if value != 1}
    )


def _pace(ours: Source, theirs: Source) -> Fraction:
    """Time of the old source over time of the new one, where both hold the same frames at different rates; else 1."""
    a, b = ours.available, theirs.available
    if ours.rate is None or theirs.rate is None or ours.rate == theirs.rate or a is None or b is None:
        return Fraction(1)
    frames = ours.rate.nearest(a.duration)
    same = frames > 0 and frames == theirs.rate.nearest(b.duration)
    return Fraction(ours.rate.frame, theirs.rate.frame) if same else Fraction(1)


def _sources(cut: Cut) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for shot in cut.shots:
        found.setdefault(shot.source.key, shot.source)
    return found


def _partners(ours: dict[str, Source], theirs: dict[str, Source]) -> dict[str, str]:
    """Key of the new cut to key of the old one; each at most once."""
    found: dict[str, str] = {}
    for way in _WAYS:
        taken = set(found.values())
        left = _by(way, ((key, source) for key, source in ours.items() if key not in taken))
        right = _by(way, ((key, source) for key, source in theirs.items() if key not in found))
        for name, keys in right.items():
            if len(keys) == 1 and len(left.get(name, ())) == 1:
                found[keys[0]] = left[name][0]
    return found


def _by(way: Callable[[Source], str], sources: Iterable[tuple[str, Source]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, source in sources:
        name = way(source)
        if name and not source.generated:
            found.setdefault(name, []).append(key)
    return found


def _stem(name: str) -> str:
    """A file's name without folder and ending, lower case."""
    base = PureWindowsPath(name).name if "\\" in name else PurePosixPath(name).name
    return base.rsplit(".", 1)[0].strip().lower() if base else ""


def _with(cut: Cut, renamed: dict[str, Source], pace: dict[str, Fraction]) -> Cut:
    def own(shot: Shot) -> Shot:
        key = shot.source.key
        source = renamed.get(key)
        if source is None:
            return shot
        return replace(_paced(shot, pace[key]), source=source) if key in pace else replace(shot, source=source)

    return replace(cut, shots=tuple(map(own, cut.shots)))


def _paced(shot: Shot, pace: Fraction) -> Shot:
    """The shot with its source told at another pace, from the source's first frame on."""
    zero = shot.source.start or 0
    start, end = (zero + nearest((time - zero) * pace) for time in (shot.source_span.start, shot.source_span.end))
    return replace(shot, source_span=Span(start, end), speed=shot.speed * pace)
