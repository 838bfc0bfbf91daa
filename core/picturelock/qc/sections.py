"""What a stretch of the master shows: bars, black, a still (a slate), a clock, or action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from picturelock.media.scan.model import MOVES, PULSE, SAME, STILL, UNDER, Frames, PictureScan
from picturelock.qc.common import stretches

Kind = Literal["bars", "black", "still", "clock", "action"]

BLACK_HIGHEST, BRIGHTEST = 90, 160
"""10-bit luma: a frame is black where 99 % of its samples lie at or below 3 %, and all but two at or below 11 %: a title, or
a lamp in the night, is a picture."""
CUT = 16 * 16
"""Of a curve of change: another picture than before."""
_STILL_S = 2, 5
"""Seconds (a fraction) for which a picture stands at least to be a slate."""
_TICKS = 2
_PULSES, _BETWEEN = 2, 2
"""An intra frame may change two frames that follow each other, and at least two lie between it and the next."""
_UNDER_PERCENT = 20
_LONGER = 3
"""Times as long as the shortest of its neighbours stands what does not just drift."""
_RESTLESS = 32
"""Of a curve of change: a coder may still refine a picture that stands, by up to two codes of luma."""


@dataclass(frozen=True, slots=True)
class Section:
    """Frames of one kind."""

    kind: Kind
    frames: Frames


def black_marks(picture: PictureScan) -> list[bool]:
    """For each frame, whether it is black."""
    levels = zip(picture.high.values(), picture.bright.values(), strict=True)
    return [high <= BLACK_HIGHEST and bright <= BRIGHTEST for high, bright in levels]


def bars_marks(picture: PictureScan) -> list[bool]:
    """For each frame, whether it shows colour bars."""
    marks = [False] * picture.frames
    for run in picture.bars:
        marks[run.start : run.end] = [True] * run.count
    return marks


def sections(picture: PictureScan, within: Frames) -> list[Section]:
    """The sections of a stretch of frames, in order; neighbours of one kind are one, except stills."""
    black, bars, change = black_marks(picture), bars_marks(picture), picture.change.values()
    moves = [value > _RESTLESS and kind != PULSE for value, kind in zip(change, picture.holds.values(), strict=True)]
    found: list[Section] = []
    start = within.start
    for number in range(within.start, min(within.end, picture.frames)):
        after = number + 1
        ends = after == min(within.end, picture.frames)
        plain = _plain(black[number], bars[number])
        if ends or _plain(black[after], bars[after]) != plain or (plain is None and change[after] > CUT):
            run = Frames(start, after)
            kind: Kind = plain or _moving(moves, run, picture.rate.nominal)
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

    Black and bars are none: a hold of black is black, and is told once. Long-GOP material pulses at each intra frame; such
    frames are held where frames that do not pulse lie around them.
    """
    holds = picture.holds.values()
    still = [kind == SAME and not no for kind, no in zip(holds, _shown_otherwise(picture), strict=True)]
    for run in stretches([kind == PULSE for kind in holds]):
        before, after = still[max(0, run.start - _BETWEEN) : run.start], still[run.end : run.end + _BETWEEN]
        if run.count <= _PULSES and len(before) == len(after) == _BETWEEN and all(before) and all(after):
            still[run.start : run.end] = [True] * run.count
    return [Frames(max(0, run.start - 1), run.end) for run in stretches(still)]


def without_drift(picture: PictureScan, held: Sequence[Frames]) -> list[Frames]:
    """Holds, without those that follow each other with no cut between: light that changes slowly is motion.

    One that lasts much longer than the shortest of its neighbours stays.
    """
    change = picture.change.values()
    chains: list[list[Frames]] = []
    for run in held:
        before = chains[-1][-1] if chains else None
        if before is not None and before.end == run.start and change[run.start] <= STILL:
            chains[-1].append(run)
        else:
            chains.append([run])
    return [
        run
        for chain in chains
        for run in chain
        if len(chain) == 1 or run.count > _LONGER * min(one.count for one in chain)
    ]


def held_under(picture: PictureScan) -> list[Frames]:
    """Stretches in which the picture stands but for what moves at the top or at the bottom, such as a burnt-in timecode."""
    holds = picture.holds.values()
    still = [kind != MOVES and not no for kind, no in zip(holds, _shown_otherwise(picture), strict=True)]
    runs = [Frames(max(0, run.start - 1), run.end) for run in stretches(still)]
    return [run for run in runs if 100 * holds[run.start : run.end].count(UNDER) > _UNDER_PERCENT * run.count]


def _shown_otherwise(picture: PictureScan) -> list[bool]:
    """Black and bars."""
    return [a or b for a, b in zip(black_marks(picture), bars_marks(picture), strict=True)]


def _plain(black: bool, bars: bool) -> Literal["bars", "black"] | None:
    return "bars" if bars else "black" if black else None


def _moving(marks: Sequence[bool], run: Frames, nominal: int) -> Kind:
    moves = [number for number in range(run.start + 1, run.end) if marks[number]]
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
