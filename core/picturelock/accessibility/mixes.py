"""Two mixes of one film, compared by how loud they are every 40 ms: where one has something that the other lacks.

That is enough to hear description: sounds that begin in the described mix alone, in what differs from the main one outside
the dialogue. A bed at another level differs too, but nothing begins in it. Nothing is decoded for it but what `media.scan`
measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from picturelock.accessibility.common import BLOCK_TIME, runs
from picturelock.accessibility.in_step import InStep, in_step
from picturelock.accessibility.sounds import HEARD, RISE_DB, Kept, Levels, rises, together
from picturelock.media.scan.model import NOTHING, ChannelScan
from picturelock.times import Flicks, Span

FLOOR = -60.0
"""dBFS RMS: what is quieter counts as silence."""
DIFFERS_DB = 1.5, 4.0
"""How much louder or quieter than the other a block must be to differ: lossy coding moves levels by less. The second value is
for mixes of different channels, of which a fold-down moves the levels too."""
LOUDER_DB = 2.0, 5.0
"""How much louder the described mix must be where somebody speaks for a second voice to be over the first; the same."""
_LEAST_SPEECH = 125
"""Blocks of speech (5 s) from which the mixes' difference in level is taken there."""
_BED_SHARE, _BED_DB = 0.1, 1.0
_BRIDGE = 12
_LEAST_ADDED = 5
_LEAST_OWN = 3
_GONE_SHARE = 0.75
_STRANGE = 0.35
_LEAST_BEGUN = 8
_LOUD = 0.6
_MORE = 1.25
_LEAST_HELD = 25

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Compared:
    """A described mix beside the main one. Masks are of blocks of record time, the first at 0."""

    blocks: int
    step: InStep
    gain_db: float
    """By how much it is louder throughout."""
    bed_db: float
    """By how much its bed is louder than the main one's, beyond that; 0 where what is between the lines is mostly alike."""
    programme_missing: bool
    """What is said in the main mix is not in it."""
    dialogue: float | None
    """How much of how the main mix moves where somebody speaks is in it, from -1 to 1; None = too little is said."""
    holder: str
    """Which of the two has what is described: "described", "main", or "" where neither or nobody can tell."""
    differs: Mask
    """Either is heard, and they are not equally loud."""
    added: Mask
    """It has sounds there, outside the dialogue, that the main mix has not."""
    louder: Mask
    """It is louder than the main mix while somebody speaks, and sounds begin in it alone."""
    speech: Mask

    @property
    def described(self) -> Flicks:
        """How much is described outside the dialogue."""
        return int(self.added.sum()) * BLOCK_TIME

    def share(self, span: Span) -> float:
        """Of a stretch of record time, how much is described."""
        part = self.added[_blocks(span, self.blocks)]
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
    step = in_step(main, described)
    described = step.aligned(described)
    both = (main > HEARD) & (described > HEARD)
    told = both & voiced if int((both & voiced).sum()) >= _LEAST_SPEECH else both
    gain = _gain(main[told], described[told])
    heard = np.maximum(main, described) > HEARD
    difference = np.where(heard, described - gain - main, 0.0)
    bed = _bed(difference[~voiced])
    differs = np.asarray(heard & (np.abs(difference - bed) > DIFFERS_DB[not alike]), np.bool_)
    louder = np.asarray(voiced & (described > HEARD) & (difference > LOUDER_DB[not alike]), np.bool_)
    told = voiced & (main > HEARD)
    dialogue = together(main, described - min(gain, 0.0), voiced) if int(told.sum()) >= _LEAST_SPEECH else None
    return Compared(
        blocks=count,
        step=step,
        gain_db=gain,
        bed_db=bed,
        programme_missing=step.drift is None and _missing(main, described, voiced, dialogue),
        dialogue=dialogue,
        holder=_holder(main, described, differs & ~voiced),
        differs=differs,
        added=_added(main, described, differs) & ~voiced,
        louder=louder & _added(main, described, louder),
        speech=voiced,
    )


def _holder(main: Levels, described: Levels, differs: Mask) -> str:
    """Speech moves more than what it is spoken over, and more sounds begin in it."""
    there, here = _added(main, described, differs) & differs, _added(described, main, differs) & differs
    both = there | here
    if not both.any():
        return ""
    moved = [_moved(levels, both) for levels in (described, main)]
    begun = int(_begun(main, described)[both].sum()), int(_begun(described, main)[both].sum())
    if not here.any() or moved[0] >= _MORE * moved[1]:
        return "described"
    is_main = int(here.sum()) >= _LEAST_HELD and moved[1] >= _MORE * moved[0] and begun[1] > begun[0]
    return "main" if is_main else ""


def _moved(levels: Levels, where: Mask) -> float:
    change = np.abs(np.diff(levels, prepend=levels[:1]))
    return float(np.minimum(change, 2 * RISE_DB)[where].mean())


def _gain(main: Levels, described: Levels) -> float:
    """The difference where the main mix is loudest: there it is dialogue, not what lies under it."""
    loud = main >= np.quantile(main, _LOUD) if len(main) else np.zeros(0, np.bool_)
    return float(np.median((described - main)[loud])) if loud.any() else 0.0


def _bed(difference: Levels) -> float:
    """How much louder what is between the lines is, where hardly any of it is as loud as in the other mix."""
    if not len(difference) or float((np.abs(difference) <= _BED_DB).mean()) >= _BED_SHARE:
        return 0.0
    whole = np.round(difference / _BED_DB).astype(np.int64)
    return float(np.bincount(whole - whole.min()).argmax() + whole.min()) * _BED_DB


def _begun(main: Levels, other: Levels) -> Mask:
    """Where a sound begins in the other mix alone."""
    own, usual = rises(other), np.pad(rises(main), 1)
    near = np.maximum.reduce([usual[:-2], usual[1:-1], usual[2:]])  # a block earlier or later is the same sound
    return np.asarray((own >= RISE_DB) & (own - near >= RISE_DB), np.bool_)


def _added(main: Levels, other: Levels, differs: Mask) -> Mask:
    """Stretches that differ and in which sounds of the other mix alone begin: once and louder, or again and again."""
    begun, louder = _begun(main, other), differs & (other - main > 0)
    added = np.zeros(len(main), np.bool_)
    for run in runs(differs.tolist(), _BRIDGE):
        part = slice(run.start, run.end)
        count = len(runs(begun[part].tolist(), 1))
        if count >= _LEAST_OWN or (count and int(louder[part].sum()) >= _LEAST_ADDED):
            added[part] = True
    return added


def _missing(main: Levels, described: Levels, voiced: Mask, dialogue: float | None) -> bool:
    """Whether hardly any sound that begins where somebody speaks begins in the other mix, or it moves in quite another way."""
    kept = Kept(main, described)
    spoken = voiced[kept.at] if voiced.any() else np.ones(len(kept.at), np.bool_)
    if int(spoken.sum()) < _LEAST_BEGUN:
        return False
    strange = dialogue is not None and dialogue < _STRANGE
    return strange or float(kept.are(spoken).mean()) <= 1 - _GONE_SHARE


def _blocks(span: Span, count: int) -> slice:
    first = max(0, span.start // BLOCK_TIME)
    return slice(min(first, count), min(count, max(first, -(-span.end // BLOCK_TIME))))
