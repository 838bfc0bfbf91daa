"""Cutting hours of sound into windows of minutes, at silences, in bounded memory.

A window ends in the quietest stretch of 0.4 s near its target length (5 minutes, give or take one). Where nothing there
is quiet, the search goes on up to the hard cap (10 minutes) and takes the quietest stretch of all. The next window
starts at the very sample where this one ends. Where a window ends depends on nothing but the samples from its start on:
not on the blocks they come in, nor on what was before, so that a run taken up again finds the windows it would have found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from picturelock.engines.base import RATE, Samples
from picturelock.times import Flicks, Span, from_samples

FRAME = RATE // 50
"""Samples over which energy is taken: 20 ms."""
STRETCH = 20
"""Frames of a silence: 0.4 s."""

_UNIT = 1 << 40  # energies are whole numbers of 1/_UNIT: their sums are then the same in any order
_LOUDEST = 4.0  # full scale is 1; a float file may go above
_QUIET = round(10 ** (-50 / 10) * _UNIT)  # -50 dBFS: quieter than speech on any level that is recorded
_UNDER_MEDIAN = 100  # or 20 dB below the median around it


@dataclass(frozen=True, slots=True)
class Limits:
    """How long windows are. The cut is sought within a fifth of the target on either side, then up to the cap."""

    target_s: int = 300
    cap_s: int = 600

    def __post_init__(self) -> None:
        if self.target_s < 5 or self.cap_s * 5 < self.target_s * 6:
            raise ValueError("a target is at least 5 s, and a cap at least a fifth longer")

    @property
    def nearest(self) -> int:
        """Samples before which no cut is made."""
        return self.target_s * RATE * 4 // 5

    @property
    def farthest(self) -> int:
        """Samples up to which a quiet cut is sought first."""
        return self.target_s * RATE * 6 // 5


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the media's sound."""

    index: int
    start: Flicks
    samples: Samples

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + from_samples(len(self.samples), RATE))


def cut_windows(
    blocks: Iterable[Samples], limits: Limits = LIMITS, *, start: Flicks = 0, index: int = 0
) -> Iterator[Window]:
    """Windows that follow one another without a gap; `start` and `index` are those of the first.

    Holds at most a cap's length of samples and a block.
    """
    tape = _Tape(blocks)
    while True:
        length = _length(tape, limits)
        if not length:
            return
        window = Window(index, start, tape.take(length))
        yield window
        start, index = window.span.end, index + 1


def _length(tape: _Tape, limits: Limits) -> int:
    """Samples of the next window; 0 at the end of the tape."""
    if not tape.fill(limits.farthest):
        return tape.held
    place, quiet = _quietest(tape.peek(limits.farthest), limits)
    if quiet:
        return place
    cap = limits.cap_s * RATE
    if not tape.fill(cap):
        return tape.held
    return _quietest(tape.peek(cap), limits)[0]


def _quietest(samples: Samples, limits: Limits) -> tuple[int, bool]:
    """The middle of the quietest stretch (of several, the one nearest to the target), and whether it is a silence."""
    first = limits.nearest // FRAME
    energies = energy(samples[first * FRAME :])
    sums = np.concatenate([[0], np.cumsum(energies)])
    stretches = sums[STRETCH:] - sums[:-STRETCH]
    middles = first + STRETCH // 2 + np.arange(len(stretches))
    lowest = int(stretches.min())
    candidates = middles[stretches == lowest]
    best = candidates[np.argmin(np.abs(candidates - limits.target_s * RATE // FRAME))]
    quiet = lowest <= _QUIET * STRETCH or lowest * _UNDER_MEDIAN <= int(np.median(energies)) * STRETCH
    return int(best) * FRAME, quiet


def energy(samples: Samples) -> npt.NDArray[np.int64]:
    """Mean square of each whole frame, in 2**-40 of full scale squared."""
    frames = np.nan_to_num(samples[: len(samples) // FRAME * FRAME]).reshape(-1, FRAME)
    squares = np.square(frames, dtype=np.float64).mean(axis=1)
    whole: npt.NDArray[np.int64] = np.rint(np.minimum(squares, _LOUDEST) * _UNIT).astype(np.int64)
    return whole


class _Tape:
    """Samples that have come and were not taken yet."""

    def __init__(self, blocks: Iterable[Samples]) -> None:
        self._blocks = iter(blocks)
        self._waiting: list[Samples] = []
        self.held = 0

    def fill(self, count: int) -> bool:
        """Read on until `count` samples are held; False where the blocks end before."""
        while self.held < count:
            block = next(self._blocks, None)
            if block is None:
                return False
            self._waiting.append(block)
            self.held += len(block)
        return True

    def peek(self, count: int) -> Samples:
        if len(self._waiting) != 1:
            self._waiting = [np.concatenate(self._waiting)]
        return self._waiting[0][:count]

    def take(self, count: int) -> Samples:
        taken = self.peek(count).copy()
        self._waiting = [self._waiting[0][count:].copy()]
        self.held -= count
        return taken
