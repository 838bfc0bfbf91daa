"""The loudness of one programme while its samples pass, by FFmpeg's ebur128 filter."""

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

from picturelock.media.scan.model import NOTHING, Curve, Group, ProgrammeScan
from picturelock.times import FLICKS_PER_SECOND, Flicks, nearest

GATE_LUFS = -70.0
"""BS.1770's absolute gate: what never rises above it has no loudness."""
_SHORT_TERM_S = 3


class Meter:
    """Takes the samples of one group of channels, all of one rate, without a gap."""

    def __init__(self, group: Group, rate: int) -> None:
        self.group, self.rate = group, rate
        self._graph = Graph()
        options = f"sample_rate={rate}:sample_fmt=fltp:channel_layout={group.layout}:time_base=1/{rate}"
        source = self._graph.add("abuffer", options)
        meter, self._sink = self._graph.add("ebur128", "peak=true:metadata=1"), self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(self._sink)
        self._source: Any = source
        self._momentary = array("H")
        self._last: dict[str, str] = {}
        self._heard, self._given = 0, 0
        self._peak, self._peak_at = 0.0, 0
        self._short, self._short_at = -120.0, 0
        self.problem = ""
        try:
            self._graph.configure()
        except (av.error.FFmpegError, ValueError) as error:
            self.problem = f"ebur128: {error}"

    def take(self, rows: NDArray[np.float32]) -> None:
        """The next samples, one row for each channel of the group."""
        if self.problem:
            return
        try:
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(rows), format="fltp", layout=self.group.layout)
            frame.sample_rate, frame.pts, frame.time_base = self.rate, self._given, Fraction(1, self.rate)
            loudest = np.abs(rows).max(axis=1)
            if loudest.max() > self._peak:  # the filter's resampler may round off a peak at the very end
                self._peak = float(loudest.max())
                self._peak_at = self._given + int(np.abs(rows[loudest.argmax()]).argmax()) + 1
            self._given += rows.shape[1]
            self._source.push(frame)
            self._pull()
        except (av.error.FFmpegError, ValueError) as error:
            self.problem = f"ebur128: {error}"

    def finish(self) -> ProgrammeScan:
        """The loudness of all that passed; the last incomplete 100 ms are not measured."""
        if not self.problem:
            self._source.push(None)
            self._pull()
        if self.problem:
            return ProgrammeScan(self.group, problem=self.problem)
        integrated = float(self._last.get("lavfi.r128.I", GATE_LUFS))
        return ProgrammeScan(
            self.group,
            integrated=integrated if integrated > GATE_LUFS else None,
            range_lu=float(self._last.get("lavfi.r128.LRA", 0)),
            true_peak=20 * log10(self._peak) if self._peak > 0 else None,
            true_peak_at=self._time(self._peak_at),
            short_term=self._short if self._short > GATE_LUFS else None,
            short_term_at=self._time(self._short_at),
            momentary=Curve(self._momentary.tobytes()),
        )

    def _pull(self) -> None:
        while True:
            try:
                frame: Any = self._sink.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            values = dict(frame.metadata)
            self._heard += frame.samples
            if not values:
                continue
            self._last = values
            self._note(values)

    def _note(self, values: dict[str, str]) -> None:
        momentary = float(values.get("lavfi.r128.M", "-inf"))
        far = not isfinite(momentary) or momentary <= -120
        self._momentary.append(NOTHING if far else min(NOTHING - 1, max(0, round(-100 * momentary))))
        short = float(values.get("lavfi.r128.S", "-inf"))
        if short > self._short and self._heard >= _SHORT_TERM_S * self.rate:
            self._short, self._short_at = short, self._heard
        peak = float(values.get("lavfi.r128.true_peak", 0))
        if peak > self._peak:
            self._peak, self._peak_at = peak, self._heard

    def _time(self, samples: int) -> Flicks:
        return nearest(Fraction(samples, self.rate) * FLICKS_PER_SECOND)
