"""Bands of single frames at full size and in colour, found by seeking: what is looked at where text is burnt in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from av.video.reformatter import Colorspace
from numpy.typing import NDArray

from picturelock.errors import InputError
from picturelock.media.scan.stills import read_frames
from picturelock.times import FrameRate

_HD = 720
_MOST_PIXELS = 8192 * 8192
_UNSAID = 2


@dataclass(frozen=True, slots=True)
class Band:
    """A part of one frame, over its whole width."""

    frame: int
    rgb: NDArray[np.uint8]
    """Height x width x 3, full range."""
    height: int
    """Of the whole picture, in pixels."""


def read_bands(path: Path, wanted: Mapping[int, tuple[float, float]], rate: FrameRate) -> Iterator[Band]:
    """Frames by their number, 0 = the file's first, each from one height to another (0 = top edge, 1 = bottom edge).

    In rising order; a frame that is not there is left out. Raises InputError.
    """
    for number, frame, _ in read_frames(path, sorted(wanted), rate):
        if frame.width * frame.height > _MOST_PIXELS:
            raise InputError("has a picture too large to look at.", file=path)
        space = int(frame.colorspace)
        if space == _UNSAID:
            space = int(Colorspace.ITU709 if frame.height >= _HD else Colorspace.ITU601)
        picture = frame.reformat(format="rgb24", src_colorspace=space).to_ndarray()
        top, bottom = wanted[number]
        first = min(int(top * frame.height), frame.height - 1)
        last = max(first + 1, round(bottom * frame.height))
        yield Band(number, picture[first:last].copy(), frame.height)
