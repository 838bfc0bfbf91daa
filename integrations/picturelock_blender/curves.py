"""Speeds as Blender plays them: a speed effect whose curve says which frame is shown at which.

Blender shows the frame that the curve's value rounds to, counted from the left handle of the effect's input.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from picturelock_blender.sequencer import SHOWN, curve_of

NUMBER = "speed_frame_number"
_EDGE = 1 / 32  # kept from where rounding tips over: Blender 4.5 tips at 0.497 already (rendered)
_LOW, _HIGH = SHOWN[0] + _EDGE, SHOWN[1] - _EDGE
_FIRST = (_LOW, (_LOW + _HIGH) / 2, _HIGH)
"""Where on its first frame a line may begin: the first is how a speed that is rounded down begins, the last a reverse."""

Point = tuple[int, float]


def steps(frames: Sequence[int]) -> int | None:
    """1 or -1 where a strip alone shows these frames, one after the other; None where it takes a speed effect."""
    moves = {b - a for a, b in pairwise(frames)}
    return 1 if moves <= {1} else -1 if moves == {-1} else None


def lines(frames: Sequence[int]) -> list[Point]:
    """The corners of straight lines that, rounded, are these frames: (index, value), the fewest of a few tries."""
    return min((_from(frames, frames[0] + first) for first in _FIRST), key=len)


def write_curve(effect: Any, start: int, shown: Sequence[int]) -> None:
    """Let a speed effect show these frames of its input, counted from the input's left handle."""
    effect.speed_control = "FRAME_NUMBER"
    effect.use_frame_interpolate = False
    points = lines(shown)
    setattr(effect, NUMBER, points[0][1])
    effect.keyframe_insert(NUMBER, frame=start)
    curve = curve_of(effect, NUMBER)
    for offset, value in points:
        curve.keyframe_points.insert(start + offset, value)
    _straighten(curve)
    for offset, frame in enumerate(shown):  # Blender's own arithmetic has the last word
        if rounded(curve.evaluate(start + offset)) != frame:
            curve.keyframe_points.insert(start + offset, frame)
    _straighten(curve)


def read_curve(effect: Any, start: int, length: int) -> list[int]:
    """The frames of its input that a speed effect by frame number shows."""
    curve = curve_of(effect, NUMBER)
    if curve is None:
        return [max(0, rounded(getattr(effect, NUMBER)))] * length
    return [max(0, rounded(curve.evaluate(start + k))) for k in range(length)]


def read_factor(effect: Any, length: int) -> list[int]:
    """The frames of its input that a speed effect by factor shows."""
    return [max(0, rounded(k * effect.speed_factor)) for k in range(length)]


def rounded(value: float) -> int:
    """As Blender rounds."""
    return int((value - SHOWN[0]) // 1)


def _from(frames: Sequence[int], first: float) -> list[Point]:
    """Lines from a first value, each as long as one can be."""
    points: list[Point] = [(0, first)]
    low, high = float("-inf"), float("inf")
    for k in range(1, len(frames)):
        at, value = points[-1]
        lower, upper = _slopes(frames[k], value, k - at)
        if max(low, lower) > min(high, upper):
            points.append((k - 1, value + (low + high) / 2 * (k - 1 - at)))
            at, value = points[-1]
            low, high = _slopes(frames[k], value, k - at)
        else:
            low, high = max(low, lower), min(high, upper)
    if len(frames) > 1:
        at, value = points[-1]
        points.append((len(frames) - 1, value + (low + high) / 2 * (len(frames) - 1 - at)))
    return points


def _slopes(frame: int, value: float, distance: int) -> tuple[float, float]:
    """How flat and how steep a line from a value may be to show a frame."""
    return (frame + _LOW - value) / distance, (frame + _HIGH - value) / distance


def _straighten(curve: Any) -> None:
    for key in curve.keyframe_points:
        key.interpolation = "LINEAR"
    curve.update()
