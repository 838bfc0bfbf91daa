"""Who signed for a package, and whether what they signed for is what lies in it.

A sign-off is for one verdict: that of `report.json`, with the SHA-256 of every file that it rests on. Each file of the package
must be one of those, but for the papers that are made for it; the manifests say whether these are as they were delivered. Of
what a re-delivery leaves to an earlier package, its packing list gives the XXH128.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picturelock.delivery.history import FOLDER
from picturelock.delivery.packing import FILE as PACKING
from picturelock.delivery.packing import Packing
from picturelock.delivery.paths import LEFT_BEHIND
from picturelock.delivery.signatures import Signature, Signed, read_signed
from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.report.verdict_hash import document_hash
from picturelock.textfile import read_json
from picturelock.waivers import signoff

SOURCE = "Picturelock: who signs for a delivery"
SIGNED = "sha256"
"""What a sign-off knows files by."""
REPORT = "report.json"
_MAX_REPORT = 256_000_000
_MADE = re.compile(
    r"report\.(html|pdf|json|csv|junit\.xml|markers\.edl)|ai-use\.(csv|json)|ai-statement\.\w+\.(html|pdf)|rights-summary\.csv"
    r"|rights-report\.(html|csv|json)|cue-sheet\.(csv|json)|README\.txt|LISEZMOI\.txt|signoff\.json|package\.json"
    r"|checksums\.\w+"
)
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


def is_made(path: str) -> bool:
    """True for what is made for a package, by its path in it; nobody judged it, so no sign-off names it."""
    name = path.rpartition("/")[2]
    return bool(_MADE.fullmatch(path)) or path.startswith(f"{FOLDER}/") or name in LEFT_BEHIND


def vouch(
    payload: Path, hashes: Mapping[str, Mapping[str, str]], packing: Packing, known: Mapping[str, str]
) -> Vouched:
    """Read the sign-off of a package back.

    hashes: of every file that lies there, by path, `SIGNED` among them; packing: its packing list; known: the keys that the
    receiver vouches for. Where a key is given, a package that none of them signed is an error.
    """
    if signoff.FILE not in hashes:
        left = any(path == signoff.FILE for path in (packing.earlier.unchanged if packing.earlier else ()))
        severity: Severity = "error" if known else "info"
        return Vouched((), None, () if left and not known else (_finding("package.unsigned", severity, PACKING),))
    try:
        signed = read_signed(payload / signoff.FILE, known)
    except InputError as error:
        found = _finding("package.signoff-unreadable", "error", signoff.FILE, reason=error.reason)
        return Vouched((), None, (found,))
    findings = list(_signatures(signed, bool(known)))
    said, problem = _verdict_of(payload, packing)
    if problem is not None:
        findings.append(problem)
    for one in signed.signatures if problem is None else ():
        if not _is_for(one, said):
            findings.append(_finding("package.signed-another", "error", signoff.FILE, **one.facts))
        elif one.trust != "broken":
            findings += _files(one.statement, hashes, packing)
    told = {(one.rule, one.place.file, one.evidence.get("person", "")): one for one in findings}
    return Vouched(signed.signatures, signed, tuple(told.values()))


def _signatures(signed: Signed, expected: bool) -> Iterator[Finding]:
    """What each signature is worth. expected: the receiver has given keys."""
    vouched = any(one.trust == "known" for one in signed.signatures)
    for one in signed.signatures:
        facts = dict(one.facts)
        if one.trust == "unknown":
            severe: Severity = "error" if expected and not vouched else "warning"
            key = signed.keys[facts["person"]]
            rule = "package.signer-unknown" if not expected else "package.signer-not-among"
            yield _finding(rule, severe, signoff.FILE, **facts, key=key)
            continue
        rule, severity = _RULES[one.trust]
        if one.trust == "another":
            facts["owner"] = one.owner
        yield _finding(rule, "info" if severity == "info" else "error", signoff.FILE, **facts)


def _verdict_of(payload: Path, packing: Packing) -> tuple[Mapping[str, Any], Finding | None]:
    """What a sign-off for this package must say, by its own report; or why it cannot be told."""
    file = payload / REPORT
    try:
        if file.is_symlink():
            raise InputError("is a link.", file=file)
        document = read_json(file, _MAX_REPORT, "the report of a verdict")
        try:
            told, digest = document["verdict"], document_hash(document)
            said = {"schema": signoff.SCHEMA, "verdict": digest}
            said |= {key: told[key] for key in ("open", "spec", "inputs", "waivers")}
            own = told["hash"]
        except (KeyError, TypeError, IndexError, AttributeError, ValueError, RecursionError):
            raise InputError("is not the report of a verdict.", file=file) from None
        if own != digest or packing.about.get("verdict", digest) != digest:
            raise InputError("says another verdict than it says itself.", file=file)
    except InputError as error:
        return {}, _finding("package.verdict-unreadable", "error", REPORT, reason=error.reason)
    return said, None


def _is_for(one: Signature, said: Mapping[str, Any]) -> bool:
    return {key: value for key, value in one.statement.items() if key != SIGNED} == dict(said)


def _files(
    statement: Mapping[str, Any], hashes: Mapping[str, Mapping[str, str]], packing: Packing
) -> Iterator[Finding]:
    """Files of the package that are none of those that were judged, and those that were changed afterwards."""
    judged = frozenset(statement["inputs"].values())
    signed = judged | frozenset(statement[SIGNED].values())
    left = packing.earlier.unchanged if packing.earlier is not None else {}
    everything = {path: value for path, (_, value) in left.items()}
    everything |= {path: f"{SIGNED}:{one[SIGNED]}" for path, one in hashes.items()}
    for path, value in sorted(everything.items()):
        if is_made(path) or value in signed:
            continue
        if packing.judged.get(path) in judged or path in packing.added:
            yield _finding("package.finished-since", "warning", path)
        else:
            yield _finding("package.not-signed-for", "error", path, found=value)


def _finding(rule: str, severity: Severity, file: str, **facts: Fact) -> Finding:
    return Finding(rule, severity, Place(file=file), {"file": file, **facts}, SOURCE)
