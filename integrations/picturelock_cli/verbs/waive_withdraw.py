"""`picturelock waive withdraw`: a waiver is taken back, and kept among those that were."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_CANCELLED, UsageError

if TYPE_CHECKING:
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("production", type=Path, metavar="PRODUCTION", help=text("opt_production_named"))
    parser.add_argument("name", metavar="NAME", help=text("opt_waiver_name"))
    parser.add_argument("--key", required=True, type=Path, metavar="FILE", help=text("opt_sign_key"))
    parser.add_argument("--yes", action="store_true", help=text("opt_sign_yes"))


def run(args: argparse.Namespace) -> int:
    """Show it, ask, and withdraw it in the name of whom the key belongs to; exit 130 where the person says no.

    That is its own person, or one who may waive that rule.
    """
    from picturelock import production
    from picturelock.waivers import keys, make, withdrawal

    from picturelock_cli.console import Console
    from picturelock_cli.signing import agreed, passphrase
    from picturelock_cli.who import who_may_waive

    console, start = Console(args), dt.datetime.now(dt.UTC)
    subject = production.load(args.production)
    file, waiver = withdrawal.named(subject, args.name)
    key = keys.read(args.key, lambda: passphrase(console))
    person = make.person_of(subject, key)
    if waiver is not None and not withdrawal.may_withdraw(waiver, person, subject):
        who = who_may_waive(waiver.rule, console.language)
        told = {"person": person.name, "role": person.role, "signer": waiver.person, "who": who}
        raise UsageError(console.text("withdraw_not_yours", file=file.name, rule=waiver.rule, **told))
    if waiver is not None:
        terms = {"person": waiver.person, "expires": waiver.expires.isoformat(), "reason": waiver.reason}
        console.say("withdraw_what", file=file.name, rule=waiver.rule, **terms)
    if not agreed(args, console, "withdraw_ask", person=person.name, role=person.role):
        console.say("not_withdrawn")
        return EXIT_CANCELLED
    target = withdrawal.withdraw(subject, args.name, person, key, start)
    console.say("waiver_withdrawn", "green", file=subject.relative(target), person=person.name)
    console.document(0, (), withdrawn=subject.relative(target), person=person.name)
    return 0
