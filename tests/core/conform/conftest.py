"""Cuts told in frames, so that what must come out can be counted by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.cues import Captions, Cue, plain
from picturelock.cut import Cut, Shot, Source
from picturelock.times import FrameRate, Span

PAL = FrameRate(25)
Clip = tuple[str, int, int]
"""Source, first frame, frames; a source named "-" is a gap."""


def cut_of(*clips: Clip, rate: FrameRate = PAL, track: str = "A1", speed: Fraction = Fraction(1)) -> Cut:
    """Clips one after the other on one track."""
    shots, at = [], 0
    for number, (name, first, count) in enumerate(clips, start=1):
        end = at + count
        if name != "-":
            source = Source(f"{name}.mov", path=Path(f"/{name}.mov"), start=0)
            shown = Span(rate.time_of(first), rate.time_of(first) + int(rate.time_of(count) * speed))
            kind = "audio" if track.startswith("A") else "video"
            record = Span(rate.time_of(at), rate.time_of(end))
            shots.append(Shot(f"{track}:{number}", track, kind, name, source, shown, record, speed))  # type: ignore[arg-type]
        at = end
    return Cut("cut", rate, tuple(shots), duration=rate.time_of(at))


def captions_of(*events: tuple[int, int] | tuple[int, int, str], rate: FrameRate = PAL) -> Captions:
    """Captions by their first frame and the frame after their last."""
    cues = []
    for number, event in enumerate(events, start=1):
        text = event[2] if len(event) == 3 else f"Caption {number}."
        cues.append(Cue(Span(rate.time_of(event[0]), rate.time_of(event[1])), plain(text), str(number)))
    return Captions(tuple(cues), rate=rate)


@pytest.fixture(scope="session")
def cut() -> Callable[..., Cut]:
    return cut_of


@pytest.fixture(scope="session")
def captions() -> Callable[..., Captions]:
    return captions_of


def frames(cues: Sequence[Cue], rate: FrameRate) -> list[tuple[int, int]]:
    return [(rate.nearest(cue.span.start), rate.nearest(cue.span.end)) for cue in cues]
