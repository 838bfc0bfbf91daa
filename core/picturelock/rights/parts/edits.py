"""Edits that a permission does not allow: another speed, backwards, reframed, recut, graded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from picturelock.cut import Cdl, Shot
from picturelock.findings import Finding
from picturelock.rights.case import Case
from picturelock.rights.data import load
from picturelock.rights.model import Clearance
from picturelock.rights.sources import Use
from picturelock.rights.words import folded
from picturelock.wording import NBSP


def check(case: Case) -> Iterator[Finding]:
    """One finding for each shot and each thing done to it that its permission forbids."""
    for clearance in case.used:
        if clearance.terms.edits and not clearance.drafted:
            for use in case.uses_of(clearance):
                yield from _of_shots(case, clearance, use)


def _of_shots(case: Case, clearance: Clearance, use: Use) -> Iterator[Finding]:
    edits = clearance.terms.edits
    for shot in use.shots:
        if "no-retime" in edits and (shot.speed != 1 or shot.ramp):
            yield case.of_use("edit-retimed", use, {"speed": _speed(shot)}, clearance=clearance, shot=shot)
        if "no-reverse" in edits and shot.reverse:
            yield case.of_use("edit-reversed", use, {}, clearance=clearance, shot=shot)
        if "no-grade" in edits and shot.cdl is not None and shot.cdl != Cdl():
            yield case.of_use("edit-graded", use, {}, clearance=clearance, shot=shot)
        if "no-reframe" in edits and shot.kind == "video":
            yield from _reframed(case, clearance, use, shot)
    if "no-recut" in edits:
        pieces = _pieces(use.shots)
        if len(pieces) > 1:
            yield case.of_use("edit-recut", use, {"pieces": len(pieces)}, clearance=clearance, shot=pieces[1])


def _reframed(case: Case, clearance: Clearance, use: Use, shot: Shot) -> Iterator[Finding]:
    words = load("kinds")["effects"]
    for effect in shot.effects:
        name = folded(effect.name)
        if effect.kind != "other" or any(word in name for word in words["silent"]):
            continue
        if any(word in name for word in words["reframe"]):
            yield case.of_use("edit-reframed", use, {"effect": effect.name}, clearance=clearance, shot=shot)
        else:
            yield case.of_entry(
                "edit-unclear",
                "warning",
                clearance,
                {"source": use.label, "effect": effect.name or "?", "shot": shot.id},
            )


def _speed(shot: Shot) -> str:
    if shot.ramp:
        return "…"
    percent = round(float(shot.speed) * 100, 1)
    return f"{percent:g}{NBSP}%"


def _pieces(shots: Sequence[Shot]) -> list[Shot]:
    """The first shots of each stretch in which the source runs on without a cut; sound only where there is no picture."""
    kind = "video" if any(shot.kind == "video" for shot in shots) else "audio"
    seen: dict[tuple[object, ...], Shot] = {}
    for shot in shots:
        if shot.kind == kind:
            seen.setdefault((shot.record_span, shot.source_span), shot)
    found: list[Shot] = []
    before: Shot | None = None
    for shot in sorted(seen.values(), key=lambda one: one.record_span.start):
        follows = before is not None and before.record_span.end == shot.record_span.start
        if not follows or before is None or before.source_span.end != shot.source_span.start:
            found.append(shot)
        before = shot
    return found
