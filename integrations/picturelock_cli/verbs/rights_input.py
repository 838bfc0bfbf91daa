"""What the actions of `rights` have in common: the production or the cut, its ledger, and files to write."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import InputError, UsageError

if TYPE_CHECKING:
    from picturelock.production import Dossier
    from picturelock.rights.faults import LedgerFaults

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text


def add_input(parser: argparse.ArgumentParser, text: Text) -> None:
    """The options by which the actions are told what to look at."""
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="PATH", help=text("opt_rights_path"))
    parser.add_argument("--delivery", metavar="NAME", default="", help=text("opt_rights_delivery"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))


def dossier_of(args: argparse.Namespace, console: Console) -> tuple[Dossier, bool]:
    """The dossier of a production or of a cut, and whether it is a production's; a cut has the ledger of the one around it."""
    from picturelock.dossier import collect, of_cut
    from picturelock.production import FILE, load

    from picturelock_cli.options import folders_of, production_around, rate_of

    path: Path = args.path
    if path.is_dir() or path.name == FILE:
        production = load(path, args.delivery)
        rate, folders = rate_of(args.rate), folders_of(args.media, production)
        production = replace(production, rate=rate or production.rate, media=folders)
        with console.progress() as progress:
            return collect(production, progress), True
    if args.delivery:
        raise UsageError("--delivery: a cut has no deliveries; name the production.")
    around = production_around(path, console)
    rate = rate_of(args.rate) or (around.rate if around else None)
    dossier = of_cut(path, folders_of(args.media, around), rate)
    if around is not None:
        own = replace(
            dossier.production, root=around.root, ledger=around.ledger, columns=around.columns, title=around.title
        )
        dossier = replace(dossier, production=own)
    return dossier, False


def with_ledger(dossier: Dossier, ledger: Path | None) -> Dossier:
    """The dossier with the ledger that an option names. Raises InputError for one that is not there."""
    if ledger is None:
        return dossier
    if not ledger.exists():
        raise InputError("does not exist.", file=ledger)
    return replace(dossier, production=replace(dossier.production, ledger=ledger.resolve()))


def tell_faults(console: Console, dossier: Dossier, error: LedgerFaults) -> int:
    """Show everything that is wrong with a ledger, in the person's language; returns the exit code."""
    from picturelock.rights.faults import findings_of

    findings = findings_of(error, dossier.production.relative(error.file))
    console.findings(findings, dossier.cut)
    console.document(error.exit_code, findings, dossier.cut)
    return error.exit_code
