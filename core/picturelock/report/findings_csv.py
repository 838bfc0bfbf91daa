"""Findings as a spreadsheet: a row each, with fixed column names, so that lists of several deliveries can be joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from picturelock.cut import Cut
from picturelock.findings import Finding
from picturelock.report.numbering import numbered
from picturelock.spreadsheet import sheet
from picturelock.times import Span, Timecode
from picturelock.wording import fix, message, title

COLUMNS = (
    "number", "severity", "rule", "title", "timecode_in", "timecode_out", "frame_in", "frame_out", "track", "shot", "media",
    "file", "line", "cue", "message", "fix", "source", "unconfirmed", "waived_by", "waived_until", "waiver",
)  # fmt: skip
"""Frames count from the first of the cut, at its rate; out is after the last frame."""


def findings_csv(findings: Iterable[Finding], cut: Cut, language: str = "en") -> bytes:
    """In the order of the report, with its numbers.

    UTF-8 with a mark, which spreadsheets need for accents; separated as the language's spreadsheets expect.
    """
    rows = (tuple(_row(number, finding, cut, language)) for number, finding in numbered(tuple(findings)))
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


def _times(span: Span | None, cut: Cut) -> tuple[str | int, ...]:
    if span is None:
        return "", "", "", ""
    labels = (str(Timecode.at(cut.start + time, cut.rate, cut.drop)) for time in (span.start, span.end))
    return (*labels, cut.rate.nearest(span.start), cut.rate.nearest(span.end))
