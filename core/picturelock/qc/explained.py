"""What the cut itself explains: black where it has nothing, a freeze that the editor made, a repeat that the source has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from picturelock.cut import Shot
from picturelock.media.scan.model import Frames
from picturelock.production import Dossier
from picturelock.qc.common import Where, shot_at
from picturelock.times import Span

_EXPLAINED_PERCENT = 80


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
