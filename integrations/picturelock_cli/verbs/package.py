"""`picturelock package verify`: is every file of a package still what was delivered?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_FINDINGS

if TYPE_CHECKING:
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    verbs = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verify = verbs.add_parser("verify", help=text("opt_package_verify"), add_help=False)
    verify.add_argument("folder", type=Path, metavar="DIR", help=text("opt_package_folder"))


def run(args: argparse.Namespace) -> int:
    """Exit 0 where every file is as delivered, 1 where one is altered, missing or new."""
    from picturelock.delivery.manifest import verify
    from picturelock.findings import at_least

    from picturelock_cli.console import Console

    console = Console(args)
    with console.progress() as progress:
        findings = verify(args.folder, progress)
    code = EXIT_FINDINGS if at_least(findings, "error") else 0
    if findings:
        console.findings(findings)
    else:
        console.say("package_intact", "green", folder=str(args.folder))
    console.document(code, findings, package=str(args.folder))
    return code
