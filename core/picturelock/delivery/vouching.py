"""Who signed for a package, and whether what they signed for is what lies in it.

A sign-off is for one verdict: that of `report.json`, which says what goes out of the production, where, and as what; with the
SHA-256 of every file that it rests on. `signed_files` holds the package against that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from picturelock.delivery.contents import DATE
from picturelock.delivery.packing import FILE as PACKING
from picturelock.delivery.packing import Packing
from picturelock.delivery.paths import pair, safe
from picturelock.delivery.signatures import Signature, Signed, read_signed
from picturelock.delivery.signed_files import SIGNED, Contents, compare, finding
from picturelock.errors import InputError
from picturelock.findings import Delivered, Finding, Severity
from picturelock.report.verdict_hash import document_hash
from picturelock.textfile import read_json
from picturelock.waivers import signoff

REPORT = "report.json"
_MAX_REPORT = 256_000_000
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_RULES = {
    "known": ("package.signed", "info"),
    "another": ("package.signed-as-another", "error"),
    "broken": ("package.signature-broken", "error"),
}


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the signatures of a package are worth."""

    signatures: tuple[Signature, ...]
    signed: Signed | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sign-off for this package must say, by its own report."""

    statement: Mapping[str, Any]
    """Without `SIGNED`."""
    delivers: tuple[Delivered, ...]


def vouch(contents: Contents, packing: Packing, known: Mapping[str, str]) -> Vouched:
    """Read the sign-off of a package back.

    packing: its packing list; known: the keys that the receiver vouches for. Where a key is given, a package that none of them
    signed is an error, and so is whatever cannot be held against what was signed.
    """
    there = contents.find(signoff.FILE)
    if there is None:
        left = signoff.FILE in contents.left
        severity: Severity = "error" if known else "info"
        return Vouched((), None, () if left and not known else (finding("package.unsigned", severity, PACKING),))
    try:
        signed = read_signed(there.file, known)
    except InputError as error:
        found = finding("package.signoff-unreadable", "error", signoff.FILE, reason=error.reason)
        return Vouched((), None, (found,))
    findings = [*_signatures(signed, bool(known)), *_about(signed, contents, packing, bool(known))]
    told = {(one.rule, one.place.file, one.evidence.get("person", "")): one for one in findings}
    return Vouched(signed.signatures, signed, tuple(told.values()))


def _signatures(signed: Signed, expected: bool) -> Iterator[Finding]:
    """What each signature is worth. expected: the receiver has given keys."""
    vouched = any(one.trust == "known" for one in signed.signatures)
    for one in signed.signatures:
        facts = dict(one.facts)
        if not one.statement["open"]:
            yield finding("package.signed-closed", "error", signoff.FILE, **facts)
        if one.trust == "unknown":
            severe: Severity = "error" if expected and not vouched else "warning"
            key = signed.keys[facts["person"]]
            rule = "package.signer-unknown" if not expected else "package.signer-not-among"
            yield finding(rule, severe, signoff.FILE, **facts, key=key)
            continue
        rule, severity = _RULES[one.trust]
        if one.trust == "another":
            facts["owner"] = one.owner
        yield finding(rule, "info" if severity == "info" else "error", signoff.FILE, **facts)


def _about(signed: Signed, contents: Contents, packing: Packing, proof: bool) -> Iterator[Finding]:
    """Whether what was signed is the verdict of this package, and its files those that were signed for."""
    try:
        said = _said(contents, packing)
    except InputError as error:
        yield finding("package.verdict-unreadable", "error", REPORT, reason=error.reason)
        return
    yield from _roles(said.delivers, packing)
    held: list[Mapping[str, str]] = []
    for one in signed.signatures:
        if {key: value for key, value in one.statement.items() if key != SIGNED} != dict(said.statement):
            yield finding("package.signed-another", "error", signoff.FILE, **one.facts)
        elif one.trust != "broken" and one.statement[SIGNED] not in held:
            held.append(one.statement[SIGNED])
            yield from compare(said.delivers, one.statement[SIGNED], contents, proof=proof)


def _said(contents: Contents, packing: Packing) -> _Said:
    """Raises InputError for a package whose report does not tell its verdict."""
    there = contents.here.get(REPORT)
    if there is None:
        raise InputError("is not there, or no ordinary file.", file=Path(REPORT))
    document = read_json(there.file, _MAX_REPORT, "the report of a verdict")
    try:
        told, digest = document["verdict"], document_hash(document)
        said = {"schema": signoff.SCHEMA, "verdict": digest}
        said |= {key: told[key] for key in ("open", "spec", "inputs", "waivers")}
        own = told["hash"]
        delivers = _delivers(told, contents)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError, RecursionError):
        raise InputError("is not the report of a verdict.", file=there.file) from None
    if own != digest or packing.about.get("verdict", digest) != digest:
        raise InputError("says another verdict than it says itself.", file=there.file)
    if not delivers:
        raise InputError("does not say which files go out.", file=there.file)
    return _Said(said, delivers)


def _delivers(told: Mapping[str, Any], contents: Contents) -> tuple[Delivered, ...]:
    """What goes out, under today's names. Raises ValueError, TypeError or KeyError."""
    day = _DAY.match(told["made"])
    date = "".join(day.groups()) if day else DATE
    found: dict[str, Delivered] = {}
    for entry in told.get("delivers", ()):
        one = Delivered(*(entry[key] for key in ("path", "source", "kind", "language")))
        if not all(isinstance(text, str) for text in (one.path, one.source, one.kind, one.language)):
            raise TypeError
        if contents.find(one.path) is None:
            one = replace(one, path=re.sub(DATE, date, one.path, flags=re.IGNORECASE))
        if safe(one.path) != one.path or one.path in found:
            raise ValueError(one.path)
        found[one.path] = one
    return tuple(found.values())


def _roles(delivers: tuple[Delivered, ...], packing: Packing) -> Iterator[Finding]:
    """Files that the packing list calls something else than what was judged."""
    paired = pair([one.path for one in delivers], packing.roles)
    for one in delivers:
        said = packing.roles.get(paired.get(one.path, one.path))
        if said is not None and said != (one.kind, one.language):
            facts = {"expected": f"{one.kind} {one.language}".strip(), "found": " ".join(said).strip() or "?"}
            yield finding("package.listed-otherwise", "error", one.path, **facts)
