"""What each shot of a cut is heard as: speech that is known, sound of the picture, other sound, music under all."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from picturelock.cut import Cut, Shot
from picturelock.times import Flicks, Span

SPEAKING, WITH_PICTURE, SOUND, BED = range(4)
"""It has words that are known; its source is also in the picture; any other; music, ambience or a mix under others."""
_NO_TRACK = 10**9


def ranks(heard: Sequence[Shot], cut: Cut, speaking: Collection[str]) -> Mapping[str, int]:
    """What each shot that is heard is heard as, by `Shot.id`."""
    pictured = {shot.source.key for shot in cut.shots if shot.kind == "video"}
    beds = frozenset(_beds(heard, cut.duration))
    return {
        shot.id: SPEAKING
        if shot.id in speaking
        else WITH_PICTURE
        if shot.source.key in pictured
        else BED
        if (shot.record_span, track_number(shot)) in beds
        else SOUND
        for shot in heard
    }


def track_number(shot: Shot) -> int:
    """2 for "A2", also inside a nest on it."""
    found = re.search(r"\d+", shot.track)
    return int(found[0][:6]) if found else 0


def _beds(heard: Sequence[Shot], length: Flicks) -> Iterator[tuple[Span, int]]:
    """Span and track of those in which at least two others lie whole and fill half of it, one of them on a lower track.

    A voice on the first track over pictures that have a sound of their own is no bed, unless it is one piece for most of the
    cut, as a guide mix is. Cost: n log n.
    """
    tracks: dict[Span, list[int]] = defaultdict(list)
    for shot in heard:
        tracks[shot.record_span].append(track_number(shot))
    ends = sorted({span.end for span in tracks})
    inside = _Sums(len(ends))
    for span in sorted(tracks, key=lambda span: (-span.start, span.end)):
        place = bisect_left(ends, span.end)
        count, filled, first = inside.up_to(place)
        if count >= 2 and 2 * filled >= span.duration:
            yield from ((span, track) for track in tracks[span] if track > first or 2 * span.duration > length)
        inside.add(place, span.duration, min(tracks[span]))


class _Sums:
    """Count, durations and lowest track of what ends at or before a place (a binary indexed tree)."""

    def __init__(self, size: int) -> None:
        self._counts = [0] * (size + 1)
        self._filled: list[Flicks] = [0] * (size + 1)
        self._lowest = [_NO_TRACK] * (size + 1)

    def add(self, place: int, duration: Flicks, track: int) -> None:
        at = place + 1
        while at < len(self._counts):
            self._counts[at] += 1
            self._filled[at] += duration
            self._lowest[at] = min(self._lowest[at], track)
            at += at & -at

    def up_to(self, place: int) -> tuple[int, Flicks, int]:
        at, count, filled, lowest = place + 1, 0, 0, _NO_TRACK
        while at > 0:
            count += self._counts[at]
            filled += self._filled[at]
            lowest = min(lowest, self._lowest[at])
            at -= at & -at
        return count, filled, lowest
