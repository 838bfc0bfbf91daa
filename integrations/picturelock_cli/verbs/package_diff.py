"""`picturelock package diff`: what tells two packages apart."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_FINDINGS

if TYPE_CHECKING:
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("old", type=Path, metavar="OLD", help=text("opt_package_old"))
    parser.add_argument("new", type=Path, metavar="NEW", help=text("opt_package_new"))


def run(args: argparse.Namespace) -> int:
    """Exit 0 where nothing tells them apart, 1 where something does."""
    from picturelock.delivery.comparison import compare

    from picturelock_cli.console import Console

    console = Console(args)
    with console.progress() as progress:
        found = compare(args.old, args.new, progress)
    if found.differences:
        console.rows(
            [console.text(f"column_package_{column}") for column in ("what", "file", "was")],
            [(console.text(f"package_{one.what}"), one.path, one.was) for one in found.differences],
        )
        console.say("package_differs", "bold", count=len(found.differences), same=found.same)
    else:
        console.say("package_same", "green", count=found.same)
    code = EXIT_FINDINGS if found.differences else 0
    entries = [{"what": one.what, "path": one.path, "was": one.was} for one in found.differences]
    console.document(code, (), differences=entries, same=found.same)
    return code
