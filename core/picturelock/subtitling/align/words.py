"""Every caption at its own words: in with the first, out with the last or as soon after as it could be read."""

from __future__ import annotations

from collections.abc import Sequence

from picturelock.cues import Cue
from picturelock.limits import Limits
from picturelock.subtitling.align.heard import Hearing
from picturelock.subtitling.align.move import Moved
from picturelock.subtitling.typography import count_characters
from picturelock.times import Flicks, Span


def to_words(hearing: Hearing, moved: Sequence[Moved], limits: Limits, frame: Flicks) -> list[Span]:
    """New spans: of captions that are heard by their words, of the others by their piece (as `moved` has them).

    Minimum and reading duration are kept where the next caption leaves the time, the longest duration always. None overlap,
    but those that the file has at one time, or in two places.
    """
    starts = _starts(hearing, moved, frame)
    spans: list[Span] = []
    for number, (one, start) in enumerate(zip(moved, starts, strict=True)):
        event = hearing.events[number] if one.state == "heard" else None
        spoken = event.span.end if event else start + one.span.duration
        texts = one.cue.plain_lines
        reading = limits.reading_time(sum(map(count_characters, texts)), len(one.cue.text.split()))
        end = max(spoken, start + max(limits.min_duration or 0, reading, frame))
        if limits.max_duration:
            end = min(end, start + max(limits.max_duration, frame))
        if number + 1 < len(moved) and not _together(one.cue, moved[number + 1].cue):
            following = starts[number + 1]
            close = end > following - limits.min_gap
            end = max(following - limits.min_gap, start + frame) if close else end
            end = min(end, max(following, start + frame))
        spans.append(Span(start, end))
    return spans


def _starts(hearing: Hearing, moved: Sequence[Moved], frame: Flicks) -> list[Flicks]:
    """Of each caption, none before the one before it; those that are not heard give way to those that are."""
    wanted: list[Flicks] = []
    for number, one in enumerate(moved):
        event = hearing.events[number] if one.state == "heard" else None
        wanted.append(max(0, event.span.start if event else one.span.start))
    ceiling: Flicks | None = None
    for number in range(len(moved) - 1, -1, -1):
        if moved[number].state == "heard":
            ceiling = wanted[number]
        elif ceiling is not None:
            wanted[number] = max(0, min(wanted[number], ceiling - frame))
    for number in range(1, len(moved)):
        together = _together(moved[number - 1].cue, moved[number].cue)
        wanted[number] = max(wanted[number], wanted[number - 1] + (0 if together else frame))
    return wanted


def _together(one: Cue, following: Cue) -> bool:
    """True for captions that are meant to stand at once."""
    overlap = one.span.overlaps(following.span)
    elsewhere = (one.placement, one.region) != (following.placement, following.region)
    return one.span.start == following.span.start or (overlap and elsewhere)
