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
    parser.add_argument("--who", default="", metavar="NAME", help=text("opt_who"))


def run(args: argparse.Namespace) -> int:
    """Withdraw it. Nobody has to sign for that: it only makes the gate stricter."""
    from picturelock import production
    from picturelock.waivers import make

    from picturelock_cli.console import Console

    console, start = Console(args), dt.datetime.now(dt.UTC)
    subject = production.load(args.production)
    target = make.withdraw(subject, args.name, args.who, start)
    console.say("waiver_withdrawn", "green", file=subject.relative(target))
    console.document(0, (), withdrawn=subject.relative(target))
    return 0
