"""Silences, phase and drop-outs of the master's sound."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.catalogue import Limit
from picturelock.findings import Finding, Idle, Severity
from picturelock.media.scan.model import NOTHING, Frames, PairScan, Scan
from picturelock.media.scan.sides import FRONT, sides
from picturelock.production import Dossier
from picturelock.qc.common import Where, facts_of, found, listed, measured, stretches, unseen
from picturelock.qc.dropouts import dropouts
from picturelock.qc.inside import programme_span, where_of
from picturelock.qc.silences import one_sided, silences
from picturelock.times import FLICKS_PER_SECOND, Span

PHASE_S = 2
"""Seconds that a pair must be out of phase to be told: effects are, for a moment."""


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """Drop-outs and a dead side always; silence and phase where the destination limits them. Only the programme is judged."""
    idle = unseen(dossier, "sound")
    if idle:
        yield idle
        return
    scan, problem = measured(dossier, "qc.sound")
    yield from problem
    if scan is None:
        return
    where = where_of(dossier, scan)
    by_name = dossier.spec.by_name if dossier.spec else {}
    yield from dropouts(scan, where)
    if "silence_longest" in by_name:
        yield from silences(scan, where, by_name["silence_longest"])
    yield from one_sided(scan, where, by_name.get("silence_longest"))
    if "phase_lowest" in by_name:
        yield from _phase(scan, where, by_name["phase_lowest"])


def _phase(scan: Scan, where: Where, limit: Limit) -> Iterator[Finding]:
    """The left and right of each programme; every pair, where nobody knows what the channels are. Surrounds only warn."""
    lowest = 10_000 * (1 + limit.amount)
    inside = programme_span(where)
    first, last = -(-inside.start // FLICKS_PER_SECOND), inside.end // FLICKS_PER_SECOND
    judged: dict[tuple[int, int], Severity] = {}
    for programme in scan.programmes:
        for at, both in enumerate(sides(programme.group)):
            judged.setdefault(both, "error" if at < FRONT else "warning")
    for pair in scan.pairs:
        severity = judged.get((pair.left, pair.right)) if scan.programmes else "error"
        if severity is None:
            continue
        values = pair.correlation.values()[first:last]
        wrong = [value != NOTHING and value < lowest for value in values]
        runs = [run for run in stretches(wrong) if run.count >= min(PHASE_S, len(values))]
        yield from listed(_out_of_phase(pair, values, run, first, where, limit, severity) for run in runs)


def _out_of_phase(
    pair: PairScan, values: tuple[int, ...], run: Frames, first: int, where: Where, limit: Limit, severity: Severity
) -> Finding:
    """values: of the seconds from the `first` one on."""
    part = values[run.start : run.end]
    mean = sum(part) / len(part) / 10_000 - 1
    span = Span((first + run.start) * FLICKS_PER_SECOND, (first + run.end) * FLICKS_PER_SECOND)
    facts = facts_of(
        where.dossier,
        **where.timed(span),
        channels=_numbers([pair.left, pair.right]),
        correlation=round(mean, 2),
        limit=limit.text,
    )
    return found("qc.phase", where.at(span), facts, limit, severity)


def _numbers(channels: list[int]) -> str:
    return ", ".join(map(str, channels))
