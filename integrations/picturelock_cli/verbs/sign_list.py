"""`picturelock sign list`: who signed for a production, and whether each signature is still for what would go out now."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_FINDINGS

if TYPE_CHECKING:
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    from picturelock_cli.options import add_production

    add_production(parser, text)


def run(args: argparse.Namespace) -> int:
    """Judge the production and list its signatures; exit 1 where one of them is false or unknown."""
    from picturelock.waivers import signoff

    from picturelock_cli.console import Console
    from picturelock_cli.signing import judged, say_delivery, say_signatures

    console = Console(args)
    outcome = judged(args.production, args, console)
    production = outcome.dossier.production
    told = say_delivery(production, console)
    signatures = say_signatures(production, outcome.verdict, console)
    _, doubts = signoff.read_all(production)
    if doubts:
        console.findings(doubts, outcome.dossier.cut)
    code = EXIT_FINDINGS if doubts else 0
    console.document(code, doubts, outcome.dossier.cut, signatures=signatures, **told)
    return code
