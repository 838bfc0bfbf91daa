"""Is every source in the cut cleared for everywhere, every way and every day that the film will be shown?

All of it must be proven by the ledger: several clearances of one kind count together, exactly. The rule is the production's
own: its ledger against the `[delivery]` that it names, and what the destination asks beyond that.
"""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.errors import InputError
from picturelock.findings import Finding, Place
from picturelock.production import Dossier
from picturelock.rights.case import Case
from picturelock.rights.destination import check_window, destination_of
from picturelock.rights.faults import findings_of
from picturelock.rights.ledger import read_ledger
from picturelock.rights.model import Ledger
from picturelock.rights.parts import (
    approvals,
    asked,
    breadth,
    consents,
    credits,
    documents,
    edits,
    fitting,
    licences,
    spelling,
    works,
)
from picturelock.rights.sources import match, used_sources

PARTS = (licences, fitting, consents, edits, approvals, credits, works, breadth, spelling, documents)
"""Each has `check(Case)`."""


def check(dossier: Dossier) -> Iterator[Finding]:
    """Findings of `rights`: one for each source and each thing that is missing."""
    destination, findings = destination_of(dossier)
    yield from findings
    yield from asked.check(dossier)
    ledger, unread = ledger_of(dossier)
    yield from unread
    if ledger is None:
        return
    uses = used_sources(dossier)
    case = Case(dossier, ledger, uses, match(uses, ledger.clearances), destination)
    yield from check_window(dossier, case.used)
    for part in PARTS:
        yield from part.check(case)


def ledger_of(dossier: Dossier) -> tuple[Ledger | None, tuple[Finding, ...]]:
    """The ledger, or everything by which there is none to look in."""
    file = dossier.production.ledger
    if file is None or not file.exists():
        place = Place(file=dossier.production.relative(file or dossier.production.file))
        return None, (Finding("rights.ledger-missing", "error", place, {"file": place.file}),)
    try:
        return read_ledger(file, dossier.production.columns), ()
    except InputError as error:
        return None, findings_of(error, dossier.production.relative(file))
