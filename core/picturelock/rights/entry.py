"""One entry of a ledger as a clearance."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from picturelock.rights.data import load
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
from picturelock.rights.values import EXPECTED_END, Values
from picturelock.rights.words import folded, words_of

MAX_PATTERN = 500
_NOTHING: Mapping[str, str] = MappingProxyType({})


def clearance(
    file: Path, place: str, line: int | None, entry: Mapping[str, Any], places: Mapping[str, str] = _NOTHING
) -> Clearance:
    """Raises InputError naming the place and the key. places: where a key stands, if not after the entry's own place."""
    unsaid = [key for key in REQUIRED if not _is_said(entry.get(key))]
    drafted = bool(unsaid) and words_of("status").get(folded(str(entry.get("status", "")))) == PENDING
    values = Values(file, place, entry, places, drafted=drafted)
    for key in entry:
        if key not in COLUMNS:
            raise values.wrong(key, "is not a key that we know", f"expected one of {', '.join(COLUMNS)}")
    for key in REQUIRED:
        if key not in entry and not drafted:
            raise values.wrong(key, "is missing", EXPECTED_END if key == "end" else "expected it to be said")
    if len(values.text("asset")) > MAX_PATTERN:
        raise values.wrong("asset", "is very long", f"expected a pattern of at most {MAX_PATTERN} characters")
    if not values.text("asset"):
        raise values.wrong("asset", "is ''", "expected text")
    start, end = values.date("start"), values.end() if _is_said(entry.get("end")) or not drafted else None
    if start and end and end < start:
        raise values.wrong("end", f"is {end}, before start", "expected the last day of the permission")
    return Clearance(
        asset=values.text("asset"),
        kind=values.word("kind", "kinds") or "other",
        owner=values.text("owner"),
        territories=values.territories("territories"),
        media=values.media("media"),
        languages=values.languages("languages"),
        start=start,
        end=end,
        evidence=values.text("evidence"),
        note=values.text("note"),
        place=place,
        line=line,
        terms=_terms(values),
        consent=_consent(values),
        work=_work(values),
        drafted=drafted,
    )


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
