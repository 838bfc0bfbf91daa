"""Which shot the master shows instead of the right one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from picturelock.cut import Shot, Source
from picturelock.media.scan.stills import HEIGHT, WIDTH, Still
from picturelock.qc.likeness import Box, vector
from picturelock.qc.spots import Spot
from picturelock.qc.timeline import _Seen, _shown
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)


def picture(seed: int, noise: int = 0) -> NDArray[np.uint8]:
    made = np.random.default_rng(seed).integers(60, 200, (9, 16)).astype(np.int16)
    whole = np.kron(made, np.ones((HEIGHT // 9, WIDTH // 16), np.int16))
    return (whole + np.random.default_rng(9).integers(-noise, noise + 1, whole.shape)).astype(np.uint8)


def seen(name: str, at: int, source: NDArray[np.uint8], shown: NDArray[np.uint8]) -> _Seen:
    span = Span(RATE.time_of(at), RATE.time_of(at + 50))
    shot = Shot(f"V1:{name}", "V1", "video", name, Source(name), span, span)
    spot = Spot(shot, at + 10, at + 10, 10, sources={0: Still(10, source, 16 / 9)})
    return _Seen(spot, 0.1, False, 0, vector(shown, Box()))


def test_of_two_like_shots_the_nearer_one_is_named() -> None:
    take = picture(2)
    wrong = seen("A", 0, picture(1), take)
    near, far = seen("B", 50, picture(2, noise=12), picture(1)), seen("C", 500, take, take)
    assert _shown(wrong, [wrong, far, near]) == "B"
    assert _shown(wrong, [wrong, seen("D", 50, picture(3), take), far]) == "C"
    assert _shown(wrong, [wrong]) == ""
