"""Values of options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from picturelock.errors import InputError, UsageError
from picturelock.times import FrameRate

if TYPE_CHECKING:
    import argparse

    from picturelock.production import Production

    from picturelock_cli.console import Console

Text: TypeAlias = Callable[[str], str]
"""Gives an option's help in the person's language, by its key in the wording."""

_USUAL = "23.976, 24, 25, 29.97, 30, 50 and 59.94"
_LEVELS_UP = 3
"""How far above a timeline its production's file is looked for."""


def rate_of(text: str | None, option: str = "--rate") -> FrameRate | None:
    """The frame rate that an option names, or None where it is absent."""
    if text is None:
        return None
    try:
        return FrameRate.parse(text.replace(",", ".", 1))  # as people write it who count with a decimal comma
    except ValueError as error:
        raise UsageError(f"{option}: {error}.", hint=f"Usual rates are {_USUAL}.") from None


def add_production(parser: argparse.ArgumentParser, text: Text) -> None:
    """What `production_of` reads: the production, which delivery, which library; this folder where none is named."""
    parser.add_argument(
        "production", nargs="?", type=Path, default=Path(), metavar="PRODUCTION", help=text("opt_production")
    )
    parser.add_argument("--delivery", metavar="NAME", help=text("opt_delivery"))
    parser.add_argument("--library", type=Path, metavar="FILE", help=text("opt_library"))


def production_of(path: Path, args: argparse.Namespace) -> Production:
    """The production at a path, with the delivery and the library that --delivery and --library name.

    Raises InputError for a library that is not there.
    """
    from picturelock import production
    from picturelock.library.reading import is_there, missing

    subject = production.load(path, args.delivery or "")
    library: Path | None = args.library
    if library is None:
        return subject
    if not is_there(library.expanduser()):
        raise missing(library)
    return replace(subject, library=library.expanduser().resolve(), library_said=True)


def folders_of(named: Sequence[Path], production: Production | None) -> tuple[Path, ...]:
    """The media folders to search: those named, else those of the production. Raises UsageError for one that is not there."""
    for folder in named:
        if not folder.is_dir():
            raise UsageError(f"--media: {folder} is not a folder.")
    return tuple(named) or (production.media if production else ())


def production_around(timeline: Path, console: Console | None = None) -> Production | None:
    """The production that a timeline lies in, if a `picturelock.toml` at most three folders up says so.

    One that cannot be read is left aside, and said to be.
    """
    from picturelock.production import FILE, load

    for folder in timeline.resolve().parents[:_LEVELS_UP]:
        if (folder / FILE).is_file():
            try:
                return load(folder)
            except InputError as error:
                if console is not None:
                    console.warn_once("production_ignored", reason=error.message)
                return None
    return None
