"""Media that are nearly, and not quite, words that we know: taken at their word they would be a medium of their own."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.findings import Fact, Finding, Place
from picturelock.rights.case import Case
from picturelock.rights.media import meant_by


def check(case: Case) -> Iterator[Finding]:
    """One warning for each such word of the delivery, and of the entries that are used."""
    delivery = case.dossier.production.delivery
    for word in sorted(set(delivery.media)):
        if meant := meant_by(word):
            facts: dict[str, Fact] = {"medium": word, "meant": meant, "file": case.order}
            yield Finding("rights.medium-spelling", "warning", Place(file=case.order), facts, case.source)
    told: set[str] = set()
    for clearance in case.used:
        for word in sorted(clearance.media - told):
            if meant := meant_by(word):
                told.add(word)
                facts = {"medium": word, "meant": meant, "file": case.file}
                place = Place(file=case.file, line=clearance.line)
                yield Finding("rights.medium-spelling", "warning", place, facts, case.source)
