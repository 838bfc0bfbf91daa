"""How a described mix sounds beside the programme's own: described at all, in step, between the lines, and within the limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from picturelock.accessibility.common import (
    BLOCK_TIME,
    HOUSE,
    label,
    listed,
    place_of,
    runs,
    seconds,
    spec_title,
)  # fmt: skip
from picturelock.accessibility.described_mixes import Mix
from picturelock.accessibility.mixes import FLOOR, Compared, compare, levels
from picturelock.catalogue import Limit
from picturelock.cutmap import subtract
from picturelock.findings import Fact, Finding, Place
from picturelock.production import Dossier
from picturelock.specs import Spec
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, from_ms, from_seconds, nearest

DESCRIPTION = "WCAG 2.2, 1.2.5 Audio Description (Prerecorded), Level AA; how much is heard is measured by Picturelock"
OVER = "Picturelock: description is spoken between the lines of the dialogue"
LEAST: Flicks = from_seconds(1)
"""Less than this beside the main mix is no description."""
_ROOM: Flicks = from_seconds(2)
"""Outside the dialogue, below which there is no room to describe anything."""
_OVER_BLOCKS, _BRIDGE = 15, 5
_SILENT: Flicks = from_ms(2000)
"""A silence in the described mix alone that is longer than this is a hole, where no limit says otherwise."""
_FAINT = 3.0


def judge_sound(dossier: Dossier, main: Mix, mix: Mix, speech: Sequence[Span]) -> Iterator[Finding]:
    """A mix beside the main one. One that is out of step, or lacks the programme, is not judged further."""
    inside = Span(0, max(1, dossier.cut.duration))
    a, b = levels(main.channels, main.before), levels(mix.channels, mix.before)
    last = -(-inside.end // BLOCK_TIME)
    heard = compare(a[:last], b[:last], speech, alike=len(main.channels) == len(mix.channels))
    place, facts = Place(file=mix.file), _facts(mix)
    if heard.programme_missing:
        yield Finding("accessibility.described-alone", "error", place, facts, DESCRIPTION)
        return
    if heard.late:
        rate = dossier.cut.rate
        told = {
            **facts,
            "frames": abs(rate.nearest(heard.late * BLOCK_TIME)),
            "seconds": round(abs(heard.late) * BLOCK_TIME / FLICKS_PER_SECOND, 2),
            "late": heard.late > 0,
        }
        rule = "accessibility.described-late" if heard.late > 0 else "accessibility.described-early"
        yield Finding(rule, "error", place, told, DESCRIPTION)
        return
    room = sum(part.duration for part in subtract(inside, speech))
    if room >= _ROOM and heard.described < LEAST:
        if mix.may_be_plain:
            return
        told = {**facts, "seconds": round(room / FLICKS_PER_SECOND, 1)}
        yield Finding("accessibility.described-identical", "error", place, told, DESCRIPTION)
        return
    yield from listed(_over(dossier, mix, heard))
    yield from listed(_holes(dossier, mix, a[:last].tolist(), b[:last].tolist()))


def _over(dossier: Dossier, mix: Mix, heard: Compared) -> Iterator[Finding]:
    """Where the described mix is louder than the main one while somebody speaks."""
    for run in runs((heard.louder & heard.speech).tolist(), _BRIDGE):
        if run.count >= _OVER_BLOCKS:
            span = Span(run.start * BLOCK_TIME, run.end * BLOCK_TIME)
            facts = {**_facts(mix), "start": label(span.start, dossier.cut), "seconds": seconds(span)}
            yield Finding(
                "accessibility.description-over-dialogue", "warning", place_of(span, dossier, mix.file), facts, OVER
            )


def _holes(dossier: Dossier, mix: Mix, main: Sequence[float], other: Sequence[float]) -> Iterator[Finding]:
    """Where the described mix is silent and the main one is not."""
    limit = dossier.spec.by_name.get("silence_longest") if dossier.spec is not None else None
    longest = limit.quantity.flicks(dossier.cut.rate) if limit is not None else _SILENT
    gone = [b <= FLOOR + _FAINT and a > FLOOR + 10 for a, b in zip(main, other, strict=False)]
    for run in runs(gone):
        span = Span(run.start * BLOCK_TIME, run.end * BLOCK_TIME)
        if span.duration > longest:
            facts = {**_facts(mix), "start": label(span.start, dossier.cut), "seconds": seconds(span)}
            source, sure = (limit.source, limit.confirmed) if limit is not None else (HOUSE, True)
            place = place_of(span, dossier, mix.file)
            yield Finding("accessibility.described-silence", "error", place, facts, source, not sure)


def judge_levels(dossier: Dossier, mix: Mix) -> Iterator[Finding]:
    """Loudness, peak and drop-outs of a mix in a file of its own; channels of the master are measured with it."""
    if not mix.apart:
        return
    place, facts = Place(file=mix.file), _facts(mix)
    holes = max((one.dropout_count for one in mix.channels), default=0)  # one hole in several channels is one
    if holes:
        first = min(span for one in mix.channels for span in one.dropouts)
        shown = first.shift(-mix.before).intersect(Span(0, max(1, dossier.cut.duration)))
        told = {**facts, "count": holes, "start": label(max(0, first.start - mix.before), dossier.cut)}
        at = place_of(shown, dossier, mix.file) if shown is not None else place
        yield Finding("accessibility.described-dropouts", "error", at, told, HOUSE)
    spec, measured = dossier.spec, mix.programme
    if spec is None or not {"loudness", "true_peak"} & set(spec.by_name):
        return
    if measured is None or measured.problem:
        reason = measured.problem if measured is not None else "its channels are not named"
        told = {**facts, "reason": reason}
        yield Finding("accessibility.described-unmeasured", "error", place, told, HOUSE)
        return
    if measured.integrated is None:
        yield Finding("accessibility.described-mute", "error", place, {"file": mix.file}, HOUSE)
        return
    yield from _loudness(dossier, spec, measured.integrated, place, facts)
    peak = spec.by_name.get("true_peak")
    if peak is not None and measured.true_peak is not None and _tenth(measured.true_peak) > peak.amount:
        told = {**facts, "true_peak_dbtp": float(_tenth(measured.true_peak)), "limit": peak.text, "spec": spec.title}
        yield _limited("accessibility.described-peak", place, told, peak)


def _loudness(
    dossier: Dossier, spec: Spec, integrated: float, place: Place, facts: dict[str, Fact]
) -> Iterator[Finding]:
    """As meters show it, to 0.1 (a half goes up)."""
    target, tolerance = spec.by_name.get("loudness"), spec.by_name.get("loudness_tolerance")
    if target is None or tolerance is None:
        return
    found = _tenth(integrated)
    if abs(found - target.amount) > tolerance.amount:
        told = {
            **facts,
            "integrated_lufs": float(found),
            "target_lufs": float(target.amount),
            "tolerance_lu": float(tolerance.amount),
            "spec": spec_title(dossier),
        }
        unconfirmed = not (target.confirmed and tolerance.confirmed)
        yield Finding("accessibility.described-loudness", "error", place, told, target.source, unconfirmed)


def _limited(rule: str, place: Place, facts: dict[str, Fact], limit: Limit) -> Finding:
    return Finding(rule, "error", place, facts, limit.source, not limit.confirmed)


def _facts(mix: Mix) -> dict[str, Fact]:
    return {"file": mix.file, "channels": mix.names}


def _tenth(value: float) -> Fraction:
    return Fraction(nearest(Fraction(value) * 10), 10)
