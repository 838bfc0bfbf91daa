"""What the people in it have agreed to: appearance, voice, likeness, digital replicas, training of machines."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.findings import Fact, Finding
from picturelock.rights.case import Case
from picturelock.rights.model import PERSONAL, Clearance
from picturelock.rights.sources import Use
from picturelock.rights.words import folded

REPLICA = "digital-replica"
GUILDS = (
    "ACTRA, Independent Production Agreement 2025-2027 (actratoronto.com, AI best practices guide); SAG-AFTRA, 2023 "
    "TV/Theatrical agreement (Digital Replicas 101, a third party's copy)"
)
"""A replica needs a consent of its own, in writing, that says what for: read in summaries only, so it only warns."""


def check(case: Case) -> Iterator[Finding]:
    """What is missing for each person, at the source in which they are seen or heard."""
    told: set[tuple[str, ...]] = set()
    for use in case.uses:
        for clearance in case.given(use):
            yield from _people(case, use, clearance)
            if clearance.consent.needs or clearance.kind in PERSONAL:
                yield from _needs(case, use, clearance, told)
    for clearance in case.used:
        if not clearance.drafted:
            yield from _alone(case, clearance)


def _people(case: Case, use: Use, clearance: Clearance) -> Iterator[Finding]:
    """Everyone whom an entry says to be in it must have a release."""
    released = {folded(one.consent.person or one.owner) for one in case.given(use) if one.kind in PERSONAL}
    for person in clearance.consent.people:
        if folded(person) not in released:
            yield case.of_use("consent-missing", use, {"person": person}, clearance=clearance)


def _needs(case: Case, use: Use, clearance: Clearance, told: set[tuple[str, ...]]) -> Iterator[Finding]:
    """A person's consents, of all entries together, hold everything that the use needs."""
    person = clearance.consent.person or (clearance.owner if clearance.kind in PERSONAL else "")
    given = {kind for one in case.given(use) if _is_of(one, person, clearance) for kind in one.consent.kinds}
    needed = set(clearance.consent.needs)
    if clearance.kind == "performer":  # one that does not say what for gives nothing
        needed |= _by_use(case, use, given)
    missing = sorted(needed - given)
    key = (use.source.key, folded(person), *missing)
    if missing and key not in told:
        told.add(key)
        facts: dict[str, Fact] = {"person": person or clearance.owner, "missing": ", ".join(missing)}
        yield case.of_use("consent-kind", use, facts, clearance=clearance)


def _is_of(one: Clearance, person: str, clearance: Clearance) -> bool:
    own = one.consent.person or (one.owner if one.kind in PERSONAL else "")
    return one is clearance or (bool(person) and folded(own) == folded(person))


def _by_use(case: Case, use: Use, given: set[str]) -> set[str]:
    """What somebody must agree to who is in a source that is used so."""
    needed: set[str] = set()
    if use.seen and "likeness" not in given:
        needed.add("appearance")
    transcript = case.dossier.transcripts.get(use.source.key)
    silent = bool(use.seen) and transcript is not None and not any(segment.words for segment in transcript.segments)
    if use.heard and not silent:
        needed.add("voice")
    return needed


def _alone(case: Case, clearance: Clearance) -> Iterator[Finding]:
    consent = clearance.consent
    person: dict[str, Fact] = {"person": consent.person or clearance.owner}
    if consent.minor and not consent.guardian:
        yield case.of_entry("guardian-missing", "error", clearance, person)
    if REPLICA not in consent.kinds:
        return
    if not consent.scope:
        yield case.of_entry("consent-scope", "warning", clearance, person, GUILDS, unconfirmed=True)
    others = [
        one for one in case.ledger.clearances
        if one is not clearance and one.evidence and one.evidence == clearance.evidence and REPLICA not in one.consent.kinds
    ]  # fmt: skip
    if others or (consent.kinds - {REPLICA, "voice", "likeness"}):
        yield case.of_entry("consent-not-separate", "warning", clearance, person, GUILDS, unconfirmed=True)
