"""Sign-off: a person puts their name to one verdict. It holds for this verdict alone, whatever is delivered later.

What is signed rests on SHA-256: the verdict's hash is one, and every file that the verdict names by its XXH128 is named by its
SHA-256 as well, of the same reading.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import InputError, OutputError
from picturelock.findings import Fact, Finding, Place, Verdict
from picturelock.formats.files import write_text
from picturelock.host import Progress, silent
from picturelock.media.fingerprint import signed_hashes
from picturelock.production import Person, Production, journal
from picturelock.report.verdict_hash import document_hash, verdict_hash
from picturelock.waivers import signed
from picturelock.waivers.model import instant
from picturelock.waivers.named_files import hash_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SCHEMA = "picturelock/signoff-2"
FIRST = "picturelock/signoff-1"
"""Sign-offs that rest on XXH128 alone: they are read, and hold for nothing."""
FOLDER = "signoffs"
FILE = "signoff.json"
"""Its name in a package."""
SOURCE = "Picturelock: who signs for a delivery"
_UNSAFE = re.compile(r"[^a-z0-9]+")
_NO_FILE = "transcript of "
"""How the inputs begin that lie in the library."""
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


def statement(verdict: Verdict, production: Production, progress: Progress = silent) -> dict[str, Any]:
    """What a sign-off says of a verdict: the hash of all that it says, and two of every file that it rests on.

    Raises InputError where such a file is not what was judged.
    """
    said = _said(verdict)
    return {**said, "sha256": _sha256(said["inputs"], production, progress)}


def statement_of_report(
    document: Any, file: Path, production: Production, progress: Progress = silent
) -> dict[str, Any]:
    """The same, of a report that was written as JSON. Raises InputError also for what is none, or was altered by hand."""
    try:
        verdict = document["verdict"]
        digest = document_hash(document)
        if verdict["hash"] != digest:
            raise InputError("says another verdict than it says itself: it has been altered.", file=file)
        found = {key: verdict[key] for key in ("open", "spec", "inputs", "waivers")}
        sums = {str(name): str(value) for name, value in found["inputs"].items()}
    except (KeyError, TypeError, IndexError, AttributeError):
        raise InputError("is not the report of a verdict.", file=file) from None
    return {"schema": SCHEMA, "verdict": digest, **found, "sha256": _sha256(sums, production, progress)}


def _said(verdict: Verdict) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "verdict": verdict_hash(verdict),
        "open": verdict.open,
        "spec": verdict.spec,
        "inputs": dict(verdict.inputs),
        "waivers": list(verdict.waivers),
    }


def _sha256(inputs: Mapping[str, str], production: Production, progress: Progress) -> dict[str, str]:
    """The SHA-256 of every file among a verdict's inputs. Raises InputError where one is not what was judged."""
    found: dict[str, str] = {}
    for name, judged in inputs.items():
        path = production.root / name
        if name.startswith(_NO_FILE) and not path.is_file():
            continue
        quick, found[name] = signed_hashes(path, progress)
        if quick != judged:
            raise InputError("is not what was judged: it has changed since.", file=path, hint="Judge it again.")
    return found


def _sha256_now(names: Mapping[str, str], production: Production) -> dict[str, str]:
    """The SHA-256 of files as they are now; what cannot be read has none."""
    found: dict[str, str] = {}
    for name in names:
        with suppress(OSError, ValueError):
            found[name] = hash_file(production.root / name)
    return found


def sign(
    production: Production, said: Mapping[str, Any], person: Person, key: Ed25519PrivateKey, start: dt.datetime
) -> Path:
    """Sign a statement and keep it in the production; the history notes it. Raises OutputError."""
    journal.require_writable(production.root)
    told = journal.read(production.root)
    if told.findings:
        raise OutputError("The history of the production is broken, so nothing can be signed on it.")
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "production": production.title,
        "delivery": production.delivery.name,
        "statement": dict(said),
        "person": person.name,
        "role": person.role,
        "made": instant(start),
        "history": told.head,
    }
    document = signed.sign(document, key)
    stem = _UNSAFE.sub("-", person.name.lower()).strip("-") or "person"
    stem = f"{start.astimezone(dt.UTC):%Y%m%d-%H%M%S}-{stem}"
    file, number = production.root / FOLDER / f"{stem}.json", 1
    while file.exists():
        number += 1
        file = file.with_name(f"{stem}-{number}.json")
    write_text(file, json.dumps(document, ensure_ascii=False, indent=1) + "\n", overwrite=False)
    facts: dict[str, Fact] = {"file": production.relative(file), "open": bool(said["open"])}
    inputs = {"verdict": str(said["verdict"]), "signoff": signed.digest(document)}
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
        elif not signed.is_signed(document, person.key) or document["production"] != production.title:
            findings.append(_doubt("signoff.forged", name, **facts))
        elif document["history"] and not history.holds(document["history"]):
            findings.append(_doubt("signoff.history-gone", name, **facts))
        elif signed.digest(document) not in noted:
            findings.append(_doubt("signoff.not-in-history", name, **facts))
        else:
            good.append(SignOff(name, document["person"], document["role"], document["made"], document))
    return tuple(good), tuple(findings)


def holding(production: Production, verdict: Verdict) -> tuple[SignOff, ...]:
    """The sign-offs for exactly this verdict on this delivery, whose files have the SHA-256 that was signed."""
    said, name = _said(verdict), production.delivery.name
    found, _ = read_all(production)
    same = [one for one in found if one.document["delivery"] == name and _without_sha256(one) == said]
    now = _sha256_now(verdict.inputs, production) if same else {}
    return tuple(one for one in same if one.document["statement"].get("sha256") == now)


def changed_since(production: Production, one: SignOff, verdict: Verdict) -> tuple[str, ...]:
    """The files that are not what they were when somebody signed: altered, gone or new; () where only the verdict differs."""
    said = one.document["statement"]
    before, now = said["inputs"], dict(verdict.inputs)
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    rest = {name: value for name, value in said.get("sha256", {}).items() if name not in changed}
    other = _sha256_now(rest, production)
    return tuple(sorted(changed | {name for name, value in rest.items() if other.get(name) != value}))


def _without_sha256(one: SignOff) -> dict[str, Any]:
    return {key: value for key, value in one.document["statement"].items() if key != "sha256"}


def package_file(production: Production, verdict: Verdict) -> bytes | None:
    """`signoff.json` for a package: what was signed for, and each sign-off whole; None where nobody signed this verdict."""
    found = holding(production, verdict)
    if not found:
        return None
    people = {one.person for one in found}
    public = {person.name: person.key for person in production.people if person.name in people}
    whole = {
        "schema": SCHEMA,
        "statement": found[0].document["statement"],
        "keys": public,
        "signatures": [dict(one.document) for one in found],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _checked(file: Path) -> dict[str, Any]:
    document = signed.read(file, "a sign-off")
    texts = ("production", "delivery", "person", "role", "made", "history", "signature")
    sound = isinstance(document, dict) and set(document) == _KEYS and document["schema"] in (FIRST, SCHEMA)
    sound = sound and all(isinstance(document[key], str) for key in texts) and isinstance(document["statement"], dict)
    said = document["statement"] if sound else {}
    tables = ("inputs",) if sound and document["schema"] == FIRST else ("inputs", "sha256")
    if not set(_STATEMENT) <= set(said) or not all(isinstance(said.get(table), dict) for table in tables):
        raise InputError("is not a sign-off.", file=file)
    return dict(document)


def _doubt(rule: str, file: str, **facts: Fact) -> Finding:
    return Finding(rule, "error", Place(file=file), {"file": file, **facts}, SOURCE)
