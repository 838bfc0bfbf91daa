"""Bands of single frames at full size and in colour, found by seeking: what is looked at where text is burnt in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av.error
import numpy as np
from av.video.reformatter import Colorspace
from numpy.typing import NDArray

from picturelock.errors import InputError
from picturelock.media.container import input_error, only, open_container, pictures
from picturelock.media.scan.stills import _Finder
from picturelock.times import FrameRate

_HD = 720
_MOST_PIXELS = 8192 * 8192


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
    with open_container(path) as container:
        moving = pictures(container)
        if not moving:
            raise InputError("holds no picture.", file=path)
        stream: Any = moving[0]
        if stream.codec_context.width * stream.codec_context.height > _MOST_PIXELS:
            raise InputError("has a picture too large to look at.", file=path)
        only(container, stream)
        stream.thread_type = "AUTO"
        try:
            yield from _Bands(container, stream, rate, wanted).cut(sorted(wanted))
        except av.error.FFmpegError as error:
            raise input_error(error, path, "while single frames were read") from error


class _Bands(_Finder):
    """Finds frames as `stills` does, and keeps their bands."""

    def __init__(self, container: Any, stream: Any, rate: FrameRate, wanted: Mapping[int, tuple[float, float]]) -> None:
        super().__init__(container, stream, rate)
        self._wanted = wanted
        self._bands: dict[int, Band] = {}

    def cut(self, wanted: list[int]) -> Iterator[Band]:
        """The bands of these frames."""
        for still in self.find(wanted):
            yield self._bands.pop(still.frame)

    def _still(self, number: int, frame: Any) -> Any:
        space = frame.colorspace
        if space == Colorspace.ITU709 or (int(space) == 2 and frame.height >= _HD):  # 2: the file does not say
            space = Colorspace.ITU709
        elif int(space) == 2:
            space = Colorspace.ITU601
        picture = frame.reformat(format="rgb24", src_colorspace=space).to_ndarray()
        top, bottom = self._wanted[number]
        first, last = int(top * frame.height), max(int(top * frame.height) + 1, round(bottom * frame.height))
        self._bands[number] = Band(number, picture[first:last].copy(), frame.height)
        return super()._still(number, frame)
