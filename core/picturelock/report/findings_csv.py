"""Findings as a spreadsheet: a row each, with fixed column names, so that lists of several deliveries can be joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from picturelock.cut import Cut
from picturelock.findings import Finding
from picturelock.report.numbering import numbered
from picturelock.spreadsheet import sheet
from picturelock.times import Span, Timecode
from picturelock.wording import fix, message, title

COLUMNS = (
    "number", "severity", "rule", "title", "timecode_in", "timecode_out", "frame_in", "frame_out", "track", "shot", "media",
    "file", "line", "cue", "message", "fix", "source", "unconfirmed", "waived_by", "waived_until", "waiver", "may_waive",
)  # fmt: skip
"""Frames count from the first of the cut, at its rate; out is after the last frame."""


def findings_csv(
    findings: Iterable[Finding], cut: Cut, language: str = "en", waivable: Callable[[str], Sequence[str]] | None = None
) -> bytes:
    """In the order of the report, with its numbers. waivable: the roles that may waive a rule; for errors, or "hard".

    UTF-8 with a mark, which spreadsheets need for accents; separated as the language's spreadsheets expect.
    """
    ordered = numbered(tuple(findings))
    rows = ((*_row(number, one, cut, language), _may_waive(one, waivable)) for number, one in ordered)
    return sheet(COLUMNS, rows, language).encode()


def _row(number: int, finding: Finding, cut: Cut, language: str) -> Iterator[str | int]:
    place, waived = finding.place, finding.waived
    yield from (number, finding.severity, finding.rule, title(finding.rule, language))
    yield from _times(place.record, cut)
    yield from (
        place.track,
        place.shot,
        place.source,
        place.file,
        place.line if place.line is not None else "",
        place.cue,
    )
    yield from (
        message(finding, language),
        fix(finding, language),
        finding.source,
        "yes" if finding.unconfirmed else "",
    )
    yield from (waived.person, waived.expires.isoformat(), waived.waiver) if waived else ("", "", "")


def _may_waive(finding: Finding, waivable: Callable[[str], Sequence[str]] | None) -> str:
    if waivable is None or finding.severity != "error":
        return ""
    return ", ".join(waivable(finding.rule)) or "hard"


def _times(span: Span | None, cut: Cut) -> tuple[str | int, ...]:
    if span is None:
        return "", "", "", ""
    labels = (str(Timecode.at(cut.start + time, cut.rate, cut.drop)) for time in (span.start, span.end))
    return (*labels, cut.rate.nearest(span.start), cut.rate.nearest(span.end))
