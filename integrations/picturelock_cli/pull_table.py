"""Stretches to pull, or no longer needed, on the terminal and in the JSON document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from picturelock.conform.pull import Pull
    from picturelock.cut import Cut, Shot
    from picturelock.timeline.edl.numbers import EventNumbers
    from picturelock.times import FrameRate

    from picturelock_cli.console import Console


def pulls_told(found: Sequence[Pull], cut: Cut) -> list[dict[str, Any]]:
    """Every stretch, in whole frames of its source; those of its handles that the media do not have are counted."""
    from picturelock.timeline.edl.numbers import event_numbers

    numbers = event_numbers(cut.path) if cut.path else {}
    shots = {shot.id: shot for shot in cut.shots} if numbers else {}
    return [_entry(pull, cut) | {"event": _events(pull, cut, shots, numbers)} for pull in found]


def _events(pull: Pull, cut: Cut, shots: Mapping[str, Shot], numbers: EventNumbers) -> list[str]:
    """The numbers of the events that show a stretch, in the edit decision list that the cut is from."""
    from picturelock.timeline.edl.numbers import plain_time

    from picturelock_cli.console import timecode

    found = []
    for shot in (shots[name] for name in pull.shots if name in shots):
        at = plain_time(timecode(shot.record_span.start, cut.rate, cut.start, cut.drop))
        found.append(numbers.get((shot.kind, at), ""))
    return list(dict.fromkeys(number for number in found if number))


def frames_of(pull: Pull, rate: FrameRate) -> int:
    """Length in frames of the source; rate: of the cut, for a source that does not say its own."""
    return (pull.source.rate or rate).nearest(pull.span.duration)


def short_handles(head: int, tail: int, console: Console) -> str:
    """How many frames of handle are missing, and on which side."""
    sides = (("head", head), ("tail", tail))
    return ", ".join(console.text(f"pull_short_{side}", frames=frames) for side, frames in sides if frames > 0)


def say_short(console: Console, found: Sequence[Pull]) -> None:
    """Say how many stretches have shorter handles than were asked for, if any."""
    count = sum(pull.short_head > 0 or pull.short_tail > 0 for pull in found)
    if count:
        console.say("pull_short", "yellow", count=count)


def _entry(pull: Pull, cut: Cut) -> dict[str, Any]:
    from picturelock.cut import source_timecode

    rate = pull.source.rate or cut.rate
    return {
        "source": pull.source.name,
        "clips": list(pull.clips),
        "reel": pull.source.reel,
        "in": str(source_timecode(pull.source, pull.span.start, cut.rate, cut.drop)),
        "out": str(source_timecode(pull.source, pull.span.end, cut.rate, cut.drop)),
        "frames": frames_of(pull, cut.rate),
        "short_head": rate.nearest(pull.short_head),
        "short_tail": rate.nearest(pull.short_tail),
        "shots": list(pull.shots),
    }
