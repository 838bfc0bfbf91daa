"""The rights report: which source, for how long and where, what clears it, and what is still wrong with that."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from picturelock.cut import Cut
from picturelock.findings import Finding, Severity
from picturelock.production import Dossier
from picturelock.rights.destination import destination_of, window_of
from picturelock.rights.faults import is_unread
from picturelock.rights.grid import Destination
from picturelock.rights.model import Clearance, Ledger
from picturelock.rights.shown import total
from picturelock.rights.sources import Use, generated_sources, match, used_sources
from picturelock.rights.territories import label
from picturelock.spreadsheet import Cell, sheet
from picturelock.spreadsheet.workbook_writer import Page, to_xlsx
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, Timecode, divide_nearest, frame_label
from picturelock.wording import NBSP, message, place, table, term, terms, title

SCHEMA = "picturelock/rights-1"
COLUMNS = (
    "source", "seen", "heard", "frames", "where", "kind", "title", "owner", "territories", "media", "languages", "start",
    "end", "status", "evidence", "entry", "problems",
)  # fmt: skip
Row = tuple[str | int | float, ...]
PROBLEMS_APART = {"en": "; ", "fr": f"{NBSP}; "}
_MOST_PLACES = 40
"""Places that a cell of a table names; the data has them all."""
_GRAVEST: tuple[Severity, ...] = ("error", "warning")
_MISSING, _UNREAD = "rights.ledger-missing", "rights.ledger-unreadable"


@dataclass(frozen=True, slots=True)
class Line:
    """A source, with each clearance that speaks of it."""

    use: Use
    clearances: tuple[Clearance, ...]
    problems: tuple[Finding, ...]
    generated: bool = False


@dataclass(frozen=True, slots=True)
class RightsReport:
    """All lines, in order of first use."""

    title: str
    cut: Cut
    lines: tuple[Line, ...]
    unused: tuple[Clearance, ...]
    ledger: str
    unread: str = ""
    """The rule that says why there is no ledger to look in; "" where there is one."""
    notes: tuple[Finding, ...] = ()
    """What is wrong, and with no source in particular."""
    made: dt.date = dt.date.min
    destination: Destination | None = None
    """What it was judged against; None where it was not, or that is not said."""
    window: tuple[dt.date | None, dt.date | None] = (None, None)
    """First and last day of the delivery, where they are said."""

    def label(self, time: Flicks) -> str:
        """The timecode of a record time."""
        return str(Timecode.at(self.cut.start + time, self.cut.rate, self.cut.drop))


def rights_report(
    dossier: Dossier, ledger: Ledger | None, findings: Sequence[Finding] = (), *, judged: bool = True
) -> RightsReport:
    """What the cut uses and what clears it. findings: of `coverage.check`, told beside their sources.

    judged: against the production's delivery, which a cut alone has not.
    """
    uses = used_sources(dossier)
    listed = ledger.clearances if ledger else ()
    cleared = match(uses, listed)
    problems: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.place.source and finding.severity in _GRAVEST:
            problems[finding.place.source].append(finding)
    lines = [Line(use, cleared[use.source.key], tuple(problems[use.label])) for use in uses]
    lines += [Line(use, (), (), generated=True) for use in generated_sources(dossier)]
    held = {id(clearance) for found in cleared.values() for clearance in found}
    unused = tuple(clearance for clearance in listed if id(clearance) not in held)
    file = dossier.production.relative(ledger.file) if ledger else ""
    why = [one.rule for one in findings if is_unread(one)] if ledger is None else []
    unread = _MISSING if _MISSING in why else _UNREAD if why else ""
    notes = tuple(one for one in findings if not one.place.source and one.severity in _GRAVEST)
    destination, _ = destination_of(dossier) if judged else (None, [])
    return RightsReport(
        dossier.production.title or dossier.cut.name,
        dossier.cut,
        tuple(lines),
        unused,
        file,
        unread,
        notes,
        dossier.today,
        destination,
        window_of(dossier),
    )


def rows(report: RightsReport, language: str) -> list[Row]:
    """A row of COLUMNS for each source and each clearance of it, in words."""
    return [row for line in report.lines for row in _rows(report, line, language)]


def _rows(report: RightsReport, line: Line, language: str) -> list[Row]:
    use = line.use
    where = _where(report, use.spans or (use.first.record_span,))
    frames = report.cut.rate.nearest(use.duration)
    used: Row = (use.label, _seconds(total(use.seen)), _seconds(total(use.heard)), frames, where)
    told = PROBLEMS_APART[language].join(dict.fromkeys(title(finding.rule, language) for finding in line.problems))
    if line.generated:
        return [(*used, term("kinds", "generated", language), *[""] * 10, "")]
    found: list[Row] = [(*used, *_columns(clearance, language), told) for clearance in line.clearances]
    return found or [(*used, *[""] * 11, told or title(report.unread or "rights.no-clearance", language))]


def _columns(one: Clearance, language: str) -> tuple[str, ...]:
    perpetual = term("window_words", "perpetual", language)
    return (
        term("kinds", one.kind, language),
        one.work.title,
        one.owner,
        terms(label(one.territories), language),
        terms(", ".join(sorted(one.media)), language),
        ", ".join(sorted(one.languages)) or term("language_words", "all", language),
        one.start.isoformat() if one.start else "",
        one.end.isoformat() if one.end else "" if one.drafted else perpetual,
        str(table(language, "ui")["statuses"].get(one.terms.status, one.terms.status)),
        one.evidence,
        place(one.place, language),
    )


def _where(report: RightsReport, spans: Sequence[Span]) -> str:
    told = [f"{report.label(span.start)} – {report.label(span.end)}" for span in spans[:_MOST_PLACES]]
    return "; ".join([*told, *(["…"] if len(spans) > _MOST_PLACES else [])])


def _seconds(time: Flicks) -> float:
    return divide_nearest(time * 1000, FLICKS_PER_SECOND) / 1000


def headings(language: str) -> tuple[str, ...]:
    """Of COLUMNS."""
    words = table(language, "ui")["rights_columns"]
    return tuple(str(words[name]) for name in COLUMNS)


def report_csv(report: RightsReport, language: str) -> bytes:
    """The rows as a spreadsheet reads them."""
    return sheet(headings(language), rows(report, language), language).encode()


def report_xlsx(report: RightsReport, language: str) -> bytes:
    """The rows as a workbook, and the clearances that nothing uses on a sheet of their own."""
    words = table(language, "ui")["rights_report"]
    above: tuple[tuple[Cell, ...], ...] = (
        (f"{words['heading']} – {report.title}",),
        *((sentence,) for sentence in about(report, language)),
        (),
    )
    unused = tuple((one.asset, *_columns(one, language)) for one in report.unused)
    names = (headings(language)[0], *headings(language)[5:-1])
    pages = [Page(words["heading"], headings(language), tuple(rows(report, language)), above)]
    pages += [Page(words["unused"], names, unused)] if unused else []
    return to_xlsx(pages)


def report_json(report: RightsReport, language: str) -> bytes:
    """The same as data, with every place."""
    document = {"schema": SCHEMA, **report_entries(report, language)}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def report_entries(report: RightsReport, language: str) -> dict[str, object]:
    """The sources and the unused clearances."""
    rate = report.cut.rate
    return {
        "title": report.title,
        "made": report.made.isoformat(),
        "judged_against": _judged(report),
        "cut": report.cut.name,
        "ledger": report.ledger,
        "sources": [
            {
                "source": line.use.label,
                "generated": line.generated,
                "seen_seconds": _seconds(total(line.use.seen)),
                "heard_seconds": _seconds(total(line.use.heard)),
                "frames": rate.nearest(line.use.duration),
                "where": [
                    {
                        "start": frame_label(span.start, rate),
                        "end": frame_label(span.end, rate),
                        "timecode": report.label(span.start),
                    }
                    for span in line.use.spans
                ],
                "cleared_by": [_entry(one) for one in line.clearances],
                "problems": [
                    {"rule": one.rule, "severity": one.severity, "message": message(one, language)} for one in line.problems
                ],
            }
            for line in report.lines
        ],
        "unused": [_entry(one) for one in report.unused],
    }  # fmt: skip


def _judged(report: RightsReport) -> dict[str, object] | None:
    asked = report.destination
    if asked is None:
        return None
    return {
        "territories": label(asked.territories),
        "media": sorted(asked.media),
        "languages": sorted(asked.languages),
        "start": asked.window[0].isoformat(),
        "end": report.window[1].isoformat() if report.window[1] else None,
    }


def about(report: RightsReport, language: str) -> tuple[str, ...]:
    """What was looked at, when, and what it was judged against, in sentences."""
    words = table(language, "ui")["rights_report"]
    told = [words["about"].format(cut=report.cut.name, ledger=report.ledger or "—", made=report.made.isoformat())]
    asked = report.destination
    if asked is None:
        return (*told, str(words["unjudged"]))
    end = report.window[1]
    facts = {
        "territories": terms(label(asked.territories), language),
        "media": terms(", ".join(sorted(asked.media)), language),
        "languages": ", ".join(sorted(asked.languages)),
        "start": asked.window[0].isoformat(),
        "end": end.isoformat() if end else words["no_end"],
    }
    return (*told, str(words["judged"]).format(**facts))


def _entry(one: Clearance) -> dict[str, object]:
    return {
        "entry": one.place,
        "kind": one.kind,
        "title": one.work.title,
        "owner": one.owner,
        "territories": label(one.territories),
        "media": sorted(one.media),
        "languages": sorted(one.languages),
        "start": one.start.isoformat() if one.start else None,
        "end": one.end.isoformat() if one.end else None,
        "status": one.terms.status,
        "evidence": one.evidence,
    }


def said(value: str | int | float, language: str) -> str:
    """A cell in a language."""
    if isinstance(value, float):
        text = f"{value:.3f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if language == "fr" else text
    return str(value)
