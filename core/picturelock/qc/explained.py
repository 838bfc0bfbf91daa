"""What the cut itself explains: black where it has nothing, a freeze that the editor made, a repeat that the source has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from picturelock.cut import Shot
from picturelock.cutmap import frames_shown
from picturelock.errors import InputError
from picturelock.media.scan.model import Frames
from picturelock.media.scan.stills import read_stills
from picturelock.production import Dossier
from picturelock.qc.common import Where, shot_at
from picturelock.times import Span

_EXPLAINED_PERCENT = 80
_SAME_MEAN = 0.4
"""Mean difference of 8-bit luma up to which two frames of a source are one picture."""


def explained(run: Frames, where: Where, explains: Callable[[Shot | None, Dossier], bool]) -> bool:
    """True where most of a stretch is what the cut has there. A master without a cut explains nothing."""
    dossier = where.dossier
    if not dossier.cut.shots:
        return False
    record = run.span(where.rate).shift(-where.before)
    meant = 0
    seen = sorted({record.start, record.end, *_edges(dossier, record)})
    for start, end in pairwise(seen):
        if explains(_top(dossier, Span(start, end)), dossier):
            meant += end - start
    return 100 * meant >= _EXPLAINED_PERCENT * record.duration


def is_one_picture(frames: Sequence[int], where: Where) -> bool:
    """True where these frames of the master, in order, are one shot of the cut, and one picture in its source as well."""
    dossier, rate = where.dossier, where.dossier.cut.rate
    if rate != where.rate or not frames:
        return False
    record = [frame - where.first for frame in frames]
    shot, *others = (shot_at(dossier.cut, rate.time_of(frame)) for frame in record)
    media = dossier.media.get(shot.source.key) if shot is not None else None
    if shot is None or any(other is not shot for other in others):
        return False
    if media is None or media.rate is None or not media.video:
        return False
    shown, begin = frames_shown(shot, rate), rate.nearest(shot.record_span.start)
    wanted = [shown[frame - begin] for frame in record if 0 <= frame - begin < len(shown)]
    try:
        stills = [still.luma.astype(np.int16) for still in read_stills(media.path, wanted, media.rate)]
    except InputError:
        return False
    return len(stills) > 1 and all(float(np.abs(a - b).mean()) <= _SAME_MEAN for a, b in pairwise(stills))


def _edges(dossier: Dossier, record: Span) -> Iterator[int]:
    for shot in dossier.cut.shots:
        if shot.kind == "video" and shot.record_span.overlaps(record):
            yield from (edge for edge in (shot.record_span.start, shot.record_span.end) if record.contains(edge))


def _top(dossier: Dossier, part: Span) -> Shot | None:
    return shot_at(dossier.cut, part.start)


def is_empty(shot: Shot | None, _: Dossier) -> bool:
    """Nothing on any track, or what the editing system made."""
    return shot is None or shot.source.generated


def is_still(shot: Shot | None, dossier: Dossier) -> bool:
    """A freeze that the editor made, a title, or a source of one picture."""
    if shot is None:
        return False
    media = dossier.media.get(shot.source.key)
    one = media is not None and (not media.video or (media.video[0].frames or 2) <= 1)
    return shot.speed == 0 or shot.source.generated or one


def is_retimed(shot: Shot | None, dossier: Dossier) -> bool:
    return shot is not None and (shot.speed != 1 or bool(shot.ramp) or is_still(shot, dossier))
