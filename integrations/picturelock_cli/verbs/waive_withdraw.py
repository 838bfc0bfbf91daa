"""`picturelock waive withdraw`: a waiver is taken back, and kept among those that were."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("production", type=Path, metavar="PRODUCTION", help=text("opt_production_named"))
    parser.add_argument("name", metavar="NAME", help=text("opt_waiver_name"))
    parser.add_argument("--key", required=True, type=Path, metavar="FILE", help=text("opt_sign_key"))


def run(args: argparse.Namespace) -> int:
    """Withdraw it, in the name of whom the key belongs to: its own person, or one who may waive that rule."""
    from picturelock import production
    from picturelock.waivers import keys, make, withdrawal

    from picturelock_cli.console import Console
    from picturelock_cli.signing import passphrase

    console, start = Console(args), dt.datetime.now(dt.UTC)
    subject = production.load(args.production)
    key = keys.read(args.key, lambda: passphrase(console))
    person = make.person_of(subject, key)
    target = withdrawal.withdraw(subject, args.name, person, key, start)
    console.say("waiver_withdrawn", "green", file=subject.relative(target), person=person.name)
    console.document(0, (), withdrawn=subject.relative(target), person=person.name)
    return 0
