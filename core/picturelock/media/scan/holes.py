"""Holes in one channel: nothing for some milliseconds, cut into sound."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

HOLE_S = Fraction(1, 1000), Fraction(1, 2)
"""How long nothing between sound and sound may last to be a drop-out: shorter is a wave crossing zero, longer an edit."""
NOTED = 1000
_NOTHING = 10 ** (-80 / 20)
"""Magnitude below which a sample is nothing: digital zero, a sample that stands still, dither."""
_BESIDE_S = Fraction(1, 100)
_SOUND = 10 ** (-50 / 20)
"""RMS that the sound must have right before and after."""
_AROUND_S, _FULL = Fraction(6, 100), 0.7
"""Sound runs at its full level up to a hole where the RMS beside it is so much of that of the longer stretch: what is gated
falls away before, or swells after."""
_EDGE_S = Fraction(1, 8000)
_CUT = 0.5
"""What sound has within _EDGE_S of the hole, of the RMS beside it: a voice or a note that ends by itself has less."""

Samples = NDArray[np.float32]


class Holes:
    """Takes the samples of a channel in order."""

    def __init__(self, rate: int) -> None:
        self._least, self._most = max(2, int(HOLE_S[0] * rate)), int(HOLE_S[1] * rate)
        self._beside, self._edge = max(2, int(_BESIDE_S * rate)), max(2, int(_EDGE_S * rate))
        self._around = int(_AROUND_S * rate)
        self._rate = rate
        self._tail: Samples = np.zeros(0, np.float32)
        self._waiting = False
        """A run of nothing in the tail still lacks its end, or what comes after."""
        self._resting = False
        """The tail is nothing, and has been for longer than a hole lasts."""
        self._told = 0
        self.found: list[tuple[int, int]] = []
        """Numbers of their first sample and the one after their last."""
        self.count = 0
        self.abrupt: list[bool] = []
        """Of each of them, whether sound runs at its full level on both sides."""
        self.pauses: list[int] = []
        """In each second, how many there are that are as short, and between sound, but not cut into it."""

    def take(self, samples: Samples, at: int) -> None:
        """The next samples; `at`: the number of their first."""
        if self._resting and not samples.any():
            return
        if self._waiting or self._may_hold(samples):
            self._look(np.concatenate([self._tail, samples]), at - len(self._tail), last=False)
        else:
            self._tail = samples[-self._around :]

    def finish(self, end: int) -> None:
        """No more samples come."""
        if self._waiting:
            self._look(self._tail, end - len(self._tail), last=True)

    def _may_hold(self, samples: Samples) -> bool:
        """A cheap look: a run of `least` holds two in a row of every `least / 2`-th sample; the ends are always looked at."""
        few = np.abs(samples[:: max(1, self._least // 2)]) < _NOTHING
        ends = abs(samples[0]) < _NOTHING or abs(samples[-1]) < _NOTHING
        return bool(ends or (few[1:] & few[:-1]).any())

    def _look(self, joined: Samples, first: int, *, last: bool) -> None:
        quiet = np.concatenate([[False], np.abs(joined) < _NOTHING, [False]])
        edges = np.flatnonzero(quiet[1:] != quiet[:-1]).reshape(-1, 2)
        self._waiting = self._resting = False
        keep = len(joined) - self._around
        for a, b in edges[edges[:, 1] - edges[:, 0] >= self._least].tolist():
            if b > len(joined) - self._around and not last:
                self._waiting = True
                self._resting = b == len(joined) and b - a > self._most
                keep = min(keep, a - self._around) if b - a <= self._most else keep
            elif first + b > self._told:
                self._told = first + b
                self._judge(joined, first, a, b)
        self._tail = joined[max(0, keep) :]

    def _judge(self, joined: Samples, first: int, a: int, b: int) -> None:
        before, after = joined[max(0, a - self._beside) : a][::-1], joined[b : b + self._beside]
        if b - a > self._most or not (self._is_loud(before) and self._is_loud(after)):
            return
        if not (self._is_cut(before) and self._is_cut(after)):
            self._note_pause((first + a) // self._rate)
            return
        self.count += 1
        if len(self.found) < NOTED:
            around = joined[max(0, a - self._around) : a], joined[b : b + self._around]
            full = (_rms(near) >= _FULL * _rms(far) for near, far in zip((before, after), around, strict=True))
            self.found.append((first + a, first + b))
            self.abrupt.append(all(full))

    def _note_pause(self, second: int) -> None:
        self.pauses.extend([0] * (second + 1 - len(self.pauses)))
        self.pauses[second] += 1

    def _is_loud(self, side: Samples) -> bool:
        return len(side) > self._edge and _rms(side) >= _SOUND

    def _is_cut(self, side: Samples) -> bool:
        """side: the samples beside a hole, from the nearest on. A wave may be cut just where it crosses zero, at full slope."""
        steps = np.abs(np.diff(side))
        return bool(np.abs(side[: self._edge]).max() >= _CUT * _rms(side) or steps[:2].max() >= _CUT * steps.max())


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples))))
