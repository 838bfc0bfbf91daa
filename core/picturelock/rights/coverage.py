"""Is every source in the cut cleared for everywhere, every way and every day that the film will be shown?

All of it must be proven by the ledger: several clearances of one source count together, exactly. The rule is the
production's own: its ledger against the `[delivery]` that it names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.production import Dossier
from picturelock.rights.grid import Days, Destination, Hole, find_holes
from picturelock.rights.ledger import Clearance, Ledger, read_ledger
from picturelock.rights.sources import Use, match, used_sources
from picturelock.rights.territories import CODES, WORLD, expand, label


def check(dossier: Dossier) -> Iterator[Finding]:
    """Findings of `rights`: one for each source and each thing that is missing."""
    destination, findings = _destination(dossier)
    yield from findings
    ledger, finding = _ledger(dossier)
    if finding is not None:
        yield finding
    if ledger is None:
        return
    uses = used_sources(dossier)
    cleared = match(uses, ledger.clearances)
    report = _Report(dossier, ledger)
    for use in uses:
        clearances = cleared[use.source.key]
        if not clearances:
            yield report.of_use("no-clearance", use, {})
        elif destination is not None:
            yield from _missing(report, use, clearances, destination)
    matched = {id(clearance) for found in cleared.values() for clearance in found}
    for clearance in ledger.clearances:
        if id(clearance) not in matched:
            yield report.of_entry("unused-entry", "info", clearance)
        elif not clearance.evidence:
            yield report.of_entry("evidence-unnamed", "warning", clearance)
        elif not _evidence_exists(dossier, clearance):
            yield report.of_entry("evidence-missing", "error", clearance)


def _missing(
    report: _Report, use: Use, clearances: tuple[Clearance, ...], destination: Destination
) -> Iterator[Finding]:
    holes = find_holes(clearances, destination)
    if holes.territories:
        yield report.of_use("territory", use, {"missing": label(holes.territories)})
    if holes.media:
        yield report.of_use("medium", use, {"missing": ", ".join(sorted(holes.media))})
    if holes.languages:
        yield report.of_use("language", use, {"missing": ", ".join(sorted(holes.languages))})
    if holes.together:
        yield report.of_use("combination", use, {"missing": " · ".join(sorted(map(_where, holes.together)))})
    if holes.days:
        missing = " · ".join(sorted(f"{_spans(hole.days)} ({_where(hole)})" for hole in holes.days))
        start, end = destination.window
        yield report.of_use("window", use, {"missing": missing, "start": start.isoformat(), "end": end.isoformat()})


def _where(hole: Hole) -> str:
    return f"{label(hole.territories)}; {', '.join(sorted(hole.media))}; {', '.join(sorted(hole.languages))}"


def _spans(days: tuple[Days, ...]) -> str:
    return ", ".join(
        f"{first.isoformat()} – {last.isoformat()}" if first != last else first.isoformat() for first, last in days
    )


def _destination(dossier: Dossier) -> tuple[Destination | None, list[Finding]]:
    """Where and when, or findings that say why that cannot be judged."""
    production, delivery = dossier.production, dossier.production.delivery
    place = Place(file=production.relative(production.file))
    unknown = [name for name in delivery.territories if name.strip().upper().removeprefix("-") not in CODES | {WORLD}]
    findings = [Finding("rights.unknown-territory", "error", place, {"territory": name}) for name in unknown]
    territories = frozenset() if unknown else expand(delivery.territories)
    media = frozenset(medium.strip().lower() for medium in delivery.media if medium.strip())
    if not territories and not unknown:
        findings.append(Finding("rights.no-destination", "error", place, {"key": "territories"}))
    if not media:
        findings.append(Finding("rights.no-destination", "error", place, {"key": "media"}))
    if findings:
        return None, findings
    spoken = {*production.languages, *(order.language for order in production.captions)}
    languages = frozenset(language.lower() for language in spoken) or frozenset({"und"})
    return Destination(territories, media, languages, _window(dossier)), []


def _window(dossier: Dossier) -> Days:
    """The delivery's dates; today stands for what is not given."""
    start, end = dossier.production.delivery.start, dossier.production.delivery.end
    first: dt.date = start or min(dossier.today, end or dossier.today)
    return first, end or max(dossier.today, first)


def _ledger(dossier: Dossier) -> tuple[Ledger | None, Finding | None]:
    file = dossier.production.ledger
    if file is None or not file.exists():
        place = Place(file=dossier.production.relative(file or dossier.production.file))
        return None, Finding("rights.ledger-missing", "error", place, {"file": place.file})
    try:
        return read_ledger(file), None
    except InputError as error:
        name = dossier.production.relative(file)
        facts: dict[str, Fact] = {"file": name, "where": error.place or name, "reason": error.reason}
        return None, Finding("rights.ledger-unreadable", "error", Place(file=name), facts)


def _evidence_exists(dossier: Dossier, clearance: Clearance) -> bool:
    """True where the paper is a file inside the production; a path or link that leaves it proves nothing."""
    root = dossier.production.root.resolve()
    try:
        path = (root / clearance.evidence).resolve()
        return path.is_relative_to(root) and path.is_file() and path.stat().st_size > 0
    except (OSError, RuntimeError, ValueError):
        return False


class _Report:
    """Makes findings that say where in the cut and where in the ledger."""

    def __init__(self, dossier: Dossier, ledger: Ledger) -> None:
        self.file = dossier.production.relative(ledger.file)
        self.source = f"{self.file}; {dossier.production.relative(dossier.production.file)} [delivery]"

    def of_use(self, what: str, use: Use, facts: dict[str, Fact]) -> Finding:
        place = Place(
            file=self.file, record=use.first.record_span, track=use.first.track, shot=use.first.id, source=use.label
        )
        return Finding(f"rights.{what}", "error", place, {"source": use.label, **facts}, self.source)

    def of_entry(self, what: str, severity: Severity, clearance: Clearance) -> Finding:
        facts: dict[str, Fact] = {
            "asset": clearance.asset,
            "owner": clearance.owner,
            "entry": clearance.place,
            "document": clearance.evidence,
        }
        return Finding(f"rights.{what}", severity, Place(file=self.file, line=clearance.line), facts, self.source)
