"""What a report shows, gathered: the template only lays it out. Other trades hand their tables in; none is known here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from picturelock.cut import Cut
from picturelock.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_WAIVED, GateError
from picturelock.findings import Finding, Severity, Verdict
from picturelock.report.answers import Check, Noticed, checks, count_severities, noticed
from picturelock.report.cells import Cell
from picturelock.report.document import exit_code
from picturelock.report.numbering import by_trade, numbered
from picturelock.report.places import Where, where
from picturelock.report.strip import Strip, draw
from picturelock.times import Flicks, Timecode
from picturelock.wording import fix, message, table, title, whose

_STATES = {EXIT_CLEAN: "open", EXIT_WAIVED: "waived", EXIT_FINDINGS: "closed", GateError.exit_code: "none"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table as another trade hands it in."""

    columns: tuple[str, ...]
    """Names in `report.toml` [columns]."""
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What the report is about."""

    title: str
    cut: Cut
    spec: str = ""
    territories: str = ""
    media: str = ""
    window: str = ""
    languages: str = ""
    limits: Table | None = None
    """The limits that were held against it, each with its source and the day it was read."""
    rights: Table | None = None
    ai_use: Table | None = None
    thumbnails: Mapping[Flicks, bytes] = field(default_factory=lambda: MappingProxyType({}))
    """Small JPEGs of the picture, by record time."""


@dataclass(frozen=True, slots=True)
class Row:
    """A finding, in words."""

    number: int
    rule: str
    severity: Severity
    title: str
    message: str
    fix: str
    source: str
    unconfirmed: bool
    start: str
    """Record timecode, or ""."""
    end: str
    where: Where
    waived: str = ""
    """Who took it upon themselves, until when and why; "" = nobody."""
    thumbnail: bytes = b""
    """JPEG of the picture where it starts, or b""."""


@dataclass(frozen=True, slots=True)
class Trade:
    """All findings of one trade."""

    id: str
    name: str
    rows: tuple[Row, ...]
    counts: Mapping[Severity, int]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page."""

    subject: Subject
    verdict: Verdict
    state: str
    """"open", "waived" (open, under waivers), "closed", or "none" where a check gave no answer."""
    counts: Mapping[Severity, int]
    trades: tuple[Trade, ...]
    checks: tuple[Check, ...]
    noticed: tuple[Noticed, ...]
    strip: Strip | None
    start: str
    end: str
    rate: str
    words: Mapping[str, Any]
    language: str
    waived: int = 0
    """How many errors are waived."""


def gather(subject: Subject, verdict: Verdict, language: str) -> Page:
    """Number, group and word everything that a verdict says about a subject."""
    words = table(language, "report")
    ordered = numbered(verdict.findings)
    rows = {number: _row(number, finding, subject, words, language) for number, finding in ordered}
    trades: list[Trade] = []
    first = 1
    for name, indices in by_trade(verdict.findings):
        own = tuple(rows[number] for number in range(first, first + len(indices)))
        first += len(indices)
        counts = count_severities(verdict.findings[index] for index in indices)
        trades.append(Trade(name, words["trades"].get(name, name), own, counts))
    cut = subject.cut
    return Page(
        subject=subject,
        verdict=verdict,
        state=_STATES[exit_code(verdict)],
        counts=count_severities(verdict.findings),
        trades=tuple(trades),
        checks=tuple(checks(verdict, words)),
        noticed=tuple(noticed(verdict, words)),
        strip=draw(cut, ordered),
        start=str(Timecode.at(cut.start, cut.rate, cut.drop)),
        end=str(Timecode.at(cut.start + cut.duration, cut.rate, cut.drop)),
        rate=cut.rate.label.replace(".", ",") if language == "fr" else cut.rate.label,
        words=words,
        language=language,
        waived=sum(finding.waived is not None and finding.severity == "error" for finding in verdict.findings),
    )


def _row(number: int, finding: Finding, subject: Subject, words: Mapping[str, Any], language: str) -> Row:
    span, cut, waived = finding.place.record, subject.cut, finding.waived
    return Row(
        number=number,
        rule=finding.rule,
        severity=finding.severity,
        title=title(finding.rule, language),
        message=message(finding, language),
        fix=fix(finding, language),
        source=whose(finding.source, language),
        unconfirmed=finding.unconfirmed,
        start=str(Timecode.at(cut.start + span.start, cut.rate, cut.drop)) if span else "",
        end=str(Timecode.at(cut.start + span.end, cut.rate, cut.drop)) if span and span.duration else "",
        where=where(finding.place, cut, words),
        waived=words["waived_by"].format(
            person=waived.person, role=waived.role, until=waived.expires.isoformat(), reason=waived.reason
        )
        if waived
        else "",
        thumbnail=subject.thumbnails.get(span.start, b"") if span else b"",
    )
