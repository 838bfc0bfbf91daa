"""Where a command may write: said before any work is done."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import OutputError, UsageError

if TYPE_CHECKING:
    from picturelock_cli.console import Console


def require_file(output: Path, option: str = "-o", ending: str = ".srt") -> None:
    """Raise UsageError where an output is a folder, OutputError where its folder cannot take it.

    ending: of the file that such an output usually is.

    A folder that is not there yet is made, but no folder for that one: a path that is wrong from further up is mistyped.
    """
    if output.is_dir():
        example = output / f"film{output.suffix or ending}"
        raise UsageError(
            f"{option} {output}: this is a folder; name the file to write in it.", hint=f"{option} {example}"
        )
    folder = output.parent
    if not folder.exists() and not folder.parent.is_dir():
        raise OutputError(
            f"{option} {output}: there is no folder {folder.parent}.", hint="Make it first, or choose another place."
        )
    at = folder if folder.exists() else folder.parent
    if not at.is_dir():
        raise OutputError(f"{option} {output}: {at} is a file, not a folder.", hint="Choose another place.")
    if not os.access(at, os.W_OK | os.X_OK):
        raise OutputError(f"{option} {output}: nothing may be written in {at}.", hint="Choose another place.")


def require_free(output: Path, force: bool, option: str = "-o", ending: str = ".srt") -> None:
    """As `require_file`; raises OutputError for an output that exists, unless it may be replaced."""
    require_file(output, option, ending)
    if output.exists() and not force:
        raise OutputError(f"{output} exists already.", hint="Choose another name, or add --force to replace it.")


def require_other(output: Path, *inputs: Path) -> None:
    """Raise UsageError where an output is a file that is read, by this name or another; --force does not change that."""
    for file in inputs:
        if output.resolve() == file.resolve() or (output.exists() and file.exists() and output.samefile(file)):
            raise UsageError(
                f"-o {output}: this is the file that is read.", hint="Choose another name for the new one."
            )


def say_new_folder(console: Console, *outputs: Path) -> None:
    """Say which folders writing will make."""
    for folder in dict.fromkeys(output.parent for output in outputs):
        if not folder.exists():
            console.say("new_folder", folder=str(folder))


def require_endings(outputs: Sequence[Path], known: Sequence[str], inputs: Sequence[Path], force: bool) -> None:
    """Raise UsageError for an ending that we do not write, and OutputError for what may not be written."""
    from picturelock_cli.conform_cuts import require_apart

    for path in outputs:
        if path.suffix.lower() not in known:
            raise UsageError(f"-o {path}: expected a name that ends in {', '.join(known)}.")
    require_apart(inputs, outputs, force)


def write_all(
    console: Console, outputs: Sequence[Path], writers: Mapping[str, Callable[[], bytes]], force: bool
) -> None:
    """Write each file in the format of its ending."""
    from picturelock.formats.files import write_bytes

    made = {path: writers[path.suffix.lower()]() for path in outputs}
    for path, data in made.items():
        write_bytes(path, data, force)
        console.say("rights_written", file=str(path))
