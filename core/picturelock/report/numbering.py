"""The one number that a finding of a verdict has, in every report and in every command: its place in the report."""

from __future__ import annotations

from collections.abc import Sequence

from picturelock.findings import SEVERITIES, Finding
from picturelock.wording import table

_WORDS = "en"
"""The order of trades is the same in every language."""


def by_trade(findings: Sequence[Finding]) -> list[tuple[str, list[int]]]:
    """Indices of findings by trade, the gravest trade first; within a trade by severity, then by place."""
    trades: dict[str, list[int]] = {}
    for index, finding in enumerate(findings):
        trades.setdefault(finding.rule.partition(".")[0], []).append(index)
    for found in trades.values():
        found.sort(key=lambda index: _within(findings[index]))
    order = {trade: place for place, trade in enumerate(table(_WORDS, "report")["trades"])}
    gravity = {
        trade: max(SEVERITIES.index(findings[index].severity) for index in found) for trade, found in trades.items()
    }
    return sorted(trades.items(), key=lambda item: (-gravity[item[0]], order.get(item[0], len(order)), item[0]))


def numbers(findings: Sequence[Finding]) -> tuple[int, ...]:
    """The number of each finding, in their own order. A waived one keeps its own."""
    ordered = [index for _, found in by_trade(findings) for index in found]
    place = {index: number for number, index in enumerate(ordered, start=1)}
    return tuple(place[index] for index in range(len(findings)))


def numbered(findings: Sequence[Finding]) -> list[tuple[int, Finding]]:
    """Findings with their numbers, in the order of the report."""
    ordered = [findings[index] for _, found in by_trade(findings) for index in found]
    return list(enumerate(ordered, start=1))


def _within(finding: Finding) -> tuple[int, int, int, str]:
    record = finding.place.record
    start = record.start if record else -1
    return (-SEVERITIES.index(finding.severity), start, finding.place.line or 0, finding.rule)
