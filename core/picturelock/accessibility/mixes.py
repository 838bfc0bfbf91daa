"""Two mixes of one film, compared by how loud they are every 40 ms: where one has something that the other lacks.

That is enough to hear description: it stands in quiet places, and the programme is lowered under it. Nothing is decoded for it
but what `media.scan` measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from picturelock.accessibility.common import BLOCK_TIME
from picturelock.media.scan.model import NOTHING, ChannelScan
from picturelock.times import Flicks, Span

FLOOR = -60.0
"""dBFS RMS: what is quieter counts as silence."""
HEARD = -50.0
DIFFERS_DB = 1.5, 4.0
"""How much louder or quieter than the other a block must be to differ: lossy coding moves levels by less. The second value is
for mixes of different channels, of which a fold-down moves the levels too."""
LOUDER_DB = 2.0, 5.0
"""How much louder the described mix must be where somebody speaks for a second voice to be over the first; the same."""
_LEAST_SPEECH = 125
"""Blocks of speech (5 s) from which the mixes' difference in level is taken there."""
_WIDEST = 750
"""Blocks (30 s) by which one mix may be late."""
_LATE = 2
_HOLDS = 0.6
_STEP_DB = 10.0
_TRIED = 5
_LIVELY_DB = 3.0
_GONE_DB, _GONE_SHARE = 20.0, 0.8
_LEAST_VOICED = 50

Levels = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Compared:
    """A described mix beside the main one. Masks are of blocks of record time, the first at 0."""

    blocks: int
    gain_db: float
    """By how much it is louder throughout."""
    late: int
    """Blocks by which it is late (below zero: early) as a whole; 0 = in step, or it cannot be told."""
    programme_missing: bool
    """Where somebody speaks in the main mix it is silent: it is the description alone."""
    differs: Mask
    """Either is heard, and they are not equally loud."""
    louder: Mask
    """It is louder than the main mix."""
    speech: Mask

    @property
    def described(self) -> Flicks:
        """How much of what lies outside the dialogue is not as in the main mix."""
        return int((self.differs & ~self.speech).sum()) * BLOCK_TIME

    def share(self, span: Span) -> float:
        """Of a stretch of record time, how much is not as in the main mix."""
        part = self.differs[_blocks(span, self.blocks)]
        return float(part.mean()) if len(part) else 1.0


def levels(channels: Sequence[ChannelScan], before: Flicks) -> Levels:
    """Mean power of some channels in dBFS, a value for each block from the first frame of the cut on.

    before: how much of the file comes before that.
    """
    if not channels:
        return np.full(0, FLOOR)
    length = max(len(one.level) for one in channels)
    power = np.zeros(length)
    for one in channels:
        codes = np.array(one.level.values(), np.float64)
        power[: len(codes)] += np.where(codes == NOTHING, 0.0, 10 ** (codes / -1000))
    told = 10 * np.log10(np.maximum(power / len(channels), 10 ** (FLOOR / 10)))
    skipped = (before + BLOCK_TIME // 2) // BLOCK_TIME
    return np.asarray(told[skipped:], np.float64)


def compare(main: Levels, described: Levels, speech: Sequence[Span], *, alike: bool) -> Compared:
    """speech: where somebody is known to speak, in record time. alike: both have the same channels."""
    count = min(len(main), len(described))
    main, described = main[:count], described[:count]
    voiced = np.zeros(count, np.bool_)
    for span in speech:
        voiced[_blocks(span, count)] = True
    both = (main > HEARD) & (described > HEARD)
    told = both & voiced if int((both & voiced).sum()) >= _LEAST_SPEECH else both
    gain = float(np.median((described - main)[told])) if told.any() else 0.0
    difference = described - gain - main
    heard = np.maximum(main, described - gain) > HEARD
    return Compared(
        blocks=count,
        gain_db=gain,
        late=_late(main, described),
        programme_missing=_missing(main, described, voiced),
        differs=np.asarray(heard & (np.abs(difference) > DIFFERS_DB[not alike]), np.bool_),
        louder=np.asarray((described > HEARD) & (difference > LOUDER_DB[not alike]), np.bool_),
        speech=voiced,
    )


def _late(main: Levels, described: Levels) -> int:
    """The shift at which most of what is heard in the main mix is in the other, block for block, where it is not at none."""
    if len(main) < _LEAST_VOICED or main.std() < _LIVELY_DB or described.std() < _LIVELY_DB:
        return 0
    # Where the main mix is heard, how its level rises and falls is also in the other, whatever is spoken between.
    a = np.clip(np.diff(main), -_STEP_DB, _STEP_DB) * (main[1:] > HEARD)
    b = np.clip(np.diff(described), -_STEP_DB, _STEP_DB)
    size = 1 << (2 * len(a) - 1).bit_length()
    together = np.fft.irfft(np.fft.rfft(b, size) * np.conj(np.fft.rfft(a, size)), size)
    widest = min(_WIDEST, len(a) // 2)
    shifts = np.arange(-widest, widest + 1)
    likely = shifts[np.argsort(together[shifts])[-_TRIED:]]
    held, best = max((_held(main, described, int(by)), int(by)) for by in likely)
    clear = abs(best) >= _LATE and held >= _HOLDS > 2 * _held(main, described, 0)
    return best if clear else 0


def _held(main: Levels, described: Levels, by: int) -> float:
    """The share of the blocks heard in the main mix that the other has as loud, `by` blocks later."""
    count = len(main) - abs(by)
    a, b = (main[:count], described[by:]) if by >= 0 else (main[-by:], described[:count])
    heard = a > HEARD
    if int(heard.sum()) < _LEAST_VOICED:
        return 0.0
    difference = (b - a)[heard]
    return float((np.abs(difference - np.median(difference)) <= DIFFERS_DB[0]).mean())


def _missing(main: Levels, described: Levels, voiced: Mask) -> bool:
    spoken = voiced & (main > HEARD)
    if int(spoken.sum()) < _LEAST_VOICED:
        return False
    gone = described[spoken] < main[spoken] - _GONE_DB
    return float(gone.mean()) >= _GONE_SHARE


def _blocks(span: Span, count: int) -> slice:
    first = max(0, span.start // BLOCK_TIME)
    return slice(min(first, count), min(count, max(first, -(-span.end // BLOCK_TIME))))
