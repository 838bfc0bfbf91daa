"""Of AI use: does the rights ledger clear something as made by a machine that nobody declares?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place
from picturelock.production import Dossier
from picturelock.rights.ai_elements import Placed, speaks_of
from picturelock.rights.ledger import read_ledger
from picturelock.rights.model import Clearance
from picturelock.rights.sources import Use, match

SOURCE = "Picturelock, house convention: what the ledger clears as made by a machine is declared"
_KINDS = frozenset({"ai", "voice-replica"})
_CONSENTS = frozenset({"digital-replica"})


def check(dossier: Dossier, uses: Sequence[Use], elements: Sequence[Placed]) -> Iterator[Finding]:
    """One finding for each source and entry. Nothing where the ledger cannot be read, which the check of rights says."""
    production = dossier.production
    if production.ledger is None or not production.ledger.exists():
        return
    try:
        clearances = [one for one in read_ledger(production.ledger, production.columns).clearances if _is_made(one)]
    except InputError:
        return
    found = match(uses, clearances)
    for use in uses:
        for clearance in found[use.source.key]:
            if not any(speaks_of(item, use) or not item.located for item in elements):
                yield _finding(dossier, use, clearance)


def _is_made(clearance: Clearance) -> bool:
    """A machine's work, or a replica of a person that one makes."""
    return clearance.kind in _KINDS or bool(clearance.consent.needs & _CONSENTS)


def _finding(dossier: Dossier, use: Use, clearance: Clearance) -> Finding:
    production = dossier.production
    file = production.relative(production.ledger) if production.ledger is not None else ""
    first = use.first
    place = Place(file, clearance.line, first.record_span, first.track, first.id, "", use.label)
    facts: dict[str, Fact] = {"source": use.label, "kind": clearance.kind, "entry": clearance.place}
    return Finding("ai-use.undeclared-entry", "error", place, facts, SOURCE)
