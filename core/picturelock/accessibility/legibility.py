"""Text burnt into the picture: the contrast of the production's `[[graphics]]`, sampled at full size. Advisory.

WCAG 2 was written for pages, not for films: a destination may require it all the same, and then its confirmed limit counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from picturelock.accessibility.common import (
    Wanted,
    before,
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
from picturelock.findings import Fact, Finding, Place
from picturelock.media.scan.bands import read_bands
from picturelock.production import Dossier, GraphicOrder, span_of
from picturelock.times import FrameRate, Span

LARGE = Fraction(3)
"""WCAG 2.2, 1.4.3: large text needs 3:1 where other text needs more."""
_SAMPLES = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
_MOST = 400
"""Graphics that are looked at."""
_NAME = "accessibility.legibility"


def check(dossier: Dossier) -> Iterator[Finding]:
    """Nothing where the destination neither wants it nor limits it; without a master, that is the word of `qc.master`."""
    limit = dossier.spec.by_name.get("contrast") if dossier.spec is not None else None
    asks = wanted(dossier, "text_contrast")
    if asks is None or dossier.master is None or not dossier.master.video:
        return
    if not dossier.production.graphics:
        if asks.severity == "error":
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
    found: list[Finding] = []
    for order in dossier.production.graphics[:_MOST]:
        try:
            span = span_of(order, dossier.cut)
        except ValueError:
            continue  # the check of captions says so
        try:
            seen = _look(dossier, order, span, rate)
        except InputError as error:
            yield unmeasured(_NAME, master_file(dossier), error.reason, asks)
            return
        finding = _finding(dossier, asks, limit, order, span, seen)
        found += [finding] if finding is not None else []
    yield from listed(found)


def _look(dossier: Dossier, order: GraphicOrder, span: Span, rate: FrameRate) -> Mapping[int, Contrast]:
    """What was estimated of each sampled frame of the master in which there is anything like text."""
    path = dossier.production.delivery.master
    if path is None:
        return {}
    first = before(dossier)
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
        facts: dict[str, Fact] = {"name": name, "samples": len(_SAMPLES)}
        return Finding("accessibility.text-unseen", "info", place, facts, asks.asked.source, not asks.asked.confirmed)
    best = max(seen.values(), key=lambda one: one.ratio)
    needed = min(limit.amount, LARGE) if best.large else limit.amount
    if best.ratio >= needed:
        return None
    facts = {
        "name": name,
        "ratio": round(best.ratio, 1),
        "needed": float(needed),
        "samples": len(seen),
        "at": label(span.start, dossier.cut),
        "spec": spec_title(dossier),
        "sampled": True,
    }
    confirmed = asks.asked.confirmed and limit.confirmed
    return Finding("accessibility.text-contrast", asks.severity, place, facts, limit.source, not confirmed)
