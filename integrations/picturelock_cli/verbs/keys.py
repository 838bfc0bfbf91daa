"""`picturelock keys`: the keys that people sign with. What it does is in its actions, a module each."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock_cli.options import Text

ACTIONS = ("new",)


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("action", choices=ACTIONS, metavar="ACTION", help=text("opt_keys_action"))


def run(args: argparse.Namespace) -> int:
    """Never reached with an action: `main` gives those to their own modules."""
    raise UsageError(f"picturelock keys: {args.action} is none of {', '.join(ACTIONS)}.")
