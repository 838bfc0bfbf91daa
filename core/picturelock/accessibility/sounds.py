"""What begins and what moves in a curve of levels: words, steps and beats show in it, whatever lies under them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

HEARD = -50.0
"""dBFS RMS: what is quieter counts as nothing heard."""
RISE_DB, RISE_BLOCKS = 5.0, 3
"""A rise so steep begins a sound."""
_STEP_DB = 10.0
_KEPT = 0.4
"""A sound begins in the other mix as well where that rises by this share of it."""
_LEAST_RISES = 4

Levels = NDArray[np.float64]


def rises(levels: Levels) -> Levels:
    """By how much it has grown louder since RISE_BLOCKS before, where it is heard; never below 0."""
    grown = np.zeros(len(levels))
    grown[RISE_BLOCKS:] = (levels[RISE_BLOCKS:] - np.maximum(levels[:-RISE_BLOCKS], HEARD - 10)).clip(0)
    return grown * (levels > HEARD)


def moves(levels: Levels, over: int) -> Levels:
    """How much a level changes over so many blocks, where it is heard; a leap counts as _STEP_DB."""
    if len(levels) <= 2 * over:
        return np.zeros(len(levels))
    smooth = np.convolve(levels, np.full(over, 1 / over), "same") if over > 1 else levels
    moved = np.zeros(len(levels))
    change = np.clip(smooth[over:] - smooth[:-over], -_STEP_DB, _STEP_DB)
    heard = np.maximum(smooth[over:], smooth[:-over]) > HEARD
    moved[over // 2 + 1 : over // 2 + 1 + len(change)] = (change * heard)[: len(levels) - over // 2 - 1]
    return moved


def together(main: Levels, other: Levels, where: NDArray[np.bool_]) -> float:
    """How much of how the main mix moves somewhere is in the other, from -1 to 1; a block earlier or later is the same."""
    a, b = moves(main, 1), moves(other, 1)
    alike = []
    for by in (-1, 0, 1):
        moved = np.roll(b, -by)
        power = float(np.square(a[where]).sum() * np.square(moved[where]).sum())
        alike.append(float((a * moved)[where].sum()) / power**0.5 if power > 0 else 0.0)
    return max(alike)


class Kept:
    """Which of the sounds that begin in one mix begin in the other."""

    def __init__(self, main: Levels, other: Levels) -> None:
        self.at = np.flatnonzero(rises(main) >= RISE_DB)
        self._needed = _KEPT * rises(main)[self.at]
        self._other = rises(other)

    def share(self, first: int, end: int, late: int = 0) -> float | None:
        """Of the sounds that begin between two blocks; None where they are too few to say."""
        a, b = np.searchsorted(self.at, (first, end))
        if b - a < _LEAST_RISES:
            return None
        return float(self.are(slice(a, b), late).mean())

    def are(self, which: slice | NDArray[np.bool_], late: int = 0) -> NDArray[np.bool_]:
        """Of some of these sounds, whether the other mix has each so many blocks later, give or take one."""
        places = self.at[which] + late
        near = np.max([self._other.take(places + by, mode="clip") for by in (-1, 0, 1)], axis=0)
        return np.asarray(near >= self._needed[which], np.bool_)
