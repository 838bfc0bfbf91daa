"""`picturelock profiles`: the caption limits we know, and where each comes from."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    verbs = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verbs.add_parser("list", help=text("opt_profiles_list"), add_help=False)
    show = verbs.add_parser("show", help=text("opt_profiles_show"), add_help=False)
    show.add_argument("id", metavar="ID")


def run(args: argparse.Namespace) -> int:
    """Print the profiles, or one profile's limits."""
    from picturelock import profiles

    from picturelock_cli.catalogue import show_catalogue

    return show_catalogue(args, profiles.names(), profiles.load)
