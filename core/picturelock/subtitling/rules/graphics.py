"""Captions over what is in the picture and must be read or seen: the zones of the production's `[[graphics]]`.

Where a caption stands exactly is the player's business. Here a line is 7 % of the picture high (BBC, Subtitle Guidelines: 7 to
8 %), and a caption that names no place stands with its lower edge 7 % above the picture's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from picturelock.cues import Placement
from picturelock.findings import Finding
from picturelock.subtitling.subject import Event, Graphic, Subject
from picturelock.times import FLICKS_PER_SECOND, Flicks

COVERED = "47 CFR 79.1(j)(2)(iv): captions do not block important content; the zones are the production's"
LINE = 0.07
"""Height of a line, and of the margin at the top and bottom edge."""
BOTTOM_PLACE = Placement()
TOP_PLACE = Placement(edge="top")


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module."""
    if not subject.graphics:
        return
    zones = Zones(subject.graphics)
    for event in subject.events:
        if not zones.near(event.cue.span.start, event.cue.span.end):
            continue
        graphic = next(zones.covered(subject, event, event.cue.placement), None)
        if graphic is not None:
            yield subject.remark(
                "over-graphic", event, "error", COVERED, name=graphic.name or "?", lines=len(event.lines)
            )


class Zones:
    """Graphics, found by time."""

    def __init__(self, graphics: Sequence[Graphic]) -> None:
        self._graphics = sorted(graphics, key=lambda graphic: (graphic.span, graphic.top))
        self._starts = [graphic.span.start for graphic in self._graphics]
        self._latest = list(accumulate((graphic.span.end for graphic in self._graphics), max))

    def near(self, start: Flicks, end: Flicks) -> bool:
        """False where no graphic is within a second of a time."""
        first = bisect_left(self._latest, start - FLICKS_PER_SECOND)
        return first < len(self._starts) and self._starts[first] < end + FLICKS_PER_SECOND

    def covered(self, subject: Subject, event: Event, placement: Placement | None) -> Iterator[Graphic]:
        """The graphics that a caption would cover at a place."""
        if not event.lines or event.start >= event.end:
            return
        span = subject.span(event)
        first, after = bisect_right(self._latest, span.start), bisect_left(self._starts, span.end)
        if first >= after:
            return
        top, bottom = block(placement, len(event.lines))
        for graphic in self._graphics[first:after]:
            if graphic.span.overlaps(span) and graphic.top < bottom and top < graphic.bottom:
                yield graphic


def block(placement: Placement | None, lines: int) -> tuple[float, float]:
    """Upper and lower edge of a caption's lines, as shares of the picture's height."""
    height, place = LINE * lines, placement or BOTTOM_PLACE
    at = {"top": LINE, "middle": 0.5, "bottom": 1 - LINE}[place.edge] if place.line is None else float(place.line)
    top = at - {"top": 0.0, "middle": height / 2, "bottom": height}[place.edge]
    return top, top + height
