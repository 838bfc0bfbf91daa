"""Findings as the one JSON document that programs read: schema `picturelock/report-1`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from picturelock.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_WAIVED, GateError
from picturelock.findings import CheckRun, Finding, Verdict
from picturelock.report.frames import frames_of, timecodes
from picturelock.report.numbering import numbers
from picturelock.report.roles import who_may_waive
from picturelock.report.verdict_hash import verdict_hash
from picturelock.times import Flicks, FrameRate, Span, to_ms
from picturelock.wording import fix, message, title

SCHEMA = "picturelock/report-1"


def to_json(
    findings: Sequence[Finding],
    *,
    rate: FrameRate | None,
    start: Flicks = 0,
    drop: bool = False,
    language: str = "en",
    exit: int = 0,
    waivable: Callable[[str], Sequence[str]] | None = None,
    **extra: Any,
) -> dict[str, Any]:
    """The document of a command. `rate`, `start` and `drop` are the cut's; without a rate no record time can be said.

    waivable: the roles that may waive a rule, where that is asked for: each error then says them, or "hard", and in words.
    extra: the verb's own keys. Raises ValueError where one of them is a key of every document.
    """
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "exit": exit,
        "findings": [
            {"number": number, **_finding(finding, rate, start, drop, language)}
            for number, finding in zip(numbers(findings), findings, strict=True)
        ],
    }
    if waivable is not None:
        for entry in document["findings"]:
            if entry["severity"] == "error":
                roles = waivable(entry["rule"])
                entry["waivable"], entry["waivable_by"] = list(roles) or "hard", who_may_waive(roles, language)
    taken = document.keys() & extra.keys()
    if taken:
        raise ValueError(f"{', '.join(sorted(taken))} is a key of every document")
    return document | extra


def exit_code(verdict: Verdict) -> int:
    """0 open; 6 open under waivers; 1 closed by findings; 5 no verdict: something gave no answer, or nothing was judged."""
    if verdict.open:
        return EXIT_WAIVED if verdict.waivers else EXIT_CLEAN
    unanswered = verdict.missing or any(run.problem for run in verdict.ran) or not verdict.expected
    nothing = all(run.idle for run in verdict.ran)
    return GateError.exit_code if unanswered or nothing else EXIT_FINDINGS


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict without its findings: what was expected, what ran and which findings it gave, what it rests on."""
    return {
        "hash": verdict_hash(verdict),
        "open": verdict.open,
        "spec": verdict.spec,
        "made": verdict.made,
        "expected": list(verdict.expected),
        "missing": list(verdict.missing),
        "ran": [_run(run) for run in verdict.ran],
        "waivers": list(verdict.waivers),
        "inputs": dict(verdict.inputs),
        "delivers": [dataclasses.asdict(one) for one in verdict.delivers],
    }


def _run(run: CheckRun) -> dict[str, Any]:
    return {
        "check": run.check,
        "seconds": round(run.seconds, 3),
        "problem": run.problem,
        "idle": run.idle,
        "findings": list(run.found),
    }


def _finding(finding: Finding, rate: FrameRate | None, start: Flicks, drop: bool, language: str) -> dict[str, Any]:
    place = finding.place
    entry: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity,
        "title": title(finding.rule, language),
        "message": message(finding, language),
    }
    for key in ("file", "line", "track", "shot", "cue"):
        value = getattr(place, key)
        if value not in ("", None):
            entry[key] = value
    if place.source:
        entry["media"] = place.source
    if place.record is not None and rate is not None:
        entry["record"] = _record(place.record, rate, start, drop)
    entry["evidence"] = dict(finding.evidence)
    entry["source"] = finding.source
    if finding.unconfirmed:
        entry["unconfirmed"] = True
    entry["fix"] = fix(finding, language)
    if finding.waived is not None:
        entry["waived"] = {**dataclasses.asdict(finding.waived), "expires": finding.waived.expires.isoformat()}
    return entry


def _record(span: Span, rate: FrameRate, start: Flicks, drop: bool) -> dict[str, Any]:
    first, last = frames_of(span, rate)
    label, last_label = timecodes(span, rate, start, drop)
    return {
        "start": f"{first}@{rate}",
        "end": f"{last + 1}@{rate}",
        "start_ms": to_ms(span.start),
        "end_ms": to_ms(span.end),
        "timecode": label,
        "timecode_last": last_label,
    }
