"""Approvals that were given for another edit of the shot.

A shot that was only pushed along keeps its approval, and one that was trimmed: all that it shows was seen. One that shows more,
another part, another speed or another version of the source loses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from picturelock.conform.changes.compare import compare
from picturelock.conform.changes.model import Change, ChangeList
from picturelock.errors import PicturelockError
from picturelock.findings import Fact, Finding
from picturelock.rights.case import Case
from picturelock.rights.model import Clearance
from picturelock.rights.papers import inside, is_as_approved
from picturelock.rights.sources import Use
from picturelock.timeline.read import read_cut
from picturelock.times import Flicks


def check(case: Case) -> Iterator[Finding]:
    """One finding for each shot of which the approved cut did not show all."""
    production = case.dossier.production
    compared: dict[str, ChangeList | str] = {}
    for clearance in case.used:
        name = clearance.terms.approved_cut
        if not name or clearance.drafted:
            continue
        path = inside(production.root, name)
        approved = clearance.terms.approved_hash
        if path is not None and approved and not is_as_approved(path, approved):
            yield case.of_entry("approval-altered", "error", clearance, {"cut": name})
            continue
        if path is not None and path == production.cut.resolve():
            if not approved:  # whatever is changed in that file would count as approved
                yield case.of_entry("approval-itself", "warning", clearance, {"cut": name})
            continue
        if name not in compared:
            compared[name] = _compare(case, path)
        found = compared[name]
        if isinstance(found, str):
            yield case.of_entry("approval-unreadable", "error", clearance, {"cut": name, "reason": found})
        else:
            yield from _lost(case, clearance, found)


def _compare(case: Case, path: Path | None) -> ChangeList | str:
    if path is None:
        return "it does not exist inside the production"
    try:
        old, _ = read_cut(path, case.dossier.production.rate)
    except PicturelockError as error:
        return error.message
    return compare(old, case.dossier.cut)


def _lost(case: Case, clearance: Clearance, found: ChangeList) -> Iterator[Finding]:
    uses = {use.source.key: use for use in case.uses_of(clearance)}
    shots = {shot.id for use in uses.values() for shot in use.shots}
    told: set[tuple[object, ...]] = set()
    for change in found.changes:
        new = change.new
        if new is None or new.id not in shots or not new.enabled:
            continue
        use = next((use for use in uses.values() if any(shot.id == new.id for shot in use.shots)), None)
        what, extent = _verdict(change)
        same = (what, extent, new.record_span.start)
        if use is None or not what or same in told:
            continue  # the sound of a picture changed with it
        told.add(same)
        yield _told(case, clearance, use, change, what, extent)


def _told(case: Case, clearance: Clearance, use: Use, change: Change, what: str, extent: Flicks) -> Finding:
    assert change.new is not None
    frames = case.dossier.cut.rate.ceil(extent)
    facts: dict[str, Fact] = {"frames": frames, "cut": clearance.terms.approved_cut, "shot": change.new.id}
    return case.of_use(what, use, facts, clearance=clearance, shot=change.new)


def _verdict(change: Change) -> tuple[str, Flicks]:
    """Why the approval is lost, and for how much of the shot; "" where it holds."""
    new, old, kinds = change.new, change.old, frozenset(change.kinds)
    assert new is not None
    whole = new.record_span.duration
    if old is None or kinds & {"new", "replaced"} or ("switched" in kinds and not old.enabled):
        return "approval-new", whole
    if "version" in kinds:
        return "approval-version", whole
    if kinds & {"retimed", "reversed"}:
        return "approval-retimed", whole
    more = max(change.head, 0) + max(change.tail, 0)
    if "slipped" in kinds and change.slip:
        return "approval-slipped", abs(change.slip)
    return ("approval-extended", more) if more else ("", 0)
