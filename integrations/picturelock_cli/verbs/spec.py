"""`picturelock spec`: the destinations we know and what they ask for."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verbs.add_parser("list", help="every spec, a line each")
    show = verbs.add_parser("show", help="what one spec asks for, and its sources")
    show.add_argument("id", metavar="ID")


def run(args: argparse.Namespace) -> int:
    """Print the specs, or one spec's limits."""
    from picturelock import specs
    from picturelock_cli.catalogue import show_catalogue

    return show_catalogue(args, specs.names(), specs.load)
