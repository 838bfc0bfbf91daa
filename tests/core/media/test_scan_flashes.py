"""Which of the flashes are red: frames of which it is known how they flash."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from picturelock.media.scan.flashes import HEIGHT, WIDTH, Flashes, installed
from picturelock.media.scan.model import FlashScan
from picturelock.times import FrameRate

pytestmark = pytest.mark.skipif(not installed(), reason="not proven: iris-pse-detection is not installed")


def seen(one: tuple[int, int, int], other: tuple[int, int, int]) -> FlashScan:
    """A second and a half at 25 frames a second, changing from one colour to the other every other frame."""
    flashes = Flashes(FrameRate(25))
    colours = [np.full((HEIGHT, WIDTH, 3), colour[::-1], np.uint8) for colour in (one, other)]
    for number in range(38):
        flashes.take(Fraction(number, 25), memoryview(colours[number // 2 % 2].tobytes()))
    return flashes.finish()


def test_red_flashes_and_white_ones() -> None:
    white, red = seen((0, 0, 0), (255, 255, 255)), seen((110, 110, 110), (255, 0, 0))
    assert white.failing and not white.red
    assert red.failing and red.red
    assert not seen((90, 90, 90), (90, 90, 90)).failing
