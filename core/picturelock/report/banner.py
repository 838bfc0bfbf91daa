"""What a verdict amounts to, in sentences: which checks looked, and what follows."""

from __future__ import annotations

from picturelock.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_WAIVED, GateError
from picturelock.findings import Verdict
from picturelock.report.document import exit_code
from picturelock.wording import say

STATES = {EXIT_CLEAN: "open", EXIT_WAIVED: "waived", EXIT_FINDINGS: "closed", GateError.exit_code: "none"}


def state(verdict: Verdict) -> str:
    """ "open", "waived" (open, under waivers), "closed", or "none": a check gave no answer, or none had anything to judge."""
    return STATES[exit_code(verdict)]


def looked(verdict: Verdict) -> int:
    """How many checks ran to their end and had something to judge."""
    return sum(not run.problem and not run.idle for run in verdict.ran)


def unmet(verdict: Verdict) -> int:
    """How many demands are not met that can only warn, since nobody could confirm the limit."""
    return sum(finding.unconfirmed and finding.severity == "warning" for finding in verdict.findings)


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
    key = state(verdict) if state(verdict) != "none" or unanswered else "nothing"
    said = [say(f"verdict_{key}", language, errors=len(errors) - waived, waived=waived)]
    count = unmet(verdict)
    return " ".join(said + ([say("verdict_unmet", language, count=count)] if count else []))
