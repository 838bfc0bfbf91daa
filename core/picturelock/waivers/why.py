"""Why a waiver holds no more: what became of its subject since, by the change map between its cut and today's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from picturelock.conform.changes.compare import compare
from picturelock.conform.changes.model import Change, ChangeList, Kind
from picturelock.cut import Cut
from picturelock.findings import Fact, Finding, Place
from picturelock.times import FrameRate, Span
from picturelock.waivers.model import Waiver
from picturelock.waivers.trust import SOURCE

_RULES: Mapping[Kind, str] = {
    "removed": "waivers.shot-removed",
    "replaced": "waivers.shot-replaced",
    "version": "waivers.shot-replaced",
    "reversed": "waivers.shot-retimed",
    "retimed": "waivers.shot-retimed",
    "slipped": "waivers.shot-slipped",
}
_QUIET: frozenset[Kind] = frozenset({"shifted", "unchanged", "moved"})


class Differences:
    """What changed between the cut of a waiver and today's; compared once, when it is first asked for."""

    def __init__(self, old: Cut, new: Cut) -> None:
        self.old, self.new = old, new
        self._found: ChangeList | None = None

    def within(self, span: Span) -> Iterator[Change]:
        """The changes of the shots that lay under a stretch of the old cut."""
        if self._found is None:
            self._found = compare(self.old, self.new)
        for change in self._found.changes:
            if change.old is not None and change.old.record_span.overlaps(span):
                yield change


def why(waiver: Waiver, now: Mapping[str, str], found: Finding, differences: Differences, span: Span | None) -> Finding:
    """Says why a waiver does not hold for a finding which stands where its own stood.

    now: the hashes of the finding's subject. span: the waiver's place, on the waiver's cut.
    """
    before = waiver.subject
    if before.get("frames") != now.get("frames"):
        told = _of_media(waiver, found, differences, span)
        if told is not None:
            return told
    if before.get("frames") != now.get("frames") and span is not None:
        rate = differences.old.rate
        for change in differences.within(span):
            told = _of_change(change, waiver, found, rate)
            if told is not None:
                return told
    if before.get("caption") != now.get("caption"):
        return dead("waivers.caption-changed", waiver, found, cue=found.place.cue or waiver.place.cue)
    if before.get("frames") != now.get("frames"):
        return dead("waivers.shots-changed", waiver, found)
    if before.get("files") != now.get("files"):
        return dead("waivers.file-changed", waiver, found, changed=_changed(waiver, found))
    if before.get("terms") != now.get("terms"):
        return dead("waivers.terms-changed", waiver, found, name=found.place.source or waiver.place.source or "…")
    if before != now:
        return dead("waivers.facts-changed", waiver, found, **_other_facts(waiver, found))
    return dead("waivers.other-place", waiver, found)


def dead(rule: str, waiver: Waiver, found: Finding | None, **facts: Fact) -> Finding:
    """A finding about a waiver without effect, where what it waived stands now."""
    told: dict[str, Fact] = {"file": waiver.file, "person": waiver.person, "rule": waiver.rule}
    record = found.place.record if found is not None else None
    return Finding(rule, "warning", Place(file=waiver.file, record=record), told | facts, SOURCE)


def _of_change(change: Change, waiver: Waiver, found: Finding, rate: FrameRate) -> Finding | None:
    kinds = [kind for kind in change.kinds if kind not in _QUIET]
    old = change.old
    if old is None or not kinds:
        return None
    facts: dict[str, Fact] = {"shot": old.id, "name": old.name}
    kind = kinds[0]
    if kind in _RULES:
        rule = _RULES[kind]
        if rule == "waivers.shot-slipped":
            facts["frames"] = abs(rate.nearest(change.slip))
        return dead(rule, waiver, found, **facts)
    if kind in ("head", "tail"):
        more = change.head + change.tail
        facts["frames"] = abs(rate.nearest(more))
        return dead("waivers.shot-extended" if more > 0 else "waivers.shot-trimmed", waiver, found, **facts)
    return dead("waivers.shot-changed", waiver, found, **facts)


def _of_media(waiver: Waiver, found: Finding, differences: Differences, span: Span | None) -> Finding | None:
    """Says so where only the media was not there, then or now: what it holds is a part of what was signed."""
    old, new = differences.old, differences.new
    mine = {shot.source.name for shot in old.shots if span is None or shot.record_span.overlaps(span)}
    if span is None:
        mine &= {waiver.place.source}
    before = {shot.source.name: shot.source.fingerprint for shot in old.shots if shot.source.name in mine}
    after = {shot.source.name: shot.source.fingerprint for shot in new.shots if shot.source.name in mine}
    for name in sorted(before.keys() & after.keys()):
        if before[name] and not after[name]:
            return dead("waivers.media-gone", waiver, found, name=name)
        if after[name] and not before[name]:
            return dead("waivers.media-found", waiver, found, name=name)
    return None


def _changed(waiver: Waiver, found: Finding) -> str:
    """What to call the file that changed; a measurement at a place is of the master, which no place names."""
    return found.place.file or waiver.place.file or str(found.evidence.get("file", "")) or "…"


def _other_facts(waiver: Waiver, found: Finding) -> dict[str, Fact]:
    """The first thing that was measured otherwise."""
    for key, value in waiver.evidence.items():
        if key in found.evidence and found.evidence[key] != value:
            return {"fact": key, "before": str(value), "now": str(found.evidence[key])}
    return {"fact": "source", "before": "…", "now": found.source or "…"}
