"""One entry of a ledger as a clearance."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from picturelock.rights.data import load
from picturelock.rights.faults import Fault, Row
from picturelock.rights.model import (
    COLUMNS,
    IDENTIFIERS,
    PENDING,
    REQUIRED,
    Clearance,
    Consent,
    Terms,
    Work,
)
from picturelock.rights.values import Values
from picturelock.rights.words import folded, words_of

MAX_PATTERN = 500


def clearance(row: Row) -> tuple[Clearance, tuple[Fault, ...]]:
    """The clearance, which is none where there is any fault, and every fault of the entry, in the order of its columns."""
    entry = row.values
    unsaid = [key for key in REQUIRED if not _is_said(entry.get(key))]
    drafted = bool(unsaid) and words_of("status").get(folded(str(entry.get("status", "")))) == PENDING
    values = Values(row, drafted=drafted)
    for key in entry:
        if key not in COLUMNS:
            values.wrong("ledger-key", str(key)[:60], known=", ".join(COLUMNS))
    for key in () if drafted else unsaid:
        values.wrong("ledger-end-unsaid" if key == "end" else "ledger-empty", key)
    asset = values.text("asset")
    if len(asset) > MAX_PATTERN:
        values.wrong("ledger-long", "asset", limit=MAX_PATTERN)
    if not asset:
        values.wrong("ledger-empty", "asset")
    start, end = values.date("start"), values.end() if _is_said(entry.get("end")) or not drafted else None
    if start and end and end < start:
        values.wrong("ledger-order", "end", found=end.isoformat(), start=start.isoformat())
    made = Clearance(
        asset=asset,
        kind=values.word("kind", "kinds") or "other",
        owner=values.text("owner"),
        territories=values.territories("territories"),
        media=values.media("media"),
        languages=values.languages("languages"),
        start=start,
        end=end,
        evidence=values.text("evidence"),
        note=values.text("note"),
        place=row.place,
        line=row.line,
        terms=_terms(values),
        consent=_consent(values),
        work=_work(values),
        drafted=drafted,
    )
    return made, values.faults


def _is_said(value: Any) -> bool:
    return value is not None and value != [] and not (isinstance(value, str) and not value.strip())


def _terms(values: Values) -> Terms:
    return Terms(
        exclusive=values.yes("exclusive"),
        holdbacks=values.holdbacks(),
        runs=values.runs(),
        seconds=values.seconds(),
        edits=values.words("edits", "edits"),
        credit=values.text("credit"),
        hash=values.hash("hash"),
        status=values.word("status", "status"),
        approved_cut=values.text("approved_cut"),
        approved_hash=values.hash("approved_hash"),
    )


def _consent(values: Values) -> Consent:
    person, kind = values.text("person"), values.word("kind", "kinds")
    needs = values.words("needs", "consents")
    return Consent(
        kinds=values.words("consent", "consents"),
        needs=needs | frozenset(load("kinds")["needs"].get(kind, ())),
        person=person,
        people=tuple(values.texts("people")),
        minor=values.yes("minor"),
        guardian=values.text("guardian"),
        scope=values.text("scope"),
    )


def _work(values: Values) -> Work:
    identifiers = {key: text for key in IDENTIFIERS if (text := values.identifier(key))}
    return Work(
        title=values.text("title"),
        artist=values.text("artist"),
        usage=values.text("usage"),
        origin=values.text("origin"),
        label=values.text("label"),
        catalogue=values.identifier("catalogue"),
        identifiers=MappingProxyType(identifiers),
        contributors=values.contributors(),
    )
