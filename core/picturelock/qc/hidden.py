"""Faults that hide: a few black frames, a freeze under a burnt-in timecode, a field that is dead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from picturelock.catalogue import Limit
from picturelock.findings import Finding, Severity
from picturelock.media.scan.model import Frames, PictureScan
from picturelock.qc.common import HOUSE, Where, facts_of, found, listed, stretches
from picturelock.qc.explained import explained, is_empty, is_still
from picturelock.qc.sections import CUT, held_under

_STROBE, _STROBE_APART_S = 4, 2
"""So many flashes, none more than so many seconds after the one before, are told as one: lightning, a strobe, a gun."""
_LIT, _STEADY = 200, 60
"""10-bit luma: so bright is the frame before, and the one after; where it differs by more from its own neighbour, it fades."""
_FIELD_PERCENT = 80
"""Of a second in which one field is dead: it is, although some frames are flat in both."""


def black_flashes(
    picture: PictureScan, black: Sequence[Frames], programme: Frames, where: Where, limit: Limit | None
) -> Iterator[Finding]:
    """Less than a second of black, cut in hard between lit frames: a warning, or a note where the cut is empty there.

    Dips are faded, and none. Many in a row are one warning. What is longer than a limit is told under that.
    """
    longest = limit.quantity.flicks(where.rate) if limit is not None else None
    high, change = picture.high.values(), picture.change.values()

    def flashes(run: Frames) -> bool:
        if not (programme.start + 1 < run.start and run.end + 1 < programme.end and run.count < where.rate.nominal):
            return False
        if longest is not None and run.span(where.rate).duration > longest:
            return False
        sides = (run.start - 1, run.start - 2), (run.end, run.end + 1)
        lit = all(high[near] >= _LIT and abs(high[near] - high[far]) <= _STEADY for near, far in sides)
        return lit and change[run.start] > CUT and change[run.end] > CUT

    series: list[list[Frames]] = []
    for run in filter(flashes, black):
        if series and run.start - series[-1][-1].end <= _STROBE_APART_S * where.rate.nominal:
            series[-1].append(run)
        else:
            series.append([run])
    yield from listed(finding for runs in series for finding in _flashes(runs, where))


def _flashes(runs: Sequence[Frames], where: Where) -> Iterator[Finding]:
    meant: list[Severity] = ["info" if explained(run, where, is_empty) else "warning" for run in runs]
    if len(runs) >= _STROBE:
        whole = Frames(runs[0].start, runs[-1].end)
        facts = facts_of(where.dossier, **where.timed(whole.span(where.rate)), count=len(runs))
        yield Finding("qc.black-flashes", max(meant, key="warning".__eq__), where.place(whole), facts, HOUSE)
        return
    for run, severity in zip(runs, meant, strict=True):
        facts = facts_of(where.dossier, **where.timed(run.span(where.rate)))
        yield Finding("qc.black-flash", severity, where.place(run), facts, HOUSE)


def frozen_under(
    picture: PictureScan, held: Sequence[Frames], programme: Frames, where: Where, limit: Limit
) -> Iterator[Finding]:
    """Warnings: what moves at the edge may be a burnt-in timecode over a freeze, or a ticker under a picture that is meant."""
    longest = limit.quantity.flicks(where.rate)
    frozen = [run for run in held if run.span(where.rate).duration > longest]
    for whole in held_under(picture):
        run = Frames(max(whole.start, programme.start), min(whole.end, programme.end))
        told = any(run.start < one.end and one.start < run.end for one in frozen)
        if told or run.count <= 0 or run.span(where.rate).duration <= longest or explained(run, where, is_still):
            continue
        facts = facts_of(where.dossier, **where.timed(run.span(where.rate)), limit=limit.text)
        yield found("qc.freeze-under-text", where.place(run), facts, limit, "warning")


def dead_fields(picture: PictureScan, programme: Frames, where: Where) -> Iterator[Finding]:
    """Stretches of a second and more, whatever the destination: half of the lines are missing."""
    torn = picture.torn.values()
    nominal = picture.rate.nominal
    runs = stretches([value > 0 for value in torn], nominal // 2)
    clipped = [Frames(max(run.start, programme.start), min(run.end, programme.end)) for run in runs]
    yield from listed(
        Finding(
            "qc.field-dead",
            "error",
            where.place(run),
            facts_of(where.dossier, **where.timed(run.span(where.rate))),
            HOUSE,
        )
        for run in clipped
        if run.count >= nominal and 100 * sum(torn[run.start : run.end]) >= _FIELD_PERCENT * run.count
    )
