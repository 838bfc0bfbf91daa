"""A cut laid out on plain tracks: what a format whose tracks are numbered and hold one clip after another can write.

Opened nests have tracks of their own ("V1/2.V1"), and edit lists may have events that overlap. Here every track is "V1",
"V2" ... without a number left out, its shots follow each other, and what lay above something still does.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from picturelock.cut import Cut, Shot, ShotKind, Track
from picturelock.timeline.flatten import in_order
from picturelock.times import Flicks

_NUMBER = re.compile(r"\d+")
_LETTERS: Mapping[ShotKind, str] = {"video": "V", "audio": "A"}


def laid_out(cut: Cut) -> Cut:
    """The cut on plain tracks, its shots named by their place; those that last no time are left out."""
    tracks: list[Track] = []
    named: dict[str, str] = {}
    shots: list[Shot] = []
    for kind in ("video", "audio"):
        for lane, (track, held) in enumerate(_lanes(cut, kind), start=1):
            name = f"{_LETTERS[kind]}{lane}"
            tracks.append(replace(track, id=name))
            for number, shot in enumerate(held, start=1):
                new = f"{name}:{number}"
                named[shot.id] = new
                shots.append(shot if (shot.id, shot.track) == (new, name) else replace(shot, id=new, track=name))
    markers = tuple(
        replace(one, shot=named.get(one.shot, "")) if one.shot and named.get(one.shot) != one.shot else one
        for one in cut.markers
    )
    return replace(cut, shots=in_order(shots), tracks=tuple(tracks), markers=markers)


def _lanes(cut: Cut, kind: ShotKind) -> list[tuple[Track, Sequence[Shot]]]:
    """The tracks of a kind, lowest first, each with its shots in order."""
    held: dict[str, list[Shot]] = defaultdict(list)
    for shot in cut.shots:
        if shot.kind == kind and shot.record_span.duration > 0:
            held[shot.track].append(shot)
    known = {track.id: track for track in cut.tracks if track.kind == kind}
    plain = {name for name in {*held, *known} if is_plain(name, kind)}
    top = max((_numbers(name)[0] for name in plain), default=0)
    names = {*held, *known, *(f"{_LETTERS[kind]}{number}" for number in range(1, min(top, len(plain) + 100) + 1))}
    lanes: list[_Lane] = []
    base = 0
    for name in sorted(names, key=lambda name: (_numbers(name), name)):
        track = known.get(name, Track(name, kind))
        if is_plain(name, kind):
            base = len(lanes)
            lanes.append(_Lane(track))
        _put(lanes, base, track, held.get(name, ()))
    return [(lane.track, lane.shots) for lane in lanes]


def _put(lanes: list[_Lane], base: int, track: Track, shots: Sequence[Shot]) -> None:
    """Put a track's shots on the lowest lanes from a base on, above all that they overlap there."""
    for shot in shots:
        lane = len(lanes)
        while lane > base and lanes[lane - 1].is_free(shot):
            lane -= 1
        if lane == len(lanes):
            lanes.append(_Lane(Track("", track.kind, enabled=track.enabled)))
        lanes[lane].add(shot)


class _Lane:
    """One track to be: its shots never overlap."""

    def __init__(self, track: Track) -> None:
        self.track = track
        self._held: list[tuple[Flicks, int, Shot]] = []

    @property
    def shots(self) -> Sequence[Shot]:
        return [shot for _, _, shot in self._held]

    def is_free(self, shot: Shot) -> bool:
        """True where nothing overlaps a shot."""
        after = bisect_right(self._held, shot.record_span.end - 1, key=lambda one: one[0])
        return after == 0 or self._held[after - 1][2].record_span.end <= shot.record_span.start

    def add(self, shot: Shot) -> None:
        insort(self._held, (shot.record_span.start, len(self._held), shot), key=lambda one: one[0])


def is_plain(name: str, kind: ShotKind) -> bool:
    """True for the name of a track that lies in no opened nest: "V1", "A12"."""
    return name[:1] == _LETTERS[kind] and name[1:].isdecimal() and name.isascii() and 0 < len(name) < 6


def _numbers(name: str) -> tuple[int, ...]:
    """What tracks are stacked by: "V2/13.V1" lies above all of V2, and below V3."""
    return tuple(int(number[:9]) for number in _NUMBER.findall(name)[:200]) or (0,)
