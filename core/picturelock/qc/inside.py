"""The sound of the programme alone: what stands before the cut's first frame, bars and tone, is no part of it."""

from __future__ import annotations

from picturelock.media.scan.model import ProgrammeScan, Scan
from picturelock.media.scan.within import within
from picturelock.production import Dossier
from picturelock.qc.common import Where
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span

_DAY = 24 * 3600 * FLICKS_PER_SECOND


def where_of(dossier: Dossier, scan: Scan) -> Where:
    """Where the scan's frames lie; sound by itself is counted at 25 frames."""
    return Where(dossier, scan.picture.rate if scan.picture else FrameRate(25))


def programme_span(where: Where) -> Span:
    """The cut in the master's own time. All after the leader, where the cut has no length."""
    return Span(where.before, where.before + (where.dossier.cut.duration or _DAY))


def heard(dossier: Dossier, scan: Scan) -> tuple[ProgrammeScan, ...]:
    """The loudness of every measured programme, without the leader."""
    span = programme_span(where_of(dossier, scan))
    return tuple(within(programme, span) for programme in scan.programmes)
