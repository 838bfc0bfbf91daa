"""`picturelock package verify`: is every file of a package still what was delivered?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_FINDINGS

if TYPE_CHECKING:
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help=text("opt_package_folder"))
    parser.add_argument(
        "--with",
        action="append",
        type=Path,
        default=[],
        metavar="EARLIER",
        dest="earlier",
        help=text("opt_package_with"),
    )


def run(args: argparse.Namespace) -> int:
    """Exit 0 where every file is as delivered, 1 where one is altered, missing or new."""
    from picturelock.delivery.redelivery import verify_together
    from picturelock.findings import at_least

    from picturelock_cli.console import Console

    console = Console(args)
    with console.progress() as progress:
        findings = verify_together(args.folder, args.earlier, progress)
    code = EXIT_FINDINGS if at_least(findings, "error") else 0
    if findings:
        console.findings(findings)
    if not code:
        console.say("package_intact_together" if args.earlier else "package_intact", "green", folder=str(args.folder))
        console.say("package_partly_judged")
    console.document(code, findings, package=str(args.folder), earlier=[str(path) for path in args.earlier])
    return code
