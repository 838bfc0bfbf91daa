"""Holes in the sound that come in a rhythm: gated music, a busy tone; not what a fault leaves."""

from __future__ import annotations

from collections.abc import Sequence

from picturelock.times import FLICKS_PER_SECOND, Flicks, Span

_LEAST = 8
_STEP: Flicks = FLICKS_PER_SECOND // 200
"""How far beats may lie from even."""
_SLOWEST: Flicks = FLICKS_PER_SECOND * 2
_SHARE = 0.1
"""Of the time, that the holes take: a clock that slips drops as evenly, and a few milliseconds only."""


def rhythm_of(holes: Sequence[Span]) -> list[Span]:
    """The longest row of holes, in order, that begin or end at one beat and take a good part of the time; [] for none."""
    if not holes:
        return []
    rows = (_row(holes, [edge(hole) for hole in holes]) for edge in (_start, _end))
    row = max(rows, key=len)
    if len(row) < _LEAST:
        return []
    share = sum(hole.duration for hole in row) / (row[-1].end - row[0].start)
    return row if share >= _SHARE else []


def _start(hole: Span) -> Flicks:
    return hole.start


def _end(hole: Span) -> Flicks:
    return hole.end


def _row(holes: Sequence[Span], at: list[Flicks]) -> list[Span]:
    """Neighbours as far apart as the two before."""
    best: tuple[int, int] = (0, 0)
    begin = 0
    for number in range(1, len(at)):
        step = at[number] - at[number - 1]
        before = at[number - 1] - at[number - 2] if number - 1 > begin else step
        if step > _SLOWEST or abs(step - before) > _STEP:
            begin = number if step > _SLOWEST else number - 1
        best = max(best, (number + 1 - begin, begin), key=lambda row: row[0])
    return list(holes[best[1] : best[1] + best[0]])
