"""Does the master play from its first frame to its last: what the decoder could not give, and what stands off the grid."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.findings import Fact, Finding, Idle, Place
from picturelock.media.scan.model import PictureScan, Scan
from picturelock.production import Dossier
from picturelock.qc.common import HOUSE, Where, facts_of, file_of, listed, measured
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, Span

_SHORT: Flicks = FLICKS_PER_SECOND // 2
"""How much sooner or later than the picture sound may end: coded sound comes in blocks, and programs pad it."""


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """Errors whatever the destination: half a film cannot be delivered anywhere."""
    scan, problem = measured(dossier, "qc.decoding")
    yield from problem
    if scan is None:
        yield from () if problem else (Idle("no-master"),)
        return
    where = Where(dossier, scan.picture.rate if scan.picture else FrameRate(25))
    yield from _damage(scan, where)
    if scan.picture is not None:
        yield from _missing(scan.picture, where)
        yield from _uneven(scan.picture, where)
    yield from _sound(scan, where)


def _damage(scan: Scan, where: Where) -> Iterator[Finding]:
    damage = scan.damage
    if not damage.count:
        return
    facts = facts_of(where.dossier, count=damage.count, reason=damage.first)
    if not damage.frames:
        yield Finding("qc.decode-errors", "error", Place(file=file_of(where.dossier)), facts, HOUSE)
    yield from listed(
        Finding("qc.corrupt-frames", "error", where.place(run), {**facts, **where.timed(run.span(where.rate))}, HOUSE)
        for run in damage.frames
    )


def _missing(picture: PictureScan, where: Where) -> Iterator[Finding]:
    """Frames that never came; those at the end mean that the file breaks off."""
    found = []
    for run in picture.missing:
        rule = "qc.picture-ends-early" if run.end == picture.frames else "qc.frames-missing"
        facts = facts_of(where.dossier, **where.timed(run.span(where.rate)))
        found.append(Finding(rule, "error", where.place(run), facts, HOUSE))
    yield from listed(found)


def _uneven(picture: PictureScan, where: Where) -> Iterator[Finding]:
    if not picture.uneven_count:
        return
    first = picture.uneven[0]
    facts = facts_of(
        where.dossier, count=picture.uneven_count, start=where.label(first), rate=picture.rate.label, frame=first
    )
    span = Span(where.rate.time_of(first), where.rate.time_of(first + 1))
    yield Finding("qc.uneven-frames", "error", where.at(span), facts, HOUSE)


def _sound(scan: Scan, where: Where) -> Iterator[Finding]:
    for stream in scan.streams:
        number: dict[str, Fact] = {"stream": stream.index + 1}
        yield from listed(
            Finding(
                "qc.sound-gap", "error", where.at(gap), facts_of(where.dossier, **number, **where.timed(gap)), HOUSE
            )
            for gap in stream.gaps
        )
        if scan.picture is None:
            continue
        end = scan.picture.rate.time_of(scan.picture.frames)
        apart = round(abs(end - stream.end) / FLICKS_PER_SECOND, 2)
        if stream.end < end - _SHORT:
            rest = Span(max(0, stream.end), end)
            facts = facts_of(where.dossier, **number, seconds=apart, start=where.label(where.rate.floor(rest.start)))
            yield Finding("qc.sound-ends-early", "error", where.at(rest), facts, HOUSE)
        elif stream.end > end + _SHORT:
            facts = facts_of(where.dossier, **number, seconds=apart)
            yield Finding("qc.sound-ends-late", "warning", Place(file=file_of(where.dossier)), facts, HOUSE)
        if stream.start > _SHORT:
            late = Span(0, stream.start)
            facts = facts_of(where.dossier, **number, seconds=round(stream.start / FLICKS_PER_SECOND, 2))
            yield Finding("qc.sound-starts-late", "error", where.at(late), facts, HOUSE)
