"""What of a cut is on screen: of every moment, the highest picture that is there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from picturelock.cut import Cut, Shot
from picturelock.cutmap import subtract, trim, union
from picturelock.times import Span


def visible(cut: Cut) -> tuple[Shot, ...]:
    """The parts of enabled video shots over which no higher track lies, in order of record time.

    A track is taken to be opaque: what a title or an inset leaves free of the picture below is not known here.
    """
    shots = [shot for shot in cut.shots if shot.kind == "video" and shot.enabled and not shot.source.generated]
    seen: list[Shot] = []
    above: Sequence[Span] = ()
    for level in sorted({_level(shot) for shot in shots}, reverse=True):
        own = [shot for shot in shots if _level(shot) == level]
        seen += (trim(shot, part) for shot in own for part in subtract(shot.record_span, above))
        above = union([*above, *(shot.record_span for shot in own)])
    return tuple(sorted(seen, key=lambda shot: (shot.record_span.start, shot.id)))


def _level(shot: Shot) -> tuple[int, ...]:
    """Height of a track: "V2" is above "V1", and inside a nest "V1/2.V3" above "V1/2.V1"."""
    return tuple(int(number) for number in re.findall(r"\d+", shot.track))
