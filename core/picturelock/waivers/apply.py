"""Waivers applied to a verdict's findings. Only the gate does this, and only to findings that are errors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from picturelock.conform.carry import Carrier
from picturelock.conform.match import same_sources
from picturelock.cut import Cut
from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place, Waived
from picturelock.production import Dossier, journal
from picturelock.times import Span
from picturelock.waivers.kept import hash_cut, read_kept
from picturelock.waivers.model import Waiver, hash_of
from picturelock.waivers.subject import span_of, subject_of
from picturelock.waivers.trust import SOURCE, believed
from picturelock.waivers.why import Differences, dead, why


@dataclass(frozen=True, slots=True)
class Applied:
    """A verdict's findings under its waivers."""

    findings: tuple[Finding, ...]
    """Those that were given, in their order; some of them waived."""
    said: tuple[Finding, ...]
    """About the waivers and the history themselves."""


def apply(dossier: Dossier, findings: Sequence[Finding], now: dt.datetime | None = None) -> Applied:
    """Waive what signed waivers cover; what they do not is said. A waiver covers one finding at one place."""
    now = now or dt.datetime.now(dt.UTC)
    history = journal.read(dossier.production.root, now)
    waivers, doubts = believed(dossier, history, now)
    said = [*history.findings, *doubts]
    if history.findings:  # a clock or a history that is wrong may let anything live again
        said += [dead("waivers.history-untrusted", waiver, None) for waiver in waivers]
        waivers = []
    kept = list(findings)
    subjects = _Subjects(dossier)
    maps = _Maps(dossier)
    for waiver in waivers:
        said += _apply_one(waiver, kept, subjects, maps)
    return Applied(tuple(kept), tuple(said))


class _Subjects:
    """The subject of each finding, made once."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self._made: dict[int, tuple[Finding, dict[str, str]]] = {}

    def of(self, finding: Finding) -> dict[str, str]:
        known = self._made.get(id(finding))
        if known is None or known[0] is not finding:
            self._made[id(finding)] = known = (finding, dict(subject_of(finding, self.dossier)))
        return known[1]


class _Map:
    """From the cut of a waiver to today's."""

    def __init__(self, old: Cut, new: Cut, same: bool) -> None:
        self.old, self._same = old, same
        self.differences = Differences(old, new)
        self._pair = (old, new)
        self._carrier: Carrier | None = None

    def carried(self, span: Span, heard: bool) -> tuple[tuple[Span, ...], bool]:
        """Where a stretch is now, and whether it went there whole, at its own length."""
        if self._same:
            return (span,), True
        if self._carrier is None:
            self._carrier = Carrier(*same_sources(*self._pair))
        runs = self._carrier.carry(span, pictured=not heard).runs
        whole = len(runs) == 1 and runs[0].new.duration == span.duration and not runs[0].reverse
        return tuple(run.new for run in runs), whole


class _Maps:
    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._made: dict[str, _Map | InputError] = {}
        self._now = ""

    def of(self, waiver: Waiver) -> _Map:
        """Raises InputError where the cut that a waiver was made on is gone or altered."""
        if waiver.cut not in self._made:
            try:
                old = read_kept(self._dossier.production, waiver.cut)
                self._now = self._now or hash_cut(self._dossier.cut)
                self._made[waiver.cut] = _Map(old, self._dossier.cut, self._now == waiver.cut)
            except InputError as error:
                self._made[waiver.cut] = error
        found = self._made[waiver.cut]
        if isinstance(found, InputError):
            raise found
        return found


def _apply_one(waiver: Waiver, findings: list[Finding], subjects: _Subjects, maps: _Maps) -> Iterable[Finding]:
    dossier = subjects.dossier
    try:
        way = maps.of(waiver)
    except InputError as error:
        facts: dict[str, Fact] = {"file": waiver.file, "person": waiver.person, "rule": waiver.rule}
        facts["reason"] = error.reason
        return [Finding("waivers.cut-gone", "error", Place(file=waiver.file), facts, SOURCE)]
    span = _span(waiver, way.old)
    places, whole = way.carried(span, _is_heard(waiver)) if span is not None else ((), True)
    near: list[Finding] = []
    held: list[int] = []
    for number, finding in enumerate(findings):
        if finding.rule != waiver.rule or finding.severity != "error" or finding.waived:
            continue
        at = _stands(finding, waiver, places, dossier)
        if at == "elsewhere":
            continue
        if at == "there" and whole and subjects.of(finding) == dict(waiver.subject):
            held.append(number)
        else:
            near.append(finding)
    if held:  # one waiver covers one finding: of several, that in the file which was signed for
        number = min(held, key=lambda one: (findings[one].place.file != waiver.place.file, one))
        findings[number] = replace(findings[number], waived=_waived(waiver))
        return []
    if near:
        return [why(waiver, subjects.of(near[0]), near[0], way.differences, span)]
    if span is not None and not places:  # what it lay on is gone, and the finding with it
        gone = Finding(waiver.rule, "error", evidence=waiver.evidence)
        return [replace(why(waiver, {}, gone, way.differences, span), severity="info")]
    return [replace(dead("waivers.unneeded", waiver, None), severity="info")]


def _stands(finding: Finding, waiver: Waiver, places: Sequence[Span], dossier: Dossier) -> str:
    """Whether a finding stands "there", where the waiver's stood, at least "near" it, or "elsewhere"."""
    record = span_of(finding, dossier.cut)
    if not _same_file(finding, waiver, dossier):
        return "elsewhere"
    if waiver.place.record is not None:
        if record is None:
            return "elsewhere"
        near = dossier.cut.rate.frame
        exact = any(abs(at.start - record.start) < near and abs(at.end - record.end) < near for at in places)
        return "there" if exact else "near" if any(at.overlaps(record) for at in places) else "elsewhere"
    if finding.place.record is not None:
        return "elsewhere"
    return "there" if waiver.place.source == finding.place.source else "elsewhere"


def _same_file(finding: Finding, waiver: Waiver, dossier: Dossier) -> bool:
    """Whether both name one file: a next version of it, under its own name, takes the place of one that goes out no more."""
    own, now, production = waiver.place.file, finding.place.file, dossier.production
    if own == now:
        return True
    out = {production.relative(order.file) for order in production.captions}
    if now in out or waiver.place.cue:
        return now in out and own not in out
    return waiver.place.record is not None  # the subject holds what the file says there


def _span(waiver: Waiver, cut: Cut) -> Span | None:
    if waiver.place.record is None:
        return None
    start, end = waiver.place.record
    return Span(start, end) if end > start else Span(start, start + cut.rate.frame)


def _is_heard(waiver: Waiver) -> bool:
    return waiver.place.track.upper().startswith("A")


def _waived(waiver: Waiver) -> Waived:
    return Waived(
        waiver=waiver.file,
        person=waiver.person,
        role=waiver.role,
        reason=waiver.reason,
        expires=waiver.expires,
        subject=hash_of(dict(waiver.subject)),
    )
