"""Our own timeline format: a cut as it is, in JSON that the standard library alone reads and writes (docs/timeline-plcut.md).

For programs that have no OpenTimelineIO, such as an editing system's own Python, and that must not lose anything.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from picturelock.cut import Cut
from picturelock.errors import InputError, OutputError
from picturelock.timeline.base import READ_WRITE, Findings
from picturelock.timeline.lanes import is_plain, laid_out
from picturelock.timeline.plcut.reading import Wrong, cut_of
from picturelock.timeline.plcut.writing import cut_json
from picturelock.times import FrameRate

MAX_BYTES = 100_000_000


class Plcut:
    """`.plcut` files."""

    name = "Picturelock cut"
    suffixes: tuple[str, ...] = (".plcut",)
    directions = READ_WRITE
    holds_overlaps = True
    cannot_hold: frozenset[str] = frozenset()

    def read(self, path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:  # noqa: ARG002 - as every format's
        """As `TimelineFormat.read`; the file always says its rate."""
        try:
            cut = cut_of(_json(path))
        except Wrong as error:
            raise InputError(
                f"is not a Picturelock cut: expected {error.expected}.", file=path, place=error.place
            ) from error
        return replace(cut, path=path), ()

    def write(self, cut: Cut, path: Path) -> Findings:
        """As `TimelineFormat.write`."""
        path.write_text(to_text(cut), encoding="utf-8", errors="replace")
        return ()


def to_text(cut: Cut) -> str:
    """The text of a file. Raises OutputError for what other programs noted too deeply."""
    try:
        return json.dumps(cut_json(_named(cut)), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    except (RecursionError, ValueError) as error:
        raise OutputError("The timeline holds metadata that cannot be written.") from error


def _named(cut: Cut) -> Cut:
    """The cut as it is, but for opened nests: their tracks are put on further ones with plain names."""
    return cut if all(is_plain(shot.track, shot.kind) for shot in cut.shots) else laid_out(cut)


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES or not path.is_file():
            raise InputError(f"is no file, or has more than {MAX_BYTES // 1_000_000} MB.", file=path)
        return json.loads(path.read_bytes()[:MAX_BYTES].decode("utf-8-sig"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=path) from error
    except (ValueError, RecursionError) as error:
        raise InputError("is not a Picturelock cut: it is no JSON that can be read.", file=path) from error


PLCUT = Plcut()
