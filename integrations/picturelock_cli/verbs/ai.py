"""`picturelock ai`: what machines made, what is asked about it, what it drew, and what files claim of their origin."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock_cli.options import Text

ACTIONS = ("report", "statement", "energy", "credentials")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("action", choices=ACTIONS, metavar="ACTION", help=text("opt_ai_action"))


def run(args: argparse.Namespace) -> int:
    """Never reached with an action: `main` gives those to their own modules."""
    raise UsageError(f"picturelock ai: {args.action} is none of {', '.join(ACTIONS)}.")
