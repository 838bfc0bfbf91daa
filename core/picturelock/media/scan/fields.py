"""Are both fields alive? The grid takes lines of both parities, so that a field that is dead, or that stands, is seen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_DETAIL, _MOVED = 80.0, 2.0
"""10-bit codes: between the darkest and the brightest sample of a line in which there is something to see, and the mean
difference from the frame before of one that moves."""
_DEAD = 4
"""Times as much is seen in the middle one of a field's lines as in that of the other: lossy coders smear a little over."""
_SMALL = 180

Plane = NDArray[np.int16]


def grid_height(height: int, most: int) -> int:
    """How many rows a grid has: lines an odd number apart are of either field in turn. Small pictures are taken whole."""
    if height <= _SMALL:
        return min(height, most)
    apart = 2 * round((height / most - 1) / 2) + 1
    return height // apart


def parities(height: int, rows: int) -> NDArray[np.bool_]:
    """Which rows of the grid are odd lines of the picture, as FFmpeg's scaler picks its nearest neighbours."""
    step = ((height << 16) + (rows >> 1)) // rows
    return np.array([bool(step * (2 * row + 1) >> 17 & 1) for row in range(rows)])


class Fields:
    """Takes the frames in order and tells of each whether one field is dead, or stands while the other moves."""

    def __init__(self, height: int, rows: int) -> None:
        """height: of the picture. rows: of the grid."""
        self._odd = parities(height, rows)
        self._judges = height > _SMALL
        self._before: Plane | None = None

    def take(self, luma: Plane) -> bool:
        """luma: rows x width, 10-bit codes."""
        before, self._before = self._before, luma
        if not self._judges:
            return False
        if self._apart(np.ptp(luma, axis=1), _DETAIL):
            return True
        return before is not None and self._apart(np.abs(luma - before).mean(axis=1), _MOVED)

    def forget(self) -> None:
        """Frames are missing here."""
        self._before = None

    def _apart(self, lines: NDArray[Any], least: float) -> bool:
        odd, even = float(np.median(lines[self._odd])), float(np.median(lines[~self._odd]))
        return max(odd, even) >= max(least, _DEAD * min(odd, even))
