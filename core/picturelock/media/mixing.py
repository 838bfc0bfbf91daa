"""Frames of sound to mono float samples, and back."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

Samples: TypeAlias = np.ndarray[Any, np.dtype[np.float32]]

_TYPES: dict[str, Any] = {
    "u8": np.uint8,
    "s16": np.int16,
    "s32": np.int32,
    "s64": np.int64,
    "flt": np.float32,
    "dbl": np.float64,
}


class Mixer:
    """Frames of any format to mono float at one rate; a stream may change its format midway.

    The mean of all channels where there are one or two, or no layout says what they are; else FFmpeg's own downmix.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.kind: tuple[str, str, int] | None = None
        self.resampler: AudioResampler | None = None

    def mono(self, frame: AudioFrame) -> Samples:
        """The frame's samples, and those that a change of format had held back."""
        channels, rate = frame.layout.nb_channels, frame.sample_rate
        unlabelled = channels <= 2 or frame.layout.name == f"{channels} channels"
        if unlabelled and rate == self.rate:
            return np.concatenate([*self._flush(None), mean(frame)]) if self.resampler else mean(frame)
        if unlabelled:
            frame = frame_of(mean(frame), rate)
        frame.pts = None  # places are kept by the reader; the resampler must only count
        kind = (frame.format.name, frame.layout.name, rate)
        held = self._flush(kind)
        if self.resampler is None:
            # Without a ceiling FFmpeg mixes float sources 3 dB louder than integer ones.
            self.resampler = AudioResampler("flt", "mono", self.rate, options={"rematrix_maxval": "1"})
        mixed = [*held, *(flat(part) for part in self.resampler.resample(frame))]
        return np.concatenate(mixed) if mixed else np.zeros(0, np.float32)

    def _flush(self, kind: tuple[str, str, int] | None) -> list[Samples]:
        """What the resampler still holds, if the next frames are of another kind."""
        if self.resampler is None or kind == self.kind:
            self.kind = kind
            return []
        held = [flat(part) for part in self.resampler.resample(None)]
        self.resampler, self.kind = None, kind
        return held


def mean(frame: AudioFrame) -> Samples:
    """The mean of all channels, -1..1. A private copy: the frame's memory is reused."""
    name, planar = frame.format.name, frame.format.is_planar
    kind = _TYPES[name.removesuffix("p") if planar else name]
    channels, count = frame.layout.nb_channels, frame.samples
    planes: Any = frame.planes
    mixed: np.ndarray[Any, Any]
    wide: Any = np.float32 if channels == 1 or kind is np.float32 else np.float64
    if planar:
        mixed = np.frombuffer(planes[0], kind, count).astype(wide)
        for plane in planes[1:channels]:  # PyAV lists one more where there are eight
            mixed += np.frombuffer(plane, kind, count)
    else:
        packed = np.frombuffer(planes[0], kind, count * channels).reshape(count, channels)
        mixed = packed.sum(axis=1, dtype=wide) if channels > 1 else packed[:, 0].astype(np.float32)
    if channels > 1:
        mixed /= channels
    if kind is np.uint8:
        mixed = mixed / 128 - 1
    elif np.issubdtype(kind, np.integer):
        mixed /= -float(np.iinfo(kind).min)
    return mixed.astype(np.float32, copy=False)


def frame_of(samples: Samples, rate: int) -> AudioFrame:
    """Mono samples as a frame."""
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples, np.float32).reshape(1, -1), "flt", "mono")
    frame.sample_rate = rate
    return frame


def flat(frame: AudioFrame) -> Samples:
    """The samples of a mono float frame."""
    plane: Any = frame.planes[0]
    return np.frombuffer(plane, np.float32, frame.samples).copy()
