"""Times that cannot be meant: between frames, out of order, before the start, beyond a day, a flash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from picturelock.findings import Fact, Finding, Place
from picturelock.subtitling.subject import Event, Subject
from picturelock.times import DAY, FLICKS_PER_MS, Flicks, FrameRate, Timecode, to_seconds

WHOLE = "Picturelock: a caption comes and goes with a picture; between two of them each player rounds in its own way"
ORDER = "Picturelock: players and broadcast carriers show captions in the order of the file"
BEFORE = "Picturelock: nothing can be shown before the first frame"
DAYLONG = "SMPTE ST 12-1: a timecode label counts up to 24 hours, then starts again at 00:00:00:00"
SEEN = "Picturelock: nobody sees a caption of a few frames; most often it is a rest of another one"

FLASH_FRAMES = 5
"""A caption that stays for less is a flash, in a profile that has no shortest duration."""
RATES = tuple(map(FrameRate.parse, ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60")))
"""The rates of film and television, among which the one is looked for that a file's times fit."""
_MOST = 95
"""Per cent of a file's times that fit the rate it was made for."""
_FEWEST = 16
"""Times of which a rate can be told: fewer stand on some rate's frames by chance."""
_TENTH = 10 * FLICKS_PER_MS


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module."""
    yield from _between_frames(subject)
    flash = FLASH_FRAMES if not subject.limits.min_duration else 0
    latest: Event | None = None
    for event in subject.events:
        if event.cue.span.start < 0:
            facts: dict[str, Fact] = {"time": str(Timecode(event.start, subject.rate))}
            yield subject.finding("before-start", event, "", BEFORE, **facts)
        if subject.captions.start + event.cue.span.end > DAY:
            yield subject.finding("beyond-day", event, "", DAYLONG)
        if event.frames < flash and event.lines:
            yield subject.finding("flash", event, "", SEEN, frames=event.frames)
        if latest is not None and event.start < latest.start:
            yield subject.finding("order", event, "", ORDER, before=latest.cue.id)
        latest = event


def off_frames(subject: Subject) -> tuple[Flicks, list[Event]]:
    """How far a time may be from its frame, which is what the file's decimals lose, and the captions beyond that."""
    frame = subject.rate.frame
    slack = _precision([event.cue.span.start for event in subject.events])
    return slack, [
        event
        for event in subject.events
        if slack <= event.cue.span.start % frame <= frame - slack
        or slack <= event.cue.span.end % frame <= frame - slack
    ]


def _between_frames(subject: Subject) -> Iterator[Finding]:
    """One finding for a file: how many of its captions come or go between two frames, and which rate they would fit."""
    if subject.captions.rate not in (None, subject.rate):
        return  # a file that counts at a rate of its own, as SCC does, cannot stand on the cut's frames
    slack, off = off_frames(subject)
    if not off:
        return
    events, fits = subject.events, other_rate(subject, slack, off)
    facts: dict[str, Fact] = {
        "count": len(off),
        "captions": len(events),
        "first": off[0].cue.id,
        "rate": subject.rate.label,
        "fits": fits,
        "at": round(to_seconds(off[0].cue.span.start), 3),
    }
    place = Place(file=subject.file, record=subject.span(off[0]), cue=off[0].cue.id)
    rule = "captions.other-rate" if fits else "captions.off-frame"
    yield Finding(rule, "warning", place, facts, WHOLE)


def _precision(times: Sequence[Flicks]) -> Flicks:
    """What the decimals of a file's times may have cost: 10 ms where it has two of them, else 1 ms."""
    return _TENTH if times and not any(time % _TENTH for time in times) else FLICKS_PER_MS


def other_rate(subject: Subject, slack: Flicks, off: Sequence[Event]) -> str:
    """The rate whose frames nearly all times stand on, where most do not stand on the subject's own; "" where there is none.

    slack, off: as `off_frames` gives them.
    """
    events = subject.events
    if 2 * len(off) <= len(events):
        return ""
    times = [time for event in events for time in (event.cue.span.start, event.cue.span.end)]
    if len(times) < _FEWEST:
        return ""
    for rate in RATES:
        frame = rate.frame
        away = sum(slack <= time % frame <= frame - slack for time in times)
        if 4 * slack <= frame and 100 * away <= (100 - _MOST) * len(times):
            return rate.label
    return ""
