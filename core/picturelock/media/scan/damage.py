"""Which frames a decoder complained of: FFmpeg's program says that it did, not where; here it is asked again, slowly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from threading import Lock
from typing import Any

import av
import av.error
import av.logging

from picturelock.media.container import only, open_container, pictures
from picturelock.media.scan.model import Damage, Frames
from picturelock.media.scan.stills import first_picture
from picturelock.times import FrameRate, divide_nearest

_KEPT = 200
_BEFORE, _AFTER = 150, 20
"""Frames before and after the place where a complaint was heard in which the damage is sought: decoders work ahead."""
_MOST = 10
"""Places sought; a file with more is damaged through and through."""
_TEXT = 300


class Complaints:
    """ffmpeg's errors, told from another thread, with how many frames had come by then."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.count, self.first, self.last = 0, "", ""
        self.frame = 0
        self.heard: list[int] = []

    def __call__(self, line: str) -> None:
        text = _plain(line)
        with self._lock:
            self.count += 1
            self.first = self.first or text
            self.last = text
            if len(self.heard) < _KEPT:
                self.heard.append(self.frame)


def _plain(line: str) -> str:
    """A complaint without the address of the object that complained."""
    while line.startswith("[") and "]" in line:
        line = line.partition("]")[2].strip()
    return line[:_TEXT].rstrip(".")


def locate(path: Path, rate: FrameRate, complaints: Complaints) -> Damage:
    """Decode again, frame by frame, around each place where something was complained of."""
    if not complaints.count:
        return Damage()
    found: set[int] = set()
    for window in _windows(complaints.heard)[:_MOST]:
        try:
            found |= set(_complained(path, rate, window))
        except av.error.FFmpegError:
            continue
    return Damage(complaints.count, complaints.first, _runs(sorted(found)))


def _windows(heard: Sequence[int]) -> list[Frames]:
    windows: list[Frames] = []
    for frame in sorted(heard):
        around = Frames(max(0, frame - _BEFORE), frame + _BEFORE + _AFTER)
        if windows and around.start <= windows[-1].end:
            windows[-1] = Frames(windows[-1].start, max(windows[-1].end, around.end))
        else:
            windows.append(around)
    return windows


def _complained(path: Path, rate: FrameRate, window: Frames) -> Iterator[int]:
    """Frames of a window whose decoding raised or logged an error."""
    with open_container(path) as container:
        stream: Any = pictures(container)[0]
        only(container, stream)
        stream.thread_type = "NONE"
        base = Fraction(stream.time_base)
        zero = first_picture(container, stream)
        level = av.logging.get_level()
        av.logging.set_level(av.logging.ERROR)
        try:
            with av.logging.Capture(local=False) as logs:
                seconds = zero + Fraction(window.start * rate.den, rate.num)
                container.seek(int(seconds / base), stream=stream, backward=True)
                for packet in container.demux(stream):
                    if packet.pts is None:
                        continue
                    exact = (packet.pts * base - zero) * rate.num / rate.den
                    number = divide_nearest(exact.numerator, exact.denominator)
                    logs.clear()
                    if _is_torn(packet) or logs:
                        yield number
                    if number >= window.end:
                        return
        finally:
            av.logging.set_level(level)


def _is_torn(packet: Any) -> bool:
    try:
        packet.decode()
    except av.error.FFmpegError:
        return True
    return False


def _runs(numbers: Sequence[int]) -> tuple[Frames, ...]:
    runs: list[Frames] = []
    for number in numbers:
        if runs and runs[-1].end == number:
            runs[-1] = Frames(runs[-1].start, number + 1)
        else:
            runs.append(Frames(number, number + 1))
    return tuple(runs)
