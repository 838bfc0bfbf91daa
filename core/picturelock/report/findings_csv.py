"""Findings as a spreadsheet: a row each, in the words of a language, which a person reads; programs have the JSON document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from picturelock.cut import Cut
from picturelock.findings import Finding
from picturelock.report.frames import frames_of, timecodes
from picturelock.report.numbering import numbered
from picturelock.report.roles import named
from picturelock.spreadsheet import sheet
from picturelock.times import Span
from picturelock.wording import LANGUAGES, fix, message, table, title, whose

COLUMNS = (
    "number", "severity", "rule", "title", "timecode_first", "timecode_last", "frame_first", "frame_last", "track", "shot",
    "media", "file", "line", "cue", "message", "fix", "source", "demanded_by", "unconfirmed", "waived_by", "waived_until",
    "waiver", "may_waive",
)  # fmt: skip
"""In English as they stand here. Frames count from the first of the cut, at its rate; first and last are both included."""


def findings_csv(
    findings: Iterable[Finding],
    cut: Cut,
    language: str = "en",
    waivable: Callable[[str], Sequence[str]] | None = None,
    demanded: Callable[[Finding], str] | None = None,
) -> bytes:
    """In the order of the report, with its numbers. waivable: the roles that may waive a rule. demanded: who asks for it.

    UTF-8 with a mark, which spreadsheets need for accents; separated as the language's spreadsheets expect.
    """
    ordered = numbered(tuple(findings))
    rows = (
        (*_row(number, one, cut, language, demanded), _may_waive(one, language, waivable)) for number, one in ordered
    )
    return sheet(_headings(language), rows, language).encode()


def beginnings() -> tuple[bytes, ...]:
    """The first line of such a file in each language."""
    return tuple(sheet(_headings(language), (), language).encode() for language in LANGUAGES)


def _headings(language: str) -> list[str]:
    words = table(language, "ui")["findings_columns"]
    return [words[name] for name in COLUMNS]


def _row(
    number: int, finding: Finding, cut: Cut, language: str, demanded: Callable[[Finding], str] | None
) -> Iterator[str | int]:
    place, waived, words = finding.place, finding.waived, table(language, "report")
    yield from (number, words["severities"][finding.severity], finding.rule, title(finding.rule, language))
    yield from _times(place.record, cut)
    line = place.line if place.line is not None else ""
    yield from (place.track, place.shot, place.source, place.file, line, place.cue)
    yield from (message(finding, language), "" if waived else fix(finding, language))
    yield whose(finding.source, language) or words["house_rule"]
    yield from (demanded(finding) if demanded is not None else "", words["yes"] if finding.unconfirmed else "")
    yield from (waived.person, waived.expires.isoformat(), waived.waiver) if waived else ("", "", "")


def _may_waive(finding: Finding, language: str, waivable: Callable[[str], Sequence[str]] | None) -> str:
    if waivable is None or finding.severity != "error" or finding.waived is not None:
        return ""
    return named(waivable(finding.rule), language)


def _times(span: Span | None, cut: Cut) -> tuple[str | int, ...]:
    if span is None:
        return "", "", "", ""
    return (*timecodes(span, cut.rate, cut.start, cut.drop), *frames_of(span, cut.rate))
