"""Text burnt into the picture: the contrast of the production's `[[graphics]]`, sampled at full size. Advisory.

WCAG 2 was written for pages, not for films: a destination may require it all the same, and then its confirmed limit counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from picturelock.accessibility.common import (
    Wanted,
    label,
    listed,
    master_file,
    place_of,
    spec_title,
    unmeasured,
    wanted,
)  # fmt: skip
from picturelock.accessibility.contrast import Contrast, estimate
from picturelock.catalogue import Limit
from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Idle, Place
from picturelock.media.scan.bands import read_bands
from picturelock.production import Dossier, GraphicOrder, span_of
from picturelock.production.leader import leader
from picturelock.times import FrameRate, Span

LARGE = Fraction(3)
"""WCAG 2.2, 1.4.3: large text needs 3:1 where other text needs more."""
_SAMPLES = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
_NAME = "accessibility.legibility"


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """Where the destination wants it; without a master, that is the word of `qc.master`."""
    limit = dossier.spec.by_name.get("contrast") if dossier.spec is not None else None
    asks = wanted(dossier, "text_contrast")
    if asks is None:
        yield Idle("not-asked" if dossier.spec is not None else "no-spec")
        return
    if dossier.master is None or not dossier.master.video:
        yield Idle("no-master" if dossier.master is None else "no-picture")
        return
    if not dossier.production.graphics:
        if asks.severity != "error":
            yield Idle("not-declared")
            return
        place = Place(file=dossier.production.file.name)
        yield asks.finding("accessibility.graphics-undeclared", place, spec=spec_title(dossier))
        return
    if limit is None:
        reason = "the destination asks for contrast and gives no limit"
        yield unmeasured(_NAME, master_file(dossier), reason, asks)
        return
    rate = dossier.master.rate
    if rate is None:
        yield unmeasured(_NAME, master_file(dossier), "its picture has no frame rate", asks)
        return
    yield from _judged(dossier, asks, limit, rate)


def _judged(dossier: Dossier, asks: Wanted, limit: Limit, rate: FrameRate) -> Iterator[Finding]:
    found: dict[str, list[Finding]] = {}
    looks: dict[tuple[Span, float, float], Mapping[int, Contrast]] = {}
    problem: Finding | None = None
    for order in dossier.production.graphics:
        try:
            span = span_of(order, dossier.cut)
        except ValueError:
            continue  # the check of captions says so
        try:
            where = span, order.top, order.bottom
            looks[where] = looks[where] if where in looks else _look(dossier, order, span, rate)
        except InputError as error:
            problem = unmeasured(_NAME, master_file(dossier), error.reason, asks)
            break
        finding = _finding(dossier, asks, limit, order, span, looks[where])
        if finding is not None:
            found.setdefault(finding.rule, []).append(finding)
    for of_rule in found.values():
        yield from listed(of_rule)
    if problem is not None:
        yield problem


def _look(dossier: Dossier, order: GraphicOrder, span: Span, rate: FrameRate) -> Mapping[int, Contrast]:
    """What was estimated of each sampled frame of the master in which there is anything like text."""
    path = dossier.production.delivery.master
    if path is None:
        return {}
    first = leader(dossier)
    frames = {rate.floor(first + span.start + int(span.duration * share)) for share in _SAMPLES}
    bands = read_bands(path, dict.fromkeys(frames, (order.top, order.bottom)), rate)
    estimates = ((band.frame, estimate(band.rgb, band.height)) for band in bands)
    return {frame: one for frame, one in estimates if one is not None}


def _finding(
    dossier: Dossier, asks: Wanted, limit: Limit, order: GraphicOrder, span: Span, seen: Mapping[int, Contrast]
) -> Finding | None:
    """The best of the samples counts: text that fades in or out is faint for a moment."""
    place, name = place_of(span, dossier, master_file(dossier)), order.name or order.start
    if not seen:
        return asks.finding("accessibility.text-unseen", place, name=name, samples=len(_SAMPLES))
    clear = [one for one in seen.values() if one.clear]
    if not clear:
        return asks.finding("accessibility.text-unclear", place, name=name, samples=len(seen))
    best = max(clear, key=lambda one: one.ratio)
    needed = min(limit.amount, LARGE) if best.large else limit.amount
    if best.ratio >= needed:
        return None
    facts: dict[str, Fact] = {
        "name": name,
        "ratio": round(best.ratio, 1),
        "needed": int(needed) if needed == int(needed) else float(needed),
        "samples": len(clear),
        "at": label(span.start, dossier.cut),
        "spec": spec_title(dossier),
        "sampled": True,
    }
    confirmed = asks.asked.confirmed and limit.confirmed
    return Finding("accessibility.text-contrast", asks.severity, place, facts, limit.source, not confirmed)
