"""Does a picture stand still, although its coder refines it, pulses at each intra frame, or something small moves in it?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from picturelock.media.scan.model import MOVES, PULSE, SAME, STILL, UNDER

STILL_MEAN = STILL / 16
"""Mean difference of luma, 10-bit codes, up to which a picture is the same: that of FFmpeg's freezedetect at -60 dB."""
_STILL_SAMPLE, _STILL_SHARE = 24, 0.0007
"""Where more than this share of the samples differs by more than so many codes, something moves."""
_STRONG = 96
"""A tenth of the range: no coder errs by as much in a picture that stands, so a single such sample is something that moves."""
_PULSE_MEAN = 8.0
"""Codes by which a picture may differ that was coded anew: intra frames of long-GOP material, in which grain returns."""
_DRIFT = 5.0
"""Codes by which no block may lie from the first frame of a hold, noise averaged out: a slow fade is no freeze."""
_ROWS, _COLUMNS = 9, 16
_EDGE = 0.2
"""Of the height, at the top and at the bottom: where timecode and channel logos are burnt in."""

Plane = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Step:
    """From one frame to the next."""

    mean: float
    """Mean difference of luma, 10-bit codes."""
    kind: int
    """MOVES, SAME, PULSE or UNDER."""
    exact: bool = False
    """The same to the bit."""


class Holds:
    """Takes the frames in order."""

    def __init__(self, width: int, height: int) -> None:
        edge = int(_EDGE * height)
        self._middle = slice(edge, height - edge)
        self._whole, self._inner = _Hold(width, height), _Hold(width, height - 2 * edge)

    def take(self, luma: Plane) -> Step:
        """luma: height x width, 10-bit codes. The first frame moves."""
        step = self._whole.take(luma)
        inner = self._inner.take(luma[self._middle])
        still = step.kind == MOVES and inner.kind == SAME
        return Step(step.mean, UNDER, step.exact) if still else step

    def forget(self) -> None:
        """Frames are missing here."""
        self._whole.forget()
        self._inner.forget()


class _Hold:
    """One area, its frame before, and the first frame of its hold: its anchor."""

    def __init__(self, width: int, height: int) -> None:
        self._before: Plane | None = None
        self._anchor: Plane | None = None
        self._rows = np.unique(np.linspace(0, height, _ROWS, endpoint=False).astype(int))
        self._columns = np.unique(np.linspace(0, width, _COLUMNS, endpoint=False).astype(int))
        heights, widths = np.diff([*self._rows, height]), np.diff([*self._columns, width])
        self._areas = np.outer(heights, widths)

    def forget(self) -> None:
        self._before = self._anchor = None

    def take(self, luma: Plane) -> Step:
        before, self._before = self._before, luma
        anchor = self._anchor
        if before is None or anchor is None:
            self._anchor = luma
            return Step(0.0, MOVES)
        apart = np.abs(luma - before)
        most, mean = int(apart.max()), float(apart.mean())
        if not most:
            return Step(0.0, SAME, exact=True)
        kind = MOVES
        if most <= _STRONG and mean <= _PULSE_MEAN and self._stands(luma - anchor):
            few = np.count_nonzero(apart > _STILL_SAMPLE) <= _STILL_SHARE * apart.size
            kind = SAME if mean <= STILL_MEAN and few else PULSE
        if kind == MOVES:
            self._anchor = luma
        return Step(mean, kind)

    def _stands(self, drift: Plane) -> bool:
        """True where the picture is still that of its anchor, as far as a coder gives it back."""
        if int(np.abs(drift).max()) > _STRONG:
            return False
        sums = np.add.reduceat(np.add.reduceat(drift, self._rows, axis=0, dtype=np.int32), self._columns, axis=1)
        return float(np.abs(sums / self._areas).max()) <= _DRIFT
