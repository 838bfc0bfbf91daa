"""One hash for what a verdict says, whoever asks when: without its clock, its seconds and the language of its sentences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from picturelock.findings import Finding, Verdict
from picturelock.times import to_ms

_KEYS = (
    "rule",
    "severity",
    "evidence",
    "source",
    "unconfirmed",
    "file",
    "line",
    "track",
    "shot",
    "cue",
    "media",
    "waived",
)


def verdict_hash(verdict: Verdict) -> str:
    """ "sha256:" and 64 hex digits; `document_hash` of its report is the same."""
    said = {
        "open": verdict.open,
        "spec": verdict.spec,
        "expected": list(verdict.expected),
        "ran": [[run.check, run.problem, run.idle] for run in verdict.ran],
        "inputs": dict(verdict.inputs),
        "findings": [_of_finding(finding) for finding in verdict.findings],
    }
    delivers = [[one.path, one.source, one.kind, one.language] for one in verdict.delivers]
    return _hash(said | ({"delivers": delivers} if delivers else {}))


def document_hash(document: Mapping[str, Any]) -> str:
    """The hash of the verdict that a `picturelock/report-1` document tells. Raises KeyError or TypeError for another document."""
    verdict = document["verdict"]
    said = {
        "open": verdict["open"],
        "spec": verdict["spec"],
        "expected": verdict["expected"],
        "ran": [[run["check"], run["problem"], run["idle"]] for run in verdict["ran"]],
        "inputs": verdict["inputs"],
        "findings": [_of_entry(entry) for entry in document["findings"]],
    }
    keys = ("path", "source", "kind", "language")
    delivers = [[one[key] for key in keys] for one in verdict.get("delivers", ())]
    return _hash(said | ({"delivers": delivers} if delivers else {}))


def _of_finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    told: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity,
        "evidence": dict(finding.evidence),
        "source": finding.source,
        "unconfirmed": finding.unconfirmed,
        "file": place.file,
        "line": place.line,
        "track": place.track,
        "shot": place.shot,
        "cue": place.cue,
        "media": place.source,
    }
    if place.record is not None:
        told["record"] = [to_ms(place.record.start), to_ms(place.record.end)]
    if finding.waived is not None:
        waived = finding.waived
        told["waived"] = [waived.waiver, waived.person, waived.role, waived.expires.isoformat(), waived.subject]
    return _without_nothing(told)


def _of_entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    told = {key: entry.get(key) for key in _KEYS if key != "waived"}
    if "record" in entry:
        told["record"] = [entry["record"]["start_ms"], entry["record"]["end_ms"]]
    if "waived" in entry:
        told["waived"] = [entry["waived"][key] for key in ("waiver", "person", "role", "expires", "subject")]
    return _without_nothing(told)


def _without_nothing(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if value not in ("", None, False) and value != {}}


def _hash(said: Mapping[str, Any]) -> str:
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
