"""Whether a waiver may be believed: who signed it, for which production and rule, and until when. Each doubt is a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.production import Dossier, Production
from picturelock.production.journal import History
from picturelock.report.roles import named
from picturelock.waivers import rules, withdrawal
from picturelock.waivers.model import Waiver
from picturelock.waivers.waiver_file import files_of, read_waiver, signer
from picturelock.waivers.withdrawal import Withdrawal

SOURCE = "Picturelock: a waiver is written, signed and expires"
_SKEW = dt.timedelta(minutes=10)
"""By which two clocks may differ."""


def believed(dossier: Dossier, history: History, now: dt.datetime) -> tuple[list[Waiver], list[Finding]]:
    """The waivers that hold, and a finding for each that does not, and for withdrawals that are in doubt."""
    found: list[Waiver] = []
    production = dossier.production
    withdrawn, untold = withdrawal.read_all(production)
    known = {one.hash for one in withdrawn}
    doubts: list[Finding] = [*untold]
    for file in files_of(production):
        try:
            waiver = read_waiver(file, production)
        except InputError as error:
            name = production.relative(file)
            reason = f"{error.place}: {error.reason}" if error.place else error.reason
            facts: dict[str, Fact] = {"file": name, "reason": reason}
            doubts.append(Finding("waivers.unreadable", "error", Place(file=name), facts, SOURCE))
            continue
        known.add(waiver.digest)
        doubt = next(_doubts(waiver, production, history, withdrawn, now), None)
        if doubt is None:
            found.append(waiver)
        else:
            doubts.append(doubt)
    return found, [*doubts, *withdrawal.taken_away(production, history, known)]


def _doubts(
    waiver: Waiver, production: Production, history: History, withdrawn: tuple[Withdrawal, ...], now: dt.datetime
) -> Iterator[Finding]:
    known = {person.name: person for person in production.people}
    person = known.get(waiver.person)
    delivery = production.delivery
    if not waiver.signature:
        yield _doubt("waivers.unsigned", waiver)
    elif person is None or not person.key:
        yield _doubt("waivers.unknown-person", waiver)
    elif signer(waiver, production) is None:
        yield _doubt("waivers.forged", waiver)
    elif waiver.role != person.role:
        yield _doubt("waivers.other-role", waiver, known_role=person.role)
    elif waiver.production != production.title:
        yield _doubt("waivers.other-production", waiver, other=waiver.production)
    elif (waiver.delivery, waiver.spec) != (delivery.name, delivery.spec):
        if not _is_for_another(waiver, production):
            yield _doubt("waivers.other-production", waiver, other=f"{waiver.delivery} {waiver.spec}".strip())
        else:  # it waits for its own delivery
            yield _doubt("waivers.other-delivery", waiver, "info", other=waiver.delivery or waiver.spec)
    elif not rules.load().can_be_waived(waiver.rule):
        yield _doubt("waivers.hard-rule", waiver)
    elif not rules.load().may_waive(waiver.rule, waiver.role):
        codes = rules.load().roles_for(waiver.rule)
        yield _doubt("waivers.no-right", waiver, roles_en=named(codes, "en"), roles_fr=named(codes, "fr"))
    elif waiver.made > now + _SKEW:
        yield _doubt("waivers.from-tomorrow", waiver, made=waiver.made.isoformat())
    elif now >= waiver.over:
        yield _doubt("waivers.expired", waiver, "warning", expires=waiver.expires.isoformat())
    elif (waiver.expires - waiver.made.date()).days > rules.load().longest_days:
        days = rules.load().longest_days
        yield _doubt("waivers.too-long", waiver, expires=waiver.expires.isoformat(), days=days)
    elif waiver.history and not history.holds(waiver.history):
        yield _doubt("waivers.history-gone", waiver)
    elif any(one.is_of(waiver) for one in withdrawn):
        yield _doubt("waivers.withdrawn", waiver)
    elif not history.findings:  # of a broken one is said what is wrong with it
        yield from _unnoted(waiver, history)


def _unnoted(waiver: Waiver, history: History) -> Iterator[Finding]:
    """A doubt where the history does not hold that this very file was signed, or holds that it was taken back."""
    noted = {entry.stage for entry in history.entries if entry.inputs.get("waiver") == waiver.digest}
    named = any(
        entry.stage == "waive"
        and entry.inputs.get("waiver") == waiver.digest
        and entry.facts.get("waiver") == waiver.file
        for entry in history.entries
    )
    if "withdraw" in noted:
        yield _doubt("waivers.withdrawn", waiver)
    elif not named:
        yield _doubt("waivers.not-in-history", waiver)


def _is_for_another(waiver: Waiver, production: Production) -> bool:
    return any((waiver.delivery, waiver.spec) == (order.name, order.spec) for order in production.deliveries)


def _doubt(rule: str, waiver: Waiver, severity: Severity = "error", **facts: Fact) -> Finding:
    told: dict[str, Fact] = {"file": waiver.file, "person": waiver.person, "role": waiver.role, "rule": waiver.rule}
    return Finding(rule, severity, Place(file=waiver.file), told | facts, SOURCE)
