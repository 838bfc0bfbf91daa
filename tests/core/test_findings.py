"""Findings, the verdict that is built from them, and their wording."""

from __future__ import annotations

import pytest
from picturelock.findings import SEVERITIES, CheckRun, Finding, Idle, Verdict, at_least, found
from picturelock.wording import LANGUAGES, fix, message, title

RAN = (CheckRun("a:check", 0.1), CheckRun("b:check", 0.1))


def verdict(
    ran: tuple[CheckRun, ...] = RAN, *findings: Finding, expected: tuple[str, ...] = ("a:check", "b:check")
) -> Verdict:
    return Verdict(expected, ran, findings, {}, "2026-11-02T00:00:00Z")


def test_the_gate_opens_when_everything_ran_and_nothing_is_an_error() -> None:
    assert verdict().open
    assert verdict(RAN, Finding("x.y", "warning"), Finding("x.z", "info")).open


@pytest.mark.parametrize(
    "closed",
    [
        verdict(RAN, Finding("x.y", "error")),
        verdict(RAN[:1]),
        verdict((RAN[0], CheckRun("b:check", 0.0, "crashed"))),
        verdict((*RAN, CheckRun("c:check", 0.0, "was never found"))),
        verdict(tuple(CheckRun(run.check, idle="not-asked") for run in RAN)),
        verdict((), expected=()),
        verdict(RAN, expected=()),
    ],
)
def test_the_gate_stays_closed_for_anything_else(closed: Verdict) -> None:
    assert not closed.open


def test_a_check_with_nothing_to_judge_leaves_the_gate_to_the_others() -> None:
    assert verdict((RAN[0], CheckRun("b:check", idle="not-asked"))).open
    assert list(found((Idle("not-asked"), Finding("x.y", "info")))) == [Finding("x.y", "info")]


def test_what_gave_no_answer_is_named() -> None:
    assert verdict((RAN[0], CheckRun("b:check", 0.0, "crashed"))).missing == ("b:check",)


def test_an_unconfirmed_limit_never_is_an_error() -> None:
    assert Finding("x.y", "error", unconfirmed=True).severity == "warning"
    assert Finding("x.y", "info", unconfirmed=True).severity == "info"


def test_severities_are_ordered() -> None:
    findings = [Finding("x.y", "warning")]
    assert [at_least(findings, severity) for severity in SEVERITIES] == [True, True, False]
    assert not at_least([], "info")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_speaks_both_languages(language: str) -> None:
    finding = Finding("continuity.gap", "error", evidence={"gap_frames": 12, "timecode": "01:00:04:00"})
    assert "12" in message(finding, language)
    assert "01:00:04:00" in message(finding, language)
    assert title(finding.rule, language)
    assert fix(finding, language)
