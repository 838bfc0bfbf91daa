"""Flashes that may harm people with photosensitive epilepsy, as the scan's library saw them. Advisory, and never a certificate.

Broadcasters have their own analysers; only those certify. Where the destination requires a test and it cannot be made here,
that is an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.accessibility.common import (
    Wanted,
    label,
    listed,
    master_file,
    place_of,
    scan_of,
    spec_title,
    unmeasured,
    wanted,
)  # fmt: skip
from picturelock.findings import Finding, Idle, Place, Severity
from picturelock.media.scan.model import FlashScan, Frames, Scan
from picturelock.production import Dossier
from picturelock.production.leader import leader
from picturelock.specs import Asked
from picturelock.times import Flicks, FrameRate, Span

_NAME = "accessibility.flashes"


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """Where the destination wants a test of flashes, or names it under its measures."""
    asks = wanted(dossier, "flashes") or _measured(dossier)
    if asks is None:
        yield Idle("not-asked" if dossier.spec is not None else "no-spec")
        return
    if dossier.master is None:
        yield Idle("no-master")
        return
    scan, problem = scan_of(dossier, _NAME, needed=True)
    seen, file = scan.flashes if scan is not None else None, master_file(dossier)
    if scan is None or scan.picture is None or seen is None or seen.problem:
        reason = _untested(scan, seen, problem)
        if asks.severity == "error" and asks.asked.confirmed:
            yield unmeasured(_NAME, file, reason)
        else:
            yield asks.finding("accessibility.flashes-untested", Place(file=file), "warning", reason=reason)
        return
    yield from _seen(dossier, asks, seen, scan.picture.rate)


def _untested(scan: Scan | None, seen: FlashScan | None, problem: tuple[Finding, ...]) -> str:
    """Why there is no test."""
    if scan is None:
        return str(problem[0].evidence["reason"]) if problem else "there is no master"
    if scan.picture is None:
        return "it holds no picture"
    return (seen.problem if seen else "") or "it was not asked for"


def _measured(dossier: Dossier) -> Wanted | None:
    """The test is asked for as a measure only: what it finds is then advice."""
    asked: Asked | None = dossier.spec.asks("qc.measures") if dossier.spec is not None else None
    return Wanted(asked, "warning") if asked is not None and "flashes" in asked.values else None


def _seen(dossier: Dossier, asks: Wanted, seen: FlashScan, rate: FrameRate) -> Iterator[Finding]:
    yield from listed(_finding(dossier, asks, seen, one, rate, asks.severity) for one in _joined(seen.failing, rate))
    if not seen.failing:
        yield from listed(_finding(dossier, asks, seen, one, rate, "info") for one in _joined(seen.warned, rate))


def _finding(
    dossier: Dossier, asks: Wanted, seen: FlashScan, frames: Frames, rate: FrameRate, severity: Severity
) -> Finding:
    red = any(one.start < frames.end and frames.start < one.end for one in seen.red)
    rule = "accessibility.flashes-red" if red else "accessibility.flashes"
    if severity == "info":
        rule = "accessibility.flashes-near-red" if red else "accessibility.flashes-near"
    first: Flicks = leader(dossier)
    span = frames.span(rate).shift(-first)
    shown = span.intersect(Span(0, max(1, dossier.cut.duration)))
    file = master_file(dossier)
    place = place_of(shown, dossier, file) if shown is not None else Place(file=file)
    return asks.finding(
        rule,
        place,
        severity,
        file=file,
        start=label(max(0, span.start), dossier.cut),
        frames=frames.count,
        tool=seen.version,
        spec=spec_title(dossier),
    )


def _joined(stretches: tuple[Frames, ...], rate: FrameRate) -> list[Frames]:
    """Stretches less than a second apart are one: the library tells each flash that is too many."""
    found: list[Frames] = []
    for one in stretches:
        if found and one.start - found[-1].end < rate.nominal:
            found[-1] = Frames(found[-1].start, one.end)
        else:
            found.append(one)
    return found
