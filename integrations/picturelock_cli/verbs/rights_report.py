"""`picturelock rights report`: which source is used for how long and where, what clears it, and what is still wrong."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_CLEAN, EXIT_FINDINGS

if TYPE_CHECKING:
    from picturelock_cli.options import Text

SHOWN = ("source", "seen", "heard", "kind", "owner", "end", "status", "problems")
ENDINGS = (".html", ".csv", ".xlsx", ".json")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    from picturelock_cli.verbs.rights_input import add_input

    add_input(parser, text)
    parser.add_argument("--ledger", type=Path, metavar="FILE", help=text("opt_rights_ledger"))
    parser.add_argument(
        "-o", "--output", action="append", type=Path, default=[], metavar="OUT", help=text("opt_rights_report_output")
    )
    parser.add_argument("--force", action="store_true", help=text("opt_caption_force"))


def run(args: argparse.Namespace) -> int:
    """Show the report and write it where asked; exit 1 where a production's rights have an error."""
    from picturelock.rights import report as reports
    from picturelock.rights.coverage import check, ledger_of
    from picturelock.rights.faults import is_unread
    from picturelock.rights.report_page import report_html

    from picturelock_cli.console import Console
    from picturelock_cli.outputs import require_endings, write_all
    from picturelock_cli.verbs.rights_input import dossier_of, with_ledger

    console = Console(args)
    require_endings(args.output, ENDINGS, (), args.force)
    dossier, judged = dossier_of(args, console)
    dossier = with_ledger(dossier, args.ledger)
    ledger, unread = ledger_of(dossier) if judged or dossier.production.ledger is not None else (None, ())
    findings = list(check(dossier) if judged else unread)
    if any(is_unread(one) and one.rule != "rights.ledger-missing" for one in findings):
        console.findings(findings, dossier.cut)
        console.say("rights_not_told", "bold")
        console.document(EXIT_FINDINGS, findings, dossier.cut)
        return EXIT_FINDINGS
    found = reports.rights_report(dossier, ledger, findings, judged=judged)
    language = console.language
    headings = dict(zip(reports.COLUMNS, reports.headings(language), strict=True))
    rows = [dict(zip(reports.COLUMNS, row, strict=True)) for row in reports.rows(found, language)]
    console.rows(
        [headings[name] for name in SHOWN], [[reports.said(row[name], language) for name in SHOWN] for row in rows]
    )
    wrong = len({line.use.label for line in found.lines if line.problems or not (line.clearances or line.generated)})
    sources = sum(not line.generated for line in found.lines)
    console.say("rights_told", "bold", sources=sources, wrong=wrong, unused=len(found.unused))
    writers = {
        ".html": lambda: report_html(found, language).encode(),
        ".csv": lambda: reports.report_csv(found, language),
        ".xlsx": lambda: reports.report_xlsx(found, language),
        ".json": lambda: reports.report_json(found, language),
    }
    write_all(console, args.output, writers, args.force)
    if findings:
        console.findings(findings, dossier.cut)
    code = EXIT_FINDINGS if any(finding.severity == "error" for finding in findings) else EXIT_CLEAN
    console.document(code, findings, dossier.cut, rights=reports.report_entries(found, language))
    return code
