"""`picturelock ai energy`: what the machine-made artefacts of a delivery drew, and what it emitted."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picturelock_cli.options import Text

ENDINGS = (".md", ".html", ".pdf", ".csv", ".json")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    from picturelock_cli.verbs.ai_input import add_outputs, add_production

    add_production(parser, text)
    add_outputs(parser, text, "opt_ai_energy_output")


def run(args: argparse.Namespace) -> int:
    """Show the account, or write it where asked."""
    from picturelock.rights import ai_energy

    from picturelock_cli.console import Console
    from picturelock_cli.outputs import require_endings, say_new_folder, write_all
    from picturelock_cli.verbs.ai_input import dossier_of, paper_writers, show_paper

    console = Console(args)
    require_endings(args.output, ENDINGS, (), args.force)
    dossier = dossier_of(args, console)
    found = ai_energy.account(dossier)
    blocks = tuple(ai_energy.paper(found, dossier.production.title, console.language))
    if not args.output:
        show_paper(blocks, console)
    say_new_folder(console, *args.output)
    writers = {
        **paper_writers(blocks, console.language),
        ".csv": lambda: ai_energy.to_table(found, console.language),
        ".json": lambda: ai_energy.to_json(found),
    }
    write_all(console, args.output, writers, args.force)
    console.document(0, (), energy=json.loads(ai_energy.to_json(found)))
    return 0
