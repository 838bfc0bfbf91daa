"""`picturelock package press`: stills, texts and a technical sheet, for those who write about a film."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument(
        "production", nargs="?", type=Path, default=Path(), metavar="PRODUCTION", help=text("opt_production")
    )
    parser.add_argument(
        "-o", "--output", required=True, type=Path, metavar="DIR", help=text("opt_package_press_output")
    )
    parser.add_argument("--delivery", default="", metavar="NAME", help=text("opt_package_delivery"))


def run(args: argparse.Namespace) -> int:
    """Make the kit; exit 0."""
    from picturelock import production
    from picturelock.delivery.build import require_new
    from picturelock.delivery.destination import require_place
    from picturelock.delivery.press import press_kit
    from picturelock.delivery.press_page import press_people
    from picturelock.dossier import collect

    from picturelock_cli.console import Console

    console = Console(args)
    require_new(args.output)
    made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    subject = production.load(args.production, args.delivery)
    require_place(args.output, subject)
    with console.progress() as progress:
        dossier = collect(subject, progress)
        kit = press_kit(dossier, args.output, made=made, progress=progress)
    if not kit.stills:
        console.say("press_no_stills", "yellow")
    people = press_people(subject)
    if not any(one.contact for one in people):
        console.say("press_no_address" if people else "press_nobody", "yellow")
    console.say("press_made", "green", folder=str(args.output), stills=kit.stills)
    console.document(0, (), kit=str(kit.folder), stills=kit.stills)
    return 0
