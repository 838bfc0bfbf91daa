"""Captions that cover a graphic are moved to the top of the picture, or the bottom, where the profile lets them stand there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from picturelock.cues import Captions, Cue, Placement
from picturelock.subtitling.fixes.base import Fix
from picturelock.subtitling.rules.graphics import TOP_PLACE, Zones
from picturelock.subtitling.subject import Event, Subject


def apply(subject: Subject) -> Captions:
    """See the top of this module. A caption that would cover a graphic in either place stays where it is."""
    if not subject.graphics:
        return subject.captions
    zones = Zones(subject.graphics)
    cues = list(subject.captions.cues)
    for event in subject.events:
        if any(zones.covered(subject, event, event.cue.placement)):
            cues[event.number] = _moved(cues[event.number], event, subject, zones)
    return replace(subject.captions, cues=tuple(cues))


def _moved(cue: Cue, event: Event, subject: Subject, zones: Zones) -> Cue:
    for place in _places(cue.placement, subject):
        if not any(zones.covered(subject, event, place)):
            return replace(cue, placement=place, region=None)
    return cue


def _places(now: Placement | None, subject: Subject) -> Iterator[Placement | None]:
    """Where a caption may go: with the box that it has across the picture."""
    left, width = (now.left, now.width) if now is not None else (None, None)
    if subject.profile.says("position") != "bottom":
        yield replace(TOP_PLACE, left=left, width=width)
    yield None if left is None and width is None else Placement(left=left, width=width)


FIX = Fix("move", ("captions.over-graphic",), apply)
