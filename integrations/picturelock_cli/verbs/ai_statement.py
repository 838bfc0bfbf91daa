"""`picturelock ai statement`: the statement on AI for a destination or a funder, in English or in French."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.wording import LANGUAGES

if TYPE_CHECKING:
    from picturelock_cli.options import Text

ENDINGS = (".md", ".html", ".pdf")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    from picturelock_cli.verbs.ai_input import add_production

    add_production(parser, text)
    parser.add_argument("--language", choices=LANGUAGES, help=text("opt_ai_statement_language"))
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help=text("opt_ai_output"))
    parser.add_argument("--force", action="store_true", help=text("opt_ai_force"))


def run(args: argparse.Namespace) -> int:
    """Write it, or show it where no file is named. What it lacks, `picturelock ai report` says."""
    from picturelock.report.paper import to_markdown
    from picturelock.rights.ai_statement import statement

    from picturelock_cli.console import Console
    from picturelock_cli.outputs import require_free, say_new_folder
    from picturelock_cli.verbs.ai_input import dossier_of, require_ending, show_paper, write_paper

    console = Console(args)
    language = args.language or console.language
    if args.output is not None:
        require_ending(args.output, ENDINGS)
        require_free(args.output, args.force)
    blocks = statement(dossier_of(args, console), language)
    if args.output is None:
        show_paper(blocks, console)
    else:
        say_new_folder(console, args.output)
        write_paper(args.output, blocks, language, force=args.force)
        console.say("ai_written", file=str(args.output))
    console.document(0, (), statement=to_markdown(blocks), statement_language=language)
    return 0
