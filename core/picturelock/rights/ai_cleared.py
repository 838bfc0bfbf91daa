"""Of AI use: does the rights ledger clear something as made by a machine that nobody declares?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place
from picturelock.production import Dossier
from picturelock.rights.ai_elements import Placed, concerns_person, speaks_of
from picturelock.rights.ledger import read_ledger
from picturelock.rights.model import Clearance
from picturelock.rights.sources import Use, match
from picturelock.wording import LANGUAGES, term

SOURCE = "Picturelock, house convention: what the ledger clears as made by a machine is declared"
_KINDS = frozenset({"ai", "voice-replica"})
_CONSENTS = frozenset({"digital-replica"})


def clearances_of(dossier: Dossier) -> tuple[Clearance, ...]:
    """The ledger's entries; none where it cannot be read, which the check of rights says."""
    production = dossier.production
    if production.ledger is None or not production.ledger.exists():
        return ()
    try:
        return read_ledger(production.ledger, production.columns).clearances
    except InputError:
        return ()


def check(
    dossier: Dossier, uses: Sequence[Use], elements: Sequence[Placed], clearances: Sequence[Clearance]
) -> Iterator[Finding]:
    """One finding for each source and entry."""
    found = match(uses, [one for one in clearances if _is_made(one)])
    for use in uses:
        for clearance in found[use.source.key]:
            if not any(speaks_of(item, use) or _is_whole(item, clearance) for item in elements):
                yield _finding(dossier, use, clearance)


def _is_made(clearance: Clearance) -> bool:
    """A machine's work, or a replica of a person that one makes."""
    return clearance.kind in _KINDS or bool(clearance.consent.needs & _CONSENTS)


def _is_whole(item: Placed, clearance: Clearance) -> bool:
    """A replica that is declared for the whole film; any other element without a place is of no clip."""
    of_person = clearance.kind == "voice-replica" or bool(clearance.consent.needs & _CONSENTS)
    return not item.located and of_person and concerns_person(item.element)


def _finding(dossier: Dossier, use: Use, clearance: Clearance) -> Finding:
    production = dossier.production
    file = production.relative(production.ledger) if production.ledger is not None else ""
    first = use.first
    place = Place(file, clearance.line, first.record_span, first.track, first.id, "", use.label)
    facts: dict[str, Fact] = {"source": use.label, "entry": clearance.place}
    facts |= {f"kind_{language}": term("kinds", clearance.kind, language) for language in LANGUAGES}
    return Finding("ai-use.undeclared-entry", "error", place, facts, SOURCE)
