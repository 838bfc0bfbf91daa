"""Where somebody speaks: the gate before every recogniser, and the map back from the speech to the whole array."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeAlias

import numpy as np

from picturelock.engines.base import RATE, Samples
from picturelock.times import Flicks, Span, from_samples

Stretch: TypeAlias = tuple[int, int]
"""First sample, and the sample after the last."""

MODEL = "silero-v6"
PAD_MS = 400  # kept on each side: word ends are quieter than the threshold
MIN_SILENCE_MS = 160
LONGEST_S = 30  # what a Whisper encoder sees at once


def sound(samples: Samples) -> Samples:
    """The array as engines can use it: float32, contiguous, and 0 wherever it holds no number."""
    array = np.ascontiguousarray(samples, dtype=np.float32)
    return array if np.isfinite(array).all() else np.nan_to_num(array, nan=0.0, posinf=0.0, neginf=0.0)


def find_speech(samples: Samples, longest_s: float = LONGEST_S) -> list[Stretch]:
    """Stretches of speech in order, none longer than `longest_s`, by the voice activity detector that faster-whisper carries."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    if not len(samples):
        return []
    options = VadOptions(max_speech_duration_s=longest_s, min_silence_duration_ms=MIN_SILENCE_MS, speech_pad_ms=PAD_MS)
    found = get_speech_timestamps(samples, options)
    return [part for item in found for part in slices(int(item["start"]), int(item["end"]), longest_s)]


def slices(start: int, end: int, longest_s: float = LONGEST_S) -> list[Stretch]:
    """[start, end) in parts of at most `longest_s`."""
    step = int(longest_s * RATE)
    return [(at, min(at + step, end)) for at in range(start, end, step)]


class Speech:
    """The speech of an array with the silence between left out, as recognisers are given it."""

    def __init__(self, samples: Samples, stretches: Sequence[Stretch]) -> None:
        self.stretches = tuple(stretches)
        self.samples: Samples = np.concatenate([samples[start:end] for start, end in stretches] or [samples[:0]])
        self._ends = list(accumulate(end - start for start, end in stretches))

    def pieces(self, longest_s: float = LONGEST_S) -> list[Stretch]:
        """The joined speech in parts of at most `longest_s`, cut only where silence was left out."""
        found: list[Stretch] = []
        start = end = 0
        for stretch_end in self._ends:
            if stretch_end - start > longest_s * RATE and end > start:
                found.append((start, end))
                start = end
            end = stretch_end
        if end > start:
            found.append((start, end))
        return found

    def span(self, start: float, end: float) -> Span:
        """Samples of the joined speech as a span of the whole array; it stays in the stretch that holds its middle."""
        index = min(bisect_right(self._ends, (start + end) / 2), len(self._ends) - 1)
        first, last = self.stretches[index]
        shift = last - self._ends[index]
        inside = [min(max(round(sample + shift), first), last) for sample in (start, max(start, end))]
        return Span(from_samples(inside[0], RATE), from_samples(inside[1], RATE))

    def done(self, sample: int) -> Flicks:
        """The time of the whole array up to which the joined speech is dealt with after `sample`."""
        index = min(bisect_right(self._ends, sample), len(self._ends) - 1)
        first, last = self.stretches[index]
        return from_samples(min(max(sample + last - self._ends[index], first), last), RATE)
