"""Markers written into .otio files, and an .otio file as a host."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from picturelock.cut import Marker
from picturelock.errors import InputError, OutputError
from picturelock.timeline.otio.file import read_json
from picturelock.timeline.otio.markers import is_ours, to_json
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate


def write_markers(
    source: Path, target: Path, markers: Sequence[Marker], *, rate: FrameRate | None = None, replace: bool = False
) -> int:
    """Copy an .otio timeline with markers (in record time) on its stack; those of an earlier run are replaced.

    The file's own objects are kept as they are, also those that OpenTimelineIO here does not know. `target` may be `source`.
    Returns how many markers were added. Raises InputError, and OutputError if `target` is another file that exists,
    unless `replace`.
    """
    if target.exists() and not replace and not _same(source, target):
        raise OutputError(f"{target} exists already.", hint="Name another file, or delete it first.")
    cut, _ = read_cut(source, rate)
    data = read_json(source)
    stack = data.get("tracks")
    if not isinstance(stack, dict):
        raise InputError("is no timeline; markers can be put on a timeline only.", file=source)
    kept = [marker for marker in stack.get("markers") or () if not is_ours(marker)]
    stack["markers"] = [*kept, *(to_json(marker, cut.rate) for marker in markers)]
    try:
        text = json.dumps(data, indent=4, ensure_ascii=False)
    except RecursionError as error:
        message = "holds metadata nested too deeply to be written again."
        raise InputError(message, file=source) from error
    write_text(target, text)
    return len(markers)


def write_text(target: Path, text: str) -> None:
    """Write a text file whole or not at all. Raises OutputError."""
    temporary: Path | None = None
    try:
        with NamedTemporaryFile("wb", dir=target.parent, prefix=".picturelock-", delete=False) as file:
            temporary = Path(file.name)
            file.write(text.encode("utf-8", "surrogatepass"))
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise OutputError(f"{target} cannot be written: {error.strerror}.") from error


def _same(a: Path, b: Path) -> bool:
    try:
        return a.samefile(b)
    except OSError:
        return False


def _umask() -> int:
    # The mask can only be read by setting it; a temporary file is private, a timeline is not.
    mask = os.umask(0)
    os.umask(mask)
    return mask
