"""What the gate itself must see, whatever the checks say: that there is something to judge, and something to judge it by."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock import specs
from picturelock.findings import Fact, Finding, Place
from picturelock.production import Dossier
from picturelock.specs import Spec
from picturelock.specs.loosened import loosened

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
    if dossier.spec is not None:
        yield from _destination(dossier.spec, place)
    if not production.delivery.spec_said:
        yield Finding("gate.spec-assumed", "warning", place, {"spec": production.delivery.spec}, SOURCE)


def _destination(spec: Spec, place: Place) -> Iterator[Finding]:
    """A destination that nothing could fail, and one that asks less than those of ours that it is built on."""
    if spec.closes_nothing():
        # Ours say what is known of a destination, be it only advice; a production's own would be a way past the gate.
        facts: dict[str, Fact] = {"spec": spec.id, "count": spec.count()}
        if spec.id in specs.NAMES and spec.count():
            yield Finding("gate.spec-only-advises", "warning", place, facts, SOURCE)
        else:
            yield Finding("gate.spec-asks-nothing", "error", place, facts, SOURCE)
    if spec.id in specs.NAMES:
        return
    for name in spec.extends:
        if name in specs.NAMES:
            base = specs.load(name)
            less = [one for one in loosened(spec, base) if spec.said_by.get(one[0]) not in specs.NAMES]
            if less:
                demands = "; ".join(f"{what}: {own} ({asked})" for what, own, asked in less)
                facts = {"spec": spec.title, "base": base.title, "demands": demands, "count": len(less)}
                yield Finding("gate.spec-loosened", "warning", place, facts, SOURCE)
