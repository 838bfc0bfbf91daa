"""`picturelock caption reviewed`: a person has read captions, as they are now."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import InputError, UsageError

if TYPE_CHECKING:
    from picturelock_cli.options import Text


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=text("opt_reviewed_files"))
    parser.add_argument("--reviewer", required=True, metavar="NAME", help=text("opt_reviewed_reviewer"))


def run(args: argparse.Namespace) -> int:
    """Write the review of each file beside it, over an earlier one. Nothing is written where one cannot be read."""
    from picturelock.formats.files import read_captions
    from picturelock.production.reviews import read_review, write_review

    from picturelock_cli.console import Console

    console, today = Console(args), dt.datetime.now().astimezone().date()
    reviewer = " ".join(args.reviewer.split())
    if not reviewer:
        raise UsageError("--reviewer: nobody is named.")
    texts = [read_captions(file)[0] for file in args.files]
    for file, captions in zip(args.files, texts, strict=True):
        if not captions.cues:
            raise InputError("holds no captions, so there is nothing to read.", file=file)
        read_review(file)  # what is none is not replaced
    for file, captions in zip(args.files, texts, strict=True):
        write_review(file, captions, reviewer, today)
        console.say("reviewed_done", "green", reviewer=reviewer, cues=len(captions.cues), file=str(file))
    console.document(0, (), reviewed=[str(file) for file in args.files], reviewer=reviewer, on=today.isoformat())
    return 0
