"""One row for each source in the cut: what clears it, where, how and until when. For the package and the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from picturelock.errors import InputError
from picturelock.findings import Fact
from picturelock.production import Dossier, Production
from picturelock.report.cells import worded
from picturelock.rights.ledger import read_ledger
from picturelock.rights.model import Clearance, Ledger
from picturelock.rights.papers import inside
from picturelock.rights.sources import Use, generated_sources, match, used_sources
from picturelock.rights.territories import label
from picturelock.spreadsheet import sheet
from picturelock.times import Timecode
from picturelock.wording import place, table

HEADER = (
    "source",
    "first_use",
    "kind",
    "owner",
    "territories",
    "media",
    "languages",
    "start",
    "end",
    "evidence",
    "ledger_entry",
)

_HEADINGS = {"ledger_entry": "entry"}
_WORDED = {"end": "window"}
"""Columns whose words are those of another one."""

GENERATED = "generated"
"""Kind of a source that the editing system makes itself."""

SHORT_HEADER = ("source", "first_use", "kind", "owner", "territories", "media", "languages", "window", "evidence")
"""What a report has room for."""


def rights_rows(dossier: Dossier) -> tuple[tuple[Fact | None, ...], ...]:
    """A row of HEADER for each source and each clearance of it; one row with no owner where nothing clears it.

    What the editing system generates comes last, of the kind "generated", with empty cells: it needs no clearance.
    """
    ledger = _ledger(dossier.production)
    uses = used_sources(dossier)
    cleared = match(uses, ledger.clearances if ledger else ())
    rows: list[tuple[Fact | None, ...]] = []
    for use in uses:
        first = _first_use(use, dossier)
        found = cleared[use.source.key]
        rows += [(use.label, first, *_columns(clearance)) for clearance in found] or [(use.label, first, *[None] * 9)]
    rows += [(use.label, _first_use(use, dossier), GENERATED, *[""] * 8) for use in generated_sources(dossier)]
    return tuple(rows)


def short_rows(dossier: Dossier) -> tuple[tuple[Fact | None, ...], ...]:
    """The same in the columns of SHORT_HEADER."""
    return tuple((*row[:7], _window(row), row[9]) for row in rights_rows(dossier))


def rights_csv(dossier: Dossier, language: str = "en") -> bytes:
    """The rows as the spreadsheets of a language open them, in its words."""
    words = table(language, "ui")["rights_columns"]
    heads = [str(words[_HEADINGS.get(name, name)]) for name in HEADER]
    listed = (
        [_told(value, name, language) for value, name in zip(row, HEADER, strict=True)] for row in rights_rows(dossier)
    )
    return sheet(heads, listed, language).encode()


def _told(value: Fact | None, name: str, language: str) -> Fact | None:
    if not isinstance(value, str):
        return value
    return place(value, language) if name == "ledger_entry" else worded(value, _WORDED.get(name, name), language)


def evidence_files(dossier: Dossier) -> tuple[Path, ...]:
    """The papers that the ledger names for sources in the cut, where they are files inside the production."""
    ledger = _ledger(dossier.production)
    found = match(used_sources(dossier), ledger.clearances if ledger else ())
    return _papers(dossier.production, (clearance for clearances in found.values() for clearance in clearances))


def named_evidence(production: Production) -> tuple[Path, ...]:
    """The papers that the ledger names for whatever source, where they are files inside the production."""
    ledger = _ledger(production)
    return _papers(production, ledger.clearances if ledger else ())


def _papers(production: Production, clearances: Iterable[Clearance]) -> tuple[Path, ...]:
    root = production.root.resolve()
    paths = []
    names = (name for clearance in clearances for name in (clearance.evidence, clearance.terms.approved_cut) if name)
    for name in dict.fromkeys(names):
        path = inside(root, name)
        if path is not None:
            paths.append(path)  # `coverage` says what is missing
    return tuple(paths)


def _first_use(use: Use, dossier: Dossier) -> str:
    cut = dossier.cut
    return str(Timecode.at(cut.start + use.first.record_span.start, cut.rate, cut.drop))


def _window(row: Sequence[Fact | None]) -> str | None:
    """The dates of a row of HEADER: None where nothing clears the source, "" where nothing has to."""
    return f"{row[7] or '…'} – {row[8]}" if row[3] else None if row[3] is None else ""


def _columns(clearance: Clearance) -> tuple[Fact | None, ...]:
    return (
        clearance.kind,
        clearance.owner,
        label(clearance.territories),
        ", ".join(sorted(clearance.media)),
        ", ".join(sorted(clearance.languages)) or "all",
        clearance.start.isoformat() if clearance.start else "",
        clearance.end.isoformat() if clearance.end else "perpetual",
        clearance.evidence,
        clearance.place,
    )


def _ledger(production: Production) -> Ledger | None:
    file = production.ledger
    try:
        return read_ledger(file, production.columns) if file is not None else None
    except InputError:
        return None  # `coverage` says why
