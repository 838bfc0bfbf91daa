"""What of a cut is on screen, when: the highest shot that is enabled, or nothing."""

from __future__ import annotations

from itertools import pairwise

from picturelock.cut import Cut, Shot
from picturelock.times import Span

_BLACK = frozenset({"bl", "black", "blk", "slug", "black video"})
"""What editing systems call the black that they make themselves, in small letters."""


def visible(cut: Cut) -> tuple[tuple[Span, Shot | None], ...]:
    """The whole of a cut in order, each part with the shot whose picture is seen; None where there is none."""
    order = {track.id: number for number, track in enumerate(cut.tracks)}
    shots = [shot for shot in cut.shots if shot.kind == "video" and shot.enabled and shot.record_span.duration > 0]
    shots.sort(key=lambda shot: shot.record_span.start)
    edges = {0, cut.duration, *(edge for shot in shots for edge in (shot.record_span.start, shot.record_span.end))}
    found: list[tuple[Span, Shot | None]] = []
    running: list[Shot] = []
    number = 0
    for start, end in pairwise(sorted(edge for edge in edges if edge >= 0)):
        while number < len(shots) and shots[number].record_span.start <= start:
            running.append(shots[number])
            number += 1
        running = [shot for shot in running if shot.record_span.end > start]
        top = max(running, key=lambda shot: order.get(shot.track, len(order)), default=None)
        if found and found[-1][1] is top:
            found[-1] = (Span(found[-1][0].start, end), top)
        else:
            found.append((Span(start, end), top))
    return tuple(found)


def is_black(shot: Shot | None) -> bool:
    """True where nothing is on screen: no shot, or the black that an editing system puts there."""
    return shot is None or (shot.source.generated and shot.source.name.strip().lower() in _BLACK)
