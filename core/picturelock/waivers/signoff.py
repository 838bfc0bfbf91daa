"""Sign-off: a person puts their name to one verdict. It holds for this verdict alone, whatever is delivered later."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place, Verdict
from picturelock.formats.files import write_text
from picturelock.production import Person, Production, journal
from picturelock.report.verdict_hash import document_hash, verdict_hash
from picturelock.textfile import read_json
from picturelock.waivers import keys
from picturelock.waivers.model import canonical, hash_bytes, instant

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SCHEMA = "picturelock/signoff-1"
FOLDER = "signoffs"
FILE = "signoff.json"
"""Its name in a package."""
SOURCE = "Picturelock: who signs for a delivery"
_MOST_BYTES = 10_000_000
_UNSAFE = re.compile(r"[^a-z0-9]+")
_STATEMENT = ("schema", "verdict", "open", "spec", "inputs", "waivers")
_KEYS = {"schema", "production", "delivery", "statement", "person", "role", "made", "history", "signature"}


@dataclass(frozen=True, slots=True)
class SignOff:
    """A sign-off that holds for a verdict."""

    file: str
    """Relative to the production."""
    person: str
    role: str
    made: str
    document: Mapping[str, Any]
    """All of it, as it was signed."""


def statement(verdict: Verdict) -> dict[str, Any]:
    """What a sign-off says of a verdict: the hash of all that it says, and of every file that it rests on."""
    return {
        "schema": SCHEMA,
        "verdict": verdict_hash(verdict),
        "open": verdict.open,
        "spec": verdict.spec,
        "inputs": dict(verdict.inputs),
        "waivers": list(verdict.waivers),
    }


def statement_of_report(document: Any, file: Path) -> dict[str, Any]:
    """The same, of a report that was written as JSON. Raises InputError for what is none, or was altered by hand."""
    try:
        verdict = document["verdict"]
        digest = document_hash(document)
        if verdict["hash"] != digest:
            raise InputError("says another verdict than it says itself: it has been altered.", file=file)
        found = {key: verdict[key] for key in ("open", "spec", "inputs", "waivers")}
    except (KeyError, TypeError, IndexError, AttributeError):
        raise InputError("is not the report of a verdict.", file=file) from None
    return {"schema": SCHEMA, "verdict": digest, **found}


def sign(
    production: Production, said: Mapping[str, Any], person: Person, key: Ed25519PrivateKey, start: dt.datetime
) -> Path:
    """Sign a statement and keep it in the production; the history notes it. Raises OutputError."""
    journal.require_writable(production.root)
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "production": production.title,
        "delivery": production.delivery.name,
        "statement": dict(said),
        "person": person.name,
        "role": person.role,
        "made": instant(start),
        "history": journal.read(production.root).head,
    }
    document["signature"] = keys.sign(key, canonical(SCHEMA, document))
    stem = _UNSAFE.sub("-", person.name.lower()).strip("-") or "person"
    stem = f"{start.astimezone(dt.UTC):%Y%m%d-%H%M%S}-{stem}"
    file, number = production.root / FOLDER / f"{stem}.json", 1
    while file.exists():
        number += 1
        file = file.with_name(f"{stem}-{number}.json")
    write_text(file, json.dumps(document, ensure_ascii=False, indent=1) + "\n", overwrite=False)
    facts: dict[str, Fact] = {"file": production.relative(file), "open": bool(said["open"])}
    inputs = {"verdict": str(said["verdict"]), "signoff": _digest(document)}
    journal.append(production.root, "sign", start, who=person.name, inputs=inputs, facts=facts)
    return file


def read_all(production: Production) -> tuple[tuple[SignOff, ...], tuple[Finding, ...]]:
    """Every sign-off that its person signed, and a finding for each that nobody did."""
    good: list[SignOff] = []
    findings: list[Finding] = []
    folder = production.root / FOLDER
    history = journal.read(production.root)
    noted = {entry.inputs.get("signoff") for entry in history.entries if entry.stage == "sign"}
    for file in sorted(folder.glob("*.json")) if folder.is_dir() and not folder.is_symlink() else ():
        name = production.relative(file)
        try:
            document = _checked(file)
        except InputError as error:
            findings.append(_doubt("signoff.unreadable", name, reason=error.reason))
            continue
        person = next((one for one in production.people if one.name == document["person"]), None)
        facts: dict[str, Fact] = {"person": document["person"], "role": document["role"]}
        if person is None or not person.key or person.role != document["role"]:
            findings.append(_doubt("signoff.unknown-person", name, **facts))
        elif not _is_signed(document, person.key) or document["production"] != production.title:
            findings.append(_doubt("signoff.forged", name, **facts))
        elif document["history"] and not history.holds(document["history"]):
            findings.append(_doubt("signoff.history-gone", name, **facts))
        elif _digest(document) not in noted:
            findings.append(_doubt("signoff.not-in-history", name, **facts))
        else:
            good.append(SignOff(name, document["person"], document["role"], document["made"], document))
    return tuple(good), tuple(findings)


def holding(production: Production, verdict: Verdict) -> tuple[SignOff, ...]:
    """The sign-offs for exactly this verdict on this delivery."""
    said = statement(verdict)
    name = production.delivery.name
    found, _ = read_all(production)
    return tuple(one for one in found if one.document["statement"] == said and one.document["delivery"] == name)


def changed_since(one: SignOff, verdict: Verdict) -> tuple[str, ...]:
    """The files that are not what they were when somebody signed: altered, gone or new; () where only the verdict differs."""
    signed = one.document["statement"]["inputs"]
    before = dict(signed) if isinstance(signed, dict) else {}
    now = dict(verdict.inputs)
    return tuple(name for name in sorted(before.keys() | now.keys()) if before.get(name) != now.get(name))


def package_file(production: Production, verdict: Verdict) -> bytes | None:
    """`signoff.json` for a package: what was signed for, and each sign-off whole; None where nobody signed this verdict."""
    found = holding(production, verdict)
    if not found:
        return None
    people = {one.person for one in found}
    public = {person.name: person.key for person in production.people if person.name in people}
    whole = {
        "schema": SCHEMA,
        "statement": statement(verdict),
        "keys": public,
        "signatures": [dict(one.document) for one in found],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _checked(file: Path) -> dict[str, Any]:
    if file.is_symlink():
        raise InputError("is a link; expected a file of the production.", file=file)
    document = read_json(file, _MOST_BYTES, "a sign-off")
    texts = ("production", "delivery", "person", "role", "made", "history", "signature")
    sound = isinstance(document, dict) and set(document) == _KEYS and document["schema"] == SCHEMA
    sound = sound and all(isinstance(document[key], str) for key in texts) and isinstance(document["statement"], dict)
    if not sound or not set(_STATEMENT) <= set(document["statement"]):
        raise InputError("is not a sign-off.", file=file)
    return dict(document)


def _is_signed(document: Mapping[str, Any], key: str) -> bool:
    unsigned = {name: value for name, value in document.items() if name != "signature"}
    try:
        return keys.is_signed(key, document["signature"], canonical(SCHEMA, unsigned))
    except ValueError:
        return False


def _digest(document: Mapping[str, Any]) -> str:
    """What the production's history knows a sign-off by."""
    return hash_bytes(canonical(SCHEMA, document))


def _doubt(rule: str, file: str, **facts: Fact) -> Finding:
    return Finding(rule, "error", Place(file=file), {"file": file, **facts}, SOURCE)
