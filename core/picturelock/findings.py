"""What checks have to say: the one currency of the suite, and the verdict built from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from picturelock.times import Span

Severity = Literal["info", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
Fact = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is. Every field that is known is filled; none is required."""

    file: str = ""
    line: int | None = None
    record: Span | None = None
    """In record time: 0 = first frame of the cut."""
    track: str = ""
    shot: str = ""
    """`Shot.id`."""
    cue: str = ""
    """`Cue.id`."""
    source: str = ""
    """Name of the source media."""


@dataclass(frozen=True, slots=True)
class Waived:
    """That a person took a finding upon themselves, in writing."""

    waiver: str
    """The file that says so, relative to the production."""
    person: str
    role: str
    reason: str
    expires: dt.date
    """The last day on which it holds."""
    subject: str
    """Hash of what is waived; another picture, text or paper has another, and is not waived."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check noticed. Its sentence is a template in `wording/`, chosen by `rule`, filled by `evidence`."""

    rule: str
    """Stable id, "trade.what": "captions.reading-speed"."""
    severity: Severity
    place: Place = Place()
    evidence: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    """The facts that the template names, plus any that a machine would want. Units are in the names: `gap_frames`."""
    source: str = ""
    """Whose rule this is and when it was read: "Netflix, Timed Text Style Guide, 2026-09-26"."""
    unconfirmed: bool = False
    """The limit could not be confirmed at its source: such a finding never is an error, and says so."""
    waived: Waived | None = None
    """Set by the gate alone. A waived error stays an error; it only no longer closes the gate."""

    def __post_init__(self) -> None:
        if self.unconfirmed and self.severity == "error":
            object.__setattr__(self, "severity", "warning")


@dataclass(frozen=True, slots=True)
class Idle:
    """That a check had nothing to judge: it says this alone, instead of findings, and no report shows it as passed."""

    reason: str
    """Why, a key of `report.toml` [idle]: "no-master", "not-asked"."""


def found(said: Iterable[Finding | Idle]) -> Iterator[Finding]:
    """What a check found, for who need not know whether it had anything to judge."""
    return (one for one in said if not isinstance(one, Idle))


@dataclass(frozen=True, slots=True)
class CheckRun:
    """That one check ran, how long it took, or why it gave no answer."""

    check: str
    """The entry in `registry.CHECKS`."""
    seconds: float = 0.0
    problem: str = ""
    """"" if it ran to its end; else one sentence: it crashed, was skipped or was never found."""
    found: tuple[int, ...] = ()
    """Which of the verdict's findings are its own, by index."""
    idle: str = ""
    """`Idle.reason` where it had nothing to judge."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file of the production that goes out behind an open gate, and as what."""

    path: str
    """In the package; of a name by date, the date of the verdict is "YYYYMMDD"."""
    source: str
    """As `Verdict.inputs` knows it."""
    kind: str
    """"master", "captions-sdh", a kind of `[[files]]`, "waiver" ..."""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's answer on one delivery. It opens only when everything expected ran and nothing is an error."""

    expected: tuple[str, ...]
    ran: tuple[CheckRun, ...]
    findings: tuple[Finding, ...]
    inputs: Mapping[str, str]
    """What the verdict rests on, to its full hash: every file, by its path relative to the production, and every transcript
    ("transcript of NAME")."""
    made: str
    """When, ISO 8601 in UTC."""
    spec: str = ""
    delivers: tuple[Delivered, ...] = ()
    """What would go into the package; () where no package can be made of it."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Expected checks that gave no answer, whatever the reason."""
        answered = {run.check for run in self.ran if not run.problem}
        return tuple(check for check in self.expected if check not in answered)

    @property
    def waivers(self) -> tuple[str, ...]:
        """The waivers that it rests on, in the order of the findings."""
        return tuple(dict.fromkeys(finding.waived.waiver for finding in self.findings if finding.waived))

    @property
    def open(self) -> bool:
        """True only if something was there to judge, every check ran, and no finding is an error that nobody waived."""
        errors = any(finding.severity == "error" and not finding.waived for finding in self.findings)
        broken = any(run.problem for run in self.ran)
        judged = any(not run.idle for run in self.ran)
        return bool(self.expected) and judged and not self.missing and not broken and not errors


def at_least(findings: tuple[Finding, ...] | list[Finding], severity: Severity) -> bool:
    """True where any finding that nobody waived is as severe as `severity`."""
    floor = SEVERITIES.index(severity)
    return any(SEVERITIES.index(finding.severity) >= floor for finding in findings if not finding.waived)
