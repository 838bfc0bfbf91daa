"""Single frames of a file, small and grey, found by seeking: for comparing a master with its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import av.error
import numpy as np
from av.video.reformatter import Interpolation
from numpy.typing import NDArray

from picturelock.errors import InputError
from picturelock.media.container import input_error, only, open_container, pictures
from picturelock.times import FrameRate, divide_nearest

WIDTH, HEIGHT = 192, 108
_READ_ON = 30
"""Frames: a frame this near is read on to; one farther is sought."""
_FIRST_PACKETS = 20
"""Coded frames among which the first picture is: those of a group are stored in another order."""
_MOST_READ = 1500
"""Frames decoded for one that is wanted; a file that needs more cannot be sought in."""


@dataclass(frozen=True, slots=True)
class Still:
    """One frame: its luma on a grid of 192 x 108 whatever its shape, and the shape of the picture (width over height)."""

    frame: int
    luma: NDArray[np.uint8]
    aspect: float


def read_stills(path: Path, wanted: Sequence[int], rate: FrameRate) -> Iterator[Still]:
    """Frames by their number, 0 = the file's first, in rising order; one that is not there is left out. Raises InputError."""
    for number, frame, aspect in read_frames(path, wanted, rate):
        small = frame.reformat(width=WIDTH, height=HEIGHT, format="gray", interpolation=Interpolation.AREA)
        yield Still(number, small.to_ndarray(), aspect)


def read_frames(path: Path, wanted: Sequence[int], rate: FrameRate) -> Iterator[tuple[int, Any, float]]:
    """The same as decoded: its number, PyAV's frame, and the shape of the picture (width over height)."""
    with open_container(path) as container:
        moving = pictures(container)
        if not moving:
            raise InputError("holds no picture.", file=path)
        stream: Any = moving[0]
        only(container, stream)
        stream.thread_type = "AUTO"
        try:
            yield from _Finder(container, stream, rate).find(sorted(set(wanted)))
        except av.error.FFmpegError as error:
            raise input_error(error, path, "while single frames were read") from error


def first_picture(container: Any, stream: Any) -> Fraction:
    """The time of a stream's first picture, in seconds of the file's own clock. A container that was not yet read from.

    MXF without its footer has no index: FFmpeg then counts pictures from one later than the stream says.
    """
    base, told = Fraction(stream.time_base), stream.start_time or 0
    if container.format.name.split(",")[0] != "mxf":
        return told * base
    with suppress(av.error.FFmpegError):
        found = [packet.pts for packet in islice(container.demux(stream), _FIRST_PACKETS) if packet.pts is not None]
        container.seek(0)
        return min(found, default=told) * base
    return told * base


class _Finder:
    def __init__(self, container: Any, stream: Any, rate: FrameRate) -> None:
        self.container, self.stream, self.rate = container, stream, rate
        self.base = Fraction(stream.time_base)
        self.zero = first_picture(container, stream)
        codec = stream.codec_context
        sample = Fraction(stream.sample_aspect_ratio or 1) or Fraction(1)
        self.aspect = float(codec.width * sample / codec.height) if codec.height else 1.0

    def find(self, wanted: list[int]) -> Iterator[tuple[int, Any, float]]:
        waiting = wanted
        while waiting:
            left = list(waiting)
            yield from self._from(left)
            waiting = left if len(left) < len(waiting) else waiting[1:]

    def _from(self, left: list[int]) -> Iterator[tuple[int, Any, float]]:
        """Seek to the first that is wanted and read on; what was found or passed is taken off the list."""
        seconds = self.zero + Fraction(left[0] * self.rate.den, self.rate.num)
        self.container.seek(int(seconds / self.base), stream=self.stream, backward=True)
        first = left[0]
        for read, frame in enumerate(self.container.decode(self.stream)):
            number = self._number(frame)
            if number is None or read > _MOST_READ:
                return
            while left and left[0] < number:
                left.pop(0)  # passed by: it is not there
            if left and left[0] == number:
                yield left.pop(0), frame, self.aspect
            if not left or (number >= first and left[0] - number > _READ_ON):
                return

    def _number(self, frame: Any) -> int | None:
        if frame.pts is None:
            return None
        exact = (frame.pts * self.base - self.zero) * self.rate.num / self.rate.den
        return divide_nearest(exact.numerator, exact.denominator)
