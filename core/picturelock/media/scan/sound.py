"""Listening to every channel: its level, its holes, and how two neighbours go together."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log10, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from picturelock.errors import InputError
from picturelock.media.scan.holes import Holes
from picturelock.media.scan.meter import Meter
from picturelock.media.scan.model import (
    BLOCK,
    NOTHING,
    ChannelScan,
    Curve,
    PairScan,
    ProgrammeScan,
    StreamScan,
)
from picturelock.media.scan.sides import sides
from picturelock.media.scan.streams import Stream
from picturelock.times import Flicks, Span, divide_nearest, from_samples

CHUNK_S = 1
_PATIENCE = 96 << 20
"""Bytes of sound that wait for a stream of which nothing comes; from then on it is taken to be silent."""
_JITTER_S = Fraction(1, 200)
_NOTED = 100
_LEAP_S = 60
"""How far sound may leap beyond the end that the file tells of itself."""
_FAINT = 1e-12  # mean square: nothing that 24 bits can hold
_HEARD = 1e-6
"""Mean square of a channel, -60 dBFS, below which it has no phase."""

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heard:
    """What one desk has to say."""

    streams: list[StreamScan]
    channels: list[ChannelScan]
    pairs: list[PairScan]
    programmes: list[ProgrammeScan]


class Desk:
    """All streams of one sample rate, side by side as one table of channels, a second at a time."""

    def __init__(
        self,
        rate: int,
        streams: Sequence[tuple[int, int, int]],
        meters: Sequence[Meter],
        path: Any,
        *,
        seconds: Fraction = Fraction(24 * 3600),
        complain: Callable[[str], object] = str,
    ) -> None:
        """streams: index, number of the first channel (from 1), count of channels. seconds: the film's length by its file."""
        self.rate, self.path, self.meters = rate, path, meters
        self._furthest, self._complain = int((seconds + _LEAP_S) * rate), complain
        self._streams = {index: Stream(index, count) for index, _, count in streams}
        self.numbers = [first + n for _, first, count in streams for n in range(count)]
        self._of = {first + n: index for index, first, count in streams for n in range(count)}
        total = len(self.numbers)
        self._chunk = CHUNK_S * rate
        self._block = max(1, int(BLOCK * rate))
        self._peaks = np.zeros(total)
        self._last = np.zeros(total, np.float32)
        self._levels = [array("H") for _ in range(total)]
        self._centres = [array("H") for _ in range(total)]
        self._holes = [Holes(rate) for _ in range(total)]
        self._pairs = {pair: array("H") for pair in self._paired()}
        self._done = 0

    def take(self, index: int, seconds: Fraction, data: memoryview) -> None:
        """Some samples of a stream, float32, interleaved. seconds: from the first frame of the picture."""
        stream = self._streams[index]
        samples: Samples = np.frombuffer(data, dtype="<f4").reshape(-1, stream.channels)
        exact = seconds * self.rate
        at = divide_nearest(exact.numerator, exact.denominator)
        if stream.start is None:
            stream.start = at
            if stream.given_up is None:
                self._pad(stream, at, note=False)
        if stream.given_up is not None:
            samples, at = self._late(stream, samples, at)
        if at - stream.at > _JITTER_S * self.rate:
            self._pad(stream, at, note=True)
        if at < 0 and stream.at == 0:  # sound before the picture
            samples = samples[min(len(samples), -at) :]
        if len(samples):
            stream.put(np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0))
            stream.end = stream.at
        self._mix(final=False)

    @property
    def heard(self) -> bool:
        """True once any sound came."""
        return any(stream.start is not None for stream in self._streams.values())

    def finish(self) -> Heard:
        """Everything that was heard."""
        self._mix(final=True)
        for holes in self._holes:
            holes.finish(self._done)
        streams = [
            StreamScan(one.index, self._time(one.start or 0), self._time(one.end), tuple(one.gaps))
            for one in self._streams.values()
        ]
        channels = [self._channel(column, number) for column, number in enumerate(self.numbers)]
        pairs = [PairScan(*pair, Curve(values.tobytes())) for pair, values in self._pairs.items()]
        return Heard(streams, channels, pairs, [meter.finish() for meter in self.meters])

    def _paired(self) -> list[tuple[int, int]]:
        """Neighbours, the left one odd, and what the groups name left and right."""
        here = set(self.numbers)
        pairs = {(one, one + 1): None for one in self.numbers if one % 2 and one + 1 in here}
        pairs |= {pair: None for meter in self.meters for pair in sides(meter.group)}
        return list(pairs)

    def _late(self, stream: Stream, samples: Samples, at: int) -> tuple[Samples, int]:
        """Sound of a stream that was given up: what is too late to be heard is told, and left out."""
        if at < stream.at:
            self._complain(
                f"audio stream {stream.index + 1} is stored too far from the others to be measured with them"
            )
            left = samples[min(len(samples), stream.at - at) :]
            stream.end = max(stream.end, at + len(samples))
            stream.given_up = None if len(left) else stream.given_up
            return left, stream.at
        if stream.end and len(stream.gaps) < _NOTED:
            stream.gaps.append(Span(self._time(stream.end), self._time(at)))
        self._pad(stream, at, note=False)
        stream.given_up = None
        return samples, at

    def _pad(self, stream: Stream, until: int, *, note: bool) -> None:
        gap = until - stream.at
        if gap > _LEAP_S * self.rate and until > self._furthest:
            raise InputError("has sound whose timestamps leap beyond the end of the film.", file=self.path)
        if note and len(stream.gaps) < _NOTED:
            stream.gaps.append(Span(self._time(stream.at), self._time(until)))
        stream.rest(gap)

    def _mix(self, *, final: bool) -> None:
        """Take whole seconds off the streams, as long as all have them; the last piece is what is left."""
        ends = [stream.at for stream in self._streams.values()]
        ready = max(ends) if final else min(ends)
        while ready - self._done >= self._chunk:
            self._hear(self._table(self._chunk))
        while self._waits() > _PATIENCE:
            self._hear(self._table(self._chunk))
        if final and ready > self._done:
            self._hear(self._table(ready - self._done))

    def _waits(self) -> int:
        return sum(stream.held * stream.channels * 4 for stream in self._streams.values())

    def _table(self, count: int) -> Samples:
        return np.concatenate([self._next(stream, count) for stream in self._streams.values()], axis=1)

    def _next(self, stream: Stream, count: int) -> Samples:
        """The next samples of one stream, silent where it has none left."""
        behind = self._done + count - stream.at
        if behind > 0:
            stream.given_up = stream.at if stream.given_up is None else stream.given_up
            stream.rest(behind)
        return stream.next(count)

    def _hear(self, table: Samples) -> None:
        """A second of all channels, one row each: sums along rows are many times faster than down columns."""
        rows = np.ascontiguousarray(table.T)
        count = rows.shape[1]
        for meter in self.meters:
            meter.take(rows[[self.numbers.index(number) for number in meter.group.channels]])
        for row, holes in zip(rows, self._holes, strict=True):
            holes.take(row, self._done)
        if rows.any():
            self._measure(rows)
        else:
            self._note_silence(count)
        self._done += count

    def _measure(self, rows: Samples) -> None:
        count = rows.shape[1]
        np.maximum(self._peaks, np.abs(rows).max(axis=1), out=self._peaks)
        sums = self._note_levels(np.square(rows))
        steps = np.diff(rows, axis=1, prepend=self._last[:, None])
        for centres, step, energy in zip(self._centres, steps, sums.tolist(), strict=True):
            centres.append(self._centre(float(np.dot(step, step)), energy, count))
        self._last = rows[:, -1].copy()
        for (left, right), values in self._pairs.items():
            a, b = self.numbers.index(left), self.numbers.index(right)
            faint = min(sums[a], sums[b]) < _HEARD * count
            values.append(NOTHING if faint else _correlation(rows[a], rows[b], float(sums[a] * sums[b])))

    def _note_silence(self, count: int) -> None:
        blocks = [NOTHING] * len(self._edges(count))
        for levels in self._levels:
            levels.extend(blocks)
        for curve in (*self._centres, *self._pairs.values()):
            curve.append(NOTHING)
        self._last[:] = 0

    def _edges(self, count: int) -> NDArray[np.int64]:
        """Where blocks begin; the last of a second may be a little longer."""
        return np.arange(0, max(1, count - self._block // 2), self._block)

    def _note_levels(self, squares: Samples) -> NDArray[np.float64]:
        """The level of each block; gives the sum of each row."""
        count = squares.shape[1]
        edges = self._edges(count)
        sums = np.add.reduceat(squares, edges, axis=1, dtype=np.float64)
        lengths = np.diff(np.append(edges, count))
        for levels, means in zip(self._levels, (sums / lengths).tolist(), strict=True):
            levels.extend(_level(mean) for mean in means)
        total: NDArray[np.float64] = sums.sum(axis=1)
        return total

    def _centre(self, motion: float, energy: float, count: int) -> int:
        if energy <= _FAINT * count:
            return NOTHING
        return min(NOTHING - 1, round(sqrt(motion / energy) * self.rate / (2 * pi)))

    def _channel(self, column: int, number: int) -> ChannelScan:
        peak, holes = float(self._peaks[column]), self._holes[column]
        return ChannelScan(
            number=number,
            stream=self._of[number],
            sample_rate=self.rate,
            level=Curve(self._levels[column].tobytes()),
            peak=20 * log10(peak) if peak > 0 else None,
            centre=Curve(self._centres[column].tobytes()),
            dropouts=tuple(Span(self._time(a), self._time(b)) for a, b in holes.found),
            dropout_count=holes.count,
            pauses=Curve.of(holes.pauses),
            abrupt=tuple(holes.abrupt),
        )

    def _time(self, samples: int) -> Flicks:
        return from_samples(samples, self.rate)


def _level(mean_square: float) -> int:
    """In 1/100 dB below full scale."""
    if mean_square <= _FAINT:
        return NOTHING
    return min(NOTHING - 1, max(0, round(-1000 * log10(mean_square))))


def _correlation(left: Samples, right: Samples, power: float) -> int:
    """power: the product of both sums of squares."""
    together = float(np.dot(left, right)) / sqrt(power)
    return min(20_000, max(0, round(10_000 * (1 + together))))
