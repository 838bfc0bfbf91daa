"""`picturelock deliver`: the gate, and behind an open gate the package."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import EXIT_FINDINGS, OutputError

if TYPE_CHECKING:
    from picturelock.findings import Verdict

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument(
        "production", nargs="?", type=Path, default=Path(), metavar="PRODUCTION", help=text("opt_production")
    )
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="DIR", help=text("opt_deliver_output"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))
    parser.add_argument("--report", type=Path, metavar="FILE.html", help=text("opt_deliver_report"))


def run(args: argparse.Namespace) -> int:
    """Judge the production; deliver it if the gate opens (exit 0), else write the report that says why (exit 1 or 5)."""
    from picturelock import production
    from picturelock_validators import gate

    from picturelock_cli.console import Console

    console = Console(args)
    subject = production.load(args.production)
    if args.library is not None:
        subject = replace(subject, library=args.library)
    if args.output.exists():
        raise OutputError(
            f"{args.output} exists already; a delivery is never overwritten.", hint="Choose another name with -o."
        )
    with console.progress() as progress:
        outcome = gate.deliver(subject, args.output, language=console.language, progress=progress)
    verdict = outcome.verdict
    _show(verdict, outcome.dossier.cut, console)
    extra: dict[str, Any] = {"verdict": gate.summary(verdict)}
    if verdict.open:
        console.say("delivered", "bold green", folder=str(args.output))
        console.line(f"  {args.output / 'report.html'}")
        code = 0
        extra["package"] = str(args.output)
    else:
        stem = args.report.with_suffix("") if args.report else args.output.with_name(f"{args.output.name}.report")
        report, _, markers = gate.write_reports(outcome, stem, console.language)
        console.say("gate_closed", "bold red")
        console.line(f"  {report}")
        console.say("markers_guide", file=str(markers))
        code = gate.exit_code(verdict) or EXIT_FINDINGS
        extra["report"] = str(report)
    console.document(code, verdict.findings, outcome.dossier.cut, **extra)
    return code


def _show(verdict: Verdict, cut: Any, console: Console) -> None:
    if verdict.findings:
        console.findings(verdict.findings, cut)
    for run_ in verdict.ran:
        if run_.problem:
            console.line(f"✗ {run_.check}: {run_.problem}", "bold red")
    console.say("ran_of_expected", ran=len(verdict.expected) - len(verdict.missing), expected=len(verdict.expected))
