"""`picturelock timeline check`: is this timeline sound, and what of it would another format lose?"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_FINDINGS

if TYPE_CHECKING:
    from picturelock.cut import Cut
    from picturelock.findings import Finding

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("cut", type=Path, metavar="CUT", help=text("opt_timeline"))
    parser.add_argument("--to", action="append", default=[], metavar="FORMAT", help=text("opt_timeline_check_to"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument(
        "--fail-on", choices=("error", "warning", "info"), default="error", help=text("opt_check_fail_on")
    )


def run(args: argparse.Namespace) -> int:
    """Check one timeline; exit 1 where anything is as grave as --fail-on. Nothing is written."""
    from picturelock.findings import at_least

    from picturelock_cli.console import Console
    from picturelock_cli.timeline_checks import hygiene_of

    console = Console(args)
    dossier, findings = hygiene_of(args.cut, args.media, args.rate, console)
    findings = [*findings, *(finding for name in args.to for finding in _would_lose(args, name, console))]
    console.line(str(args.cut.resolve()), "bold")
    console.findings(findings, dossier.cut)
    code = EXIT_FINDINGS if at_least(findings, args.fail_on) else 0
    console.document(code, findings, dossier.cut, file=str(args.cut))
    return code


def _would_lose(args: argparse.Namespace, name: str, console: Console) -> list[Finding]:
    """What writing the timeline in a format would lose: it is written to a folder that is then thrown away."""
    from picturelock import registry
    from picturelock.timeline.read import read_timeline
    from picturelock.timeline.write import write_timeline

    from picturelock_cli.options import production_around, rate_of

    found = registry.choose("timeline format", registry.TIMELINES, name)
    around = production_around(args.cut, console)
    cut: Cut = read_timeline(args.cut, rate_of(args.rate) or (around.rate if around else None))[0]
    with tempfile.TemporaryDirectory(prefix="picturelock-") as folder:
        lost = write_timeline(cut, Path(folder) / f"cut{found.suffixes[0]}", name=name)
    return [replace(one, place=replace(one.place, file=str(args.cut))) for one in lost]
