"""`picturelock waive`: a person takes one finding upon themselves, in writing."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_CANCELLED, UsageError

if TYPE_CHECKING:
    from picturelock.findings import Finding
    from picturelock.production import Person
    from picturelock.waivers.model import Waiver

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

ACTIONS = ("list", "withdraw")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("production", type=Path, metavar="PRODUCTION", help=text("opt_production_named"))
    parser.add_argument("--finding", required=True, metavar="N|RULE@TC", help=text("opt_waive_finding"))
    parser.add_argument("--reason", required=True, metavar="TEXT", help=text("opt_waive_reason"))
    parser.add_argument("--expires", required=True, metavar="DATE", help=text("opt_waive_expires"))
    parser.add_argument("--key", required=True, type=Path, metavar="FILE", help=text("opt_sign_key"))
    parser.add_argument("--report", type=Path, metavar="FILE.json", help=text("opt_waive_report"))
    parser.add_argument("--delivery", metavar="NAME", help=text("opt_delivery"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))
    parser.add_argument("--yes", action="store_true", help=text("opt_sign_yes"))


def run(args: argparse.Namespace) -> int:
    """Judge the production, show the finding that is meant, ask, sign; exit 130 where the person says no."""
    from picturelock.report.numbering import numbered
    from picturelock.waivers import keys, make

    from picturelock_cli.console import Console
    from picturelock_cli.signing import agreed, choose_finding, judged, passphrase

    console, start = Console(args), dt.datetime.now(dt.UTC)
    expires = _date(args.expires)
    outcome = judged(args.production, args, console)
    finding = choose_finding(args.finding, outcome, args.report)
    key = keys.read(args.key, lambda: passphrase(console))
    person = make.person_of(outcome.dossier.production, key)
    _require_right(finding, person, console)
    waiver = make.draft(finding, outcome.dossier, person, args.reason, expires, start)
    by_id = {id(one): number for number, one in numbered(outcome.verdict.findings)}
    console.findings((finding,), outcome.dossier.cut, by_id)
    _show(waiver, console)
    if not agreed(args, console, "waive_ask"):
        console.say("not_signed")
        return EXIT_CANCELLED
    issued = make.issue(waiver, outcome.dossier, key, start)
    console.say("waive_done", "green", file=issued.file, expires=issued.expires.isoformat())
    console.document(0, (finding,), outcome.dossier.cut, waiver=issued.file, person=issued.person, subject=issued.whole)
    return 0


def _require_right(finding: Finding, person: Person, console: Console) -> None:
    """Raise UsageError, in the person's language, where nobody may waive this, or not they."""
    from picturelock.waivers import rules

    from picturelock_cli.who import who_may_waive

    known = rules.load()
    if not known.can_be_waived(finding.rule):
        raise UsageError(console.text("waive_hard", rule=finding.rule), hint=console.text("waive_hard_hint"))
    if not known.may_waive(finding.rule, person.role):
        who = who_may_waive(finding.rule, console.language)
        raise UsageError(
            console.text("waive_not_yours", person=person.name, role=person.role, rule=finding.rule, who=who)
        )


def _show(waiver: Waiver, console: Console) -> None:
    parts = ", ".join(console.text(f"subject_{part}") for part in waiver.subject if part != "facts")
    console.say("waive_who", person=waiver.person, role=waiver.role, spec=waiver.spec)
    console.say("waive_terms", reason=waiver.reason, expires=waiver.expires.isoformat())
    console.say("waive_subject", parts=parts)


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--expires: {text!r:.60} is not a date; expected one such as 2026-12-31.") from None
