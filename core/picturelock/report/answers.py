"""Whether each expected check looked at something, had nothing to judge or gave no answer, and what it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from picturelock.findings import SEVERITIES, CheckRun, Finding, Verdict

WAIVED = "waived"
"""In a tally: errors that a person has taken upon themselves."""


@dataclass(frozen=True, slots=True)
class Check:
    """One expected check: whether it gave an answer, and how much it found."""

    name: str
    id: str
    answered: bool
    problem: str
    seconds: float
    counts: Mapping[str, int]
    idle: str = ""
    """Why it had nothing to judge, in words."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What was noticed while the production was read, before any check: one trade's."""

    name: str
    counts: Mapping[str, int]


def checks(verdict: Verdict, words: Mapping[str, Any]) -> Iterable[Check]:
    """Every check that was expected or ran, in order."""
    runs = {run.check: run for run in verdict.ran}
    for check in dict.fromkeys([*verdict.expected, *runs]):
        run = runs.get(check, CheckRun(check, problem=words["never_ran"]))
        name = short_name(check)
        counts = tally(found_by(run, verdict))
        idle = words["idle"].get(run.idle, run.idle)
        yield Check(words["checks"].get(name, name), check, not run.problem, run.problem, run.seconds, counts, idle)


def noticed(verdict: Verdict, words: Mapping[str, Any]) -> Iterable[Noticed]:
    """The findings that no check gave, by trade."""
    trades: dict[str, list[Finding]] = {}
    for finding in found_in_reading(verdict):
        trades.setdefault(finding.rule.partition(".")[0], []).append(finding)
    for trade, found in trades.items():
        yield Noticed(words["trades"].get(trade, trade), tally(found))


def short_name(check: str) -> str:
    """ "picturelock.rights.coverage:check" is known to people by what stands between package and function."""
    return check.partition(":")[0].removeprefix("picturelock.")


def found_by(run: CheckRun, verdict: Verdict) -> list[Finding]:
    """What one check found."""
    return [verdict.findings[index] for index in run.found if 0 <= index < len(verdict.findings)]


def found_in_reading(verdict: Verdict) -> list[Finding]:
    """What no check found: it was noticed while the production was read, or by the gate itself."""
    taken = {index for run in verdict.ran for index in run.found}
    return [finding for index, finding in enumerate(verdict.findings) if index not in taken]


def tally(findings: Iterable[Finding]) -> dict[str, int]:
    """How many there are of each severity, the gravest first; waived ones are counted apart, where there are any."""
    listed = [WAIVED if finding.waived is not None else finding.severity for finding in findings]
    gravest, *others = reversed(SEVERITIES)
    counts = {kind: listed.count(kind) for kind in (gravest, WAIVED, *others)}
    return {kind: count for kind, count in counts.items() if count or kind != WAIVED}
