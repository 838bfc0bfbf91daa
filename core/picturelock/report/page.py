"""What a report shows, gathered: the template only lays it out. Other trades hand their tables in; none is known here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from picturelock.cut import Cut
from picturelock.findings import Finding, Severity, Verdict
from picturelock.report import banner
from picturelock.report.answers import Check, Noticed, checks, noticed, tally
from picturelock.report.cells import Cell
from picturelock.report.frames import timecodes
from picturelock.report.moments import day, moment
from picturelock.report.numbering import by_trade, numbered
from picturelock.report.pictured import pictured
from picturelock.report.places import Where, where
from picturelock.report.roles import who_may_waive
from picturelock.report.strip import Strip, draw
from picturelock.report.verdict_hash import verdict_hash
from picturelock.times import Flicks, Span, Timecode
from picturelock.wording import fix, message, say, table, title, whose

_TRANSCRIPT = "transcript of "


@dataclass(frozen=True, slots=True)
class Table:
    """A table as another trade hands it in."""

    columns: tuple[str, ...]
    """Names in `report.toml` [columns]."""
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """That a person signed this very verdict."""

    person: str
    role: str
    made: str
    """ISO 8601."""
    key: str
    """The beginning of their public key, as people tell keys apart."""
    file: str
    """The sign-off, relative to the production."""


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
    measured: Table | None = None
    """What was asked of the master and its captions, what was measured, and what came of it."""
    signatures: tuple[Signature, ...] = ()
    waivable: Callable[[str], Sequence[str]] | None = None
    """The roles that may waive a rule; () = nobody. None where that is not asked."""
    thumbnails: Mapping[Flicks, bytes] = field(default_factory=lambda: MappingProxyType({}))
    """Small JPEGs of the picture, by record time."""
    unsaid: tuple[tuple[str, str], ...] = ()
    """What the destination leaves unsaid, so that nobody judged it: the heading of each section, and the things in words."""
    demanded: Callable[[Finding], str] | None = None
    """Which specification or profile asks for what a finding says, in words; "" = none, it is a rule of ours."""


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
    """Record timecode of its first frame, or ""."""
    end: str
    """Of its last one; "" where that is the same."""
    where: Where
    waived: str = ""
    """Who took it upon themselves, until when and why; "" = nobody."""
    thumbnail: bytes = b""
    """JPEG of the picture where it starts, or b""."""
    waivable: str = ""
    """Of an error that nobody waived: who may, as a sentence; "" where that is not asked."""
    demanded: str = ""
    """Which specification or profile asks for it."""


@dataclass(frozen=True, slots=True)
class Trade:
    """All findings of one trade."""

    id: str
    name: str
    rows: tuple[Row, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page."""

    subject: Subject
    verdict: Verdict
    state: str
    """As `banner.state` has it."""
    headline: str
    """The state in a few words."""
    hash: str
    """Of the verdict."""
    ran: str
    """Which checks looked, as a sentence."""
    follows: str
    """What becomes of the delivery."""
    judged: str
    """When it was judged, here."""
    counts: Mapping[str, int]
    """By severity; waived errors apart."""
    trades: tuple[Trade, ...]
    checks: tuple[Check, ...]
    noticed: tuple[Noticed, ...]
    strip: Strip | None
    start: str
    end: str
    rate: str
    words: Mapping[str, Any]
    language: str
    sign_off: str
    """What a person signs."""
    signatures: tuple[tuple[Signature, str], ...] = ()
    """Who has signed it, and when, here."""


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
        counts = tally(verdict.findings[index] for index in indices)
        trades.append(Trade(name, words["trades"].get(name, name), own, counts))
    cut, state = subject.cut, banner.state(verdict)
    facts = {"title": subject.title, "made": day(verdict.made, language), "spec": subject.spec or words["unknown"]}
    signed_for = say(f"sign_off_{state}", language, **facts, count=banner.unmet(verdict))
    return Page(
        subject=subject,
        verdict=verdict,
        state=state,
        headline=banner.headline(verdict, language),
        hash=verdict_hash(verdict),
        ran=banner.ran(verdict, language),
        follows=banner.follows(verdict, language),
        judged=moment(verdict.made, language),
        counts=tally(verdict.findings),
        trades=tuple(trades),
        checks=tuple(checks(verdict, words)),
        noticed=tuple(noticed(verdict, words)),
        strip=draw(cut, ordered),
        start=str(Timecode.at(cut.start, cut.rate, cut.drop)),
        end=timecodes(Span(0, cut.duration), cut.rate, cut.start, cut.drop)[1] if cut.duration > 0 else "",
        rate=cut.rate.label.replace(".", ",") if language == "fr" else cut.rate.label,
        words=words,
        language=language,
        sign_off=signed_for,
        signatures=tuple((one, moment(one.made, language)) for one in subject.signatures),
    )


def _row(number: int, finding: Finding, subject: Subject, words: Mapping[str, Any], language: str) -> Row:
    span, cut, waived = finding.place.record, subject.cut, finding.waived
    first, last = timecodes(span, cut.rate, cut.start, cut.drop) if span else ("", "")
    return Row(
        number=number,
        rule=finding.rule,
        severity=finding.severity,
        title=title(finding.rule, language),
        message=message(finding, language),
        fix=fix(finding, language) if waived is None else "",
        source=whose(finding.source, language),
        unconfirmed=finding.unconfirmed,
        start=first,
        end=last if last != first else "",
        where=where(finding.place, cut, words),
        waived=words["waived_by"].format(
            person=waived.person, role=waived.role, until=waived.expires.isoformat(), reason=waived.reason
        )
        if waived
        else "",
        thumbnail=subject.thumbnails.get(span.start, b"") if span and pictured(finding) else b"",
        waivable=who_may_waive(subject.waivable(finding.rule), language)
        if subject.waivable is not None and finding.severity == "error" and waived is None
        else "",
        demanded=subject.demanded(finding) if subject.demanded is not None else "",
    )


def input_name(name: str, words: Mapping[str, Any]) -> str:
    """What a verdict rests on: a file, or a transcript in the library, which has no file to name."""
    if not name.startswith(_TRANSCRIPT):
        return name
    return str(words["transcript_of"]).format(name=name.removeprefix(_TRANSCRIPT))
