"""What the gate itself must see, whatever the checks say: that there is something to judge, and something to judge it by."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.findings import Fact, Finding, Place
from picturelock.production import Dossier

SOURCE = "Picturelock: the gate fails closed"


def doubts(dossier: Dossier) -> Iterator[Finding]:
    """An error for each thing without which a verdict would say nothing."""
    production = dossier.production
    place = Place(file=production.file.name)
    if not any(shot.enabled for shot in dossier.cut.shots):
        facts: dict[str, Fact] = {"cut": production.relative(production.cut)}
        yield Finding("gate.empty-cut", "error", Place(file=production.relative(production.cut)), facts, SOURCE)
    if production.delivery.master is None and not production.captions and not production.files:
        yield Finding("gate.nothing-to-deliver", "error", place, {"title": production.title}, SOURCE)
    spec = dossier.spec
    if spec is not None and not (spec.by_name or spec.asked or spec.layouts):
        yield Finding("gate.spec-asks-nothing", "error", place, {"spec": production.delivery.spec}, SOURCE)
    if not production.delivery.spec_said:
        yield Finding("gate.spec-assumed", "warning", place, {"spec": production.delivery.spec}, SOURCE)
