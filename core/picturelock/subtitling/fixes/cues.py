"""The fixes that take away what holds nothing: captions without text, empty lines, and captions that are there twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from picturelock.cues import Captions, Cue
from picturelock.subtitling.fixes.base import Fix
from picturelock.subtitling.fixes.styled import visible
from picturelock.subtitling.rules.text_repeats import same
from picturelock.subtitling.subject import Event, Subject


def _empty(subject: Subject) -> Captions:
    """Without empty captions, and without the empty lines of the others."""
    cues = tuple(
        replace(cue, lines=visible(cue)) if event.lines and len(event.lines) != len(cue.lines) else cue
        for cue, event in zip(subject.captions.cues, subject.events, strict=True)
    )
    subject = replace(subject, captions=replace(subject.captions, cues=cues))
    return _without(subject, [event for event in subject.events if not event.lines])


def _duplicates(subject: Subject) -> Captions:
    events = subject.events
    again = [
        event
        for before, event in pairwise(events)
        if event.lines and event.lines == before.lines and same(before, event)
    ]
    return _without(subject, again)


def _without(subject: Subject, dropped: Sequence[Event]) -> Captions:
    """Captions without some; the notes that stood before one go to the next caption that stays."""
    gone = {event.number for event in dropped}
    if not gone:
        return subject.captions
    kept: list[Cue] = []
    notes: tuple[tuple[str, str], ...] = ()
    for number, cue in enumerate(subject.captions.cues):
        if number in gone:
            notes += tuple(extra for extra in cue.extras if extra[0] == "note")
        elif notes:
            kept.append(replace(cue, extras=(*notes, *cue.extras)))
            notes = ()
        else:
            kept.append(cue)
    closing = tuple(("vtt.end-note", text) for _, text in notes)
    extras = (*subject.captions.extras, *closing)
    return replace(subject.captions, cues=tuple(kept), extras=extras)


EMPTY = Fix("empty", ("captions.empty", "captions.empty-line"), _empty)
DUPLICATES = Fix("duplicates", ("captions.duplicate",), _duplicates)
