"""Record time and Blender's frames."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from picturelock.cut import Cut
from picturelock.times import Flicks, FrameRate, Span

from picturelock_blender.notes import note_of, whole
from picturelock_blender.sequencer import LAST_FRAME


@dataclass(frozen=True, slots=True)
class Clock:
    """How a scene counts."""

    rate: FrameRate
    origin: int
    """The frame of record time 0."""

    def frame(self, time: Flicks) -> int:
        """The frame that starts nearest to a time."""
        return self.origin + self.rate.nearest(time)

    def time(self, frame: int) -> Flicks:
        """When a frame starts."""
        return self.rate.time_of(frame - self.origin)

    def span(self, first: int, end: int) -> Span:
        """From the start of one frame to the start of another."""
        return Span(self.time(first), self.time(max(first, end)))

    def frames(self, span: Span) -> tuple[int, int]:
        """The frames nearest to where a span starts and ends."""
        return self.frame(span.start), self.frame(span.end)

    def exact(self, span: Span) -> bool:
        """True where a span lies on frames."""
        return span.start % self.rate.frame == 0 and span.end % self.rate.frame == 0


def clock_of(scene: Any) -> Clock:
    """A scene's clock: record time 0 is where Picturelock put it, else the first frame that is rendered."""
    origin = whole(note_of(scene), "origin")
    return Clock(rate_of(scene), scene.frame_start if origin is None else origin)


def rate_of(scene: Any) -> FrameRate:
    """The scene's frame rate. Raises ValueError for one that no film has."""
    render = scene.render
    return FrameRate.parse(Fraction(render.fps) / Fraction(render.fps_base).limit_denominator(1_000_000))


def set_clock(scene: Any, cut: Cut) -> Clock:
    """Let a scene count as a cut does: at its rate, and from its timecode where Blender can count so far."""
    nominal = cut.rate.nominal
    scene.render.fps = nominal
    scene.render.fps_base = nominal * cut.rate.den / cut.rate.num
    start, length = cut.rate.nearest(cut.start), cut.rate.ceil(cut.duration)
    origin = start if start >= 0 and start + length <= LAST_FRAME else 1
    scene.frame_end = LAST_FRAME
    scene.frame_start = origin
    scene.frame_end = origin + max(length, 1) - 1
    scene.frame_set(origin)
    return Clock(cut.rate, origin)
