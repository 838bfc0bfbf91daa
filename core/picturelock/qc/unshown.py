"""What the master has where the cut has nothing: a picture where it is black, a sound where nothing of it can be heard."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.cutmap import audible, subtract, union
from picturelock.findings import Finding, Place
from picturelock.media.scan.model import Frames, PictureScan, Scan
from picturelock.production import Dossier
from picturelock.qc.channels import is_active
from picturelock.qc.common import HOUSE, Where, facts_of, file_of, listed, stretches
from picturelock.qc.inside import programme_span
from picturelock.qc.sections import black_marks
from picturelock.qc.visible import is_black, visible
from picturelock.times import Span

_BRIDGED = 12
"""Frames of black inside of one stretch of picture."""


def picture_in_black(picture: PictureScan, where: Where) -> Iterator[Finding]:
    """An error for each stretch in which the cut shows nothing and the master shows something."""
    marks = black_marks(picture)
    yield from listed(_stretch(run, where) for run in _lit(marks, where))


def _lit(marks: list[bool], where: Where) -> Iterator[Frames]:
    """Runs of frames of the master that are not black, and should be; one frame at either edge may be rounding."""
    cut = where.dossier.cut
    dark = union(span for span, shot in visible(cut) if is_black(shot))
    faded = union(_with_handles(where.dossier))
    for span in dark:
        for part in subtract(span, faded):
            first = where.first + where.rate.ceil(part.start) + 1
            after = min(where.first + where.rate.floor(part.end) - 1, len(marks))
            if 0 <= first < after:
                for run in stretches([not mark for mark in marks[first:after]], _BRIDGED):
                    yield Frames(run.start + first, run.end + first)


def _with_handles(dossier: Dossier) -> Iterator[Span]:
    """What of shots is on screen beyond their own edges, in transitions."""
    for shot in dossier.cut.shots:
        if shot.kind == "video" and shot.enabled:
            start, end = shot.record_span.start, shot.record_span.end
            for effect in shot.effects:
                if effect.kind == "transition-in" and effect.handle > 0:
                    yield Span(start - effect.handle, start)
                elif effect.kind == "transition-out" and effect.handle > 0:
                    yield Span(end, end + effect.handle)


def _stretch(run: Frames, where: Where) -> Finding:
    facts = facts_of(where.dossier, **where.timed(run.span(where.rate)))
    return Finding("qc.shown-not-in-cut", "error", where.place(run), facts, HOUSE)


def sound_of_nowhere(scan: Scan, where: Where) -> Iterator[Finding]:
    """A warning for a master with sound, where no source of the cut has any: nothing knows what is heard."""
    dossier = where.dossier
    for shot in audible(dossier.cut):
        media = dossier.media.get(shot.source.key)
        if not shot.source.generated and (media is None or media.has_audio):
            return
    span = programme_span(where)
    loud = [channel.number for channel in scan.channels if is_active(channel, span)]
    if loud:
        facts = facts_of(dossier, channels=", ".join(map(str, loud)))
        yield Finding("qc.sound-not-in-cut", "warning", Place(file=file_of(dossier)), facts, HOUSE)
