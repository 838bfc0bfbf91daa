"""`picturelock rights`: the ledger of rights and what follows from it. What it does is in its actions, a module each."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock_cli.options import Text

ACTIONS = ("init", "report", "cue-sheet")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("action", choices=ACTIONS, metavar="ACTION", help=text("opt_rights_action"))


def run(args: argparse.Namespace) -> int:
    """Never reached with an action: `main` gives those to their own modules."""
    raise UsageError(f"picturelock rights: {args.action} is none of {', '.join(ACTIONS)}.")
