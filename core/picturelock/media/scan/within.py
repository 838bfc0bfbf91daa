"""What was measured of the sound, of a part of the file: a programme without its bars and tone.

Loudness rests on windows that lie wholly inside the part: 400 ms for the gates of ITU-R BS.1770, 3 s for short-term loudness
and for the loudness range of EBU Tech 3342.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from picturelock.media.scan.model import BLOCK, HOP, LOUDEST, NOTHING, ChannelScan, Curve, ProgrammeScan
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span

GATE_LUFS = -70.0
"""BS.1770's absolute gate: what never rises above it has no loudness."""
_RELATIVE_LU, _RANGE_LU = (
    10,
    20,
)  # below the mean of what passes the absolute gate: BS.1770, and Tech 3342 for the range
_LOWEST, _HIGHEST = 10, 95  # percent of the short-term values between which the loudness range lies
_MOMENTARY, _SHORT_TERM = 4, 30  # hops of a window
_RINGS = 1  # hop for which the meter's filters still ring of what was before

_HOP: Flicks = int(HOP * FLICKS_PER_SECOND)
_BLOCK: Flicks = int(BLOCK * FLICKS_PER_SECOND)

Values = NDArray[np.float64]


def within(programme: ProgrammeScan, span: Span) -> ProgrammeScan:
    """The loudness and peaks of a part of the file. A programme that was not measured stays as it is."""
    if programme.problem:
        return programme
    momentary, _ = _loudness(programme.momentary, span, _MOMENTARY)
    short, first = _loudness(programme.short, span, _SHORT_TERM)
    peaks, start = _peaks(programme.peaks, span)
    loudest, highest = (int(part.argmax()) if len(part) else 0 for part in (short, peaks))
    top = float(short[loudest]) if len(short) else GATE_LUFS
    peak = float(peaks[highest]) if len(peaks) else -np.inf
    return replace(
        programme,
        integrated=_integrated(momentary),
        range_lu=_range(short),
        short_term=top if top > GATE_LUFS else None,
        short_term_at=(first + loudest + 1) * _HOP if top > GATE_LUFS else 0,
        true_peak=peak if np.isfinite(peak) else None,
        true_peak_at=(start + highest + 1) * _HOP if np.isfinite(peak) else 0,
    )


def levels_within(channel: ChannelScan, span: Span) -> tuple[tuple[int, ...], int]:
    """The levels of the blocks that lie wholly inside, and the number of the first of them."""
    first, last = max(0, -(-span.start // _BLOCK)), max(0, span.end // _BLOCK)
    return channel.level.values()[first:last], first


def centre_within(channel: ChannelScan, span: Span) -> float | None:
    """Where the middle of a channel's energy lies, Hz, over the whole seconds inside; None = it is silent there."""
    first, last = max(0, -(-span.start // FLICKS_PER_SECOND)), max(1, -(-span.end // FLICKS_PER_SECOND))
    levels = _values(channel.level)
    each = int(1 / BLOCK)
    energy = weighted = 0.0
    for second, centre in enumerate(channel.centre.values()[first:last], first):
        part = levels[second * each : (second + 1) * each]
        power = float(np.sum(10 ** (part[part != NOTHING] / -1000)))
        if centre != NOTHING and power > 0:
            energy += power
            weighted += power * centre**2
    return float(np.sqrt(weighted / energy)) if energy else None


def _values(curve: Curve) -> Values:
    return np.frombuffer(curve.data, "<u2").astype(np.float64)


def _loudness(curve: Curve, span: Span, window: int) -> tuple[Values, int]:
    """LUFS of the windows that lie wholly inside (-inf = nothing), and the number of the first of them."""
    first = (-(-span.start // _HOP) + _RINGS if span.start > 0 else 0) + window - 1
    codes = _values(curve)[first : max(first, span.end // _HOP)]
    return np.where(codes == NOTHING, -np.inf, LOUDEST - codes / 100), first


def _peaks(curve: Curve, span: Span) -> tuple[Values, int]:
    first = max(0, span.start // _HOP)
    codes = _values(curve)[first : max(first, -(-span.end // _HOP))]
    return np.where(codes == NOTHING, -np.inf, LOUDEST - codes / 100), first


def _integrated(momentary: Values) -> float | None:
    loud = _gated(momentary, _RELATIVE_LU)
    return float(10 * np.log10(np.mean(10 ** (loud / 10)))) if len(loud) else None


def _range(short: Values) -> float:
    loud = np.sort(_gated(short, _RANGE_LU))
    if not len(loud):
        return 0.0
    low, high = (loud[round((len(loud) - 1) * percent / 100)] for percent in (_LOWEST, _HIGHEST))
    return float(high - low)


def _gated(values: Values, below: int) -> Values:
    """What passes the absolute gate, and the one that lies so far below the mean of it."""
    loud = values[values > GATE_LUFS]
    if not len(loud):
        return loud
    passing: Values = loud[loud >= 10 * np.log10(np.mean(10 ** (loud / 10))) - below]
    return passing
