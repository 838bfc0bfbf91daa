"""Captions against a profile's limits: one finding for each caption and each rule it breaks.

Times are compared in whole frames of the cut: a file in milliseconds is first moved to the nearest frame (half a frame at
most, which is what its milliseconds lost). A limit in seconds counts as the nearest whole number of frames (5/6 s = 21 f
at 25 fps, 20 f at 24 and 23.976).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from picturelock.cues import Captions, Cue
from picturelock.findings import Fact, Finding, Place
from picturelock.profiles import Limits
from picturelock.subtitling.typography import count_characters
from picturelock.times import Flicks, FrameRate, Span, to_seconds

_SOURCES = {
    "overlap": "Picturelock: two captions at once cannot be read; SRT and CEA-608 cannot hold them",
    "empty": "Picturelock: a caption without text says nothing and may hide that its text was lost",
    "beyond-cut": "Picturelock: a caption after the end of the cut belongs to another version of it",
}
"""Whose rules they are that no profile has."""


@dataclass(frozen=True, slots=True)
class _Judge:
    """Makes findings about the captions of one file at one frame rate."""

    limits: Limits
    rate: FrameRate
    file: str

    def finding(self, rule: str, cue: Cue, limit: str = "", **facts: Fact) -> Finding:
        """An error, or a warning where the limit could not be confirmed."""
        whose = self.limits.by_name.get(limit)
        place = Place(file=self.file, record=snapped(cue, self.rate), cue=cue.id)
        facts = {"cue": cue.id, **({"limit": whose.text} if whose else {}), **facts}
        return Finding(
            f"captions.{rule}",
            "error",
            place,
            facts,
            whose.source if whose else _SOURCES[rule],
            unconfirmed=bool(whose and not whose.confirmed),
        )


def judge(
    captions: Captions, limits: Limits, rate: FrameRate, *, end: Flicks | None = None, file: str = ""
) -> Iterator[Finding]:
    """Everything in which captions break the limits. end: of the cut, where it is known; file: named in the findings."""
    judge = _Judge(limits, rate, file)
    latest: Cue | None = None
    for number, cue in enumerate(captions.cues, start=1):
        cue = cue if cue.id else replace(cue, id=str(number))
        if not cue.text.strip():
            yield judge.finding("empty", cue)
        yield from _text(judge, cue)
        yield from _duration(judge, cue)
        if latest is not None:
            yield from _neighbours(judge, latest, cue)
        if end is not None and rate.nearest(cue.span.end) > rate.ceil(end):
            late = rate.nearest(cue.span.end) - rate.ceil(end)
            yield judge.finding("beyond-cut", cue, late_frames=late)
        if latest is None or cue.span.end >= latest.span.end:
            latest = cue


def snapped(cue: Cue, rate: FrameRate) -> Span:
    """The cue's span on whole frames."""
    return Span(rate.snap(cue.span.start), rate.snap(cue.span.end))


def _text(judge: _Judge, cue: Cue) -> Iterator[Finding]:
    limits, lines = judge.limits, [line for line in cue.plain_lines if line.strip()]
    widths = [count_characters(line) for line in lines]
    if limits.max_characters and widths and max(widths) > limits.max_characters:
        widest = widths.index(max(widths))
        yield judge.finding("line-length", cue, "max_characters", text=lines[widest], characters=widths[widest])
    if limits.max_lines and len(lines) > limits.max_lines:
        yield judge.finding("lines", cue, "max_lines", lines=len(lines))
    frames = _frames(cue, judge.rate)
    if limits.max_cps and frames and sum(widths) * Fraction(judge.rate.num, judge.rate.den) > limits.max_cps * frames:
        speed = sum(widths) / to_seconds(judge.rate.time_of(frames))
        yield judge.finding("reading-speed", cue, "max_cps", cps=round(speed, 1), characters=sum(widths))


def _duration(judge: _Judge, cue: Cue) -> Iterator[Finding]:
    limits, rate = judge.limits, judge.rate
    frames = _frames(cue, rate)
    facts: dict[str, Fact] = {"frames": frames, "seconds": round(to_seconds(rate.time_of(frames)), 2)}
    if limits.min_duration and frames < rate.nearest(limits.min_duration):
        yield judge.finding("too-short", cue, "min_duration", **facts)
    if limits.max_duration and frames > rate.nearest(limits.max_duration):
        yield judge.finding("too-long", cue, "max_duration", **facts)


def _neighbours(judge: _Judge, before: Cue, cue: Cue) -> Iterator[Finding]:
    gap = judge.rate.nearest(cue.span.start) - judge.rate.nearest(before.span.end)
    if gap < 0:
        yield judge.finding("overlap", cue, before=before.id, overlap_frames=-gap)
    elif gap < judge.rate.nearest(judge.limits.min_gap):
        yield judge.finding("gap", cue, "min_gap", before=before.id, gap_frames=gap)


def _frames(cue: Cue, rate: FrameRate) -> int:
    return rate.nearest(cue.span.end) - rate.nearest(cue.span.start)
