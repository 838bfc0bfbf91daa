"""Whether each expected check gave an answer, and what it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from picturelock.findings import SEVERITIES, CheckRun, Finding, Severity, Verdict

_RULES = {
    "subtitling.checks": ("captions.",),
    "qc.master": ("qc.master-",),
    "qc.loudness": ("qc.loudness-", "qc.true-peak", "qc.audio-layout", "qc.spec-unknown"),
    "rights.ai_use": ("ai-use.",),
}
"""How the rules of a check begin, where they do not begin with the name of its package."""


@dataclass(frozen=True, slots=True)
class Check:
    """One expected check: whether it gave an answer, and how much it found."""

    name: str
    id: str
    answered: bool
    problem: str
    seconds: float
    counts: Mapping[Severity, int]


@dataclass(frozen=True, slots=True)
class Noticed:
    """What was noticed while the production was read, before any check: one trade's."""

    name: str
    counts: Mapping[Severity, int]


def checks(verdict: Verdict, words: Mapping[str, Any]) -> Iterable[Check]:
    """Every check that was expected or ran, in order."""
    runs = {run.check: run for run in verdict.ran}
    for check in dict.fromkeys([*verdict.expected, *runs]):
        run = runs.get(check, CheckRun(check, problem=words["never_ran"]))
        name = short_name(check)
        found = [finding for finding in verdict.findings if finding.rule.startswith(rules_of(check))]
        yield Check(
            words["checks"].get(name, name), check, not run.problem, run.problem, run.seconds, count_severities(found)
        )


def noticed(verdict: Verdict, words: Mapping[str, Any]) -> Iterable[Noticed]:
    """The findings that no check gave, by trade."""
    ruled = tuple(
        prefix for check in (*verdict.expected, *(r.check for r in verdict.ran)) for prefix in rules_of(check)
    )
    trades: dict[str, list[Finding]] = {}
    for finding in verdict.findings:
        if not finding.rule.startswith(ruled):
            trades.setdefault(finding.rule.partition(".")[0], []).append(finding)
    for trade, found in trades.items():
        yield Noticed(words["trades"].get(trade, trade), count_severities(found))


def short_name(check: str) -> str:
    """ "picturelock.rights.coverage:check" is known to people by what stands between package and function."""
    return check.partition(":")[0].removeprefix("picturelock.")


def rules_of(check: str) -> tuple[str, ...]:
    """How the rules of a check begin."""
    name = short_name(check)
    return _RULES.get(name, (f"{name.partition('.')[0]}.",))


def count_severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many there are of each severity, the gravest first."""
    listed = [finding.severity for finding in findings]
    return {severity: listed.count(severity) for severity in reversed(SEVERITIES)}
