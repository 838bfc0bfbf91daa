"""Of AI use: does the destination ask for content credentials, and may the film claim what the production has them claim?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.production import Dossier
from picturelock.rights.model import Clearance
from picturelock.rights.sources import Use, match

SPEC_KEY = "ai.credentials"
SOURCE = "Picturelock, house convention: nobody allows training on what others have not allowed it for"
TRAINING = "ai-training"
_MOST_NAMED = 12


def check(dossier: Dossier, uses: Sequence[Use], clearances: Sequence[Clearance]) -> Iterator[Finding]:
    """One finding of each kind at most."""
    place = Place(file=dossier.production.file.name)
    yield from _asked(dossier, place)
    order = dossier.production.credentials
    if order is None or order.training != "allowed":
        return
    found = match(uses, clearances)
    barred = [use.label for use in uses if not _may_train(found[use.source.key])]
    if barred:
        named = ", ".join([*barred[:_MOST_NAMED], "…"] if len(barred) > _MOST_NAMED else barred)
        facts: dict[str, Fact] = {"sources": named, "count": len(barred)}
        yield Finding("ai-use.training-not-cleared", "error", place, facts, SOURCE)


def _asked(dossier: Dossier, place: Place) -> Iterator[Finding]:
    asked = dossier.spec.asks(SPEC_KEY) if dossier.spec is not None else None
    if asked is None or asked.value == "optional" or dossier.production.credentials is not None:
        return
    severity: Severity = "error" if asked.value == "required" else "warning"
    facts: dict[str, Fact] = {"spec": dossier.spec.title if dossier.spec is not None else ""}
    yield Finding("ai-use.credentials-missing", severity, place, facts, asked.source, unconfirmed=not asked.confirmed)


def _may_train(clearances: Sequence[Clearance]) -> bool:
    """Everybody who has a say in a source allows it."""
    given = [one for one in clearances if not one.drafted]
    return bool(given) and all(TRAINING in one.consent.kinds for one in given)
