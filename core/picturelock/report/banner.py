"""What a verdict amounts to, in sentences: which checks looked, and what follows."""

from __future__ import annotations

from collections.abc import Iterable

from picturelock.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_WAIVED, GateError
from picturelock.findings import Finding, Verdict
from picturelock.report.document import exit_code
from picturelock.wording import say, table

STATES = {EXIT_CLEAN: "open", EXIT_WAIVED: "waived", EXIT_FINDINGS: "closed", GateError.exit_code: "none"}


def state(verdict: Verdict) -> str:
    """ "open", "unmet" (open, although demands are not met that nobody could confirm), "waived" (open, under waivers),
    "closed", or "none": a check gave no answer, or none had anything to judge."""
    found = STATES[exit_code(verdict)]
    return "unmet" if found == "open" and unmet(verdict) else found


def headline(verdict: Verdict, language: str) -> str:
    """The state in a few words: "Gate open; 8 demands that nobody could confirm are not met"."""
    words, kind, count = table(language, "report")["states"], state(verdict), unmet(verdict)
    said = str(words["open" if kind == "unmet" else kind])
    return say("headline_unmet", language, state=said, count=count) if kind in ("unmet", "waived") and count else said


def looked(verdict: Verdict) -> int:
    """How many checks ran to their end and had something to judge."""
    return sum(not run.problem and not run.idle for run in verdict.ran)


def unmet(verdict: Verdict) -> int:
    """How many demands are not met that can only warn, since nobody could confirm the limit."""
    return len(unmet_demands(verdict.findings))


def unmet_demands(findings: Iterable[Finding]) -> tuple[tuple[str, str], ...]:
    """Those demands, each once: the rule, and what it is about where one rule is of several things."""
    doubts = (finding for finding in findings if finding.unconfirmed and finding.severity == "warning")
    named = (
        (one.rule, one.source, str(next((one.evidence[key] for key in _ABOUT if key in one.evidence), "")))
        for one in doubts
    )
    return tuple((rule, about) for rule, _, about in dict.fromkeys(named))


_ABOUT = ("tag", "paper", "deliverable", "text_en")
"""Evidence that tells the demands of one rule apart."""


def ran(verdict: Verdict, language: str) -> str:
    """ "21 of 24 checks looked at something, 2 had nothing to judge, 1 gave no answer." """
    expected = len({*verdict.expected, *(run.check for run in verdict.ran)})
    idle = sum(bool(run.idle) and not run.problem for run in verdict.ran)
    silent = expected - looked(verdict) - idle
    parts = [say("verdict_looked", language, looked=looked(verdict), expected=expected)]
    parts += [say("verdict_idle", language, idle=idle)] if idle else []
    parts += [say("verdict_silent", language, silent=silent)] if silent else []
    return ", ".join(parts) + "."


def follows(verdict: Verdict, language: str) -> str:
    """What becomes of the delivery, and what is to be read all the same."""
    errors = [finding for finding in verdict.findings if finding.severity == "error"]
    waived = sum(finding.waived is not None for finding in errors)
    unanswered = bool(verdict.missing) or any(run.problem for run in verdict.ran)
    kind = state(verdict).replace("unmet", "open")
    key = kind if kind != "none" or unanswered else "nothing"
    said = [say(f"verdict_{key}", language, errors=len(errors) - waived, waived=waived)]
    count = unmet(verdict)
    told = "verdict_read" if kind in ("open", "waived") else "verdict_unmet"  # where the headline counts them already
    return " ".join(said + ([say(told, language, count=count)] if count else []))
