"""`picturelock ai energy`: what the machine-made artefacts of a delivery drew, and what it emitted."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picturelock_cli.options import Text

ENDINGS = (".md", ".html", ".pdf", ".csv", ".json")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    from picturelock_cli.verbs.ai_input import add_production

    add_production(parser, text)
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help=text("opt_ai_energy_output"))
    parser.add_argument("--force", action="store_true", help=text("opt_ai_force"))


def run(args: argparse.Namespace) -> int:
    """Show the account, and write it where asked."""
    from picturelock.formats.files import write_bytes
    from picturelock.rights import ai_energy

    from picturelock_cli.console import Console
    from picturelock_cli.outputs import require_free, say_new_folder
    from picturelock_cli.verbs.ai_input import dossier_of, require_ending, show_paper, write_paper

    console = Console(args)
    if args.output is not None:
        require_ending(args.output, ENDINGS)
        require_free(args.output, args.force)
    dossier = dossier_of(args, console)
    found = ai_energy.account(dossier)
    blocks = tuple(ai_energy.paper(found, dossier.production.title, console.language))
    if args.output is None:
        show_paper(blocks, console)
    else:
        say_new_folder(console, args.output)
        ending = args.output.suffix.lower()
        if ending in (".csv", ".json"):
            data = ai_energy.to_json(found) if ending == ".json" else ai_energy.to_table(found, console.language)
            write_bytes(args.output, data, args.force)
        else:
            write_paper(args.output, blocks, console.language, force=args.force)
        console.say("ai_written", file=str(args.output))
    console.document(0, (), energy=json.loads(ai_energy.to_json(found)))
    return 0
