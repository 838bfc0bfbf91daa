"""Holes in the sound that come in a rhythm: gated music, a busy tone; not what a fault leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from picturelock.times import FLICKS_PER_SECOND, Flicks, Span

_LEAST = 8
_STEP: Flicks = FLICKS_PER_SECOND // 200
"""How far a beat may lie from its grid."""
_FASTEST: Flicks = FLICKS_PER_SECOND // 16
"""Music beats no faster: a buffer that runs dry does."""
_SLOWEST: Flicks = FLICKS_PER_SECOND * 2
_APART: Flicks = FLICKS_PER_SECOND * 4
_SHARE = 0.1
"""Of the time, that the holes take: a clock that slips drops as evenly, and a few milliseconds only."""
_GRIDS, _PASSES = 12, 8
_BUFFERS = tuple(1 << power for power in range(5, 15))
"""Samples of a buffer: what fails between sound card and disk leaves holes of just so many, or just so far apart."""
_ROUNDED = 2
_CLOCKED = 0.8

Edge = Callable[[Span], Flicks]


def rhythms_of(holes: Sequence[Span], rate: int = 48000) -> list[list[Span]]:
    """Rows of holes that begin or end on one grid of beats and take a good part of the time.

    holes: in order. rate: samples of a second. What lies between beats stays outside; so does what a buffer leaves.
    """
    found: list[list[Span]] = []
    for cluster in _clusters(holes):
        rest = [hole for hole in cluster if not is_buffer([hole], rate)]
        for _ in range(_PASSES):
            row = _best(rest)
            if len(row) < _LEAST:
                break
            if _is_music(row) and not is_buffer(row, rate):
                found.append(row)
            taken = set(row)
            rest = [hole for hole in rest if hole not in taken]
    return sorted(found)


def is_buffer(holes: Sequence[Span], rate: int) -> bool:
    """True where nearly all lengths, or nearly all steps, are a power of two of samples."""
    lengths = [hole.duration for hole in holes]
    steps = [after.start - before.start for before, after in pairwise(holes)]
    return any(values and _share_of_buffers(values, rate) >= _CLOCKED for values in (lengths, steps))


def _share_of_buffers(times: Sequence[Flicks], rate: int) -> float:
    counts = [time * rate / FLICKS_PER_SECOND for time in times]
    return sum(any(abs(count - size) <= _ROUNDED for size in _BUFFERS) for count in counts) / len(times)


def _is_music(row: Sequence[Span]) -> bool:
    whole = row[-1].end - row[0].start
    slow_enough = whole >= _FASTEST * (len(row) - 1)
    return slow_enough and sum(hole.duration for hole in row) >= _SHARE * whole


def _clusters(holes: Sequence[Span]) -> list[list[Span]]:
    found: list[list[Span]] = []
    for hole in holes:
        if found and hole.start - found[-1][-1].end <= _APART:
            found[-1].append(hole)
        else:
            found.append([hole])
    return [cluster for cluster in found if len(cluster) >= _LEAST]


def _best(holes: Sequence[Span]) -> list[Span]:
    """The longest row on any grid that two neighbours may stand on."""
    rows = (_row(holes, edge, grid) for edge in (_start, _end) for grid in _grids(holes, edge))
    return max(rows, key=len, default=[])


def _grids(holes: Sequence[Span], edge: Edge) -> list[Flicks]:
    """The commonest steps between neighbours."""
    steps = [edge(after) - edge(before) for before, after in pairwise(holes)]
    counted = Counter(step // _STEP for step in steps if _FASTEST - _STEP <= step <= _SLOWEST)
    return [min(step for step in steps if step // _STEP == number) for number, _ in counted.most_common(_GRIDS)]


def _row(holes: Sequence[Span], edge: Edge, grid: Flicks) -> list[Span]:
    """The longest run of holes that lie whole numbers of steps apart; each is measured from the one before in its run."""
    best: list[Span] = []
    running: list[list[Span]] = []
    for hole in holes:
        running = [row for row in running if edge(hole) - edge(row[-1]) <= _SLOWEST]
        fitting = [row for row in running if _on(grid, edge(hole) - edge(row[-1]))]
        row = max(fitting, key=len, default=[])
        if not row:
            running.append(row)
        row.append(hole)
        best = max(best, row, key=len)
    return best


def _on(grid: Flicks, apart: Flicks) -> bool:
    return apart >= grid - _STEP and abs((apart + grid // 2) % grid - grid // 2) <= _STEP


def _start(hole: Span) -> Flicks:
    return hole.start


def _end(hole: Span) -> Flicks:
    return hole.end
