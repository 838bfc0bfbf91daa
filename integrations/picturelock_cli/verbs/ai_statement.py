"""`picturelock ai statement`: the statement on AI for a destination or a funder, in English or in French."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from picturelock.wording import LANGUAGES

if TYPE_CHECKING:
    from picturelock_cli.options import Text

ENDINGS = (".md", ".html", ".pdf")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    from picturelock_cli.verbs.ai_input import add_outputs, add_production

    add_production(parser, text)
    parser.add_argument("--language", choices=LANGUAGES, help=text("opt_ai_statement_language"))
    add_outputs(parser, text, "opt_ai_output")


def run(args: argparse.Namespace) -> int:
    """Write it, or show it where no file is named. What it lacks, `picturelock ai report` says."""
    from picturelock.report.paper import to_markdown
    from picturelock.rights.ai_statement import statement

    from picturelock_cli.console import Console
    from picturelock_cli.outputs import require_endings, say_new_folder, write_all
    from picturelock_cli.verbs.ai_input import dossier_of, paper_writers, show_paper

    console = Console(args)
    language = args.language or console.language
    require_endings(args.output, ENDINGS, (), args.force)
    blocks = statement(dossier_of(args, console), language)
    if not args.output:
        show_paper(blocks, console)
    say_new_folder(console, *args.output)
    write_all(console, args.output, paper_writers(blocks, language), args.force)
    console.document(0, (), statement=to_markdown(blocks), statement_language=language)
    return 0
