"""What people are told of timecode when captions change their format: where it starts, how it counts, what comes before it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.findings import Fact, Finding, Place
from picturelock.times import FLICKS_PER_SECOND, Flicks, Timecode, to_ms

if TYPE_CHECKING:
    from picturelock.cues import Captions, Cue

    from picturelock_cli.console import Console

HOUR: Flicks = 3600 * FLICKS_PER_SECOND
TOLD: Flicks = FLICKS_PER_SECOND // 2
"""Labels and the clock must be this far apart before it is said that they are."""


def say_first(console: Console, captions: Captions) -> None:
    """Where the first caption stands, if that is in the timecode of a programme which does not begin at zero."""
    first = captions.cues[0].span.start
    if captions.rate is None or first < HOUR:
        return
    label = Timecode.at(first, captions.rate, _drops(captions))
    console.say("convert_first", first=str(label), start=f"{str(label)[:2]}:00:00{';' if label.drop else ':'}00")


def say_real_time(console: Console, captions: Captions, name: str) -> None:
    """That a format of times tells what a label really takes, where the two are apart: non-drop-frame at NTSC rates.

    captions: at the times that are written.
    """
    if captions.rate is None:
        return
    for cue in (captions.cues[0], captions.cues[-1]):
        label = Timecode.at(cue.span.start, captions.rate, _drops(captions))
        if abs(cue.span.start - _by_the_clock(label)) >= TOLD:
            clock, rate = _clock(cue.span.start), captions.rate.label
            console.say("convert_real_time", format=name, label=str(label), clock=clock, rate=rate)
            return


def say_non_drop(console: Console, captions: Captions, output: Path, name: str, asked: bool | None) -> None:
    """That closed captions are non-drop-frame at a rate which has both kinds, where nobody asked for either."""
    if name == "scc" and asked is None and captions.rate and captions.rate.drop_labels and not captions.drop:
        console.say("scc_non_drop", file=str(output))


def before_start(
    captions: Captions, read: Captions, file: Path, start: str | None, lowest: Flicks = 0
) -> tuple[Finding, ...]:
    """An error for captions that come before the start which was named, or that a shift leaves nothing of.

    captions: on record time. read: as the file has them. lowest: what can be written, where no start was named.
    """
    lost = [
        number
        for number, cue in enumerate(captions.cues)
        if (cue.span.start < 0 if start else cue.span.start < lowest and cue.span.end <= lowest)
    ]
    if not lost:
        return ()
    first = read.cues[lost[0]]
    facts: dict[str, Fact] = {"count": len(lost), "start": start or "00:00:00", "first": _label(first, read)}
    place = Place(file=str(file), cue=first.id or str(lost[0] + 1))
    return (Finding("captions.cut-off", "error", place, facts, "Picturelock"),)


def _label(cue: Cue, captions: Captions) -> str:
    """Where a caption stands, as its own file says it."""
    if captions.rate is None:
        return _clock(cue.span.start)
    return str(Timecode.at(captions.start + cue.span.start, captions.rate, _drops(captions)))


def _drops(captions: Captions) -> bool:
    return captions.drop and captions.rate is not None and captions.rate.drop_labels > 0


def _by_the_clock(label: Timecode) -> Flicks:
    """The time that a label would be if every second had as many frames as labels."""
    hours, minutes, seconds, frames = map(int, str(label).replace(";", ":").removeprefix("-").split(":"))
    whole = (3600 * hours + 60 * minutes + seconds) * FLICKS_PER_SECOND
    return whole + frames * FLICKS_PER_SECOND // label.rate.nominal


def _clock(time: Flicks) -> str:
    seconds, ms = divmod(abs(to_ms(time)), 1000)
    sign = "-" if time < 0 else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"
