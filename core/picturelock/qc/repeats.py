"""Frames that repeat the one before, inside motion: a render that stuttered, or a source of another rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from picturelock.findings import Finding
from picturelock.media.scan.model import SAME, Frames, PictureScan
from picturelock.qc.common import HOUSE, MOST, Where, facts_of, listed
from picturelock.qc.explained import explained, is_one_picture, is_retimed

REPEATS_MOST = 12
"""A picture that stands for more frames than this is a freeze, not a repeated frame."""
_MOTION = 24
"""Of a curve of change: the picture moved by one and a half codes of luma right before and right after."""
_SAME, _SAME_SHARE = 2, 10
"""Of a curve of change: a repeat is the same to an eighth of a code, or to a tenth of the motion around it (long-GOP coders
refine it), for a picture that barely moves is no fault."""
_AROUND = 6
"""Frames before and after in which most move."""
_FLAT = 8
"""10-bit codes: what has no more between dark and bright is a dip to one colour, as black is one."""
_MANY_PERCENT, _MANY = 2, 20
"""Repeats beyond both are how the picture was made (animation, another frame rate), and told once."""


def repeats(picture: PictureScan, held: Sequence[Frames], programme: Frames, where: Where) -> Iterator[Finding]:
    """Short holds inside motion; those that the source has at the same frames are the source's, and not told."""
    change, holds = picture.change.values(), picture.holds.values()
    flat = [high - low <= _FLAT for low, high in zip(picture.low.values(), picture.high.values(), strict=True)]

    def stutters(run: Frames) -> bool:
        before = change[run.start] if run.start else 0
        after = change[run.end] if run.end < len(change) else 0
        around = sorted(change[max(0, run.start - _AROUND) : run.start + 1] + change[run.end : run.end + _AROUND])
        least = min(before, after, around[len(around) // 2] if around else 0)
        repeated = all(value <= max(_SAME, least // _SAME_SHARE) for value in change[run.start + 1 : run.end])
        return repeated and least >= _MOTION and not flat[run.start] and set(holds[run.start + 1 : run.end]) == {SAME}

    runs = [
        run
        for run in held
        if programme.start < run.start
        and run.end < programme.end
        and run.count - 1 <= REPEATS_MOST
        and stutters(run)
        and not explained(run, where, is_retimed)
    ]
    count = sum(run.count - 1 for run in runs)
    if count > _MANY and 100 * count > _MANY_PERCENT * max(1, programme.count):
        yield _cadence(runs, count, programme, where)
        return
    told = [run for number, run in enumerate(runs) if number >= MOST or not _of_source(run, where)]
    yield from listed(
        Finding(
            "qc.repeated-frames",
            "warning",
            where.place(Frames(run.start + 1, run.end)),
            facts_of(where.dossier, **where.timed(Frames(run.start + 1, run.end).span(where.rate))),
            HOUSE,
        )
        for run in told
    )


def _cadence(runs: Sequence[Frames], count: int, programme: Frames, where: Where) -> Finding:
    steps = [b.start - a.start for a, b in pairwise(runs)] or [1]
    usual = max(set(steps), key=steps.count)
    percent = round(100 * count / programme.count, 1)
    facts = facts_of(where.dossier, count=count, percent=percent, every=usual, start=where.label(runs[0].start))
    return Finding("qc.cadence", "warning", where.place(runs[0]), facts, HOUSE)


def _of_source(run: Frames, where: Where) -> bool:
    """True where the frames that the cut has there are one picture in the source itself."""
    return is_one_picture(range(run.start, run.end), where)
