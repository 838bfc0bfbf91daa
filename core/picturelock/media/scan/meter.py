"""The loudness and the peaks of one group of channels while their samples pass, by FFmpeg's ebur128 and resampler.

Samples go in, and come out, interleaved: PyAV reads past the end of a frame of eight planes and more.
"""

from __future__ import annotations

from array import array
from fractions import Fraction
from math import isfinite, log10
from typing import Any

import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph
from numpy.typing import NDArray

from picturelock.media.scan.model import HOP, LOUDEST, NOTHING, Curve, Group, ProgrammeScan
from picturelock.media.scan.within import within
from picturelock.times import FLICKS_PER_SECOND, Span, nearest

_OVERSAMPLED = 192_000
"""BS.1770, annex 2: four times 48 kHz."""
_WEIGHED_AS = {"7.1": "7.1(wide-side)"}
"""FFmpeg's ebur128 weighs every surround 1.41. By BS.1770 that holds up to 120 degrees to the side; the rear pair of 7.1, at
135, weighs 1: so it is named a pair of the front, in the same order."""
_SETTLED_S = 5
"""Seconds of silence after which no window of a meter holds any sound."""


class Meter:
    """Takes the samples of one group of channels, all of one rate, without a gap."""

    def __init__(self, group: Group, rate: int) -> None:
        self.group, self.rate = group, rate
        self._layout = _WEIGHED_AS.get(group.layout, group.layout)
        self.problem = ""
        self._momentary, self._short, self._peaks = array("H"), array("H"), array("f")
        self._given = self._silent = 0
        self._over_rate = max(rate, _OVERSAMPLED)
        self._over = 0
        try:
            self._build()
        except (av.error.FFmpegError, ValueError) as error:
            self.problem = f"ebur128: {error}"

    def _build(self) -> None:
        """One graph: the samples to the meter, and to the resampler whose peaks are true ones."""
        rate = self.rate
        graph = self._graph = Graph()
        options = f"sample_rate={rate}:sample_fmt=flt:channel_layout={self._layout}:time_base=1/{rate}"
        self._source: Any = graph.add("abuffer", options)
        split, meter = graph.add("asplit", "2"), graph.add("ebur128", "metadata=1")
        finer, packed = graph.add("aresample", str(self._over_rate)), graph.add("aformat", "sample_fmts=flt")
        self._loudness: Any = graph.add("abuffersink")
        self._fine: Any = graph.add("abuffersink")
        self._source.link_to(split)
        split.link_to(meter, 0)
        split.link_to(finer, 1)
        meter.link_to(self._loudness)
        finer.link_to(packed)
        packed.link_to(self._fine)
        graph.configure()

    def take(self, rows: NDArray[np.float32]) -> None:
        """The next samples, one row for each channel of the group."""
        if self.problem:
            return
        count = rows.shape[1]
        highest = np.abs(rows).max(axis=0)
        whole = count * HOP.denominator % (self.rate * HOP.numerator) == 0 == self._given % self.rate
        silent, self._silent = self._silent, 0 if highest.any() else self._silent + count
        if silent >= _SETTLED_S * self.rate and self._silent and whole:
            self._rest(count)
            return
        self._note_peaks(highest, self._given, self.rate)  # a peak at the very end may be rounded off by the resampler
        packed = np.ascontiguousarray(rows.T).reshape(1, -1)
        try:
            frame = AudioFrame.from_ndarray(packed, format="flt", layout=self._layout)
            frame.sample_rate, frame.pts, frame.time_base = self.rate, self._given, Fraction(1, self.rate)
            self._given += count
            self._source.push(frame)
            self._pull()
        except (av.error.FFmpegError, ValueError) as error:
            self.problem = f"ebur128: {error}"

    def finish(self) -> ProgrammeScan:
        """The loudness of all that passed; the last incomplete 100 ms have peaks only."""
        if not self.problem:
            self._source.push(None)
            self._pull()
        if self.problem:
            return ProgrammeScan(self.group, problem=self.problem)
        measured = ProgrammeScan(
            self.group,
            momentary=Curve(self._momentary.tobytes()),
            short=Curve(self._short.tobytes()),
            peaks=Curve.of([_code(20 * log10(peak)) if peak > 0 else NOTHING for peak in self._peaks]),
        )
        return within(measured, Span(0, nearest(Fraction(self._given, self.rate) * FLICKS_PER_SECOND)))

    def _rest(self, count: int) -> None:
        """Silence after long silence, in whole hops: nothing is left in the filters that could still be heard."""
        hops = count * HOP.denominator // (self.rate * HOP.numerator)
        for curve in (self._momentary, self._short):
            curve.extend([NOTHING] * hops)
        self._given += count
        self._over += count * self._over_rate // self.rate

    def _pull(self) -> None:
        for frame in _frames(self._loudness):
            values = dict(frame.metadata)
            if values:
                self._momentary.append(_code(float(values.get("lavfi.r128.M", "-inf"))))
                self._short.append(_code(float(values.get("lavfi.r128.S", "-inf"))))
        channels = len(self.group.channels)
        for frame in _frames(self._fine):
            fine = np.abs(frame.to_ndarray().reshape(-1, channels)).ravel()
            self._note_peaks(fine, self._over, self._over_rate, channels)
            self._over += len(fine) // channels

    def _note_peaks(self, values: NDArray[np.float32], at: int, rate: int, channels: int = 1) -> None:
        """The highest of each hop. values: magnitudes, so many of each sample; at: the number of the first sample."""
        if not len(values):
            return
        first, last = (
            number * HOP.denominator // (rate * HOP.numerator) for number in (at, at + len(values) // channels - 1)
        )
        begins = (-(-number * rate * HOP.numerator // HOP.denominator) for number in range(first, last + 1))
        starts = [max(0, begin - at) * channels for begin in begins]
        self._peaks.extend([0.0] * (last + 1 - len(self._peaks)))
        for number, highest in enumerate(np.maximum.reduceat(values, starts).tolist(), first):
            self._peaks[number] = max(self._peaks[number], highest)


def _frames(sink: Any) -> list[Any]:
    """What a sink has ready."""
    ready = []
    while True:
        try:
            ready.append(sink.pull())
        except (av.error.BlockingIOError, av.error.EOFError):
            return ready


def _code(level: float) -> int:
    """In 1/100 below LOUDEST; what is hardly there is nothing."""
    if not isfinite(level) or level <= -120:
        return NOTHING
    return min(NOTHING - 1, max(0, round(100 * (LOUDEST - level))))
