"""`picturelock spec`: the destinations we know and what they ask for."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picturelock_cli.console import Console
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    verbs = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verbs.add_parser("list", help=text("opt_spec_list"), add_help=False)
    show = verbs.add_parser("show", help=text("opt_spec_show"), add_help=False)
    show.add_argument("id", metavar="ID", help=text("opt_spec_id"))


def run(args: argparse.Namespace) -> int:
    """Print the specs, or one spec's limits."""
    from picturelock import specs

    from picturelock_cli.console import Console

    console = Console(args)
    if args.action == "list":
        entries = {name: specs.load(name).title for name in specs.names()}
        console.rows([console.text("column_id"), console.text("column_title")], list(entries.items()))
        console.document(0, (), entries=entries)
    else:
        _show(console, args.id)
    return 0


def _show(console: Console, name: str) -> None:
    from picturelock import specs
    from picturelock.wording import limit_name, quantity, whose

    spec, language = specs.load(name), console.language
    limits = list(spec.limits())
    rows = []
    for limit in limits:
        doubt = "" if limit.confirmed else f" ({console.text('unconfirmed')})"
        source = whose(limit.source, language) + doubt
        rows.append((limit_name(limit.name, language), quantity(limit.text, language), source))
    console.line(spec.title, "bold")
    console.rows([console.text("column_limit"), console.text("column_value"), console.text("column_source")], rows)
    entries = [
        {"name": limit.name, "value": limit.text, "source": limit.source, "confirmed": limit.confirmed}
        for limit in limits
    ]
    console.document(0, (), id=name, title=spec.title, limits=entries)
