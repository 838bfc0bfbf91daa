"""What of a cut is on screen: of every moment, the highest picture that is there."""

from __future__ import annotations

import re
from collections import defaultdict

from picturelock.conform.spans import Stretches
from picturelock.cut import Cut, Shot
from picturelock.cutmap import trim


def visible(cut: Cut) -> tuple[Shot, ...]:
    """The parts of enabled video shots over which no higher track lies, in order of record time.

    A track is taken to be opaque: what a title or an inset leaves free of the picture below is not known here.
    """
    by_level: dict[tuple[int, ...], list[Shot]] = defaultdict(list)
    for shot in cut.shots:
        if shot.kind == "video" and shot.enabled and not shot.source.generated:
            by_level[_level(shot)].append(shot)
    seen: list[Shot] = []
    above = Stretches()
    for level in sorted(by_level, reverse=True):
        for shot in by_level[level]:
            parts = above.free(shot.record_span)
            seen += [shot] if parts == (shot.record_span,) else [trim(shot, part) for part in parts]
        for shot in by_level[level]:
            above.add(shot.record_span)
    return tuple(sorted(seen, key=lambda shot: (shot.record_span.start, shot.id)))


def _level(shot: Shot) -> tuple[int, ...]:
    """Height of a track: "V2" is above "V1", and inside a nest "V1/2.V3" above "V1/2.V1"."""
    return tuple(int(number[:9]) for number in re.findall(r"\d+", shot.track))
