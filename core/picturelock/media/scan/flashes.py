"""Flashes, as the optional package iris-pse-detection (a port of Electronic Arts' IRIS) sees them. Advisory, and no certificate.

It is fed here with frames of our own decode, averaged down to a fifth: IRIS itself offers that size for speed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from picturelock.media.scan.model import FlashScan, Frames
from picturelock.times import FrameRate, nearest

WIDTH, HEIGHT = 384, 216
MISSING = "iris-pse-detection is not installed"


def installed() -> bool:
    """True where the package can be imported."""
    try:
        import iris_pse_detection.flash_detection  # noqa: F401
    except ImportError:
        return False
    return True


class Flashes:
    """Takes frames of packed blue, green and red bytes."""

    def __init__(self, rate: FrameRate) -> None:
        from importlib.metadata import version

        from iris_pse_detection.configuration import Configuration
        from iris_pse_detection.flash_detection import FlashDetection

        self._version = version("iris-pse-detection")
        self._rate = rate
        self._iris: Any = FlashDetection(rate.nominal, (HEIGHT, WIDTH), Configuration())  # it counts in whole frames
        self._failing: list[Frames] = []
        self._warned: list[Frames] = []
        self._red: list[Frames] = []
        self._taken = 0

    def take(self, seconds: Fraction, data: memoryview) -> None:
        """One frame. seconds: from the first one."""
        if len(data) != WIDTH * HEIGHT * 3:
            return  # ffmpeg was stopped
        number = nearest(seconds * self._rate.num / self._rate.den)
        self._iris.set_current_frame(np.frombuffer(data, np.uint8).reshape(HEIGHT, WIDTH, 3))
        seen = self._iris.analyse_frame(self._taken)
        self._taken += 1
        result = max(int(seen.luminance_frame_result), int(seen.red_frame_result))
        if result:  # 1 = pass with warning, 2 = too many over five seconds, 3 = too many in one
            _extend(self._failing if result > 1 else self._warned, number)
            if int(seen.red_frame_result) == result:
                _extend(self._red, number)

    def finish(self) -> FlashScan:
        """What was seen."""
        tool = f"iris-pse-detection {self._version}"
        return FlashScan(tool, tuple(self._failing), tuple(self._warned), red=tuple(self._red))


def _extend(runs: list[Frames], number: int) -> None:
    if runs and runs[-1].end == number:
        runs[-1] = Frames(runs[-1].start, number + 1)
    else:
        runs.append(Frames(number, number + 1))
