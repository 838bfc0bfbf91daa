"""`picturelock timeline check`: is this timeline sound, and what of it would another format lose?"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
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
    from picturelock_cli.timeline_options import add_reading

    parser.add_argument("cut", type=Path, metavar="CUT", help=text("opt_timeline"))
    parser.add_argument("--to", action="append", default=[], metavar="FORMAT", help=text("opt_timeline_check_to"))
    add_reading(parser, text)
    parser.add_argument(
        "--fail-on", choices=("error", "warning", "info"), default="error", help=text("opt_check_fail_on")
    )


def run(args: argparse.Namespace) -> int:
    """Check one timeline; exit 1 where anything is as grave as --fail-on. Nothing is written."""
    from picturelock.findings import at_least

    from picturelock_cli.console import Console
    from picturelock_cli.timeline_checks import hygiene_of
    from picturelock_cli.timeline_written import say_lost

    console = Console(args)
    dossier, findings = hygiene_of(
        args.cut, args.media, args.rate, console, name=args.from_format, project=args.project
    )
    findings = [*findings, *(_would_lose(args, console) if args.to else ())]
    console.line(str(args.cut.resolve()), "bold")
    console.findings(findings, dossier.cut)
    if getattr(args, "all_findings", False):
        say_lost(console, findings, dossier.cut)
    code = EXIT_FINDINGS if at_least(findings, args.fail_on) else 0
    console.document(code, findings, dossier.cut, file=str(args.cut))
    return code


def _would_lose(args: argparse.Namespace, console: Console) -> Iterator[Finding]:
    """What writing the timeline in the formats named would lose: it is written to a folder that is then thrown away."""
    from picturelock import registry
    from picturelock.timeline.read import read_timeline
    from picturelock.timeline.write import write_timeline

    from picturelock_cli.cut_rate import asked_rate
    from picturelock_cli.options import production_around

    formats = {name: registry.choose("timeline format", registry.TIMELINES, name) for name in args.to}
    rate = asked_rate(args.rate, production_around(args.cut, console))[0]
    cut: Cut = read_timeline(args.cut, rate, args.from_format, project=args.project)[0]
    for name, found in formats.items():
        with tempfile.TemporaryDirectory(prefix="picturelock-") as folder:
            lost = write_timeline(cut, Path(folder) / f"cut{found.suffixes[0]}", name=name)
        yield from (replace(one, place=replace(one.place, file=str(args.cut))) for one in lost)
