"""What the actions of `picturelock ai` share: the production that they read, and the paper that they write."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picturelock.production import Dossier
    from picturelock.report.paper import Block

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text


def add_production(parser: argparse.ArgumentParser, text: Text) -> None:
    """The production, and which of its deliveries."""
    parser.add_argument(
        "production", nargs="?", type=Path, default=Path(), metavar="PRODUCTION", help=text("opt_production")
    )
    parser.add_argument("--delivery", metavar="NAME", default="", help=text("opt_ai_delivery"))


def dossier_of(args: argparse.Namespace, console: Console) -> Dossier:
    """Read the production. Raises InputError."""
    from picturelock import dossier as dossiers
    from picturelock import production

    with console.progress() as progress:
        return dossiers.collect(production.load(args.production, args.delivery), progress)


def add_outputs(parser: argparse.ArgumentParser, text: Text, key: str) -> None:
    """Files to write, each by its ending. key: of the option's help."""
    parser.add_argument("-o", "--output", action="append", type=Path, default=[], metavar="OUT", help=text(key))
    parser.add_argument("--force", action="store_true", help=text("opt_ai_force"))


def paper_writers(blocks: tuple[Block, ...], language: str) -> dict[str, Callable[[], bytes]]:
    """A paper as Markdown, HTML or PDF, by a file's ending."""
    from picturelock.report.paper import to_html, to_markdown
    from picturelock.report.paper_pdf import to_pdf

    return {
        ".md": lambda: to_markdown(blocks).encode(),
        ".html": lambda: to_html(blocks, language).encode(),
        ".pdf": lambda: to_pdf(blocks, language),
    }


def show_paper(blocks: Iterable[Block], console: Console) -> None:
    """On the terminal."""
    from picturelock.report.paper import Bullets, Heading, Signing, Table

    for block in blocks:
        if isinstance(block, Heading):
            console.line()
            console.line(block.text, "bold")
        elif isinstance(block, Table):
            console.rows(block.head, block.rows)
        elif isinstance(block, Bullets):
            for item in block.items:
                console.line(f"  • {item}")
        elif isinstance(block, Signing):
            show_paper(block.heading, console)
            for label in block.labels:
                console.line(f"{label} {'_' * 40}")
        else:
            console.line(block.text)
