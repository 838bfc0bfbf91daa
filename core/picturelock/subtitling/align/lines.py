"""How a caption file lies to the speech: pieces, in each of which a new time is the old one x a ratio + a shift.

Points are captions of which the first word is heard: their time in the file, and that of the speech. For every ratio that
the points allow (1, those between the frame rates of film and television, and the one they show themselves) the shifts that
several captions in a row agree on are candidates. A Viterbi search then gives each caption one candidate: it costs what the
caption lies off, up to a second, and each change from one to the next costs about four captions that lie a second off. What
is found is the median of each piece. Cost: captions x candidates, and candidates are limited.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from statistics import median_low

import numpy as np
import numpy.typing as npt

from picturelock.subtitling.rules.timing_order import RATES
from picturelock.times import FLICKS_PER_MS, Flicks, FrameRate, nearest, to_ms

MOST_OFF_MS = 1000
"""A caption costs no more than this, however far off it is."""
CHANGE_MS = 3600
"""What it costs to begin another piece."""
_TILTED_MS, _FREE_MS = 500, 1500  # what a piece costs more at another speed, and at one that nobody knows
_AGREE = 5  # captions in a row that make a candidate
_SCATTER_MS = 450  # within which they agree
_GRAIN_MS = 60  # candidates nearer than this are one
_MOST_SHIFTS, _MOST_CELLS = 400, 8_000_000  # of a ratio; of all captions together
_MOST_TILT = Fraction(3, 10)
_NTSC = Fraction(15, 10_000)  # two ratios nearer than this differ by whole rates for those of NTSC
_TELL_SPEED, _TELL_FREE = 8, 20  # captions that show a known speed, and one that nobody knows

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Point:
    """One caption whose speech is found."""

    event: int
    """Its number among the captions."""
    file: Flicks
    """Its start in the file."""
    speech: Flicks
    """The start of its first word."""
    weight: int
    """2 for one that is certain, 1 for a short or doubtful one."""


@dataclass(frozen=True, slots=True)
class Line:
    """New time = old time x ratio + shift."""

    ratio: Fraction
    shift: Flicks

    def to_new(self, time: Flicks) -> Flicks:
        """To the nearest flick."""
        return (time if self.ratio == 1 else nearest(time * self.ratio)) + self.shift


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of captions on one line."""

    first: int
    """Its first caption that was found; the first piece also has those before."""
    last: int
    """Its last caption that was found."""
    line: Line
    found: int
    """Captions that the line rests on."""


def rates_of(ratio: Fraction, rate: FrameRate | None) -> tuple[FrameRate, FrameRate] | None:
    """What captions were timed for and what the programme runs at, where that is the ratio; if it can be, at `rate`."""
    pairs = [(made, runs) for made, runs in permutations(RATES[:5], 2) if _ratio(made, runs) == ratio]
    return next((pair for pair in pairs if pair[1] == rate), next(iter(pairs), None))


def _ratio(made: FrameRate, runs: FrameRate) -> Fraction:
    return Fraction(made.num * runs.den, made.den * runs.num)


_KNOWN = frozenset(
    ratio for made, runs in permutations(RATES[:5], 2) if abs((ratio := _ratio(made, runs)) - 1) <= _MOST_TILT
)


def fit(points: Sequence[Point]) -> list[Piece]:
    """The pieces that explain the points best, in order. `points` are in order of file time, and at least one."""
    file = np.array([to_ms(point.file) for point in points], dtype=np.int64)
    speech = np.array([to_ms(point.speech) for point in points], dtype=np.int64)
    weights = np.array([point.weight for point in points], dtype=np.int64)
    ratios = _ratios(file, speech)
    states = [(ratio, shift) for ratio in ratios for shift in _shifts(_off(file, speech, ratio))]
    path = _viterbi(file, speech, weights, states, ratios)
    return list(_pieces(points, [states[state] for state in path]))


def lines_at(pieces: Sequence[Piece], points: Sequence[Point]) -> Iterator[Line]:
    """The line of each point."""
    number = 0
    for point in points:
        while number + 1 < len(pieces) and point.event >= pieces[number + 1].first:
            number += 1
        yield pieces[number].line


def at_rate(piece: Piece, points: Sequence[Point], rate: FrameRate) -> Piece:
    """The piece at a speed that ends at the programme's own rate, where that explains its captions as well within a frame.

    A short file cannot tell 25 against 24 from 25 against 23.976, which is a thousandth more.
    """
    own = [point for point in points if piece.first <= point.event <= piece.last]
    pair = rates_of(piece.line.ratio, rate)
    if pair is None or pair[1] == rate or not own:
        return piece

    def off(line: Line) -> Flicks:
        return median_low([abs(line.to_new(point.file) - point.speech) for point in own])

    near = [
        Line(ratio, _shift(own, ratio))
        for ratio in sorted(_ratio(made, rate) for made in RATES[:5] if made != rate)
        if abs(ratio / piece.line.ratio - 1) <= _NTSC
    ]
    better = [line for line in near if off(line) <= off(piece.line) + rate.frame]
    return Piece(piece.first, piece.last, min(better, key=off), piece.found) if better else piece


def one_line(points: Sequence[Point], tilted: bool) -> Piece:
    """The one line through all points: their median shift, and with `tilted` the ratio that they show."""
    file = np.array([to_ms(point.file) for point in points], dtype=np.int64)
    speech = np.array([to_ms(point.speech) for point in points], dtype=np.int64)
    known = _ratios(file, speech) if tilted else [Fraction(1)]

    def scatter(ratio: Fraction) -> tuple[int, bool]:
        off = _off(file, speech, ratio)
        return int(np.abs(off - int(np.median(off))).sum()) // len(points) // 10, ratio != 1

    ratio = min(known, key=scatter)
    return Piece(points[0].event, points[-1].event, Line(ratio, _shift(points, ratio)), len(points))


def _off(file: Numbers, speech: Numbers, ratio: Fraction) -> Numbers:
    """The shift that each point asks for at a ratio, in ms."""
    off: Numbers = speech - (file * ratio.numerator) // ratio.denominator
    return off


def _ratios(file: Numbers, speech: Numbers) -> list[Fraction]:
    """1, and every other ratio at which points some way apart often ask for the same shift."""
    found = [Fraction(1)]
    step = min(max(8, len(file) // 12), len(file) - 1)
    if len(file) < _TELL_SPEED:
        return found
    own = _own_ratio(file, speech, step)
    scores = {ratio: _parted(_off(file, speech, ratio), step) for ratio in (Fraction(1), *sorted(_KNOWN), own)}
    best = min(scores.values())
    found += [ratio for ratio in sorted(_KNOWN, key=scores.__getitem__)[:4] if scores[ratio] <= 2 * best + 150]
    length = int(file[-1] - file[0])
    if (
        len(file) >= _TELL_FREE
        and scores[own] <= best + 30
        and all(abs(own - ratio) * length > 2 * _SCATTER_MS for ratio in found)
    ):
        found.append(own)
    return found


def _parted(off: Numbers, step: int) -> int:
    """How far the shifts of two points lie apart, in the better third of pairs: the others may lie across a break."""
    return int(np.quantile(np.abs(off[step:] - off[:-step]), 0.3))


def _own_ratio(file: Numbers, speech: Numbers, step: int) -> Fraction:
    """The median of slopes between points some way apart (Theil and Sen), as parts per million."""
    across = file[step:] - file[:-step]
    wide = across > 0
    if not wide.any():
        return Fraction(1)
    slope = int(np.median((speech[step:] - speech[:-step])[wide] * 1_000_000 // across[wide]))
    low, high = (int(1_000_000 * (1 + sign * _MOST_TILT)) for sign in (-1, 1))
    return Fraction(min(max(slope, low), high), 1_000_000)


def _shifts(off: Numbers) -> list[int]:
    """The shifts that points in a row agree on, the best supported ones; each point's own where there are few points."""
    if len(off) <= _AGREE:
        return sorted(set(off.tolist()))
    windows = np.lib.stride_tricks.sliding_window_view(off, _AGREE)
    middles = np.median(windows, axis=1).astype(np.int64)
    scatter = np.median(np.abs(windows - middles[:, None]), axis=1)
    agreed = middles[scatter <= _SCATTER_MS]
    if not len(agreed):
        return [int(np.median(off))]
    cells, counts = np.unique(agreed // _GRAIN_MS, return_counts=True)
    most = min(_MOST_SHIFTS, max(20, _MOST_CELLS // len(off)))
    kept = np.sort(cells[np.argsort(-counts, kind="stable")[:most]])
    return [int(np.median(agreed[agreed // _GRAIN_MS == cell])) for cell in kept]


def _viterbi(
    file: Numbers,
    speech: Numbers,
    weights: Numbers,
    states: Sequence[tuple[Fraction, int]],
    ratios: Sequence[Fraction],
) -> list[int]:
    """The state of each point; of equal paths the one with the lower states."""
    shifts = np.array([shift for _, shift in states], dtype=np.int64)
    group = np.array([ratios.index(ratio) for ratio, _ in states], dtype=np.int64)
    off = np.stack([_off(file, speech, ratio) for ratio in ratios], axis=1)
    dear = [0 if ratio == 1 else _TILTED_MS if ratio in _KNOWN else _FREE_MS for ratio in ratios]
    enter = np.array(dear, dtype=np.int64)[group]
    cost = enter.copy()
    came = np.zeros((len(file), len(states)), dtype=np.int16)
    own = np.arange(len(states), dtype=np.int16)
    for at in range(len(file)):
        if at:
            cheapest = int(np.argmin(cost))
            changed = enter + (cost[cheapest] + 2 * CHANGE_MS)
            stays = cost <= changed
            came[at] = np.where(stays, own, cheapest)
            cost = np.where(stays, cost, changed)
        cost = cost + int(weights[at]) * np.minimum(np.abs(off[at][group] - shifts), MOST_OFF_MS)
    path = [int(np.argmin(cost))]
    for at in range(len(file) - 1, 0, -1):
        path.append(int(came[at, path[-1]]))
    return path[::-1]


def _pieces(points: Sequence[Point], states: Sequence[tuple[Fraction, int]]) -> Iterator[Piece]:
    """Each run of points in one state, with the median of those that lie near it."""
    start = 0
    for at in range(1, len(points) + 1):
        if at < len(points) and states[at] == states[start]:
            continue
        (ratio, shift), run = states[start], points[start:at]
        if ratio != 1 and ratio not in _KNOWN:
            yield _free_piece(run)
            start = at
            continue
        middle, most = shift * FLICKS_PER_MS, MOST_OFF_MS * FLICKS_PER_MS
        near = [one for one in run if abs(one.speech - nearest(one.file * ratio) - middle) < most] or list(run)
        yield Piece(run[0].event, run[-1].event, Line(ratio, _shift(near, ratio)), len(near))
        start = at


def _shift(points: Sequence[Point], ratio: Fraction) -> Flicks:
    """The median shift of points at a ratio; of those that are certain, where that is enough of them."""
    certain = [point for point in points if point.weight > 1]
    enough = certain if len(certain) >= _AGREE and 4 * len(certain) >= len(points) else points
    return median_low([point.speech - nearest(point.file * ratio) for point in enough])


def _free_piece(run: Sequence[Point]) -> Piece:
    """A piece at a speed that nobody knows, measured over its own length."""
    half = len(run) // 2
    slopes = [
        (b.speech - a.speech) * 100_000_000 // (b.file - a.file)
        for a, b in zip(run, run[half:], strict=False)
        if b.file > a.file
    ]
    ratio = Fraction(median_low(slopes), 100_000_000) if slopes else Fraction(1)
    return Piece(run[0].event, run[-1].event, Line(ratio, _shift(run, ratio)), len(run))
