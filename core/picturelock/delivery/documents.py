"""The papers that we make for a package: the verdict's report, the AI-use ledger, the rights, the cue sheet, the sign-off."""

from __future__ import annotations

from picturelock.delivery.model import Item
from picturelock.delivery.reports import reports
from picturelock.findings import Verdict
from picturelock.production import Dossier
from picturelock.rights import cue_sheet_files, report, report_page
from picturelock.rights.ai_ledger import ledger, ledger_csv, ledger_json
from picturelock.rights.ai_statement import statement_files
from picturelock.rights.cue_sheet import make_cue_sheet
from picturelock.rights.ledger import read_ledger
from picturelock.rights.model import Ledger
from picturelock.rights.summary import rights_csv
from picturelock.rights.usage import society
from picturelock.waivers import signoff

_SOCIETY = "generic"
"""Whose usage codes a cue sheet has that nobody asked for by name; `picturelock rights cue-sheet` makes others."""


def documents(dossier: Dossier, verdict: Verdict, language: str) -> list[Item]:
    """Each as an item without a source. A rights report and a cue sheet are made where the destination asks for them."""
    entries = ledger(dossier)
    told = reports(dossier, verdict, language)
    made = [
        *(Item(f"report.{suffix}", data=data, kind="report") for suffix, data in told.items()),
        Item("ai-use.csv", data=ledger_csv(entries, language), kind="ai-use"),
        Item("ai-use.json", data=ledger_json(entries), kind="ai-use"),
        Item("rights-summary.csv", data=rights_csv(dossier, language), kind="rights-summary"),
        *(Item(name, data=data, kind="ai-statement") for name, data in statement_files(dossier).items()),
    ]
    production = dossier.production
    signed = signoff.package_file(production, verdict)
    if signed is not None:
        made.append(Item(signoff.FILE, data=signed, kind="sign-off"))
    if production.ledger is not None and dossier.spec is not None:
        listed = read_ledger(production.ledger, production.columns)
        if dossier.spec.wants("papers.rights-report"):
            made += _rights_report(dossier, listed, verdict, language)
        own = any(order.kind == "cue-sheet" for order in production.files)
        if dossier.spec.wants("papers.cue-sheet") and not own:
            made += _cue_sheet(dossier, listed, language)
    return made


def _rights_report(dossier: Dossier, listed: Ledger, verdict: Verdict, language: str) -> list[Item]:
    told = report.rights_report(dossier, listed, verdict.findings)
    files = {
        "html": report_page.report_html(told, language).encode(),
        "csv": report.report_csv(told, language),
        "json": report.report_json(told, language),
    }
    return [Item(f"rights-report.{suffix}", data=data, kind="rights-report") for suffix, data in files.items()]


def _cue_sheet(dossier: Dossier, listed: Ledger, language: str) -> list[Item]:
    spoken = dossier.production.delivery.languages or dossier.production.languages
    sheet, _ = make_cue_sheet(dossier, listed, society(_SOCIETY), spoken[0] if spoken else "")
    files = {"csv": cue_sheet_files.cue_csv(sheet, language), "json": cue_sheet_files.cue_json(sheet)}
    return [Item(f"cue-sheet.{suffix}", data=data, kind="cue-sheet") for suffix, data in files.items()]
