"""Frames of sound to mono float samples, and back."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

Samples: TypeAlias = np.ndarray[Any, np.dtype[np.float32]]


class Mixer:
    """Frames of any format to mono float at one rate; a stream may change its format midway."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.kind: tuple[str, str, int] | None = None
        self.resampler: AudioResampler | None = None

    def mono(self, frame: AudioFrame) -> Samples:
        if frame.layout.name == f"{frame.layout.nb_channels} channels":  # no one says which is left or centre
            frame = frame_of(mean(frame), frame.sample_rate)
        frame.pts = None  # places are kept by the reader; the resampler must only count
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        flushed: list[AudioFrame] = []
        if kind != self.kind or self.resampler is None:
            flushed = self.resampler.resample(None) if self.resampler else []
            # Without a ceiling FFmpeg mixes float sources 3 dB louder than integer ones.
            self.resampler = AudioResampler("flt", "mono", self.rate, options={"rematrix_maxval": "1"})
            self.kind = kind
        mixed = [*flushed, *self.resampler.resample(frame)]
        return np.concatenate([flat(part) for part in mixed]) if mixed else np.zeros(0, np.float32)


def mean(frame: AudioFrame) -> Samples:
    """The mean of all channels, -1..1."""
    data: np.ndarray[Any, Any] = frame.to_ndarray()
    if not frame.format.is_planar:
        data = data.reshape(-1, frame.layout.nb_channels).T
    mixed: np.ndarray[Any, Any] = data.mean(axis=0, dtype=np.float64)
    if data.dtype.kind == "u":
        mixed = mixed / 128 - 1
    elif data.dtype.kind == "i":
        mixed = mixed / -float(np.iinfo(data.dtype).min)
    return mixed.astype(np.float32)


def frame_of(samples: Samples, rate: int) -> AudioFrame:
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples, np.float32).reshape(1, -1), "flt", "mono")
    frame.sample_rate = rate
    return frame


def flat(frame: AudioFrame) -> Samples:
    flat: Samples = frame.to_ndarray().reshape(-1).astype(np.float32, copy=False)
    return flat
