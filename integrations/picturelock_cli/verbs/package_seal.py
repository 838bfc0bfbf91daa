"""`picturelock package seal`: an ASC MHL manifest for any folder, the first or the next generation."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_FINDINGS, UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help=text("opt_package_seal_folder"))
    parser.add_argument("--name", default="", metavar="TITLE", help=text("opt_package_name"))
    parser.add_argument(
        "--algorithm", action="append", default=[], type=str.lower, metavar="NAME", help=text("opt_package_algorithm")
    )
    parser.add_argument(
        "--checksums", action="append", default=[], type=str.lower, metavar="NAME", help=text("opt_package_checksums")
    )


def run(args: argparse.Namespace) -> int:
    """Exit 0 where the folder is sealed, 1 where it is not what its manifests say."""
    from picturelock.delivery.hashing import MHL
    from picturelock.delivery.lists import WRITTEN
    from picturelock.delivery.sealing import seal_folder

    from picturelock_cli.console import Console

    console = Console(args)
    _require_known(args.algorithm, MHL)
    _require_known(args.checksums, WRITTEN)
    with console.progress() as progress:
        sealed = seal_folder(
            args.folder,
            made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            name=args.name,
            algorithms=args.algorithm or ["xxh128"],
            lists=args.checksums,
            progress=progress,
        )
    if sealed.findings:
        console.findings(sealed.findings)
    if sealed.manifest is None:
        console.say("package_not_sealed", "bold red")
        console.document(EXIT_FINDINGS, sealed.findings, folder=str(args.folder))
        return EXIT_FINDINGS
    manifest = str(sealed.manifest)
    if sealed.cleared:
        console.say("package_seal_cleared", "yellow", files=", ".join(sealed.cleared))
    console.say(
        "package_sealed", "green", folder=str(args.folder), files=sealed.files, new=len(sealed.new), manifest=manifest
    )
    console.document(
        0,
        sealed.findings,
        folder=str(args.folder),
        manifest=manifest,
        files=sealed.files,
        new=list(sealed.new),
        cleared=list(sealed.cleared),
    )
    return 0


def _require_known(names: Sequence[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            raise UnknownName("hash algorithm", name, known)
