"""The loudness and true peak of every programme of the master against its destination's limits."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from picturelock.findings import Fact, Finding, Idle, Place
from picturelock.media.scan.model import ProgrammeScan, Scan
from picturelock.production import Dossier
from picturelock.production.master_scan import layout_of, unlabelled
from picturelock.qc.common import Where, facts_of, file_of, found, measured, unasked, unseen
from picturelock.qc.dialogue import judge_dialogue
from picturelock.qc.inside import heard, where_of
from picturelock.specs import Programme, Spec
from picturelock.times import FLICKS_PER_SECOND, Span, nearest

BS_1770 = "ITU-R BS.1770: channels weigh by their place"
_JUDGED = {
    "loudness",
    "dialogue_loudness",
    "true_peak",
    "short_term_highest",
    "loudness_range_highest",
}
_SHORT_TERM = 3 * FLICKS_PER_SECOND
_MOMENT = FLICKS_PER_SECOND // 10
_FREE = ("music-effects", "silence")
"""What carries no finished mix has no loudness to keep, only a peak."""


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """Each programme that the destination's layout names, else the first; two mono streams are one stereo programme.

    Bars and tone before the cut's first frame, and what comes after its last, are not measured.
    A programme that cannot be measured is an error, not a pass.
    """
    spec, master = dossier.spec, dossier.master
    idle = unasked(dossier, _JUDGED) or unseen(dossier, "sound")
    if idle or spec is None or master is None:
        yield idle or Idle("no-master")
        return
    place = Place(file=file_of(dossier))
    if unlabelled(master.audio[0]) and not spec.layouts:
        facts = facts_of(dossier, count=master.audio[0].channels)
        yield Finding("qc.audio-layout", "error", place, facts, BS_1770)
        return
    scan, problem = measured(dossier, "qc.loudness")
    yield from problem
    if scan is None:
        return
    carried = {one.channels: one for one in layout_of(spec, master)}
    left_out = [
        one
        for one in carried.values()
        if one.required and one.carries not in _FREE and scan.programme(one.channels) is None
    ]
    if left_out or not scan.programmes:
        reason = "these channels are no layout whose loudness can be summed"
        names = "; ".join(str(one.channels) for one in left_out)
        facts = facts_of(dossier, reason=reason, channels=names)
        yield Finding("qc.loudness-unmeasured", "error", place, facts, BS_1770)
    for programme in heard(dossier, scan):
        yield from _programme(dossier, spec, scan, programme, carried.get(programme.group.channels))


def _programme(
    dossier: Dossier, spec: Spec, scan: Scan, programme: ProgrammeScan, carried: Programme | None
) -> Iterator[Finding]:
    where = where_of(dossier, scan)
    place = Place(file=file_of(dossier))
    names = ", ".join(str(number) for number in programme.group.channels)
    facts = facts_of(dossier, channels=names, layout=carried.carries if carried else programme.group.layout)
    if programme.problem:
        if carried is None or carried.required:
            yield Finding("qc.loudness-unmeasured", "error", place, {**facts, "reason": programme.problem}, BS_1770)
        return
    if programme.integrated is None:
        if carried is None or (carried.required and carried.carries not in _FREE):
            yield Finding(
                "qc.loudness-silent", "error", place, facts, "ITU-R BS.1770: nothing passes the gate at -70 LUFS"
            )
        return
    if carried is None or carried.carries not in _FREE:
        yield from judge(programme, spec, place, facts)
        yield from _short_term(programme, spec, where, facts)
        yield from judge_dialogue(dossier, programme, spec, facts)
    yield from _peak(programme, spec, where, facts)


def judge(programme: ProgrammeScan, spec: Spec, place: Place, facts: dict[str, Fact]) -> Iterator[Finding]:
    """The whole programme. Values are compared as meters show them, to 0.1 (a half goes up)."""
    target, tolerance = spec.by_name.get("loudness"), spec.by_name.get("loudness_tolerance")
    integrated = tenth(programme.integrated or 0.0)
    if target and tolerance and abs(integrated - target.amount) > tolerance.amount:
        told = {
            **facts,
            "integrated_lufs": float(integrated),
            "target_lufs": float(target.amount),
            "tolerance_lu": float(tolerance.amount),
            "change_db": float(target.amount - integrated),
            "range_lu": round(programme.range_lu, 1),
        }
        unconfirmed = not (target.confirmed and tolerance.confirmed)
        yield Finding("qc.loudness-integrated", "error", place, told, target.source, unconfirmed)
    widest = spec.by_name.get("loudness_range_highest")
    if widest and tenth(programme.range_lu) > widest.amount:
        told = {**facts, "range_lu": float(tenth(programme.range_lu)), "limit": widest.text}
        yield found("qc.loudness-range", place, told, widest)


def _short_term(programme: ProgrammeScan, spec: Spec, where: Where, facts: dict[str, Fact]) -> Iterator[Finding]:
    limit = spec.by_name.get("short_term_highest")
    if limit is None or programme.short_term is None or tenth(programme.short_term) <= limit.amount:
        return
    span = Span(max(0, programme.short_term_at - _SHORT_TERM), programme.short_term_at)
    told = {**facts, **where.timed(span), "found_lufs": float(tenth(programme.short_term)), "limit": limit.text}
    yield found("qc.loudness-short-term", where.at(span), told, limit)


def _peak(programme: ProgrammeScan, spec: Spec, where: Where, facts: dict[str, Fact]) -> Iterator[Finding]:
    peak = spec.by_name.get("true_peak")
    if peak is None or programme.true_peak is None or tenth(programme.true_peak) <= peak.amount:
        return
    span = Span(max(0, programme.true_peak_at - _MOMENT), max(1, programme.true_peak_at))
    told = {
        **facts,
        **where.timed(span),
        "true_peak_dbtp": float(tenth(programme.true_peak)),
        "limit_dbtp": float(peak.amount),
    }
    yield found("qc.true-peak", where.at(span), told, peak)


def tenth(value: float) -> Fraction:
    """To the nearest tenth, as a meter shows it; a half goes up."""
    return Fraction(nearest(Fraction(value) * 10), 10)
