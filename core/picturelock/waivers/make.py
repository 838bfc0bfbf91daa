"""Making a waiver."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import OutputError, UsageError
from picturelock.findings import Finding
from picturelock.production import Dossier, Person, Production, journal
from picturelock.waivers import keys, rules
from picturelock.waivers.kept import keep
from picturelock.waivers.model import SUFFIX, WITHDRAWN, Held, Waiver, end_of
from picturelock.waivers.subject import has_subject, span_of, subject_of
from picturelock.waivers.waiver_file import read_waiver, write_waiver

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_UNSAFE = re.compile(r"[^a-z0-9]+")


def person_of(production: Production, key: Ed25519PrivateKey) -> Person:
    """Whom of the production a key belongs to. Raises UsageError, with the line that would list it."""
    public = keys.public_of(key)
    for person in production.people:
        if person.key == public:
            return person
    raise UsageError(
        "This key is nobody's in picturelock.toml.", hint=f'Add to [[people]], with name and role: key = "{public}"'
    )


def draft(
    finding: Finding, dossier: Dossier, person: Person, reason: str, expires: dt.date, made: dt.datetime
) -> Waiver:
    """The waiver of one finding, unsigned. Raises UsageError, saying why it cannot be waived, or not by this person."""
    _require_waivable(finding, dossier, person)
    days = rules.load().longest_days
    if not reason.strip():
        raise UsageError("--reason: a waiver says why the finding may stand.")
    if made >= end_of(expires):
        raise UsageError(f"--expires: {expires} is over.")
    if (expires - made.date()).days > days:
        raise UsageError(f"--expires: {expires} is more than {days} days away; a waiver is no rule.")
    production, place = dossier.production, finding.place
    span = span_of(finding, dossier.cut)
    return Waiver(
        file="",
        production=production.title,
        delivery=production.delivery.name,
        spec=production.delivery.spec,
        rule=finding.rule,
        place=Held(
            file=place.file,
            record=(span.start, span.end) if span is not None else None,
            track=place.track,
            shot=place.shot,
            cue=place.cue,
            source=place.source,
        ),
        evidence=dict(finding.evidence),
        reason=" ".join(reason.split()),
        person=person.name,
        role=person.role,
        made=made.astimezone(dt.UTC).replace(microsecond=0),
        expires=expires,
        subject=subject_of(finding, dossier),
        cut="",
        history="",
    )


def issue(waiver: Waiver, dossier: Dossier, key: Ed25519PrivateKey, start: dt.datetime) -> Waiver:
    """Keep the cut, sign the waiver, write it and note it in the history; gives it as it was written. Raises OutputError."""
    production = dossier.production
    journal.require_writable(production.root)
    told = journal.read(production.root)
    if told.findings:
        raise OutputError("The history of the production is broken, so nothing can be signed on it.")
    whole = replace(waiver, cut=keep(production, dossier.cut), history=told.head)
    whole = replace(whole, signature=keys.sign(key, whole.signed()))
    file = _free_name(production, waiver.rule)
    write_waiver(file, whole)
    whole = replace(whole, file=production.relative(file))
    if read_waiver(file, production) != whole:  # what is on disk is what was signed, or it is nothing
        file.unlink()
        raise OutputError(f"{file} could not be written as it was signed.")
    facts = {"waiver": whole.file, "rule": whole.rule, "expires": whole.expires.isoformat()}
    inputs = {"subject": whole.whole, "waiver": whole.digest}
    journal.append(production.root, "waive", start, who=whole.person, inputs=inputs, facts=facts)
    return whole


def _require_waivable(finding: Finding, dossier: Dossier, person: Person) -> None:
    known = rules.load()
    if finding.severity != "error":
        raise UsageError(f"{finding.rule} is no error here; it keeps no gate closed.")
    if not known.can_be_waived(finding.rule):
        raise UsageError(f"{finding.rule} is a hard failure; nobody can waive it.", hint="It has to be mended.")
    if not has_subject(finding, dossier):
        raise UsageError(f"{finding.rule} names nothing here that a waiver could hold on to.")
    if not known.may_waive(finding.rule, person.role):
        raise UsageError(f"{person.name} ({person.role}) may not waive {finding.rule}.")


def _free_name(production: Production, rule: str) -> Path:
    stem = _UNSAFE.sub("-", rule.lower()).strip("-") or "waiver"
    taken = {path.stem for folder in (production.waivers, production.waivers / WITHDRAWN) for path in folder.glob("*")}
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return production.waivers / f"{stem}-{number}{SUFFIX}"
