"""Whether two mixes of one film run in step, by how their levels rise and fall: as a whole, from some place on, or drifting.

Windows of twelve seconds of the main mix are sought in the other one. What is spoken between does not matter: where the main
mix moves, the other moves alike. Told to a block (40 ms); a shift of one block is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from picturelock.accessibility.sounds import Kept, Levels, moves

LATE = 2
"""Blocks from which a mix is out of step."""
_APART_DB = 10.0
_WINDOW, _HOP, _REACH = 300, 100, 250
_COARSE = 6
"""Blocks over which levels are smoothed where a mix runs so much faster that it slips within a window."""
_ALIKE, _CLEAR = 0.5, 0.12
_LEAST_MOVES_DB = 25.0
"""How much the main mix must move in a window (root of the sum of squares) to be found in the other."""
_SIMILAR = 0.85
"""Shifts at which a window is so nearly as alike as at the best are as good."""
_MOST_KEPT = 0.6
"""A window is in the other mix where this share of the sounds that begin in it is."""
_MOST_FITTED = 200
_STEADY = 0.9
_BESIDE = 3
_UNSURE_DB = 3 * _APART_DB
"""By how much, summed over blocks, a place may fit worse than the best and still be where the mix slips."""
_RUN, _FEW = 2, 4


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of the mix that is out of step. Blocks of record time."""

    start: int
    end: int
    late: int
    """Blocks; below zero: early."""
    first: int
    last: int
    """Within it, from the first block that surely fails to the one after the last: where nothing is said, either shift fits."""


@dataclass(frozen=True, slots=True)
class InStep:
    """How a mix runs beside another."""

    windows: int
    """In which it could be told; 0 = nothing is known."""
    lively: int
    """Windows in which the main mix moves enough to be sought."""
    off: int = 0
    """-1, 0 or 1: the usual shift of a mix that is in step."""
    late: int = 0
    """Blocks by which all of it is late (below zero: early)."""
    drift: tuple[int, int] | None = None
    """By how many blocks it is late at its start and at its end, where it runs at another speed."""
    slips: tuple[Slip, ...] = ()
    """Stretches out of step, where it is neither."""

    @property
    def is_in_step(self) -> bool:
        return not (self.late or self.drift or self.slips)

    def aligned(self, other: Levels) -> Levels:
        """The levels of the mix, put in step as far as its shifts are known. A drift is left as it is."""
        moved = np.roll(other, -(self.late or self.off))
        for slip in self.slips:
            moved[slip.start : slip.end] = np.roll(other, -slip.late)[slip.start : slip.end]
        return moved


def in_step(main: Levels, other: Levels) -> InStep:
    """Levels in dBFS, a value for each block, of the same length."""
    kept, moved = Kept(main, other), moves(main, 1)
    fine = [one for one in _found(moved, moves(other, 1), _CLEAR) if _is_kept(kept, *one)]
    rough = _found(moves(main, _COARSE), moves(other, _COARSE), 0.0)
    lively = sum(_is_lively(moved[start : start + _WINDOW]) for start in _starts(moved))
    lates = np.array([late for _, late in fine])
    usual = int(np.median(lates)) if len(fine) >= _RUN else 0
    steady = len(fine) >= _RUN and float((np.abs(lates - usual) < LATE).mean()) >= _STEADY
    if steady and abs(usual) >= LATE:
        return InStep(len(fine), lively, late=usual)
    fitted = None if steady and 2 * len(fine) >= len(rough) else _drift(fine) or _drift(rough)
    if fitted is not None:
        slope, start = fitted
        return InStep(len(rough), lively, drift=(round(start), round(start + slope * len(main))))
    return InStep(len(fine), lively, off=usual if steady else 0, slips=tuple(_slips(main, other, fine)))


def _is_kept(kept: Kept, middle: int, late: int) -> bool:
    """True where most of what begins in the window around a block does so in the other, `late` blocks later, and not now."""
    share, at_none = (kept.share(middle - _WINDOW // 2, middle + _WINDOW // 2, by) for by in (late, 0))
    if share is None or at_none is None:
        return abs(late) < LATE
    return share >= _MOST_KEPT and (abs(late) < LATE or share >= at_none + _CLEAR)


def _found(a: Levels, b: Levels, clear: float) -> list[tuple[int, int]]:
    """The middle of each window of the main mix that the other holds, and by how many blocks it is late there."""
    centre = _whole(a, b)
    shifts = np.arange(-_REACH, _REACH + 1) + centre
    padded = np.concatenate([np.zeros(len(a)), b, np.zeros(len(a))])
    curves = []
    for start in _starts(a):
        window = a[start : start + _WINDOW]
        first = len(a) + start + centre - _REACH
        around = padded[max(0, first) : max(0, first) + len(window) + 2 * _REACH]
        if _is_lively(window) and len(around) == len(window) + 2 * _REACH:
            alike = _alike(window, around)
            at_none = alike[np.abs(shifts) < LATE].max(initial=0.0)
            if alike.max() >= _ALIKE:
                curves.append((start + len(window) // 2, alike, at_none))
    votes = Counter(_best(alike, shifts, {}) for _, alike, _ in curves)
    told = [(middle, _best(alike, shifts, votes), alike.max() - at_none) for middle, alike, at_none in curves]
    return [(middle, late) for middle, late, clearly in told if abs(late) < LATE or clearly >= clear]


def _starts(levels: Levels) -> range:
    return range(0, max(1, len(levels) - _WINDOW // 2), _HOP)


def _is_lively(window: Levels) -> bool:
    return bool(np.square(window).sum() >= _LEAST_MOVES_DB**2)


def _whole(a: Levels, b: Levels) -> int:
    """The shift of the whole at which most goes together; 0 where that is no better than none."""
    size = 1 << (2 * max(1, len(a)) - 1).bit_length()
    together = np.fft.irfft(np.fft.rfft(b, size) * np.conj(np.fft.rfft(a, size)), size)
    shifts = np.arange(-len(a) // 2, len(a) // 2 + 1)
    best = int(shifts[int(np.argmax(together[shifts]))])
    near = float(together[np.arange(-_REACH, _REACH + 1)].max()) if len(a) > _REACH else float(together[best])
    return best if abs(best) > _REACH and float(together[best]) > 2 * near else 0


def _alike(window: Levels, around: Levels) -> Levels:
    """How alike a window is to each stretch of its length, from -1 to 1."""
    size = 1 << (len(around) + len(window)).bit_length()
    together = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(window, size)), size)[: 2 * _REACH + 1]
    sums = np.concatenate([[0.0], np.cumsum(np.square(around))])
    power = sums[len(window) :][: 2 * _REACH + 1] - sums[: 2 * _REACH + 1]
    return np.asarray(together / np.sqrt(np.maximum(power, 1e-9) * np.square(window).sum()), np.float64)


def _best(alike: Levels, shifts: NDArray[np.int64], votes: Mapping[int, int]) -> int:
    """Of the shifts that are as good (a beat repeats itself) the one that most windows have, else the smallest."""
    peaks = [int(shifts[at]) for at in np.flatnonzero(alike >= _SIMILAR * alike.max()) if _is_peak(alike, int(at))]
    return max(peaks, key=lambda late: (sum(votes.get(late + by, 0) for by in (-1, 0, 1)), -abs(late)))


def _is_peak(alike: Levels, at: int) -> bool:
    return bool(alike[at] >= alike[max(0, at - _BESIDE) : at + _BESIDE + 1].max())


def _drift(found: Sequence[tuple[int, int]]) -> tuple[float, float] | None:
    """Blocks of lateness for each block, and at the start, where it grows steadily."""
    chosen = np.array(found[:: max(1, len(found) // _MOST_FITTED)], np.float64).reshape(-1, 2)
    if len(set(chosen[:, 1].tolist())) < LATE + 2:
        return None
    apart = chosen[None, :, :] - chosen[:, None, :]
    later = apart[:, :, 0] > 0
    slope = float(np.median(apart[later][:, 1] / apart[later][:, 0]))
    start = float(np.median(chosen[:, 1] - slope * chosen[:, 0]))
    fits = np.abs(chosen[:, 1] - start - slope * chosen[:, 0]) <= LATE
    return (slope, start) if float(fits.mean()) >= _STEADY else None


def _slips(main: Levels, other: Levels, found: Sequence[tuple[int, int]]) -> list[Slip]:
    """Runs of windows that are late alike, each from the block on from which its shift fits better than the one before."""
    groups: list[list[tuple[int, int]]] = []
    votes = Counter(late for _, late in found)
    shared = [one for one in found if sum(votes[one[1] + by] for by in (-1, 0, 1)) >= _RUN]
    for middle, late in shared:
        if groups and abs(groups[-1][-1][1] - late) < LATE:
            groups[-1].append((middle, late))
        else:
            groups.append([(middle, late)])
    groups = _joined([group for group in groups if len(group) >= _RUN])
    slips = []
    for number, group in enumerate(groups):
        late = int(np.median([one for _, one in group]))
        before = groups[number - 1] if number else None
        after = groups[number + 1] if number + 1 < len(groups) else None
        start, _, first = _turn(main, other, before[-1], group[0]) if before else (0, 0, 0)
        end, last, _ = _turn(main, other, group[-1], after[0]) if after else (len(main),) * 3
        if abs(late) >= LATE:
            slips.append(Slip(start, end, late, first, last))
    return slips


def _joined(groups: Sequence[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """Runs of the same shift between which a few windows say another one: a mix slips and stays, and a beat deceives."""
    joined: list[list[tuple[int, int]]] = []
    for group in groups:
        late = group[0][1]
        back = 2 if len(joined) > 1 and len(joined[-1]) <= _FEW and abs(joined[-1][0][1]) >= LATE <= abs(late) else 1
        if len(joined) >= back and abs(joined[-back][0][1] - late) < LATE:
            del joined[len(joined) - back + 1 :]
            joined[-1].extend(group)
        else:
            joined.append(list(group))
    return joined


def _turn(main: Levels, other: Levels, before: tuple[int, int], after: tuple[int, int]) -> tuple[int, int, int]:
    """The block between two windows at which the shift of the first ceases to fit and that of the second begins to.

    With it the earliest and the latest block that it may be: where the main mix is quiet nothing tells, least of all what is
    described there.
    """
    first, last = max(0, before[0] - _WINDOW // 2), min(len(main), after[0] + _WINDOW // 2)
    blocks = np.arange(first, max(first + 1, last))
    inside = slice(before[0] - first, max(before[0] - first + 1, after[0] - first))
    apart = [
        np.abs(other[np.clip(blocks + late, 0, len(other) - 1)] - main[blocks]).clip(0, _APART_DB)
        for late in (before[1], after[1])
    ]
    fits = np.cumsum(np.where(main[blocks] > main[blocks].min() + _APART_DB, apart[0] - apart[1], 0.0))
    sums = np.cumsum(apart[0] - apart[1])[inside]
    may_be = np.flatnonzero(fits <= fits.min() + _UNSURE_DB)
    return before[0] + int(np.argmin(sums)), first + int(may_be[0]), first + int(may_be[-1])
