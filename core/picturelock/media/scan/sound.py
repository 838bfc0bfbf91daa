"""Listening to every channel: its level, its digital silences, and how two neighbours go together."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import log10, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from picturelock.errors import InputError
from picturelock.media.scan.meter import Meter
from picturelock.media.scan.model import BLOCK, NOTHING, ChannelScan, Curve, PairScan, ProgrammeScan, StreamScan
from picturelock.times import Flicks, Span, divide_nearest, from_samples

CHUNK_S = 1
_LATE_S = 12  # one stream this far behind the others has ended, or lost its sound: it is silent from there
_JITTER_S = Fraction(1, 200)
_NOTED = 100
_MOST_LEAP_S = 24 * 3600
DROPOUT_S = Fraction(1, 1000), Fraction(1, 2)
"""How long digital zero between sound and sound may be to be a drop-out: shorter is a wave crossing zero, longer an edit."""
_BESIDE_S = Fraction(1, 100)
_SOUND = 10 ** (-50 / 20)  # RMS right before and after a drop-out, of full scale
_FAINT = 1e-12  # mean square: nothing that 24 bits can hold

Samples = NDArray[np.float32]


@dataclass(slots=True)
class _Stream:
    """Where one stream stands. `at` counts samples from the first frame of the picture."""

    index: int
    first_channel: int
    channels: int
    waiting: list[Samples] = field(default_factory=list)
    at: int = 0
    start: int | None = None
    end: int = 0
    gaps: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Heard:
    """What one desk has to say."""

    streams: list[StreamScan]
    channels: list[ChannelScan]
    pairs: list[PairScan]
    programmes: list[ProgrammeScan]


class Desk:
    """All streams of one sample rate, side by side as one table of channels, a second at a time."""

    def __init__(self, rate: int, streams: Sequence[tuple[int, int, int]], meters: Sequence[Meter], path: Any) -> None:
        """streams: index, number of the first channel (from 1), and count of channels."""
        self.rate, self.path, self.meters = rate, path, meters
        self._streams = {index: _Stream(index, first, count) for index, first, count in streams}
        self.numbers = [first + n for _, first, count in streams for n in range(count)]
        self._of = {first + n: index for index, first, count in streams for n in range(count)}
        total = len(self.numbers)
        self._chunk = CHUNK_S * rate
        self._block = max(1, int(BLOCK * rate))
        self._peaks = np.zeros(total)
        self._energy, self._motion = np.zeros(total), np.zeros(total)
        self._last = np.zeros(total, np.float32)
        self._levels = [array("H") for _ in range(total)]
        self._zeros = [_Zeros(rate) for _ in range(total)]
        self._pairs = [
            at for at in range(total - 1) if self.numbers[at] % 2 and self.numbers[at + 1] == self.numbers[at] + 1
        ]
        self._correlation = {at: array("H") for at in self._pairs}
        self._done = 0

    def take(self, index: int, seconds: Fraction, data: memoryview) -> None:
        """Some samples of a stream, float32, interleaved. seconds: from the first frame of the picture."""
        stream = self._streams[index]
        samples: Samples = np.frombuffer(data, dtype="<f4").reshape(-1, stream.channels)
        exact = seconds * self.rate
        at = divide_nearest(exact.numerator, exact.denominator)
        if stream.start is None:
            stream.start = at
            self._pad(stream, at, note=False)
        elif at - stream.at > _JITTER_S * self.rate:
            self._pad(stream, at, note=True)
        if at < 0 and stream.at == 0:  # sound before the picture
            samples = samples[min(len(samples), -at) :]
        if len(samples):
            stream.waiting.append(np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0))
            stream.at += len(samples)
            stream.end = stream.at
        self._mix(final=False)

    @property
    def heard(self) -> bool:
        """True once any sound came."""
        return any(stream.start is not None for stream in self._streams.values())

    def finish(self) -> Heard:
        """Everything that was heard."""
        self._mix(final=True)
        streams = [
            StreamScan(one.index, self._time(one.start or 0), self._time(one.end), tuple(one.gaps))
            for one in self._streams.values()
        ]
        channels = [self._channel(column, number) for column, number in enumerate(self.numbers)]
        pairs = [
            PairScan(self.numbers[at], self.numbers[at + 1], Curve(values.tobytes()))
            for at, values in self._correlation.items()
        ]
        return Heard(streams, channels, pairs, [meter.finish() for meter in self.meters])

    def _pad(self, stream: _Stream, until: int, *, note: bool) -> None:
        gap = until - stream.at
        if gap <= 0:
            return
        if gap > _MOST_LEAP_S * self.rate:
            raise InputError("has timestamps that leap beyond its own end.", file=self.path)
        if note and len(stream.gaps) < _NOTED:
            stream.gaps.append(Span(self._time(stream.at), self._time(until)))
        stream.at = until
        for begin in range(0, gap, self._chunk):
            stream.waiting.append(np.zeros((min(self._chunk, gap - begin), stream.channels), np.float32))

    def _mix(self, *, final: bool) -> None:
        """Take whole seconds off the streams, as long as all have them; the last piece is what is left."""
        ends = [stream.at for stream in self._streams.values()]
        late = max(ends) - _LATE_S * self.rate
        ready = max(ends) if final else max(min(ends), late)
        while ready - self._done >= self._chunk:
            self._hear(self._table(self._chunk))
        if final and ready > self._done:
            self._hear(self._table(ready - self._done))

    def _table(self, count: int) -> Samples:
        return np.concatenate([self._next(stream, count) for stream in self._streams.values()], axis=1)

    def _next(self, stream: _Stream, count: int) -> Samples:
        """The next samples of one stream, silent where it has none left."""
        held = np.concatenate(stream.waiting) if stream.waiting else np.zeros((0, stream.channels), np.float32)
        taken, left = held[:count], held[count:]
        stream.waiting = [left] if len(left) else []
        if len(taken) < count:
            taken = np.concatenate([taken, np.zeros((count - len(taken), stream.channels), np.float32)])
            stream.at = max(stream.at, self._done + count)
        return taken

    def _hear(self, table: Samples) -> None:
        """A second of all channels, one row each: sums along rows are many times faster than down columns."""
        rows = np.ascontiguousarray(table.T)
        count = rows.shape[1]
        for meter in self.meters:
            meter.take(rows[[self.numbers.index(number) for number in meter.group.channels]])
        np.maximum(self._peaks, np.abs(rows).max(axis=1), out=self._peaks)
        squares = np.square(rows)
        sums = self._note_levels(squares)
        self._energy += sums
        steps = np.diff(rows, axis=1, prepend=self._last[:, None])
        self._motion += [float(np.dot(step, step)) for step in steps]
        self._last = rows[:, -1].copy()
        for row, zeros in zip(rows, self._zeros, strict=True):
            zeros.take(row, self._done)
        for at in self._pairs:
            power = float(sums[at] * sums[at + 1])
            self._correlation[at].append(_correlation(rows[at], rows[at + 1], power))
        self._done += count

    def _note_levels(self, squares: Samples) -> NDArray[np.float64]:
        """The level of each block; gives the sum of each row. The last block of a second may be a little longer."""
        count = squares.shape[1]
        edges = np.arange(0, max(1, count - self._block // 2), self._block)
        sums = np.add.reduceat(squares, edges, axis=1, dtype=np.float64)
        lengths = np.diff(np.append(edges, count))
        for levels, means in zip(self._levels, (sums / lengths).tolist(), strict=True):
            levels.extend(_level(mean) for mean in means)
        total: NDArray[np.float64] = sums.sum(axis=1)
        return total

    def _channel(self, column: int, number: int) -> ChannelScan:
        peak, zeros = float(self._peaks[column]), self._zeros[column]
        energy, motion = float(self._energy[column]), float(self._motion[column])
        return ChannelScan(
            number=number,
            stream=self._of[number],
            sample_rate=self.rate,
            level=Curve(self._levels[column].tobytes()),
            peak=20 * log10(peak) if peak > 0 else None,
            centre_hz=sqrt(motion / energy) * self.rate / (2 * pi) if energy > 0 else None,
            dropouts=tuple(Span(self._time(a), self._time(b)) for a, b in zeros.found),
            dropout_count=zeros.count,
        )

    def _time(self, samples: int) -> Flicks:
        return from_samples(samples, self.rate)


class _Zeros:
    """Runs of digital zero in one channel."""

    def __init__(self, rate: int) -> None:
        self._least, self._most = int(DROPOUT_S[0] * rate), int(DROPOUT_S[1] * rate)
        self._beside = max(1, int(_BESIDE_S * rate))
        self._tail = np.zeros(self._beside, np.float32)
        self._open: tuple[int, bool] | None = None
        """Start of a run that reaches the end of what was heard, and whether sound was before it."""
        self.found: list[tuple[int, int]] = []
        self.count = 0

    def take(self, samples: Samples, at: int) -> None:
        """The next samples; `at`: the number of their first."""
        if self._open is None and (samples.all() or not self._has_run(samples)):
            self._tail = samples[-self._beside :]
            return
        joined = np.concatenate([self._tail, samples])
        first, told = at - len(self._tail), len(self._tail)
        silent = np.concatenate([[False], joined == 0, [False]])
        edges = np.flatnonzero(silent[1:] != silent[:-1]).reshape(-1, 2)
        opened, self._open = self._open, None
        for a, b in edges[edges[:, 1] - edges[:, 0] >= self._least].tolist():
            if b >= told:  # else it ended in what was heard before, and was told then
                self._run(joined, first, a, b, opened)
        self._tail = joined[-self._beside :]

    def _has_run(self, samples: Samples) -> bool:
        """A cheap look: a run of `least` zeros holds one of every `least`-th sample; the ends are always looked at."""
        return bool((samples[:: max(1, self._least // 2)] == 0).any()) or samples[-1] == 0 or samples[0] == 0

    def _run(self, joined: Samples, first: int, a: int, b: int, opened: tuple[int, bool] | None) -> None:
        if opened is not None and a == 0:
            start, loud = opened
        else:
            start, loud = first + a, _rms(joined[max(0, a - self._beside) : a]) >= _SOUND
        if b == len(joined):
            self._open = start, loud
            return
        length = first + b - start
        after = joined[b : b + self._beside]
        if loud and self._least <= length <= self._most and _rms(after) >= _SOUND:
            self.count += 1
            if len(self.found) < _NOTED:
                self.found.append((start, start + length))


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples)))) if len(samples) else 0.0


def _level(mean_square: float) -> int:
    """In 1/100 dB below full scale."""
    if mean_square <= _FAINT:
        return NOTHING
    return min(NOTHING - 1, max(0, round(-1000 * log10(mean_square))))


def _correlation(left: Samples, right: Samples, power: float) -> int:
    """power: the product of both sums of squares."""
    if power <= _FAINT:
        return NOTHING
    together = float(np.dot(left, right)) / sqrt(power)
    return min(20_000, max(0, round(10_000 * (1 + together))))
