"""Knowing colour bars by the order of their columns: SMPTE RP 219, SMPTE EG 1, EBU 75 % and 100 %."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ORDER = (0b110, 0b011, 0b010, 0b101, 0b100, 0b001)
"""Yellow, cyan, green, magenta, red, blue as bits of red, green and blue: all these patterns hold them in this order."""

_EVEN = 24  # 10-bit codes by which the samples of one column may differ, but for a few
_LEAST_SHARE = 0.9
_LEAST_WIDTH = 1 / 20  # of the picture; RP 219's bars have 3/28, SMPTE's 1/7
_SATURATED = 60  # a colour's chroma lies this far from grey


def are_bars(planes: NDArray[np.uint16]) -> bool:
    """True for colour bars. planes: Y, Cb, Cr, each height x width, 10-bit codes of limited range."""
    height, width = planes.shape[1:]
    if width < 32 or height < 16:
        return False
    upper = planes[:, height // 16 : height // 2].astype(np.int32)
    if np.mean(np.ptp(upper[0, ::4], axis=0) <= 2 * _EVEN) < _LEAST_SHARE / 2:  # most pictures end here, cheaply
        return False
    spread = np.percentile(upper, 95, axis=1) - np.percentile(upper, 5, axis=1)
    if np.mean(spread.max(axis=0) <= _EVEN) < _LEAST_SHARE:
        return False
    columns = np.median(upper, axis=1)
    kinds = [_kind(*columns[:, at]) for at in range(width)]
    runs = _runs(kinds, max(2, int(width * _LEAST_WIDTH)))
    return any(tuple(runs[at : at + len(ORDER)]) == ORDER for at in range(len(runs)))


def _kind(luma: float, blue: float, red: float) -> int:
    """The bits of a colour; -1 where it has none, black and white included."""
    u, v = blue - 512, red - 512
    if max(abs(u), abs(v)) < _SATURATED:
        return -1
    parts = (luma + 1.5 * v, luma - 0.2 * u - 0.55 * v, luma + 1.8 * u)
    middle = (max(parts) + min(parts)) / 2
    return sum(bit for bit, part in zip((0b100, 0b010, 0b001), parts, strict=True) if part > middle)


def _runs(kinds: list[int], least: int) -> list[int]:
    """The colours that fill at least so many columns, from left to right."""
    found: list[tuple[int, int]] = []
    for kind in kinds:
        if found and found[-1][0] == kind:
            found[-1] = kind, found[-1][1] + 1
        else:
            found.append((kind, 1))
    wide = [kind for kind, count in found if count >= least]
    return [kind for at, kind in enumerate(wide) if kind >= 0 and (at == 0 or wide[at - 1] != kind)]
