"""`picturelock deliver`: the gate, and behind an open gate the package."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import EXIT_FINDINGS, OutputError

if TYPE_CHECKING:
    from picturelock.findings import Fact, Verdict
    from picturelock.production import Dossier, Production

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument(
        "production", nargs="?", type=Path, default=Path(), metavar="PRODUCTION", help=text("opt_production")
    )
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="DIR", help=text("opt_deliver_output"))
    parser.add_argument("--since", type=Path, metavar="PACKAGE", help=text("opt_deliver_since"))
    parser.add_argument("--delivery", metavar="NAME", help=text("opt_delivery"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))
    parser.add_argument("--report", type=Path, metavar="FILE.html", help=text("opt_deliver_report"))


def run(args: argparse.Namespace) -> int:
    """Judge the production; deliver it if the gate opens (exit 0, 6 under waivers), else write the report that says why (1, 5).

    Either way the production's history has it.
    """
    from picturelock.delivery.destination import require_delivery, require_place
    from picturelock.production import journal
    from picturelock_validators import gate

    from picturelock_cli.console import Console
    from picturelock_cli.options import production_of
    from picturelock_cli.signing import say_delivery, say_signatures

    console = Console(args)
    start = dt.datetime.now(dt.UTC)
    subject = production_of(args.production, args)
    if args.output.exists():
        raise OutputError(
            f"{args.output} exists already; a delivery is never overwritten.", hint="Choose another name with -o."
        )
    require_place(args.output, subject)
    if args.since is not None:
        require_delivery(args.since, subject)
    journal.require_writable(subject.root)
    with console.progress() as progress:
        outcome = gate.deliver(subject, args.output, since=args.since, language=console.language, progress=progress)
    verdict = outcome.verdict
    told = say_delivery(subject, console)
    _show(verdict, outcome.dossier, console)
    signatures = say_signatures(subject, verdict, console)
    extra: dict[str, Any] = {"verdict": gate.summary(verdict), "signatures": signatures, **told}
    if verdict.open:
        console.say("delivered", folder=str(args.output))
        console.line(f"  {args.output / 'report.html'}")
        code = gate.exit_code(verdict)
        extra["package"] = str(args.output)
    else:
        stem = args.report.with_suffix("") if args.report else args.output.with_name(f"{args.output.name}.report")
        written = gate.write_reports(outcome, stem, console.language)
        report, markers = written["html"], written["markers.edl"]
        console.say("gate_closed")
        console.line(f"  {report}")
        console.say("markers_guide", file=str(markers))
        code = gate.exit_code(verdict) or EXIT_FINDINGS
        extra["report"] = str(report)
    console.conclusion(verdict)
    _note(subject, verdict, args.output, start)
    console.document(code, verdict.findings, outcome.dossier.cut, **extra)
    return code


def _note(subject: Production, verdict: Verdict, output: Path, start: dt.datetime) -> None:
    """What was judged, and whether it went out, in the production's history."""
    from picturelock.production import journal
    from picturelock.report.verdict_hash import verdict_hash

    facts: dict[str, Fact] = {"open": verdict.open, "spec": verdict.spec, "delivery": subject.delivery.name}
    facts["verdict"] = verdict_hash(verdict)
    if verdict.open:
        facts["package"] = output.name
    journal.append(subject.root, "deliver", start, inputs=verdict.inputs, facts=facts)


def _show(verdict: Verdict, dossier: Dossier, console: Console) -> None:
    console.verdict(verdict.findings, dossier)
    for waiver in verdict.waivers:
        console.say("waived_under", file=waiver)
    console.answers(verdict)
