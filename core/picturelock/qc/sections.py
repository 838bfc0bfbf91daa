"""What a stretch of the master shows: bars, black, a still (a slate), a clock, or action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from picturelock.media.scan.model import STILL, Frames, PictureScan
from picturelock.qc.common import stretches

Kind = Literal["bars", "black", "still", "clock", "action"]

BLACK_HIGHEST = 90
"""10-bit luma: a frame is black where 99 % of its samples lie at or below 3 %."""
CUT = 16 * 16
"""Of a curve of change: another picture than before."""
_STILL_S = 2, 5
"""Seconds (a fraction) for which a picture stands at least to be a slate."""
_TICKS = 2
_RESTLESS = 32
"""Of a curve of change: a coder may still refine a picture that stands, by up to two codes of luma."""


@dataclass(frozen=True, slots=True)
class Section:
    """Frames of one kind."""

    kind: Kind
    frames: Frames


def black_marks(picture: PictureScan) -> list[bool]:
    """For each frame, whether it is black."""
    return [high <= BLACK_HIGHEST for high in picture.high.values()]


def bars_marks(picture: PictureScan) -> list[bool]:
    """For each frame, whether it shows colour bars."""
    marks = [False] * picture.frames
    for run in picture.bars:
        marks[run.start : run.end] = [True] * run.count
    return marks


def sections(picture: PictureScan, within: Frames) -> list[Section]:
    """The sections of a stretch of frames, in order; neighbours of one kind are one, except stills."""
    black, bars, change = black_marks(picture), bars_marks(picture), picture.change.values()
    found: list[Section] = []
    start = within.start
    for number in range(within.start, min(within.end, picture.frames)):
        after = number + 1
        ends = after == min(within.end, picture.frames)
        plain = _plain(black[number], bars[number])
        if ends or _plain(black[after], bars[after]) != plain or (plain is None and change[after] > CUT):
            run = Frames(start, after)
            kind: Kind = plain or _moving(change, run, picture.rate.nominal)
            _add(found, Section(kind, run))
            start = after
    return found


def trailing_black(picture: PictureScan) -> int:
    """How many frames at the end of the file are black."""
    return _run_at(list(reversed(black_marks(picture))))


def leading_black(picture: PictureScan) -> int:
    """How many frames at the start of the file are black."""
    return _run_at(black_marks(picture))


def held_runs(picture: PictureScan) -> list[Frames]:
    """Stretches in which one picture stands for two frames or more: from the frame that is held to the last that repeats it.

    Black and bars are none: a hold of black is black, and is told once.
    """
    other = [a or b for a, b in zip(black_marks(picture), bars_marks(picture), strict=True)]
    still = [value <= STILL and not no for value, no in zip(picture.change.values(), other, strict=True)]
    return [Frames(max(0, run.start - 1), run.end) for run in stretches(still)]


def _plain(black: bool, bars: bool) -> Literal["bars", "black"] | None:
    return "bars" if bars else "black" if black else None


def _moving(change: Sequence[int], run: Frames, nominal: int) -> Kind:
    moves = [number for number in range(run.start + 1, run.end) if change[number] > _RESTLESS]
    if not moves:
        return "still" if run.count * _STILL_S[1] >= nominal * _STILL_S[0] else "action"
    steps = [b - a for a, b in pairwise(moves)]
    ticking = len(moves) >= _TICKS and all(abs(step - nominal) <= 1 for step in steps)
    return "clock" if ticking else "action"


def _add(found: list[Section], section: Section) -> None:
    if found and found[-1].kind == section.kind != "still":
        found[-1] = Section(section.kind, Frames(found[-1].frames.start, section.frames.end))
    else:
        found.append(section)


def _run_at(marks: list[bool]) -> int:
    return next((number for number, mark in enumerate(marks) if not mark), len(marks))
