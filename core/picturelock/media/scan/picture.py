"""Watching the picture, a small grid of its pixels at a time."""

from __future__ import annotations

from array import array
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from picturelock.errors import InputError
from picturelock.media.scan.bars import are_bars
from picturelock.media.scan.fields import Fields
from picturelock.media.scan.holds import Holds
from picturelock.media.scan.model import MOVES, Curve, Frames, PictureScan
from picturelock.times import FrameRate, divide_nearest

WIDTH, HEIGHT = 160, 90
"""The grid, about: `fields.grid_height` chooses its rows; a smaller picture is taken whole."""

_LOW, _HIGH = 20, 984  # -5 % and 105 % of 64..940, rounded outwards: EBU R 103
_NOTED = 100
_MOST_FRAMES = 4_000_000  # 18 hours at 60 fps: more is a forged header
_BARS_EVERY = 12
_CUT = 16 * 16  # of a curve of change: another picture than before
_HD = 720
_CURVES = ("low", "high", "bright", "outside", "change", "holds", "torn")
_UNEVEN = Fraction(1, 10)  # of a frame: containers of whole milliseconds jitter below this


class Watcher:
    """Takes the frames in order and remembers a few numbers of each."""

    def __init__(self, rate: FrameRate, width: int, rows: int, matrix: str, path: Any, *, height: int = 1080) -> None:
        """width, rows: of the grid; height: of the picture. matrix: as the file is tagged, else by custom of the height."""
        self.rate, self.width, self.height, self.path = rate, width, rows, path
        self._matrix = _MATRICES.get(matrix) or _MATRICES["bt709" if height >= _HD else "smpte170m"]
        self._size = size = width * rows
        self._curves = {name: array("H") for name in _CURVES}
        self._holds, self._fields = Holds(width, rows), Fields(height, rows)
        self._missing: list[Frames] = []
        self._uneven: list[int] = []
        self._uneven_count = 0
        self._bars: list[Frames] = []
        self._in_bars = False
        self._ranks = {"low": max(1, size // 100), "high": size - max(1, size // 100), "bright": max(1, size - 2)}

    @property
    def frames(self) -> int:
        """How many frames of the grid are filled."""
        return len(self._curves["low"])

    def take(self, seconds: Fraction, data: memoryview) -> int:
        """One frame: Y, Cb, Cr planes of 16-bit little-endian codes. seconds: from the first frame. Gives its number.

        A frame that stands where another stood is passed over, and counted as uneven; so is one that is not whole, because
        ffmpeg was stopped, and that is not counted.
        """
        if len(data) != 3 * 2 * self._size:
            return self.frames
        exact = seconds * self.rate.num / self.rate.den
        number = divide_nearest(exact.numerator, exact.denominator)
        expected = self.frames
        if abs(exact - number) > _UNEVEN or number < expected:
            self._note_uneven(max(number, 0))
        if number < expected:
            return number
        if number > expected:
            self._skip(number)
        planes = np.frombuffer(data, dtype="<u2").reshape(3, self._size)
        self._look(planes)
        return number

    def finish(self, promised: int) -> PictureScan:
        """What was seen. promised: how many frames the container says there are, 0 = it does not say."""
        if promised > self.frames:
            self._skip(promised)
        curves = {name: Curve(values.tobytes()) for name, values in self._curves.items()}
        return PictureScan(
            self.rate, self.frames, **curves, missing=tuple(self._missing), uneven=tuple(self._uneven),
            uneven_count=self._uneven_count, bars=tuple(self._bars),
        )  # fmt: skip

    def _skip(self, until: int) -> None:
        """Frames that never came."""
        first = self.frames
        if until - first > _MOST_FRAMES:
            raise InputError("has timestamps that leap beyond its own end.", file=self.path)
        self._missing.append(Frames(first, until))
        for name, values in self._curves.items():
            last = values[-1] if values else 0
            fill = {"holds": MOVES, "outside": 0, "torn": 0}.get(name, last)
            values.extend(array("H", [fill]) * (until - first))
        self._holds.forget()
        self._fields.forget()
        self._in_bars = False

    def _note_uneven(self, number: int) -> None:
        self._uneven_count += 1
        if len(self._uneven) < _NOTED:
            self._uneven.append(number)

    def _look(self, planes: NDArray[np.uint16]) -> None:
        number, curves = self.frames, self._curves
        luma = planes[0].astype(np.int16).reshape(self.height, self.width)
        step = self._holds.take(luma)
        if step.exact:
            for name in (*self._ranks, "outside", "torn"):
                curves[name].append(curves[name][-1])
        else:
            counts = np.cumsum(np.bincount(planes[0] & 1023, minlength=1024))
            for name, rank in self._ranks.items():
                curves[name].append(int(np.searchsorted(counts, rank)))
            curves["outside"].append(self._outside(planes))
            curves["torn"].append(self._fields.take(luma))
        curves["change"].append(min(65535, round(16 * step.mean)))
        curves["holds"].append(step.kind)
        self._watch_bars(number, curves["change"][-1], step.kind == MOVES, planes)

    def _outside(self, planes: NDArray[np.uint16]) -> int:
        y, u, v = planes.astype(np.float32)
        u -= 512
        v -= 512
        red, green_u, green_v, blue = self._matrix
        low, high = y.copy(), y.copy()
        for part in (y + red * v, y - green_u * u - green_v * v, y + blue * u):
            np.minimum(low, part, out=low)
            np.maximum(high, part, out=high)
        return int(np.count_nonzero((low < _LOW) | (high > _HIGH)) * 10_000 // self._size)

    def _watch_bars(self, number: int, change: int, moves: bool, planes: NDArray[np.uint16]) -> None:
        """A picture is looked at when it comes, and now and then: bars stand still."""
        found = self._in_bars
        if change > _CUT or (found and moves) or number % _BARS_EVERY == 0:
            found = are_bars(planes.reshape(3, self.height, self.width))
        if found and self._in_bars:
            self._bars[-1] = Frames(self._bars[-1].start, number + 1)
        elif found:
            self._bars.append(Frames(number, number + 1))
        self._in_bars = found


_MATRICES: dict[str, tuple[float, float, float, float]] = {}
"""Cr to red, Cb and Cr to green, Cb to blue, for codes of limited range: luma spans 876 codes, chroma 896."""
for _name, (_kr, _kb) in {
    "bt709": (0.2126, 0.0722),
    "smpte170m": (0.299, 0.114),
    "bt470bg": (0.299, 0.114),
    "bt2020nc": (0.2627, 0.0593),
}.items():
    _scale = 876 / 896
    _kg = 1 - _kr - _kb
    _MATRICES[_name] = (
        2 * (1 - _kr) * _scale,
        2 * (1 - _kb) * _kb / _kg * _scale,
        2 * (1 - _kr) * _kr / _kg * _scale,
        2 * (1 - _kb) * _scale,
    )
