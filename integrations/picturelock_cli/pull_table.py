"""Stretches to pull, or no longer needed, on the terminal and in the JSON document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from picturelock.conform.pull import Pull
    from picturelock.cut import Cut
    from picturelock.times import FrameRate

    from picturelock_cli.console import Console


def pulls_told(found: Sequence[Pull], cut: Cut) -> list[dict[str, Any]]:
    """Every stretch, in whole frames of its source; those of its handles that the media do not have are counted."""
    return [_entry(pull, cut) for pull in found]


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
    from picturelock.times import Timecode

    rate = pull.source.rate or cut.rate
    drop = cut.drop and bool(rate.drop_labels)
    return {
        "source": pull.source.name,
        "reel": pull.source.reel,
        "in": str(Timecode.at(pull.span.start, rate, drop)),
        "out": str(Timecode.at(pull.span.end, rate, drop)),
        "frames": frames_of(pull, cut.rate),
        "short_head": rate.nearest(pull.short_head),
        "short_tail": rate.nearest(pull.short_tail),
        "shots": list(pull.shots),
    }
