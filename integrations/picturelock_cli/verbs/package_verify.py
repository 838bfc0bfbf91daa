"""`picturelock package verify`: is every file of a package still what was delivered, and who signed for it?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import EXIT_FINDINGS

if TYPE_CHECKING:
    from picturelock.delivery.signatures import Signature

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
    parser.add_argument("--key", action="append", type=Path, default=[], metavar="FILE", help=text("opt_package_key"))


def run(args: argparse.Namespace) -> int:
    """Exit 0 where every file is as delivered, 1 where one is altered, missing or new, or a signature is not what it says."""
    from picturelock.delivery.known_keys import read_keys
    from picturelock.delivery.received import receive
    from picturelock.findings import at_least

    from picturelock_cli.console import Console

    console = Console(args)
    known = read_keys(args.key)
    with console.progress() as progress:
        found = receive(args.folder, args.earlier, known, progress)
    code = EXIT_FINDINGS if at_least(found.findings, "error") else 0
    if found.findings:
        console.findings(found.findings)
    if not code:
        console.say("package_intact_together" if args.earlier else "package_intact", "green", folder=str(args.folder))
        vouched = any(one.trust == "known" for one in found.signatures)
        console.say("package_vouched" if vouched else "package_not_vouched")
    console.document(
        code,
        found.findings,
        package=str(args.folder),
        earlier=[str(path) for path in args.earlier],
        signatures=[_told(one) for one in found.signatures],
    )
    return code


def _told(one: Signature) -> dict[str, Any]:
    return {**one.facts, "key": one.trust, "owner": one.owner}
