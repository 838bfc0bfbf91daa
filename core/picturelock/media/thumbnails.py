"""Small pictures of a film, for reports."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.video.frame import PictureType
from av.video.reformatter import ColorRange, Interpolation

from picturelock.media.scan.stills import read_frames
from picturelock.times import FrameRate

WIDTH = 160
_QUALITY = 6
"""Of MJPEG's scale, 1 (best) to 31: some 3 kB a picture."""


def thumbnails(path: Path, wanted: Sequence[int], rate: FrameRate) -> dict[int, bytes]:
    """JPEGs of 160 pixels across, by the number of the frame (0 = the file's first); one that is not there is left out.

    Raises InputError where the file cannot be read.
    """
    return {number: _jpeg(frame, aspect) for number, frame, aspect in read_frames(path, wanted, rate)}


def _jpeg(frame: Any, aspect: float) -> bytes:
    height = max(2, round(WIDTH / aspect / 2) * 2) if aspect > 0 else WIDTH
    small = frame.reformat(
        width=WIDTH, height=height, format="yuvj420p", interpolation=Interpolation.AREA, dst_color_range=ColorRange.JPEG
    )
    small.pict_type = PictureType.NONE
    small.pts = 0
    codec: Any = av.CodecContext.create("mjpeg", "w")
    codec.width, codec.height, codec.pix_fmt = WIDTH, height, "yuvj420p"
    codec.time_base = Fraction(1, 25)
    codec.options = {"qmin": str(_QUALITY), "qmax": str(_QUALITY)}
    codec.color_range = ColorRange.JPEG
    return b"".join(bytes(packet) for packet in [*codec.encode(small), *codec.encode(None)])
