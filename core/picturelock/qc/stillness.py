"""Black, freezes, repeated frames, dead fields in the programme; what the cut explains is only said, never held against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from picturelock.catalogue import Limit
from picturelock.cut import Shot
from picturelock.findings import Finding, Idle, Severity
from picturelock.media.scan.model import Frames
from picturelock.production import Dossier
from picturelock.qc.common import Where, facts_of, found, measured, stretches, unseen
from picturelock.qc.explained import explained, is_empty, is_one_picture, is_still
from picturelock.qc.hidden import black_flashes, dead_fields, frozen_under
from picturelock.qc.repeats import repeats
from picturelock.qc.sections import black_marks, held_runs, without_drift

_LOOKED_AT = 7
"""Frames of the source, and its last, that are compared where the master stands still."""


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """Black and freezes where the destination limits them; black flashes, repeated frames and a dead field always."""
    idle = unseen(dossier, "picture")
    if idle:
        yield idle
        return
    scan, problem = measured(dossier, "qc.stillness")
    yield from problem
    if scan is None or scan.picture is None:
        return
    picture, where = scan.picture, Where(dossier, scan.picture.rate)
    by_name = dossier.spec.by_name if dossier.spec else {}
    programme = Frames(min(where.first, picture.frames), min(max(where.last, where.first), picture.frames))
    black, held = stretches(black_marks(picture)), held_runs(picture)
    if "black_longest" in by_name:
        yield from _long("qc.black-inside", black, programme, where, by_name["black_longest"], is_empty)
    yield from black_flashes(picture, black, programme, where, by_name.get("black_longest"))
    if "freeze_longest" in by_name:
        frozen = without_drift(picture, held)
        yield from _long("qc.freeze", frozen, programme, where, by_name["freeze_longest"], is_still)
        yield from frozen_under(picture, held, programme, where, by_name["freeze_longest"])
    yield from repeats(picture, held, programme, where)
    yield from dead_fields(picture, programme, where)


def _long(
    rule: str,
    runs: list[Frames],
    programme: Frames,
    where: Where,
    limit: Limit,
    explains: Callable[[Shot | None, Dossier], bool],
) -> Iterator[Finding]:
    longest = limit.quantity.flicks(where.rate)
    clipped = (Frames(max(run.start, programme.start), min(run.end, programme.end)) for run in runs)
    for run in listed_runs(clipped):
        span = run.span(where.rate)
        if span.duration <= longest:
            continue
        meant = explained(run, where, explains) or (rule == "qc.freeze" and _source_stands(run, where))
        severity: Severity = "info" if meant else "error"
        facts = facts_of(where.dossier, **where.timed(span), limit=limit.text, meant=meant)
        yield found(rule, where.place(run), facts, limit, severity)


def _source_stands(run: Frames, where: Where) -> bool:
    """True where the source holds the same picture at these frames: a title that was rendered, a slide that was filmed."""
    apart = max(1, run.count // _LOOKED_AT)
    return is_one_picture([*range(run.start, run.end - 1, apart), run.end - 1], where)


def listed_runs(runs: Iterator[Frames]) -> Iterator[Frames]:
    """Runs that hold a frame."""
    return (run for run in runs if run.count > 0)
