"""`picturelock sign`: a person puts their name to one verdict."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import EXIT_CANCELLED, UsageError

if TYPE_CHECKING:
    from picturelock.production import Production

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text


ACTIONS = ("list",)


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("production", type=Path, metavar="PRODUCTION|REPORT", help=text("opt_sign_what"))
    parser.add_argument("--key", required=True, type=Path, metavar="FILE", help=text("opt_sign_key"))
    parser.add_argument("--for", dest="around", type=Path, metavar="PRODUCTION", help=text("opt_sign_for"))
    parser.add_argument("--delivery", metavar="NAME", help=text("opt_delivery"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))
    parser.add_argument("--closed", action="store_true", help=text("opt_sign_closed"))
    parser.add_argument("--yes", action="store_true", help=text("opt_sign_yes"))


def run(args: argparse.Namespace) -> int:
    """Judge, or read the report; show all that is signed for, ask, sign. Exit as the verdict does, 130 where the person says no.

    Raises UsageError for a closed gate, unless the person asks to sign that.
    """
    from picturelock.waivers import keys, make, signoff

    from picturelock_cli.console import Console
    from picturelock_cli.signing import agreed, passphrase

    console, start = Console(args), dt.datetime.now(dt.UTC)
    subject, said, code = _statement(args, console)
    if not said["open"] and not args.closed:
        raise UsageError(
            console.text("sign_is_closed"),
            hint=console.text("sign_is_closed_hint"),
        )
    key = keys.read(args.key, lambda: passphrase(console))
    person = make.person_of(subject, key)
    state = console.text("sign_open" if said["open"] else "sign_closed")
    console.say("sign_what", title=subject.title, spec=str(said["spec"]), state=state)
    console.line(f"  {said['verdict']}")
    for waiver in said["waivers"]:
        console.say("waived_under", file=str(waiver))
    if not agreed(args, console, "sign_ask", person=person.name, role=person.role):
        console.say("not_signed")
        return EXIT_CANCELLED
    file = signoff.sign(subject, said, person, key, start)
    console.say("sign_done", "green", file=subject.relative(file))
    console.document(code, (), signoff=subject.relative(file), statement=said, person=person.name, role=person.role)
    return code


def _statement(args: argparse.Namespace, console: Console) -> tuple[Production, dict[str, Any], int]:
    """The production, what is said of its verdict, and the exit code of that."""
    from picturelock import production
    from picturelock.textfile import read_json
    from picturelock.waivers import signoff
    from picturelock_validators import gate

    from picturelock_cli.options import production_around
    from picturelock_cli.signing import judged, show_report

    if args.production.suffix.lower() != ".json":
        outcome = judged(args.production, args, console)
        verdict = outcome.verdict
        console.verdict(verdict.findings, outcome.dossier)
        if verdict.missing:
            raise UsageError("There is no verdict to sign: not every check gave an answer.", hint="`picturelock check`")
        subject = outcome.dossier.production
        with console.progress() as progress:
            return subject, signoff.statement(verdict, subject, progress), gate.exit_code(verdict)
    report: Path = args.production
    document = read_json(report, 256_000_000, "the report of a verdict")
    around = production.load(args.around) if args.around is not None else production_around(report, console)
    if around is None:
        raise UsageError(f"{report} lies in no production; name it with --for.")
    subject = production.choose(around, args.delivery or "")
    with console.progress() as progress:
        said = signoff.statement_of_report(document, report, subject, progress)
    show_report(document["findings"], console)
    return subject, said, int(document["exit"])
