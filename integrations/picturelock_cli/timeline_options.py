"""The options by which every action of `timeline` reads its file, and reading it with them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picturelock.production import Production

    from picturelock_cli.options import Text


def add_reading(parser: argparse.ArgumentParser, text: Text) -> None:
    """--from, --project, --media and --rate."""
    parser.add_argument("--from", dest="from_format", metavar="FORMAT", help=text("opt_exchange_from"))
    parser.add_argument("--project", default="", metavar="NAME", help=text("opt_exchange_project"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))


def rate_from(args: argparse.Namespace, around: Production | None, path: Path) -> str:
    """Where the rate of a cut is from, as `conform_cuts.ReadCut` has it."""
    if (args.from_format or path.suffix.lower().removeprefix(".")) not in ("edl", "ale"):
        return "own"
    return "option" if args.rate else "production" if around and around.rate else "own"
